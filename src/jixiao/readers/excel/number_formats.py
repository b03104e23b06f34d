"""The text that a cell shows: its stored value seen through its number format.

The built-in formats that Excel adapts to the language of the system are taken as a Chinese system shows them.
"""

import math

import msgspec

from jixiao.readers.excel import figures, moments
from jixiao.readers.excel.format_codes import Code, parse

GENERAL = "General"
BUILT_IN: dict[int, str] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats that workbooks name by number only."""
BY_SYSTEM = frozenset({14, 22, *range(27, 37), *range(50, 59)})
"""Those of them that follow the system's language even where a workbook spells them out."""
_SYSTEM_DATE, _SYSTEM_TIME = "[$-f800]", "[$-f400]"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell shows; `value` is what is stored (a plain decimal, an ISO date) where the text does not say all of it."""

    text: str
    value: str | None = None


def show_text(text: str, code: str = GENERAL) -> Shown:
    """Show a text; a format may put words around it, or hide it."""
    section = parse(code).text if code not in {GENERAL, "@"} else None
    if section is None:
        return Shown(text=text)
    drawn = "".join(
        text if piece.kind == "text" else figures.literal(piece) for piece in figures.visible(section.pieces)
    )
    return Shown(text=drawn, value=None if section.has("text") else text)


def show_number(number: float, code: str = GENERAL, *, epoch_1904: bool = False) -> Shown:
    """Show a number; what a format for dates cannot show as a date is shown as the number."""
    if not math.isfinite(number):
        return Shown(text=str(number))
    value = figures.believed(number)
    if code == GENERAL:
        text = figures.general(value)
        return _told(text, figures.plain(value), exact=text == figures.plain(value))
    choice = _code(code).section_for(value)
    section = choice.section
    if moments.is_moment(section):
        at = moments.moment(value, moments.fraction_digits(section), epoch_1904=epoch_1904)
        if at is None:
            return Shown(text=figures.general(value), value=figures.plain(value))
        return _told(moments.shown(section, at), str(at), exact=moments.shows_date(section))
    text, said = figures.shown(section, value)
    # What rounds to zero is no less than zero: a difference of binary fractions would show as -0.00 otherwise.
    sign = "-" if choice.sign == "program" and value < 0 and said != 0 else ""
    exact = said == abs(value) and (value >= 0 or choice.sign != "none")
    return _told(sign + text, figures.plain(value), exact=exact)


def _told(text: str, value: str, *, exact: bool) -> Shown:
    return Shown(text=text.strip(), value=None if exact else value)


def _code(code: str) -> Code:
    lower = code.lower()
    if lower.startswith(_SYSTEM_DATE):
        return parse('yyyy"年"m"月"d"日"')
    return parse("h:mm:ss" if lower.startswith(_SYSTEM_TIME) else code)
