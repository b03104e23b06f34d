"""Characters of symbol fonts: what a Wingdings ü shows is √, what a Symbol ³ shows is ≥.

Word stores such characters as code points of the font, bare (0x00FC) or moved into the private area (U+F0FC); only the font tells what
they look like.
"""

_PRIVATE = 0xF000


def _codes(start: int, characters: str) -> dict[int, str]:
    return {start + offset: character for offset, character in enumerate(characters)}


_WINGDINGS = {
    0x4A: "☺",
    0x4C: "☹",
    0x4D: "✉",
    **_codes(0x6C, "●■■□□□□◆◆◆◆"),
    0x77: "◆",
    0x78: "☒",
    0x7F: "·",
    0x80: "⓪",
    **_codes(0x81, "①②③④⑤⑥⑦⑧⑨⑩"),
    0x8B: "⓿",
    **_codes(0x8C, "❶❷❸❹❺❻❼❽❾❿"),
    **_codes(0x9E, "·•●○○○◎○▪□"),
    0xA8: "☐",
    **_codes(0xAA, "✦★"),
    0xAB: "★",
    0xB5: "★",
    0xB6: "☆",
    0xD8: "➢",
    0xDC: "→",
    **_codes(0xDF, "←→↑↓"),
    0xE8: "→",
    **_codes(0xEF, "←→↑↓"),
    0xFB: "×",
    0xFC: "√",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {
    0x4F: "×",
    0x50: "√",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0x55: "×",
    0x56: "☒",
    0x57: "☒",
    0x68: "○",
    **_codes(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩"),
    0x74: "⓿",
    **_codes(0x75, "❶❷❸❹❺❻❼❽❾❿"),
    **_codes(0x95, "··•●●○"),
    **_codes(0x9E, "▪■□□□□□"),
    0xAE: "◆",
}
_WEBDINGS = {
    0x31: "☐",
    0x35: "↑",
    0x36: "↓",
    0x61: "√",
    0x63: "☐",
    0x67: "■",
    0x6E: "●",
    0x72: "×",
}
_SYMBOL = {
    0x2D: "-",
    0x40: "≅",
    **_codes(0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
    0x5C: "∴",
    0x5E: "⊥",
    **_codes(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
    0x7E: "~",
    0xA3: "≤",
    0xA5: "∞",
    **_codes(0xA7, "♣♦♥♠"),
    **_codes(0xAB, "↔←↑→↓°±"),
    0xB3: "≥",
    0xB4: "×",
    0xB7: "·",
    **_codes(0xB8, "÷≠≡≈…"),
    0xC5: "⊕",
    **_codes(0xC7, "∩∪⊃⊇⊄⊂⊆∈∉"),
    0xD0: "∠",
    0xD5: "∏",
    **_codes(0xD6, "√"),
    **_codes(0xDB, "⇔⇐⇑⇒⇓"),
    0xE5: "∑",
}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}
_PLAIN = frozenset(" \u00a0\t\n")


def is_symbol_font(font: str | None) -> bool:
    """Whether the letters of a font stand for something else than themselves."""
    return (font or "").strip().lower() in _FONTS


def shown(code: int, font: str | None) -> str | None:
    """What the character with this code shows in this font; None where that is not known.

    Digits, brackets and other signs of Symbol stand for themselves.
    """
    code = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    name = (font or "").strip().lower()
    character = _FONTS.get(name, {}).get(code)
    if character is None and name == "symbol" and 0x20 <= code < 0x7F:
        return chr(code)
    return character


def shown_text(text: str, font: str | None) -> tuple[str, str]:
    """What a text in a font shows, and those of its characters of which that is not known (they stay in it as they are).

    A text in an ordinary font is changed only where it holds private characters that Word took from a symbol font.
    """
    known: list[str] = []
    unknown: list[str] = []
    for character in text:
        code = ord(character)
        private = _PRIVATE <= code < _PRIVATE + 0x100
        if not private and (code > 0xFF or character in _PLAIN or not is_symbol_font(font)):
            known.append(character)
            continue
        found = shown(code, font if is_symbol_font(font) else "Wingdings")
        if found is None:
            unknown.append(character)
        known.append(found or character)
    return "".join(known), "".join(unknown)
