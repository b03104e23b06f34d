"""`jixiao template`: a workbook in which a form is filled in, blank or with last year's goals, indicators, targets and weights."""

import re
from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.chinese import CannotDoError, Count
from jixiao.cli.codes import chosen_packs, entry
from jixiao.cli.materials_given import found_in, worked
from jixiao.cli.output import Target, emit, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.told import counted, tell_lines, tell_written
from jixiao.forms import Layout, layouts
from jixiao.readers import Request
from jixiao.renderers import fillin
from jixiao.renderers.official import listed, of_period
from jixiao.results import Audited, Failed
from jixiao.scoring import DEFAULT_PACK, RulePack, packs

_USUAL = "T1"


@command(Part.WRITE, 5)
@click.option(
    "--layout",
    "code",
    metavar="表式",
    help="表式的代码，如 T11；不写则与 --from 的表式相同，没有 --from 的为 T1。用 jixiao list layouts 查看。",
)
@click.option(
    "--from",
    "last",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="上年的自评表：目标、指标、指标值和分值沿用，上年的完成值、得分和审核发现的问题列在旁边。文件里有几张表就做几张。",
)
@click.option("--year", metavar="年份", help="本表的年度，如 2025；不写则为 --from 的下一年。")
@click.option(
    "--period",
    metavar="期间",
    help="绩效运行监控表的期间，如 1-9月；不写则与 --from 的相同，没有 --from 的为表式所印的 1-7月。",
)
@click.option(
    "--rules",
    metavar="口径",
    help="表内计算应得分所用的评价口径；不写则用财预〔2020〕10号。用 jixiao list rules 查看。",
)
@click.option("--spare", type=Count(), default=fillin.SPARE, metavar="行数", help="指标后面留几个空行；不写为 3。")
@takes_output("xlsx", required=True)
@takes_password
def template(
    code: str | None,
    last: Path | None,
    year: str | None,
    period: str | None,
    rules: str | None,
    spare: int,
    output: Target,
    password: str | None,
) -> int:
    """生成填报工作簿：随填随算应得分和合计，有下拉列表、填写说明和校验，填好后可直接读取、审核。

    沿用的内容只有年度改为本年；指标值和目标中写明的年份不改，标成橙色由人核对。本表式放不下的内容逐项列出（标准错误）。
    """
    pack = _pack(rules)
    layout = entry(layouts(), code) if code is not None else None
    wanted, months = _year(year), _months(period)
    if last is None:
        templates = [fillin.blank(of_period(layout or layouts()[_USUAL], months), wanted, pack)]
    else:
        templates = _from(last, layout, wanted, months, pack, Request(password=password))
    if months is not None and not any(each.layout.period for each in templates):
        message = "选项 --period 只用于绩效运行监控表（如 --layout T7）。"
        raise CannotDoError(message)
    try:
        content = fillin.workbook(templates, pack, spare)
    except fillin.NotFillableError as error:
        raise CannotDoError(str(error)) from error
    emit(content, output)
    dropped = [omission for each in templates for omission in each.dropped]
    tell_written(
        output.path,
        f"{len(templates)}张表，按“{pack.title}”计算",
        counted(sum(fillin.carried_over(each) for each in templates), "个指标沿用原表"),
        counted(len(dropped), "处原有内容本表式放不下"),
        counted(sum(fillin.outdated(each) for each in templates), "处写明了其他年份，须核对（标成橙色）"),
    )
    tell_lines(listed(dropped))
    return 0


def _from(
    last: Path, layout: Layout | None, year: int | None, months: str | None, pack: RulePack, request: Request
) -> list[fillin.Template]:
    """This year's forms from those of last year's file, which is audited by the same rules."""
    found = found_in([last], request)
    results = worked(partial(pipeline.audit, packs=[pack.code], request=request), found, None, audited=True)
    failed = next((result for result in results if isinstance(result, Failed)), None)
    if failed is not None:
        raise CannotDoError(failed.message)
    audited = [result for result in results if isinstance(result, Audited)]
    templates = [
        fillin.from_last_year(
            fillin.LastYear(evaluation=evaluation, index=index, findings=result.findings),
            of_period(layout or _own_layout(evaluation.layout), months or evaluation.period),
            year,
            pack,
        )
        for result in audited
        for index, evaluation in enumerate(result.submission.evaluations)
    ]
    if not templates:
        message = f"“{last}”里没有找到绩效自评表，不能沿用；请确认文件，或者不写 --from，生成空白的工作簿。"
        raise CannotDoError(message)
    return templates


def _own_layout(code: str | None) -> Layout:
    return layouts()[code if code is not None and code in layouts() else _USUAL]


def _pack(rules: str | None) -> RulePack:
    codes = chosen_packs(rules)
    if len(codes) > 1:
        message = f"填报工作簿只按一个评价口径计算，选项 --rules 收到的是“{rules}”；请只写一个。"
        raise CannotDoError(message)
    return packs[codes[0] if codes else DEFAULT_PACK]


def _year(year: str | None) -> int | None:
    if year is None:
        return None
    if not re.fullmatch(r"(?:19|20)\d\d", year.strip()):
        message = f"选项 --year 应为四位数的年份，如 2025，收到的是“{year}”。"
        raise CannotDoError(message)
    return int(year)


def _months(period: str | None) -> str | None:
    if period is None:
        return None
    found = re.fullmatch(r"\s*(?:0?1\s*月?\s*[-—–~～至到]+\s*)?(0?[1-9]|1[0-2])\s*月?(?:份|底)?\s*", period)
    if found is None:
        message = f"选项 --period 应为年初到某月的期间，如 1-9月，收到的是“{period}”。"
        raise CannotDoError(message)
    return f"1-{int(found[1])}月"
