"""The summary of the findings as a worksheet of its own: texts that no program takes for formulas, links to the cells they speak of.

What its cells look like is put at the end of the lists of the workbook's styles, so that every style that is there keeps its number.
"""

import re
from collections.abc import Sequence
from math import ceil

import msgspec

from jixiao.findings import Severity
from jixiao.readers import own_marks
from jixiao.renderers.annotated.notes import half_widths, letters, shared
from jixiao.renderers.annotated.splicing import Extent, Splice, extents, plain
from jixiao.renderers.annotated.summary import HEADINGS, WIDTHS, Summary

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CHARACTERS = 130
"""Width of all columns together, in characters of the usual font."""
_COUNT = re.compile(rb"""(\scount\s*=\s*["'])(\d+)(["'])""")
_FILLS = {
    Severity.FATAL: "FFF8D7DA",
    Severity.ERROR: "FFFDE5D4",
    Severity.WARNING: "FFFFF6CC",
    Severity.INFO: "FFE8EEF7",
}
_LISTS = ("fonts", "fills", "borders", "cellXfs")


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the styles that the summary uses; 0 is that of a plain cell."""

    title: int = 0
    line: int = 0
    heading: int = 0
    text: int = 0
    centred: int = 0
    link: int = 0
    severities: dict[Severity, int] = {}


def with_looks(styles: bytes) -> tuple[bytes, Looks]:
    """Put what the summary needs at the end of a workbook's styles, unless it stands there already.

    Where one of the lists is missing, all stays and the summary looks plain.
    """
    elements = extents(styles, lambda _, __, depth: depth <= 2)
    lists = {each.local: each for each in elements.values() if each.depth == 1 and each.local in _LISTS}
    if len(lists) < len(_LISTS):
        return styles, Looks()
    held = {
        name: sum(each.depth == 2 and outer.start < each.start < outer.end for each in elements.values())
        for name, outer in lists.items()
    }
    tag = elements[0].prefix
    for already in (True, False):
        first = {name: held[name] - (len(_NEW[name]) if already else 0) for name in _LISTS}
        added = _added(tag, first)
        if already and all(_ends(styles, lists[name], added[name]) for name in _LISTS):
            return styles, _looks(first["cellXfs"])
    splice = Splice(styles)
    for name, texts in added.items():
        _extend(splice, styles, lists[name], texts)
    return splice.spliced(), _looks(held["cellXfs"])


_NEW = {"fonts": range(4), "fills": range(len(_FILLS)), "borders": range(1), "cellXfs": range(6 + len(_FILLS))}
"""How many entries of each list are ours."""


def _looks(first: int) -> Looks:
    return Looks(
        title=first,
        line=first + 1,
        heading=first + 2,
        text=first + 3,
        centred=first + 4,
        link=first + 5,
        severities={severity: first + 6 + number for number, severity in enumerate(_FILLS)},
    )


def _ends(styles: bytes, outer: Extent, texts: Sequence[str]) -> bool:
    return styles[outer.inner : outer.close].rstrip().endswith("".join(texts).encode())


def _added(tag: str, first: dict[str, int]) -> dict[str, list[str]]:
    """What stands at the end of each list, the first of it under these numbers."""
    font, fill, border = first["fonts"], first["fills"], first["borders"]
    sides = "".join(
        f'<{tag}{side} style="thin"><{tag}color indexed="64"/></{tag}{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return {
        "fonts": [
            _font(tag, "方正小标宋简体", 18),
            _font(tag, "宋体", 10),
            _font(tag, "黑体", 10),
            _font(tag, "宋体", 10, f"<{tag}u/>", f'<{tag}color rgb="FF0563C1"/>'),
        ],
        "fills": [
            f'<{tag}fill><{tag}patternFill patternType="solid"><{tag}fgColor rgb="{colour}"/><{tag}bgColor indexed="64"/>'
            f"</{tag}patternFill></{tag}fill>"
            for colour in _FILLS.values()
        ],
        "borders": [f"<{tag}border>{sides}<{tag}diagonal/></{tag}border>"],
        "cellXfs": [
            _xf(tag, font, 0, 0, "center", "center"),
            _xf(tag, font + 1, 0, 0, "left", "center"),
            _xf(tag, font + 2, 0, border, "center", "center"),
            _xf(tag, font + 1, 0, border, "left", "top"),
            _xf(tag, font + 1, 0, border, "center", "top"),
            _xf(tag, font + 3, 0, border, "center", "top"),
            *(_xf(tag, font + 1, fill + number, border, "center", "top") for number in range(len(_FILLS))),
        ],
    }


def _extend(splice: Splice, styles: bytes, outer: Extent, texts: Sequence[str]) -> None:
    told = _COUNT.search(styles, outer.start, outer.inner)
    if told is not None:
        splice.replace(told.start(2), told.end(2), str(int(told[2]) + len(texts)))
    splice.last(outer, "".join(texts))


def _font(tag: str, name: str, size: int, mark: str = "", colour: str = "") -> str:
    return f'<{tag}font>{mark}<{tag}sz val="{size}"/>{colour}<{tag}name val="{name}"/><{tag}charset val="134"/></{tag}font>'


def _xf(tag: str, font: int, fill: int, border: int, across: str, down: str) -> str:
    return (
        f'<{tag}xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" quotePrefix="1" applyNumberFormat="1"'
        f' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<{tag}alignment horizontal="{across}" vertical="{down}" wrapText="1"/></{tag}xf>'
    )


def sheet(told: Summary, links: Sequence[str | None], looks: Looks, uri: str) -> str:
    """The worksheet; `links` has for each row the cell that it speaks of ('表1'!C7), or None."""
    last = letters(len(HEADINGS))
    rows = [_row(1, [own_marks.SUMMARY], [looks.title], 30)]
    rows += [_row(number, [line], [looks.line]) for number, line in enumerate(told.lines, start=2)]
    merged = [f"A{number}:{last}{number}" for number in range(1, len(rows) + 1)]
    hyperlinks = []
    if told.rows:
        rows.append(_row(len(rows) + 1, HEADINGS, [looks.heading] * len(HEADINGS), 22))
        for row, link in zip(told.rows, links, strict=True):
            number = len(rows) + 1
            severity = looks.severities.get(row.severity, 0)
            texts = list(row.texts)
            if link is not None:
                texts[2] = f"{link.replace(chr(39), '')}\n{texts[2]}"
                hyperlinks.append(f'<hyperlink ref="A{number}" location="{plain(link)}" tooltip="转到单元格"/>')
            first = looks.centred if link is None else looks.link
            rows.append(_row(number, texts, [first, severity, looks.text, looks.text, looks.text], _high(texts)))
    rows.append(_row(len(rows) + 1, [own_marks.SUMMARY_END], [looks.line]))
    merged.append(f"A{len(rows)}:{last}{len(rows)}")
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    linked = f"<hyperlinks>{''.join(hyperlinks)}</hyperlinks>" if hyperlinks else ""
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{_CHARACTERS * share / sum(WIDTHS):.1f}" customWidth="1"/>'
        for number, share in enumerate(WIDTHS, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{uri}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews><cols>{widths}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        f'<mergeCells count="{len(merged)}">{areas}</mergeCells>{linked}'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


_POINTS_PER_LINE = 13.5
_HIGHEST = 409
"""Points; no row of a worksheet is higher."""


def _high(texts: Sequence[str]) -> int:
    """Points that a row needs for its texts to be seen; programs differ in whether they find that out by themselves."""
    lines = 1
    for text, share in zip(texts, WIDTHS, strict=True):
        room = _CHARACTERS * share / sum(WIDTHS) - 2
        lines = max(lines, sum(max(1, ceil(half_widths(line) / room)) for line in text.split("\n")))
    return min(ceil(lines * _POINTS_PER_LINE + 4), _HIGHEST)


def _row(number: int, texts: Sequence[str], styles: Sequence[int], high: int | None = None) -> str:
    cells = "".join(
        f'<c r="{letters(column)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shared(text)}</t></is></c>'
        for column, (text, style) in enumerate(zip(texts, styles, strict=True), start=1)
    )
    fixed = f' ht="{high}" customHeight="1"' if high else ""
    return f'<row r="{number}"{fixed}>{cells}</row>'
