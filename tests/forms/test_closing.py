"""A form whose sums do not close says itself which cells to doubt."""

import msgspec
import pytest

from jixiao.forms import recognise
from jixiao.forms.closing import closes, doubt, stray_points, untied
from jixiao.model import Evaluation, Fund, Indicator
from tests.forms import generated

SOUND = Indicator(
    level1="产出指标", level2="数量指标", name="培训", target="3场", actual="4场", weight="50", score="45"
)
OTHER = msgspec.structs.replace(SOUND, name="宣传", weight="50", score="50")


def form(
    *rows: Indicator, weight: str | None = "100", score: str | None = "95", points: str | None = None
) -> Evaluation:
    funds = (Fund(label="年度资金总额", weight=points, score=points),) if points else ()
    return Evaluation(indicators=rows, total_weight=weight, total_score=score, funds=funds)


@pytest.mark.parametrize(
    ("evaluation", "closed"),
    [
        (form(SOUND, OTHER), True),
        (form(SOUND, OTHER, weight=None), True),
        (form(SOUND, OTHER, score=None), True),
        (form(SOUND, OTHER, weight="110", score="105", points="10"), True),
        (form(SOUND, OTHER, score="95.05"), True),
        (form(SOUND, OTHER, score="96"), False),
        (form(SOUND), False),
        (form(), False),
    ],
)
def test_a_form_closes_when_its_rows_add_up_to_its_totals(evaluation: Evaluation, closed: bool) -> None:  # noqa: FBT001 - a column
    assert closes(evaluation) is closed


def test_a_form_without_totals_or_with_sound_sums_is_taken_as_read() -> None:
    assert doubt(form(SOUND, weight=None, score=None)).indicators == (SOUND,)
    assert doubt(form(SOUND, OTHER)).indicators == (SOUND, OTHER)


@pytest.mark.parametrize(
    ("change", "doubtful"),
    [
        ({}, ()),
        ({"score": "60"}, ("weight", "score")),
        ({"actual": None}, ("target", "actual", "weight", "score")),
        ({"score": "60", "doubtful": ("score",)}, ("score", "weight")),
        ({"target": None, "actual": None, "weight": None, "score": None}, ("target", "actual", "weight", "score")),
    ],
)
def test_where_the_sums_do_not_close_odd_rows_are_doubted(change: dict[str, object], doubtful: tuple[str, ...]) -> None:
    row = msgspec.structs.replace(SOUND, **change)
    assert set(doubt(form(row, score="12")).indicators[0].doubtful) == set(doubtful)


@pytest.mark.parametrize(
    ("weight", "score", "doubtful"),
    [("100", "92", ()), ("110", "92", ("weight", "score")), ("100", "100", ("weight", "score"))],
)
def test_a_score_above_its_weight_is_doubted_where_it_may_be_misread(
    weight: str, score: str, doubtful: tuple[str, ...]
) -> None:
    """The weights do not close, or the printed total would be right without the excess."""
    above = msgspec.structs.replace(SOUND, score="55")
    assert doubt(form(above, OTHER, weight=weight, score=score)).indicators[0].doubtful == doubtful


@pytest.mark.parametrize(
    ("rate", "doubtful"),
    [("20", ["adjusted", "executed", "rate"]), ("98.33", []), ("0.98", []), ("20%", []), (None, [])],
)
def test_a_bare_number_that_no_budget_gives_is_doubted_as_a_rate(rate: str | None, doubtful: list[str]) -> None:
    funds = (Fund(label="年度资金总额", adjusted="120", executed="118", rate=rate),)
    assert untied(Evaluation(indicators=(SOUND,), funds=funds)) == [f"funds/0/{field}" for field in doubtful]


def test_the_only_row_with_points_is_doubted_where_it_lacks_what_was_done() -> None:
    blank = msgspec.structs.replace(SOUND, weight=None, score=None)
    stray = msgspec.structs.replace(SOUND, actual=None, target="0", weight="0", score=None)
    assert stray_points(Evaluation(indicators=(blank,) * 3 + (stray,))) == [
        "indicators/3/target",
        "indicators/3/weight",
    ]
    assert stray_points(Evaluation(indicators=(SOUND,) * 3 + (stray,))) == []
    undone = msgspec.structs.replace(blank, actual=None)
    assert stray_points(Evaluation(indicators=(undone,) * 3 + (stray,))) == []
    untold = msgspec.structs.replace(stray, target=None)
    assert stray_points(Evaluation(indicators=(undone,) * 3 + (untold,))) == ["indicators/3/weight"]


def test_a_zero_beside_a_zero_is_told_as_doubtful_where_no_row_has_points() -> None:
    text = (
        "项目支出绩效自评表\n（2023年度）\n项目名称\t参保补助\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t参保人数\t≥218万人\t216.96万人\t\t\n\t\t补助标准\t≥640元\t640元\t\t\n\t\t虚报参保人数\t0\t0\t\t\n"
        "\t质量指标\t综合参保率\t≥90%\t86%\t\t\n满意度指标\t服务对象满意度指标\t服务满意度\t≥85%\t91.3%\t\t\n总分\t\t\t\t\t\t\n"
    )
    (evaluation,) = recognise(generated.read_text(text)).evaluations
    for row in evaluation.indicators:
        said = [field for field in ("target", "actual", "weight", "score") if getattr(row, field) is not None]
        assert said == ["target", "actual"] or set(said) <= set(row.doubtful)
