"""Total, grade and the whole card: sums, caps, the grades that are possible, and the interchange format."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from jixiao.law import article
from jixiao.model import Evaluation
from jixiao.scoring import Scorecard, Total, packs, scorecard_to_json
from jixiao.scoring.totals import grade

Scored = Callable[..., Scorecard]
FUND = "资金：年度资金总额 | 全年 100 | 执行 {spent} | 分值 10 | 得分 8"
FIGURE = "指标：产出指标 / 数量指标 / 甲 | 分值 {weight} | 指标值 ≥100次 | 实际值 {actual}次 | 得分 9"
QUALITY = "指标：效益指标 / 社会效益指标 / 乙 | 分值 {weight} | 指标值 稳步推进 | 实际值 {phrase}"


def form(*lines: str) -> str:
    return "\n".join(lines)


def test_a_form_of_figures_has_one_total_and_one_grade(scored: Scored) -> None:
    card = scored(form(FUND.format(spent=80), FIGURE.format(weight=90, actual=90), "总分：得分 89", "等级：良"))
    assert (card.total.reported, card.total.low, card.total.high, card.total.weight) == (89, 89, 89, 100)
    assert card.total.because == "8分 ＋ 81分 = 89分。"
    assert (card.grade.reported, card.grade.from_reported, card.grade.computed) == ("良", "良", ("良",))
    assert card.grade.because == "总分89分，属“良”。"


def test_qualities_widen_the_total_and_the_grades(scored: Scored) -> None:
    card = scored(form(FIGURE.format(weight=60, actual=100), QUALITY.format(weight=40, phrase="达成预期指标")))
    assert (card.total.low, card.total.high) == (92, 100)
    card = scored(form(FIGURE.format(weight=50, actual=100), QUALITY.format(weight=50, phrase="基本达成")))
    assert (card.total.low, card.total.high) == (80, 100)
    assert card.total.because == "50分 ＋ （30至50分） = 80至100分。"
    assert card.grade.computed == ("优", "良")
    assert card.grade.because == "总分在80至100分之间，属“优”或“良”。"


def test_what_has_no_weight_is_said_to_be_left_out(scored: Scored) -> None:
    lead = "重算的总分只含有分值的各项，"
    fund = "资金：年度资金总额 | 全年 100 | 执行 80 | 得分 8"
    bare = "指标：产出指标 / 数量指标 / 丙 | 指标值 ≥100次 | 实际值 90次"
    levels = "指标：产出指标 / 数量指标 / 丁"
    full = FIGURE.format(weight=90, actual=90)
    card = scored(form(FUND.format(spent=80), full, levels))
    assert card.total.left_out == ""
    card = scored(form(fund, FIGURE.format(weight=95, actual=90)))
    assert card.total.left_out == f"{lead}共95分；预算执行率没有分值或分值没有读到，没有计入。"
    card = scored(form(FUND.format(spent=80), bare, bare + " | 得分 5"))
    assert card.total.left_out == f"{lead}共10分；2行指标没有分值或分值没有读到，没有计入。"
    assert card.total.because.endswith(card.total.left_out)
    card = scored(form(fund, FIGURE.format(weight=95, actual=90), bare))
    assert card.total.left_out == f"{lead}共95分；预算执行率和1行指标没有分值或分值没有读到，没有计入。"


def test_a_grade_that_begins_where_the_total_never_arrives_is_not_possible() -> None:
    def grades(low: int, high: int, *, open_above: bool) -> tuple[str, ...]:
        total = Total(
            reported=None, low=Decimal(low), high=Decimal(high), open_above=open_above, weight=Decimal(100), because=""
        )
        return grade(Evaluation(), total, packs["mof-2020-10"]).computed

    assert grades(82, 90, open_above=True) == ("良",)
    assert grades(82, 90, open_above=False) == ("优", "良")
    assert grades(60, 80, open_above=True) == ("中",)
    assert grades(0, 100, open_above=False) == ("优", "良", "中", "差")


def test_a_cap_below_an_open_total_is_reached(scored: Scored) -> None:
    card = scored(form(FUND.format(spent=70), QUALITY.format(weight=90, phrase="部分达成")), "manual-2022")
    assert (card.total.low, card.total.high, card.total.open_above) == (61, 79, True)
    capped = scored(form(FUND.format(spent=40), QUALITY.format(weight=90, phrase="部分达成")), "manual-2022")
    assert (capped.total.low, capped.total.high, capped.total.open_above) == (58, 59, False)
    assert capped.total.because.endswith("执行率40%，总分不高于59分。")
    assert [article.article for article in capped.total.basis] == ["第1.4节"]


@pytest.mark.parametrize("weight", [80, 100])
def test_points_that_do_not_make_a_hundred_earn_no_grade(scored: Scored, weight: int) -> None:
    card = scored(form(FUND.format(spent=100), FIGURE.format(weight=weight, actual=100), "总分：得分 100"))
    assert card.grade.computed == ()
    assert card.grade.because == f"记分各行的分值合计{weight + 10}分，不是100分，不能评定等级。"
    assert card.grade.from_reported == "优"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("指标：产出指标 / 数量指标 / 甲 | 指标值 ≥100次 | 实际值 90次", "本表不设分值，不记分。"),
        (
            f"评价：project target 2023 万元 目标表\n{FUND.format(spent=0)}\n{FIGURE.format(weight=90, actual=0)}",
            "本表是绩效目标表，不记分。",
        ),
        (
            f"评价：project monitoring 2023 万元 监控表\n{FIGURE.format(weight=90, actual=50)}",
            "本表是绩效监控表，不记分。",
        ),
    ],
)
def test_forms_without_points_are_traced_as_such(scored: Scored, text: str, because: str) -> None:
    card = scored(text)
    assert card.execution is None
    assert [(row.computed, row.because) for row in card.rows] == [(None, because)]
    assert card.rows[0].comparison is not None
    assert (card.total.low, card.total.high, card.grade.computed) == (None, None, ())
    assert card.total.because == "本表没有可以记分的行，不计总分。"


def test_the_card_in_the_interchange_format(scored: Scored) -> None:
    card = scored(
        form(
            FUND.format(spent=80), FIGURE.format(weight=90, actual=90), "指标：- / - / 丙", "总分：得分 89", "等级：良"
        )
    )
    thirteenth, sixteenth = (msgspec.to_builtins(article("财预〔2020〕10号", number)) for number in (13, 16))
    assert scorecard_to_json(card) == {
        "evaluation": 0,
        "rule_pack": "mof-2020-10",
        "rows": [
            {
                "indicator": None,
                "reported": "8",
                "computed": {"low": "8.00", "high": "8.00", "open_above": False},
                "rule": "execution",
                "because": "执行率 80 ÷ 100 = 80%，80% × 10分 = 8分。",
                "basis": [thirteenth, sixteenth],
                "own": None,
            },
            {
                "indicator": 0,
                "reported": "9",
                "computed": {"low": "81.00", "high": "81.00", "open_above": False},
                "rule": "completion",
                "because": "90次 ÷ 100次 × 90分 = 81分。",
                "basis": [sixteenth],
                "own": None,
            },
            {
                "indicator": 1,
                "reported": None,
                "computed": None,
                "rule": "unscored",
                "because": "本行没有分值，不记分。",
                "basis": [],
                "own": None,
            },
        ],
        "total": {
            "reported": "89",
            "low": "89.00",
            "high": "89.00",
            "open_above": False,
            "because": "8分 ＋ 81分 = 89分。",
        },
        "grade": {"reported": "良", "computed": "良"},
    }


def test_several_possible_grades_are_joined_and_none_is_null(scored: Scored) -> None:
    open_card = scored(form(FIGURE.format(weight=50, actual=100), QUALITY.format(weight=50, phrase="基本达成")))
    assert scorecard_to_json(open_card)["grade"] == {"reported": None, "computed": "优、良"}
    empty = scorecard_to_json(scored("项目名称：甲"))
    assert empty["rows"] == []
    assert empty["grade"] == {"reported": None, "computed": None}
    assert empty["total"]["low"] is None


def test_one_form_scored_under_all_packs_side_by_side(scored: Scored) -> None:
    text = form(
        FUND.format(spent=60),
        FIGURE.format(weight=80, actual=140),
        "指标：产出指标 / 时效指标 / 响应时间 | 分值 10 | 指标值 ≤60分钟 | 实际值 90分钟",
    )
    totals = {pack.code: scored(text, pack.code).total.high for pack in packs}
    assert totals == {
        "mof-2020-10": Decimal("92.67"),
        "mof-2021-101": Decimal("86.67"),
        "manual-2022": Decimal(79),
        "explain-130": Decimal("92.67"),
        "module-reverse": Decimal("91.00"),
        "mingguang-2021": Decimal("92.67"),
    }


def test_a_form_outside_the_time_of_the_pack_says_so_beside_its_total(scored: Scored) -> None:
    rows = "指标：产出指标 / 数量指标 / 任务量 | 分值 100 | 指标值 ≥1次 | 实际值 1次"
    card = scored(f"评价：project self_evaluation 2024 万元 自评表\n{rows}", "mingguang-2021")
    assert card.reservation.startswith("本表为2024年度")
    assert card.total.because == f"100分 = 100分。{card.reservation}"
    assert scored(rows, "mof-2020-10").reservation == ""


def test_the_interchange_says_that_a_deadline_missed_never_earns_full_points(scored: Scored) -> None:
    plain = scorecard_to_json(scored("指标：- / - / 甲 | 分值 10 | 指标值 2024年6月底前 | 实际值 2024年9月"))
    assert plain["rows"][0]["computed"] == {"low": "0.00", "high": "10.00", "open_above": True}
    assert plain["total"]["open_above"] is True
