"""The commands: each reads its options, asks the pipeline, and hands the result to a renderer."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from jixiao import __version__, materials, pipeline
from jixiao.audit import FAMILIES, Check, checks
from jixiao.cli.chinese import CannotDoError, ChineseCommand, ChineseGroup, Count, OneOf
from jixiao.cli.output import checked, emit, emit_shown, seen_by_a_person, with_progress
from jixiao.cli.passwords import takes_password
from jixiao.cli.standard_input import put_aside, spoken_of, under_its_name
from jixiao.findings import Answer, Severity
from jixiao.forms import ReadingProblem, reading_problems
from jixiao.materials import Material
from jixiao.model import print_notation, submission_to_json
from jixiao.readers import Request, UnreadableFileError, reason
from jixiao.registry import Coded, Registry, UnknownCodeError
from jixiao.renderers import audit_to_json, report, sarif, sight, simulations_to_json, spreadsheet, to_text
from jixiao.renderers.terminal import (
    harmless,
    show_check,
    show_checks,
    show_findings,
    show_layouts,
    show_reading_problem,
    show_rules,
    show_scores,
    show_simulations,
    show_stages,
    show_submissions,
)
from jixiao.results import Audited, Failed, Result, restrict, worst_at_least
from jixiao.scoring import packs

T = TypeVar("T", bound=Coded)

_FILES = {"文件…": "要处理的文件或文件夹，可以有多个；文件夹连同下级一并处理；写 - 表示从标准输入（管道）读取。"}
_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=checked,
    metavar="文件",
    help="写到文件，不显示在屏幕上。",
)
_jobs = click.option("--jobs", type=Count(), metavar="个数", help="同时使用几个处理器核心；不写则文件多时用全部核心。")
_rules = click.option(
    "--rules",
    metavar="口径[,口径…]",
    help="评价口径的代码，写几个就并列几个；不写则用财预〔2020〕10号。用 jixiao list rules 查看。",
)
_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")


def _show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's callback
    if asked:
        click.echo(f"绩效自评审核程序 jixiao {__version__}")
        ctx.exit()


_ABOUT = """绩效自评审核：读取绩效自评表，按评价口径重新计分，逐项审核并指出问题所在的单元格。

\b
常用：
  jixiao audit 自评表.txt                            审核一个文件，结果显示在屏幕上
  jixiao audit 材料文件夹 --format html -o 报告.html 审核整个文件夹，生成可打印的报告
  jixiao explain SCO-01                              说明某个审核点

