"""说明: an answer stays with its finding through every change that does not touch it, and leaves it when the cells change."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao import answers, pipeline
from jixiao.cli import jixiao
from jixiao.findings import Answer, Finding
from jixiao.readers import Request

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：清河市医疗保障局
实施单位：清河市医疗保障事务中心
资金：年度资金总额 | 年初 10 | 全年 15 | 执行 15 | 分值 10 | 执行率 100% | 得分 10
目标：预期 组织宣传10场 | 实际 组织宣传11场
指标：产出指标 / 数量指标 / 宣传场次 | 分值 50 | 指标值 ≥10场 | 实际值 11场 | 得分 50
指标：效益指标 / 社会效益指标 / 政策知晓率 | 分值 30 | 指标值 ≥90% | 实际值 81% | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥90% | 实际值 95% | 得分 10
总分：分值 100 | 得分 100
等级：优
"""
ADJUSTED, FATAL = "FUN-07", "SCO-04"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "自评表.txt"
    path.write_text(FORM, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(jixiao, [str(each) for each in arguments], prog_name="jixiao")


def audited(path: Path) -> tuple[Finding, ...]:
    """The findings about a file with the answers kept beside it."""
    result = pipeline.answered(pipeline.audit(path), path)
    assert isinstance(result, pipeline.Audited), result.message
    return result.findings


def key(path: Path, code: str) -> str:
    return next(finding.key for finding in pipeline.audit(path).findings if finding.code == code)


def answer_to(path: Path, code: str) -> Answer | None:
    return next(finding.answer for finding in audited(path) if finding.code == code)


def test_an_answer_is_kept_beside_the_file_and_shown_with_the_finding(form: Path) -> None:
    said = run(
        "answer",
        form,
        f"#{key(form, ADJUSTED)}",
        "--reason",
        "年中追加下乡宣传",
        "--by",
        "财务科",
        "--on",
        "2024-03-01",
    )
    assert said.output == "已保存对FUN-07（预算调整幅度大而没有说明）的说明。\n"
    assert answer_to(form, ADJUSTED) == Answer(reason="年中追加下乡宣传", by="财务科", on="2024-03-01")
    assert "说明　年中追加下乡宣传（财务科，2024-03-01）" in run("audit", form).output
    assert json.loads(answers.beside(form).read_text(encoding="utf-8"))["schema"] == "jixiao.answers/1"


def test_every_format_shows_the_answer(form: Path) -> None:
    run("answer", form, key(form, ADJUSTED), "--reason", "年中追加下乡宣传")
    for kind in ("html", "csv", "json", "sarif"):
        assert "年中追加下乡宣传" in run("audit", form, "--format", kind).output, kind


def test_an_answered_finding_no_longer_fails_but_a_fatal_one_does(form: Path) -> None:
    run("answer", form, key(form, ADJUSTED), "--reason", "年中追加下乡宣传")
    assert run("audit", form, "--check", ADJUSTED, "--fail-on", "info").exit_code == 0
    run("answer", form, key(form, FATAL), "--reason", "按三年平均计分")
    assert run("audit", form, "--check", FATAL, "--fail-on", "info").exit_code == 1


def test_an_answer_survives_rows_that_come_and_go(form: Path) -> None:
    run("answer", form, key(form, FATAL), "--reason", "按三年平均计分")
    added = "指标：产出指标 / 数量指标 / 手册发放 | 分值 0 | 指标值 ≥1册 | 实际值 1册 | 得分 0\n"
    longer = FORM.replace("指标：产出指标", added + "指标：产出指标")
    form.write_text(longer, encoding="utf-8")
    assert answer_to(form, FATAL) == Answer(reason="按三年平均计分")


def test_an_answer_leaves_a_finding_whose_cells_changed_and_is_told_of(form: Path) -> None:
    run("answer", form, key(form, FATAL), "--reason", "按三年平均计分")
    form.write_text(FORM.replace("81%", "80%"), encoding="utf-8")
    assert answer_to(form, FATAL) is None
    [stale] = [finding for finding in audited(form) if finding.code == "AUDIT-02"]
    assert "对SCO-04的说明“按三年平均计分”不再对应任何问题" in stale.message
    withdrawn = run("answer", form, stale.key, "--withdraw")
    assert withdrawn.output == "已撤回对AUDIT-02（说明所对应的问题已经变化）的说明。\n"
    assert not answers.beside(form).exists()


def test_answers_are_told_apart_and_the_last_one_counts(form: Path) -> None:
    for code, reason in ((FATAL, "甲"), (ADJUSTED, "乙"), (FATAL, "丙")):
        run("answer", form, key(form, code), "--reason", reason)
    assert (answer_to(form, FATAL), answer_to(form, ADJUSTED)) == (Answer(reason="丙"), Answer(reason="乙"))
    run("answer", form, key(form, ADJUSTED), "--withdraw")
    assert (answer_to(form, FATAL), answer_to(form, ADJUSTED)) == (Answer(reason="丙"), None)


def test_two_forms_of_one_name_keep_their_own_answers(form: Path) -> None:
    form.write_text(FORM + FORM, encoding="utf-8")
    keys = [finding.key for finding in pipeline.audit(form).findings if finding.code == FATAL]
    assert len(set(keys)) == 2


def test_a_finding_against_another_file_is_answered_with_that_file(form: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一项目.txt"
    other.write_text(FORM.replace("医保政策宣传", "医保信息化建设").replace("95%", "97%"), encoding="utf-8")
    results = pipeline.compared([pipeline.audit_one_of_many(form)], [pipeline.digest_file(other)])
    alone = {finding.key for finding in pipeline.audit(form).findings}
    [result] = results
    assert isinstance(result, pipeline.Audited)
    across = [finding for finding in result.findings if finding.key not in alone]
    assert across
    reply = Answer(reason="两个项目分别做的调查")
    found = pipeline.answer(form, across[0].key, reply, (), Request(), [other])
    assert found.answer == reply
    told = run("audit", form, "--against", other).output
    assert "两个项目分别做的调查" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("12345678", "--reason", "无"), "没有编号为“12345678”的问题"),
        (("12345678",), "请用 --reason 写明说明，或用 --withdraw 撤回已有的说明，二者取一。"),
        (("12345678", "--reason", "无", "--withdraw"), "二者取一"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_sentence(form: Path, options: tuple[str, ...], told: str) -> None:
    result = run("answer", form, *options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not answers.beside(form).exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run("answer", tmp_path / "没有.txt", "12345678", "--reason", "无")
    assert result.exit_code == 2
    assert "不存在" in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "不是本程序保存的说明文件"),
        ('{"schema": "jixiao.answers/9"}', "的格式是“jixiao.answers/9”，应为“jixiao.answers/1”"),
    ],
)
def test_answers_that_cannot_be_read_are_never_passed_over(form: Path, content: str, told: str) -> None:
    answers.beside(form).write_text(content, encoding="utf-8")
    result = run("audit", form)
    assert result.exit_code == 2
    assert told in result.output
    assert run("answer", form, "12345678", "--reason", "无").exit_code == 2
    assert answers.beside(form).read_text(encoding="utf-8") == content


def test_nothing_half_written_is_left_when_answers_cannot_be_kept(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target), None, str(self))

    asked = key(form, ADJUSTED)
    monkeypatch.setattr(Path, "replace", full)
    assert run("answer", form, asked, "--reason", "无").exit_code == 2
    assert [path.name for path in form.parent.iterdir()] == [form.name]


def test_a_file_that_failed_has_no_answers(form: Path) -> None:
    failed = pipeline.Failed(path="坏.docx", message="坏了。")
    assert pipeline.answered(failed, form) is failed
