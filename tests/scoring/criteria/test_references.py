"""同上, 同效益指标: a row whose criteria only point to those of other rows is scored by the text they point to, if there is one only."""

from collections.abc import Callable

from jixiao.model import Evaluation
from jixiao.scoring import Scorecard
from jixiao.scoring.criteria import rules_of

Form = Callable[[str], Evaluation]
Scored = Callable[..., Scorecard]

FULL = "达到指标值记满分，未达到的按完成比例计分"


def form_of(*rules: tuple[str, str, str]) -> str:
    lines = [f"指标：{one} / {two} / 事项 | 分值 10 | 指标值 ≥20场 | 实际值 15场 | 得分 7.5" for one, two, _ in rules]
    return "\n".join(
        f"{line} | 评分标准 {rule}" if rule else line for line, (_, _, rule) in zip(lines, rules, strict=True)
    )


def test_above_means_the_nearest_row_with_a_text_of_its_own(form: Form) -> None:
    rows = form(
        form_of(("产出指标", "数量指标", FULL), ("产出指标", "数量指标", ""), ("产出指标", "质量指标", "同上"))
    ).indicators
    assert rules_of(rows) == (FULL, None, FULL)


def test_nothing_stands_above_the_first_row(form: Form) -> None:
    assert rules_of(form(form_of(("产出指标", "数量指标", "同上"))).indicators) == ("同上",)


def test_a_level_is_followed_where_its_rows_agree(form: Form) -> None:
    rows = form(
        form_of(
            ("产出指标", "数量指标", "每少1场扣1分"),
            ("效益指标", "社会效益指标", FULL),
            ("满意度指标", "服务对象满意度指标", "同效益指标计分方法"),
        )
    ).indicators
    assert rules_of(rows)[2] == FULL


def test_a_level_whose_rows_differ_is_not_chosen_from(form: Form) -> None:
    rows = form(
        form_of(
            ("产出指标", "数量指标", "每少1场扣1分"),
            ("产出指标", "质量指标", FULL),
            ("满意度指标", "满意度", "同产出指标"),
        )
    ).indicators
    assert rules_of(rows)[2] == "同产出指标"


def test_the_trace_names_the_reference(scored: Scored) -> None:
    card = scored(form_of(("产出指标", "数量指标", FULL), ("产出指标", "质量指标", "同上")))
    own = card.rows[1].own
    assert own is not None
    assert own.because == "标准写“同上”，按该处所印办法：完成值“15场”低于指标值“≥20场”，相差5场，75% × 10分 = 7.5分。"
    assert own.understood
