import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import msgspec
import pytest

from jixiao import pipeline, readers, scoring
from jixiao.findings import Certainty, Finding, Severity
from jixiao.materials import Material
from jixiao.model import Evaluation, parse_notation, submission_to_json
from jixiao.readers import UnreadableFileError
from jixiao.registry import UnknownCodeError
from jixiao.renderers import to_text
from jixiao.results import Audited, Failed, by_severity, restrict, worst_at_least
from jixiao.scoring import evaluations

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
指标：产出指标 / 数量指标 / 培训次数 | 分值 50 | 指标值 ≥2次 | 实际值 3次 | 得分 50
指标：效益指标 / 社会效益指标 / 知晓率 | 分值 50 | 指标值 ≥90% | 实际值 81% | 得分 50
总分：分值 100 | 得分 100
"""
TABLE = """\
项目支出绩效自评表
（2023年度）
项目名称\t医保政策宣传
一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t培训次数\t50\t≥2次\t3次\t50\t
效益指标\t社会效益指标\t政策知晓率\t50\t≥90%\t92%\t50\t
总分\t\t\t100\t\t\t100\t
"""


def write(folder: Path, name: str, text: str = FORM) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_goes_the_whole_way(tmp_path: Path) -> None:
    result = pipeline.audit(write(tmp_path, "a.txt", TABLE))
    (form,) = result.submission.evaluations
    assert [row.name for row in form.indicators] == ["培训次数", "政策知晓率"]
    assert [card.rule_pack for card in result.scorecards] == ["mof-2020-10"]
    assert result.path == str(tmp_path / "a.txt")


def test_a_traced_file_tells_what_the_reader_saw_and_how_its_form_was_recognised(tmp_path: Path) -> None:
    seen = pipeline.trace(write(tmp_path, "a.txt", TABLE))
    assert seen.submission == pipeline.read(tmp_path / "a.txt")
    assert seen.document is not None
    assert seen.document.blocks
    (form,) = seen.traces
    assert dict(form.columns)["实际完成值"] == "actual"


def test_the_notation_is_read_with_the_digest_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "# 说明\n\n" + FORM)
    submission = pipeline.read(path)
    assert submission.evaluations[0].project_name == "医保政策宣传"
    assert len(submission.source.sha256) == 64
    assert pipeline.trace(path) == pipeline.Traced(submission=submission)


@pytest.mark.parametrize("lines", ["\n", " \t\n", "\r\n", "#\n", "# 说明\n", " \n#\n"])
def test_no_number_of_blank_lines_takes_long_to_pass(tmp_path: Path, lines: str) -> None:
    assert pipeline.read(write(tmp_path, "a.txt", lines * 300 + FORM)).source.reader == "notation"
    with pytest.raises(UnreadableFileError):
        pipeline.read(write(tmp_path, "b.txt", "\n" * 10_000))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_read_has_written_is_read_back(tmp_path: Path, mark: str) -> None:
    submission = parse_notation(FORM, "a.txt")
    path = write(tmp_path, "a.json", mark + to_text(submission_to_json(submission)))
    assert pipeline.read(path) == submission


def test_a_broken_file_of_our_own_format_is_told_of_in_chinese(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '{"schema": "jixiao.submission/1", "source": {"name": "a"}}')
    (failed,) = pipeline.work(pipeline.audit, [path])
    assert isinstance(failed, Failed)
    assert failed.message.startswith(f"“{path}”的内容不合格式：“source”缺少“sha256”；请用 jixiao read 重新生成")


def test_findings_of_reading_come_with_those_of_auditing_in_the_order_of_the_forms() -> None:
    problem = Finding(
        code="READ-01",
        name="cell-unread",
        title="没有读懂",
        severity=Severity.INFO,
        certainty=Certainty.CERTAIN,
        message="没有读懂。",
    )
    submission = msgspec.structs.replace(parse_notation(FORM + FORM), problems=(problem,))
    findings = pipeline.examine(submission).findings
    assert msgspec.structs.replace(findings[0], key="") == problem
    forms = [finding.evaluation for finding in findings if finding.evaluation is not None]
    assert forms == sorted(forms)
    assert {0, 1} <= set(forms)


def test_packs_stand_side_by_side_form_by_form() -> None:
    submission = parse_notation(FORM + FORM)
    cards = pipeline.score(submission, ("mof-2020-10", "module-reverse"))
    assert [(card.evaluation, card.rule_pack) for card in cards] == [
        (0, "mof-2020-10"),
        (0, "module-reverse"),
        (1, "mof-2020-10"),
        (1, "module-reverse"),
    ]


def test_the_first_pack_is_the_one_the_checks_judge_by() -> None:
    submission = parse_notation(FORM)
    both = pipeline.examine(submission, ("module-reverse", "mof-2020-10"))
    assert both.findings == pipeline.examine(submission, ("module-reverse",)).findings
    assert both.path == "notation"


def test_target_forms_are_not_scored() -> None:
    assert pipeline.score(parse_notation(FORM.replace("self_evaluation", "target"))) == ()


def test_every_form_is_scored_once_under_each_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, str]] = []

    def counted(evaluation: Evaluation, pack: scoring.RulePack, index: int = 0) -> scoring.Scorecard:
        asked.append((index, pack.code))
        return scoring.score(evaluation, pack, index)

    monkeypatch.setattr(evaluations, "score", counted)
    result = pipeline.examine(parse_notation(FORM + FORM), ("module-reverse", "mof-2020-10"))
    told = [(card.evaluation, card.rule_pack) for card in result.scorecards]
    assert told == [(0, "module-reverse"), (0, "mof-2020-10"), (1, "module-reverse"), (1, "mof-2020-10")]
    assert sorted(asked) == sorted(told)


def test_an_unknown_pack_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="评价口径"):
        pipeline.score(parse_notation(FORM), ("nowhere",))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_broken_file_never_stops_the_others(tmp_path: Path, jobs: int) -> None:
    paths = [
        write(tmp_path, "1.txt"),
        write(tmp_path, "2.txt", ""),
        tmp_path / "3.txt",
        write(tmp_path, "4.txt", "评价：project self_evaluation 2023 - \n胡写"),
        write(tmp_path, "5.txt"),
    ]
    results = list(pipeline.work(partial(pipeline.audit, packs=("mof-2020-10",)), paths, jobs))
    assert [type(result) for result in results] == [Audited, Failed, Failed, Failed, Audited]
    assert [Path(result.path).name for result in results] == [f"{n}.txt" for n in range(1, 6)]
    empty, missing, wrong = (result.message for result in results if isinstance(result, Failed))
    assert "空" in empty
    assert "不存在" in missing
    assert "第2行" in wrong


def test_the_same_results_come_from_one_process_and_from_several(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{n}.txt", FORM.replace("81%", f"{80 + n}%")) for n in range(3)]
    assert list(pipeline.work(pipeline.audit, paths, 1)) == list(pipeline.work(pipeline.audit, paths, 2))


def test_a_file_that_kills_its_process_is_told_of_and_the_others_are_done(tmp_path: Path) -> None:
    # As many as are never worked through in this process, which the test would take with it.
    paths = [tmp_path / str(number) for number in range(pipeline.WORTH_A_POOL)]
    results = list(pipeline.work(partial(_die, 2), paths, 2))
    told = [result if isinstance(result, str) else "died" for result in results]
    assert told == ["died" if path.name == "2" else path.name for path in paths]
    failed = results[2]
    assert isinstance(failed, Failed)
    assert "意外退出" in failed.message


def _die(which: int, path: Path) -> str:
    if path.name == str(which):
        os._exit(9)
    return path.name


def _process(path: Path) -> int:
    return os.getpid() if path.exists() else -1


def _fill_the_memory(_: Path) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    ("content", "here"),
    [
        (b"plain", True),
        ("绩效\t自评\r\n".encode("gb18030"), True),
        (b"<p>", False),
        (b"%PDF", False),
        (b"PK\x03\x04", False),
        (b"a" * (256 * 1024 + 1), False),
    ],
)
def test_only_small_plain_texts_are_read_here_and_only_where_processes_are_dear(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    here: bool,  # noqa: FBT001 - a column of the table
) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    monkeypatch.setattr(pipeline, "forkable", lambda: False)
    assert (list(pipeline.work(_process, [path])) == [os.getpid()]) is here
    monkeypatch.setattr(pipeline, "forkable", lambda: True)
    assert list(pipeline.work(_process, [path])) != [os.getpid()]


def test_a_file_that_does_not_exist_needs_no_other_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "forkable", lambda: False)
    assert list(pipeline.work(_process, [tmp_path / "missing"])) == [-1]


@pytest.mark.parametrize("forkable", [True, False])
def test_a_file_too_large_for_the_memory_is_told_of(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    forkable: bool,  # noqa: FBT001 - a column of the table
) -> None:
    monkeypatch.setattr(pipeline, "forkable", lambda: forkable)
    (failed,) = pipeline.work(_fill_the_memory, [tmp_path / "a"])
    assert isinstance(failed, Failed)
    assert "需要的内存超过 2 GB" in failed.message


def test_archives_are_taken_apart_in_another_process_and_their_members_keep_their_order(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("1.txt", FORM)
        file.writestr("2.txt", FORM)
    (tmp_path / "aside").mkdir()
    found = list(pipeline.unpacked([archive, tmp_path / "b.txt", archive], tmp_path / "aside"))
    names = [f"{archive}/1.txt", f"{archive}/2.txt", str(tmp_path / "b.txt"), f"{archive}/1.txt", f"{archive}/2.txt"]
    assert [each.name for each in found if isinstance(each, Material)] == names
    assert len({each.path for each in found if isinstance(each, Material)}) == 5


_RTF = "{\\rtf1 \\trowd\\cellx2000 \\intbl 绩效\\cell\\row\\pard %d\\par}"


class InThisProcess:
    """Workers that do their tasks here, so that what a test puts in the place of a function is there."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def each(self, task: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        return map(task, items)


