"""Everything about one form side by side: a column for each rule pack."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from jixiao.findings import Finding
from jixiao.model import Evaluation
from jixiao.scoring import RulePack, Scorecard, score
from jixiao.simulation.grades import NextGrade, next_grade
from jixiao.simulation.losses import Loss, losses
from jixiao.simulation.review import Strict, review_standards, reviewed


class PackSimulation(msgspec.Struct, frozen=True, kw_only=True):
    """A form under one pack: its scorecard, what costs points, the way to the next grade, and what stricter reviewers give."""

    pack: str
    title: str
    card: Scorecard
    losses: tuple[Loss, ...]
    next_grade: NextGrade | None
    strict: tuple[Strict, ...]


class FormSimulation(msgspec.Struct, frozen=True, kw_only=True):
    """A form under all packs, in their order; empty for a form that is not scored."""

    evaluation: int
    packs: tuple[PackSimulation, ...]


def simulate(
    evaluation: Evaluation, index: int, findings: Iterable[Finding], packs: Sequence[RulePack]
) -> FormSimulation:
    """Score a form under each pack and work everything out; `findings` are those of its audit, `index` its place in the file."""
    own = tuple(finding for finding in findings if finding.evaluation == index)
    columns = []
    for pack in packs:
        card = score(evaluation, pack, index)
        if card.total.low is None:
            continue
        columns.append(
            PackSimulation(
                pack=pack.code,
                title=pack.title,
                card=card,
                losses=losses(evaluation, card, pack),
                next_grade=next_grade(evaluation, card, pack),
                strict=tuple(reviewed(card, own, standard, pack) for standard in review_standards()),
            )
        )
    return FormSimulation(evaluation=index, packs=tuple(columns))


def simulation_to_json(simulation: FormSimulation) -> dict[str, Any]:
    """Turn a simulation into JSON-ready values; points are strings."""
    return {
        "evaluation": simulation.evaluation,
        "packs": [_pack_to_json(column) for column in simulation.packs],
    }


def _pack_to_json(column: PackSimulation) -> dict[str, Any]:
    total = column.card.total
    return {
        "rule_pack": column.pack,
        "total": {"reported": _text(total.reported), "low": _text(total.low), "high": _text(total.high)},
        "grade": list(column.card.grade.computed),
        "losses": [msgspec.to_builtins(loss) for loss in column.losses],
        "next_grade": msgspec.to_builtins(column.next_grade),
        "strict": [msgspec.to_builtins(strict) for strict in column.strict],
    }


def _text(points: object) -> str | None:
    return None if points is None else f"{points:f}"
