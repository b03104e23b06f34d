"""Values without a figure: achievement phrases (达成预期指标), absences (无扣分), coverage (全覆盖) and trends (逐年提高)."""

from decimal import Decimal
from typing import Literal

from jixiao.targets import lexicon
from jixiao.targets.values import Absence, Achievement, Coverage, FreeText, Part, Quantity, Token, Trend


def phrase(text: str, plain: str, cover: tuple[Token, ...]) -> Part:
    """Type a text without figures; `plain` is its key without margins. What is no known phrase is free text."""
    if plain in lexicon.ZERO_WORDS:
        return Quantity(text=text, tokens=cover, number=Decimal(0), word=True)
    level = _level(plain)
    if level:
        return Achievement(text=text, tokens=cover, level=level)
    if found := lexicon.ABSENCE.fullmatch(plain):
        return Absence(text=text, tokens=cover, subject=found["subject"] or "")
    return _coverage(text, plain, cover) or _trend(text, plain, cover) or FreeText(text=text, tokens=cover)


def _level(plain: str) -> Literal["reached", "mostly", "partly", "missed"] | None:
    if lexicon.MISSED.fullmatch(plain):
        return "missed"
    if lexicon.PARTLY.fullmatch(plain):
        return "partly"
    if lexicon.MOSTLY.fullmatch(plain):
        return "mostly"
    return "reached" if lexicon.REACHED.fullmatch(plain) else None


def _coverage(text: str, plain: str, cover: tuple[Token, ...]) -> Coverage | None:
    if lexicon.NOT_FULL.search(plain):
        return None
    if found := lexicon.FULL.fullmatch(plain):
        return Coverage(text=text, tokens=cover, extent="full", subject=found["subject"] or None)
    if found := lexicon.BROAD.fullmatch(plain):
        return Coverage(text=text, tokens=cover, extent="broad", subject=found["subject"] or None)
    return None


def _trend(text: str, plain: str, cover: tuple[Token, ...]) -> Trend | None:
    found = lexicon.TREND.fullmatch(plain)
    if found is None or lexicon.NEGATED_BEFORE.search(plain):
        return None
    if found["forward"] and found["degree"] not in lexicon.PROGRESSIVE:
        return None
    motion: Literal["up", "down", "forward"] = "up" if found["up"] else "down" if found["down"] else "forward"
    return Trend(
        text=text,
        tokens=cover,
        motion=motion,
        degree=found["degree"],
        reference=found["reference"],
        subject=found["subject"] or None,
    )
