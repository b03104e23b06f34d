"""A form stands between the paragraphs of a report: its title counts as a heading, and its blank head has no paragraph of its own."""

import msgspec
import pytest

from jixiao import scoring
from jixiao.audit import audit
from jixiao.findings import Finding
from jixiao.model import parse_notation
from jixiao.places import Place

REPORT = """评价：department self_evaluation 2023 万元 {title}
指标：产出 / 数量指标 / 宣传场次 | 分值 60 | 指标值 ≥12场 | 实际值 12场 | 得分 60
指标：效益 / 社会效益 / 政策知晓率 | 分值 40 | 指标值 ≥80% | 实际值 84% | 得分 40
总分：分值 100 | 得分 100
叙述：一、部门概况
叙述：二、评价结果
叙述：{after}
"""


def findings(title: str, after: str, paragraph: int | None) -> list[Finding]:
    """Audit a report whose form stands at a paragraph; its passages are paragraphs 1, 2 and 4."""
    plain = parse_notation(REPORT.format(title=title, after=after))
    (form,) = plain.evaluations
    passages = tuple(
        msgspec.structs.replace(passage, place=Place(paragraph=at))
        for passage, at in zip(plain.narrative.text, (1, 2, 4), strict=True)
    )
    submission = msgspec.structs.replace(
        plain,
        evaluations=(msgspec.structs.replace(form, place=Place(paragraph=paragraph)),),
        narrative=msgspec.structs.replace(plain.narrative, text=passages),
    )
    _, found = audit(submission, scoring.packs[scoring.DEFAULT_PACK])
    return list(found)


@pytest.mark.parametrize(
    ("title", "after", "paragraph", "expected"),
    [
        ("三、评分表", "四、存在的问题", 3, False),
        ("部门整体支出绩效自评表", "四、存在的问题", 3, False),
        ("一、部门整体支出绩效自评表", "三、存在的问题", 3, False),
        ("（二）评分表", "三、存在的问题", 3, False),
        ("三、评分表", "四、存在的问题", 5, True),
        ("部门整体支出绩效自评表", "四、存在的问题", 1, True),
        ("三、评分表", "四、存在的问题", None, True),
    ],
)
def test_headings_count_on_across_a_form(title: str, after: str, paragraph: int | None, expected: bool) -> None:  # noqa: FBT001 - parametrized
    assert any(each.code == "NAR-12" for each in findings(title, after, paragraph)) is expected


def test_what_the_head_lacks_is_not_in_the_paragraph_of_the_title() -> None:
    (missing,) = [each for each in findings("三、评分表", "三、存在的问题", 3) if each.code == "STR-01"]
    assert [(quote.path, quote.text, quote.place) for quote in missing.quotes] == [("implementer", None, None)]
