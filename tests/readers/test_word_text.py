"""The text of Word's paragraphs: what is printed, what is not, and what hangs on it."""

import pytest

from jixiao.documents import Omission, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.contents import Content, Request
from jixiao.readers.word import read
from tests.readers.word_files import docx, p, run, tbl, tc, tr


def content(body: str, **parts: str) -> Content:
    return read(docx(body, parts={f"{name}.xml": xml for name, xml in parts.items()}), Request())


def lines(body: str, **parts: str) -> list[str]:
    return [block.text for block in content(body, **parts).blocks if isinstance(block, Paragraph)]


def line(inner: str, **parts: str) -> str:
    return "\n".join(lines(p(inner), **parts))


def field(code: str, result: str | None = None, start: str = "") -> str:
    """A field as Word stores it, in runs of its own."""
    parts = [
        f'<w:r><w:fldChar w:fldCharType="begin">{start}</w:fldChar></w:r>',
        f"<w:r><w:instrText>{code}</w:instrText></w:r>",
    ]
    if result is not None:
        parts += ['<w:r><w:fldChar w:fldCharType="separate"/></w:r>', result]
    return "".join([*parts, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'])


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def power(base: str, exponent: str) -> str:
    return f"<m:sSup><m:e>{math(base)}</m:e><m:sup>{math(exponent)}</m:sup></m:sSup>"


BRACKETS = f"<m:d><m:e>{power('m', '2')}</m:e></m:d>"


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


INLINE = {
    "runs": (run("医保") + run("宣传"), "医保宣传"),
    "white space at the ends counts only when it is told to": (
        "<w:r><w:t>\n 甲 </w:t><w:t xml:space='preserve'> 乙</w:t></w:r>",
        "甲 乙",
    ),
    "a line break in the XML is a blank": ("<w:r><w:t>a\n b</w:t></w:r>", "a  b"),
    "tab": ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
    "no-break hyphen": ("<w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>10</w:t></w:r>", "5-10"),
    "no-break hyphen as a character": (run("5\u201110"), "5-10"),
    "soft hyphen": ("<w:r><w:t>基</w:t><w:softHyphen/><w:t>金\u00ad额</w:t></w:r>", "基金额"),
    "insertion": (f"<w:ins>{run('新')}</w:ins>{run('文')}", "新文"),
    "moved here": (f"<w:moveTo>{run('移')}</w:moveTo>", "移"),
    "link": (f"<w:hyperlink>{run('网址')}</w:hyperlink>", "网址"),
    "content control in a smart tag": (
        f"<w:smartTag><w:sdt><w:sdtPr/><w:sdtContent>{run('深')}</w:sdtContent></w:sdt></w:smartTag>",
        "深",
    ),
    "phonetic guide": (
        f"<w:r><w:ruby><w:rt>{run('yi')}</w:rt><w:rubyBase>{run('医')}</w:rubyBase></w:ruby></w:r>",
        "医",
    ),
    "Wingdings tick": (sym("Wingdings", "F0FC"), "√"),
    "Wingdings ticked box": (sym("Wingdings", "00FE"), "☑"),
    "Wingdings box": (sym("Wingdings", "F0A8") + run("是"), "☐是"),
    "Wingdings 2 ticked box": (sym("Wingdings 2", "0052") + sym("Wingdings 2", "00A3"), "☑□"),
    "Symbol": (sym("Symbol", "F0B3") + run("95%"), "≥95%"),
    "a digit in Symbol": (sym("Symbol", "F039"), "9"),
    "a character picked out of an ordinary font": (sym("宋体", "2265"), "≥"),
    "letters typed in a symbol font": (run("ü", '<w:rFonts w:ascii="Wingdings"/>') + run("是"), "√是"),
    "private characters that lost their font": (run("\uf0fe 是"), "☑ 是"),
    "Greek typed in Symbol": (run("Sa\u00a0b", '<w:rFonts w:ascii="Symbol"/>'), "Σα\u00a0β"),
    "field": (run("共") + field("DATE", run("2023年")) + run("完"), "共2023年完"),
    "page number": (run("第") + field(" PAGE \\* MERGEFORMAT ", run("3")) + run("页起"), "第页起"),
    "simple field": (f'<w:fldSimple w:instr="AUTHOR">{run("甲")}</w:fldSimple>', "甲"),
    "simple page number": (f'<w:fldSimple w:instr=" NUMPAGES ">{run("3")}</w:fldSimple>{run("末")}', "末"),
    "field within the code of a field": (
        field(f" IF </w:instrText></w:r>{field('X', run('隐'))}<w:r><w:instrText> = 1", run("显")),
        "显",
    ),
    "field that never ends": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE</w:instrText></w:r>' + run("不丢"),
        "不丢",
    ),
    "field end without a beginning": ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("甲"), "甲"),
    "ticked box drawn by a field": (field(r" eq \o\ac(□,√) ") + run("是"), "☑是"),
    "circled number drawn by a field": (field(r"EQ \o\ac(○,\s\up2(3))") + run("其他"), "③其他"),
    "circled letter drawn by a field": (field(r"eq \o\ac(○,优)"), "优"),
    "characters set over one another": (field(r"eq \o(甲,乙)"), "甲乙"),
    "an empty circle": (field(r"eq \o()") + run("甲"), "甲"),
    "symbol drawn by a field": (field('SYMBOL 254 \\f "Wingdings" \\s 10'), "☑"),
    "ticked box of an old form": (
        field("FORMCHECKBOX", start="<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"),
        "☑",
    ),
    "box of an old form": (
        field("FORMCHECKBOX", "", start="<w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData>"),
        "☐",
    ),
    "list of an old form": (
        field(
            "FORMDROPDOWN",
            start="<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='良'/><w:listEntry w:val='优'/>"
            "</w:ddList></w:ffData>",
        ),
        "优",
    ),
    "list of an old form with nothing to choose": (field("FORMDROPDOWN", start="<w:ffData><w:ddList/></w:ffData>"), ""),
    "text field of an old form": (field("FORMTEXT", run("填"), start="<w:ffData><w:textInput/></w:ffData>"), "填"),
    "text field left empty": (field("FORMTEXT", start="<w:ffData><w:textInput/></w:ffData>") + run("甲"), "甲"),
    "equation": (
        f"<m:oMath><m:f><m:num>{math('B')}</m:num><m:den>{math('A')}</m:den></m:f>{math('×100%')}</m:oMath>",
        "B/A×100%",
    ),
    "equation with a root, brackets and powers": (
        f"<m:oMathPara><m:oMath><m:rad><m:deg/><m:e>{math('a+b')}</m:e></m:rad>{BRACKETS}{power('x', 'k')}</m:oMath></m:oMathPara>",
        "√(a+b)(m²)x^k",
    ),
    "comment of the XML": ("<w:r><w:t>95<!-- x -->%</w:t></w:r>", "95%"),
}


