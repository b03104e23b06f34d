"""The words of the review papers: citations without cautions, cells by the names of their columns, findings as facts or as suspicions."""

import itertools
import re
from collections.abc import Iterable, Sequence

from jixiao.findings import Certainty, Finding, Quote
from jixiao.law import Article, documents
from jixiao.model import Evaluation
from jixiao.renderers.columns import FUND, HEAD, INDICATOR, LEVELS
from jixiao.targets.quotation import quoted

_FORM = {
    **HEAD,
    "title": "表名",
    "year": "年度",
    "amount_unit": "金额单位",
    "total_weight": "总分值",
    "total_score": "总分",
    "grade": "自评等级",
    "conclusion": "自评结论",
    "remark": "备注",
}
_GOAL = {"expected": "年度总体目标预期目标", "actual": "年度总体目标实际完成情况"}
_MANAGEMENT = {"item": "资金管理情况", "description": "情况说明", "issue": "存在问题和改进措施"}

RULES = {
    "execution": "预算执行率",
    "completion": "定量指标",
    "reverse": "反向指标",
    "equal": "等于型指标",
    "range": "区间型指标",
    "deadline": "时限",
    "qualitative": "定性指标分档",
    "satisfaction": "满意度",
    "zero_target": "目标为零",
    "over_achievement": "超额完成",
    "undecided": "不能判断",
    "compound": "一行多项目标",
    "unscored": "不记分",
}
"""What the sections of a rule pack are called, by the name that a trace gives."""


def cited_briefly(basis: Iterable[Article]) -> str:
    """Cite articles by number: 财预〔2020〕10号第十六条、第十八条；…; the caution about wording stands elsewhere, once."""
    runs = itertools.groupby(basis, key=lambda article: article.document)
    return "；".join(
        document + "、".join(dict.fromkeys(filter(None, (article.cited_place for article in articles))))
        for document, articles in runs
    )


def unverified(basis: Iterable[Article]) -> str:
    """Name, each document once, the articles whose wording nobody has compared with the official text; empty when there are none."""
    open_ones = sorted({article for article in basis if not article.verified}, key=_position)
    runs = itertools.groupby(open_ones, key=lambda article: article.cited_document)
    return "；".join(
        document + "、".join(filter(None, (article.cited_place for article in articles))) for document, articles in runs
    )


def _position(article: Article) -> tuple[str, int]:
    """Where an article stands in its document."""
    names = [each.name for each in documents()[article.document].articles.values()]
    return article.document, names.index(article.article)


def _row_name(quote: Quote, evaluation: Evaluation | None) -> str:
    """Name the row that a cell stands in: “宣传场次”的, 年度资金总额的; empty where it stands in none."""
    kind, index, field = _parted(quote)
    if evaluation is None or index is None:
        return ""
    if kind == "indicators" and field not in {"", "name"} and index < len(evaluation.indicators):
        name = evaluation.indicators[index].name
        return f"{quoted(name) if name else f'第{index + 1}行指标'}的"
    if kind == "funds" and index < len(evaluation.funds):
        label = (evaluation.funds[index].label or "年度资金总额").rstrip("：: ")
        return f"{label}的" if field not in {"", "label"} else ""
    return ""


def _column_name(quote: Quote, evaluation: Evaluation | None) -> str:
    """Name the column or field that a cell belongs to; empty where the quote names none."""
    kind, index, field = _parted(quote)
    if evaluation is None or not kind:
        return ""
    if index is None:
        return _FORM.get(kind, "")
    if kind == "fields":
        return evaluation.fields[index].label if index < len(evaluation.fields) else ""
    columns = {
        "indicators": {**LEVELS, **INDICATOR, "": LEVELS["name"]},
        "funds": {**FUND, "": FUND["label"]},
        "goals": _GOAL,
        "fund_management": {**_MANAGEMENT, "": _MANAGEMENT["item"]},
    }
    return columns.get(kind, {}).get(field, "")


def _parted(quote: Quote) -> tuple[str, int | None, str]:
    """Part a path such as indicators/3/score; what stands in another file is not named by this form."""
    kind, *rest = ("" if quote.file else quote.path or "").split("/")
    index = int(rest[0]) if rest and rest[0].isdecimal() else None
    return kind, index, rest[1] if len(rest) > 1 else ""


