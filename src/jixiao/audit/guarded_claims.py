"""NAR-01, the hints: misuse that the text itself tells of beside a full mark for safe funds, and growth of what is said to be complete."""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import SHOWN, listed, shortened
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses, sentences
from jixiao.texts.subjects import subjects

_MISUSE = re.compile(r"(?:发现|查出|查实|存在|出现)[^。；;]{0,12}?(?:挪用|挤占|截留|虚列|虚报冒领|套取|侵占|违规使用)")
_NOT_OWN = re.compile(
    r"(?:全部|均已|都已)(?:纠正|整改|归还|追回|收回|退回)|整改(?:到位|完毕|完成)|未发现|没有发现|未发生|没有发生|未出现|没有出现|不存在|无截留|无挪用|防止|避免|杜绝|严禁|医药机构|医疗机构|定点|医院|药店|欺诈|骗保|参保人"
)
_SAFE = re.compile(r"(?:资金|基金)[^，。；;]{0,10}(?:安全|规范|合规|使用|管理)")


def guarded_claims(form: Case) -> Iterator[Fault]:
    """Tell of both; neither is more than a question, since what was found may have been put right within the year."""
    yield from _misuse_beside_safety(form)
    yield from _growth_of_all(form)


def _told(form: Case) -> tuple[tuple[str, str], ...]:
    return (*form.prose.results, *form.prose.conclusions)


def _misuse_beside_safety(form: Case) -> Iterator[Fault]:
    found = [
        (path, sentence.text)
        for path, text in _told(form)
        if _MISUSE.search(text)
        for sentence in sentences(text)
        if _MISUSE.search(sentence.text) and not _NOT_OWN.search(sentence.text)
    ]
    rows = [row for row in form.rows if _safe_by_word(row)] if found else []
    if rows:
        path, sentence = found[0]
        yield form.finding(
            message=(
                f"文字写{quoted(shortened(sentence))}，{listed([row.name for row in rows], '项')}却评为"
                f"{quoted(rows[0].indicator.actual)}并得满分，没有写明是否全部纠正。"
            ),
            quotes=[path, *(row.path("actual") for row in rows[:SHOWN])],
            suggestion="写明发现的问题、涉及金额和整改结果；年度内没有整改到位的，相应指标据实扣分。",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
            title="文字写有违规问题而资金安全类指标得满分",
        )


def _safe_by_word(row: Row) -> bool:
    """Tell whether a row says by word alone that money was safe or rightly used, at full points."""
    reached = isinstance(row.actual, targets.Achievement) or row.indicator.actual == row.indicator.target
    full = row.weight is not None and row.score == row.weight
    return reached and full and _SAFE.search(row.indicator.name or "") is not None


_WIDER = re.compile(
    r"覆盖(?:范围|面)?[^，。；;]{0,8}(?:扩大|拓展|拓宽)|(?:扩大|拓展|拓宽)[^，。；;]{0,10}覆盖(?:范围|面)"
)


def _growth_of_all(form: Case) -> Iterator[Fault]:
    """进一步扩大 in the text where the table says that all was covered already, by target and actual."""
    told = [
        (path, clause.text)
        for path, text in _told(form)
        if "覆盖" in text and _WIDER.search(text)
        for clause in clauses(text)
        if _WIDER.search(clause.text)
    ]
    for path, clause in told:
        about = subjects(clause)
        row = next((row for row in form.rows if _covers_all(row) and subjects(row.name).terms & about.terms), None)
        if row is not None:
            yield form.finding(
                message=f"文字称{quoted(shortened(clause))}，而{quoted(row.name)}的指标值、完成值都是{quoted(row.indicator.actual)}，已经没有扩大的余地。",
                quotes=[path, row.path("actual"), row.path("target")],
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
                title="已经全覆盖又称扩大覆盖",
            )


def _covers_all(row: Row) -> bool:
    full = isinstance(row.target, targets.Coverage) and row.target.extent == "full"
    return full and isinstance(row.actual, targets.Coverage) and row.actual.extent == "full" and "覆盖" in row.name
