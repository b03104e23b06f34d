"""Comments in Word files: on the right cell, and nothing else changed."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from jixiao import pipeline
from jixiao.documents import Paragraph, Table
from jixiao.findings import Severity
from jixiao.places import Place
from jixiao.readers import Request, own_marks, read_bytes
from jixiao.renderers.annotated import word
from jixiao.renderers.annotated.remarks import remarks
from tests.readers.word_files import SPACES, docx, p, packed, run, tbl, tc, tr
from tests.renderers.annotated.support import (
    canonical,
    changed,
    commented,
    comments,
    parts,
    remark,
    without_ours,
)

_EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "formats").glob("*.docx"))
_MAY_CHANGE = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
_OWN_SECTION = "<w:sectPr><w:pgSz w:w='16838' w:h='11906' w:orient='landscape'/></w:sectPr>"


def _places(content: bytes) -> dict[Place, str]:
    """Every place that the reader tells of, with what it says stands there; texts are all different."""
    found: dict[Place, str] = {}
    for block in read_bytes(content, "a.docx").blocks:
        for each in block.cells if isinstance(block, Table) else [block]:
            found.setdefault(each.place, each.text)
    return found


def _annotated(content: bytes, places: list[Place]) -> tuple[bytes, int]:
    told = [remark(number, place) for number, place in enumerate(places, start=1)]
    copy = word.annotate(content, "a.docx", told, Request())
    return copy.content, copy.remarked


def _assert_unchanged(before: bytes, after: bytes) -> None:
    assert changed(before, after) <= _MAY_CHANGE
    old, new = parts(before), parts(after)
    ours = comments(after).keys() if "word/comments.xml" in new else ()
    assert without_ours(new["word/document.xml"], ours) == canonical(old["word/document.xml"])


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_every_finding_of_an_example_stands_on_the_cell_that_it_quotes(path: Path) -> None:
    content = path.read_bytes()
    result = pipeline.audit(path)
    found = remarks(result)
    copy = word.annotate(content, path.name, found, Request())
    ranges, told = commented(parts(copy.content)["word/document.xml"]), comments(copy.content) if found else {}
    assert ranges.keys() == told.keys()
    for each in found:
        (identifier,) = [key for key, text in told.items() if each.heading in text]
        quoted = "".join((each.finding.quotes[0].text or "").split())
        assert quoted in "".join(ranges[identifier].split()) or not each.finding.quotes[0].place.column  # type: ignore[union-attr]
    _assert_unchanged(content, copy.content)


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_the_copy_of_an_example_reads_as_the_example_does(path: Path) -> None:
    content = path.read_bytes()
    copy = word.annotate(content, path.name, remarks(pipeline.audit(path)), Request())
    before, after = read_bytes(content, "a.docx"), read_bytes(copy.content, "a.docx")
    assert before.blocks == after.blocks
    assert before.omissions == after.omissions


_DELETED = '<w:del w:id="901" w:author="甲"><w:r><w:delText>删去</w:delText></w:r></w:del>'
_OPENED = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF b</w:instrText></w:r>'
_RESULT = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_CLOSED = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_counter = itertools.count(1)
_TEXT = st.builds(lambda: f"格{next(_counter)}字")


@st.composite
def _paragraphs(draw: st.DrawFn) -> str:
    """A paragraph in one of the ways in which Word stores text."""
    text = draw(_TEXT)
    way = draw(st.integers(0, 8))
    plain = run(text)
    return (
        p(plain),
        f"<w:p>{plain}</w:p>",
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{plain}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:sdt><w:sdtContent>{plain}</w:sdtContent></w:sdt></w:p>",
        f'<w:p><w:ins w:id="900" w:author="甲">{plain}</w:ins>{_DELETED}</w:p>',
        f'<w:p><w:commentRangeStart w:id="0"/>{plain}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>',
        f'<w:p><w:bookmarkStart w:id="3" w:name="b"/>{plain}<w:bookmarkEnd w:id="3"/></w:p>',
        f'<w:p><w:pPr><w:pPrChange w:id="5" w:author="甲"><w:pPr/></w:pPrChange></w:pPr>{plain}</w:p>',
        f"<w:p>{_OPENED}{_RESULT}{plain}{_CLOSED}</w:p>",
    )[way]


@st.composite
def _tables(draw: st.DrawFn, depth: int = 1) -> str:
    """A table of three columns with merges over columns and rows, blank cells, wrapped cells and tables within."""
    rows = []
    merging = draw(st.booleans())
    for number in range(draw(st.integers(1, 4))):
        cells = []
        column = 0
        while column < 3:
            span = draw(st.integers(1, 3 - column))
            start = merging and column == 0
            properties = (
                f"<w:vMerge{' w:val=' + chr(34) + 'restart' + chr(34) if number == 0 else ''}/>" if start else ""
            )
            span = 1 if start else span
            kind = draw(st.integers(0, 5))
            inner = "".join(draw(st.lists(_paragraphs(), min_size=1, max_size=2)))
            if kind == 0 or (start and number):
                inner = "<w:p/>"
            elif kind == 1 and depth:
                inner += draw(_tables(depth - 1)) + "<w:p/>"
            cell = tc(inner, properties, span=span)
            cells.append(f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>" if kind == 2 else cell)
            column += span
        rows.append(tr(*cells))
    return tbl(*rows, grid=(3000, 3000, 3000))


_BOX = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData uri="wps"><wps:wsp>'
    "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict>"
    "</mc:Fallback></mc:AlternateContent>"
)


@st.composite
def _boxes(draw: st.DrawFn) -> str:
    inner = draw(_paragraphs())
    inner += draw(_tables(0)) + "<w:p/>" if draw(st.booleans()) else ""
    return f"<w:p>{run(draw(_TEXT))}<w:r>{_BOX.format(inner)}</w:r></w:p>"


_COMMENTS = (
    "<w:comments {spaces}><w:comment w:id='0' w:author='科长'><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>"
    "<w:comment w:id='7' w:author='科长'/></w:comments>"
)


@st.composite
def _files(draw: st.DrawFn) -> bytes:
    body = "".join(draw(st.lists(_paragraphs() | _tables() | _boxes() | st.just("<w:p/>"), min_size=1, max_size=4)))
    has_comments = draw(st.booleans()) or "commentReference" in body
    ending = draw(st.sampled_from(["", _OWN_SECTION]))
    return docx(body + p(draw(_TEXT)) + ending, parts={"comments.xml": _COMMENTS} if has_comments else {})


@given(_files())
@settings(max_examples=50)
def test_a_comment_on_any_place_of_any_document_holds_the_text_of_that_place(content: bytes) -> None:
    places = _places(content)
    after, remarked = _annotated(content, list(places))
    document = parts(after)["word/document.xml"]
    ranges, told = commented(document), comments(after)
    assert remarked == len(places)
    boxed = {text.text for box in etree.fromstring(document).iter("{*}txbxContent") for text in box.iter("{*}t")}
    for number, text in enumerate(places.values(), start=1):
        (identifier,) = [key for key, said in told.items() if f"问题{number}【" in said]
        pieces = [piece for piece in text.split() if piece]
        if not any(piece in boxed for piece in pieces):
            # A cell that holds a table of its own is commented at its first paragraph.
            assert not pieces or pieces[0] in ranges[identifier]
        else:
            assert any(piece in ranges[identifier] for piece in pieces)
    _assert_unchanged(content, after)
    again = read_bytes(after, "a.docx")
    assert again.blocks == read_bytes(content, "a.docx").blocks
    assert parts(_annotated(after, list(places))[0]) == parts(after)


def test_a_whole_cell_is_commented_and_nothing_beside_it() -> None:
    content = docx(tbl(tr("甲", tc(p("乙") + p("") + p("丙")), "丁"), grid=(3000, 3000, 3000)))
    after, _ = _annotated(content, [Place(table=1, row=1, column=2)])
    assert commented(parts(after)["word/document.xml"]) == {"0": "乙丙"}


def test_a_merged_cell_is_commented_at_its_first_row() -> None:
    merged = tbl(tr(tc("甲", '<w:vMerge w:val="restart"/>'), "乙"), tr(tc("", "<w:vMerge/>"), "丙"), grid=(3000, 3000))
    after, _ = _annotated(docx(merged), [Place(table=1, row=1, column=1), Place(table=1, row=2, column=2)])
    assert commented(parts(after)["word/document.xml"]) == {"0": "甲", "1": "丙"}


def test_a_row_is_commented_at_its_first_cell() -> None:
    after, _ = _annotated(docx(tbl(tr("甲", "乙"), tr("丙", "丁"))), [Place(table=1, row=2)])
    assert commented(parts(after)["word/document.xml"]) == {"0": "丙"}


def test_a_cell_with_several_findings_has_one_comment_with_the_gravest_first() -> None:
    place = Place(table=1, row=1, column=1)
    order = (Severity.INFO, Severity.FATAL, Severity.ERROR)
    told = [remark(number, place, severity=severity) for number, severity in enumerate(order, start=1)]
    copy = word.annotate(docx(tbl(tr("甲", "乙"))), "a.docx", told, Request())
    (text,) = comments(copy.content).values()
    assert [text.index(f"问题{number}") for number in (2, 3, 1)] == sorted(
        text.index(f"问题{number}") for number in (1, 2, 3)
    )
    assert "建议：请改为15分。" in text
    assert "计算：应得 9÷12×20=15" in text
    assert "单位说明：次年改正（财务科）" in text
    assert "财预〔2020〕10号" in text


def test_what_has_no_place_in_the_text_stands_in_the_summary() -> None:
    header = docx(
        p("正文") + "<w:sectPr><w:headerReference w:type='default' r:id='h'/></w:sectPr>",
        parts={"header1.xml": f"<w:hdr {{spaces}}>{tbl(tr('眉', '头'))}</w:hdr>"},
        relations={"h": ("header", "header1.xml")},
    )
    copy = word.annotate(
        header,
        "a.docx",
        [remark(1, None), remark(2, Place(table=1, row=1, column=1)), remark(3, Place(page=1, row=1))],
        Request(),
    )
    assert copy.remarked == 0
    document = parts(copy.content)["word/document.xml"]
    assert commented(document) == {}
    assert "word/comments.xml" not in parts(copy.content)
    text = "".join(each.text or "" for each in etree.fromstring(document).iter("{*}t"))
    assert "均没有对应的单元格，只列于下表" in text
    assert text.count("（没有对应的单元格，只列于此）") == 3


def test_a_file_without_findings_says_so() -> None:
    copy = word.annotate(docx(p("正文")), "a.docx", [], Request())
    assert "本次审核未发现问题。".encode() in parts(copy.content)["word/document.xml"]


def test_comments_that_were_there_stay_and_ours_have_other_identifiers() -> None:
    body = '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="1"/></w:p>' + p("乙")
    content = docx(body, parts={"comments.xml": _COMMENTS})
    after, _ = _annotated(content, [Place(paragraph=1), Place(paragraph=2)])
    assert comments(after).keys() == {"2", "3"}
    written = parts(after)["word/comments.xml"].decode()
    assert written.startswith(parts(content)["word/comments.xml"].decode().removesuffix("</w:comments>"))


def test_a_moment_is_written_only_if_one_is_given() -> None:
    told = [remark(1, Place(paragraph=1))]
    dated = word.annotate(docx(p("甲")), "a.docx", told, Request(), "2024-03-01T00:00:00Z")
    assert b'w:date="2024-03-01T00:00:00Z"' in parts(dated.content)["word/comments.xml"]
    assert b"w:date" not in parts(word.annotate(docx(p("甲")), "a.docx", told, Request()).content)["word/comments.xml"]


def test_the_properties_of_the_last_section_stay_with_it() -> None:
    after, _ = _annotated(docx(p("甲") + _OWN_SECTION), [])
    body = next(etree.fromstring(parts(after)["word/document.xml"]).iter("{*}body"))
    found = [each.find("{*}pgSz") for each in body.iter("{*}sectPr")]
    assert [each.get(each.keys()[0]) for each in found if each is not None] == ["16838", "11906"]
    assert body[-1].tag.endswith("sectPr")


def test_a_strict_file_stays_strict() -> None:
    content = docx(p("甲"))
    members = {
        name: text.decode().replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, text in parts(content).items()
    }
    after, remarked = _annotated(packed(members), [Place(paragraph=1)])
    assert remarked == 1
    new = parts(after)
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in new["word/_rels/document.xml.rels"]
    assert b"http://purl.oclc.org/ooxml/wordprocessingml/main" in new["word/comments.xml"]
    assert commented(new["word/document.xml"]) == {"0": "甲"}


def test_a_part_without_a_prefix_gets_marks_with_one() -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    members = {name: text.decode() for name, text in parts(docx(p("甲"))).items()}
    members["word/document.xml"] = f'<document xmlns="{main}"><body><p><r><t>甲</t></r></p></body></document>'
    after, remarked = _annotated(packed(members), [Place(paragraph=1)])
    assert remarked == 1
    root = etree.fromstring(parts(after)["word/document.xml"])
    assert len(list(root.iter(f"{{{main}}}commentRangeStart"))) == 1
    assert read_bytes(after, "a.docx").blocks == (Paragraph(text="甲", place=Place(paragraph=1)),)


@pytest.mark.parametrize(("enforced", "told"), [("1", True), ("0", False)])
def test_a_protected_or_signed_file_is_annotated_and_its_user_told(*, enforced: str, told: bool) -> None:
    settings_part = (
        f'<w:settings {{spaces}}><w:documentProtection w:edit="readOnly" w:enforcement="{enforced}"/></w:settings>'
    )
    members = {
        name: text.decode() for name, text in parts(docx(p("甲"), parts={"settings.xml": settings_part})).items()
    }
    copy = word.annotate(packed(members | {"_xmlsignatures/sig1.xml": "<s/>"}), "a.docx", [], Request())
    assert any("编辑保护" in note for note in copy.notes) is told
    assert any("电子签名" in note for note in copy.notes)
    assert parts(copy.content)["word/settings.xml"] == members["word/settings.xml"].encode()


def test_text_that_no_xml_may_hold_is_left_out_and_everything_else_stays() -> None:
    text = "\x00甲<w:p>&amp;\ud800乙\U0001f600\n下一行"
    copy = word.annotate(docx(p("甲")), "名<&>.docx", [remark(1, Place(paragraph=1), text)], Request())
    (told,) = comments(copy.content).values()
    assert "甲<w:p>&amp;乙\U0001f600" in told
    assert "名<&>.docx" in "".join(
        each.text or "" for each in etree.fromstring(parts(copy.content)["word/document.xml"]).iter("{*}t")
    )


def test_a_second_audit_does_not_read_what_was_added() -> None:
    content = docx(p("甲") + tbl(tr("乙", "丙")))
    after, _ = _annotated(content, list(_places(content)))
    document = read_bytes(after, "a.docx")
    assert document.blocks == read_bytes(content, "a.docx").blocks
    assert document.omissions == ()
    assert own_marks.SUMMARY not in str(document)


def test_names_of_members_are_found_however_they_are_spelt() -> None:
    members = {name.replace("word/", "WORD\\"): text.decode() for name, text in parts(docx(p("甲"))).items()}
    after, remarked = _annotated(packed(members), [Place(paragraph=1)])
    assert remarked == 1
    assert commented(parts(after)["WORD\\document.xml"]) == {"0": "甲"}


def test_the_words_of_a_name_that_is_taken_are_not_used_again() -> None:
    members = {name: text.decode() for name, text in parts(docx(p("甲"))).items()}
    members["word/comments.xml"] = f"<w:comments {SPACES}/>"  # nobody refers to it
    after, _ = _annotated(packed(members), [Place(paragraph=1)])
    assert parts(after)["word/comments.xml"] == members["word/comments.xml"].encode()
    assert comments(after, "word/comments1.xml").keys() == {"0"}


def test_what_was_remarked_before_is_taken_out_and_what_others_wrote_stays() -> None:
    body = f'<w:p><w:commentRangeStart w:id="0"/>{run("甲")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    content = docx(body + p("乙") + _OWN_SECTION, parts={"comments.xml": _COMMENTS})
    first, _ = _annotated(content, [Place(paragraph=1), Place(paragraph=2)])
    told = [remark(1, Place(paragraph=2), "新")]
    second = word.annotate(first, "a.docx", told, Request()).content
    assert commented(parts(second)["word/document.xml"]) == {"0": "甲", "1": "乙"}
    assert "“新”高于" in comments(second)["1"]
    assert parts(second)["word/comments.xml"].count(b"w:author") == 3
    _assert_unchanged(content, second)


def test_what_word_kept_of_an_earlier_remark_goes_with_it() -> None:
    first = parts(_annotated(docx(p("甲")), [Place(paragraph=1)])[0])
    members = {name: text.decode() for name, text in first.items()}
    space = "http://schemas.microsoft.com/office/word/2010/wordml"
    members["word/comments.xml"] = members["word/comments.xml"].replace(
        "<w:p>", f'<w:p xmlns:w14="{space}" w14:paraId="0A">'
    )
    extended = "http://schemas.microsoft.com/office/word/2012/wordml"
    members["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{extended}"><w15:commentEx w15:paraId="0A"/><w15:commentEx w15:paraId="0B"/></w15:commentsEx>'
    )
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    rels = members["word/_rels/document.xml.rels"]
    members["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>", f'<Relationship Id="e" Type="{kind}" Target="commentsExtended.xml"/></Relationships>'
    )
    # A word typed behind the mark is in its run.
    mark = '<w:commentReference w:id="0"/></w:r>'
    members["word/document.xml"] = members["word/document.xml"].replace(mark, f"{mark[:-6]}<w:t>添</w:t></w:r>")
    second = parts(_annotated(packed(members), [])[0])
    assert b'"0A"' not in second["word/commentsExtended.xml"]
    assert b'"0B"' in second["word/commentsExtended.xml"]
    assert b"commentR" not in second["word/document.xml"]
    assert "添".encode() in second["word/document.xml"]


def test_what_was_written_behind_the_summary_stays_where_it_is() -> None:
    first = parts(_annotated(docx(p("甲")), [])[0])
    members = {name: text.decode() for name, text in first.items()}
    at = members["word/document.xml"].rindex("<w:sectPr")
    members["word/document.xml"] = members["word/document.xml"][:at] + p("后来写的") + members["word/document.xml"][at:]
    assert [block.text for block in read_bytes(packed(members), "a.docx").blocks if isinstance(block, Paragraph)] == [
        "甲",
        "后来写的",
    ]
    second, _ = _annotated(packed(members), [])
    texts = [block.text for block in read_bytes(second, "a.docx").blocks if isinstance(block, Paragraph)]
    assert texts == ["甲", "后来写的"]
    assert parts(second)["word/document.xml"].count(own_marks.SUMMARY.encode()) == 1


def test_a_file_that_does_not_tell_its_main_part_begins_with_the_usual_one() -> None:
    members = {name: text.decode() for name, text in parts(docx(p("甲"))).items() if name != "_rels/.rels"}
    after, remarked = _annotated(packed(members), [Place(paragraph=1)])
    assert remarked == 1
    assert commented(parts(after)["word/document.xml"]) == {"0": "甲"}
