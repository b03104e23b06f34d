"""Numbers as a spreadsheet shows them: by the digits, scales and literals of a format's section, or by the rule of General.

A stored number is a binary fraction of which the programs believe 15 digits; so does this module, and works on them in decimals. What
it gives tells the text and the number that the text says, so that a caller sees what was rounded away.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import takewhile

from jixiao.readers.excel.chinese_numerals import digit_by_digit, spelt
from jixiao.readers.excel.format_codes import Piece, Section

_BELIEVED = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=2000, rounding=ROUND_HALF_UP)
"""Room for every digit of any binary fraction, with all percent signs and decimals that the longest code may have."""
_GENERAL_WIDTH = 11
"""Characters that General gives a number without its sign."""
_GENERAL_DECIMALS = 5
"""Decimals of General's scientific notation."""
_LONGEST_DENOMINATOR = 7

Figure = tuple[str, Decimal | Fraction | None]
"""The text shown, and the number it says: None where it says none."""


def believed(value: float) -> Decimal:
    """The number that a stored one is taken for: its first 15 digits. It must be finite."""
    return _BELIEVED.plus(Decimal(repr(value)))


def plain(value: Decimal) -> str:
    """Write a number without exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def general(value: Decimal) -> str:
    """Show a number the way the format General does: eleven characters at most, and beyond that powers of ten."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    if not size:
        return "0"
    exponent = size.adjusted()
    if -5 < exponent < _GENERAL_WIDTH:
        decimals = max(_GENERAL_WIDTH - 2 - max(exponent, 0), 0)
        text = plain(_rounded(size, decimals))
    else:
        text = plain(size)
    return sign + (text if len(text) <= _GENERAL_WIDTH else _scientific_general(size))


def _scientific_general(size: Decimal) -> str:
    exponent = size.adjusted()
    mantissa = _rounded(_WIDE.scaleb(size, -exponent), _GENERAL_DECIMALS)
    if mantissa >= 10:
        mantissa, exponent = mantissa / 10, exponent + 1
    return f"{plain(mantissa)}E{exponent:+03d}"


def shown(section: Section, value: Decimal) -> Figure:
    """Show a number, taken without its sign, by a section's pieces."""
    size = abs(value)
    pieces = section.pieces
    if section.has("general"):
        return _with_general(section, size)
    if section.has("exponent"):
        return _scientific(section, size)
    slash = next((index for index, piece in enumerate(pieces) if _is_fraction(pieces, index, piece)), None)
    if slash is not None:
        return _fraction(pieces, slash, size)
    return _decimal(section, size)


def _with_general(section: Section, size: Decimal) -> Figure:
    number = general(size)
    if section.chinese:
        whole, point, decimals = number.partition(".")
        whole = spelt(int(whole), section.chinese) if whole.isdigit() else digit_by_digit(whole, section.chinese)
        number_shown = whole + point + digit_by_digit(decimals, section.chinese)
    else:
        number_shown = number
    texts = ((number_shown if piece.kind == "general" else literal(piece)) for piece in visible(section.pieces))
    return "".join(texts), Decimal(number)


def literal(piece: Piece) -> str:
    """What a piece prints that stands for no digit: `_x` is as wide as an x, `*x` fills what room is left."""
    return {"blank": " ", "fill": "", "break": "", "point": "."}.get(piece.kind, piece.text)


