"""审核点: what a check is, the decorator that registers one, and the registry of all.

How to add a check
------------------
Everything about a check stands in one place, above its function, in a module of `jixiao.audit.families`::

    @check(
        code="FUN-05",                          # FAMILY-NN; never reused, never changes its meaning
        name="executed-exceeds-budget",         # states the fault, not the remedy
        title="执行数大于预算数",                 # the same in Chinese, as the user sees it
        severity=Severity.FATAL,
        certainty=Certainty.CERTAIN,            # the default; one finding may be less sure: case.finding(certainty=…)
        basis=(article("财预〔2020〕10号", 11),),  # resolved at import: what the law base lacks fails there
        definition="…。", why="…。", remedy="…。",  # 定义 / 为什么要紧 / 怎么改
        faulty="资金：年度资金总额 | 全年 10 | 执行 12 | 分值 10 | 执行率 120% | 得分 10",
        sound="资金：年度资金总额 | 全年 12 | 执行 12 | 分值 10 | 执行率 100% | 得分 10",
    )
    def executed_exceeds_budget(case: Case) -> Iterator[Fault]:
        for fund in case.funds: …
            yield case.finding(message="…。", quotes=[f"funds/{fund.index}/executed"], figures={"全年执行数": "12"})

The function sees one form (`Case`), with scope="submission" the whole file (`SubmissionCase`), or with scope="files" all files at
hand (`Collection`: their digests, last year's forms and goal forms to compare with among them), and yields faults; code, title,
severity and basis are put on by the framework; a hint that the title of the check would accuse of more than was seen brings its own
(`title`). The basis of a check holds everywhere: a local document there is refused at import. A fault
that was judged by the rule pack in force brings the basis of that pack instead, and `judged_by` says of which of its rules. Quotes are
paths into the form; the framework turns them into text and place, and takes a finding that rests on a doubtful cell back from "certain"
to "possible". A check says by `forms` which kinds of form it is for.

`faulty` and `sound` are written in the notation and completed by `jixiao.audit.examples` to a whole form: whatever statement the example
does not make is taken from a sound form, so an example shows its fault and nothing else. The tests run them: the faulty one must yield
exactly this code (codes that cannot be avoided stand in `also`), the sound one must not yield it; `pack` names the rule pack
that a check needs for that. Further cases go to
tests/audit/cases/CODE.yaml.
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal, NotRequired, TypedDict, TypeVar, Unpack, get_args, overload

import msgspec

from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.collection import Collection
from jixiao.audit.faults import Fault
from jixiao.findings import Certainty, Finding, Severity
from jixiao.law import Article, documents
from jixiao.model.submission import Form
from jixiao.registry import Registry
from jixiao.scoring import DEFAULT_PACK

ANY_FORM: tuple[Form, ...] = get_args(Form)
"""Every kind of form, for checks that do not depend on it."""

FAMILIES = {
    "STR": "完整性与结构",
    "FUN": "资金与预算执行",
    "WGT": "分值与权重",
    "IND": "指标设置",
    "SCO": "得分计算",
    "DEV": "偏差与原因",
    "QLT": "完成值质量与佐证",
    "SAT": "满意度",
    "TIM": "期间与时点",
    "NAR": "文字说明",
    "XFM": "表间与年度间一致性",
    "MED": "医疗保障业务",
    "DEP": "部门整体支出",
    "TRF": "转移支付",
    "LIF": "全过程衔接",
    "MON": "绩效运行监控",
}
"""The families of checks by the letters before the dash, with their Chinese names."""


Scope = Literal["evaluation", "submission", "files"]
"""What a check sees at once: one form, one file, or all files."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """An 审核点 with all that is known about it; the texts are Chinese, the examples notation (see the module's docstring)."""

    code: str
    name: str
    title: str
    severity: Severity
    certainty: Certainty
    basis: tuple[Article, ...]
    definition: str
    why: str
    remedy: str
    faulty: str
    sound: str
    scope: Scope
    forms: tuple[Form, ...]
    also: tuple[str, ...]
    pack: str
    judged_by: str
    function: Callable[[Any], Iterator[Fault]]

    def __post_init__(self) -> None:
        """Refuse a basis that does not hold everywhere: ValueError."""
        local = [article.document for article in self.basis if documents()[article.document].scope == "local"]
        if local:
            message = f"{self.code} must not cite {local[0]} for everybody: local rules are cited through the rule pack"
            raise ValueError(message)

    @property
    def basis_note(self) -> str:
        """Say for people that findings cite the rule pack instead, where it decides; empty where the basis is always the same."""
        return f"依所用评价口径判断的，引用该口径关于{self.judged_by}的规定。" if self.judged_by else ""

    @property
    def family(self) -> str:
        """The letters before the dash: STR, FUN, WGT and so on."""
        return self.code.partition("-")[0]

    def across(self, collection: Collection) -> Iterator[tuple[int, Finding]]:
        """Run a check across files: findings with the position of the file that each is about."""
        for fault in self.function(collection):
            yield fault.file, self.signed(fault)

    def within(self, case: Case | SubmissionCase) -> Iterator[Finding]:
        """Run a check of a form or a file: findings about what was read."""
        for fault in self.function(case):
            if not fault.unfounded:
                yield self.signed(fault)

    def signed(self, fault: Fault) -> Finding:
        """Put the name of the check on a fault."""
        certainty = fault.certainty or self.certainty
        return Finding(
            code=self.code,
            name=self.name,
            title=fault.title or self.title,
            severity=fault.severity or self.severity,
            certainty=Certainty.POSSIBLE if fault.doubtful else certainty,
            message=fault.message,
            evaluation=fault.evaluation,
            quotes=fault.quotes,
            figures=fault.figures,
            basis=fault.basis or self.basis,
            suggestion=fault.suggestion or self.remedy,
        )


class Checks(Registry[Check]):
    """The registry of checks; it iterates by family and code, whatever the order in which the modules were imported."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self._in_order: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Check]:
        """Iterate over the checks by family and code."""
        if len(self._in_order) != len(self):
            families = list(FAMILIES)
            ordered = sorted(super().__iter__(), key=lambda check: (families.index(check.family), check.code))
            self._in_order = tuple(check.code for check in ordered)
        return map(self._entries.__getitem__, self._in_order)


checks = Checks("审核点")
"""All checks by code."""


class About(TypedDict):
    """What the decorator must be told (see `Check`); certainty, forms, also, pack and judged_by have defaults."""

    code: str
    name: str
    title: str
    severity: Severity
    certainty: NotRequired[Certainty]
    basis: tuple[Article, ...]
    definition: str
    why: str
    remedy: str
    faulty: str
    sound: str
    forms: NotRequired[tuple[Form, ...]]
    also: NotRequired[tuple[str, ...]]
    pack: NotRequired[str]
    judged_by: NotRequired[str]


FormFunction = TypeVar("FormFunction", bound=Callable[[Case], Iterator[Fault]])
FileFunction = TypeVar("FileFunction", bound=Callable[[SubmissionCase], Iterator[Fault]])
FilesFunction = TypeVar("FilesFunction", bound=Callable[[Collection], Iterator[Fault]])


@overload
def check(
    *, scope: Literal["evaluation"] = "evaluation", **about: Unpack[About]
) -> Callable[[FormFunction], FormFunction]: ...
@overload
def check(*, scope: Literal["submission"], **about: Unpack[About]) -> Callable[[FileFunction], FileFunction]: ...
@overload
def check(*, scope: Literal["files"], **about: Unpack[About]) -> Callable[[FilesFunction], FilesFunction]: ...
def check(*, scope: Scope = "evaluation", **about: Unpack[About]) -> Callable[[Any], Any]:
    """Register the decorated function as a check; it stays callable as it is."""

    def register(function: Callable[[Any], Iterator[Fault]]) -> Callable[[Any], Iterator[Fault]]:
        checks.add(
            Check(
                code=about["code"],
                name=about["name"],
                title=about["title"],
                severity=about["severity"],
                certainty=about.get("certainty", Certainty.CERTAIN),
                basis=about["basis"],
                definition=about["definition"],
                why=about["why"],
                remedy=about["remedy"],
                faulty=about["faulty"],
                sound=about["sound"],
                scope=scope,
                forms=about.get("forms", ("self_evaluation",)),
                also=about.get("also", ()),
                pack=about.get("pack", DEFAULT_PACK),
                judged_by=about.get("judged_by", ""),
                function=function,
            )
        )
        return function

    return register
