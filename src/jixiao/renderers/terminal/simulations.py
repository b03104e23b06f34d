"""推演 for people at a terminal: the packs side by side, what each costs, the way to the next grade, what a stricter reviewer gives."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from jixiao.model import Evaluation
from jixiao.renderers.citations import MEANING, cited, unverified
from jixiao.renderers.scores import span
from jixiao.renderers.terminal.page import line, paragraph, words
from jixiao.renderers.terminal.scores import show_form
from jixiao.results import Audited
from jixiao.scoring import written
from jixiao.simulation import FormSimulation, Loss, NextGrade, Strict
from jixiao.simulation.form import PackSimulation

_MOST_LOSSES = 12
_CAUTION = "以上只说明规则怎样计分；得分须以能够证明的完成情况为准，不得倒推填报。"


def show_simulations(simulated: Sequence[tuple[Audited, Sequence[FormSimulation]]], console: Console) -> None:
    """Print every form of every file under all packs."""
    for result, simulations in simulated:
        _file(result, simulations, console)
    columns = [column for _, simulations in simulated for each in simulations for column in each.packs]
    if unverified(loss.basis for column in columns for loss in column.losses[:_MOST_LOSSES]):
        console.print(words(MEANING, "dim"))


def _file(result: Audited, simulations: Sequence[FormSimulation], console: Console) -> None:
    console.print(line(words("▍", "blue"), words(result.path, "bold")))
    if not simulations:
        console.print(Padding(words("没有可以记分的自评表。", "dim"), (0, 0, 1, 2)))
    for simulation in simulations:
        evaluation = result.submission.evaluations[simulation.evaluation]
        show_form(simulation.evaluation, evaluation, [column.card for column in simulation.packs], console)
        for column in simulation.packs:
            _column(evaluation, column, console)
    if simulations:
        console.print(Padding(words(_CAUTION, "yellow"), (0, 0, 1, 2)))


def _column(evaluation: Evaluation, column: PackSimulation, console: Console) -> None:
    width = console.width - 6
    console.print(Padding(words(column.title, "bold"), (0, 0, 0, 2)))
    told = [
        *_losses(column.losses, width),
        *_next_grade(column, width),
        *(text for strict in column.strict for text in _strict(evaluation, strict, width)),
    ]
    for text in told:
        console.print(Padding(text, (0, 0, 0, 4)))
    console.print()


def _losses(losses: Sequence[Loss], width: int) -> Iterator[Text]:
    if not losses:
        yield paragraph("各项均可得满分。", width, label="失分　")
        return
    for number, loss in enumerate(losses[:_MOST_LOSSES]):
        points = _points(loss)
        label = "失分　" if number == 0 else "　　　"
        basis = f"依据　{cited(loss.basis, marked=True)}" if loss.basis else ""
        yield paragraph(f"{loss.name}　{points}　{loss.because}", width, label=label)
        if basis:
            yield paragraph(basis, width, label="　　　", style="dim")
    if len(losses) > _MOST_LOSSES:
        rest = losses[_MOST_LOSSES:]
        yield paragraph(f"另有{len(rest)}项，合计最多失{written(_most(rest))}分。", width, label="　　　")


def _most(losses: Sequence[Loss]) -> Decimal:
    """The most points that some losses take together."""
    return sum((loss.possible for loss in losses), start=Decimal(0))


def _points(loss: Loss) -> str:
    if loss.sure == loss.possible:
        return f"失{written(loss.sure)}分"
    if not loss.sure:
        return f"最多失{written(loss.possible)}分"
    return f"失{written(loss.sure)}至{written(loss.possible)}分"


def _next_grade(column: PackSimulation, width: int) -> Iterator[Text]:
    found = column.next_grade
    if found is None:
        if column.card.grade.computed:
            yield paragraph(
                f"按最高可得分已是“{column.card.grade.computed[0]}”，没有更高的等级。", width, label="等级　"
            )
        else:
            yield paragraph(column.card.grade.because, width, label="等级　")
        return
    yield paragraph(_way(found), width, label="等级　")
    for step in found.steps:
        yield paragraph(f"{step.name}：{step.needed}，可多得{written(step.gain)}分。", width, label="　　　· ")


def _way(found: NextGrade) -> str:
    limit = f"“{found.grade}”须达到{written(found.at_least)}分，按最高可得分还差{written(found.short)}分。"
    if found.hindrance:
        limit += found.hindrance
    return limit if found.steps or found.hindrance else limit + "现有各行即使全部得满分也达不到。"


def _strict(evaluation: Evaluation, strict: Strict, width: int) -> Iterator[Text]:
    low = "" if strict.low_end is None else f"按规则允许的最低分为{written(strict.low_end)}分。"
    if strict.reviewed is not None and strict.rows:
        low += f"再按{strict.standard}扣减后为{span(strict.reviewed.low, strict.reviewed.high)}分："
    yield paragraph(low or "没有可以比较的总分。", width, label="从严　")
    for row in strict.rows:
        name = evaluation.indicators[row.indicator].name or f"第{row.indicator + 1}行指标"
        left = span(row.left.low, row.left.high)
        yield paragraph(f"{name}：{row.title}（{row.code}），余{left}分。", width, label="　　　· ")
    for told in strict.by_hand if strict.rows else ():
        yield paragraph(told, width, label="　　　", style="dim")
