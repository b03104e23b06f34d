"""NAR-06: texts that were copied from another form, another unit, another year or a template."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from jixiao.audit.check import check
from jixiao.audit.collection import Collection, Filed, Source
from jixiao.audit.faults import Fault
from jixiao.facts import Text, alike, similarity
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses, without_number

_ORIGIN = {
    "result": "总体目标完成情况",
    "note": "原因或备注",
    "conclusion": "自评结论",
    "management": "资金管理情况",
    "field": "文字说明",
    "narrative": "报告正文",
}
_MANY = 12
"""Places that share a text before it is told of once for all of them: a text handed out, not copied from somebody."""
_NEARLY = 0.97
"""From this similarity on two texts are copies beyond chance; below, some of the words are their own."""


class Standing(NamedTuple):
    """A text with where it stands; `form` is None in the narrative of a file."""

    file: int
    form: Filed | None
    text: Text

    @property
    def home(self) -> tuple[int, int | None]:
        """The form, or the narrative of a file."""
        return self.file, None if self.form is None else self.form.digest.index


class _Copy(NamedTuple):
    text: Standing
    source: Standing
    share: float
    relation: str


@check(
    code="NAR-06",
    name="text-copied",
    title="文字与其他表或材料雷同",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article("财预〔2020〕10号", "第五章"),),
    definition=(
        "完成情况、原因说明、结论、资金管理情况或报告正文中较长的一段，与另一项目、另一单位、另一年度的表或模板相似九成以上；"
        "由上级统一下达的预期目标、同一项目的各阶段表、报告引用本单位的表不算；"
        "同一份材料里两个项目的结论、完成情况或总体目标有几句逐字相同的，只作提示。"
    ),
    why="照抄的文字说明不了本项目本年度做了什么；连同别人的数字、名称一起抄来，还会成为虚假陈述。",
    remedy="按本项目本年度的实际情况重写这一段，写明做了什么、完成多少、有什么问题。",
    faulty="""
        评价：project self_evaluation 2023 万元
        结论：优。全年围绕群众反映集中的报销难点，逐街逐村开展入户讲解，发放明白卡，设置流动咨询台，群众对待遇政策的了解程度明显提高。
        评价：project self_evaluation 2023 万元
        项目名称：医保信息系统运行维护
        指标：产出指标 / 数量指标 / 系统巡检次数 | 分值 20 | 指标值 ≥40次 | 实际值 44次 | 得分 20
        结论：优。全年围绕群众反映集中的报销难点，逐街逐村开展入户讲解，发放明白卡，设置流动咨询台，群众对待遇政策的了解程度明显提高。
    """,
    sound="""
        评价：project self_evaluation 2023 万元
        结论：优。全年围绕群众反映集中的报销难点，逐街逐村开展入户讲解，发放明白卡，设置流动咨询台，群众对待遇政策的了解程度明显提高。
        评价：project self_evaluation 2023 万元
        项目名称：医保信息系统运行维护
        指标：产出指标 / 数量指标 / 系统巡检次数 | 分值 20 | 指标值 ≥40次 | 实际值 44次 | 得分 20
        结论：优。全年完成机房设备更换和数据库扩容，接口改造通过验收，故障平均恢复时间缩短到半小时以内，保障了窗口结算不中断。
    """,
)
def text_copied(collection: Collection) -> Iterator[Fault]:
    """NAR-06: no longer text stands in two forms, units or years; what very many share is told of once."""
    standing = [Standing(*each) for each in collection.texts()]
    copies: dict[tuple[tuple[int, int | None], tuple[int, int | None]], list[_Copy]] = {}
    for cluster in alike([each.text for each in standing]):
        members = [(standing[cluster.first], 1.0)] + [(standing[place], share) for place, share in cluster.others]
        if len({member.home for member, _ in members}) > _MANY:
            yield from _handed_out(collection, members)
            continue
        alone = [member for member, _ in members]
        for number in range(len(alone)):
            copy = _copy(collection, alone, number)
            if copy is not None:
                copies.setdefault((copy.text.home, copy.source.home), []).append(copy)
    for found in copies.values():
        yield _told(collection, found)
    yield from _same_clauses(collection, {frozenset(homes) for homes in copies})
    yield from _same_goals(collection)


_CLAUSE, _SHARED = 7, 45
"""Characters of a clause that says something, and of all clauses that two forms share before it is no stock phrase."""
_PUNCTUATION = re.compile(r"[^一-鿿\dA-Za-z%]")


class _Shared(NamedTuple):
    """The clauses that a form has in common with an earlier one of another project: essence, path here, path there."""

    form: Filed
    source: Filed
    found: list[tuple[str, str, str]]

    @property
    def clauses(self) -> set[str]:
        return {essence for essence, _, _ in self.found}

    @property
    def length(self) -> int:
        """How many characters they have together."""
        return sum(map(len, self.clauses))


def _shared_clauses(forms: list[Filed], texts: Callable[[Filed], Iterator[tuple[str, str]]]) -> Iterator[_Shared]:
    """Clauses of the texts of forms that stand word for word in an earlier form of another project."""
    first: dict[str, tuple[Filed, str]] = {}
    for form in forms:
        shared: dict[int, _Shared] = {}
        for path, text in texts(form):
            for clause in clauses(text):
                essence = _PUNCTUATION.sub("", without_number(clause.text))
                if len(essence) < _CLAUSE:
                    continue
                source, at = first.setdefault(essence, (form, path))
                if source.digest.project_core != form.digest.project_core:
                    own = shared.setdefault(source.digest.index, _Shared(form, source, []))
                    own.found.append((essence, path, at))
        yield from shared.values()


def _several(collection: Collection, number: int, forms: list[Filed]) -> list[Filed]:
    """The self-evaluations of an audited file with more than one project; none of other files."""
    own = [form for form in forms if form.digest.form == "self_evaluation"]
    return own if number < collection.audited and len({form.digest.project_core for form in own}) > 1 else []


def _same_clauses(collection: Collection, told: set[frozenset[tuple[int, int | None]]]) -> Iterator[Fault]:
    """Clauses of conclusions and results that stand word for word in the form of another project of the same file."""
    for number, forms in collection.by_file.items():
        own = _several(collection, number, forms)
        for shared in _shared_clauses(own, _told_in_words):
            known = frozenset({(number, shared.form.digest.index), (number, shared.source.digest.index)})
            if shared.length < _SHARED or known in told:
                continue
            yield _in_common(
                collection,
                shared,
                f"结论或完成情况有{len(shared.clauses)}句（{shared.length}字）与{shared.source.called(shared.form)}的逐字相同，"
                f"例如{quoted(_longest(shared))}。",
            )


_SHARED_GOALS, _FEWEST = 30, 3
"""The same for goals, which are short; a single clause in common may be the purpose of the whole bureau."""


def _same_goals(collection: Collection) -> Iterator[Fault]:
    """Clauses of goals that two projects of the same file set themselves word for word: which of them does the work?"""
    for number, forms in collection.by_file.items():
        own = [form for form in _several(collection, number, forms) if form.digest.evaluation.kind == "project"]
        for shared in _shared_clauses(own, _goals):
            if shared.length < _SHARED_GOALS or len(shared.clauses) < _FEWEST:
                continue
            yield _in_common(
                collection,
                shared,
                f"年度总体目标有{len(shared.clauses)}句（{shared.length}字）与{shared.source.called(shared.form)}的逐字相同，"
                f"例如{quoted(_longest(shared))}，看不出两笔资金各做什么。",
                suggestion="按每笔资金各自支持的内容分别写目标；共同完成的，写明各自承担的部分。",
            )


def _longest(shared: _Shared) -> str:
    return max((essence for essence, _, _ in shared.found), key=len)


def _in_common(collection: Collection, shared: _Shared, message: str, *, suggestion: str | None = None) -> Fault:
    _, path, at = shared.found[0]
    return collection.finding(
        at=shared.form,
        message=message,
        quotes=[(shared.form, path), (shared.source, at)],
        figures={"字数": str(shared.length)},
        suggestion=suggestion,
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )


def _goals(form: Filed) -> Iterator[tuple[str, str]]:
    goals = enumerate(form.digest.evaluation.goals)
    yield from ((f"goals/{at}/expected", goal.expected) for at, goal in goals if goal.expected)


def _told_in_words(form: Filed) -> Iterator[tuple[str, str]]:
    evaluation = form.digest.evaluation
    if evaluation.conclusion:
        yield "conclusion", evaluation.conclusion
    yield from ((f"goals/{at}/actual", goal.actual) for at, goal in enumerate(evaluation.goals) if goal.actual)


def _copy(collection: Collection, members: list[Standing], number: int) -> _Copy | None:
    """What a text was copied from: the first before it, one of an earlier year, or one only compared with; None if it may stand there."""
    member = members[number]
    if member.file >= collection.audited:
        return None
    year = _year(collection, member) or 0
    behind = [
        other
        for other in members[number + 1 :]
        if other.file >= collection.audited or 0 < (_year(collection, other) or 0) < year
    ]
    for source in (*members[:number], *behind):
        relation = _relation(collection, member, source)
        if relation == "另一年度" and (_year(collection, source) or 0) > year:
            continue
        share = similarity(member.text.essence, source.text.essence) if relation else 0
        if share:
            return _Copy(member, source, share, relation)
    return None


def _relation(collection: Collection, one: Standing, other: Standing) -> str:
    """How the two are related, in Chinese; empty where the same text may rightly stand in both."""
    units = _unit(collection, one), _unit(collection, other)
    years = _year(collection, one), _year(collection, other)
    if one.home == other.home:
        return ""
    if units[0] != units[1]:
        # Whose a text is must be known on both sides, else it may be the same unit's: the same report in two files.
        return "" if any(unit.startswith("文件") for unit in units) else "另一单位"
    if years[0] != years[1] and None not in years:
        return "另一年度"
    if one.form is None or other.form is None:
        return ""
    same = one.form.digest.project_core == other.form.digest.project_core
    return "" if same else "另一项目"


def _unit(collection: Collection, standing: Standing) -> str:
    return standing.form.key if standing.form is not None else collection.unit_of_file(standing.file)


def _year(collection: Collection, standing: Standing) -> int | None:
    return standing.form.digest.year if standing.form is not None else collection.files[standing.file].year


def _source(standing: Standing) -> Source:
    text = standing.text
    if standing.form is not None and text.path is not None:
        return standing.form, text.path
    return standing.file, Quote(text=text.printed, place=text.place)


def _called(collection: Collection, standing: Standing, at: Filed | int) -> str:
    if standing.form is not None:
        return standing.form.called(at)
    own = at if isinstance(at, int) else at.file
    return "" if own == standing.file else f"文件{quoted(collection.files[standing.file].name)}"


def _told(collection: Collection, found: list[_Copy]) -> Fault:
    """One finding for all that a form has in common with one other."""
    longest = max(found, key=lambda copy: len(copy.text.text.essence))
    text, source, share, relation = longest
    at = text.form if text.form is not None else text.file
    alike_by = "逐字相同" if share == 1 else f"相似{share:.0%}"
    more = f"，另有{len(found) - 1}处也雷同" if len(found) > 1 else ""
    return collection.finding(
        at=at,
        message=(
            f"{_ORIGIN[text.text.origin]}（{len(text.text.essence)}字）与{relation}{_called(collection, source, at)}的"
            f"{_ORIGIN[source.text.origin]}{alike_by}{more}。"
        ),
        quotes=[each for copy in found[:3] for each in (_source(copy.text), _source(copy.source))],
        figures={"字数": str(len(text.text.essence))},
        severity=Severity.WARNING if relation == "另一年度" else None,
        certainty=None if share >= _NEARLY else Certainty.POSSIBLE,
    )


def _handed_out(collection: Collection, members: list[tuple[Standing, float]]) -> Iterator[Fault]:
    """A text that very many share, told of once where it first stands in an audited file; that of one unit and year is its own."""
    units = {(_unit(collection, member), _year(collection, member)) for member, _ in members}
    first = next((member for member, _ in members if member.file < collection.audited), None)
    if first is None or len(units) == 1:
        return
    at = first.form if first.form is not None else first.file
    yield collection.finding(
        at=at,
        message=(
            f"{_ORIGIN[first.text.origin]}（{len(first.text.essence)}字）在{len(members)}处雷同，涉及{len(units)}个单位或年度，"
            "可能是统一下发的模板文字。"
        ),
        quotes=[_source(member) for member, _ in members[:4]],
        figures={"处数": str(len(members))},
        certainty=Certainty.POSSIBLE,
        severity=Severity.WARNING,
    )
