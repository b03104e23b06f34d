"""Workbooks of today written part by part, so that a test can say exactly what a file holds, and what no writer would put into it."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RULED = 1
"""The style of a cell with lines around it."""
ACROSS = 2
"""The style of a cell that is centred across the selection."""
_FIRST_CODE = 3


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part: `rows` go into sheetData, the rest before and after it."""
    return f'<worksheet xmlns="{_MAIN}" xmlns:r="{_LINKS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def texts(cells: Sequence[tuple[str, str]], style: int = 0) -> str:
    """Rows of texts by reference, in the order of a worksheet: [("A1", "项目名称"), …]."""
    return "".join(
        f'<row><c r="{reference}" s="{style}" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>'
        for reference, text in cells
    )


def workbook(  # each part of a workbook that a test may want otherwise
    *sheets: str,
    names: Sequence[str] = (),
    states: Sequence[str] = (),
    codes: Sequence[str] = (),
    strings: Sequence[str] = (),
    properties: str = "",
    parts: dict[str, str] | None = None,
    links: dict[int, dict[str, str]] | None = None,
    main_type: str = "sheet.main",
) -> bytes:
    """A workbook of worksheet parts.

    `codes` become the styles from 3 on, `strings` are the insides of string items, `parts` further members, and `links` says by number
    of the worksheet which of them it refers to: {1: {"comments": "xl/comments1.xml"}}.
    """
    listed = "".join(
        f'<sheet name="{(names[index] if index < len(names) else f"表{index + 1}")}" sheetId="{index + 1}" '
        f'state="{states[index] if index < len(states) else "visible"}" r:id="s{index + 1}"/>'
        for index in range(len(sheets))
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.{main_type}+xml"/></Types>',
        "_rels/.rels": _rels({"w": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{properties}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _rels(
            {f"s{index + 1}": ("worksheet", f"worksheets/sheet{index + 1}.xml") for index in range(len(sheets))}
            | {"st": ("styles", "styles.xml"), "ss": ("sharedStrings", "sharedStrings.xml")}
        ),
        "xl/styles.xml": _styles(codes),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">' + "".join(f"<si>{text}</si>" for text in strings) + "</sst>",
    }
    members |= {f"xl/worksheets/sheet{index + 1}.xml": part for index, part in enumerate(sheets)}
    for number, targets in (links or {}).items():
        members[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _rels(
            {f"r{index}": (kind, f"/{target}") for index, (kind, target) in enumerate(targets.items())}
        )
    return packed(members | (parts or {}))


def packed(members: dict[str, str]) -> bytes:
    """A zip file of texts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def _rels(targets: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles(codes: Sequence[str]) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{200 + index}" formatCode="{escape(code)}"/>' for index, code in enumerate(codes)
    )
    across = '<xf borderId="0"><alignment horizontal="centerContinuous"/></xf>'
    coded = "".join(f'<xf numFmtId="{200 + index}" borderId="0"/>' for index in range(len(codes)))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts><borders><border><top/><bottom/></border>'
        '<border><top style="thin"/><bottom style="thin"/></border></borders>'
        f'<cellXfs><xf numFmtId="0" borderId="0"/><xf numFmtId="0" borderId="1"/>{across}{coded}</cellXfs></styleSheet>'
    )


def code(index: int) -> int:
    """The style of the format code at this place of `codes`."""
    return _FIRST_CODE + index