def test_old_files_of_a_batch_are_converted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def convert(paths: Sequence[Path], request: readers.Request) -> None:
        assert request.conversions == tmp_path
        asked.append([path.name for path in paths])
        raise MemoryError

    monkeypatch.setattr(readers, "convert_beforehand", convert)
    monkeypatch.setattr(pipeline, "Workers", InThisProcess)
    monkeypatch.setattr(pipeline, "_LONGEST_RUN", 2)
    paths = [write(tmp_path, f"{number}.doc", _RTF % number) for number in range(3)]
    others = [write(tmp_path, "4.txt"), tmp_path / "missing.doc", tmp_path]
    plain = readers.Request(limits=readers.Limits(pages=7))
    request = pipeline.converted([*paths, *others], tmp_path, plain, jobs=1)
    assert request == msgspec.structs.replace(plain, conversions=tmp_path)
    assert asked == [["0.doc", "1.doc"], ["2.doc"]]


def test_one_old_file_is_converted_when_it_is_read(tmp_path: Path) -> None:
    plain = readers.Request()
    assert pipeline.converted([write(tmp_path, "0.doc", _RTF % 0)], tmp_path, plain) is plain


def test_a_batch_whose_conversion_fails_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "convert_beforehand", lambda *_: os._exit(1))
    paths = [write(tmp_path, f"{number}.doc", _RTF % number) for number in range(2)]
    assert pipeline.converted(paths, tmp_path, readers.Request()).conversions == tmp_path


