"""Laws that hold for the report of every form, however little or whatever it says."""

import re
from collections.abc import Iterator
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.model import Evaluation, Submission
from jixiao.papers import Figure, Grid, Line
from jixiao.papers.grids import check as check_grid
from jixiao.places import Source
from jixiao.renderers.narrative import Narrated, Report, ReportKind, UnboundFigureError, check, narrate
from jixiao.renderers.narrative.expressions import Cell
from jixiao.renderers.narrative.fragments import Bound, Said
from jixiao.scoring import DEFAULT_PACK, packs
from tests.model.submissions import SUBMISSIONS
from tests.recalculation.generated_forms import forms

KINDS: tuple[ReportKind | None, ...] = (None, "project", "transfer", "department")
HEAD = {
    "project_name": "医保政策宣传经费",
    "supervisor": "青崖市医疗保障局",
    "implementer": "青崖市医疗保障事务中心",
    "title": "项目支出绩效自评表",
}


def submission(*evaluations: Evaluation) -> Submission:
    source = Source(name="自评表.txt", sha256="", media_type="text/plain", reader="notation")
    return Submission(source=source, evaluations=evaluations)


def written(content: Submission, kind: ReportKind | None = None, last: Submission | None = None) -> Narrated:
    before = [] if last is None else [pipeline.examine(last)]
    return narrate([pipeline.examine(content)], before, kind)


def texts_of(report: Report) -> Iterator[str]:
    for block in report.paper.blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        elif isinstance(block, Figure):
            yield from (block.caption, block.description)


def unbound(report: Report) -> str:
    """What stands on the paper outside of every binding."""
    outside = []
    for traced in report.texts:
        bound = {place for span in traced.text.spans for place in range(span.start, span.end)}
        outside.append("".join(letter for place, letter in enumerate(traced.text.text) if place not in bound))
    return "\n".join(outside)


def holding_back(form: Evaluation, random: Random, share: float) -> Evaluation:
    """The form with a share of its values left blank."""

    def bare(row: msgspec.Struct, fields: tuple[str, ...]) -> msgspec.Struct:
        return msgspec.structs.replace(row, **{field: None for field in fields if random.random() < share})

    rows = tuple(bare(row, ("target", "actual", "score", "weight", "note")) for row in form.indicators)
    funds = tuple(bare(fund, ("adjusted", "executed", "weight", "score")) for fund in form.funds)
    head = {field: None for field in (*HEAD, "amount_unit", "year") if random.random() < share}
    return msgspec.structs.replace(form, indicators=rows, funds=funds, **head)


@st.composite
def made_forms(draw: st.DrawFn) -> Evaluation:
    """Forms with sound figures of all kinds of rows, points as printed by the evaluator or a little off, some values blank."""
    seed = draw(st.integers(0, 10**6))
    random = Random(seed)  # noqa: S311 - the same seed must give the same form
    form = next(iter(forms(seed, 1, packs[DEFAULT_PACK]))).evaluation
    rows = tuple(
        msgspec.structs.replace(row, score=row.weight if random.random() < 0.7 else "3") for row in form.indicators
    )
    whole = msgspec.structs.replace(form, indicators=rows, total_weight="100", total_score="92.5", **HEAD)
    return holding_back(whole, random, draw(st.sampled_from([0.0, 0.1, 0.5, 1.0])))


@settings(max_examples=60, deadline=None)
@given(SUBMISSIONS, st.sampled_from(KINDS))
def test_whatever_a_file_holds_its_reports_are_bound_and_whole(content: Submission, kind: ReportKind | None) -> None:
    if not any(form.form == "self_evaluation" for form in content.evaluations):
        return
    made = written(content, kind)
    for report in made.reports:
        check(report, made.materials)
        outside = unbound(report)
        assert not re.search(r"\d", outside), outside
        assert "None" not in outside
        for block in report.paper.blocks:
            if isinstance(block, Grid):
                check_grid(block)


@settings(max_examples=35, deadline=None)
@given(made_forms(), st.sampled_from(KINDS))
def test_every_figure_is_bound_and_missing_values_give_gaps(form: Evaluation, kind: ReportKind | None) -> None:
    made = written(submission(form), kind)
    for report in made.reports:
        check(report, made.materials)
        text = "\n".join(texts_of(report))
        assert "None" not in text
        assert not re.search(r"\d", unbound(report))
        assert not re.search(r"，，|。。|，。|：。|、。|（）|“”|，；", text), text
        if all(fund.executed is None for fund in form.funds) and kind != "department":
            assert "【待填写：资金执行情况" in text
            assert "全年执行" not in text.replace("全年执行数", "")


@settings(max_examples=25, deadline=None)
@given(made_forms())
def test_nothing_is_told_that_the_form_does_not_hold(form: Evaluation) -> None:
    report = written(submission(form)).reports[0]
    text = "\n".join(texts_of(report))
    if not any("满意" in (row.level1 or "") + (row.level2 or "") + (row.name or "") for row in form.indicators):
        assert "满意度" not in text
    assert "与上年" not in text
    assert "自评表说明" not in text or any(row.note for row in form.indicators)
    assert ("自评得分" in text) == any(row.weight or row.score for row in form.indicators) or "【待填写：自评" in text
    held = msgspec.json.encode(form).decode().replace("\\", "")
    spans = [span for traced in report.texts for span in traced.text.spans]
    own = [
        each.binding for each in spans if isinstance(each.binding, Said) and "scorecard" not in each.binding.origin.path
    ]
    assert not [said.text for said in own if said.text not in held]


@settings(max_examples=25, deadline=None)
@given(made_forms(), st.data())
def test_a_value_changed_afterwards_fails_the_check(form: Evaluation, data: st.DataObject) -> None:
    made = written(submission(form))
    report = made.reports[0]
    cells = [
        span.binding.expression.origin.path
        for traced in report.texts
        for span in traced.text.spans
        if isinstance(span.binding, Bound) and isinstance(span.binding.expression, Cell)
    ]
    if not cells:
        return
    kind, *rest = data.draw(st.sampled_from(sorted(set(cells)))).split("/")
    if rest:
        rows = list(getattr(form, kind))
        rows[int(rest[0])] = msgspec.structs.replace(rows[int(rest[0])], **{rest[1]: "77.7"})
        changed = msgspec.structs.replace(form, **{kind: tuple(rows)})
    else:
        changed = msgspec.structs.replace(form, **{kind: "77.7"})
    with pytest.raises(UnboundFigureError):
        check(report, written(submission(changed)).materials)


@settings(max_examples=20, deadline=None)
@given(made_forms(), made_forms())
def test_the_comparison_with_last_year_is_bound_as_well(now: Evaluation, last: Evaluation) -> None:
    now = msgspec.structs.replace(now, year=2023, **HEAD)
    last = msgspec.structs.replace(last, year=2022, **HEAD)
    made = written(submission(now), last=submission(last))
    check(made.reports[0], made.materials)
    text = "\n".join(texts_of(made.reports[0]))
    assert "与上年比较" in text
    assert not re.search(r"\d", unbound(made.reports[0]))


def test_the_same_forms_give_the_same_report() -> None:
    made = [
        written(submission(msgspec.structs.replace(form.evaluation, **HEAD)))
        for form in forms(7, 1, packs[DEFAULT_PACK])
        for _ in range(2)
    ]
    assert list(texts_of(made[0].reports[0])) == list(texts_of(made[1].reports[0]))
