import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jixiao.readers.contents import RefusedError
from jixiao.renderers.annotated.splicing import Splice, as_utf8, extents, plain

_NAMES = st.sampled_from(["w:p", "w:r", "t", "x:sheet"])
_VALUES = st.text(st.sampled_from("a>'/中 &lt;".replace("&lt;", "")), max_size=5)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(_NAMES)
    attributes = "".join(f' a{number}="{value}"' for number, value in enumerate(draw(st.lists(_VALUES, max_size=2))))
    inner = (
        ""
        if depth == 0
        else "".join(draw(st.lists(elements(depth - 1) | st.sampled_from(["字", "<!-- <p> -->", " "]), max_size=3)))
    )
    return f"<{name}{attributes}/>" if not inner and draw(st.booleans()) else f"<{name}{attributes} >{inner}</{name} >"


def _whole(inner: str) -> bytes:
    return f'<?xml version="1.0"?>\n<root xmlns:w="urn:w" xmlns:x="urn:x">{inner}</root>\n'.encode()


@given(st.lists(elements(), min_size=1, max_size=4), st.data())
def test_what_is_inserted_stands_where_it_was_asked_for_and_everything_else_stays(
    texts: list[str], data: st.DataObject
) -> None:
    content = _whole("".join(texts))
    found = extents(content, lambda _, __, ___: True)
    before = list(etree.fromstring(content).iter(etree.Element))
    assert len(found) == len(before)
    splice = Splice(content)
    asked: dict[int, tuple[int, int]] = {}
    for number in data.draw(st.sets(st.sampled_from(sorted(found)))):
        first, last = data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2))
        asked[number] = first, last
        for _ in range(first):
            splice.first(found[number], "<ours/>")
        for _ in range(last):
            splice.last(found[number], "<ours/>")
    root = etree.fromstring(splice.spliced())
    after = [element for element in root.iter(etree.Element) if element.tag != "ours"]
    assert [element.tag for element in after] == [element.tag for element in before]
    for number, element in enumerate(after):
        ours = [child.tag == "ours" for child in element]
        assert sum(ours) == sum(asked.get(number, (0, 0)))
        first, last = asked.get(number, (0, 0))
        assert all(ours[:first])
        assert all(ours[len(ours) - last :])
    etree.strip_elements(root, "ours", with_tail=False)
    assert etree.tostring(root, method="c14n") == etree.tostring(etree.fromstring(content), method="c14n")


def test_an_extent_tells_prefix_and_depth() -> None:
    found = extents(b'<w:a xmlns:w="w"><b c="1>2"/></w:a>', lambda _, local, __: local in {"a", "b"})
    assert (found[0].prefix, found[0].local, found[0].depth) == ("w:", "a", 0)
    assert (found[1].prefix, found[1].attributes, found[1].depth) == ("", {"c": "1>2"}, 1)


@pytest.mark.parametrize("content", [b"<a><b></a>", b'<!DOCTYPE a [<!ENTITY e "e">]><a>&e;</a>'])
def test_broken_xml_and_a_document_type_are_refused(content: bytes) -> None:
    with pytest.raises(RefusedError):
        extents(content, lambda _, __, ___: True)


@pytest.mark.parametrize(
    "content",
    [
        "<?xml version='1.0' encoding='UTF-16'?><a>医保</a>".encode("utf-16"),
        "<?xml version='1.0' encoding='gb2312'?><a>医保</a>".encode("gb18030"),
        "<?xml version='1.0' encoding='UTF-8'?><a>医保</a>".encode(),
        "<?xml version='1.0'?><a>医保</a>".encode(),
        "<a>医保</a>".encode("utf-16"),
    ],
)
def test_a_part_in_any_encoding_becomes_utf_8(content: bytes) -> None:
    assert etree.fromstring(as_utf8(content)).text == "医保"
    assert "医保".encode() in as_utf8(content)


def test_a_part_in_utf_8_stays_the_same_bytes() -> None:
    content = '\ufeff<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<a/>'.encode()
    assert as_utf8(content) is content


@pytest.mark.parametrize(
    "content", [b"<?xml version='1.0' encoding='klingon'?><a/>", b"<?xml encoding='gbk'?>" + b"\xff\xff"]
)
def test_an_unknown_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError):
        as_utf8(content)


@given(st.text())
def test_every_text_can_stand_in_xml(text: str) -> None:
    shown = etree.fromstring(f"<a>{plain(text)}</a>".encode("utf-8", "surrogatepass")).text or ""
    assert shown == "".join(
        c
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
        if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
