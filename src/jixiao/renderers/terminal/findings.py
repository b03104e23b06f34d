"""Findings for people at a terminal: file by file, form by form, the gravest words in colour, a tally at the end."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.model import Evaluation
from jixiao.renderers.citations import MEANING, cited, unverified
from jixiao.renderers.common_findings import Common, common_findings
from jixiao.renderers.scores import form_name, grade_words, span
from jixiao.renderers.terminal.page import SEVERITY_STYLES, excerpt, line, paragraph, words
from jixiao.results import Audited, Failed, Result, by_severity, findings_of
from jixiao.scoring import Scorecard, packs
from jixiao.targets.quotation import quoted

_LONGEST_QUOTE = 60
"""Characters of a quoted cell that are enough to find it by; the other formats quote it whole."""


def show_findings(results: Sequence[Result], console: Console) -> None:
    """Print the findings of all files; a file that failed says why."""
    for result in results:
        if isinstance(result, Failed):
            console.print(line(words("✗ ", "bold red"), words(result.path, "bold")))
            console.print(Padding(words(result.message), (0, 0, 1, 2)))
        else:
            _file(result, console)
    if unverified(finding.basis for finding in findings_of(results)):
        console.print(Padding(words(MEANING, "dim"), (0, 0, 1, 0)))
    console.print(_tally(results))


_OF_UNREAD = frozenset({"READ-03", "READ-05"})
"""The findings that tell themselves of what was not read, unless they were filtered out."""


def _file(result: Audited, console: Console) -> None:
    rows = sum(len(evaluation.indicators) for evaluation in result.submission.evaluations)
    count = f"　{len(result.submission.evaluations)}张表 · {rows}行指标 · {len(result.findings)}个问题"
    console.print(line(words("▍", "blue"), words(result.path, "bold"), words(count, "dim")))
    whole = [finding for finding in result.findings if finding.evaluation is None]
    if whole:
        console.print(Padding(words("全文", "bold"), (1, 0, 0, 2)))
        _listed(whole, console)
    shared = common_findings(
        (finding.evaluation, finding) for finding in result.findings if finding.evaluation is not None
    )
    in_common = {id(finding) for each in shared for finding in each.findings}
    for index, evaluation in enumerate(result.submission.evaluations):
        cards = [card for card in result.scorecards if card.evaluation == index]
        console.print(Padding(_form(index, evaluation, cards), (1, 0, 0, 2)))
        own = [finding for finding in result.findings if finding.evaluation == index]
        _listed([finding for finding in own if id(finding) not in in_common], console)
        codes = dict.fromkeys(finding.code for finding in own if id(finding) in in_common)
        if codes:
            above = paragraph("、".join(codes), console.width - 8, label="另见后面各表共有的问题：", style="dim")
            console.print(Padding(above, (0, 0, 0, 4)))
    if shared:
        console.print(Padding(words("各表共有的问题", "bold"), (1, 0, 0, 2)))
        for each in shared:
            console.print(Padding(_common(each, console.width - 8), (0, 0, 0, 4)))
    told_already = any(finding.code in _OF_UNREAD for finding in whole)
    if result.submission.unread and not told_already:
        told = f"另有{len(result.submission.unread)}处内容没有读入或没有读懂，用 jixiao doctor 查看。"
        console.print(Padding(words(told, "dim"), (1, 0, 0, 2)))
    console.print()


def _listed(findings: Sequence[Finding], console: Console) -> None:
    """Print findings in their order; of many of one kind the first in full and the others by their cells."""
    for alike in _alike(findings):
        told = alike if len(alike) <= _MOST_ALIKE else alike[:1]
        for finding in told:
            console.print(Padding(_finding(finding, console.width - 8), (0, 0, 0, 4)))
        if len(told) < len(alike):
            console.print(Padding(_others(alike[1:], console.width - 8), (0, 0, 0, 4)))


_MOST_ALIKE = 3
"""More open findings of one check than this about one form are rolled up."""


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Put findings of one check, severity and certainty together where the first of them stands; answered ones stand alone."""
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        kind = (finding.code, finding.severity, finding.certainty) if finding.answer is None else number
        groups.setdefault(kind, []).append(finding)
    return list(groups.values())


