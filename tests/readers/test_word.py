"""Word files as packages: kinds, strict and odd ones, headers and footers, files that are none."""

import contextlib
import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents import Document, Paragraph, Table
from jixiao.forms import recognise
from jixiao.places import Place, Source
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.packages import parse_xml
from jixiao.readers.word import parts, read
from tests.readers.word_files import MAIN, SPACES, docx, p, packed, run, tbl, tc, tr

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def read_all(content: bytes) -> Content:
    return read(content, Request())


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [
        (MAIN, DOCX),
        (
            "application/vnd.ms-word.document.macroEnabled.main+xml",
            "application/vnd.ms-word.document.macroEnabled.12",
        ),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        ),
        ("application/unheard-of", DOCX),
    ],
)
def test_documents_with_macros_and_templates_are_read_alike(content_type: str, media_type: str) -> None:
    found = read_all(docx(p("甲"), content_type=content_type))
    assert (found.media_type, found.reader, texts(found)) == (media_type, "word", ["甲"])


def test_a_strict_file_is_read_like_any_other() -> None:
    usual = docx(p(run("甲", "<w:vanish/>") + run("乙")) + tbl(tr("丙", "丁"), grid=(2000, 2000)))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for part in ("wordprocessingml/2006/main", "officeDocument/2006/relationships"):
                folder, _, end = part.split("/")
                text = text.replace(
                    f"http://schemas.openxmlformats.org/{part}", f"http://purl.oclc.org/ooxml/{folder}/{end}"
                )
            new.writestr(name, text)
    assert read_all(strict.getvalue()) == read_all(usual)


def test_the_main_part_may_have_any_name_and_spelling() -> None:
    assert texts(read_all(docx(p("甲"), main="word/document2.xml"))) == ["甲"]
    members = {"word\\Document.xml": f"<w:document {SPACES}><w:body>{p('乙')}</w:body></w:document>"}
    assert texts(read_all(packed(members))) == ["乙"]
    relation = '<Relationship Id="a" Type="x/officeDocument" Target="/w/d.xml"/>'
    absolute = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    members = {"_rels/.rels": absolute, "w/d.xml": f"<w:document {SPACES}><w:body>{p('丙')}</w:body></w:document>"}
    assert texts(read_all(packed(members))) == ["丙"]


def test_a_relation_that_leads_nowhere_does_no_harm() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId9"/><w:footerReference r:id="?"/></w:sectPr>'
    found = read_all(docx(p("甲") + section, relations={"rId9": ("header", "gone.xml"), "s": ("styles", "gone.xml")}))
    assert texts(found) == ["甲"]


REFUSED = {
    "no text part": packed({"word/other.xml": "<a/>"}),
    "another kind of root": packed({"word/document.xml": f"<w:styles {SPACES}/>"}),
    "XML cut off": packed({"word/document.xml": f"<w:document {SPACES}><w:body><w:p>"}),
    "no zip": b"PK\x03\x04 nothing",
    "cut off": docx(p("甲" * 500))[:-200],
    "nothing in it": docx("<w:sectPr/>"),
    "entity bomb": packed(
        {
            "word/document.xml": f'<!DOCTYPE a [<!ENTITY b "c">]><w:document {SPACES}><w:body>{p("&b;")}</w:body></w:document>'
        }
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_word_file_is_refused_in_a_sentence(case: str) -> None:
    with pytest.raises(RefusedError, match=r"。$"):
        read_all(REFUSED[case])


def test_more_elements_than_any_document_holds_are_refused_before_they_are_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "_MOST_TAGS", 100)
    monkeypatch.setattr(
        parts, "parse_xml", lambda content: parse_xml(content) if len(content) < 2000 else pytest.fail("parsed")
    )
    with pytest.raises(RefusedError, match="不合常理"):
        read_all(docx(p("甲") * 100))


def header(text: str, kind: str = "hdr") -> str:
    return f"<w:{kind} {{spaces}}>{p(text)}</w:{kind}>"


def section(*references: str, extra: str = "") -> str:
    return f"<w:sectPr>{''.join(references)}{extra}</w:sectPr>"


def refer(name: str, identifier: str, kind: str = "default") -> str:
    return f'<w:{name}Reference w:type="{kind}" r:id="{identifier}"/>'


def with_margins(body: str, settings: str = "", **margins: str) -> list[str]:
    parts = {f"{name}.xml": text for name, text in margins.items()}
    if settings:
        parts["settings.xml"] = f"<w:settings {{spaces}}>{settings}</w:settings>"
    relations = {name: ("header" if name.startswith("h") else "footer", f"{name}.xml") for name in margins}
    return texts(read_all(docx(body, parts=parts, relations=relations)))


def test_headers_stand_before_and_footers_behind_their_section() -> None:
    body = (
        p("一表", section(refer("header", "h1"), refer("footer", "f1")))
        + p("二表")
        + section(refer("header", "h2"), refer("footer", "f1"))
    )
    found = with_margins(body, h1=header("附件1"), h2=header("附件2"), f1=header("注：同前", "ftr"))
    assert found == ["附件1", "一表", "注：同前", "附件2", "二表"]


def test_headers_of_other_pages_count_only_when_they_are_shown() -> None:
    references = refer("header", "h1") + refer("header", "h2", "first") + refer("header", "h3", "even")
    margins = {"h1": header("各页"), "h2": header("首页"), "h3": header("双页")}
    assert with_margins(p("文") + section(references), **margins) == ["各页", "文"]
    shown = section(references, extra="<w:titlePg/>")
    assert with_margins(p("文") + shown, "<w:evenAndOddHeaders/>", **margins) == ["各页", "首页", "双页", "文"]


@pytest.mark.parametrize(
    "footer",
    [
        "— 3 —",
        "第 2 页 共 9 页",
        run("第") + f'<w:fldSimple w:instr="PAGE">{run("2")}</w:fldSimple>' + run("页"),
    ],
)
def test_page_numbers_are_left_out(footer: str) -> None:
    assert with_margins(p("文") + section(refer("footer", "f1")), f1=header(footer, "ftr")) == ["文"]


def test_a_table_in_a_header_is_read() -> None:
    head = f"<w:hdr {{spaces}}>{tbl(tr('单位：', '甲局'))}</w:hdr>"
    found = read_all(
        docx(p("文") + section(refer("header", "h1")), parts={"h1.xml": head}, relations={"h1": ("header", "h1.xml")})
    )
    assert [type(block) for block in found.blocks] == [Table, Paragraph]
    assert found.blocks[1].place == Place(paragraph=1)


def test_a_file_of_python_docx() -> None:
    document = python_docx.Document()
    document.add_paragraph("项目支出绩效自评表")
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "乙"
    stream = io.BytesIO()
    document.save(stream)
    title, grid = read_all(stream.getvalue()).blocks
    assert isinstance(title, Paragraph)
    assert isinstance(grid, Table)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells] == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, ""),
    ]