def visible(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces before a line break, with which a format pushes what follows out of sight."""
    return tuple(takewhile(lambda piece: piece.kind != "break", pieces))


def _decimal(section: Section, size: Decimal) -> Figure:
    pieces = section.pieces
    point = next((index for index, piece in enumerate(pieces) if piece.kind == "point"), len(pieces))
    digits = [index for index, piece in enumerate(pieces) if piece.kind == "digit"]
    if not digits:
        return "".join(literal(piece) for piece in visible(pieces) if piece.kind != "comma"), None
    whole = [index for index in digits if index < point]
    decimals = [index for index in digits if index > point]
    scale = 2 * sum(piece.kind == "percent" for piece in pieces)
    grouped = False
    for index, piece in enumerate(pieces):
        if piece.kind == "comma" and digits[0] < index:
            between = index < max(whole, default=-1) or (index > point and index < digits[-1])
            grouped = grouped or (between and index < point)
            scale -= 0 if between else 3
    rounded = _rounded(_WIDE.scaleb(size, scale), len(decimals))
    texts = _filled(pieces, whole, decimals, rounded, grouped=grouped)
    if point < len(pieces):
        before = "" if whole else _integer_digits(rounded)
        # Excel leaves the point of 0.# even where no digit follows it; nobody means it to be there.
        texts[point] = before + ("." if any(texts[index].strip() for index in decimals) else "")
    text = "".join(
        texts.get(index, "" if piece.kind == "comma" else literal(piece)) for index, piece in enumerate(visible(pieces))
    )
    return digit_by_digit(text, section.chinese), _WIDE.scaleb(rounded, -scale)


def _filled(
    pieces: tuple[Piece, ...], whole: list[int], decimals: list[int], value: Decimal, *, grouped: bool
) -> dict[int, str]:
    """What each placeholder prints: digits from the point outwards, the first of the whole ones all that are left."""
    texts: dict[int, str] = {}
    left = _integer_digits(value)
    place = 0
    for index in reversed(whole):
        rest = "" if index == whole[0] else left[:-1]
        digits, left = left[len(rest) :], rest
        text = ""
        for digit in reversed(digits or _padding(pieces[index])):
            comma = "," if grouped and place and place % 3 == 0 and digit != " " else ""
            text = digit + comma + text
            place += 1
        texts[index] = text
    fraction = format(value, "f").partition(".")[2]
    significant = len(fraction.rstrip("0"))
    for position, index in enumerate(decimals):
        # A zero behind the last digit is printed where a 0 stands, or before one.
        kept = position < significant or any(pieces[later].text == "0" for later in decimals[position:])
        texts[index] = fraction[position] if kept else _padding(pieces[index])
    return texts


def _integer_digits(value: Decimal) -> str:
    digits = format(value, "f").partition(".")[0]
    return "" if digits == "0" else digits


def _padding(placeholder: Piece) -> str:
    return {"0": "0", "?": " "}.get(placeholder.text, "")


def _scientific(section: Section, size: Decimal) -> Figure:
    pieces = section.pieces
    mark = next(index for index, piece in enumerate(pieces) if piece.kind == "exponent")
    point = next((index for index, piece in enumerate(pieces[:mark]) if piece.kind == "point"), mark)
    digits = [index for index, piece in enumerate(pieces) if piece.kind == "digit"]
    whole, decimals = [i for i in digits if i < point], [i for i in digits if point < i < mark]
    powers = [i for i in digits if i > mark]
    step = max(len(whole), 1)
    exponent = (size.adjusted() // step) * step if size else 0
    mantissa = _rounded(_WIDE.scaleb(size, -exponent), len(decimals))
    if mantissa >= Decimal(10) ** step:
        exponent += step
        mantissa = _rounded(_WIDE.scaleb(size, -exponent), len(decimals))
    texts = _filled(pieces, whole, decimals, mantissa, grouped=False)
    texts |= _filled(pieces, powers, [], Decimal(abs(exponent)), grouped=False)
    texts[mark] = "E" + ("-" if exponent < 0 else "+" if pieces[mark].text.endswith("+") else "")
    text = "".join(texts.get(index, literal(piece)) for index, piece in enumerate(visible(pieces)))
    return text, _WIDE.scaleb(mantissa, exponent)


def _is_fraction(pieces: tuple[Piece, ...], index: int, piece: Piece) -> bool:
    """Whether a slash has a placeholder before it and a placeholder or a figure behind it."""
    return (
        piece.kind == "slash"
        and 0 < index < len(pieces) - 1
        and pieces[index - 1].kind == "digit"
        and (pieces[index + 1].kind == "digit" or pieces[index + 1].text.isdecimal())
    )


def _fraction(pieces: tuple[Piece, ...], slash: int, size: Decimal) -> Figure:
    start = slash - len(list(takewhile(lambda piece: piece.kind == "digit", reversed(pieces[:slash]))))
    below = "".join(
        piece.text
        for piece in takewhile(lambda piece: piece.kind == "digit" or piece.text.isdecimal(), pieces[slash + 1 :])
    )
    before = pieces[:start]
    whole = [index for index, piece in enumerate(before) if piece.kind == "digit"]
    exact = Fraction(size)
    units = int(exact) if whole else 0
    part = _nearest(exact - units, below)
    if whole and part == 1:
        units, part = units + 1, Fraction(0)
    denominator = int(below) if below.strip("0#?") else part.denominator
    texts = _filled(before, whole, [], Decimal(units), grouped=False)
    if whole and not part and not units:
        texts[whole[-1]] = "0"
    head = "".join(texts.get(index, literal(piece)) for index, piece in enumerate(before))
    drawn = "" if whole and not part else f"{part * denominator}/{denominator}"
    tail = "".join(literal(piece) for piece in visible(pieces[slash + 1 + len(below) :]))
    return head + drawn + tail, units + part


def _nearest(value: Fraction, below: str) -> Fraction:
    """The fraction nearest to a value with the denominator that is printed, or with as many digits as it has placeholders."""
    if below.strip("0#?"):
        denominator = int(below.translate(str.maketrans("#?", "00")))
        return Fraction(round(value * denominator), denominator)
    return value.limit_denominator(10 ** min(len(below), _LONGEST_DENOMINATOR) - 1)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
