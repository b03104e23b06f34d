"""`jixiao review`: review papers of audited self-evaluations, in Word, Excel, PDF, as a web page or as text."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import click
import msgspec

from jixiao.cli.auditing import Asked, audited, takes_references
from jixiao.cli.chinese import CannotDoError, Count, OneOf
from jixiao.cli.days import Day
from jixiao.cli.materials_given import failures
from jixiao.cli.options import FILES, takes_files, takes_jobs, takes_rules
from jixiao.cli.output import Target, emit, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.told import counted, tell_personal, tell_written, told_marks
from jixiao.cli.writing import written
from jixiao.papers import Paper
from jixiao.papers.formats import formats
from jixiao.renderers import review as papers
from jixiao.renderers.terminal import harmless
from jixiao.results import Audited, Failed, Result


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the options say of the paper."""

    head: papers.Letterhead
    plan: papers.Plan


_PAPERS: dict[str, Callable[[papers.Material, _Wanted], tuple[Paper, ...]]] = {
    "复核表": lambda material, _: papers.recheck_papers(material),
    "审核意见": lambda material, wanted: papers.opinion_papers(material, wanted.head),
    "整改通知": lambda material, wanted: papers.rectification_papers(material, wanted.head),
    "差异汇总": lambda material, _: papers.summary_papers(material),
    "抽查清单": lambda material, wanted: papers.sampling_papers(material, wanted.plan),
}
_ENGLISH = {
    "recheck": "复核表",
    "opinion": "审核意见",
    "rectify": "整改通知",
    "summary": "差异汇总",
    "sample": "抽查清单",
}
_LETTERS = frozenset({"审核意见", "整改通知"})


class _PaperName(OneOf):
    """The name of a paper, in Chinese or by its English word."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the Chinese name."""
        return super().convert(_ENGLISH.get(value.strip().lower(), value), param, ctx)


class _Share(click.ParamType[Decimal]):
    """A share such as 20 or 20%, above 0 and at most 100."""

    name = "share"

    def convert(self, value: str | Decimal, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the share as a part of one; fails for anything else."""
        if isinstance(value, Decimal):
            return value
        plain = value.strip().removesuffix("%").removesuffix("％")
        if not re.fullmatch(r"\d{1,3}(\.\d+)?", plain) or not 0 < Decimal(plain) <= 100:
            self.fail(f"选项 --share 应为大于0、不超过100的百分数，如 20%，收到的是“{value}”。", param, ctx)
        return Decimal(plain) / 100


@command(Part.WRITE, 60, FILES)
@takes_files
@click.option(
    "--paper",
    type=_PaperName(*_PAPERS),
    required=True,
    help="要哪种材料：复核表（recheck）、审核意见（opinion）、整改通知（rectify）、差异汇总（summary）、抽查清单（sample）。",
)
@takes_output(*(each.code for each in formats), required=True)
@takes_rules
@takes_references
@click.option("--issuer", metavar="机关", help="审核意见、整改通知：发文机关署名；不写则留待填写，下同。")
@click.option("--number", metavar="文号", help="审核意见、整改通知：发文字号。")
@click.option("--date", type=Day(), metavar="日期", help="审核意见、整改通知：成文日期，如 2026-03-15。")
@click.option("--deadline", type=Day(), metavar="日期", help="审核意见、整改通知：反馈或整改的期限，如 2026-04-10。")
@click.option("--to", "addressee", metavar="机关", help="审核意见、整改通知：主送机关；不写则为被审核的单位。")
@click.option("--contact", metavar="何人", help="审核意见、整改通知：联系人及电话。")
@click.option("--size", type=Count(), metavar="个数", help="抽查清单：抽查几张自评表。")
@click.option("--share", type=_Share(), metavar="百分比", help="抽查清单：抽查全部自评表的百分之几；不写为20%。")
@click.option("--seed", metavar="种子", help="抽查清单：随机抽取的种子，种子相同则结果相同；不写为 1。")
@takes_password
@takes_jobs
def review(  # noqa: PLR0913, PLR0917 - click passes one argument for each option
    paths: tuple[Path, ...],
    paper: str,
    output: Target,
    rules: str | None,
    against: tuple[Path, ...],
    issuer: str | None,
    number: str | None,
    date: str | None,
    deadline: str | None,
    addressee: str | None,
    contact: str | None,
    size: int | None,
    share: Decimal | None,
    seed: str | None,
    password: str | None,
    jobs: int | None,
) -> int:
    """出具复核材料：自评复核表、审核意见、整改通知、差异汇总、抽查清单。

    自评表按口径重算，依据审核结果写成；要由人判断和填写的内容标明【待填写】。
    """
    head = papers.Letterhead(
        issuer=issuer, number=number, date=date, deadline=deadline, addressee=addressee, contact=contact
    )
    _refuse_idle(paper, head, size, share, seed)
    if size is not None and share is not None:
        message = "选项 --size 和 --share 只能写一个。"
        raise CannotDoError(message)
    wanted = _Wanted(head=head, plan=papers.Plan(size=size, share=share, seed="1" if seed is None else seed))
    results = audited(Asked(paths=paths, rules=rules, against=against, password=password, jobs=jobs)).results
    material = papers.gather(results)
    made = _PAPERS[paper](material, wanted) if _any_form(results) else ()
    if not made:
        raise CannotDoError(_nothing(paper, results))
    if number is not None and (letters := sum(each.name.startswith(paper) for each in made)) > 1:
        message = f"共有{letters}份函，不能用同一文号；请分单位出具，或不写 --number，留待填写。"
        raise CannotDoError(message)
    emit(written(made, output.format), output)
    forms = sum(len(result.submission.evaluations) for result in results if isinstance(result, Audited))
    count = sum(each.name.startswith(paper) for each in made) if paper in _LETTERS else 0
    tell_written(output.path, f"{counted(count, '份') or ''}{paper}", f"据{forms}张表", *told_marks(made))
    tell_personal(made)
    for result in results:
        if isinstance(result, Audited) and not result.submission.evaluations:
            click.echo(harmless(f"“{result.path}”里没有识别出绩效表，没有复核。"), err=True)
    return failures(results)


def _refuse_idle(
    paper: str, head: papers.Letterhead, size: int | None, share: Decimal | None, seed: str | None
) -> None:
    """Refuse options that the paper asked for has no use for, so that nobody believes them heeded."""
    named = {"addressee": "to"}
    letter = [named.get(key, key) for key, value in msgspec.structs.asdict(head).items() if value is not None]
    draw = [key for key, value in (("size", size), ("share", share), ("seed", seed)) if value is not None]
    for given, fitting, told in ((letter, _LETTERS, "审核意见和整改通知"), (draw, {"抽查清单"}, "抽查清单")):
        if given and paper not in fitting:
            message = f"选项 {'、'.join(f'--{key}' for key in given)} 只用于{told}，不能用于{paper}。"
            raise CannotDoError(message)


def _any_form(results: Sequence[Result]) -> bool:
    return any(isinstance(result, Audited) and result.submission.evaluations for result in results)


def _nothing(paper: str, results: Sequence[Result]) -> str:
    """Say why there is nothing to write."""
    if all(isinstance(result, Failed) for result in results):
        return str(next(result.message for result in results if isinstance(result, Failed)))
    if paper == "整改通知" and _any_form(results):
        return "没有必须改正或应当说明的问题，没有出具整改通知。"
    return f"没有识别出可以出具{paper}的表。"
