from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from jixiao import pipeline, targets
from jixiao.audit import checks
from jixiao.documents import Cell, Document, Paragraph, Table
from jixiao.findings import Answer, Quote, Severity
from jixiao.model import parse_notation
from jixiao.places import Place, Source
from jixiao.renderers.scores import span
from jixiao.renderers.terminal import (
    show_check,
    show_findings,
    show_scores,
    show_stages,
    show_submissions,
    stages,
    terminal_text,
    wrap,
)
from jixiao.renderers.terminal.page import paragraph, words
from jixiao.results import Audited, Failed, Result

Make = Callable[..., Any]


def findings_text(results: Sequence[Result], **options: Any) -> str:  # noqa: ANN401 - passed through
    return terminal_text(lambda console: show_findings(results, console), **options)


def test_findings_stand_under_their_file_and_form_with_a_tally_at_the_end(audited: Audited, failed: Failed) -> None:
    lines = findings_text([audited, failed]).splitlines()
    assert lines[0] == "▍材料/自评表.txt　1张表 · 4行指标 · 4个问题"
    form = "  表1　医保政策宣传　自报 97 良　重算 "
    assert lines.index("  全文") < min(number for number, line in enumerate(lines) if line.startswith(form))
    assert "    严重 SCO-04 得分超过分值" in lines
    assert "    提示 DEV-05 得分超过分值（可能）" in lines
    assert "      位置　原文第13行空白" in lines
    assert "  另有1处内容没有读入或没有读懂，用 jixiao doctor 查看。" in lines
    assert "✗ 材料/坏文件.txt" in lines
    assert lines[-1] == "共审核1个文件（另有1个未能处理），发现4个问题：严重1、错误1、提醒1、提示1。"


def test_a_basis_whose_wording_is_unverified_is_marked(audited: Audited) -> None:
    told = "".join(findings_text([audited]).split())
    assert "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）第十六条※建议" in told
    assert told.count("条文措辞未经核对") == 1
    told = terminal_text(lambda console: show_scores([audited], console, trace=True))
    assert "第十六条※" in "".join(told.split())
    assert told.count("条文措辞未经核对") == 1
    assert "条文措辞" not in terminal_text(lambda console: show_scores([audited], console))


def test_a_long_cell_is_quoted_by_its_beginning(audited: Audited, finding: Make, quote: Make) -> None:
    one = finding("STR-11", Severity.INFO, quote("conclusion", "结论“好”" + "长" * 200))
    told = "".join(findings_text([msgspec.structs.replace(audited, findings=(one,))]).split())
    assert f"位置原文第11行“结论‘好’{'长' * 54}…”依据" in told


def test_nothing_found_is_said_plainly(audited: Audited) -> None:
    clean = msgspec.structs.replace(audited, findings=())
    assert findings_text([clean]).endswith("共审核1个文件，未发现问题。\n")


def test_several_packs_are_named(audited: Audited) -> None:
    cards = pipeline.score(audited.submission, ("mof-2020-10", "module-reverse"))
    told = findings_text([msgspec.structs.replace(audited, scorecards=cards)])
    assert "（预算管理一体化绩效模块口径）" in told


def test_a_pack_that_did_not_apply_to_the_year_is_told_beside_the_scores(audited: Audited) -> None:
    cards = pipeline.score(audited.submission, ("mof-2020-10", "mingguang-2021"))
    both = msgspec.structs.replace(audited, scorecards=cards)
    warning = "本表为2023年度，“明光市自评表记分说明口径（2021）”只适用到2021年12月31日，重算结果仅供对照。"
    for told in (findings_text([both]), terminal_text(lambda console: show_scores([both], console))):
        assert "".join(told.split()).count(warning) == 1
    assert "仅供对照" not in findings_text([audited])


def test_a_finding_with_nothing_but_a_message_takes_two_lines(audited: Audited, finding: Make) -> None:
    bare = finding("STR-01", Severity.INFO, basis=(), suggestion=None)
    lines = findings_text([msgspec.structs.replace(audited, findings=(bare,))]).splitlines()
    start = lines.index("    提示 STR-01 得分超过分值")
    assert lines[start + 1 : start + 3] == ["      STR-01 的说明。", ""]


def test_a_form_without_total_or_scores_is_headed_by_its_name_alone() -> None:
    form = Audited(path="a.txt", submission=parse_notation("评价：transfer self_evaluation - - 自评表\n等级：优"))
    assert "  表1　自评表　自报 — 优\n" in findings_text([form])
    form = Audited(path="a.txt", submission=parse_notation("评价：transfer self_evaluation - - 自评表"))
    assert "  表1　自评表\n" in findings_text([form])


