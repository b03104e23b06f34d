"""从严复核: a standard takes from the rows that sure findings quote, the hardest article counts, and silence is not assent."""

from decimal import Decimal

import msgspec
import pytest

from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.model import parse_notation
from jixiao.scoring import Interval, packs, score
from jixiao.simulation import review_standards, reviewed, simulate, simulation_to_json
from jixiao.simulation.review import Deduction

FORM = parse_notation(
    """评价：project self_evaluation 2023 万元 自评表
资金：年度资金总额 | 全年 100 | 执行 75 | 分值 10
指标：产出指标 / 数量指标 / 资金支付率 | 分值 40 | 指标值 ≥75% | 实际值 75%
指标：效益指标 / 社会效益指标 / 机制健全程度 | 分值 50 | 指标值 逐步健全 | 实际值 达成预期指标"""
).evaluations[0]
PACK = packs["mof-2020-10"]
[STANDARD] = review_standards()


def finding(code: str, row: int, certainty: Certainty = Certainty.LIKELY, evaluation: int = 0) -> Finding:
    return Finding(
        code=code,
        name="name",
        title="标题",
        severity=Severity.WARNING,
        certainty=certainty,
        message="说明。",
        evaluation=evaluation,
        quotes=(Quote(text="“”", path=f"indicators/{row}/name"), Quote(text="优", path="grade")),
    )


def test_the_standard_takes_points_from_the_rows_it_names() -> None:
    strict = reviewed(score(FORM, PACK), [finding("IND-08", 0), finding("IND-02", 1)], STANDARD, PACK)
    assert strict.low_end == Decimal("87.5")
    assert [(row.indicator, row.code, row.left) for row in strict.rows] == [
        (0, "IND-08", Interval.exactly(Decimal(0))),
        (1, "IND-02", Interval(low=Decimal(0), high=Decimal(35))),
    ]
    assert strict.reviewed == Interval(low=Decimal("7.5"), high=Decimal("42.5"))


def test_of_two_articles_for_one_row_the_hardest_counts() -> None:
    for order in (["IND-02", "SAT-01"], ["SAT-01", "IND-02"]):
        strict = reviewed(score(FORM, PACK), [finding(code, 1) for code in order], STANDARD, PACK)
        assert [row.code for row in strict.rows] == ["SAT-01"]


def test_what_is_only_possible_or_of_another_form_or_check_takes_nothing() -> None:
    others = [
        finding("IND-08", 0, Certainty.POSSIBLE),
        finding("IND-08", 0, evaluation=1),
        finding("STR-01", 0),
        finding("IND-08", 7),
    ]
    strict = reviewed(score(FORM, PACK), others, STANDARD, PACK)
    assert strict.rows == ()
    assert strict.reviewed == Interval(low=Decimal("87.5"), high=Decimal("97.5"))


def test_a_cap_on_the_total_holds_for_the_reviewer_too() -> None:
    manual = packs["manual-2022"]
    strict = reviewed(score(FORM, manual), [], STANDARD, manual)
    assert strict.reviewed == Interval(low=Decimal("87.5"), high=Decimal(89))


def test_a_form_without_points_has_no_total_to_review() -> None:
    plain = msgspec.structs.replace(FORM, indicators=(), funds=())
    strict = reviewed(score(plain, PACK), [], STANDARD, PACK)
    assert (strict.low_end, strict.reviewed) == (None, None)
    assert simulate(plain, 0, [], [PACK]).packs == ()


def test_the_standard_rests_on_an_article_and_names_what_only_people_can_judge() -> None:
    assert STANDARD.article.article == "全文"
    assert len(STANDARD.by_hand) == 2


def test_a_share_outside_of_the_points_is_refused() -> None:
    with pytest.raises(ValueError, match="扣减比例必须在0和1之间"):
        Deduction(title="甲", checks=(), least=Decimal(1), most=Decimal("0.5"))


def test_a_simulation_in_json_has_a_column_for_each_pack() -> None:
    told = simulation_to_json(simulate(FORM, 0, [finding("IND-08", 0)], list(packs)))
    assert [column["rule_pack"] for column in told["packs"]] == [pack.code for pack in packs]
    assert told["packs"][0]["total"] == {"reported": None, "low": "87.50", "high": "97.50"}
    assert told["packs"][0]["strict"][0]["rows"][0]["left"] == {"low": "0.00", "high": "0.00", "open_above": False}
    assert told["packs"][0]["next_grade"] is None
