"""`jixiao publish`: the package in which forms are published, written only when nothing personal stands in it undecided."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.about import takes_about
from jixiao.cli.chinese import CannotDoError
from jixiao.cli.materials_given import converted, failures, found_in, with_a_form, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs
from jixiao.cli.output import Target, emit, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.told import counted, tell_written
from jixiao.cli.writing import written
from jixiao.forms import Layout, layouts
from jixiao.model import Submission
from jixiao.papers import Paper
from jixiao.papers.formats import formats
from jixiao.readers import Request
from jixiao.registry import UnknownCodeError
from jixiao.renderers.official import Conversion, beside_the_forms, convert, listed
from jixiao.renderers.publication import About, Exposed, zipped
from jixiao.renderers.publication.publishing import (
    Decision,
    Drawn,
    UnknownPieceError,
    decide,
    looked_through,
    publication,
)
from jixiao.renderers.terminal import harmless

_USUAL = "docx,pdf,html"


@command(Part.PUBLISH, 20, FILES)
@takes_files
@takes_output("zip", required=True, meaning="写到这个压缩包（.zip）。")
@click.option(
    "--layout",
    "code",
    metavar="表式",
    help="按哪种表式编排，如 T1；不写则各按原来的表式。用 jixiao list layouts 查看。",
)
@click.option("--to", "kinds", metavar="格式[,格式…]", default=_USUAL, help=f"表写成哪些格式；不写为 {_USUAL}。")
@click.option("--redact", is_flag=True, help="把查出的个人信息用■遮盖，并在说明里列出各处。")
@click.option(
    "--allow",
    "allowed",
    multiple=True,
    metavar="代码=理由",
    help="保留某处（如 landline/3fa2c1）或某类（如 landline）个人信息，须写明理由，列入说明；可以写多次。",
)
@click.option(
    "--mask",
    "masked",
    multiple=True,
    metavar="代码",
    help="用■遮盖某处（如 signature/3fa2c1）或某类（如 signature），包括只作提示的负责人、签字人姓名；可以写多次。",
)
@takes_about
@takes_password
@takes_jobs
def publish(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    paths: tuple[Path, ...],
    output: Target,
    code: str | None,
    kinds: str,
    redact: bool,  # noqa: FBT001 - click passes a flag by name
    allowed: tuple[str, ...],
    masked: tuple[str, ...],
    about: About,
    password: str | None,
    jobs: int | None,
) -> int:
    """生成公开包：按表式编排的绩效表、数据包、校验值和说明；先检查个人信息。

    查出身份证号码、电话、银行卡号、电子邮箱、联系人姓名、个人医疗信息等而没有处理的，不写公开包，逐处列出；
    用 --redact 遮盖，或用 --allow 写明保留的理由。负责人、签字人姓名只作提示，照原样公开；要遮盖的用 --mask。
    """
    layout, writers, reasons = _layout(code), _writers(kinds), dict(_reasons(allowed))
    request = Request(password=password)
    found = found_in(paths, request)
    request = converted(found, request, jobs)
    results = worked(partial(pipeline.read_file, request=request), found, jobs)
    if status := failures(results):
        click.echo("有文件不能读取，没有写公开包。", err=True)
        return status
    submissions = [result.submission for result in with_a_form(results, "没有写公开包")]
    decision = _decided(looked_through(submissions), reasons, redact=redact, masked=[word.strip() for word in masked])
    files = publication(submissions, about, decision, partial(_drawn, layout=layout), writers)
    emit(zipped(files), output)
    forms = sum(len(submission.evaluations) for submission in submissions)
    tell_written(
        output.path,
        f"公开包，{len(submissions)}个材料的{forms}张表，共{len(files)}个文件",
        counted(len(decision.blanked), "处个人信息已遮盖"),
        counted(len(decision.kept), "处个人信息按理由保留"),
    )
    return 0


def _decided(pieces: Sequence[Exposed], reasons: dict[str, str], *, redact: bool, masked: Sequence[str]) -> Decision:
    """Decide on every piece and list them; raises CannotDoError while one stands."""
    try:
        decision = decide(pieces, reasons, redact=redact, masked=masked)
    except UnknownPieceError as error:
        option = "--mask" if str(error) in masked else "--allow"
        message = f"{option} 里的“{error}”既不是查出的某处的代码，也不是个人信息的类别；请对照列出的代码改正。"
        raise CannotDoError(message) from error
    _list("已遮盖", decision.blanked)
    _list("按所写理由保留", [piece for piece, _ in decision.kept])
    _list("没有遮盖负责人、签字人姓名（请核对能否公开，要遮盖的用 --mask 代码）", decision.pointed_out)
    if decision.standing:
        _list("查出个人信息", decision.standing)
        message = (
            f"没有写公开包：查出{len(decision.standing)}处个人信息没有处理。"
            "请核对上面所列各处，用 --redact 遮盖；确需公开的，用 --allow 代码=理由 逐项写明理由。"
        )
        raise CannotDoError(message)
    return decision


def _list(heading: str, pieces: Sequence[Exposed]) -> None:
    if pieces:
        click.echo(f"{heading}{len(pieces)}处：", err=True)
    for piece in pieces:
        told = f"  {piece.key}　{piece.kind.chinese}“{piece.text}”　第{piece.file}个文件{piece.where}"
        click.echo(harmless(told), err=True)


def _drawn(submission: Submission, layout: Layout | None) -> Drawn:
    conversion = convert(submission, layout)
    return Drawn(papers=conversion.papers, remarks=tuple(_left_out(conversion)))


def _left_out(conversion: Conversion) -> Iterator[str]:
    """What readers of the published forms miss in them; what the forms leave empty was empty before."""
    for number, form in enumerate(conversion.forms, 1):
        yield from (line if line.startswith(" ") else f"第{number}张表：{line}" for line in listed(form.omitted))
    yield from beside_the_forms(conversion)


def _layout(code: str | None) -> Layout | None:
    try:
        return None if code is None else layouts()[code]
    except UnknownCodeError as error:
        raise CannotDoError(str(error)) from error


def _writers(kinds: str) -> dict[str, Callable[[Sequence[Paper]], bytes]]:
    names = [kind.strip().lower().removeprefix(".") for kind in kinds.replace("，", ",").split(",") if kind.strip()]
    try:
        return {name: partial(written, form=formats[name].code) for name in names}
    except UnknownCodeError as error:
        raise CannotDoError(str(error)) from error


def _reasons(allowed: Sequence[str]) -> Iterator[tuple[str, str]]:
    for word in allowed:
        code, _, reason = word.replace("＝", "=").partition("=")
        if not reason.strip():
            message = f"选项 --allow 应为“代码=理由”，收到的是“{word}”；请写明为什么可以公开。"
            raise CannotDoError(message)
        yield code.strip(), reason.strip()
