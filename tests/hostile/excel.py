"""Workbooks whose packing is sound and whose content is not."""

from random import Random

from tests.hostile.kinds import hostile
from tests.hostile.packing import unpacked, xlsx, zipped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REFERENCES = (
    "",
    "甲1",
    "A１",
    *"XFD1048576 A0 A-1 A99999999999 ZZZZZZZ1 a1 $A$1 1 A 1A A1:B2 AA1 XFE1 A1048577 R1C1 Sheet2!A1".split(),
)


def _sheet(rows: str, rest: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{rest}</worksheet>'


@hostile("xlsx")
def cells_at_the_end_of_the_world(chance: Random) -> bytes:
    """Cells at the last row and column and beyond, without a place, twice in one place, in no order."""
    cells = "".join(f'<c r="{chance.choice(_REFERENCES)}"><v>1</v></c>' for _ in range(chance.randint(1, 8)))
    number = chance.choice(["1", "1048576", "99999999999", "-1", "0", "x", ""])
    dimension = chance.choice(["A1", "A1:XFD1048576", "x", "A1:A99999999999"])
    return xlsx(
        _sheet(f'<row r="{number}">{cells}</row>' * chance.randint(1, 3), before=f'<dimension ref="{dimension}"/>')
    )


@hostile("xlsx")
def a_million_columns(chance: Random) -> bytes:
    """Rows of more cells than a sheet has columns; column definitions without end."""
    size = chance.randint(16_384, 400_000)
    columns = f'<cols><col min="1" max="{chance.choice([16384, 10**9])}" hidden="1" width="1e300"/></cols>'
    return xlsx(_sheet(f"<row>{'<c><v>1</v></c>' * size}</row>", before=chance.choice(["", columns])))


@hostile("xlsx")
def a_million_rows(chance: Random) -> bytes:
    """Rows without end, empty or with a blank cell that has a border."""
    size = chance.randint(100_000, 500_000)
    return xlsx(_sheet(chance.choice(["<row/>", '<row><c s="1"/></row>', "<row><c><v>1</v></c></row>"]) * size))


@hostile("xlsx")
def merged_without_end(chance: Random) -> bytes:
    """Merged cells over the whole sheet, over one another, turned round, a hundred thousand of them."""
    ranges = (
        "A1:XFD1048576",
        "A1:A1048576",
        "A1:XFD1",
        "B2:A1",
        "A1:A1",
        "x:y",
        "",
        "A1",
        "A0:B0",
        "A1:Z99999999999",
        "A:A",
        "1:1",
    )
    count = chance.choice([1, 2, 5, 100_000])
    merges = "".join(
        f'<mergeCell ref="{chance.choice(ranges) if count < 9 else f"A{n + 1}:B{n + 3}"}"/>' for n in range(count)
    )
    return xlsx(_sheet("<row><c><v>1</v></c></row>" * 3, f'<mergeCells count="1">{merges}</mergeCells>'))


@hostile("xlsx")
def a_million_styles(chance: Random) -> bytes:
    """Formats of cells without end, and cells that refer to those that do not exist."""
    size = chance.randint(10_000, 300_000)
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0"/></numFmts><fonts><font/></fonts>'
        "<fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        "<cellXfs>" + '<xf numFmtId="164" applyNumberFormat="1"/>' * size + "</cellXfs></styleSheet>"
    )
    cells = "".join(f'<c s="{chance.choice([0, size - 1, size, 10**9, -1])}"><v>1</v></c>' for _ in range(5))
    return xlsx(_sheet(f"<row>{cells}</row>"), styles=styles)


@hostile("xlsx")
def hostile_number_formats(chance: Random) -> bytes:
    """Number formats that are endless, unclosed, contradictory, or a trap for patterns."""
    pieces = (
        '"',
        "[",
        "]",
        "\\",
        "_",
        "*",
        ";",
        "0",
        "#",
        "?",
        ",",
        ".",
        "%",
        "E+",
        "/",
        "@",
        "y",
        "m",
        "d",
        "h",
        "s",
        "[h]",
        "[&gt;1]",
        "[红色]",
        "[$-804]",
        "万",
        "上午/下午",
        "General",
    )
    length = chance.choice([5, 30, 255, 20_000])
    codes = ["".join(chance.choice(pieces) for _ in range(length)) for _ in range(10)]
    codes += [
        "0" * length,
        "#,##0." + "0" * length,
        "0%" * length,
        "0;" * length,
        '"' * length,
        "0,,,,,,,,,,",
        "?/" + "?" * length,
    ]
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>' for n, code in enumerate(codes)
    )
    used = "".join(f'<xf numFmtId="{164 + n}" applyNumberFormat="1"/>' for n in range(len(codes)))
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts><fonts><font/></fonts><fills><fill/></fills>'
        f"<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{used}</cellXfs></styleSheet>"
    )
    values = ("0", "-1.5", "1e300", "45000.7", "1e-300", "0.1", "2958466", "-1")
    cells = ["".join(f'<c s="{n}"><v>{value}</v></c>' for value in values) for n in range(len(codes))]
    rows = "".join(f"<row>{row}</row>" for row in cells)
    return xlsx(_sheet(rows), styles=styles)