@pytest.mark.parametrize("case", INLINE)
def test_what_is_printed(case: str) -> None:
    inner, printed = INLINE[case]
    assert line(run("：") + inner) == "：" + printed


def checkbox(state: str, shown: str) -> str:
    return (
        f"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='{state}'/></w14:checkbox></w:sdtPr>"
        f"<w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    )


def test_tick_boxes_of_content_controls_say_whether_they_are_ticked() -> None:
    assert line(checkbox("1", run("☒")) + run("是") + checkbox("0", run("☐")) + run("否")) == "☑是☐否"
    assert line(checkbox("1", sym("Wingdings 2", "0052"))) == "☑"
    assert line(run("☒")) == "☒"
    assert line(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('☐')}</w:sdtContent></w:sdt>") == "☐"


STYLES = """<w:styles {spaces}>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="secret"><w:name w:val="secret"/><w:basedOn w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="deeper"><w:name w:val="deeper"/><w:basedOn w:val="secret"/></w:style>
<w:style w:type="character" w:styleId="whisper"><w:name w:val="whisper"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="loop"><w:name w:val="loop"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
</w:styles>"""
HIDDEN = {
    "directly": run("看不见", "<w:vanish/>"),
    "by a style": run("看不见", '<w:rStyle w:val="whisper"/>'),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_hidden_text_is_left_out_and_reported(case: str) -> None:
    found = content(p(run("显") + HIDDEN[case] + run("示", '<w:vanish w:val="0"/>')), styles=STYLES)
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["显示"]
    assert [(each.text, each.place) for each in found.omissions] == [("看不见", Place(paragraph=1))]


def test_a_paragraph_hidden_by_its_style_unless_a_run_says_otherwise() -> None:
    style = '<w:pStyle w:val="deeper"/>'
    shown = run("甲", '<w:vanish w:val="false"/>') + run("乙", '<w:rStyle w:val="whisper"/>')
    assert lines(p("看不见", style) + p(run("丙") + shown, style), styles=STYLES) == ["甲乙"]


def test_styles_that_go_in_a_circle_or_do_not_exist_do_no_harm() -> None:
    assert line(run("甲", '<w:rStyle w:val="loop"/>') + run("乙", '<w:rStyle w:val="?"/>'), styles=STYLES) == "甲乙"


@pytest.mark.parametrize("line_through", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="1"/>'])
def test_struck_text_is_left_out_and_reported(line_through: str) -> None:
    found = read(docx(tbl(tr(tc(p(run("90%", line_through) + run("95%", '<w:strike w:val="0"/>')))))), Request())
    assert [cell.text for block in found.blocks if isinstance(block, Table) for cell in block.cells] == ["95%"]
    (omission,) = found.omissions
    assert (omission.text, str(omission.place)) == ("90%", "表1第1行第1列")
    assert "删除线" in omission.why


def control(inner: str, prompt: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{prompt}<w:text/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "cell",
    [
        tc(p(control(run("单击此处输入文字。")))),
        tc(control(p(run("单击此处输入文字。")))),
        control(tc(p(run("单击此处输入文字。")))),
    ],
)
def test_the_prompt_of_a_field_that_nobody_filled_in_is_no_text(cell: str) -> None:
    found = read(docx(tbl(tr("甲", cell, "乙"))), Request())
    assert [(cell.column, cell.text) for block in found.blocks if isinstance(block, Table) for cell in block.cells] == [
        (0, "甲"),
        (1, ""),
        (2, "乙"),
    ]
    (omission,) = found.omissions
    assert omission.text == "单击此处输入文字。"
    assert "没有填写" in omission.why


def test_what_was_filled_in_within_a_prompted_group_is_text() -> None:
    assert line(control(control(run("已填"), ""))) == "已填"


def test_deleted_text_is_left_out_and_reported() -> None:
    deleted = "<w:del><w:r><w:delText>95%</w:delText></w:r></w:del>"
    found = content(
        p(f"{run('完成')}{deleted}<w:ins>{run('90%')}</w:ins>") + p(f"<w:moveFrom>{run('移走')}</w:moveFrom>")
    )
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["完成90%"]
    assert [(each.text, str(each.place)) for each in found.omissions] == [("95%", "正文第1段"), ("移走", "正文第2段")]
    assert "修订" in found.omissions[0].why


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert lines(p("前半", deleted) + p("后半") + p("下一段")) == ["前半后半", "下一段"]
    (table,) = content(tbl(tr(tc(p("前", deleted) + p("后"))))).blocks
    assert isinstance(table, Table)
    assert table.cells[0].text == "前后"


def test_paragraphs_are_counted_and_empty_ones_told() -> None:
    found = content(
        p("标题") + p() + p(" ") + p("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>") + tbl(tr("表")) + p("末")
    )
    assert [
        (block.text, block.blank_before, block.place.paragraph)
        for block in found.blocks
        if isinstance(block, Paragraph)
    ] == [("标题", 0, 1), ("一", 2, 2), ("二", 0, 2), ("末", 0, 3)]


def box(inner: str) -> str:
    """A text box as Word writes it: the present kind, and for older programs the old kind with the same text."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/>'
        f'<a:graphic><a:graphicData uri="wps"><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_stands_behind_its_paragraph_and_once() -> None:
    found = content(p(run("正文") + box(p("框中") + tbl(tr("框表")))) + p("后文"))
    assert [block.text if isinstance(block, Paragraph) else block.cells[0].text for block in found.blocks] == [
        "正文",
        "框中",
        "框表",
        "后文",
    ]


def test_a_text_box_in_a_cell_belongs_to_the_cell() -> None:
    (table, inner) = content(tbl(tr(tc(p(run("格") + box(p("框中") + tbl(tr("框表"))))), "旁"))).blocks
    assert isinstance(table, Table)
    assert isinstance(inner, Table)
    assert [cell.text for cell in table.cells] == ["格\n框中", "旁"]
    assert inner.cells[0].text == "框表"


def test_boxes_and_lettering_of_old_files() -> None:
    old = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    letters = '<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>'
    only_fallback = "<w:r><mc:AlternateContent><mc:Fallback><w:t>退</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(p(old) + p(letters) + p(only_fallback)) == ["旧框", "艺术字", "退"]
    assert line(run("甲") + "<w:r><mc:AlternateContent/></w:r>") == "甲"


def picture(width: int, height: int, description: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width * 36000}" cy="{height * 36000}"/><wp:docPr descr="{description}"/>'
        '<a:graphic><a:graphicData uri="picture"><a:blip/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def graphic(uri: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="{uri}"/></a:graphic></wp:inline></w:drawing></w:r>'
    )


def ole(program: str) -> str:
    preview = '<v:shape style="width:99pt;height:9pt"><v:imagedata/></v:shape>'
    return f'<w:r><w:object>{preview}<o:OLEObject ProgID="{program}"/></w:object></w:r>'


def vml(style: str) -> str:
    return f'<w:r><w:pict><v:shape style="{style}" alt="说明"><v:imagedata/></v:shape></w:pict></w:r>'


SEEN = {
    "a large picture": (picture(150, 90, "扫描的表"), ("扫描的表", "图片")),
    "a small one": (picture(20, 20), None),
    "a picture of old files": (vml("position:absolute;width:15cm;height:340.5pt"), ("说明", "图片")),
    "a small one of old files": (vml("width:20;height:20"), None),
    "one without a size": (vml(""), ("说明", "图片")),
    "a chart": (graphic("http://schemas.openxmlformats.org/drawingml/2006/chart"), ("", "图表")),
    "SmartArt": (graphic("http://schemas.openxmlformats.org/drawingml/2006/diagram"), ("", "SmartArt")),
    "a shape without text": (graphic("http://schemas.microsoft.com/office/word/2010/wordprocessingShape"), None),
    "an embedded workbook": (ole("Excel.Sheet.12"), ("", "Excel 表格")),
    "an embedded object without a name": (ole(""), ("", "未注明种类")),
    "an unknown symbol": (sym("Wingdings", "F021"), ("Wingdings F021", "符号")),
    "an unknown letter of a symbol font": (run("\uf021"), ("\uf021", "符号")),
}


@pytest.mark.parametrize("case", SEEN)
def test_what_is_seen_and_not_read_is_reported(case: str) -> None:
    inner, expected = SEEN[case]
    found = content(p(run("甲") + inner))
    if expected is None:
        assert found.omissions == ()
    else:
        (omission,) = found.omissions
        assert (omission.text, expected[1] in omission.why) == (expected[0], True)
        assert omission.place == Place(paragraph=1)


def test_a_picture_in_a_cell_is_reported_at_the_cell() -> None:
    (omission,) = content(tbl(tr("甲", tc(p(picture(100, 100)))))).omissions
    assert omission.place == Place(table=1, row=1, column=2)


def test_a_symbol_without_a_code_is_nothing() -> None:
    assert line(run("甲") + "<w:r><w:sym/></w:r>") == "甲"


def test_inserted_files_are_reported() -> None:
    found = content(p("甲") + "<w:altChunk/>" + tbl(tr(tc("<w:altChunk/>" + p("乙")), "丙")))
    assert [(each.text, "另一份文件" in each.why) for each in found.omissions] == [("", True), ("", True)]


def notes(name: str, text: str) -> str:
    return f'<w:{name}s {{spaces}}><w:{name} w:id="2">{p(text)}</w:{name}></w:{name}s>'


def test_notes_stand_behind_the_table_or_the_text_and_comments_are_left_out() -> None:
    def refer(name: str) -> str:
        return f'<w:r><w:{name}Reference w:id="2"/></w:r>'

    found = content(
        p(run("金额95%") + refer("footnote") + refer("comment"))
        + tbl(tr(tc(p(run("格") + refer("endnote") + refer("footnote")))))
        + p("末"),
        footnotes=notes("footnote", "脚注"),
        endnotes=notes("endnote", "尾注"),
        comments=notes("comment", "请核对"),
    )
    assert [block.text if isinstance(block, Paragraph) else block.cells[0].text for block in found.blocks] == [
        "金额95%",
        "格",
        "尾注",
        "末",
        "脚注",
    ]
    assert [str(block.place) for block in found.blocks] == [
        "正文第1段",
        "表1",
        "表1第1行第1列",
        "正文第2段",
        "正文第1段",
    ]
    assert found.omissions == (Omission(text="请核对", why="批注，不是正文，没有采用。", place=Place(paragraph=1)),)


def test_a_note_that_refers_to_itself_ends() -> None:
    itself = '<w:footnotes {spaces}><w:footnote w:id="2">' + p(
        run("自指") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    itself += "</w:footnote></w:footnotes>"
    assert line(run("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>', footnotes=itself) == "甲\n自指"


def test_a_table_of_contents_is_no_text_of_the_form() -> None:
    entry = '<w:pStyle w:val="10"/>'
    found = content(p("项目支出绩效自评表1", entry) + p("说明2", entry) + p("正文"), styles=STYLES)
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["正文"]
    assert [each.text for each in found.omissions] == ["项目支出绩效自评表1\n说明2"]


def test_fields_within_fields_without_end_are_no_work() -> None:
    nested = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/><w:t>值</w:t></w:r>' * 5000
    assert line(nested) == "值" * 5000


def test_text_that_nothing_wraps_deeply_is_found_without_recursion() -> None:
    depth = 100
    wrapped = "<w:sdt><w:sdtContent>" * depth + run("底") + "</w:sdtContent></w:sdt>" * depth
    assert line(wrapped) == "底"


def typed(*rows: str) -> list[object]:
    found = content(p("标题") + "".join(p(run(row)) if "\t" not in row else p(tabbed(row)) for row in rows) + p("末"))
    return [
        [(cell.row, cell.column, cell.text, cell.place.paragraph) for cell in block.cells]
        if isinstance(block, Table)
        else (block.text, block.place.paragraph)
        for block in found.blocks
    ]


def tabbed(row: str) -> str:
    return "<w:r>" + "<w:tab/>".join(f"<w:t>{piece}</w:t>" for piece in row.split("\t")) + "</w:r>"


@pytest.mark.parametrize("divider", ["\t", "|"])
def test_a_table_typed_into_paragraphs_is_a_table(divider: str) -> None:
    rows = [divider.join(row) for row in (("指标", "分值", "得分"), ("甲", "10", "9"), ("乙", "20", "18"))]
    title, table, end = typed(*rows)
    assert (title, end) == (("标题", 1), ("末", 5))
    assert isinstance(table, list)
    assert table[:4] == [(0, 0, "指标", 2), (0, 1, "分值", 2), (0, 2, "得分", 2), (1, 0, "甲", 3)]


def test_a_line_for_signatures_is_no_table() -> None:
    assert typed("负责人：\t填报人：") == [("标题", 1), ("负责人：\t填报人：", 2), ("末", 3)]
