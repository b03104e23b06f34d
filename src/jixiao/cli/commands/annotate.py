"""`jixiao annotate`: the user's own files come back with the findings on the very cells."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.auditing import Asked, audited, takes_chosen_checks, takes_references
from jixiao.cli.chinese import CannotDoError
from jixiao.cli.materials_given import failures
from jixiao.cli.options import FILES, takes_files, takes_jobs, takes_rules
from jixiao.cli.output import Target, emit, emit_each, takes_output, with_progress
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.told import counted, tell_lines, tell_written
from jixiao.materials import Material
from jixiao.renderers.annotated import Copy
from jixiao.results import Audited

_MARK = "（批注）"
"""What is added to a file's name for the name of its annotated copy."""


def _moment(_ctx: click.Context, _param: click.Parameter, told: str | None) -> str | None:
    """The moment that remarks bear: the beginning of a day."""
    if told is None:
        return None
    try:
        return f"{date.fromisoformat(told).isoformat()}T00:00:00Z"
    except ValueError as error:
        message = f"选项 --date 应为日期，写成 2024-03-01 的样子，收到的是“{told}”。"
        raise click.BadParameter(message) from error


@command(Part.WRITE, 10, FILES)
@takes_files
@takes_output(required=True, folder=True)
@click.option(
    "--date", "on", metavar="日期", callback=_moment, help="批注上注明的日期，如 2024-03-01；不写则批注不带日期。"
)
@takes_rules
@takes_chosen_checks
@takes_references
@takes_password
@takes_jobs
def annotate(
    paths: tuple[Path, ...],
    output: Target,
    on: str | None,
    rules: str | None,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    against: tuple[Path, ...],
    password: str | None,
    jobs: int | None,
) -> int:
    """在原件的副本上加批注：每个问题写在所涉及的单元格上，末尾附问题汇总。

    Word、Excel、PDF、图片各按原来的格式（图片成为 PDF），原件不动，其余内容不变；旧版格式先由 LibreOffice 转换。
    """
    asked = Asked(paths=paths, rules=rules, only=only, ignore=ignore, against=against, password=password, jobs=jobs)
    answer = audited(asked)
    pairs = [
        (material.path, result)
        for material, result in zip(answer.materials, answer.results, strict=False)
        if isinstance(material, Material) and isinstance(result, Audited)
    ]
    alone = len(answer.materials) == 1 and not output.path.is_dir() and bool(output.path.suffix)
    if not alone and output.path.suffix and not output.path.is_dir():
        message = f"有{len(answer.materials)}个文件，“{output.path}”只能写一个；请给出文件夹。"
        raise CannotDoError(message)
    made = list(with_progress(pipeline.annotated(pairs, answer.request, on, jobs), len(pairs)))
    done = [(result, copy) for (_, result), copy in zip(pairs, made, strict=True) if isinstance(copy, Copy)]
    names = [output.path.name] if alone else _names(done)
    folder = output.path.parent if alone else output.path
    _refuse_originals([folder / name for name in names], [path for path, _ in pairs])
    if done and alone:
        _refuse_ending(output, *done[0])
        emit(done[0][1].content, output)
    elif done:
        emit_each({name: copy.content for name, (_, copy) in zip(names, done, strict=True)}, output)
    for name, (result, copy) in zip(names, done, strict=False):
        _tell(folder / name, result, copy)
    return failures([*answer.results, *made])


def _refuse_originals(targets: Sequence[Path], originals: Sequence[Path]) -> None:
    """Refuse to write over an original, --force or not."""
    own = {path.resolve() for path in originals}
    for target in targets:
        if target.resolve() in own:
            message = f"“{target}”就是原件，批注件不能写在原件上；请换一个文件名或文件夹。"
            raise CannotDoError(message)


def _refuse_ending(output: Target, result: Audited, copy: Copy) -> None:
    """Refuse a name whose ending is that of another format."""
    wanted = copy.suffix or Path(result.path).suffix
    if wanted and output.path.suffix.lower() != wanted.lower():
        message = (
            f"“{Path(result.path).name}”的批注件是 {wanted} 文件，写不成“{output.path.name}”；请把后缀改为 {wanted}。"
        )
        raise CannotDoError(message)


def _names(done: Sequence[tuple[Audited, Copy]]) -> list[str]:
    """A name for each copy; those that repeat are numbered."""
    taken: Counter[str] = Counter()
    names: list[str] = []
    for result, copy in done:
        path = Path(result.path)
        stem, suffix = f"{path.stem}{_MARK}", copy.suffix or path.suffix
        taken[stem + suffix] += 1
        times = taken[stem + suffix]
        names.append(f"{stem}{f'-{times}' if times > 1 else ''}{suffix}")
    return names


def _tell(path: Path, result: Audited, copy: Copy) -> None:
    found = len(result.findings)
    apart = found - copy.remarked
    if found:
        apart_told = counted(apart, "个没有对应的单元格，列在汇总里")
        tell_written(path, f"共{found}个问题", f"{copy.remarked}个已标注", apart_told)
    else:
        tell_written(path, "未发现问题")
    tell_lines(f"  {note}" for note in copy.notes)
