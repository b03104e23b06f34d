"""Notes in workbooks: on the right cell, and nothing else changed."""

import io
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from jixiao import pipeline
from jixiao.documents import Table
from jixiao.findings import Severity
from jixiao.places import Place
from jixiao.readers import Request, own_marks, read_bytes
from jixiao.renderers.annotated import excel
from jixiao.renderers.annotated.notes import Sizes, height, letters
from jixiao.renderers.annotated.remarks import remarks
from tests.readers.excel_books import RULED, packed, sheet, texts, workbook
from tests.renderers.annotated.support import changed, parts, remark

pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no")
_EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "formats").glob("*.xlsx"))
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _annotated(content: bytes, places: list[Place]) -> excel.Copy:
    told = [remark(number, place) for number, place in enumerate(places, start=1)]
    return excel.annotate(content, "a.xlsx", told, Request())


def _notes(content: bytes) -> dict[tuple[str, int, int], str]:
    """The notes of a workbook, as another program reads them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (page.title, cell.row, cell.column): cell.comment.text
        for page in book
        for row in page.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def _assert_unchanged(before: bytes, after: bytes) -> None:
    """Parts differ only where they have to, and there by insertion alone."""
    old, new = parts(before), parts(after)
    for name in changed(before, after):
        if name not in old:
            assert name.startswith(("xl/comments", "xl/drawings/vml", "xl/worksheets/")), name
            continue
        if name == "xl/styles.xml":
            _assert_styles_extended(old[name], new[name])
            continue
        assert _is_subsequence(old[name], new[name]), name
        assert name.endswith((".rels", ".vml")) or name.startswith(
            ("[Content", "xl/workbook", "xl/comments", "xl/worksheets/sheet")
        )


def _is_subsequence(short: bytes, long: bytes) -> bool:
    """Whether one text came out of the other by insertions: cheap, since there are few of them and each is a whole element."""
    rest = iter(long)
    return all(byte in rest for byte in short)


def _assert_styles_extended(before: bytes, after: bytes) -> None:
    old, new = etree.fromstring(before), etree.fromstring(after)
    assert [each.tag for each in old] == [each.tag for each in new]
    for one, other in zip(old, new, strict=True):
        for kept, now in zip(one, other, strict=False):
            assert etree.tostring(kept, method="c14n") == etree.tostring(now, method="c14n")
        assert len(other) >= len(one)
        if len(other) > len(one) and other.get("count") is not None:
            assert int(other.get("count", "")) == len(other)


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_every_finding_of_an_example_stands_on_the_cell_that_it_quotes(path: Path) -> None:
    content = path.read_bytes()
    found = remarks(pipeline.audit(path))
    copy = excel.annotate(content, path.name, found, Request())
    notes = _notes(copy.content)
    assert copy.remarked == len(found)
    for each in found:
        (where,) = [where for where, text in notes.items() if each.heading in text]
        place = each.finding.quotes[0].place
        assert place is not None
        assert where[:2] == (place.sheet, place.row)
        assert place.column in {None, where[2]}
    _assert_unchanged(content, copy.content)
    before, after = read_bytes(content, "a.xlsx"), read_bytes(copy.content, "a.xlsx")
    assert (before.blocks, before.omissions) == (after.blocks, after.omissions)


@st.composite
def _books(draw: st.DrawFn) -> bytes:
    """Workbooks with merged areas, hidden rows, wide columns, elements behind the drawing, notes that are there already."""
    sheets, links, further = [], {}, {}
    for number in range(1, draw(st.integers(1, 3)) + 1):
        places = draw(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 30)), min_size=1, max_size=8, unique=True))
        cells = sorted(places)
        rows = "".join(
            f'<row r="{row}"{draw(st.sampled_from(["", " ht=" + chr(34) + "40" + chr(34)]))}>'
            + "".join(
                f'<c r="{letters(column)}{row}" s="{RULED}" t="inlineStr"><is><t>表{number}行{row}列{column}</t></is></c>'
                for other, column in cells
                if other == row
            )
            + "</row>"
            for row in sorted({row for row, _ in cells})
        )
        first, left = cells[0]
        merged = f'<mergeCells><mergeCell ref="{letters(left)}{first}:AZ{first}"/></mergeCells>'
        margins = '<pageMargins left="1"/>'
        after = draw(st.sampled_from(["", merged]))
        after += draw(st.sampled_from(["", margins, f'{margins}<tableParts count="0"/><extLst/>']))
        if draw(st.booleans()):
            row, column = cells[0]
            kind = draw(
                st.sampled_from(["<t>旧注</t>", "<r><t>旧</t></r><r><rPr/><t>注</t></r>", "<t/>", "", "<!-- -->"])
            )
            further[f"xl/comments{number}.xml"] = (
                f'<comments xmlns="{_MAIN}"><authors><author>甲</author></authors><commentList>'
                f'<comment ref="{letters(column)}{row}" authorId="0"><text>{kind}</text></comment></commentList></comments>'
            )
            links[number] = {"comments": f"xl/comments{number}.xml"}
        before = draw(
            st.sampled_from(
                ["", '<cols><col min="1" max="16384" width="30"/></cols>', '<sheetFormatPr defaultRowHeight="30"/>']
            )
        )
        sheets.append(sheet(rows, before=before, after=after))
    return workbook(*sheets, parts=further, links=links)


@given(_books())
@settings(max_examples=25)
def test_a_note_on_any_cell_of_any_workbook_is_on_that_cell(content: bytes) -> None:
    document = read_bytes(content, "a.xlsx")
    places = {
        cell.place: cell.text
        for block in document.blocks
        for cell in (block.cells if isinstance(block, Table) else [block])
    }
    copy = _annotated(content, list(places))
    assert copy.remarked == len(places)
    notes = _notes(copy.content)
    for number, place in enumerate(places, start=1):
        assert f"问题{number}【" in notes[place.sheet or "", place.row or 0, place.column or 0]
    old = _notes(content)
    for where, text in old.items():
        assert notes[where].startswith(text)
    _assert_unchanged(content, copy.content)
    again = read_bytes(copy.content, "a.xlsx")
    assert (again.blocks, again.omissions) == (document.blocks, document.omissions)
    twice = _annotated(copy.content, list(places))
    assert _notes(twice.content) == notes
    assert parts(twice.content).keys() == parts(copy.content).keys()


def _one(**more: object) -> bytes:
    return workbook(sheet(texts([("A1", "甲"), ("A2", "乙")])), **more)  # type: ignore[arg-type] # what workbook takes


def test_a_row_is_noted_at_its_first_cell() -> None:
    content = workbook(sheet('<row r="3"><c r="C3" t="inlineStr"><is><t>甲</t></is></c></row>'))
    assert _notes(_annotated(content, [Place(sheet="表1", row=3)]).content).keys() == {("表1", 3, 3)}


def test_what_has_no_cell_stands_in_the_summary() -> None:
    copy = _annotated(
        _one(), [Place(sheet="没有这张表", row=1, column=1), Place(page=1, row=1), Place(sheet="表1", row=99)]
    )
    assert copy.remarked == 0
    assert _notes(copy.content) == {}
    book = openpyxl.load_workbook(io.BytesIO(copy.content))
    assert book.sheetnames == ["表1", "审核问题汇总"]
    told = [str(cell.value) for row in book["审核问题汇总"] for cell in row if cell.value]
    assert sum("只列于此" in text for text in told) == 3
    assert told[-1] == own_marks.SUMMARY_END


def test_the_summary_leads_to_the_cells() -> None:
    content = workbook(sheet(texts([("A1", "甲")])), names=["王'表"])
    page = openpyxl.load_workbook(io.BytesIO(_annotated(content, [Place(sheet="王'表", row=1, column=1)]).content))[
        "审核问题汇总"
    ]
    (link,) = [cell.hyperlink for row in page for cell in row if cell.hyperlink]
    assert link.location == "'王''表'!A1"


def test_a_name_that_is_taken_is_numbered() -> None:
    content = workbook(sheet(texts([("A1", "甲")])), names=["审核问题汇总"])
    assert openpyxl.load_workbook(io.BytesIO(_annotated(content, []).content)).sheetnames == [
        "审核问题汇总",
        "审核问题汇总2",
    ]


def test_no_text_becomes_a_formula() -> None:
    told = [remark(1, Place(sheet="表1", row=1, column=1), "=cmd|' /C calc'!A0")]
    book = openpyxl.load_workbook(io.BytesIO(excel.annotate(_one(), "=1+1.xlsx", told, Request()).content))
    assert all(cell.data_type != "f" for row in book["审核问题汇总"] for cell in row)


def test_an_escape_of_the_format_in_a_text_is_escaped() -> None:
    copy = excel.annotate(_one(), "a.xlsx", [remark(1, Place(sheet="表1", row=1, column=1), "_x0041_")], Request())
    assert b"_x005F_x0041_" in parts(copy.content)["xl/comments1.xml"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    told = remark(1, Place(sheet="表1", row=1, column=1))
    long = msgspec.structs.replace(told, finding=msgspec.structs.replace(told.finding, message="长" * 40_000))
    copy = excel.annotate(_one(), "a.xlsx", [long], Request())
    (text,) = _notes(copy.content).values()
    assert len(text) < 32_767
    assert text.endswith("全文用 jixiao audit 查看）")
    page = openpyxl.load_workbook(io.BytesIO(copy.content))["审核问题汇总"]
    assert max(len(str(cell.value)) for row in page for cell in row) < 32_767


def test_several_findings_of_one_cell_are_one_note_with_the_gravest_first() -> None:
    place = Place(sheet="表1", row=1, column=1)
    told = [remark(1, place, severity=Severity.INFO), remark(2, place, severity=Severity.FATAL)]
    (text,) = _notes(excel.annotate(_one(), "a.xlsx", told, Request()).content).values()
    assert text.index("问题2") < text.index("问题1")


_SHAPE = '<v:shape id="_x0000_s{0}" type="#_x0000_t202"><x:ClientData ObjectType="Button"/></v:shape>'
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202"/>{0}<br></xml>\n'
)


def _with_drawing(drawing: str) -> bytes:
    return workbook(
        sheet(texts([("A1", "甲")]), after='<legacyDrawing r:id="r0"/>'),
        parts={"xl/drawings/old.vml": drawing},
        links={1: {"vmlDrawing": "xl/drawings/old.vml"}},
    )


def test_a_drawing_that_is_there_is_extended() -> None:
    before = _DRAWING.format(_SHAPE.format(2049))
    copy = _annotated(_with_drawing(before), [Place(sheet="表1", row=1, column=1)])
    after = parts(copy.content)["xl/drawings/old.vml"].decode()
    assert after.startswith(before[: before.index("</xml>")])
    assert 'id="_x0000_s2050"' in after
    assert after.count("v:shapetype ") == 1
    assert [name for name in parts(copy.content) if name.endswith(".vml")] == ["xl/drawings/old.vml"]
    assert changed(_with_drawing(before), copy.content) >= {"xl/drawings/old.vml"}
    assert parts(copy.content)["xl/worksheets/sheet1.xml"] == parts(_with_drawing(before))["xl/worksheets/sheet1.xml"]


def test_a_drawing_that_declares_its_prefixes_piece_by_piece_is_extended_by_boxes_that_do_so_too() -> None:
    before = (
        '<xml><ns0:shape xmlns:ns0="urn:schemas-microsoft-com:vml" id="_x0000_s1026" type="#_x0000_t202">'
        '<ns2:ClientData xmlns:ns2="urn:schemas-microsoft-com:office:excel" ObjectType="Note"><ns2:Row>4</ns2:Row>'
        "<ns2:Column>0</ns2:Column></ns2:ClientData></ns0:shape></xml>"
    )
    copy = _annotated(_with_drawing(before), [Place(sheet="表1", row=1, column=1)])
    after = parts(copy.content)["xl/drawings/old.vml"]
    assert copy.remarked == 1
    assert after.startswith(before.removesuffix("</xml>").encode())
    boxes = etree.fromstring(after).findall("{urn:schemas-microsoft-com:vml}shape")
    told = [box.find("{*}ClientData/{urn:schemas-microsoft-com:office:excel}Row") for box in boxes]
    assert [each.text for each in told if each is not None] == ["4", "0"]


def test_a_drawing_that_nobody_knows_is_left_alone() -> None:
    content = _with_drawing("<svg/>")
    copy = _annotated(content, [Place(sheet="表1", row=1, column=1)])
    assert copy.remarked == 0
    assert any("不是通常的写法" in note for note in copy.notes)
    assert parts(copy.content)["xl/drawings/old.vml"] == b"<svg/>"


def test_a_cell_with_a_conversation_gets_no_note() -> None:
    threads = '<ThreadedComments><threadedComment ref="A1"><text>谈</text></threadedComment></ThreadedComments>'
    content = _one(
        parts={"xl/threadedComments/t.xml": threads}, links={1: {"threadedComment": "xl/threadedComments/t.xml"}}
    )
    copy = _annotated(content, [Place(sheet="表1", row=1, column=1), Place(sheet="表1", row=2, column=1)])
    assert _notes(copy.content).keys() == {("表1", 2, 1)}
    assert any("对话式批注" in note for note in copy.notes)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_one(properties='<workbookProtection lockStructure="1"/>'), True),
        (_one(properties="<workbookProtection/>"), False),
        (workbook(sheet(texts([("A1", "甲")]), after='<sheetProtection sheet="1"/>')), True),
    ],
)
def test_a_protected_workbook_is_annotated_and_its_user_told(*, content: bytes, told: bool) -> None:
    copy = _annotated(content, [Place(sheet="表1", row=1, column=1)])
    assert any("设有保护" in note for note in copy.notes) is told
    assert copy.remarked == 1


def test_a_signed_workbook_is_annotated_and_its_user_told() -> None:
    copy = _annotated(_one(parts={"_xmlsignatures/sig1.xml": "<s/>"}), [])
    assert any("电子签名" in note for note in copy.notes)


def test_a_strict_workbook_with_prefixes_stays_one() -> None:
    main, office = (
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    members = {name: text.decode().replace(_MAIN, main).replace(_LINKS, office) for name, text in parts(_one()).items()}
    members["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    copy = _annotated(packed(members), [Place(sheet="表1", row=1, column=1)])
    new = parts(copy.content)
    root = etree.fromstring(new["xl/worksheets/sheet1.xml"])
    assert root[-1].tag == f"{{{main}}}legacyDrawing"
    assert list(root[-1].attrib) == [f"{{{office}}}id"]
    assert main.encode() in new["xl/comments1.xml"]
    assert read_bytes(copy.content, "a.xlsx").blocks == read_bytes(packed(members), "a.xlsx").blocks


@pytest.mark.parametrize("styles", [None, f'<styleSheet xmlns="{_MAIN}"><fonts/></styleSheet>'])
def test_a_workbook_without_styles_gets_a_plain_summary(styles: str | None) -> None:
    members = {name: text.decode() for name, text in parts(_one()).items()}
    members.pop("xl/styles.xml")
    if styles is not None:
        members["xl/styles.xml"] = styles
    copy = _annotated(packed(members), [Place(sheet="表1", row=1, column=1)])
    assert parts(copy.content).get("xl/styles.xml", b"") == (styles or "").encode()
    assert read_bytes(copy.content, "a.xlsx").blocks == read_bytes(packed(members), "a.xlsx").blocks


def test_a_box_is_as_large_as_its_text() -> None:
    assert height("一") == height("") < height("字" * 33 + "\n" * 6) < height("字\n" * 400) == height("字\n" * 4000)
    sizes = Sizes(columns={2: 100.0, 3: 0.0}, rows={1: 10.0})
    assert sizes.across(1, 150) == (3, 50)
    assert sizes.down(0, 25) == (1, 15)
    assert sizes.down(0, 1e9)[0] > 1000


def test_columns_have_letters() -> None:
    assert [letters(column) for column in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_what_was_noted_before_is_taken_out_with_its_box_and_what_others_wrote_stays() -> None:
    written = (
        f'<comments xmlns="{_MAIN}"><authors><author>甲</author></authors><commentList>'
        '<comment ref="A2" authorId="0"><text><t>旧注</t></text></comment></commentList></comments>'
    )
    content = _one(parts={"xl/comments1.xml": written}, links={1: {"comments": "xl/comments1.xml"}})
    first = _annotated(content, [Place(sheet="表1", row=1, column=1), Place(sheet="表1", row=2, column=1)])
    second = _annotated(first.content, [])
    assert _notes(second.content) == {("表1", 2, 1): "旧注"}
    assert not any(b"v:shape id" in text for name, text in parts(second.content).items() if name.endswith(".vml"))
    assert openpyxl.load_workbook(io.BytesIO(second.content)).sheetnames == ["表1", "审核问题汇总"]
    assert parts(second.content)["xl/styles.xml"] == parts(first.content)["xl/styles.xml"]
    third = _annotated(second.content, [Place(sheet="表1", row=1, column=1), Place(sheet="表1", row=2, column=1)])
    assert _notes(third.content) == _notes(first.content)


def test_the_box_of_a_merged_cell_lies_beside_all_of_it() -> None:
    merged = '<mergeCells count="2"><mergeCell ref="A1:D1"/><mergeCell ref="A"/></mergeCells>'
    content = workbook(sheet(texts([("A1", "甲"), ("A2", "乙")]), after=merged))
    copy = _annotated(content, [Place(sheet="表1", row=1, column=1), Place(sheet="表1", row=2, column=1)])
    drawing = parts(copy.content)["xl/drawings/vmlDrawing1.vml"].decode()
    assert [each.partition(",")[0] for each in drawing.split("<x:Anchor>")[1:]] == ["4", "1"]


def test_sizes_that_say_nothing_are_the_usual_ones() -> None:
    content = workbook(
        sheet(
            '<row ht="x"><c t="inlineStr"><is><t>甲</t></is></c></row>',
            before='<cols><col min="5" max="6" width="0"/></cols>',
        )
    )
    assert _annotated(content, [Place(sheet="表1", row=1)]).remarked == 1


def test_no_note_is_put_where_nobody_sees_it() -> None:
    rows = '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>' + texts([("B2", "乙")])
    shown = sheet(
        rows,
        before='<cols><col min="3" max="3" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="D1:D2"/></mergeCells>',
    )
    content = workbook(shown, sheet(texts([("A1", "丙")])), states=["visible", "hidden"])
    cells = (
        (1, 1),
        (2, 2),
        (2, 3),
        (1, 4),
        (2, 4),
    )  # hidden row, seen, hidden column, merged, covered by the merged one
    places = [Place(sheet="表1", row=row, column=column) for row, column in cells]
    copy = _annotated(content, [*places, Place(sheet="表2", row=1, column=1)])
    assert _notes(copy.content).keys() == {("表1", 2, 2), ("表1", 1, 4)}
    assert copy.remarked == 2
