"""Dates and times as a spreadsheet shows them: a stored number of days since its epoch, by the pieces of a format's section."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from jixiao.readers.excel.chinese_numerals import counted, digit_by_digit
from jixiao.readers.excel.figures import literal, visible
from jixiao.readers.excel.format_codes import Piece, Section

_DAY = 86_400
_LAST_DAY = 2_958_465
"""31 December 9999."""
_LAST_DAY_1904 = 2_957_003
_NO_LEAP_DAY = 60
"""29 February 1900, which never was but has a number."""
_CHINESE_LOCALES = ("804", "zh", "1004", "404", "c04", "1404")
_WEEKDAYS = "一二三四五六日"
_ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_BUDDHIST = 543


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A date with time of day; `weekday` counts from Monday, 0. `whole` is the time in seconds since the epoch, for durations."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: Decimal
    whole: Decimal

    def __str__(self) -> str:
        """Write it as ISO 8601 does; a time of day only when it is not midnight."""
        hours, rest = divmod(int(self.seconds), 3600)
        time = f"T{hours:02d}:{rest // 60:02d}:{rest % 60:02d}" if self.seconds else ""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}{time}"


def is_moment(section: Section) -> bool:
    """Tell whether a section shows a date, a time or a duration."""
    return any(piece.kind in {"moment", "elapsed", "noon"} for piece in section.pieces)


def moment(value: Decimal, decimals: int, *, epoch_1904: bool) -> Moment | None:
    """The moment that a stored number means, to so many decimals of a second; None outside the years that have numbers."""
    if not 0 <= value < (_LAST_DAY_1904 if epoch_1904 else _LAST_DAY) + 1:
        return None
    whole = (value * _DAY).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    days = int(whole // _DAY)
    seconds = whole - days * _DAY
    if epoch_1904:
        found = date(1904, 1, 1) + timedelta(days=days)
        weekday = found.weekday()
    else:
        # The first sixty days are counted as if 1900 had been a leap year.
        found = date(1899, 12, 31) + timedelta(days=days - (days > _NO_LEAP_DAY))
        weekday = (days - 2) % 7
    year, month, day = found.year, found.month, found.day
    if not epoch_1904 and days in {0, _NO_LEAP_DAY}:
        year, month, day = (1900, 1, 0) if days == 0 else (1900, 2, 29)
    return Moment(year=year, month=month, day=day, weekday=weekday, seconds=seconds, whole=whole)


def fraction_digits(section: Section) -> int:
    """How many decimals of a second a section shows: the zeros of ss.000."""
    return sum(len(piece.text) - 1 for piece in _parts(section) if piece.kind == "subsecond")


def shown(section: Section, at: Moment) -> str:
    """Show a moment by a section's pieces."""
    parts = _parts(section)
    halves = section.has("noon")
    texts: list[str] = []
    for index, piece in enumerate(parts):
        if piece.kind == "moment":
            texts.append(_field(_unit(parts, index), at, section, halves=halves))
        elif piece.kind == "elapsed":
            texts.append(_elapsed(piece.text, at))
        elif piece.kind == "subsecond":
            texts.append(_subsecond(piece.text, at))
        elif piece.kind == "noon":
            texts.append(_noon(piece.text, at, section))
        else:
            texts.append(literal(piece))
    return "".join(texts)


def shows_date(section: Section) -> bool:
    """Tell whether year, month and day are all shown, or neither is: a time or a duration."""
    parts = _parts(section)
    units = {_unit(parts, index)[0] for index, piece in enumerate(parts) if piece.kind == "moment"}
    named = {"y" if unit in "yeb" else unit for unit in units if unit in "yebmd"}
    return named in ({"y", "m", "d"}, set())


def _parts(section: Section) -> list[Piece]:
    """The pieces with the decimals of a second as one piece: `.` and the zeros behind it, after seconds."""
    parts: list[Piece] = []
    for piece in visible(section.pieces):
        last = parts[-1] if parts else None
        if piece.kind == "point" and last is not None and last.text[:1].lower() == "s":
            parts.append(Piece("subsecond", "."))
        elif piece.kind == "digit" and last is not None and last.kind == "subsecond":
            parts[-1] = Piece("subsecond", last.text + "0")
        else:
            parts.append(piece)
    return parts


def _unit(parts: list[Piece], index: int) -> str:
    """What a field shows, in lower case; an m is a minute, written i, where it stands behind hours or before seconds."""
    text = parts[index].text.lower()
    if text[0] != "m" or len(text) > 2:
        return text
    before = next((part.text[0].lower() for part in reversed(parts[:index]) if part.kind in {"moment", "elapsed"}), "")
    after = next((part.text[0].lower() for part in parts[index + 1 :] if part.kind in {"moment", "elapsed"}), "")
    return "i" * len(text) if before == "h" or after == "s" else text


def _field(unit: str, at: Moment, section: Section, *, halves: bool) -> str:
    """One field of a date or time, whose letter says what and whose length says how."""
    letter, length = unit[0], len(unit)
    if letter in "yeb":
        year = at.year + (_BUDDHIST if letter == "b" else 0)
        short = length < 3 and letter != "e"
        return digit_by_digit(f"{year % 100:02d}" if short else f"{year:04d}", section.chinese)
    if letter in "ag" or (letter in "md" and length > 2):
        return _name(letter, length, at, chinese=section.locale.startswith(_CHINESE_LOCALES))
    seconds = int(at.seconds)
    hours = seconds // 3600
    number = {
        "m": at.month,
        "d": at.day,
        "h": (hours + 11) % 12 + 1 if halves else hours,
        "i": seconds // 60 % 60,
        "s": seconds % 60,
    }[letter]
    return counted(number, section.chinese) if section.chinese else str(number).zfill(min(length, 2))


def _name(letter: str, length: int, at: Moment, *, chinese: bool) -> str:
    """The name of a weekday or month, in full or short; an era has none."""
    if letter == "g":
        return ""
    if letter == "m" and chinese:
        return _MONTHS[at.month - 1] + "月" if length > 3 else f"{at.month}月"
    if letter == "m":
        name = _ENGLISH_MONTHS[at.month - 1]
        return {3: name[:3], 5: name[0]}.get(length, name)
    if letter == "a" or chinese:
        short = "" if letter == "a" else "周"
        return ("星期" if length > 3 else short) + _WEEKDAYS[at.weekday]
    name = _ENGLISH_WEEKDAYS[at.weekday]
    return name if length > 3 else name[:3]


def _elapsed(text: str, at: Moment) -> str:
    size = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return str(int(at.whole // size)).zfill(len(text))


def _subsecond(text: str, at: Moment) -> str:
    fraction = format(at.seconds % 1, "f").partition(".")[2]
    return "." + fraction.ljust(len(text) - 1, "0") if len(text) > 1 else "."


def _noon(text: str, at: Moment, section: Section) -> str:
    names = ("AM", "PM")
    if text == "上午/下午" or section.locale.startswith(_CHINESE_LOCALES):
        names = ("上午", "下午")
    elif text.upper() == "A/P":
        names = ("A", "P")
    return names[int(at.seconds) >= _DAY // 2]
