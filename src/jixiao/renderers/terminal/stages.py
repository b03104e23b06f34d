"""What each stage saw of one file (doctor): blocks and tables, forms and layouts, rows with their confidence and typed values, scores."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from jixiao import targets
from jixiao.documents import Document, Table
from jixiao.forms import FormTrace, layouts
from jixiao.model import Evaluation
from jixiao.model.titles import FORMS, KINDS
from jixiao.renderers.columns import INDICATOR, LEVELS, column_name
from jixiao.renderers.scores import form_name
from jixiao.renderers.terminal.page import excerpt, line, paragraph, table, words
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


def show_stages(document: Document | None, traces: Sequence[FormTrace], result: Audited, console: Console) -> None:
    """Print the stages one after another.

    `document` is what the reader saw, None for a file in one of our own formats; `traces` tells of each form of the result how it was
    recognised, and is empty where none was.
    """
    source = result.submission.source
    _heading(console, "一、读取")
    told = f"文件 {source.name}　阅读器 {source.reader}　类型 {source.media_type}　SHA-256 {source.sha256[:16]}…"
    console.print(Padding(words(told), (0, 2)))
    if document is None:
        console.print(Padding(words("本程序自己的数据格式，不经过文档识别。", "dim"), (0, 2)))
    else:
        _blocks(document, console)
    _heading(console, "二、识别")
    for index, evaluation in enumerate(result.submission.evaluations):
        _form(index, evaluation, traces[index] if traces else None, console)
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
        blocks.add_row(str(number), str(first.place), kind, words(excerpt(start, _EXCERPT)))
    console.print(Padding(blocks, (0, 2)))


def _form(index: int, evaluation: Evaluation, seen: FormTrace | None, console: Console) -> None:
    told = line(
        words(f"表{index + 1}　{form_name(evaluation)}", "bold"),
        words(f"　{KINDS[evaluation.kind]}{FORMS[evaluation.form]}　{evaluation.place}"),
    )
    console.print(Padding(told, (1, 2, 0, 2)))
    console.print(Padding(paragraph(_layout(evaluation), console.width - 8, style="dim"), (0, 4)))
    doubted = any(row.doubtful for row in evaluation.indicators)
    for sentence in _recognition(seen, doubted=doubted) if seen is not None else ():
        console.print(Padding(paragraph(sentence, console.width - 8, style="dim"), (0, 4)))
    counted = (
        f"资金{len(evaluation.funds)}行、目标{len(evaluation.goals)}条、"
        f"资金管理{len(evaluation.fund_management)}行、指标{len(evaluation.indicators)}行"
    )
    console.print(Padding(words(counted, "dim"), (0, 4)))
    rows = table(
        "行", "位置", "可信度", "三级指标", "年度指标值 → 含义", "实际完成值 → 含义", "存疑", numbers=("行", "可信度")
    )
    for number, row in enumerate(evaluation.indicators, start=1):
        rows.add_row(
            str(number),
            str(row.place),
            words(f"{row.confidence:.2f}", "" if row.confidence >= _SURE else "yellow"),
            words(row.name),
            _typed(row.target),
            _typed(row.actual),
            words("、".join(map(column_name, row.doubtful)), "yellow"),
        )
    if evaluation.indicators:
        console.print(Padding(rows, (0, 2)))


def _recognition(seen: FormTrace, *, doubted: bool) -> Iterator[str]:
    """Say by which words the columns were told, how near the layout is and whether the sums tie."""
    places = "、".join(str(place) for place in seen.headings)
    yield f"指标表头（{places}）：" + "｜".join(f"{word}→{column_name(field)}" for word, field in seen.columns)
    if seen.fund_columns:
        yield "资金表头：" + "｜".join(f"{word}→{column_name(field)}" for word, field in seen.fund_columns)
    if seen.choice is not None:
        yield f"表式相近程度 {seen.choice.fit:.2f}：{seen.choice.why}。"
    if seen.closes is not None:
        marked = "，有疑问的单元格已标为存疑" if doubted else ""
        yield "分值、得分与表内合计相符。" if seen.closes else f"分值或得分与表内合计不符{marked}。"


def _layout(evaluation: Evaluation) -> str:
    """Say which layout was recognised and how the form's own columns compare with it."""
    found = {**LEVELS, **INDICATOR}
    filled = [field for field in found if any(getattr(row, field) is not None for row in evaluation.indicators)]
    own = f"有内容的指标栏目：{'、'.join(found[field] for field in filled) or '无'}"
    if evaluation.layout is None or evaluation.layout not in layouts():
        return f"表式未定：没有足够相近的已知表式，按栏目名称识别；{own}。"
    layout = layouts()[evaluation.layout]
    lacking = [found.get(field, field) for field in layout.columns if field not in filled]
    further = [found[field] for field in filled if field not in layout.columns]
    told = f"表式 {layout.code} {layout.title}；{own}"
    told += f"；表式中有而本表没有内容的：{'、'.join(lacking)}" if lacking else ""
    return told + (f"；本表多出的：{'、'.join(further)}" if further else "") + "。"


_TYPES = {
    "quantity": "数量",
    "range": "区间",
    "deadline": "期限",
    "coverage": "覆盖范围",
    "trend": "变化趋势",
    "relative": "相对比较",
    "achievement": "完成程度",
    "absence": "没有发生",
    "compound": "多项",
    "text": "文字",
}
_MEMBERS = {
    "number": "数值",
    "operator": "比较",
    "unit": "单位",
    "subject": "对象",
    "low": "下限",
    "high": "上限",
    "level": "程度",
    "extent": "范围",
    "reference": "参照",
    "motion": "方向",
    "degree": "程度",
    "year": "年度",
    "first": "最早",
    "last": "最迟",
    "base": "换算单位",
    "value": "换算为",
    "per": "按",
    "change": "增减",
    "aim": "要求",
    "tail": "后文",
    "word": "以文字写零",
    "low_included": "含下限",
    "high_included": "含上限",
    "before": "为时限",
    "every": "每",
}
_WORDS = {
    "up": "上升",
    "down": "下降",
    "forward": "推进",
    "full": "全部",
    "broad": "普遍",
    "reached": "达到",
    "mostly": "基本达到",
    "partly": "部分达到",
    "missed": "未达到",
}
_WITHOUT_YEAR = re.compile(r"--(\d\d)-(\d\d)")


def _typed(text: str | None) -> Text:
    if text is None:
        return words("（空白）", "dim")
    plain = targets.to_json(targets.parse(text))
    return line(words(text), " ", words(f"→ {_meaning(plain)}", "cyan"))


def _meaning(plain: dict[str, Any]) -> str:
    """Write a typed value as a person reads it: 数量 数值90 比较≥ 单位%."""
    told = [_TYPES.get(plain["type"], plain["type"])]
    for name, value in plain.items():
        if name == "parts":
            told += [f"［{_meaning(part)}］" for part in value]
        elif name not in {"type", "text"}:
            told.append(f"{_MEMBERS.get(name, name)}{_content(value)}")
    return " ".join(told)


def _content(value: object) -> str:
    """Write what a member of a typed value holds: a flag by its name alone, a date without a year as one."""
    if value is True:
        return ""
    if isinstance(value, list):
        return "、".join(map(str, value))
    day = _WITHOUT_YEAR.fullmatch(str(value))
    if day is not None:
        return f"{int(day[1])}月{int(day[2])}日（未写年份）"
    return _WORDS.get(str(value), str(value))
