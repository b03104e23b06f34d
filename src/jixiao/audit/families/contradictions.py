"""NAR-13: a form that contradicts itself: what is said to be there and to be missing, changes that their own figures refute."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import listed
from jixiao.data import load
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.claims import admission
from jixiao.texts.sentences import sentences
from jixiao.texts.subjects import subjects


class _Contradiction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    subject: str
    about: tuple[str, ...]
    claim: str
    denial: str
    unless: str


class _Compiled(msgspec.Struct, frozen=True):
    subject: str
    about: tuple[str, ...]
    claim: re.Pattern[str]
    denial: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def _contradictions() -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(
            entry.subject, entry.about, re.compile(entry.claim), re.compile(entry.denial), re.compile(entry.unless)
        )
        for entry in load("jixiao.texts", "contradictions.yaml", tuple[_Contradiction, ...])
    )


@check(
    code="NAR-13",
    name="contradicts-itself",
    title="前后说法自相矛盾",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article("财预〔2020〕10号", "第五章"),),
    definition="同一张表一处称制度健全、使用合规、拨付及时、已验收，另一处写明没有制定办法、存在挪用、拨付不及时、尚未验收；或一句话里写明的升降幅度不等于前后两个比率之差。",
    why="两种说法只有一种是真的；以前一种打分，分数就失去依据。",
    remedy="查明实际情况，统一两处说法；不足属实的，改写称赞的一处并相应扣分。",
    faulty="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10 | 备注 尚未制定资料管理办法"
    "\n结论：优。管理制度健全，宣传活动按计划开展。",
    sound="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10 | 备注 已制定资料管理办法"
    "\n结论：优。管理制度健全，宣传活动按计划开展。",
)
def contradicts_itself(case: Case) -> Iterator[Fault]:
    """NAR-13: what is claimed in one cell is not denied in another of the same form, and a change is the difference of its two figures."""
    whole = case.joined_texts
    if "个百分点" in whole:
        yield from _changes(case)
    for entry in _contradictions():
        if not _denied(entry, whole) or not entry.claim.search(whole):
            continue
        texts = [
            (path, sentence.text)
            for path, text in (
                *_actuals(case),
                *case.prose.results,
                *case.prose.conclusions,
                *case.prose.management,
                *case.prose.problems,
                *case.prose.notes,
            )
            for sentence in sentences(text)
        ]
        denials = [(path, text) for path, text in texts if entry.denial.search(text) and not entry.unless.search(text)]
        denied = {path for path, _ in denials}
        claims = [
            (path, text)
            for path, text in texts
            if path not in denied and entry.claim.search(text) and not entry.denial.search(text) and not admission(text)
        ]
        if denials and claims:
            related = [pair for pair in claims if any(_of_one_thing(pair[1], text) for _, text in denials)]
            shown = related or claims
            yield case.finding(
                message=(
                    f"关于{entry.subject}，一处称{listed(list(dict.fromkeys(text for _, text in shown)))}，"
                    f"另一处写{listed(list(dict.fromkeys(text for _, text in denials)))}，自相矛盾。"
                ),
                quotes=[*dict.fromkeys(path for path, _ in (*shown[:3], *denials[:3]))],
                severity=None if related else Severity.WARNING,
                certainty=Certainty.LIKELY if related else Certainty.POSSIBLE,
            )


_CHANGE = re.compile(
    r"(?P<before>\d+(?:\.\d+)?)%\s*(?:(?P<down>下?降至|下?降到|下降为|降低至|降低到|降为|减少至|减少到)"
    r"|(?P<up>提高至|提高到|上升至|上升到|升至|升到|增长至|增长到|提升至|提升到|增至|增加到|增加至))\s*(?P<after>\d+(?:\.\d+)?)%"
    r"[，,]?(?:共|累计|同比)?(?P<motion>下降|降低|减少|降|提高|上升|增长|增加|提升|升)了?(?P<told>\d+(?:\.\d+)?)个百分点"
)


def _changes(case: Case) -> Iterator[Fault]:
    """由18.6%降至13.9%，下降5.7个百分点: the change that a sentence tells beside the two figures is not their difference."""
    for path, text in case.texts:
        if "个百分点" not in text:
            continue
        for found in _CHANGE.finditer(key(text)):
            before, after, told = Decimal(found["before"]), Decimal(found["after"]), Decimal(found["told"])
            places = min(len(figure.partition(".")[2]) for figure in (found["before"], found["after"], found["told"]))
            difference = after - before if found["up"] else before - after
            if abs(difference - told) > Decimal(1).scaleb(-places):
                yield case.finding(
                    message=f"{quoted(found.group())}：两个比率相差{written(abs(difference))}个百分点，不是{found['told']}个百分点。",
                    quotes=[path],
                    figures={"所写": f"{found['told']}个百分点", "应为": f"{written(abs(difference))}个百分点"},
                )


def _of_one_thing(claim: str, denial: str) -> bool:
    """Tell whether a claim is general, or speaks of something that the denial names as well; else they may be of two things."""
    mine, theirs = subjects(claim), subjects(denial)
    return not mine.terms or bool(mine.terms & theirs.terms) or len(mine.pairs & theirs.pairs) >= 2


def _denied(entry: _Compiled, whole: str) -> bool:
    """Tell whether a line that speaks of the subject at all holds a denial."""
    return any(entry.denial.search(line) is not None for word in entry.about for line in _lines_with(word, whole))


def _lines_with(word: str, whole: str) -> Iterator[str]:
    at = whole.find(word)
    while at >= 0:
        end = whole.find("\n", at)
        end = len(whole) if end < 0 else end
        yield whole[whole.rfind("\n", 0, at) + 1 : end]
        at = whole.find(word, end)


def _actuals(case: Case) -> Iterator[tuple[str, str]]:
    yield from ((row.path("actual"), row.indicator.actual) for row in case.rows if row.indicator.actual)
