"""The rules by which progress is judged (监控口径), dated data in packs/*.yaml like the rule packs of scoring."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

import msgspec

from jixiao import data
from jixiao.law import Article, article
from jixiao.registry import Registry

DEFAULT_PACK = "monitor-module"


class Band(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A light from a share of the standard value on (1 = exactly as time has passed); the highest band reached counts."""

    least: Decimal
    light: str


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At the end of a month, an execution rate below this is warned of (0.25 = 25 %)."""

    month: int
    least: Decimal


class MonitorPack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One issuer's rules: lights of positive targets and of the budget by share of the time passed, and thresholds of warnings.

    Targets of the second levels in `whole` and reverse targets are not broken down by months: inside the target is green, outside red.
    `gap` is how far goal and budget may be apart in shares of the year's; `days` the working days in which a warning is dealt with.
    """

    code: str
    title: str
    issuer: str
    description: str
    valid_from: date | None
    valid_to: date | None
    basis: tuple[Article, ...]
    positive: tuple[Band, ...] = ()
    whole: tuple[str, ...] = ()
    budget: tuple[Band, ...] = ()
    execution: tuple[Threshold, ...] = ()
    gap: Decimal | None = None
    days: int | None = None


def _with_articles(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {**plain, "basis": tuple(article(*each.rsplit(maxsplit=1)) for each in plain["basis"])}


def _load() -> Registry[MonitorPack]:
    registry: Registry[MonitorPack] = Registry("监控口径")
    folder = resources.files(__package__) / "packs"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            plain = data.parse(file.read_text(encoding="utf-8"))
            registry.add(msgspec.convert(_with_articles(plain), MonitorPack, strict=False))
    return registry


packs = _load()
