"""Whether a form that was read is the unit's own and of the cycle's year: what must be confirmed on acceptance, what is only told."""

from collections.abc import Iterable
from typing import NamedTuple

from jixiao import pipeline
from jixiao.model import Evaluation
from jixiao_web.people.models import Body
from jixiao_web.uploads.models import Upload

_SURELY, _LIKELY = 0.9, 0.8
"""From which likeness on a name is that of another body; from which on it may be one's own (医疗保障局, without a region)."""


class Question(NamedTuple):
    """A Chinese sentence about a form; whether it must be confirmed before the form is accepted."""

    text: str
    grave: bool


def questions(upload: Upload, evaluation: Evaluation) -> list[Question]:
    """What speaks against the form's being one that the body files in this cycle."""
    found = []
    if evaluation.year and evaluation.year != upload.cycle.year:
        text = f"这张表写的是{evaluation.year}年度，批次是{upload.cycle.year}年度；请核对是否上传了别的年度的表。"
        found.append(Question(text, grave=True))
    bodies = list(Body.objects.prefetch_related("renamings").select_related("merger"))
    unit = upload.body.unit
    own = [each for each in bodies if _belongs(each, unit)]
    above = [each for each in bodies if _stands_above(each, unit)]
    for label, name, allowed in (
        ("实施单位", evaluation.implementer, own),
        ("主管部门", evaluation.supervisor, [*own, *above]),
    ):
        if name and not _named(name, allowed, _LIKELY):
            found.append(_question(label, name, _others(bodies, allowed), unit))
    return found


def _question(label: str, name: str, others: Iterable[Body], unit: Body) -> Question:
    other = next((each for each in others if _named(name, [each], _SURELY)), None)
    if other is not None:
        text = f"{label}“{name}”是{other.name}，不是{unit.name}；请核对是否上传了别的单位的表。"
        return Question(text, grave=True)
    return Question(f"{label}“{name}”不在登记的机构中；请核对是否写错，或是否为别的单位的表。", grave=False)


def _belongs(body: Body, unit: Body) -> bool:
    """Tell whether a body is the unit, below it, or was merged into it."""
    merger = getattr(body, "merger", None)
    return body.path.startswith(unit.path) or (merger is not None and merger.into_id == unit.pk)


def _stands_above(body: Body, unit: Body) -> bool:
    """Tell whether a body is above the unit, or a unit of a region above it, as 市医疗保障局 is of the bureaus of its counties."""
    region = body.path if body.kind != Body.Kind.UNIT else body.path.removesuffix(f"{body.pk}/")
    regional = body.kind != Body.Kind.OFFICE and unit.path.startswith(region)
    beside = body.kind == Body.Kind.UNIT and body.parent_id == unit.parent_id
    return regional and not beside


def _others(bodies: Iterable[Body], allowed: Iterable[Body]) -> list[Body]:
    """Bodies of others; their offices are called alike everywhere and tell nothing."""
    known = {each.pk for each in allowed}
    return [each for each in bodies if each.pk not in known and each.kind != Body.Kind.OFFICE]


def _named(name: str, bodies: Iterable[Body], least: float) -> bool:
    """Tell whether a name is that of one of the bodies, now or formerly, or begins with that of a unit."""
    return any(
        pipeline.unit_meant(name, known, or_part=body.kind == Body.Kind.UNIT) >= least
        for body in bodies
        for known in (body.name, *(each.before for each in body.renamings.all()))
    )