退出状态：0 没有达到所选等级的问题，1 有，2 所要求的事没有做成。
"""


@click.group(cls=ChineseGroup, help=_ABOUT)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="显示版本号。")
def jixiao() -> None:
    """Hold the commands together."""


@jixiao.command(cls=ChineseCommand, arguments=_FILES)
@_paths
@click.option(
    "--format", "form", type=OneOf("json", "text", "notation"), default="json", help="输出格式；不写为 json。"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=checked,
    metavar="文件|文件夹",
    help="写到文件；给的是文件夹，则每个文件各写一份。",
)
@takes_password
@_jobs
def read(paths: tuple[Path, ...], form: str, output: Path | None, password: str | None, jobs: int | None) -> int:
    """读取文件，输出其中的绩效自评表（jixiao.submission/1）。

    一个文件输出一个 JSON 对象；多个文件输出一个 JSON 数组，或用 -o 文件夹 各写一份。
    """
    request = Request(password=password)
    found = _found(paths, request)
    request = _converted(found, request, jobs)
    results = _worked(partial(pipeline.read_file, request=request), found, jobs)
    sound = [result for result in results if not isinstance(result, Failed)]
    if output is not None and (output.is_dir() or (len(results) > 1 and not output.suffix)):
        _make_folder(output)
        for name, result in zip(_distinct(result.path for result in sound), sound, strict=True):
            _write_read([result], form, output / f"{name}.{_SUFFIXES[form]}", alone=True)
    elif sound:
        _write_read(sound, form, output, alone=len(results) == 1)
    return _failures(results)


_SUFFIXES = {"json": "json", "text": "txt", "notation": "notation"}


def _distinct(paths: Iterable[str]) -> Iterator[str]:
    """Give every file a name for its output; those that repeat are numbered."""
    taken: dict[str, int] = {}
    for path in paths:
        name = Path(path).name
        taken[name] = taken.get(name, 0) + 1
        yield name if taken[name] == 1 else f"{name}-{taken[name]}"


def _write_read(results: Sequence[Audited], form: str, output: Path | None, *, alone: bool) -> None:
    if form == "json":
        plain = [submission_to_json(result.submission) for result in results]
        emit(to_text(plain[0] if alone else plain), output)
    elif form == "notation":
        emit("\n".join(print_notation(result.submission) for result in results), output)
    else:
        emit_shown(lambda console: show_submissions(results, console), output)


@jixiao.command(cls=ChineseCommand, arguments=_FILES)
@_paths
@_rules
@click.option("--format", "form", type=OneOf("text", "json"), default="text", help="输出格式；不写为 text。")
@click.option("--trace", is_flag=True, help="连同每个得分的推导过程一起显示。")
@_output
@takes_password
@_jobs
def score(
    paths: tuple[Path, ...],
    rules: str | None,
    form: str,
    trace: bool,  # noqa: FBT001 - click passes a flag by name
    output: Path | None,
    password: str | None,
    jobs: int | None,
) -> int:
    """按评价口径重新计分，与自报得分并列显示；可以同时用几个口径。"""
    request = Request(password=password)
    found = _found(paths, request)
    request = _converted(found, request, jobs)
    results = _worked(partial(pipeline.score_file, packs=_packs(rules), request=request), found, jobs)
    if form == "json":
        emit(to_text(audit_to_json(results)), output)
    else:
        emit_shown(lambda console: show_scores(results, console, trace=trace), output)
    return _failures(results, told=form == "text" and seen_by_a_person(output))


@jixiao.command(cls=ChineseCommand, arguments=_FILES)
@_paths
@click.option(
    "--rules",
    metavar="口径[,口径…]",
    help="要对照的评价口径的代码；审核按第一个进行。不写则对照全部口径。用 jixiao list rules 查看。",
)
@click.option("--format", "form", type=OneOf("text", "json"), default="text", help="输出格式；不写为 text。")
@_output
@takes_password
@_jobs
def simulate(
    paths: tuple[Path, ...], rules: str | None, form: str, output: Path | None, password: str | None, jobs: int | None
) -> int:
    """口径对照与推演：各口径下失哪些分、离上一等级差多少、从严复核会得多少分。"""
    codes, request = _packs(rules), Request(password=password)
    found = _found(paths, request)
    task = partial(pipeline.audit, packs=codes[:1], request=_converted(found, request, jobs))
    results = _worked(task, found, jobs)
    sound = [(result, pipeline.simulate(result, codes)) for result in results if isinstance(result, Audited)]
    if form == "json":
        emit(to_text(simulations_to_json(sound)), output)
    else:
        emit_shown(lambda console: show_simulations(sound, console), output)
    return _failures(results)


_RENDERERS: dict[str, Callable[[Sequence[Result]], str]] = {
    "json": lambda results: to_text(audit_to_json(results)),
    "sarif": lambda results: to_text(sarif(results)),
    "csv": spreadsheet,
    "html": report,
}


@jixiao.command(cls=ChineseCommand, arguments=_FILES)
@_paths
@click.option(
    "--format",
    "form",
    type=OneOf("text", "json", "html", "csv", "sarif"),
    default="text",
    help="输出格式；不写为 text。",
)
@_output
@_rules
@click.option(
    "--fail-on",
    type=OneOf("fatal", "error", "warning", "info", "never"),
    default="error",
    help="有这一等级及以上的问题时，退出状态为 1：fatal 严重、error 错误、warning 提醒、info 提示、never 从不；不写为 error。",
)
@click.option(
    "--check", "only", multiple=True, metavar="代码", help="只看这些审核点（如 SCO-01）或这一类（如 SCO），可以写多次。"
)
@click.option("--ignore", multiple=True, metavar="代码", help="不看这些审核点或这一类，可以写多次。")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件|文件夹",
    help="只用来对照、本身不审核的材料：上年的自评表、批复的绩效目标表、监控表、模板等，可以写多次。",
)
@takes_password
@_jobs
def audit(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    paths: tuple[Path, ...],
    form: str,
    output: Path | None,
    rules: str | None,
    fail_on: str,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    against: tuple[Path, ...],
    password: str | None,
    jobs: int | None,
) -> int:
    """审核绩效自评表，列出问题、位置、依据和建议。

    同时给出的文件相互对照：同一事实、项目、指标在各表之间、各年之间是否一致，文字是否雷同；--against 的材料只作对照。
    """
    chosen, left_out = _codes(only), _codes(ignore)
    request = Request(password=password)
    found = _found(paths, request)
    request = _converted(found, request, jobs)
    task = partial(pipeline.audit_one_of_many, packs=_packs(rules), request=request)
    audited = _worked(task, found, jobs, audited=True)
    references = _worked(partial(pipeline.digest_file, request=request), _others(against, found, request), jobs)
    held = zip(found, pipeline.compared(audited, references), strict=True)
    answered = [pipeline.answered(result, each.path) if isinstance(each, Material) else result for each, result in held]
    results = [restrict(result, chosen, left_out) for result in answered]
    results += [reference for reference in references if isinstance(reference, Failed)]
    if form == "text":
        emit_shown(lambda console: show_findings(results, console), output)
    else:
        emit(_RENDERERS[form](results), output)
    failed = _failures(results, told=form == "text" and seen_by_a_person(output))
    return failed or int(fail_on != "never" and worst_at_least(results, Severity(fail_on)))


@jixiao.command(
    cls=ChineseCommand,
    arguments={"文件": "审核过的文件。", "编号": "问题的编号，印在 jixiao audit 所列问题的标题后面。"},
)
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.argument("key", metavar="编号")
@click.option("--reason", metavar="说明", help="对这个问题的说明：为什么是这样，或将怎样改正。")
@click.option("--by", metavar="何人", help="由谁说明，如科室或姓名。")
@click.option("--on", metavar="日期", help="说明的日期。")
@click.option("--withdraw", is_flag=True, help="撤回已有的说明。")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="审核时与之对照的材料；问题涉及其他文件时要写。",
)
@_rules
@takes_password
def answer(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    path: Path,
    key: str,
    reason: str | None,
    by: str | None,
    on: str | None,
    withdraw: bool,  # noqa: FBT001 - click passes a flag by name
    against: tuple[Path, ...],
    rules: str | None,
    password: str | None,
) -> None:
    """说明一个问题：说明保存在文件旁边（文件名.answers.json），以后审核时一并列出。

    有了说明的问题不再影响退出状态，但“严重”的问题除外；所引单元格改变后，说明自动失效。
    """
    if withdraw == bool(reason):
        message = "请用 --reason 写明说明，或用 --withdraw 撤回已有的说明，二者取一。"
        raise CannotDoError(message)
    reply = None if reason is None else Answer(reason=reason, by=by, on=on)
    try:
        found = pipeline.answer(path, key.lstrip("#"), reply, _packs(rules), Request(password=password), against)
    except LookupError as error:
        raise CannotDoError(str(error).strip("'")) from error
    except (OSError, ValueError, UnreadableFileError) as error:
        raise CannotDoError(pipeline.explain_failure(path, error)) from error
    done = "已撤回对" if reply is None else "已保存对"
    click.echo(harmless(f"{done}{found.code}（{found.title}）的说明。"))


@jixiao.command(cls=ChineseCommand, arguments={"代码": "审核点的代码，如 SCO-01。"})
@click.argument("code", metavar="代码")
def explain(code: str) -> None:
    """说明一个审核点：定义、为什么要紧、怎么改、依据和例子。"""
    entry = _check_or_problem(code)
    if isinstance(entry, ReadingProblem):
        emit_shown(lambda console: show_reading_problem(entry, console), None)
    else:
        emit_shown(lambda console: show_check(entry, console), None)


@jixiao.command("list", cls=ChineseCommand, arguments={"内容": "checks 审核点、rules 评价口径、layouts 表式。"})
@click.argument("what", type=OneOf(checks="审核点", rules="评价口径", layouts="表式"), metavar="内容")
def list_entries(what: str) -> None:
    """列出审核点、评价口径或表式。"""
    shows = {"checks": show_checks, "rules": show_rules, "layouts": show_layouts}
    emit_shown(shows[what], None)


@jixiao.command(cls=ChineseCommand, arguments={"文件": "要检查的文件。"})
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=OneOf("text", "html"),
    default="text",
    help="text 文字说明，html 在页面上画出读到的单元格；不写为 text。",
)
@_rules
@_output
@takes_password
def doctor(path: Path, form: str, rules: str | None, output: Path | None, password: str | None) -> None:
    """逐步显示各阶段看到了什么：读取、识别、记分、审核；用于查明读错的原因。

    加上 --format html -o 图示.html，则画出每页的表格线和单元格：各被当作什么、读得有多大把握、为什么认作这种表式。
    """
    codes = _packs(rules)
    request = Request(password=password)
    found = _found([path], request)
    if len(found) > 1:
        inside = "、".join(str(each.path.name) for each in found[:_MOST_NAMES] if isinstance(each, Material))
        message = f"“{path}”里有{len(found)}个文件（{inside}{'……' if len(found) > _MOST_NAMES else ''}）；请指定其中一个文件。"
        raise CannotDoError(message)
    if isinstance(found[0], Failed):
        raise CannotDoError(found[0].message)
    task = partial(pipeline.look, packs=codes, request=request, drawn=form == "html")
    (looked,) = pipeline.work(task, [found[0].path])
    if isinstance(looked, Failed):
        raise CannotDoError(looked.message.replace(str(found[0].path), found[0].name))
    seen = looked.traced
    result = pipeline.with_omissions(spoken_of(looked.result, found[0]), found[0].omissions, audited=True)
    if form == "text":
        emit_shown(lambda console: show_stages(seen.document, seen.traces, result, console), output)
    elif seen.document is not None:
        emit(sight(seen.document, seen.traces, result, looked.pictures), output)
    else:
        message = f"“{found[0].name}”是本程序自己的数据格式，没有可以画的页面；请去掉 --format html，看文字说明。"
        raise CannotDoError(message)


_MOST_NAMES = 5


def _found(paths: Sequence[Path], request: Request) -> list[Material | Failed]:
    """List what there is to work through; what comes through a pipe or out of an archive is put aside for as long as the command runs."""
    given, names = put_aside(paths)
    listed = materials.listed(given)
    if not listed:
        kinds = "；".join(f"{kind}（{suffixes.replace(' ', ' ')}）" for kind, suffixes in materials.KINDS.items())
        message = f"“{'、'.join(map(str, paths))}”里没有可以处理的文件；能够处理的类型有：{kinds}。"
        raise CannotDoError(message)
    folder = click.get_current_context().with_resource(tempfile.TemporaryDirectory(prefix="jixiao-"))
    return [under_its_name(material, names) for material in pipeline.unpacked(listed, Path(folder), request)]


def _others(against: Sequence[Path], audited: Sequence[Material | Failed], request: Request) -> list[Material | Failed]:
    """List what there is to compare with, without the files that are audited themselves."""
    own = {each.path.resolve() for each in audited if isinstance(each, Material)}
    found = _found(against, request) if against else []
    return [each for each in found if isinstance(each, Failed) or each.path.resolve() not in own]


def _converted(found: Sequence[Material | Failed], request: Request, jobs: int | None) -> Request:
    """Have the office program convert old files together before they are read, into a folder that vanishes with the command."""
    folder = click.get_current_context().with_resource(tempfile.TemporaryDirectory(prefix="jixiao-"))
    paths = [each.path for each in found if isinstance(each, Material)]
    return pipeline.converted(paths, Path(folder), request, jobs)


def _worked(
    task: Callable[[Path], Audited], found: Sequence[Material | Failed], jobs: int | None, *, audited: bool = False
) -> list[Result]:
    """Work through all files, with a bar for a person who waits; what could not be taken out of an archive keeps its place.

    What was left out of a message is told of with its first file, among the findings if the files are audited.
    """
    sound = [each for each in found if isinstance(each, Material)]
    done = with_progress(pipeline.work(task, [each.path for each in sound], jobs), len(sound))
    return [each if isinstance(each, Failed) else _complete(next(done), each, audited=audited) for each in found]


def _complete(result: Result, material: Material, *, audited: bool) -> Result:
    told = spoken_of(result, material)
    return told if isinstance(told, Failed) else pipeline.with_omissions(told, material.omissions, audited=audited)


def _make_folder(folder: Path) -> None:
    """Make the folder that is to hold a file for each; the one it lies in must exist."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        message = f"建不了文件夹“{folder}”（{reason(error)}）；请换一个位置。"
        raise CannotDoError(message) from error