def cells_named(finding: Finding, evaluation: Evaluation | None) -> str:
    """Name the cells that a finding quotes by row and column, the first few rows; without names the first place.

    A row that its sentence names already is told by its columns alone; what the cells hold and where they stand is told elsewhere.
    """
    rows: dict[str, dict[str, None]] = {}
    for quote in finding.quotes:
        if column := _column_name(quote, evaluation):
            rows.setdefault(_short_row(quote, evaluation, finding.message), {})[column] = None
    if not rows:
        places = dict.fromkeys(quote.where for quote in finding.quotes if quote.where)
        return f"{next(iter(places))}{'等处' if len(places) > 1 else ''}" if places else ""
    told = [f"{row}{'、'.join(columns)}" for row, columns in rows.items()]
    return "；".join(told[:_ROWS_NAMED]) + (f"等{len(told)}行" if len(told) > _ROWS_NAMED else "")


def _cells(finding: Finding, evaluation: Evaluation | None) -> dict[tuple[str, str], dict[str, None]]:
    """The columns that a finding quotes, by place and row."""
    cells: dict[tuple[str, str], dict[str, None]] = {}
    for quote in finding.quotes:
        column = _column_name(quote, evaluation)
        row = _row_name(quote, evaluation) if column else ""
        cells.setdefault((quote.where, row), {}).update({column: None} if column else {})
    return cells


def places_listed(finding: Finding, evaluation: Evaluation | None) -> str:
    """Tell where all cells that a finding quotes stand, without what they hold: 原文第10行，“宣传场次”的得分; 原文第10、12行的得分."""
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for (where, row), columns in _cells(finding, evaluation).items():
        alike.setdefault((_COUNTED.sub("#", where), "、".join(columns)), []).append((where, row))
    told = (_together(pattern, columns, places) for (pattern, columns), places in alike.items())
    return "；".join(filter(None, told))


def _together(pattern: str, columns: str, places: Sequence[tuple[str, str]]) -> str:
    """One place with the name of its row; of several only where they are, their numbers side by side."""
    if len(places) == 1 or not pattern:
        return "，".join(filter(None, dict.fromkeys(text for where, row in places for text in (where, row + columns))))
    numbers = dict.fromkeys(number for where, _ in places for number in _COUNTED.findall(where))
    wheres = pattern.replace("#", "、".join(numbers)) if pattern.count("#") == 1 else "、".join(dict(places))
    return f"{wheres}的{columns}" if columns else wheres


_COUNTED = re.compile(r"\d+(?=[行段])")
"""The number by which the places of one column differ: that of the row, the line or the paragraph."""
_ROWS_NAMED = 2
"""Rows by which a letter shows what a finding is about; the list has all of them."""
_SHORT_NAME = 12
"""Characters of a row's name in a letter."""


def _short_row(quote: Quote, evaluation: Evaluation | None, message: str) -> str:
    name = _row_name(quote, evaluation)
    bare = name.removesuffix("的").strip("“”")
    if not bare or bare in message:
        return ""
    return name if len(bare) <= _SHORT_NAME else f"“{bare[:_SHORT_NAME]}…”的"


_LONGEST_MESSAGE, _LEAST_MESSAGE = 120, 40
"""Characters of a sentence that a list beside the letter tells in full, and how many stay at least."""


def shortened(message: str) -> str:
    """Cut what enumerates many cases after the last whole one that fits; a sentence of one case stays whole."""
    if len(message) <= _LONGEST_MESSAGE:
        return message
    end = message.rfind("；", _LEAST_MESSAGE, _LONGEST_MESSAGE)
    return message if end < 0 else f"{message[:end]}；其余见整改清单。"


def titled(finding: Finding) -> str:
    """Head a finding: as a fact where it is certain, as a suspicion where it is likely, as a question where it is only possible."""
    if finding.certainty is Certainty.CERTAIN:
        return finding.title
    if finding.certainty is Certainty.LIKELY:
        return f"疑似{quoted(finding.title)}，请核实"
    return f"请核实是否属于{quoted(finding.title)}"
