"""The formats of cells in a workbook, each made once."""

from typing import TYPE_CHECKING, Any

from jixiao.papers.looks import CAPTION, CELLS, GAP_COLOUR, LINES
from jixiao.papers.paper import LineStyle, Role

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
_MOST_AS_TEXT = 200
"""Some programs show #### for a cell of format 文本 that holds more than 255 characters."""

_ALIGN = {"left": "left", "center": "center", "right": "right", "both": "left"}


class Formats:
    """Gives formats of one workbook."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._made: dict[tuple[object, ...], Format] = {}

    def number(self, size: float, shown: str, *, top: bool) -> "Format":
        """For a number with the number format in which it is shown; a column too narrow for it makes it smaller, not ####."""
        return self._cell("number", size, upright=False, top=top, shown=shown, quoted=False, wrapped=False)

    def text(self, role: Role, size: float, text: str, *, upright: bool, top: bool) -> "Format":
        """For a text in a cell: never taken for a number, a date or a formula, even after somebody has edited the cell."""
        return self._cell(
            role,
            size,
            upright=upright,
            top=top,
            shown="@" if len(text) <= _MOST_AS_TEXT else "General",
            quoted=text.startswith(_FORMULA_SIGNS),
            wrapped=not upright or "\n" in text,
        )

    def line(self, style: LineStyle, size: float, text: str, *, indented: bool) -> "Format":
        """For a line above, between or below the grids."""
        look = LINES[style]
        quoted = text.startswith(_FORMULA_SIGNS)
        key = ("line", style, size, quoted, indented)
        if key not in self._made:
            properties: dict[str, Any] = {
                "font_name": look.font,
                "font_size": size,
                "align": _ALIGN[look.align],
                "valign": "vcenter",
                "text_wrap": True,
                "quote_prefix": quoted,
            }
            if look.align == "right":
                properties["indent"] = look.right
            elif indented:
                properties["indent"] = look.first
            if style == "gap":
                properties["bg_color"] = f"#{GAP_COLOUR}"
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def caption(self) -> "Format":
        """For the line below a figure."""
        key = ("caption",)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(
                {
                    "font_name": CAPTION.font,
                    "font_size": CAPTION.size,
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                }
            )
        return self._made[key]

    def _cell(
        self, role: Role, size: float, *, upright: bool, top: bool, shown: str, quoted: bool, wrapped: bool
    ) -> "Format":
        key = ("cell", role, size, upright, top, shown, quoted, wrapped)
        if key not in self._made:
            look = CELLS[role]
            properties: dict[str, Any] = {
                "font_name": look.font,
                "font_size": size,
                "align": _ALIGN[look.align],
                "valign": "top" if top else "vcenter",
                "text_wrap": wrapped,
                "shrink": not wrapped and not upright,
                "border": 1,
                "num_format": shown,
                "quote_prefix": quoted,
            }
            if upright:
                # Characters one below the other; LibreOffice centres them only where they are not wrapped.
                properties["rotation"] = 270
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