def _packs(rules: str | None) -> tuple[str, ...]:
    codes = [code.strip() for code in (rules or "").replace("，", ",").split(",")]
    return tuple(dict.fromkeys(_entry(packs, code).code for code in codes if code))


_BEYOND_CHECKS = frozenset({"READ", "AUDIT", "AUDIT-00", "AUDIT-01", "AUDIT-02"})


def _codes(asked: Sequence[str]) -> tuple[str, ...]:
    """Check codes of checks, families or reading problems, several joined by commas; those of AUDIT tell of the audit itself."""
    codes = [code.strip().upper() for word in asked for code in word.replace("，", ",").split(",") if code.strip()]
    for code in codes:
        if code not in _BEYOND_CHECKS and code not in FAMILIES:
            _check_or_problem(code)
    return tuple(codes)


def _check_or_problem(code: str) -> Check | ReadingProblem:
    """Look up what can be explained and chosen: a check or a problem of the reading; tells of both when there is none."""
    for registry in (reading_problems, checks):
        if code.upper() in registry:
            return registry[code]
    known = "、".join([check.code for check in checks] + sorted(problem.code for problem in reading_problems))
    message = f"没有代码为“{code}”的审核点；可用的有：{known}。"
    raise CannotDoError(message)


def _entry(registry: Registry[T], code: str) -> T:
    try:
        return registry[code]
    except UnknownCodeError as error:
        raise CannotDoError(str(error)) from error


def _failures(results: Sequence[object], *, told: bool = False) -> int:
    """Tell on standard error of every file that failed, unless the person was told already; the exit status that follows."""
    failed = [result for result in results if isinstance(result, Failed)]
    for failure in () if told else failed:
        click.echo(harmless(failure.message), err=True)
    return 2 if failed else 0
