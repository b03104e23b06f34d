"""`jixiao package`: the machine-readable twin of forms as a Frictionless Data Package."""

from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.about import takes_about
from jixiao.cli.chinese import CannotDoError
from jixiao.cli.codes import chosen_packs
from jixiao.cli.materials_given import converted, failures, found_in, with_a_form, worked
from jixiao.cli.options import FILES, takes_files, takes_jobs, takes_rules
from jixiao.cli.output import Target, emit, emit_each, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.told import tell_written
from jixiao.readers import Request
from jixiao.renderers.publication import About, exposed, package, zipped


@command(Part.PUBLISH, 10, FILES)
@takes_files
@takes_output("zip", required=True, folder=True, meaning="写到这个文件夹；以 .zip 结尾的，写成一个压缩包。")
@click.option("--findings", "with_findings", is_flag=True, help="连同审核发现的问题一并写入。")
@takes_rules
@takes_about
@takes_password
@takes_jobs
def write_package(
    paths: tuple[Path, ...],
    output: Target,
    with_findings: bool,  # noqa: FBT001 - click passes a flag by name
    rules: str | None,
    about: About,
    password: str | None,
    jobs: int | None,
) -> int:
    """把自评表写成数据包（CSV 数据表和 JSON，附说明文件 datapackage.json），供其他程序使用。

    数据包照录原表的全部内容，包括个人信息；要向社会公开的，请用 jixiao publish，它先检查个人信息。
    """
    request = Request(password=password)
    found = found_in(paths, request)
    request = converted(found, request, jobs)
    task = partial(pipeline.audit, packs=chosen_packs(rules), request=request) if with_findings else None
    results = worked(task or partial(pipeline.read_file, request=request), found, jobs, audited=with_findings)
    sound = with_a_form(results, "没有写数据包")
    status = failures(results)
    if not sound:
        message = "没有一个文件能够读取，没有写数据包；请先解决上面所列的问题。"
        raise CannotDoError(message)
    submissions = [result.submission for result in sound]
    files = package(submissions, about, [result.findings for result in sound] if with_findings else None)
    if output.format:
        emit(zipped(files), output)
    else:
        emit_each(files, output)
    forms = sum(len(submission.evaluations) for submission in submissions)
    tell_written(output.path, f"数据包，{len(submissions)}个材料的{forms}张表，共{len(files)}个文件")
    pieces = exposed(submissions)
    if pieces:
        told = f"提示：数据包里有{len(pieces)}处个人信息（联系人、电话等），不宜直接公开；公开请用 jixiao publish。"
        click.echo(told, err=True)
    return status
