"""The formulas of the hidden sheet give what `scoring` gives, or nothing: LibreOffice calculates, the scorer is asked for the same rows."""

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from xlsxwriter import Workbook

from jixiao.model import Evaluation, Fund, Indicator
from jixiao.renderers.fillin import calculation, pack_formulas
from jixiao.renderers.fillin.reading_formulas import PHRASES, Typed, operator_words
from jixiao.renderers.fillin.units import OFFERED, formula_units
from jixiao.scoring import RulePack, packs, score
from jixiao.scoring.indicators import score_indicator
from jixiao.targets import parse
from tests.renderers.fillin.recalculating import needs_office, saved_again

_ROWS = 150
"""Rows for each pack: one start of LibreOffice calculates them all."""

_ODD = (
    "100", "0", "95", "1", "05", "1,2", "1.2.3", "2024.11.22", "1,20", "12,3456", "1.", "，3", ".5", "1e5", "12/3", "-5",
    "1234567890123456", "1,234,567.25", "12月30",
)  # fmt: skip
_TAILS = (
    "%", "%", "家", "万元", "元", "分钟", "个工作日", "", "", "元/人", "次", "万人", "无此单位", "以上", "%以上", "年", "月", "日前", "*",
    "?",
)  # fmt: skip
_SIGNS = (
    "≥",
    "≥",
    "≤",
    "≤",
    "＝",
    "=",
    ">",
    "<",
    "≧",
    ">=",
    "<=",
    "不低于",
    "不超过",
    "至少",
    "",
    "",
    "＞",
    "约",
    "达到",
)
_WORDS = (
    "健全", "健全完善", "持续完善", "有效提升", "明显改善", "全覆盖", "零投诉", "达成预期指标", "2024年12月底前", "年底前", "不低于九成",
    "无", "有所提高", "应保尽保",
)  # fmt: skip
_ANSWERS = (
    *PHRASES,
    *PHRASES,
    "健全",
    "已建立",
    "明显改善",
    "全覆盖",
    "部分达成",
    "达成年度指标",
    "2024年11月30日",
    "是",
    "-",
    "无",
    "",
)
_NAMES = (
    "培训次数", "参保人员满意度", "检查机构数", "事项网办率", "次均费用增幅", "差错率", "参保人数（万人）", "响应时间", "投诉次数",
    "补助金额(元)", "满意程度（%）", "预算控制率", "平均用时",
)  # fmt: skip
_SECOND = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标")


