"""What a form tells in words: its texts by purpose, the chapters of the report, the passages about one project of several."""

from jixiao.audit.examples import example
from jixiao.audit.prose import Chapter, Prose, Report, chapters
from jixiao.model import parse_notation


def test_texts_by_purpose() -> None:
    prose = Prose(
        example(
            """
            字段：年度目标完成情况 = 宣传11场
            字段：评价结论 = 优
            字段：存在问题 = 场地少
            备注：-
            管理：分配科学性 | 情况 按人数 | 问题 无
            """
        ),
        0,
    )
    assert [path for path, _ in prose.goals] == ["goals/0/expected"]
    assert [text for _, text in prose.results][1:] == ["宣传11场"]
    assert [text for _, text in prose.conclusions][1:] == ["优"]
    assert ("fund_management/0/issue", "无") in prose.problems
    assert ("fund_management/0/description", "按人数") in prose.management
    assert any(text == "场地少" for _, text in prose.problems)
    assert prose.report == ()


def test_chapters_by_their_headings() -> None:
    narrative = parse_notation(
        "叙述：2023年度自评报告\n叙述：一、单位职能\n叙述：拟订政策。\n叙述：二、履职成效\n叙述：检查120家。\n叙述：（一）基金监管\n叙述：追回12万元。"
        "\n叙述：三、存在的问题\n叙述：人手不足。\n叙述：四、下一步建议\n叙述：增加人手。"
    ).narrative
    assert [(passage.chapter, passage.text) for passage in chapters(narrative)] == [
        (Chapter.RESULTS, "2023年度自评报告"),
        (Chapter.GOALS, "拟订政策。"),
        (Chapter.RESULTS, "检查120家。"),
        (Chapter.RESULTS, "追回12万元。"),
        (Chapter.PROBLEMS, "人手不足。"),
        (Chapter.PLANS, "增加人手。"),
    ]


def test_one_form_has_the_whole_report_and_several_what_names_them() -> None:
    told = "叙述：医保政策宣传成效明显。\n叙述：医保档案数字化已验收，医保档案数字化余款已付。\n叙述：总体良好。"
    assert len(Report(example(told)).about(0)) == 3
    two = Report(
        example(
            "评价：project self_evaluation 2023 万元\n评价：project self_evaluation 2023 万元\n项目名称：医保档案数字化\n"
            f"评价：project self_evaluation 2023 万元\n项目名称：-\n{told}"
        )
    )
    assert [[passage.text[:6] for passage in two.about(index)] for index in range(2)] == [
        ["医保政策宣传"],
        ["医保档案数字"],
    ]
