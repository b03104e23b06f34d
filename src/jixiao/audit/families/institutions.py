"""MED, institutions: more were inspected than there are, or all are said to be covered and the figures beside it say otherwise."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.full_coverage import claims_against_counts
from jixiao.audit.medical import plain
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.scoring.rounding import rounded
from jixiao.targets.quotation import quoted

_TRUE = article("财预〔2020〕10号", "第五章")
_CLAIM = re.compile(r"(?<![未没不])(?:全覆盖|全部覆盖|全面覆盖|100%覆盖|覆盖率(?:达到|达|为)?100%)")
_PLANNED = re.compile(r"(?:力争|确保|争取|逐步|推进|加快|推动|努力|计划|拟|目标是?)[^，。；,;]{0,16}$")
_OF_WHICH = re.compile(
    r"(?P<what>[^，。；,;：:\d]{0,24}?)(?:共计|共有|总共|合计|总计|共|现有|有)\s*(?P<all>\d[\d,]*)\s*(?P<unit>[家个所])[^。；;\d]{0,20}?"
    r"(?P<verb>其中|纳入|已有?|完成|上线|开通|接入|实现|实行|覆盖|实际)[^。；;\d]{0,14}?(?P<part>\d[\d,]*)\s*(?P=unit)"
)
_UNEQUAL = re.compile(r"(?:三级|二级|一级|公立|民营|基层|零售|医院|药店|诊所|县级|市级|乡镇)")


@check(
    code="MED-09",
    name="full-coverage-refuted",
    title="“全覆盖”与所附数字矛盾",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_TRUE,),
    definition=(
        "同一段文字写了应覆盖的总数和已覆盖的个数（后者较小），又写“全覆盖”；"
        "或一行称“所有机构均支持”，另一行写的同类机构家数却没有达到全部（文字与比率矛盾的见NAR-01）。"
    ),
    why="数字说没有全部覆盖，文字说全部覆盖，结论失实；以此记满分的指标应当扣分。",
    remedy="按实际覆盖率改写，说明没有覆盖的单位、原因和完成时间；符合条件的已全部覆盖的，改正总数。",
    faulty="目标：预期 推进联网结算 | 实际 全市符合条件的医疗机构共60家，纳入联网结算57家，实现了医疗机构全覆盖",
    sound="目标：预期 推进联网结算 | 实际 全市符合条件的医疗机构共60家，纳入联网结算60家，实现了医疗机构全覆盖",
)
def full_coverage_refuted(case: Case) -> Iterator[Fault]:
    """MED-09: who says that all are covered does not give fewer than all beside it or in another row."""
    yield from claims_against_counts(case)
    for path, text in case.texts:
        if "覆盖" not in text or path.endswith(("/target", "/expected")):
            continue
        claim = next((found for found in _CLAIM.finditer(text) if not _PLANNED.search(text, 0, found.start())), None)
        counted = None if claim is None else _OF_WHICH.search(text)
        if claim is None or counted is None:
            continue
        whole, part = _count(counted["all"]), _count(counted["part"])
        if not 0 < part < whole or (counted["verb"] == "其中" and _another_kind(counted)):
            continue
        rate = rounded(part / whole * 100, 2)
        yield case.finding(
            message=(
                f"文字写“{claim.group()}”，同一段却写共{counted['all']}{counted['unit']}、其中{counted['part']}{counted['unit']}："
                f"{written(part)}÷{written(whole)}＝{written(rate)}%，还差{written(whole - part)}{counted['unit']}。"
            ),
            quotes=[path],
            figures={"总数": counted["all"], "已覆盖": counted["part"], "覆盖率": f"{written(rate)}%"},
        )


def _another_kind(counted: re.Match[str]) -> bool:
    """Tell whether "of which" names one kind among all (共60家，其中三级医院5家) rather than those covered."""
    between = counted.group()[counted.start("verb") - counted.start() : counted.start("part") - counted.start()]
    return bool(_UNEQUAL.search(between))


def _count(text: str) -> Decimal:
    return targets.number(text) or Decimal(0)


_Home = tuple[str | None, int | None]
"""Whose institutions and of which year: the unit and the year of the form; None for what the report tells."""


class _Counted(msgspec.Struct, frozen=True, kw_only=True):
    """So many institutions of a kind, told in a text."""

    number: Decimal
    kind: str
    quote: Quote
    home: _Home | None


_BOTH_KINDS, _CLINICS, _PHARMACIES = "定点医药机构", "定点医疗机构", "定点药店"
_INSPECTED = re.compile(
    r"(?:检查|督查|稽核|巡查|核查)(?:了|辖区内?|全市|全州|全县|全区|各类|两定)*(?:定点)?(?P<kind>医药机构|两定机构|医疗机构|医院|(?:零售)?药店)(?:共计?|累计|达)?"
    r"(?P<number>\d[\d,]*)家(?!次)"
)
_ON_FILE = re.compile(
    r"(?:(?P<number>\d[\d,]*)家定点(?P<kind>医药机构|医疗机构|(?:零售)?药店)"
    r"|(?:共有|现有|辖区内?有?|在册|签约|纳入协议管理的?)定点(?P<kind2>医药机构|医疗机构|(?:零售)?药店)(?:共计?|为|有)?(?P<number2>\d[\d,]*)家(?!次))"
)
_NOT_ALL = re.compile(
    r"(?:检查|督查|稽核|巡查|核查|约谈|处理|处罚|新增|取消|暂停|解除|上线|开通|纳入|其中|部分|选取|抽取|试点|接入|完成|查处|追回|对|曝光|评选)[^，。；,;、]{0,8}$"
)


@check(
    code="MED-12",
    name="more-inspected-than-on-file",
    title="检查机构数多于在册机构数",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_TRUE,),
    definition=(
        "同一文件里检查（督查、稽核）的定点医药机构家数，大于别处写明的定点医药机构总数（没有总数的，用定点医疗机构数加定点药店数）；"
        "“家次”不算。检查覆盖率填100%、或文字称监管检查全覆盖，而全表没有机构数的，只作提示。"
    ),
    why="检查的机构不可能比在册的多：要么把检查次数当成了家数，要么机构总数不实，覆盖率随之失真。",
    remedy="按去重后的机构数填写检查家数，次数另写“家次”；核对在册机构总数的时点。",
    faulty="""
        目标：预期 加强监管，维护编码 | 实际 全年检查定点医药机构320家
        结论：优。为120家定点医疗机构、180家定点药店维护编码。
    """,
    sound="""
        目标：预期 加强监管，维护编码 | 实际 全年检查定点医药机构290家
        结论：优。为120家定点医疗机构、180家定点药店维护编码。
    """,
)
def more_inspected_than_on_file(case: SubmissionCase) -> Iterator[Fault]:
    """MED-12: in one file no more institutions are inspected than exist."""
    for form in case.cases:
        yield from _unfounded_coverage(form)
    texts = list(_texts(case))
    inspected = [found for text in texts for found in _found(text, _INSPECTED)]
    if not inspected:
        return
    on_file = [found for text in texts for found in _found(text, _ON_FILE)]
    told: set[tuple[str, Decimal]] = set()
    for each in inspected:
        whole = _whole([entry for entry in on_file if _same(entry.home, each.home)], each.kind)
        if whole is None or each.number <= whole[0] or (each.kind, each.number) in told:
            continue
        told.add((each.kind, each.number))
        addends = "＋".join(f"{entry.kind}{written(entry.number)}家" for entry in whole[1])
        total = f"{addends}＝{written(whole[0])}家" if len(whole[1]) > 1 else addends
        yield case.finding(
            message=(
                f"检查{each.kind}{written(each.number)}家，多于本文件写明的{total}，多出{written(each.number - whole[0])}家；"
                f"若是检查次数，应写“家次”。"
            ),
            quotes=[each.quote, *(entry.quote for entry in whole[1])],
            figures={"检查机构数": written(each.number), "在册机构数": written(whole[0])},
        )


_COVERAGE_RATE = re.compile(r"(?:检查|督查|稽核|巡查|飞检|抽查|复查).{0,6}覆盖率")
_INSTITUTIONS = re.compile(r"\d\s*(?:余|多)?家")


_ALL_COVERED = re.compile(
    r"(?:监管|监督检查|检查|巡查|稽核|督查)[^，。；;]{0,8}全覆盖|全覆盖[^，。；;]{0,10}(?:监管|监督检查|检查|巡查|稽核|督查)"
)
_WHOLE_TOLD = re.compile(
    r"(?:共有?|全[市县区州省]|辖区内?|现有|在册|总数|合计|全部)[^，。；;\d\n]{0,16}\d+\s*家|\d+\s*家[^，。；;\n]{0,12}(?:全部|均)"
)
_ONE_GRADE = re.compile(r"[一二三]级[^，。；;\d]{0,16}\d+\s*家")


def _claimed_coverage(form: Case) -> Iterator[Fault]:
    """A text that claims inspection of all, where nothing says how many institutions there are."""
    if "全覆盖" not in form.joined_texts or _WHOLE_TOLD.search(_ONE_GRADE.sub("", form.joined_texts)):
        return
    told = [
        (path, found.group())
        for path, text in (*form.prose.results, *form.prose.conclusions)
        if (found := _ALL_COVERED.search(text))
    ]
    if told:
        path, words = told[0]
        yield form.finding(
            message=f"文字称{quoted(words)}，表内没有写在册机构数，是否全覆盖无法核对。",
            quotes=[path],
            suggestion="写明在册机构数和去重后的检查机构数，据以算出覆盖率；没有全部检查的，不写“全覆盖”。",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
            title="检查“全覆盖”无法核对",
        )


def _unfounded_coverage(form: Case) -> Iterator[Fault]:
    """Rates of inspection of 100 percent in a form that tells neither how many were inspected nor how many there are."""
    yield from _claimed_coverage(form)
    rows = [
        row
        for row in form.rows
        if _COVERAGE_RATE.search(row.name) and (rate := plain(row, row.actual, "%")) is not None and rate >= HUNDRED
    ]
    if not rows or _INSTITUTIONS.search(form.joined_texts):
        return
    named = "”“".join(row.name for row in rows)
    flying = "；飞行检查是抽查，一般不会覆盖全部机构" if "飞" in named else ""
    yield form.finding(
        message=f"“{named}”填100%，全表没有检查机构数和在册机构数，无法核对{flying}。",
        quotes=[row.path("actual") for row in rows],
        figures={"覆盖率": rows[0].indicator.actual or ""},
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
        title="检查覆盖率无法核对",
        suggestion="在备注写明检查机构数、在册机构数和统计时点。",
    )


def _same(one: _Home | None, other: _Home | None) -> bool:
    return one is None or other is None or one == other


def _texts(case: SubmissionCase) -> Iterator[tuple[str, Quote, _Home | None]]:
    for form in case.cases:
        if "家" in form.joined_texts:
            for path, text in form.texts:
                if ("家" in text and "机构" in text) or "药店" in text:
                    yield text, form.quote(path), (form.evaluation.implementer, form.evaluation.year)
    for passage in case.narrative.text:
        if "家" in passage.text:
            yield passage.text, Quote(text=passage.text, place=passage.place), None


def _found(told: tuple[str, Quote, _Home | None], pattern: re.Pattern[str]) -> Iterator[_Counted]:
    text, quote, home = told
    for found in pattern.finditer(text):
        groups = found.groupdict()
        number = _count(groups.get("number") or groups.get("number2") or "")
        if pattern is _ON_FILE and _NOT_ALL.search(text, 0, found.start()):
            continue
        yield _Counted(
            number=number, kind=_kind(groups.get("kind") or groups.get("kind2") or ""), quote=quote, home=home
        )


def _kind(word: str) -> str:
    if word in {"医疗机构", "医院"}:
        return _CLINICS
    return _PHARMACIES if "药店" in word else _BOTH_KINDS


def _whole(on_file: list[_Counted], kind: str) -> tuple[Decimal, tuple[_Counted, ...]] | None:
    """The largest number told for a kind, with what it was told by; for both kinds together their sum where no total is told."""
    largest = {
        each: max((entry for entry in on_file if entry.kind == each), key=lambda entry: entry.number, default=None)
        for each in (_BOTH_KINDS, _CLINICS, _PHARMACIES)
    }
    single = largest[kind]
    parts = (largest[_CLINICS], largest[_PHARMACIES])
    if kind == _BOTH_KINDS and parts[0] is not None and parts[1] is not None:
        summed = parts[0].number + parts[1].number
        if single is None or single.number < summed:
            return summed, (parts[0], parts[1])
    return None if single is None else (single.number, (single,))
