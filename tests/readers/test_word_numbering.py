"""Numbers that Word prints before paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents import Paragraph, Table
from jixiao.readers.contents import Request
from jixiao.readers.word import read
from jixiao.readers.word.numerals import numeral
from tests.readers.word_files import docx, p, run, tbl, tc, tr

NUMERALS = [
    ("decimal", 12, "12"),
    ("decimalZero", 3, "03"),
    ("upperLetter", 28, "BB"),
    ("lowerLetter", 3, "c"),
    ("upperRoman", 1994, "MCMXCIV"),
    ("lowerRoman", 4, "iv"),
    ("chineseCounting", 1, "一"),
    ("chineseCounting", 10, "十"),
    ("chineseCounting", 12, "十二"),
    ("chineseCountingThousand", 20, "二十"),
    ("chineseCountingThousand", 105, "一百零五"),
    ("chineseCountingThousand", 1010, "一千零一十"),
    ("chineseCountingThousand", 10010, "一万零一十"),
    ("chineseCountingThousand", 123456, "十二万三千四百五十六"),
    ("chineseCountingThousand", 20000, "二万"),
    ("japaneseCounting", 3, "三"),
    ("ideographDigital", 10, "一〇"),
    ("chineseLegalSimplified", 12, "壹拾贰"),
    ("ideographTraditional", 11, "甲"),
    ("ideographZodiac", 2, "丑"),
    ("decimalEnclosedCircle", 3, "③"),
    ("decimalEnclosedCircleChinese", 21, "㉑"),
    ("decimalEnclosedCircle", 51, "51"),
    ("decimalEnclosedParen", 2, "⑵"),
    ("decimalEnclosedFullstop", 2, "⒉"),
    ("decimalFullWidth", 10, "１０"),
    ("ideographEnclosedCircle", 2, "㊁"),
    ("none", 2, ""),
    ("unheardOf", 7, "7"),
    ("upperRoman", 0, "0"),
]


@pytest.mark.parametrize(("style", "value", "printed"), NUMERALS)
def test_a_number_in_a_style(style: str, value: int, printed: str) -> None:
    assert numeral(value, style) == printed


@given(st.sampled_from(sorted({style for style, _, _ in NUMERALS})), st.integers(-(10**9) + 1, 10**9 - 1))
def test_every_number_has_a_short_numeral(style: str, value: int) -> None:
    assert len(numeral(value, style)) < 200


def level(at: int, style: str, text: str, extra: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{extra}</w:lvl>'


def numbering(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = ""
) -> str:
    return f'<w:numbering {{spaces}}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{nums}</w:numbering>'


def item(text: str, at: int | None = 0, number: int = 1, extra: str = "") -> str:
    told = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return p(text, f'<w:numPr>{told}<w:numId w:val="{number}"/></w:numPr>{extra}')


def lines(body: str, numbers: str | None, styles: str | None = None) -> list[str]:
    parts = {"numbering.xml": numbers, "styles.xml": styles}
    blocks = read(docx(body, parts={name: xml for name, xml in parts.items() if xml}), Request()).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


OUTLINE = numbering(
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%1.%2.%3", '<w:isLgl/><w:suff w:val="space"/>'),
)


def test_levels_count_by_themselves_and_begin_anew_below_a_higher_one() -> None:
    body = (
        item("概况")
        + item("职能", 1)
        + item("机构", 1)
        + item("目标")
        + item("总体", 1)
        + item("A", 2)
        + p("插话")
        + item("B", 2)
        + item("甲", 2)
    )
    assert lines(body, OUTLINE) == [
        "一、概况",
        "（一）职能",
        "（二）机构",
        "二、目标",
        "（一）总体",
        "2.1.1 A",
        "插话",
        "2.1.2 B",
        "2.1.3甲",
    ]


def test_a_level_whose_higher_one_was_never_used_shows_where_that_begins() -> None:
    assert lines(item("甲", 2) + item("乙"), OUTLINE) == ["1.1.1甲", "一、乙"]


def test_figures_keep_their_distance_from_the_number() -> None:
    assert lines(item("95%"), numbering(level(0, "decimal", "%1."))) == ["1. 95%"]


def test_levels_that_never_begin_anew_or_only_below_another() -> None:
    numbers = numbering(
        level(0, "decimal", "%1."),
        level(1, "decimal", "[%2]", '<w:lvlRestart w:val="0"/>'),
        level(2, "decimal", "(%3)", '<w:lvlRestart w:val="1"/>'),
    )
    body = (
        item("甲")
        + item("乙", 1)
        + item("丙", 2)
        + item("丁", 1)
        + item("戊", 2)
        + item("己")
        + item("庚", 1)
        + item("辛", 2)
    )
    assert lines(body, numbers) == ["1.甲", "[1]乙", "(1)丙", "[2]丁", "(2)戊", "2.己", "[3]庚", "(1)辛"]


def test_lists_of_one_definition_count_on_unless_one_begins_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbers = numbering(level(0, "decimal", "%1、", start=5), nums=nums)
    body = item("甲") + item("乙", number=2) + item("丙", number=3) + item("丁", number=3)
    assert lines(body, numbers) == ["5、甲", "6、乙", "1、丙", "2、丁"]


def test_a_list_may_write_a_level_in_its_own_way() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f"{level(0, 'decimalEnclosedCircle', '%1')}</w:lvlOverride></w:num>"
    )
    assert lines(item("甲"), numbering(level(0, "decimal", "%1."), nums=nums)) == ["①甲"]


STYLES = """<w:styles {spaces}>
<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/></w:style>
<w:style w:type="numbering" w:styleId="list"><w:name w:val="list"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def test_styles_bring_their_list_and_their_level() -> None:
    numbers = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
        level(1, "decimal", "%2）", '<w:pStyle w:val="h2"/>'),
    )
    body = (
        p("概况", '<w:pStyle w:val="h1"/>')
        + p("职能", '<w:pStyle w:val="h2"/>')
        + p("无号", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + item("直接", None)
    )
    assert lines(body, numbers, STYLES) == ["一、概况", "1）职能", "无号", "二、直接"]


def test_a_definition_that_names_a_style_of_lists() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    )
    more = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="nobody"/></w:abstractNum>'
    )
    numbers = numbering(level(0, "decimal", "%1、"), nums=nums, more=more)
    assert lines(item("甲", number=2) + item("乙", number=3), numbers, STYLES) == ["1、甲", "乙"]


