"""Typed values as plain JSON (`typed` of an indicator in jixiao.submission/1)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jixiao.targets.dates import NO_YEAR
from jixiao.targets.units import BARE, Unit
from jixiao.targets.values import Compound, Value

HIDDEN = frozenset({"tokens", "parts"})
"""Fields that are not part of the interchange format."""


def to_json(value: Value) -> dict[str, Any]:
    """Turn a value into JSON-ready data: "type", "text" and the fields that say something.

    Figures and dates are strings; a date without a year is "--12-30". A unit gives "unit" as printed and, when it differs,
    "base"; a quantity then also gives its "value" in that base.
    """
    plain: dict[str, Any] = {"type": value.__struct_config__.tag}
    for field in value.__struct_fields__:
        content = getattr(value, field)
        if field in HIDDEN or content is None or content is False or content in ((), ""):
            continue
        plain |= _entry(field, content)
    measure = getattr(value, "unit", BARE)
    if measure.factor != 1 and hasattr(value, "value"):
        plain["value"] = format(value.value, "f")
    if isinstance(value, Compound):
        plain["parts"] = [to_json(part) for part in value.parts]
    return plain


def _entry(field: str, content: object) -> dict[str, Any]:
    if isinstance(content, Unit):
        entry = {"unit": content.name} if content.name else {}
        return entry | ({"base": content.base} if content.base != content.name else {})
    if isinstance(content, Decimal):
        return {field: format(content, "f")}
    if isinstance(content, date):
        iso = content.isoformat()
        return {field: iso if content.year != NO_YEAR else "-" + iso[4:]}
    if isinstance(content, StrEnum):
        return {field: str(content)}
    return {field: list(content) if isinstance(content, tuple) else content}
