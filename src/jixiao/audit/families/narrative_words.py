"""NAR-08, 11, 12, 15: empty management rows, slips of the pen, numbering, and self-evaluation mixed up with other evaluations."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.levels import First, first_level
from jixiao.audit.rolling import SHOWN, joined, rest, shortened
from jixiao.audit.said_twice import said_twice
from jixiao.data import load
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.model import Passage
from jixiao.targets.quotation import quoted
from jixiao.texts.claims import says_nothing_wrong
from jixiao.texts.numbering import Break, breaks
from jixiao.texts.sentences import sentences

_10 = "财预〔2020〕10号"
_TRUE = article(_10, "第五章")
_FRAME = article("转移支付自评报告提纲", "全文")
_NOT_CHINESE = re.compile(r"[^一-鿿]")
_STOCK = set("了已按照规定地的得到进行较基本能够均做要求严格全部有效良好符合实施开展落实我单位局项目资金情况性")
_LONGEST_TAUTOLOGY = 16


def _tautology(item: str, description: str) -> bool:
    """Tell whether a description only turns the words of its own heading round, or says nothing at all."""
    if says_nothing_wrong(description):
        return True
    words = _NOT_CHINESE.sub("", description)
    return (
        bool(words)
        and len(words) <= _LONGEST_TAUTOLOGY
        and set(words) <= _STOCK | set(item)
        and not re.search(r"\d", description)
    )


@check(
    code="NAR-08",
    name="description-repeats-heading",
    title="资金管理情况只是重复标题",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_FRAME, _TRUE),
    definition=(
        "资金管理情况的情况说明只是把栏目名称换个说法（分配科学性写“科学分配”），或只写“暂无”；"
        "“一是……；二是……”并列的两条说同一件事的，只作提示。"
    ),
    why="这样的说明没有任何事实，看不出资金是怎样分配、下达、使用的。",
    remedy="逐项写明依据的文件、采用的方法、时间和金额，例如分配因素、下达文号和天数、支付方式。",
    faulty="管理：分配科学性 | 情况 科学分配 | 问题 无\n管理：使用规范性 | 情况 资金使用规范 | 问题 无",
    sound="管理：分配科学性 | 情况 按参保人数和上年执行率测算分配 | 问题 无",
)
def description_repeats_heading(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-08: a description says something that its heading does not; one finding for all rows."""
    for form in case.cases:
        if form.evaluation.form == "self_evaluation":
            yield from _repeats_heading(form)
    yield from said_twice(case)


def _repeats_heading(case: Case) -> Iterator[Fault]:
    rows = [
        (at, row)
        for at, row in enumerate(case.evaluation.fund_management)
        if row.description and _tautology(row.item, row.description)
    ]
    if rows:
        told = "、".join(f"{row.item}写{quoted(row.description)}" for _, row in rows[:SHOWN])
        yield case.finding(
            message=f"资金管理情况有{len(rows)}项的情况说明只是重复标题或没有内容：{told}{rest(len(rows), '项')}。",
            quotes=[f"fund_management/{at}/description" for at, _ in rows[:SHOWN]],
            figures={"项数": str(len(rows))},
        )


class _Typo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    wrong: str
    right: str
    pattern: str | None = None
    labels: bool = False


class _Known(msgspec.Struct, frozen=True):
    wrong: str
    right: str
    pattern: re.Pattern[str]
    labels: bool


@cache
def _typos() -> tuple[_Known, ...]:
    return tuple(
        _Known(entry.wrong, entry.right, re.compile(entry.pattern or re.escape(entry.wrong)), entry.labels)
        for entry in load("jixiao.texts", "typos.yaml", tuple[_Typo, ...])
    )


_PARTED_LIST = re.compile(
    r"(?:开展|进行|组织|加强|围绕|学习)(?P<first>[一-龥]{2,6})。(?P<next>[一-龥]{2,6})(?=、[一-龥]{2,6}(?:、[一-龥]{2,6})*等(?:方面|内容|业务|培训|工作|知识))"
)
"""A full stop where the items of one list (政策、规程、礼仪等培训) are parted."""
_REVERSED = re.compile(r"”[^“”，。；;]{1,16}“")


def _slips(texts: Iterable[tuple[str, str]], whole: str) -> Iterator[tuple[str, str, str]]:
    """The slips in texts with paths: path, what is printed, what it should be; `whole` holds all the texts."""
    possible = [typo for typo in _typos() if typo.wrong in whole]
    if not possible and not _REVERSED.search(whole) and not _PARTED_LIST.search(whole):
        return
    for path, text in texts:
        label = path.endswith(("/level1", "/level2"))
        for typo in possible:
            if typo.wrong in text and (label or not typo.labels):
                found = typo.pattern.search(text.strip() if typo.labels else text)
                if found:
                    yield path, found.group(), found.group().replace(typo.wrong, typo.right)
        if found := _PARTED_LIST.search(text):
            yield path, f"{found['first']}。{found['next']}", f"{found['first']}、{found['next']}"
        found = _REVERSED.search(text) if "”" in text else None
        if found and text.count("“", 0, found.start()) == text.count("”", 0, found.start()):
            yield path, found.group(), f"“{found.group()[1:-1]}”"


