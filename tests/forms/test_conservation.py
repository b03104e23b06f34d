"""Nothing that a form prints may vanish: it is a value, a label, part of the narrative, or reported as unread."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Document
from jixiao.forms import recognise, shapes
from jixiao.forms.ribbon import ribbon
from jixiao.forms.words import SUFFIX, alternation, inverted, key, words
from tests.forms import generated
from tests.forms.generated import Drawn, drawn, grid_of

# What a reading keeps in another shape: the year as a number, the unit of money, dashes as None.
_RESHAPED = re.compile(r"\(?20\d\d年?度?\)?|\(?(?:金额)?(?:单位:?)?(?:万元|元|亿元)\)?")


def lost(document: Document) -> list[str]:
    """The tokens of a document that are in no value, no label, no passage and no report of unread text."""
    known = _labels()
    kept = "\n".join(map(key, _texts(msgspec.to_builtins(recognise(document), str_keys=True))))
    return [
        token.text
        for token in ribbon(document)
        if token.key not in kept
        and not known.fullmatch(token.key)
        and not _RESHAPED.fullmatch(token.key)
        and not shapes.is_dash(token.key)
    ]


def _labels() -> re.Pattern[str]:
    vocabulary = words()
    groups = [
        vocabulary.indicator_columns,
        vocabulary.fund_columns,
        vocabulary.head_labels,
        vocabulary.goals,
        vocabulary.management,
        {"frames": vocabulary.frames, "totals": vocabulary.totals},
    ]
    known = frozenset(word for group in groups for word in inverted(group))
    return re.compile(rf"(?:(?:其中:)?(?:{alternation(known)}){SUFFIX})+")


def _texts(plain: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for name, value in plain.items():
            yield name
            yield from _texts(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _texts(value)


TITLE = "项目支出绩效自评表\n"
TOP = TITLE + "项目名称 | 医保宣传\n"
MONEY = " | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n年度资金总额 | 20 | 20 | 10 | 10 | 50% | 5\n"
COLUMNS = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分"
ROW = "产出指标 | 数量指标 | 培训 | 3场 | 4场 | 90 | 85"
TABLE = f"{COLUMNS}\n{ROW}\n"
TOTAL = "总分 | | | | | 100 | 90\n"

KEPT = {
    "a figure without a heading told twice": TOP
    + "财政拨款 | 45\n执行数 | 18\n执行率 | 40%\n执行数 | 17.3\n"
    + TABLE
    + TOTAL,
    "a third figure in the total row": TOP + TABLE + "总分 | | | | 33 | 100 | 90\n",
    "the usual form": TOP + MONEY + TABLE + TOTAL,
    "a sentence in front of the form": "青崖市医疗保障局关于自评工作的说明\n" + TOP + TABLE + TOTAL,
    "a sentence above the funds": TOP + "资金来自青崖市财政\n" + MONEY + TABLE + TOTAL,
    "a cell beside the table": TOP + COLUMNS + "\n" + ROW + " | 见附件三\n" + TOTAL,
    "a word among the points": TOP + COLUMNS + "\n产出指标 | 数量指标 | 培训 | 3场 | 4场 | 待定 | 85\n" + TOTAL,
    "a field below the total": TOP + TABLE + TOTAL + "存在问题 | 宣传方式单一\n",
    "two titles": "青崖市预算绩效自评表\n绩效目标表\n项目名称 | 医保宣传\n" + TABLE + TOTAL,
    "a goal of which one side is blank": TOP + "预期目标 | 实际完成情况\n/ | 全部完成\n" + TABLE + TOTAL,
    "a row without figures in the fund table": TOP + MONEY + "资金管理办法见附件三\n" + TABLE + TOTAL,
    "a word among the amounts": TOP + MONEY + "其他资金 | 尚未下达 | 3 | 3 | | 100%\n" + TABLE + TOTAL,
    "rows below funds by source": TOP
    + "项目资金 | 预算数 | | 执行数 | 执行率\n| 合计 | 中央资金\n | 30 | 20 | 10 | 33.33%\n | 另有结余 | 7.77\n"
    + TABLE
    + TOTAL,
    "a column of explanations": TOP + COLUMNS + " | 指标解释\n" + ROW + " | 按签到表统计\n" + TOTAL,
    "a column of converted points": TOP + COLUMNS + " | 折算得分\n" + ROW + " | 42.5\n" + TOTAL,
    "a second column of the same name": TOP + COLUMNS + " | 得分\n" + ROW + " | 84\n" + TOTAL,
    "the unit of a target in words": TOP
    + COLUMNS.replace("实际完成值", "度量单位 | 实际完成值")
    + "\n产出指标 | 数量指标 | 培训 | 完成培训 | 场次 | 4场 | 90 | 85\n",
    "words in the total row": TOP + TABLE + "总分 | 含加分项 | | | | 100 | 90\n",
    "a sentence below the total": TOP + TABLE + TOTAL + "以上数据由业务科室提供\n",
    "a sentence below a field": TOP + TABLE + TOTAL + "自评等级 | 优\n报局长办公会审定\n",
    "a third cell beside the goals": TOP + "预期目标 | 实际完成情况\n完成培训 | 已完成 | 详见总结\n" + TABLE + TOTAL,
    "a goal below the table": TOP + TABLE + TOTAL + "年度总体目标完成情况 | 任务全部完成\n",
    "a value behind a frame": TOP + "项目资金 | 已足额到位\n" + TABLE + TOTAL,
    "a total above the table": TOP + "合计 | 三百万元整\n" + TABLE + TOTAL,
    "a value behind 资金管理情况": TOP + "资金管理情况 | 管理规范 | 情况说明\n分配科学性 | 按因素法\n" + TABLE + TOTAL,
    "a third cell of a management row": TOP + "分配科学性 | 按因素法 | 权重待完善\n" + TABLE + TOTAL,
    "a head field told otherwise later": TOP
    + "主管部门 | 青崖市医疗保障局\n主管部门 | 白石县医疗保障局\n"
    + TABLE
    + TOTAL,
    "another field told otherwise later": TOP + "实施期限 | 一年\n实施期限 | 两年\n" + TABLE + TOTAL,
    "a second unit that fills in the form": TOP + "填报单位 | 青崖市医保局\n单位名称 | 白石县医保局\n" + TABLE + TOTAL,
    "a year with words": TOP + "年度 | 2023跨年实施\n" + TABLE + TOTAL,
    "a sentence with a year": "项目支出绩效自评表\n2023年重点工作安排\n项目名称 | 医保宣传\n" + TABLE + TOTAL,
    "a code in the name beside another code": "项目支出绩效自评表\n项目名称 | 51092322T000000431595-宣传\n项目编码 | 2023-88\n"
    + TABLE
    + TOTAL,
    "a head field on the second page": TOP
    + TABLE
    + "项目支出绩效自评表\n项目名称 | 医保宣传 | 主管部门 | 白石县医保局\n"
    + TABLE.replace("培训", "检查"),
    "the row of a total word in a cell": TOP
    + COLUMNS
    + "\n产出指标 | 数量指标 | 合计 | 3场 | 4场 | 90 | 85\n"
    + ROW
    + "\n"
    + TOTAL,
    "a total row above the heading": TITLE + TOTAL + TABLE,
    "a row of many cells below the goals": TITLE
    + "年度总体目标 | 预期目标 | 实际完成情况\n | 合计资金 | 510 | 400 | 78.43%\n"
    + TABLE,
}


@pytest.mark.parametrize("form", KEPT.values(), ids=KEPT)
def test_every_word_of_a_form_is_kept_or_reported(form: str) -> None:
    assert lost(grid_of(form)) == []


LOST = {
    "an indicator row below the fund heading": TITLE
    + MONEY.splitlines()[0]
    + "\n满意度指标 | 服务对象满意度指标 | 群众满意程度 | 10万元 | 84万元 | 90 | 5.5 | 交货迟缓\n"
    + TABLE,
    "level labels that no row follows": TOP + TABLE + "满意度指标 | 服务对象满意度指标\n" + TOTAL,
    "a level label that another one replaces": TOP
    + TABLE
    + " | 质量指标\n | 时效指标 | 检查 | 3次 | 3次 | 5 | 5\n"
    + TOTAL,
}


@pytest.mark.parametrize("form", LOST.values(), ids=LOST)
def test_words_in_odd_places_are_kept_or_reported(form: str) -> None:
    assert lost(grid_of(form)) == []


@settings(max_examples=10)
@given(drawn())
def test_no_word_of_a_sound_form_is_lost(form: Drawn) -> None:
    for text in (generated.as_tabs(form), generated.as_pipes(form), generated.as_lines(form)):
        assert lost(generated.read_text(text)) == []
    assert lost(generated.as_grid(form)) == []


@settings(max_examples=20)
@given(form=drawn(), chance=st.randoms(use_true_random=False), share=st.floats(0.0, 1.0))
def test_no_word_is_lost_when_rows_of_the_table_are_missing_or_out_of_order(
    form: Drawn, chance: Random, share: float
) -> None:
    for text in (generated.as_tabs(form), generated.as_shifted_tabs(form)):
        lines = text.splitlines()
        heading = next(index for index, line in enumerate(lines) if line.startswith("绩效指标"))
        rows = lines[heading + 1 : -1]
        damaged = [*lines[: heading + 1], *chance.sample(rows, int(len(rows) * share)), lines[-1]]
        assert lost(generated.read_text("\n".join(damaged))) == []