def test_files_are_opened_before_they_are_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    monkeypatch.setattr("jixiao.readers.office.convert_beforehand", lambda contents, _: seen.extend(contents))
    readers.convert_beforehand([write(tmp_path, "0.doc", "a"), tmp_path / "missing"], readers.Request())
    assert seen == [b"a"]


def test_no_files_are_no_work() -> None:
    assert list(pipeline.work(_process, [])) == []


def test_few_files_are_worked_through_one_after_the_other() -> None:
    assert pipeline._usual_jobs(pipeline.WORTH_A_POOL - 1) == 1
    assert pipeline._usual_jobs(pipeline.WORTH_A_POOL) == (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(2, "x"), "“a.txt”不存在"),
        (PermissionError(13, "x"), "没有读取权限"),
        (OSError(5, "输入输出错误"), "打不开"),
        (MemoryError(), "太大"),
        (ValueError("第3行看不懂"), "不合格式：第3行看不懂"),
        (UnknownCodeError("没有这个口径"), "没有这个口径"),
        (KeyError("x"), "程序内部出错（KeyError"),
    ],
)
def test_every_failure_is_one_sentence_that_names_the_file_or_the_fault(error: Exception, told: str) -> None:
    message = pipeline.explain_failure(Path("a.txt"), error)
    assert told in message
    assert "\n" not in message


def findings(*codes_and_severities: tuple[str, Severity]) -> Audited:
    return Audited(
        path="a.txt",
        submission=parse_notation(FORM),
        findings=tuple(
            Finding(code=code, name="x", title="x", severity=severity, certainty=Certainty.CERTAIN, message="x")
            for code, severity in codes_and_severities
        ),
    )


def test_findings_are_kept_and_left_out_by_code_and_by_family() -> None:
    result = findings(("SCO-01", Severity.FATAL), ("SCO-02", Severity.ERROR), ("DEV-01", Severity.INFO))

    def codes(only: tuple[str, ...], without: tuple[str, ...]) -> list[str]:
        kept = restrict(result, only, without)
        assert isinstance(kept, Audited)
        return [finding.code for finding in kept.findings]

    assert codes((), ()) == ["SCO-01", "SCO-02", "DEV-01"]
    assert codes(("SCO",), ()) == ["SCO-01", "SCO-02"]
    assert codes(("SCO",), ("SCO-02",)) == ["SCO-01"]
    assert codes((), ("SCO", "DEV-01")) == []
    failed = Failed(path="a", message="b")
    assert restrict(failed, ("SCO",), ()) is failed


def test_findings_are_counted_by_severity() -> None:
    results = [findings(("SCO-01", Severity.FATAL), ("SCO-02", Severity.INFO)), Failed(path="a", message="b")]
    assert list(by_severity(results).values()) == [1, 0, 0, 1]
    assert worst_at_least(results, Severity.FATAL)
    assert not worst_at_least([findings(("SCO-02", Severity.WARNING))], Severity.ERROR)
