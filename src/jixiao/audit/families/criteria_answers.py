"""SCO-15, SCO-16: whether 实际完成值 answers what the row's own 评分标准 asks for: the document it names, and every part of it."""

import re
from collections.abc import Iterator

import msgspec

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import shortened
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring.criteria import Criterion, Part, Truth, stated
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_ROW = "指标：产出指标 / 质量指标 / 宣传资料验收 | 分值 10 | 指标值 规范 | 实际值"

_KIND = r"管理办法|实施办法|暂行办法|办法|管理制度|制度|实施细则|细则|实施方案|方案|规划|规程|应急预案|预案|章程|指南|清单|台账"
_DOCUMENT = re.compile(
    rf"(?:制[定订]|建立|出台|印发|健全|修订|编制|形成|具有|有)(?:了|有|并)?(?P<about>[一-鿿]{{2,14}}?)(?P<kind>{_KIND})(?![一-鿿]?(?:执行|落实))"
)
_GENERIC = re.compile(
    r"已|经|健全|完善|相关|相应|具体|年度|本单位|本部门|部门|单位|内部|管理|工作|项目|的|了|和|与|及|等|、"
)
_SHORTEST_ABOUT = 2


class _Document(msgspec.Struct, frozen=True):
    """A document named in a text: as printed, and what it is about without words that every such document has."""

    text: str
    about: str


def _documents(text: str) -> list[_Document]:
    found = []
    for match in _DOCUMENT.finditer(key(text)):
        about = _GENERIC.sub("", match["about"])
        if len(about) >= _SHORTEST_ABOUT:
            found.append(_Document(match["about"] + match["kind"], about))
    return found


def _alike(one: _Document, other: _Document) -> bool:
    """Tell whether two documents may be about the same: one name holds the other, or they have two characters in common."""
    pairs = {one.about[index : index + 2] for index in range(len(one.about) - 1)}
    return one.about in other.text or other.about in one.text or any(pair in other.about for pair in pairs)


@check(
    code="SCO-15",
    name="evidence-names-another-document",
    title="评分标准要求的制度文件与完成值所写的不是同一份",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article(_10, "第五章"),),
    definition="评分标准要求制定某项办法、制度、方案，完成值写的却是另一项办法、制度、方案，该行仍得满分。",
    why="用甲制度证明乙制度，等于没有证明；复核时对不上佐证材料，该项不能得分。",
    remedy="写明评分标准所要求的文件名称和文号；所写文件确已包含该内容的，指明章节；没有制定的，据实扣分。",
    faulty=f"{_ROW} 已制定固定资产管理办法 | 得分 10 | 评分标准 已制定采购管理办法，得10分；未制定，不得分",
    sound=f"{_ROW} 已制定采购管理办法 | 得分 10 | 评分标准 已制定采购管理办法，得10分；未制定，不得分",
)
def evidence_names_another_document(case: Case) -> Iterator[Fault]:
    """SCO-15: a document that the criteria ask for is the one that the actual names."""
    for index, own in case.own_scores.items():
        row = case.rows[index]
        if row.score is None or row.weight is None or row.score < row.weight or not row.indicator.actual:
            continue
        wanted = [each for part in own.criterion.parts for demand in part.demands for each in _documents(demand)]
        given = _documents(row.indicator.actual) if wanted else []
        missing = [each for each in wanted if not any(_alike(each, other) for other in given)]
        if not given or not missing or any(_alike(each, other) for each in wanted for other in given):
            continue
        yield case.finding(
            message=(
                f"{quoted(row.name)}评分标准要求“{missing[0].text}”，完成值写的是“{given[0].text}”，"
                f"不是同一份文件，仍得满分{row.indicator.score}分。"
            ),
            quotes=[row.path("actual"), row.path("rule"), row.path("score")],
            figures={"标准要求": missing[0].text, "完成值所写": given[0].text},
        )


_SHORTEST_SHARED = 2
_ADDRESSED = 0.34
"""Of what sets one part of the criteria apart from the others, this share must stand in the actual."""

_LEAST_OWN = 2


