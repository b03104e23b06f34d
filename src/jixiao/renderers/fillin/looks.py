"""How the workbook looks: fonts of official forms, thin borders, and what may be typed into told by its colour."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from jixiao.renderers.fillin.form import Kind

INPUT, COMPUTED, HEADING, ASIDE = "#FFFBE0", "#EDEDED", "#DCE6F1", "#F7F7F7"
"""Fills: to be typed, computed, headings, and what stands beside the form. Printing leaves them out."""
RED, ORANGE = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}, {"bg_color": "#FFD9A8", "font_color": "#7F3F00"}
_TITLE, _TEXT, _BLACK = "方正小标宋简体", "仿宋_GB2312", "黑体"

_BY_KIND: dict[Kind, dict[str, Any]] = {
    "title": {"font_name": _TITLE, "font_size": 22, "align": "center"},
    "subtitle": {"font_name": _TEXT, "font_size": 12, "align": "center"},
    "line": {"font_name": _TEXT, "align": "left"},
    "heading": {"font_name": _BLACK, "align": "center", "border": 1, "bg_color": HEADING},
    "label": {"font_name": _TEXT, "align": "center", "border": 1},
    "value": {"font_name": _TEXT, "align": "center", "border": 1},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, size: float) -> None:
        self._book, self._size = book, size
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, kind: Kind, **more: Any) -> Format:  # noqa: ANN401 - the properties that XlsxWriter knows
        """The format of a cell of the form."""
        base = {"font_size": self._size, "valign": "vcenter", "text_wrap": True, **_BY_KIND[kind], **more}
        return self.made(**base)

    def aside(self, **more: Any) -> Format:  # noqa: ANN401 - the properties that XlsxWriter knows
        """The format of what stands beside the form: small, grey, without lines."""
        base = {"font_name": "等线", "font_size": 9, "valign": "vcenter", "font_color": "#404040", "bg_color": ASIDE}
        return self.made(**base | more)

    def made(self, **properties: Any) -> Format:  # noqa: ANN401 - the properties that XlsxWriter knows
        """A format with exactly these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
