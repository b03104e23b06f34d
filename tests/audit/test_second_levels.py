"""二级指标的归类 against names labelled by hand: floors under what `benchmarks/second_levels.py` measures, and how points add up."""

import pytest
from second_levels import labelled, measure

from jixiao.audit.rows import Row
from jixiao.audit.second_levels import judge, lexicon, misplaced, printed_level
from jixiao.model import Indicator
from jixiao.targets.units import BASES

FILES = ("second_levels.yaml", "second_levels_held_out.yaml")


def row(level2: str | None, name: str | None, target: str | None) -> Row:
    return Row(0, Indicator(level1=None, level2=level2, name=name, target=target))


def test_there_are_enough_names_and_none_twice() -> None:
    names = [each.name for file in FILES for each in labelled(file)]
    assert len(names) == len(set(names)) >= 250


@pytest.mark.parametrize("file", FILES)
def test_names_in_their_right_place_are_let_be(file: str) -> None:
    figures = measure(file)
    assert len(figures.false_alarms) <= 0.01 * figures.names, figures.false_alarms


@pytest.mark.parametrize(("file", "precision", "recall"), [(FILES[0], 0.98, 0.6), (FILES[1], 0.97, 0.45)])
def test_names_in_a_wrong_place_are_told_of_with_their_right_one(file: str, precision: float, recall: float) -> None:
    figures = measure(file)
    assert figures.precision >= precision
    assert figures.recall >= recall


@pytest.mark.parametrize("file", FILES)
def test_a_clear_lead_is_right(file: str) -> None:
    figures = measure(file)
    assert figures.accuracy >= 0.94
    assert figures.coverage >= 0.75


def test_the_lexicon_knows_what_it_speaks_of() -> None:
    base = lexicon()
    levels = set(base.words)
    assert set(base.units) | set(base.shapes) | set(base.told) <= levels
    assert all(set(least) <= levels - {printed} for printed, least in base.told.items())
    assert all(printed_level(level) == level for level in levels)
    units = {unit for given in base.units.values() for words in given.values() for unit in words.split()}
    assert units <= {base for base, _ in BASES.values()}


def test_points_are_those_of_words_units_and_shapes() -> None:
    judged = judge("指标1：系统故障响应时间", "≤15分钟")
    assert judged.best == "时效指标"
    assert judged.words["时效指标"][0] == "响应时间"
    assert judged.lead >= 5


def test_nothing_known_gives_no_level() -> None:
    judged = judge("甲", None)
    assert judged.best is None
    assert judged.lead == 0


def test_two_as_good_give_no_level() -> None:
    judged = judge("费用响应", "甲")
    assert judge("满意度合格率", None).best == "满意度指标"
    assert judged.best is None or judged.lead > 0


@pytest.mark.parametrize(
    ("level2", "name", "target", "belongs"),
    [
        ("数量指标", "工单响应时间", "≤10分钟", "时效指标"),
        ("质量指标", "参加培训人次", "≥100人次", "数量指标"),
        ("时效指标", "基金累计结余可支付月数", "6-9个月", "可持续影响指标"),
        ("社会效益指标", "办事群众满意度", "≥90%", "满意度指标"),
        ("产出数量（10分）", "资料验收合格率", "≥95%", "质量指标"),
    ],
)
def test_a_row_in_the_wrong_place(level2: str, name: str, target: str, belongs: str) -> None:
    found = misplaced(row(level2, name, target))
    assert found is not None
    assert found.belongs == belongs
    assert found.words


@pytest.mark.parametrize(
    ("level2", "name", "target"),
    [
        (None, "工单响应时间", "≤10分钟"),
        ("参保水平", "工单响应时间", "≤10分钟"),
        ("数量指标", None, "≤10分钟"),
        ("满意度指标", "政策知晓率", "≥90%"),
        ("质量指标", "有责投诉件数", "≤3件"),
        ("数量指标", "定点机构检查覆盖率", "≥90%"),
        ("社会效益指标", "业务平均用时", "≤10分钟"),
        ("时效指标", "费用及时结算率", "≥95%"),
        ("数量指标", "甲", None),
    ],
)
def test_a_row_that_may_stand_where_it_is(level2: str | None, name: str | None, target: str | None) -> None:
    assert misplaced(row(level2, name, target)) is None
