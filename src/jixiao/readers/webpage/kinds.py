"""What an element is to the reader: part of a table, edge of a paragraph, a field, a picture, or a mere span of text."""

import re
from collections.abc import Iterable

from lxml import etree

from jixiao.readers.webpage.styles import Declarations

TABLE, SECTION, ROW, CELL = "table", "section", "row", "cell"

SKIPPED = frozenset(
    "head script style xml noframes datalist rp audio video canvas map param source track title meta link".split()
)
"""Elements without text for readers, or (frames) with text for browsers that lack something."""
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p section summary ul option optgroup".split()
)
_PARTS = {
    "table": TABLE,
    "thead": SECTION,
    "tbody": SECTION,
    "tfoot": SECTION,
    "tr": ROW,
    "td": CELL,
    "th": CELL,
}
_DISPLAYED = {
    "table": TABLE,
    "inline-table": TABLE,
    "table-header-group": SECTION,
    "table-row-group": SECTION,
    "table-footer-group": SECTION,
    "table-row": ROW,
    "table-cell": CELL,
}
_ROLES = {
    "table": TABLE,
    "grid": TABLE,
    "treegrid": TABLE,
    "rowgroup": SECTION,
    "row": ROW,
    "cell": CELL,
    "gridcell": CELL,
    "columnheader": CELL,
    "rowheader": CELL,
}
_SECTIONS = {"thead": 0, "tfoot": 2, "table-header-group": 0, "table-footer-group": 2}
_ROW_CLASS = re.compile(r"(?:.*[-_])?(?:row|tr|line)", re.IGNORECASE)
_CELL_CLASS = re.compile(
    r"(?:.*[-_])?(?:col|column|td|th|cell)(?:[-_]?[a-z]{1,6})?(?:[-_]?(?P<width>\d{1,2}))?", re.IGNORECASE
)
_ROWS, _CELLS = 3, 3
"""Rows, and cells in them, without which elements that are classed as such are columns of the page."""


def kind_of(element: etree._Element, declared: Declarations, classed: dict[etree._Element, str]) -> str:
    """The part of a table that an element is, by its tag, its style, its role or its class; empty when it is none."""
    part = _PARTS.get(str(element.tag))
    if part is not None:
        return part
    displayed = _DISPLAYED.get(declared.get("display", ""))
    return displayed or _ROLES.get(element.get("role") or "", "") or classed.get(element, "")


def section_of(element: etree._Element, declared: Declarations) -> int:
    """Where a group of rows is displayed: 0 first, 1 in between, 2 last."""
    return _SECTIONS.get(str(element.tag), _SECTIONS.get(declared.get("display", ""), 1))


def span(element: etree._Element, name: str) -> int:
    """A row or column span as written, 1 when it is none; of a column by class, its width in the page's twelfths."""
    written = re.match(r"\s*\+?(\d{1,6})", element.get(name) or element.get(f"aria-{name}") or "")
    if written:
        return int(written.group(1))
    widths = _widths(element) if name == "colspan" and str(element.tag) not in _PARTS else []
    return max(widths, default=1)


def classed_tables(root: etree._Element) -> dict[etree._Element, str]:
    """Tables made of plain elements whose classes alone call them rows and columns."""
    found: dict[etree._Element, str] = {}
    rows: dict[etree._Element, list[etree._Element]] = {}
    for element in root.iter("div", "ul", "li", "dl", "p", "section"):
        parent = element.getparent()
        if parent is not None and _has_class(element, _ROW_CLASS):
            rows.setdefault(parent, []).append(element)
    for parent, children in rows.items():
        cells = [[cell for cell in row if _has_class(cell, _CELL_CLASS)] for row in children]
        if sum(len(row) >= _CELLS for row in cells) >= _ROWS:
            found[parent] = TABLE
            found.update(dict.fromkeys(children, ROW))
            found.update({cell: CELL for row in cells for cell in row})
    return found


def _has_class(element: etree._Element, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(name) for name in (element.get("class") or "").split())


def _widths(element: etree._Element) -> Iterable[int]:
    matches = (_CELL_CLASS.fullmatch(name) for name in (element.get("class") or "").split())
    return [int(match.group("width")) for match in matches if match and match.group("width")]