@check(
    code="SCO-16",
    name="only-part-of-criteria-answered",
    title="评分标准有多项要求，完成值只答复了一部分而得满分",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article(_10, 16), article(_10, "第五章")),
    definition="评分标准分列几项要求、各有分数，完成值只写了其中一部分的情况，该行却得满分。",
    why="没有写到的要求就没有得分的依据，复核时这部分分数会被扣回。",
    remedy="按评分标准逐项写明完成情况和佐证材料；没有做到的要求，扣除相应的分数。",
    faulty=f"{_ROW} 宣传资料内容合规 | 得分 10 | 评分标准 ①宣传资料内容合规，得5分；②发放记录留存齐全，得5分",
    sound=f"{_ROW} 宣传资料内容合规，发放记录留存齐全 | 得分 10 | 评分标准 ①宣传资料内容合规，得5分；②发放记录留存齐全，得5分",
)
def only_part_of_criteria_answered(case: Case) -> Iterator[Fault]:
    """SCO-16: who has full points says something about every part of the criteria."""
    for index, own in case.own_scores.items():
        row = case.rows[index]
        full = row.weight if not own.offers else min(row.weight or own.offers[-1], own.offers[-1])
        if row.score is None or full is None or row.score < full or not row.indicator.actual:
            continue
        parts = _worded(own.criterion)
        open_parts = [part for part in parts if not _answered(part, parts, row)]
        if not 0 < len(open_parts) < len(parts):
            continue
        told = [part for part in parts if part not in open_parts]
        sure = all(stated(demand, row.indicator.actual) is Truth.YES for part in told for demand in _own_words(part))
        asked = "、".join(quoted(shortened("，".join(_own_words(part)))) for part in open_parts)
        yield case.finding(
            message=(
                f"{quoted(row.name)}评分标准有{len(parts)}项要求，完成值{quoted(shortened(row.indicator.actual))}"
                f"没有写到{asked}，仍得{row.indicator.score}分。"
            ),
            quotes=[row.path("actual"), row.path("rule"), row.path("score")],
            figures={"标准": f"{len(parts)}项要求", "自评得分": row.indicator.score or ""},
            certainty=Certainty.LIKELY if sure else None,
        )


def _worded(criterion: Criterion) -> list[Part]:
    """The parts that give points for something in words; empty where any part asks for a figure or for the target."""
    parts = [part for part in criterion.parts if any(branch.positive for branch in part.branches)]
    asked = [
        condition.kind
        for part in parts
        for branch in part.branches
        if branch.positive
        for condition in branch.conditions
    ]
    return parts if len(parts) > 1 and set(asked) == {"words"} and all(part.demands for part in parts) else []


_ECHO = 4


def _own_words(part: Part) -> list[str]:
    """The demands of a part without a short word at its end that only repeats them (…是否有效，有效)."""
    longer = [demand for demand in part.demands if len(demand) > _ECHO]
    return longer or list(part.demands)


def _answered(part: Part, parts: list[Part], row: Row) -> bool:
    """Tell whether the actual speaks of what sets a part apart from the others."""
    actual = key(row.indicator.actual or "")
    demands = _own_words(part)
    if any(stated(demand, actual) is not Truth.OPEN for demand in demands):
        return True
    others = "。".join(demand for other in parts if other is not part for demand in _own_words(other))
    for demand in demands:
        own = _without(key(demand), others)
        if len(own) < _LEAST_OWN or _share(own, actual) >= _ADDRESSED:
            return True
    return False


def _runs(text: str, other: str) -> Iterator[tuple[int, int]]:
    """The stretches of at least two characters that a text has in common with another one."""
    start = 0
    while start < len(text):
        end = start + _SHORTEST_SHARED
        if end > len(text) or text[start:end] not in other:
            start += 1
            continue
        while end < len(text) and text[start : end + 1] in other:
            end += 1
        yield start, end
        start = end


def _without(text: str, others: str) -> str:
    """What is left of a demand without what the other parts say too."""
    kept, last = [], 0
    for start, end in _runs(text, others):
        kept.append(text[last:start])
        last = end
    return _GENERIC.sub("", "".join([*kept, text[last:]]))


def _share(own: str, actual: str) -> float:
    return sum(end - start for start, end in _runs(own, actual)) / len(own)