@hostile("xlsx")
def values_that_are_none(chance: Random) -> bytes:
    """Numbers that are none or too large, dates before time, strings that do not exist, types that nobody knows."""
    values = (
        "1e308 1e309 -1e308 NaN INF -INF 1e-320 0x1F 1,5 １ 99999999999999999999999 -1 1.5 2958466 -99999 x".split()
    )
    types = ("n", "s", "b", "e", "d", "str", "inlineStr", "zzz", "")
    cells = "".join(
        f'<c t="{chance.choice(types)}" s="{chance.randint(0, 3)}"><v>{chance.choice(values)}</v></c>'
        for _ in range(40)
    )
    return xlsx(_sheet(f"<row>{cells}</row>"))


@hostile("xlsx")
def formulas_in_circles(chance: Random) -> bytes:
    """Formulas without values, of themselves, endless, shared with nobody, over the whole sheet."""
    formulas = (
        "<f>A1</f>",
        "<f>B1+A1</f><v></v>",
        f"<f>{'(' * 10_000}</f>",
        f"<f>{'A1+' * 100_000}1</f><v>1</v>",
        '<f t="shared" si="99999999"/>',
        '<f t="shared" ref="A1:XFD1048576" si="0">A2</f><v>1</v>',
        '<f t="array" ref="A1:XFD1048576">SUM(A:A)</f><v>2</v>',
        '<f t="dataTable" ref="A1:B2" r1="x"/>',
        '<f>WEBSERVICE("http://127.0.0.1:9/")</f>',
        "<f>[1]Sheet1!A1</f><v>#REF!</v>",
    )
    cells = "".join(f'<c r="{"ABCDEFGHIJ"[n]}1">{chance.choice(formulas)}</c>' for n in range(10))
    return xlsx(_sheet(f'<row r="1">{cells}</row>'))


@hostile("xlsx")
def sheets_without_end(chance: Random) -> bytes:
    """Thousands of sheets, all the same part, with names that are none."""
    parts = unpacked(xlsx(_sheet("<row><c><v>1</v></c></row>" * 20)))
    names = ("a", "", "甲" * 5000, "a&amp;b", "../x", "历史", "A1", "'")
    relation = "r:id" if chance.random() < 0.9 else "x"
    sheets = "".join(
        f'<sheet name="{chance.choice(names)}{n}" sheetId="{chance.choice([n, 1, -1])}" state="{chance.choice(["hidden", "visible", "odd"])}" {relation}="rId1"/>'
        for n in range(chance.choice([3, 500, 20_000]))
    )
    workbook = parts["xl/workbook.xml"].decode()
    head, _, rest = workbook.partition("<sheets>")
    parts["xl/workbook.xml"] = f"{head}<sheets>{sheets}</sheets>{rest.partition('</sheets>')[2]}".encode()
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    entry = f'<Relationship Id="rId1" Type="{kind}" Target="{chance.choice(["worksheets/sheet1.xml", "../../x", "workbook.xml", "/"])}"/>'
    parts["xl/_rels/workbook.xml.rels"] = (
        relations.replace("</Relationships>", entry + "</Relationships>").replace('Id="rId1"', 'Id="old"', 1).encode()
    )
    return zipped(parts)


@hostile("xlsx")
def trimmings_of_a_sheet(chance: Random) -> bytes:
    """Hyperlinks, validations, filters, print areas, drawings and tables that make no sense."""
    trimmings = (
        '<autoFilter ref="x"/>',
        '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="x"><formula>1</formula></cfRule></conditionalFormatting>',
        '<dataValidations><dataValidation sqref="A1:A99999999999"/></dataValidations>',
        '<hyperlinks><hyperlink ref="A1" r:id="zz" xmlns:r="x"/></hyperlinks>',
        '<pageMargins left="x"/>',
        '<pageSetup paperSize="99999999999999"/>',
        '<drawing r:id="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
        '<legacyDrawing r:id="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
        '<tableParts><tablePart r:id="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></tableParts>',
        '<rowBreaks><brk id="99999999999"/></rowBreaks>',
        '<sheetProtection password="x" sheet="7"/>',
        '<extLst><ext uri="x"><x/></ext></extLst>',
    )
    return xlsx(_sheet("<row><c><v>1</v></c></row>", "".join(chance.sample(trimmings, chance.randint(1, 5)))))