@check(
    code="NAR-11",
    name="slip-of-the-pen",
    title="错别字或标点错误",
    severity=Severity.INFO,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_TRUE,),
    definition="文字中有公文里常见的错别字（转款专用、实效指标、截止某月底、拔付、台帐）、重复的标点、前后颠倒的引号，或并列的词语之间误用句号；错别字只查列入字典的。",
    why="错别字影响公文质量；“实效”与“时效”之类还会改变意思。公开的自评表尤其应当避免。",
    remedy="按提示改正，并通读全文。",
    faulty="结论：优。确保资金转款专用，截止2023年12月底已全部支出。",
    sound="结论：优。确保资金专款专用，截至2023年12月底已全部支出。",
)
def slip_of_the_pen(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-11: slips from a list; one finding for each form and one for the report."""
    for form in case.cases:
        found = list(_slips(form.texts, form.joined_texts))
        if found:
            yield form.finding(
                message=f"{_corrections(found)}。",
                quotes=list(dict.fromkeys(path for path, _, _ in found))[:SHOWN],
                certainty=Certainty.POSSIBLE if form.damaged else None,
            )
    told = [(passage, slip) for passage in case.narrative.text for slip in _slips((("", passage.text),), passage.text)]
    if told:
        yield case.finding(
            message=f"报告正文{_corrections([slip for _, slip in told])}。",
            quotes=[_quote(passage) for passage in dict.fromkeys(passage for passage, _ in told)][:SHOWN],
        )


def _quote(passage: Passage) -> Quote:
    return Quote(text=passage.text, place=passage.place)


def _corrections(found: list[tuple[str, str, str]]) -> str:
    pairs = list(dict.fromkeys((wrong, right) for _, wrong, right in found))
    return joined([f"{quoted(wrong)}疑应为{quoted(right)}" for wrong, right in pairs])


@check(
    code="NAR-12",
    name="numbering-broken",
    title="序号不连续",
    severity=Severity.INFO,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_TRUE,),
    definition="“一是、二是”“一、二”“（一）（二）”“（1）（2）”各级序号跳号、重号，或不是从一开始；两个序号之间隔着自评表的不算。“目标1、目标2”各项之间只有一处缺标点的，只作提示。",
    why="序号断了往往是删改时丢了一段内容，也可能是不同材料拼在一起。",
    remedy="补上缺少的内容或改正序号，同级序号用同一种写法。",
    faulty="结论：优。一是组织宣传11场；三是发放手册2100册。",
    sound="结论：优。一是组织宣传11场；二是发放手册2100册。",
)
def numbering_broken(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-12: lists count on; one finding for each form and one for the report, whose paragraphs are read as one text."""
    for form in case.cases:
        found = [
            (path, each)
            for path, text in (*form.prose.goals, *form.prose.results, *form.prose.conclusions, *form.prose.problems)
            for each in breaks(text)
        ]
        if found:
            yield form.finding(
                message=f"{joined([_gap(each.number, each.before) for _, each in found])}。",
                quotes=list(dict.fromkeys(path for path, _ in found))[:SHOWN],
                certainty=Certainty.POSSIBLE if form.damaged else None,
            )
        yield from _unparted(form)
    if not case.narrative.text:
        return
    starts, text = [], ""
    forms: list[range] = []
    ahead = sorted(
        (form for form in case.cases if form.evaluation.place.paragraph),
        key=lambda form: form.evaluation.place.paragraph or 0,
    )
    for passage in case.narrative.text:
        at_paragraph = passage.place.paragraph
        while ahead and at_paragraph and (ahead[0].evaluation.place.paragraph or 0) <= at_paragraph:
            # What stands above a form is its title, also where it is a chapter of the report.
            title = f"{ahead.pop(0).evaluation.title or ''}\n"
            forms.append(range(len(text), len(text) + len(title)))
            text += title
        starts.append((len(text), passage))
        text += f"{passage.text}\n"
    told = [each for each in breaks(text) if not _across(each, forms)]
    if told:
        at = [next(passage for start, passage in reversed(starts) if start <= each.start) for each in told]
        yield case.finding(
            message=f"报告正文{joined([_gap(each.number, each.before) for each in told])}。",
            quotes=[_quote(passage) for passage in dict.fromkeys(at)][:SHOWN],
            certainty=Certainty.POSSIBLE if case.submission.unread else None,
        )


_GOAL_HEAD = re.compile(r"(?<=\S)\s*(?P<head>(?:目标|任务)\s*\d{1,2})\s*[:：]")
_FEWEST_HEADS = 3


def _unparted(form: Case) -> Iterator[Fault]:
    """One point of a numbered goal (目标1：…；目标2：…) that nothing parts from the one before it, where all the others are parted."""
    for path, text in form.prose.goals:
        heads = list(_GOAL_HEAD.finditer(text)) if text.count("目标") >= _FEWEST_HEADS else []
        bare = [found for found in heads if text[found.start() - 1] not in "；;。.，,、" and "\n" not in found.group()]
        if len(heads) >= _FEWEST_HEADS and len(bare) == 1:
            before = text[max(0, bare[0].start() - 8) : bare[0].start()]
            yield form.finding(
                message=f"“…{before}”与“{bare[0]['head']}”之间没有标点，其他各项之间都有。",
                quotes=[path],
                suggestion="补上分号。",
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
                title="并列各项之间缺标点",
            )


def _across(each: Break, forms: list[range]) -> bool:
    """Tell whether a form stands between a number and the one before it, or is what is numbered: there headings may be lost."""
    since = each.start if each.since is None else each.since
    return any(since < title.stop and title.start <= each.start for title in forms)


def _gap(number: str, before: str | None) -> str:
    if before == number:
        return f"序号“{number}”连着出现两次，应当依次编号"
    return f"序号“{number}”接在“{before}”之后" if before else f"序号“{number}”之前没有上一个序号"


_COUNT = re.compile(r"(\d+)\s*个项目")
_SELF = re.compile(r"(?:全面)?(?:开展|组织|进行)[^。；;]{0,30}(?:绩效)?自评")
_DEPARTMENT = re.compile(r"(?:开展|组织|进行|实施)了?[^。；;]{0,8}(?:部门评价|部门绩效评价|财政评价|重点评价)")


@check(
    code="NAR-15",
    name="kinds-of-evaluation-mixed",
    title="单位自评与部门评价混淆",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(article(_10, 4), article(_10, 9)),
    definition=(
        "报告把同一批项目既称为单位自评、又称为部门评价（财政评价）；"
        "项目支出单位自评表采用决策、过程、产出、效益的部门评价框架的，或本级（单位）整体与部门整体混称的，只作提示。"
    ),
    why="单位自评、部门评价、财政评价的主体、对象、指标和权重都不同；混为一谈会把自评当成部门评价公开。",
    remedy="写明本次是单位自评；另外开展了部门评价的，写明评价的项目、方式和报告。自评表按批复的绩效指标填写。",
    faulty="叙述：组织对8个项目全面开展绩效自评，涉及资金100万元。组织对上述8个项目开展了部门评价。",
    sound="叙述：组织对8个项目全面开展绩效自评，涉及资金100万元。选取其中1个项目开展了部门评价。",
)
def kinds_of_evaluation_mixed(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-15: the same number of projects cannot be all of both; the frame of 部门评价 on a form is a hint."""
    self_evaluated: set[str] = set()
    for passage in case.narrative.text:
        for sentence in sentences(passage.text):
            counts = set(_COUNT.findall(sentence.text))
            other = _DEPARTMENT.search(sentence.text)
            if other and counts & self_evaluated:
                yield case.finding(
                    message=(
                        f"报告称{'、'.join(sorted(counts & self_evaluated))}个项目开展绩效自评，"
                        f"又称同样数目的项目{quoted(shortened(other.group()))}，两种评价混为一谈。"
                    ),
                    quotes=[_quote(passage)],
                )
                return
            if _SELF.search(sentence.text):
                self_evaluated |= counts
    yield from (fault for form in case.cases for fault in _framed(form))
    yield from _own_or_whole(case)


_OWN = re.compile(r"[（(]本级[）)]$|[（(]本级[）)][^。；;]{0,6}整体|(?:本级|单位)整体(?:预算|支出)?绩效")
_WHOLE = re.compile(r"部门整体(?:预算|支出)?(?:履职)?(?:绩效|的绩效|进行绩效|开展绩效|自评)")


def _own_or_whole(case: SubmissionCase) -> Iterator[Fault]:
    """A report that evaluates the bureau itself (本级) in one place, and the department with its units (部门整体) in another."""
    if not any(form.evaluation.kind == "department" for form in case.cases):
        return
    own, whole = (
        next((passage for passage in case.narrative.text if pattern.search(passage.text)), None)
        for pattern in (_OWN, _WHOLE)
    )
    if own is not None and whole is not None and own is not whole:
        yield case.finding(
            message="报告一处写的是本级（单位）整体绩效，另一处写部门整体绩效；单位整体不含下属单位，部门整体包含，请核对评价对象。",
            quotes=[_quote(own), _quote(whole)],
            suggestion="统一写明评价对象是本级（单位整体）还是部门整体，所列资金和人员的范围与之一致。",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


def _framed(form: Case) -> Iterator[Fault]:
    if form.evaluation.kind != "project" or form.evaluation.form != "self_evaluation":
        return
    levels: dict[First | None, int] = {}
    for row in form.rows:
        levels.setdefault(first_level(row), row.index)
    if First.DECISION in levels and First.PROCESS in levels and First.OUTPUT in levels:
        yield form.finding(
            message="本表是单位自评，一级指标却用决策、过程、产出、效益，是部门评价和财政评价的框架，请核对所用模板和批复的绩效指标。",
            quotes=[f"indicators/{levels[First.DECISION]}/level1", f"indicators/{levels[First.PROCESS]}/level1"],
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )
