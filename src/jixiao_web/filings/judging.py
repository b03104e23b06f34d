"""What the library says of a filing: scores, total, grade, findings, each bound to its cell."""

from collections.abc import Iterable
from typing import NamedTuple

from jixiao import pipeline
from jixiao.findings import Finding
from jixiao.monitoring import MonitorCard, months_of
from jixiao.results import Audited
from jixiao.scoring import DEFAULT_PACK, RowScore, Scorecard
from jixiao_web.filings.addresses import Address, of_place
from jixiao_web.filings.content import submission_of
from jixiao_web.filings.models import Filing, Row


class Judgement(NamedTuple):
    """The scorecard of the filing's rule pack (None for forms that are not scored) and the findings, gravest first."""

    result: Audited
    card: Scorecard | None
    findings: tuple[Finding, ...]
    scores: dict[int, RowScore]
    """By the number of the row."""

    def at(self) -> dict[Address, list[Finding]]:
        """The findings by the cells that they quote first."""
        found: dict[Address, list[Finding]] = {}
        for finding in self.findings:
            for quote in finding.quotes:
                address = quote.place and of_place(quote.place)
                if address:
                    found.setdefault(address, []).append(finding)
        return found


def watched(filing: Filing, rows: list[Row]) -> MonitorCard | None:
    """The lights of a monitoring form after the months that its cycle says; None for other forms, or where it does not say them.

    Its rows are those of `without_placeholders`.
    """
    months = months_of(filing.cycle.months) if filing.form == "monitoring" else None
    if months is None:
        return None
    return pipeline.watch(
        submission_of(filing, without_placeholders(rows)), months, filing.cycle.plan(filing.project.kind).monitor_pack
    )[0]


def without_placeholders(rows: Iterable[Row]) -> list[Row]:
    """The rows of a form without those that are no indicators yet: as a file of the form would be read."""
    return [row for row in rows if not row.placeholder]


def judge(filing: Filing, rows: list[Row] | None = None) -> Judgement:
    """Score and audit a filing as it stands."""
    rows = without_placeholders(filing.rows.all() if rows is None else rows)
    plan = filing.cycle.plan(filing.project.kind)
    result = pipeline.examine(submission_of(filing, rows), [plan.rule_pack or DEFAULT_PACK], monitor=plan.monitor_pack)
    card = result.scorecards[0] if result.scorecards else None
    indicators = [row.pk for row in rows if row.part == "indicators"]
    scores = {indicators[score.indicator]: score for score in card.rows if score.indicator is not None} if card else {}
    return Judgement(result, card, result.findings, scores)