def test_a_form_with_dragged_columns_and_merges_is_recognised() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tr(tc("项目名称", span=3), tc("医保政策宣传", span=8)),
        tr(
            "一级指标",
            "二级指标",
            tc("三级指标", span=2),
            "年度指标值",
            tc("实际完成值", span=2),
            "分值",
            "得分",
            tc("偏差原因", span=2),
        ),
        tr(
            tc("产出指标", restart),
            tc("数量指标", restart),
            "宣传场次",
            tc("≥12场", span=3),
            "9场",
            "50",
            "37.5",
            tc("", span=1),
            "",
        ),
        tr(
            tc("", goes_on),
            tc("", goes_on),
            "资料份数",
            tc("≥100份", span=2),
            tc("100份", span=2),
            "50",
            "50",
            tc("无", span=2),
        ),
    ]
    widths = (1200, 1200, 1400, 40, 1000, 45, 955, 800, 800, 1000, 60)
    body = p("项目支出绩效自评表") + p("（2023年度）") + tbl(*rows, grid=widths)
    found = read_all(docx(body))
    source = Source(name="甲.docx", sha256="", media_type=found.media_type, reader=found.reader)
    (evaluation,) = recognise(Document(source=source, blocks=found.blocks)).evaluations
    assert [
        (each.level1, each.level2, each.name, each.target, each.actual, each.weight, each.score)
        for each in evaluation.indicators
    ] == [
        ("产出指标", "数量指标", "宣传场次", "≥12场", "9场", "50", "37.5"),
        ("产出指标", "数量指标", "资料份数", "≥100份", "100份", "50", "50"),
    ]
    assert (evaluation.project_name, evaluation.year) == ("医保政策宣传", 2023)


@given(st.binary(max_size=400), st.integers(0, 10**6))
def test_damaged_files_are_read_or_refused_and_nothing_else(noise: bytes, at: int) -> None:
    sound = docx(p("甲") + tbl(tr("乙", tc("丙", '<w:vMerge w:val="restart"/>')), grid=(2000, 2000)))
    place = at % len(sound)
    damaged = sound[:place] + noise + sound[place + len(noise) :]
    with contextlib.suppress(RefusedError):
        read_all(damaged)


TAGS = "p r t tbl tr tc tcPr gridSpan vMerge hMerge sdt sdtContent ins del txbxContent pict fldChar instrText br tab sym numPr".split()
trees = st.recursive(
    st.sampled_from(["字", ""]),
    lambda inner: st.tuples(
        st.sampled_from(TAGS),
        st.sampled_from(["", ' w:val="3"', ' w:fldCharType="begin"']),
        st.lists(inner, max_size=4),
    ).map(lambda node: f"<w:{node[0]}{node[1]}>{''.join(node[2])}</w:{node[0]}>"),
    max_leaves=30,
)


@given(trees)
def test_any_tree_of_known_elements_is_read_or_refused(tree: str) -> None:
    with contextlib.suppress(RefusedError):
        read_all(docx(p("甲") + tree))


def test_the_reader_never_looks_at_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    external = '<w:sectPr><w:headerReference w:type="default" r:id="e"/></w:sectPr>'
    (tmp_path / "secret.xml").write_text(header("机密").replace("{spaces}", SPACES), encoding="utf-8")
    found = read_all(docx(p("甲") + external, relations={"e": ("header", (tmp_path / "secret.xml").as_uri())}))
    assert texts(found) == ["甲"]
