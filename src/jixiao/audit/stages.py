"""Which forms belong together (表的衔接): goal form, monitoring and self-evaluation of a project, its forms of two years, two versions."""

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process

from jixiao.audit.collection import Collection, Filed
from jixiao.facts import Likeness, name_core, project_likeness
from jixiao.model import Indicator

MOST_BY_NAME = 60
"""Forms of one unit and year whose names are compared with each other letter by letter; with more, only equal names are matched."""


class Pair(NamedTuple):
    """An earlier form and a later one of the same project, and how surely they are."""

    earlier: Filed
    later: Filed
    likeness: Likeness


_STAGES = {"target": 0, "monitoring": 1, "self_evaluation": 2, "review": 3}


def stages(collection: Collection) -> Iterator[Pair]:
    """Goal and monitoring forms with the self-evaluation of the same unit, project and year, each with the latest stage before it."""
    for forms in collection.by_unit_year.values():
        later = [form for form in forms if form.digest.form == "self_evaluation"]
        earlier = [form for form in forms if form.digest.form in {"target", "monitoring"}]
        if not earlier:
            continue
        by_name, by_code = _indexed(earlier)
        for form in later:
            if form.audited:
                for match, likeness in _matches(form, earlier, by_name, by_code):
                    yield Pair(match, form, likeness)


def _indexed(forms: list[Filed]) -> tuple[dict[str, list[Filed]], dict[str, list[Filed]]]:
    by_name: dict[str, list[Filed]] = {}
    by_code: dict[str, list[Filed]] = {}
    for form in forms:
        by_name.setdefault(form.digest.project_core, []).append(form)
        if form.digest.evaluation.project_code:
            by_code.setdefault(form.digest.evaluation.project_code, []).append(form)
    return by_name, by_code


def _matches(
    form: Filed, earlier: list[Filed], by_name: dict[str, list[Filed]], by_code: dict[str, list[Filed]]
) -> Iterator[tuple[Filed, Likeness]]:
    code = form.digest.evaluation.project_code
    if code and code in by_code:
        yield from ((match, Likeness(1.0, "项目编码相同")) for match in by_code[code])
        return
    if form.digest.project_core and form.digest.project_core in by_name:
        yield from (
            (match, project_likeness(match.digest.evaluation.project_name, form.digest.evaluation.project_name))
            for match in by_name[form.digest.project_core]
        )
        return
    if len(earlier) > MOST_BY_NAME:
        return
    liked = [
        (project_likeness(match.digest.evaluation.project_name, form.digest.evaluation.project_name), match)
        for match in earlier
    ]
    best = max((likeness.confidence for likeness, _ in liked), default=0)
    if best >= 0.75:
        yield from ((match, likeness) for likeness, match in liked if likeness.confidence == best)


def years(collection: Collection, forms: frozenset[str] = frozenset({"self_evaluation"})) -> Iterator[Pair]:
    """The self-evaluation of one year with a form of the year after, of the same unit and project; `forms` are the kinds of the later."""
    for group in collection.by_project.values():
        if len(group) < 2:
            continue
        last = {form.digest.year: form for form in group if form.digest.form == "self_evaluation" and form.digest.year}
        for form in group:
            before = last.get((form.digest.year or 0) - 1)
            if form.audited and before is not None and form.digest.form in forms:
                yield Pair(before, form, Likeness(0.95, "单位、项目相同"))


class Aligned(NamedTuple):
    """A row of the earlier form and the row of the later one that continues it; one of them None where there is none."""

    earlier: int | None
    later: int | None


def aligned(pair: Pair) -> list[Aligned]:
    """Match the indicator rows of two forms: by equal names in order, then the rest by likeness; each row once."""
    left, right = pair.earlier.digest.evaluation.indicators, pair.later.digest.evaluation.indicators
    open_rows: dict[str, list[int]] = {}
    for index, row in enumerate(right):
        open_rows.setdefault(_row_key(row), []).append(index)
    matched: dict[int, int] = {}
    for index, row in enumerate(left):
        candidates = open_rows.get(_row_key(row))
        if candidates:
            matched[index] = candidates.pop(0)
    rest = {index: _row_key(right[index]) for rows in open_rows.values() for index in rows}
    for index, row in enumerate(left):
        if index in matched or not rest:
            continue
        best = process.extractOne(_row_key(row), rest, scorer=fuzz.ratio, score_cutoff=_LIKE)
        if best is not None:
            matched[index] = best[2]
            del rest[best[2]]
    taken = set(matched.values())
    return [Aligned(index, matched.get(index)) for index in range(len(left))] + [
        Aligned(None, index) for index in range(len(right)) if index not in taken
    ]


_LIKE = 72
"""Per cent of the characters that two names of one indicator share at least."""


def _row_key(row: Indicator) -> str:
    return name_core(row.name) or f"{row.level1}{row.level2}"