def test_a_document_cannot_move_the_cursor(audited: Audited, finding: Make, quote: Make) -> None:
    evil = "\x1b[2J\x1b]0;x\x07[red]标题[/red]\u202e:smile:"
    one = finding("STR-01", Severity.ERROR, quote("title", evil), message=evil, title=evil)
    told = findings_text([msgspec.structs.replace(audited, findings=(one,), path=evil)])
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "[red]标题[/red]" in told
    assert ":smile:" in told


def test_colour_only_when_asked_for(audited: Audited) -> None:
    assert "\x1b[" in findings_text([audited], colour=True)
    assert "\x1b[" not in findings_text([audited])


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_wrapping_loses_no_character_but_blanks(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(st.text(alphabet="中文字，。ab "), st.integers(min_value=4, max_value=40))
def test_lines_fit_but_for_a_closing_mark_or_a_long_word(text: str, width: int) -> None:
    for line in wrap(text, width):
        body = line.rstrip("，。")
        assert cell_len(body) <= width or set(body) <= {"a", "b"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("依据财政部令", ["依据财", "政部令"]),
        ("一二三，四五", ["一二三，", "四五"]),
        ("第 12345678 号", ["第", "12345678", "号"]),
    ],
)
def test_where_lines_break(text: str, lines: list[str]) -> None:
    assert wrap(text, 6) == lines


def test_a_paragraph_hangs_beneath_its_label() -> None:
    assert paragraph("一二三四", 10, label="依据　").plain == "依据　一二\n      三四"


def test_blank_text_has_its_own_word() -> None:
    assert words(None, blank="—").plain == "—"
    assert words("", blank="—").plain == "—"


def test_a_submission_shows_its_forms_facts_doubts_and_what_was_not_understood(audited: Audited) -> None:
    told = terminal_text(lambda console: show_submissions([audited], console))
    for part in (
        "表1　医保政策宣传　项目支出绩效自评表 · 2023年",
        "项目名称：医保政策宣传",
        "填报日期：2024-01-05",
        "预期目标：完成宣传",
        "分配科学性：按因素法分配　无",
        "190万人？",
        "医保宣传   得分   97分",
        "没有读入或没有读懂的内容",
        "看不出属于哪一栏。",
    ):
        assert part in told


def test_a_submission_without_content_is_told_in_a_line() -> None:
    bare = Audited(path="a.txt", submission=parse_notation("评价：department target - -\n目标：实际 完成"))
    told = terminal_text(lambda console: show_submissions([bare], console))
    assert "表1　部门整体支出绩效目标表" in told
    assert "实际完成：完成" in told
    assert "一级指标" not in told


def test_equal_levels_are_written_once(audited: Audited) -> None:
    told = terminal_text(lambda console: show_submissions([audited], console))
    assert told.count("产出指标") == 1
    assert told.count("数量指标") == 1


def test_scores_stand_beside_those_reported(audited: Audited, failed: Failed) -> None:
    told = terminal_text(lambda console: show_scores([audited, failed], console, trace=True))
    (row,) = [line for line in told.splitlines() if line.strip().startswith("2   参保人数")]
    assert row.split()[-3:] == ["30", "30", "28.5"]
    assert "预算执行率" in told
    assert "依据　《" in told
    assert failed.message in told


CODES = ("mof-2020-10", "mof-2021-101", "manual-2022", "module-reverse")


@pytest.mark.parametrize(("width", "tables"), [(60, 4), (80, 2), (120, 1)])
def test_many_packs_are_headed_by_their_codes_and_no_figure_is_split(audited: Audited, width: int, tables: int) -> None:
    several = msgspec.structs.replace(audited, scorecards=pipeline.score(audited.submission, CODES))
    lines = terminal_text(lambda console: show_scores([several], console), width=width).splitlines()
    assert all(any(line.strip().startswith(code) for line in lines) for code in CODES)
    totals = [line.split() for line in lines if "总分" in line]
    assert [total[:3] for total in totals] == [["总分", "100", "97"]] * tables
    assert [figure for total in totals for figure in total[3:]] == [
        span(card.total.low, card.total.high) for card in several.scorecards
    ]
    headings = [line.split() for line in lines if "2022" in line and "manual" not in line]
    assert headings
    assert max(cell_len(line) for line in lines) <= width


def test_a_cell_that_holds_a_whole_text_may_be_broken() -> None:
    long = "评价：project self_evaluation 2023 - 自评表\n指标：产出 / 数量 / 场次 | 分值 10分（其中宣传场次六分、资料四分） | 得分 9"
    submission = parse_notation(long)
    result = Audited(path="a.txt", submission=submission, scorecards=pipeline.score(submission, CODES))
    lines = terminal_text(lambda console: show_scores([result], console), width=60).splitlines()
    assert max(cell_len(line) for line in lines) <= 60
    assert any("场次" in line for line in lines)


def test_a_form_that_gives_no_points_has_dashes() -> None:
    submission = parse_notation(
        "评价：transfer self_evaluation 2023 - 自评表\n指标：产出 / 数量 / - | 指标值 1 | 实际值 1\n"
    )
    result = Audited(path="a.txt", submission=submission, scorecards=pipeline.score(submission))
    told = terminal_text(lambda console: show_scores([result], console, trace=True))
    assert "—" in told
    assert "（无名称）" in told


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("11月30日前", "期限 最早11月30日（未写年份） 最迟11月30日（未写年份） 为时限"),
        ("90%-95%", "区间 下限90 上限95 单位% 含下限 含上限"),
        ("每人每月100元", "数量 数值100 单位元 按人、月"),
        ("同比下降5%", "数量 数值5 单位% 增减下降 对象同比下降"),
        ("全覆盖", "覆盖范围 范围全部"),
        ("未完成", "完成程度 程度未达到"),
    ],
)
def test_typed_values_are_told_in_chinese_only(target: str, told: str) -> None:
    assert stages._meaning(targets.to_json(targets.parse(target))) == told


def test_every_member_of_a_typed_value_has_a_chinese_name() -> None:
    members = {name for kind in get_args(targets.Part) for name in kind.__struct_fields__}
    assert members - {"text", "tokens"} <= stages._MEMBERS.keys()


def document(*blocks: Paragraph | Table) -> Document:
    return Document(source=Source(name="a", sha256="0" * 64, media_type="text/plain", reader="text"), blocks=blocks)


def show(seen: Document | None, result: Audited) -> Callable[[Console], None]:
    return lambda console: show_stages(seen, (), result, console)


def test_the_stages_tell_blocks_with_what_can_be_trusted_of_them(audited: Audited) -> None:
    table = Table(
        cells=(Cell(row=0, column=0, text="指标\n名称"), Cell(row=1, column=0, text="长" * 99)),
        fidelity="grid",
        place=Place(line=3),
    )
    seen = document(
        Paragraph(text="标题", place=Place(line=1)), Paragraph(text="二"), table, copy(table), Paragraph(text="尾")
    )
    told = terminal_text(show(seen, audited))
    assert "段落2个" in told
    assert told.count("表格，2行2格，真实表格，列位置可信") == 2
    assert "…" in told


def test_the_stages_tell_layout_problems_and_doubts(audited: Audited, finding: Make) -> None:
    problem = finding("READ-01", Severity.WARNING, message="第3行读不准。")
    form = msgspec.structs.replace(audited.submission.evaluations[0], layout="T1")
    submission = msgspec.structs.replace(audited.submission, evaluations=(form,), problems=(problem,))
    told = terminal_text(show(None, msgspec.structs.replace(audited, submission=submission)))
    assert "表式 T1 项目支出绩效自评表" in told
    assert "表式中有而本表没有内容的" not in told
    assert "提醒 READ-01 第3行读不准。" in told
    assert "实际完成值" in told
    assert "变化趋势" in told


def test_the_stages_compare_a_form_with_its_layout() -> None:
    submission = parse_notation(
        "评价：project self_evaluation 2023 - 自评表\n表式：T1\n指标：产出 / 数量 / 次数 | 指标值 一：1次，二：2次 | 备注 无\n"
    )
    told = terminal_text(show(None, Audited(path="a.txt", submission=submission)), width=300)
    assert "表式中有而本表没有内容的：实际完成值、分值、得分、偏差原因分析及改进措施；本表多出的：备注。" in told
    assert "多项 ［" in told
    assert "（空白）" in told


def test_a_form_without_rows_has_no_columns() -> None:
    told = terminal_text(show(None, Audited(path="a.txt", submission=parse_notation("评价：project target - -"))))
    assert "有内容的指标栏目：无" in told


def test_a_check_is_explained_without_what_it_lacks() -> None:
    check = msgspec.structs.replace(next(iter(checks)), basis=(), sound="")
    told = terminal_text(lambda console: show_check(check, console))
    assert "\n依据\n" not in told
    assert "改正后的例子" not in told


def test_of_many_findings_of_one_kind_the_first_is_told_in_full_and_the_others_in_a_sentence(audited: Audited) -> None:
    one = next(finding for finding in audited.findings if finding.evaluation == 0)
    many = tuple(
        msgspec.structs.replace(
            one, key=f"{number:08}", message=f"第{number}行写错了。", quotes=(Quote(text=f"格{number}"),)
        )
        for number in range(5)
    )
    settled = msgspec.structs.replace(many[1], answer=Answer(reason="已核对"))
    told = findings_text([msgspec.structs.replace(audited, findings=(many[0], settled, *many[2:]))])
    assert [told.count(f"“格{number}”") for number in range(5)] == [1, 1, 0, 0, 0]
    listed = told.partition("另有3处：\n")[2].splitlines()[:3]
    assert [line.strip() for line in listed] == [f"· 第{number}行写错了。 #{number:08}" for number in (2, 3, 4)]
    assert "说明　已核对" in told
