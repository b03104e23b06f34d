"""The reference figures are whole, dated and say where they come from."""

import itertools
from decimal import Decimal

import msgspec

from jixiao.audit.medical import UNVERIFIED, figures
from jixiao.audit.medical.figures import Sourced


def tables() -> list[Sourced]:
    whole = figures()
    return [getattr(whole, name) for name in whole.__struct_fields__]


def test_every_figure_has_a_source_and_says_whether_it_was_verified() -> None:
    for table in tables():
        assert table.source
        assert table.caution == ("" if table.verified else UNVERIFIED)


def test_standards_never_fall_and_no_year_is_missing() -> None:
    by_year = figures().subsidies.by_year
    years = sorted(by_year)
    assert years == list(range(years[0], years[-1] + 1))
    for before, after in itertools.pairwise(years):
        assert by_year[before].fiscal < by_year[after].fiscal
        assert by_year[before].own <= by_year[after].own


def test_every_region_has_one_tier() -> None:
    regions = [region for tier in figures().tiers.by_share.values() for region in tier]
    assert len(regions) == len(set(regions)) == 36


def test_the_plan_never_goes_back() -> None:
    by_year = figures().payment_reform.by_year
    years = sorted(by_year)
    for before, after in itertools.pairwise(years):
        earlier, later = msgspec.structs.astuple(by_year[before]), msgspec.structs.astuple(by_year[after])
        assert all(one <= other for one, other in zip(earlier, later, strict=True))


def test_bands_have_two_ends() -> None:
    for band in (figures().reserve_months, figures().reward):
        assert Decimal(0) < band.low < band.high