def _others(findings: Sequence[Finding], width: int) -> Text:
    return Text("\n").join(
        [
            line(words(f"  另有{len(findings)}处：")),
            *(paragraph(f"{each.message}　#{each.key}", width, label="  · ") for each in findings),
        ]
    )


def _common(shared: Common[int], width: int) -> Text:
    """What many forms have in common: the heading with their number, a line for each, basis and advice once."""
    heading = line(
        words(shared.first.severity.chinese, SEVERITY_STYLES[shared.first.severity]),
        words(f" {shared.first.code} ", "dim"),
        words(shared.first.title, "bold"),
        words(_surely(shared.first), "dim"),
        words(f"　共{len(shared.homes)}张表", "bold"),
    )
    lines = [
        paragraph(f"{finding.message}{f'　#{finding.key}' if finding.key else ''}", width, label=f"  表{home + 1}　")
        for home, finding in shared.members
    ]
    advice = (("依据", cited(shared.basis, marked=True)), ("建议", " ".join(shared.suggestions)))
    return Text("\n").join(
        [
            heading,
            *lines,
            *(paragraph(told, width, label=f"  {label}　", style="dim") for label, told in advice if told),
        ]
    )


def _cell(quote: Quote) -> str:
    return f"{quote.where}{quoted(excerpt(quote.text, _LONGEST_QUOTE) if quote.text else None)}"


def _form(index: int, evaluation: Evaluation, cards: Sequence[Scorecard]) -> Text:
    parts = [words(f"表{index + 1}　{form_name(evaluation)}", "bold")]
    if evaluation.total_score or evaluation.grade:
        parts.append(
            words(f"　自报 {evaluation.total_score or '—'}{' ' + evaluation.grade if evaluation.grade else ''}")
        )
    for card in cards:
        total = span(card.total.low, card.total.high)
        if total:
            name = f"（{packs[card.rule_pack].title}）" if len(cards) > 1 else ""
            parts.append(words(f"　重算 {total} {grade_words(card)}{name}", "dim"))
    notes = dict.fromkeys(text for card in cards for text in (card.total.left_out, card.reservation) if text)
    return Text("\n　　").join([line(*parts), *(words(note, "yellow") for note in notes)])


def _finding(finding: Finding, width: int) -> Text:
    heading = line(
        words(finding.severity.chinese, SEVERITY_STYLES[finding.severity]),
        words(f" {finding.code} ", "dim"),
        words(finding.title, "bold"),
        words(_surely(finding), "dim"),
        words(f"　#{finding.key}" if finding.key else "", "dim"),
    )
    return Text("\n").join([heading, *_details(finding, width)])


def _surely(finding: Finding) -> str:
    return "" if finding.certainty == Certainty.CERTAIN else f"（{finding.certainty.chinese}）"


def _details(finding: Finding, width: int) -> Iterator[Text]:
    yield paragraph(finding.message, width, label="  ")
    cells = [_cell(quote) for quote in finding.quotes]
    for label, told in (
        ("位置", "；".join(dict.fromkeys(cells))),
        ("依据", cited(finding.basis, marked=True)),
        ("建议", finding.suggestion or ""),
    ):
        if told:
            yield paragraph(told, width, label=f"  {label}　", style="dim")
    if finding.answer is not None:
        yield paragraph(str(finding.answer), width, label="  说明　", style="green")


def _tally(results: Sequence[Result]) -> Text:
    counts = by_severity(results)
    audited = sum(isinstance(result, Audited) for result in results)
    parts: list[Text | str] = [words(f"共审核{audited}个文件", "bold")]
    if audited < len(results):
        parts.append(words(f"（另有{len(results) - audited}个未能处理）", "bold red"))
    if not audited:
        return line(*parts, "。")
    if not any(counts.values()):
        return line(*parts, words("，未发现问题。", "green"))
    parts.append(words(f"，发现{sum(counts.values())}个问题："))
    found = [(severity, count) for severity, count in counts.items() if count]
    for number, (severity, count) in enumerate(found):
        parts += ["、" if number else "", words(f"{severity.chinese}{count}", _quiet(severity))]
    return line(*parts, "。")


def _quiet(severity: Severity) -> str:
    return SEVERITY_STYLES[severity].replace(" on red", "").replace("white", "red")