def test_bullets_are_ornaments_unless_they_are_boxes() -> None:
    box = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    assert lines(item("甲"), numbering(level(0, "bullet", "\uf06c", box))) == ["甲"]
    assert lines(item("甲"), numbering(level(0, "bullet", "\uf0fe", box))) == ["☑甲"]
    assert lines(item("甲"), numbering(level(0, "bullet", "·"))) == ["甲"]


def test_lists_that_do_not_exist_print_nothing() -> None:
    numbers = numbering(
        level(0, "decimal", "%1、"), '<w:lvl w:ilvl="99"/>', nums='<w:num w:numId="1"/><w:num w:numId="x"/>'
    )
    assert lines(item("甲") + item("乙", number=7) + item("丙", 5), numbers) == ["甲", "乙", "丙"]
    assert lines(item("甲"), None) == ["甲"]
    assert lines(item("甲", 4), OUTLINE) == ["甲"]
    assert lines(item("甲", 1), numbering(level(1, "decimal", "%1.%2"))) == [".1甲"]


def test_deleted_and_hidden_paragraphs_are_not_counted() -> None:
    hidden = p(
        run("藏", "<w:vanish/>"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>'
    )
    deleted = p(
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>',
    )
    assert lines(item("甲") + hidden + deleted + item("乙"), OUTLINE) == ["一、甲", "二、乙"]


def test_numbers_in_cells_stand_even_before_nothing() -> None:
    body = tbl(*(tr(tc(item("")), text) for text in ("甲", "乙")), grid=(800, 4000))
    (table,) = read(docx(body, parts={"numbering.xml": numbering(level(0, "decimal", "%1"))}), Request()).blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["1", "甲", "2", "乙"]


def test_an_empty_numbered_paragraph_counts_but_prints_nothing() -> None:
    assert lines(item("甲") + item("") + item("乙"), OUTLINE) == ["一、甲", "三、乙"]


def test_a_circle_of_links_ends() -> None:
    styles = STYLES.replace(
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>\n</w:styles>',
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>\n</w:styles>',
    )
    nums = '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    more = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>'
    assert lines(item("甲", number=2), numbering(nums=nums, more=more), styles) == ["甲"]