def _figure(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.4:
        return str(chance.randint(0, 120))
    if kind < 0.65:
        return f"{chance.randint(0, 120)}.{chance.randint(0, 99)}"
    if kind < 0.8:
        return f"{chance.randint(1000, 9_999_999):,}"
    return chance.choice(_ODD)


def _answer(chance: random.Random, target: str) -> str:
    """An actual that is often near the target, at a limit of some rule, or in another unit."""
    figure = "".join(character for character in target if character in "0123456789.")
    if not figure or figure.count(".") > 1 or chance.random() < 0.15:
        return chance.choice(_ANSWERS) if chance.random() < 0.8 else _figure(chance) + chance.choice(_TAILS)
    tail = target.rpartition(figure[-1])[2].strip()
    share = Decimal(
        chance.choice(("1", "1", "1.3", "1.2999", "1.5", "2", "0.6", "0.5999", "0.5", "0.93", "3", "0", "1.01"))
    )
    given = f"{Decimal(figure) * share:f}" if figure != "." else "1"
    return given + chance.choice((tail, tail, tail, "", chance.choice(_TAILS)))


def _rows(chance: random.Random, count: int) -> Iterator[Indicator]:
    tails = (*_TAILS, *_TAILS, *(unit.name for unit in formula_units()))
    for _ in range(count):
        blank = chance.choice(("", "", "", " "))
        target = chance.choice(_SIGNS) + blank + _figure(chance) + blank + chance.choice(tails)
        target = chance.choice(_WORDS) if chance.random() < 0.25 else target
        yield Indicator(
            level1=chance.choice(("产出指标", "效益指标", "满意度指标")),
            level2=chance.choice(_SECOND),
            name=chance.choice(_NAMES),
            target=target,
            actual=_answer(chance, target) or None,
            weight=chance.choice(("10", "8", "6.5", "12", "0", "30", "2.25")),
        )


_SAID = (
    ("≥95%", "93.1%", "9.80"),
    ("≥650家", "684家", "10.00"),
    ("≥1,200万元", "600万元", "5.00"),
    ("≤30分钟", "40分钟", "7.50"),
    ("≤5%", "3.8%", "10.00"),
    ("＝0", "1", "0.00"),
    ("不低于 80 ％", "40%", "5.00"),
    ("≥12次", "9", "7.50"),
    ("=100%", "100%", "10.00"),
)
"""Rows that a workbook must not leave blank, with what they earn of 10 points under the usual pack."""


def _book(path: Path, rows: list[Indicator], pack: RulePack) -> None:
    with Workbook(path) as book:
        form, helper = book.add_worksheet("自评表"), book.add_worksheet(calculation.SHEET)
        text = book.add_format({"num_format": "@"})
        for offset, unit in enumerate(formula_units()):
            helper.write_string(f"{calculation.UNITS_COLUMN}{calculation.FIRST_ROW + offset}", unit.name)
            helper.write_number(f"{calculation.SIMPLE_COLUMN}{calculation.FIRST_ROW + offset}", int(unit.simple))
        for index, row in enumerate(rows):
            for column, value in enumerate((row.level1, row.level2, row.name, row.target, row.actual)):
                form.write_string(index, column, value or "", text)
            form.write_number(index, 5, float(row.weight or 0))
            cells = (f"自评表!{column}{index + 1}" for column in "ABCDEF")
            fields = ("level1", "level2", "name", "target", "actual", "weight")
            typed = Typed(**dict(zip(fields, cells, strict=True)))
            for column, formula in calculation.row_formulas(typed, index, pack, begins=index == 0):
                helper.write_formula(f"{column}{calculation.FIRST_ROW + index}", formula)


@needs_office
@pytest.mark.no_cover  # hundreds of rows under every pack, each by a way that other tests trace
def test_the_workbook_and_the_scorer_agree_row_by_row_under_every_pack(tmp_path: Path) -> None:
    """Whatever a row shows is what the scorer computes, both ends of it; and a fair part of the rows shows something."""
    chance = random.Random(20261130)  # noqa: S311 - the same rows every time
    plain = [
        Indicator(level1="产出指标", level2="数量指标", name="事项", target=t, actual=a, weight="10")
        for t, a, _ in _SAID
    ]
    rows = {pack.code: [*plain, *_rows(chance, _ROWS)] for pack in packs}
    for pack in packs:
        _book(tmp_path / f"{pack.code}.xlsx", rows[pack.code], pack)
    saved = saved_again(tmp_path, always=True)
    for pack in packs:
        sheet = openpyxl.load_workbook(saved / f"{pack.code}.xlsx", data_only=True)[calculation.SHEET]
        shown = 0
        for index, row in enumerate(rows[pack.code]):
            low, high = (sheet[f"{column}{calculation.FIRST_ROW + index}"].value for column in "ST")
            if low in {None, ""}:
                continue
            computed = score_indicator(row, index, pack, None).computed
            assert computed is not None, row
            assert (_points(low), _points(high)) == (computed.low, computed.high), (pack.code, row)
            shown += 1
        assert shown > _ROWS / 5
        if pack.code == "mof-2020-10":
            given = [sheet[f"S{calculation.FIRST_ROW + index}"].value for index in range(len(_SAID))]
            assert [_points(value) for value in given] == [Decimal(points) for _, _, points in _SAID]


def _points(value: float | str) -> Decimal:
    assert isinstance(value, int | float)
    return Decimal(repr(float(value)))


@needs_office
def test_the_workbook_and_the_scorer_agree_on_the_execution_rate_under_every_pack(tmp_path: Path) -> None:
    """From budget and execution to the points, at every limit of the intervals and beyond the budget."""
    chance = random.Random(7)  # noqa: S311 - the same rows every time
    shares = ("1", "0.9", "0.8", "0.79999", "0.6", "0.5999", "0", "1.2", "0.864366", "0.333333")
    pairs = [(f"{Decimal(chance.randint(100, 9_999_999)) / 100}", share) for share in shares for _ in range(6)]
    amounts = [(budget, f"{Decimal(budget) * Decimal(share):.2f}") for budget, share in pairs] + [
        ("0", "0"),
        ("0.1", "0.08"),
    ]
    for pack in packs:
        with Workbook(tmp_path / f"{pack.code}.xlsx") as book:
            sheet = book.add_worksheet()
            for index, (budget, spent) in enumerate(amounts, start=1):
                for column, value in zip("ABC", (budget, spent, "10"), strict=True):
                    sheet.write_number(f"{column}{index}", float(value))
                sheet.write_formula(f"D{index}", pack_formulas.rate(f"$A${index}", f"$B${index}"))
                sheet.write_formula(f"E{index}", pack_formulas.execution_score(f"$D${index}", f"$C${index}", pack))
    saved = saved_again(tmp_path, always=True)
    for pack in packs:
        found = openpyxl.load_workbook(saved / f"{pack.code}.xlsx", data_only=True).worksheets[0]
        shown = 0
        for index, (budget, spent) in enumerate(amounts, start=1):
            fund = Fund(label="年度资金总额", adjusted=budget, executed=spent, weight="10")
            row = score(Evaluation(amount_unit="万元", funds=(fund,)), pack).execution
            assert row is not None
            assert row.computed is not None
            value = found[f"E{index}"].value
            if value in {None, ""}:
                assert not row.computed.is_exact, (pack.code, budget, spent)
            else:
                assert _points(value) == row.computed.low == row.computed.high, (pack.code, budget, spent)
                shown += 1
        assert shown > len(amounts) / 2


def test_every_unit_that_is_offered_is_one_that_formulas_understand() -> None:
    assert set(OFFERED) <= {unit.name for unit in formula_units()}


def test_units_of_the_calendar_are_left_to_people() -> None:
    assert not {"月", "年", "号"} & {unit.name for unit in formula_units()}


def test_only_proved_words_become_signs() -> None:
    assert operator_words() == {
        "不低于": "≥", "不少于": "≥", "不小于": "≥", "至少": "≥", "不超过": "≤", "不高于": "≤", "不多于": "≤", "不大于": "≤", "至多": "≤",
    }  # fmt: skip


def test_the_three_phrases_are_the_three_bands() -> None:
    assert [getattr(parse(words), "level", None) for words in PHRASES] == ["reached", "partly", "missed"]
