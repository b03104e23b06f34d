"""What each stage saw of one file (doctor): blocks and tables, forms and layouts, rows with their confidence and typed values, scores."""

import itertools
from collections.abc import Iterator

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from jixiao import targets
from jixiao.documents import Document, Table
from jixiao.model import Evaluation
from jixiao.renderers.scores import FORMS, KINDS, form_name
from jixiao.renderers.terminal.page import line, table, words
from jixiao.renderers.terminal.scores import show_form, show_traces
from jixiao.renderers.terminal.submission import show_unread
from jixiao.results import Audited

FIDELITY = {
    "grid": "真实表格，列位置可信",
    "ragged": "由文字还原，行可信、列仅供参考",
    "stream": "由文字还原，只知单元格先后",
}
_EXCERPT = 60
_SURE = 0.995


def show_stages(document: Document | None, result: Audited, console: Console) -> None:
    """Print the stages one after another; `document` is None for a file in one of our own formats."""
    source = result.submission.source
    _heading(console, "一、读取")
    console.print(Padding(words(f"文件 {source.name}　阅读器 {source.reader}　类型 {source.media_type}　SHA-256 {source.sha256[:16]}…"), (0, 2)))
    if document is None:
        console.print(Padding(words("本程序自己的数据格式，不经过文档识别。", "dim"), (0, 2)))
    else:
        _blocks(document, console)
    _heading(console, "二、识别")
    for index, evaluation in enumerate(result.submission.evaluations):
        _form(index, evaluation, console)
    if not result.submission.evaluations:
        console.print(Padding(words("没有识别出绩效自评表。", "bold red"), (0, 2)))
    show_unread(result.submission, console)
    for problem in result.submission.problems:
        console.print(Padding(words(f"{problem.severity.chinese} {problem.code} {problem.message}", "yellow"), (0, 2)))
    _heading(console, "三、记分")
    for index, evaluation in enumerate(result.submission.evaluations):
        cards = [card for card in result.scorecards if card.evaluation == index]
        if cards:
            show_form(index, evaluation, cards, console)
            show_traces(evaluation, cards, console)
    _heading(console, "四、审核")
    console.print(Padding(words(f"{len(result.findings)}个问题，用 jixiao audit 查看。"), (0, 2)))


def _heading(console: Console, title: str) -> None:
    console.print(Padding(words(title, "bold blue"), (1, 0, 0, 0)))


def _blocks(document: Document, console: Console) -> None:
    """Print tables one by one and the paragraphs between two tables together."""
    blocks = table("序号", "位置", "内容块", "开头", numbers=("序号",))
    runs = itertools.groupby(document.blocks, key=lambda block: id(block) if isinstance(block, Table) else None)
    for number, (_, run) in enumerate(runs, start=1):
        first, *more = run
        if isinstance(first, Table):
            rows = first.rows()
            kind = f"表格，{len(rows)}行{len(first.cells)}格，{FIDELITY[first.fidelity]}"
            start = " ".join(cell.text for cell in first.cells)
        else:
            kind, start = f"段落{1 + len(more)}个", first.text
        blocks.add_row(str(number), str(first.place), kind, words(_excerpt(start)))
    console.print(Padding(blocks, (0, 2)))


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _EXCERPT else plain[: _EXCERPT - 1] + "…"


def _form(index: int, evaluation: Evaluation, console: Console) -> None:
    told = line(
        words(f"表{index + 1}　{form_name(evaluation)}", "bold"),
        words(f"　{KINDS[evaluation.kind]}{FORMS[evaluation.form]}　表式 {evaluation.layout or '未定'}　{evaluation.place}"),
    )
    console.print(Padding(told, (1, 2, 0, 2)))
    counted = f"资金{len(evaluation.funds)}行、目标{len(evaluation.goals)}条、资金管理{len(evaluation.fund_management)}行、指标{len(evaluation.indicators)}行"
    console.print(Padding(words(counted, "dim"), (0, 4)))
    rows = table("行", "位置", "可信度", "三级指标", "年度指标值 → 含义", "实际完成值 → 含义", "存疑", numbers=("行", "可信度"))
    for number, row in enumerate(evaluation.indicators, start=1):
        rows.add_row(
            str(number),
            str(row.place),
            words(f"{row.confidence:.2f}", "" if row.confidence >= _SURE else "yellow"),
            words(row.name),
            _typed(row.target),
            _typed(row.actual),
            words("、".join(row.doubtful), "yellow"),
        )
    if evaluation.indicators:
        console.print(Padding(rows, (0, 2)))


def _typed(text: str | None) -> Text:
    if text is None:
        return words("", blank="（空白）", style="dim")
    plain = targets.to_json(targets.parse(text))
    return line(words(text), words(" → " + "，".join(_members(plain)), "cyan"))


def _members(plain: dict[str, object]) -> Iterator[str]:
    for name, value in plain.items():
        if value not in (None, "", [], {}) and name not in {"text", "tokens", "spans"}:
            yield f"{name}={msgspec.json.encode(value).decode()}" if isinstance(value, dict | list) else f"{name}={value}"
