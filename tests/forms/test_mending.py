"""What recognition claims, held against the form's own words and sums: repaired, vetoed, never silently wrong."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents import Cell, Document, Paragraph, Table
from jixiao.forms import recognise
from jixiao.forms.mending import Mended, likelihoods, mend, readings, value_for
from jixiao.forms.spelling import spelt, word_for
from jixiao.model import Evaluation, Fund, Goal, Indicator
from jixiao.places import Place, Source

SOURCE = Source(name="扫描.png", sha256="", media_type="image/png", reader="scan")


def place(row: int, column: int) -> Place:
    return Place(page=1, table=1, row=row, column=column)


_COLUMNS = ("level1", "name", "target", "actual", "weight", "score")


def row(number: int, weight: str | None, score: str | None, **texts: str | None) -> Indicator:
    cells = {field: place(number, column) for column, field in enumerate(_COLUMNS)}
    return Indicator(
        **{"level1": "产出指标", "level2": None, "name": f"指标{number}", "target": "≥90%", "actual": "95%", **texts},
        weight=weight,
        score=score,
        place=cells["name"],
        cells=cells,
    )


def form(
    *points: tuple[str | None, str | None], total: tuple[str | None, str | None] = ("100", "95.5"), **rest: object
) -> Evaluation:
    rows = tuple(row(number, weight, score) for number, (weight, score) in enumerate(points))
    cells = {"total_weight": place(99, 4), "total_score": place(99, 5), "project_name": place(100, 1)}
    return Evaluation(indicators=rows, total_weight=total[0], total_score=total[1], cells=cells, **rest)


def unsure(*spots: tuple[int, str], sure: float = 0.8) -> dict[Place, float]:
    return {place(number, _COLUMNS.index(field)): sure for number, field in spots}


def points(mended: Mended, field: str) -> list[str | None]:
    return [getattr(each, field) for each in mended.evaluation.indicators]


def test_what_was_not_recognised_from_pixels_is_left_alone() -> None:
    odd = form(("I0", "955"), ("90", "85.5"))
    assert mend(odd, {}) == Mended(evaluation=odd)


@pytest.mark.parametrize(
    ("claimed", "right"),
    [("I0", "10"), ("l0", "10"), ("1O", "10"), ("|0", "10"), ("10。", "10"), ("1 0", "10"), ("1D", "10")],
)
def test_letters_in_points_become_the_figures_they_look_like(claimed: str, right: str) -> None:
    mended = mend(form((claimed, "10"), ("90", "85.5")), unsure((0, "weight")))
    assert points(mended, "weight") == [right, "90"]
    (note,) = mended.notes
    assert (note.path, note.claimed, note.taken) == ("indicators/0/weight", claimed, right)


def test_a_repair_that_one_sum_proves_stays_doubtful() -> None:
    mended = mend(form(("16", "10"), ("90", "85.5")), unsure((0, "weight")))
    assert points(mended, "weight") == ["10", "90"]
    assert mended.evaluation.indicators[0].doubtful == ("weight",)


def test_a_repair_that_two_sums_prove_is_certain() -> None:
    levels = form(("16", "10"), ("90", "85.5"), level1_weights={"产出指标": "100"})
    mended = mend(levels, unsure((0, "weight")))
    assert points(mended, "weight") == ["10", "90"]
    assert mended.evaluation.indicators[0].doubtful == ()


def test_a_lost_point_is_set_where_the_score_would_exceed_its_weight() -> None:
    mended = mend(form(("10", "955"), ("90", "85.95"), total=("100", "95.5")), {place(7, 7): 0.5})
    assert points(mended, "score") == ["9.55", "85.95"]
    assert mended.evaluation.indicators[0].doubtful == (
        "score",
    )  # read with confidence, it may be the form's own mistake
    assert mended.notes[0].why == "改后与表内2处合计相符。"


def test_a_score_of_ten_times_its_weight_is_left_to_the_audit() -> None:
    wrong = form(("10", "100"), ("90", "90"), total=("100", "100"))
    assert mend(wrong, {place(7, 7): 0.5}).evaluation == wrong


def test_a_sum_does_not_prove_what_is_no_figure() -> None:
    mended = mend(form(("10", "见附件"), ("90", "85.5"), total=("100", "85.5")), unsure((0, "score")))
    assert "score" in mended.evaluation.indicators[0].doubtful


def test_a_form_that_is_added_up_wrongly_keeps_what_was_read_with_confidence() -> None:
    wrong = form(("16", "10"), ("90", "85.5"))
    mended = mend(wrong, {place(7, 7): 0.5})
    assert mended.evaluation == wrong
    assert not mended.notes


def test_of_two_repairs_neither_is_taken_and_both_cells_are_doubtful() -> None:
    mended = mend(form(("16", "10"), ("16", "10"), ("74", "75.5")), unsure((0, "weight"), (1, "weight")))
    assert points(mended, "weight") == ["16", "16", "74"]
    assert [each.doubtful for each in mended.evaluation.indicators] == [("weight",), ("weight",), ()]


def test_cells_that_a_sum_proves_need_no_confidence() -> None:
    mended = mend(form(("10", "10"), ("90", "85.5")), unsure((0, "weight"), (1, "score")))
    assert [each.doubtful for each in mended.evaluation.indicators] == [(), ()]


def test_cells_that_no_sum_proves_need_it() -> None:
    mended = mend(form(("10", "10"), ("90", "85.5")), unsure((0, "target"), (1, "name")))
    assert [each.doubtful for each in mended.evaluation.indicators] == [("target",), ("name",)]
    assert mended.evaluation.indicators[0].confidence == 0.8


def test_the_execution_rate_counts_for_the_sum() -> None:
    funds = (Fund(label="年度资金总额", weight="10", score="9"),)
    mended = mend(form(("10", "10"), ("80", "76.5"), funds=funds), unsure((0, "weight"), (0, "score")))
    assert mended.evaluation.indicators[0].doubtful == ()


@pytest.mark.parametrize(
    ("claimed", "right"),
    [
        ("l00%", "100%"),
        ("≥9O%", "≥90%"),
        ("5夭", "5天"),
        ("30个工作夭", "30个工作天"),
        ("120入", "120人"),
        ("三95%", "≥95%"),
        ("14. 81万元", "14.81万元"),
        ("14。81", "14.81"),
        ("三家医院", "三家医院"),
        ("OA系统", "OA系统"),
        ("入库率100%", "入库率100%"),
        ("12入库", "12入库"),
    ],
)
def test_values_are_put_right_where_their_writing_shows_the_fault(claimed: str, right: str) -> None:
    assert value_for(claimed) == right


def test_a_mended_value_stays_doubtful() -> None:
    rows = (row(0, "100", "95.5", target="≥9O%"),)
    mended = mend(
        form(
            total=("100", "95.5"),
        )
        and Evaluation(indicators=rows, total_weight="100", total_score="95.5"),
        unsure((0, "target")),
    )
    assert points(mended, "target") == ["≥90%"]
    assert mended.evaluation.indicators[0].doubtful == ("target",)


def test_a_sign_read_as_a_digit_is_told_by_the_answer() -> None:
    rows = (row(0, "100", "95.5", target="295%", actual="96%"),)
    mended = mend(Evaluation(indicators=rows, total_weight="100", total_score="95.5"), unsure((0, "target")))
    assert points(mended, "target") == ["≥95%"]
    assert mended.evaluation.indicators[0].doubtful == ("target",)


def test_a_rate_that_ties_proves_its_amounts_and_one_that_does_not_makes_them_doubtful() -> None:
    cells = {"adjusted": place(50, 1), "executed": place(50, 2), "rate": place(50, 3)}
    sure = {place(50, 1): 0.8, place(50, 3): 0.8}
    ties = Fund(label="年度资金总额", adjusted="50", executed="46", rate="92.00%", cells=cells)
    assert mend(Evaluation(funds=(ties,)), sure).doubtful == ()
    broken = msgspec.structs.replace(ties, adjusted="60")
    assert mend(Evaluation(funds=(broken,)), sure).doubtful == ("funds/0/adjusted", "funds/0/rate")


def test_uncertain_cells_of_the_head_and_of_goals_are_named_by_their_paths() -> None:
    goal = Goal(expected="开展检查", actual="已开展", cells={"expected": place(60, 1), "actual": place(60, 2)})
    head = form(("100", "95.5"), project_name="基金监管", goals=(goal,))
    mended = mend(head, {place(100, 1): 0.5, place(60, 2): 0.5, place(99, 4): 0.5})
    assert mended.doubtful == ("goals/0/actual", "project_name")


@given(st.text("0123456789OIl|SZB.。", min_size=1, max_size=6))
def test_readings_of_a_figure_are_points(text: str) -> None:
    for figure in readings(text, digits=True):
        assert 0 <= Decimal(figure) <= 100


@given(
    st.lists(st.integers(1, 40), min_size=2, max_size=8),
    st.data(),
)
def test_no_change_is_silent(weights: list[int], data: st.DataObject) -> None:
    """One weight misread in any way: it comes out right, or doubtful, or the cell was read with confidence."""
    total = str(sum(weights))
    number = data.draw(st.integers(0, len(weights) - 1))
    claimed = data.draw(st.sampled_from(["1", "7", "10", "I5", "2O", "4.5", "38", "B"]))
    texts = [str(weight) for weight in weights]
    texts[number] = claimed
    rows = form(*((text, "1") for text in texts), total=(total, str(len(weights))))
    mended = mend(rows, unsure((number, "weight")))
    for index, (each, truth) in enumerate(zip(mended.evaluation.indicators, weights, strict=True)):
        if each.weight != str(truth):
            assert index == number
            assert "weight" in each.doubtful


@pytest.mark.parametrize(
    ("claimed", "word"),
    [
        ("二级指标。", "二级指标"),
        ("数量指际", "数量指标"),
        ("教量指标", None),
        ("服务对象满意席指标", "服务对象满意度指标"),
        ("产出指标(5O分)", "产出指标（50分）"),
        ("效益指际（30分）", "效益指标（30分）"),
        ("满意度指标(I0分)", "满意度指标（10分）"),
        ("效益指标30分)", "效益指标（30分）"),
        ("政策知晓率30分)", None),
        ("效盐指标（30分）", None),
        ("数量指标（重要）", None),
        ("偏差原因分析及改讲措施", "偏差原因分析及改进措施"),
        ("数量指标", None),
        ("产出指标（50分）", None),
        ("得分", None),
        ("得芬", None),
        ("参保人员满意度", None),
        ("检查机构家数（家）", None),
        ("", None),
        ("全年开展医保政策宣传一百余场次覆盖所有乡镇和街道社区", None),
    ],
)
def test_words_of_the_form_are_spelt_as_its_vocabulary_has_them(claimed: str, word: str | None) -> None:
    assert word_for(claimed) == word


def scanned(lines: list[list[str]], doubts: dict[tuple[int, int], float]) -> Document:
    cells = tuple(
        Cell(
            row=number,
            column=column,
            text=text,
            place=Place(page=1, table=1, row=number + 1, column=column + 1),
            confidence=doubts.get((number, column), 0.999),
        )
        for number, texts in enumerate(lines)
        for column, text in enumerate(texts)
    )
    title = Paragraph(text="项目支出绩效自评表（2023年度）", place=Place(page=1))
    return Document(source=SOURCE, blocks=(title, Table(cells=cells, fidelity="grid")))


LINES = [
    ["一级指标", "二级指标。", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "宣传场次", "≥12场", "12场", "I0", "10"],
    ["产出指标", "质量指标", "资料合格率", "≥95%", "9?%", "90", "85.5"],
    ["总分", "", "", "", "", "100", "95.5"],
]


def test_only_uncertain_cells_are_respelt() -> None:
    sure = scanned(LINES, {})
    assert spelt(sure) == (sure, ())
    lost = scanned([["产出指标50分)", "产出指标（50分）"]], {})
    assert [each.taken for each in spelt(lost)[1]] == ["产出指标（50分）"]
    document, changed = spelt(scanned(LINES, {(0, 1): 0.6}))
    assert [(each.cell.text, each.taken) for each in changed] == [("二级指标。", "二级指标")]
    assert isinstance(document.blocks[1], Table)
    assert document.blocks[1].cells[1].text == "二级指标"


def test_a_scan_is_recognised_with_its_repairs_and_doubts_told() -> None:
    submission = recognise(scanned(LINES, {(0, 1): 0.6, (1, 5): 0.4, (2, 4): 0.5, (0, 0): 0.9}))
    (evaluation,) = submission.evaluations
    first, second = evaluation.indicators
    assert (first.level2, first.weight) == ("数量指标", "10")
    assert "actual" in second.doubtful
    told = {problem.code: problem for problem in submission.problems}
    assert "READ-02" in told
    texts = [quote.text for problem in submission.problems if problem.code == "READ-06" for quote in problem.quotes]
    assert texts == [
        "识别为“I0”，校正为“10”：分值和得分只能是数字。",
        "识别为“二级指标。”，校正为“二级指标”",
    ]


def test_uncertain_amounts_are_quoted() -> None:
    lines = [
        ["项目资金（万元）", "资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率"],
        ["项目资金（万元）", "年度资金总额", "60", "60", "46", "10", "92%"],
        *LINES,
    ]
    submission = recognise(scanned(lines, {(1, 3): 0.5}))
    quotes = [quote for problem in submission.problems if problem.code == "READ-02" for quote in problem.quotes]
    assert ("年度资金总额　全年预算数：60", "funds/0/adjusted") in [(quote.text, quote.path) for quote in quotes]


def test_likelihoods_are_those_of_uncertain_cells() -> None:
    assert likelihoods(scanned([["a", "b"]], {(0, 0): 1.0, (0, 1): 0.5})) == {
        Place(page=1, table=1, row=1, column=2): 0.5
    }
