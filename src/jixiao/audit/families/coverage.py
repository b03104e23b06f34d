"""LIF, STR, XFM: whether the self-evaluations at hand are those there should be, under their names, and in one version."""

import re
from collections.abc import Iterator

import msgspec
from rapidfuzz import fuzz

from jixiao.audit.case import quote
from jixiao.audit.check import check
from jixiao.audit.collection import Collection, Filed, Source
from jixiao.audit.faults import Fault
from jixiao.audit.stages import Pair, aligned
from jixiao.audit.told_projects import ToldProject, told_projects
from jixiao.facts import Likeness, project_core, project_likeness, unit_core
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.model import Evaluation
from jixiao.scoring import written
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_MOST = 8
"""Entries that a finding names; with more it says how many."""


@check(
    code="LIF-01",
    name="project-not-self-evaluated",
    title="有项目没有自评表",
    severity=Severity.FATAL,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_10, 8),),
    definition="报告正文列出的项目，或批复了绩效目标表的项目，在同一单位同一年度的自评表中找不到。",
    why="单位自评要覆盖全部项目支出；没有自评表的项目往往正是完成不好的项目。",
    remedy="补报所缺项目的自评表；项目已取消、合并或改名的，写明依据和对应关系。",
    faulty="""
        叙述：本部门组织对“医保政策宣传”、“基金监督检查”等项目开展了绩效自评。
        叙述：“基金监督检查”项目绩效自评得分为96分。
        事实：基金监督检查 | 得分 | 96 | 分
        事实：医保政策宣传 | 得分 | 100 | 分
    """,
    sound="""
        叙述：本部门组织对“医保政策宣传”项目开展了绩效自评。
        事实：医保政策宣传 | 得分 | 100 | 分
    """,
)
def project_not_self_evaluated(collection: Collection) -> Iterator[Fault]:
    """LIF-01: every project of the report and every approved goal form has its self-evaluation."""
    yield from _told_without_form(collection)
    yield from _goals_without_evaluation(collection)


def _told_without_form(collection: Collection) -> Iterator[Fault]:
    by_file: dict[int, list[ToldProject]] = {}
    for told in told_projects(collection):
        by_file.setdefault(told.file, []).append(told)
    for file, projects in by_file.items():
        lacking = [told for told in projects if told.form is None]
        if not lacking or len(lacking) == len(projects) or file >= collection.audited:
            continue
        matched = {id(told.form) for told in projects}
        unclaimed = [
            form
            for form in collection.by_file.get(file, ())
            if form.digest.form == "self_evaluation"
            and id(form) not in matched
            and form.digest.evaluation.kind != "department"
        ]
        # A form that nothing in the report claims may be one of those, under another name.
        own = any(told.form is not None and told.form.file == file for told in projects)
        sure = (
            own
            and not unclaimed
            and all(told.likeness.same or told.by_money for told in projects if told.form is not None)
        )
        names = "、".join(_with_budget(told) for told in lacking[:_MOST])
        more = f"等{len(lacking)}个" if len(lacking) > _MOST else ""
        doubt = f"（另有{len(unclaimed)}张自评表与报告所列项目对不上，也可能是改了名称）" if unclaimed else ""
        yield collection.finding(
            at=file,
            message=f"报告列有{len(projects)}个项目，其中{names}{more}没有自评表{doubt}。",
            quotes=[each for told in lacking[:_MOST] for each in _mention(told)],
            figures={"所列项目": str(len(projects))},
            certainty=Certainty.LIKELY if sure else Certainty.POSSIBLE,
        )


def _with_budget(told: ToldProject) -> str:
    budget = told.budget
    return quoted(told.name) + (f"（预算{budget.value}{budget.unit}）" if budget else "")


def _mention(told: ToldProject) -> Iterator[Source]:
    fact = told.budget or told.executed or told.score
    if fact is not None:
        yield told.quote(fact)
    elif told.mention is not None:
        yield told.file, told.mention


def _goals_without_evaluation(collection: Collection) -> Iterator[Fault]:
    """Goal forms whose unit and year are evaluated here, yet not their project; told of in the first file of that unit and year."""
    for forms in collection.by_unit_year.values():
        evaluated = [form for form in forms if form.digest.form == "self_evaluation"]
        goals = [form for form in forms if form.digest.form == "target" and form.digest.project_core]
        first = next((form for form in evaluated if form.audited), None)
        if first is None or not goals or first.digest.evaluation.kind == "department":
            continue
        known = {form.digest.project_core for form in evaluated}
        codes = {form.digest.evaluation.project_code for form in evaluated} - {None}
        lacking = [
            goal
            for goal in goals
            if goal.digest.project_core not in known
            and goal.digest.evaluation.project_code not in codes
            and not _renamed(goal, evaluated)
        ]
        if lacking:
            names = "、".join(quoted(goal.project) for goal in lacking[:_MOST])
            more = f"等{len(lacking)}个项目" if len(lacking) > _MOST else ""
            yield collection.finding(
                at=first.file,
                message=f"批复的绩效目标表中，{names}{more}没有{first.digest.year or '同一'}年度的自评表。",
                quotes=[(goal, "project_name") for goal in lacking[:_MOST]],
                figures={"缺自评表的项目": str(len(lacking))} if len(lacking) > _MOST else {},
                certainty=Certainty.POSSIBLE if len(lacking) == len(goals) else None,
            )


def _renamed(goal: Filed, evaluated: list[Filed]) -> bool:
    name = goal.digest.evaluation.project_name
    return any(
        project_likeness(name, form.digest.evaluation.project_name).confidence >= 0.75
        for form in evaluated[:_MOST_NAMES]
    )


_MOST_NAMES = 60


@check(
    code="STR-16",
    name="names-vary-within-submission",
    title="同一单位或项目的名称前后不一",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_10, "第五章"),),
    definition="同一文件中，同一单位的名称差一两个字，或报告所称的项目名称与其自评表的名称不同（按预算数等推断为同一项目）。",
    why="名称差一个字可能是填错或识别错，也可能是两个不同的单位、项目；名称不准就无法与预算、决算衔接。",
    remedy="以机构编制文件和预算批复中的名称为准统一改正；是扫描识别错误的，对照原件改正。",
    faulty="""
        评价：project self_evaluation 2023 万元
        评价：project self_evaluation 2023 万元
        项目名称：医保经办服务
        实施单位：某市医疗保险事务中心
        指标：产出指标 / 数量指标 / 系统巡检次数 | 分值 20 | 指标值 ≥40次 | 实际值 44次 | 得分 20
    """,
    sound="""
        评价：project self_evaluation 2023 万元
        评价：project self_evaluation 2023 万元
        项目名称：医保经办服务
        实施单位：某市医疗保障信息中心
        指标：产出指标 / 数量指标 / 系统巡检次数 | 分值 20 | 指标值 ≥40次 | 实际值 44次 | 得分 20
    """,
)
def names_vary_within_submission(collection: Collection) -> Iterator[Fault]:
    """STR-16: within one file a unit has one name and a project has one name; short forms, regions and years make no difference."""
    for file in range(collection.audited):
        yield from _unit_names(collection, file)
    by_file: dict[int, list[ToldProject]] = {}
    for told in told_projects(collection):
        if told.form is not None and told.form.file == told.file and told.file < collection.audited:
            by_file.setdefault(told.file, []).append(told)
    for file, projects in by_file.items():
        yield from _project_names(collection, file, projects)


def _unit_names(collection: Collection, file: int) -> Iterator[Fault]:
    """Two names of one length that differ in one character, or two in long ones: misprints of each other, not two units."""
    places: dict[str, tuple[Filed, str]] = {}
    for form in collection.by_file.get(file, ()):
        for field in ("supervisor", "implementer"):
            name: str | None = getattr(form.digest.evaluation, field)
            if name:
                places.setdefault(unit_core(name), (form, field))
    names = list(places)[:_MOST_NAMES]
    for number, second in enumerate(names):
        first = next((name for name in names[:number] if _misprinted(name, second)), None)
        if first is None:
            continue
        form, field = places[second]
        other, its = places[first]
        own, theirs = getattr(form.digest.evaluation, field), getattr(other.digest.evaluation, its)
        yield collection.finding(
            at=form,
            message=f"单位名称{quoted(own)}与{other.called(form)}的{quoted(theirs)}只差个别字，疑为同一单位。",
            quotes=[(form, field), (other, its)],
            certainty=Certainty.POSSIBLE,
        )


_TELLING = re.compile(r"[一二三四五六七八九十东南西北中上下\d]")


def _misprinted(one: str, two: str) -> bool:
    if len(one) != len(two) or len(one) < 6:
        return False
    differing = [(left, right) for left, right in zip(one, two, strict=True) if left != right]
    if len(differing) != 1:
        return False
    position = next(index for index, (left, right) in enumerate(zip(one, two, strict=True)) if left != right)
    # The first characters are the region: 青山区 and 金山区 are two; so are 一中心 and 二中心.
    return position >= 3 and not any(_TELLING.match(sign) for sign in differing[0])


def _project_names(collection: Collection, file: int, projects: list[ToldProject]) -> Iterator[Fault]:
    differing = [
        told
        for told in projects
        if told.form is not None and project_core(told.name) != told.form.digest.project_core and not told.likeness.same
    ]
    if not differing:
        return
    pairs = "；".join(
        f"{quoted(told.name)}——{quoted(told.form.project)}" for told in differing[:_MOST] if told.form is not None
    )
    more = f"；等{len(differing)}个" if len(differing) > _MOST else ""
    yield collection.finding(
        at=file,
        message=f"报告与自评表的项目名称有{len(differing)}个不同（报告在前，按名称相近或预算数对应）：{pairs}{more}。",
        quotes=[
            each
            for told in differing[:_MOST]
            if told.form is not None
            for each in (*_mention(told), (told.form, "project_name"))
        ],
        figures={"不同名称数": str(len(differing))},
        certainty=Certainty.POSSIBLE if any(told.by_money for told in differing) else None,
    )


@check(
    code="XFM-05",
    name="scores-all-near-full",
    title="各项目自评得分都接近满分",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    scope="files",
    basis=(article(_10, "第五章"),),
    definition="同一单位（或同一文件）同一年度有五个及以上项目自评，得分全部在99分及以上。",
    why="所有项目都接近满分，自评没有区分度，多半流于形式；复核时这样的单位最先被抽查。",
    remedy="对照佐证材料逐项复核扣分标准，把真实的差距反映到得分上；确实都完成得好的，备好佐证。",
    faulty="""
        评价：project self_evaluation 2023 万元
        项目名称：医保政策宣传
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 99 | 分值 10 | 执行率 99% | 得分 9.9
        总分：分值 100 | 得分 99.9
        字段：未执行原因 = 公开招标节约资金1万元
        评价：project self_evaluation 2023 万元
        项目名称：基金监督检查
        评价：project self_evaluation 2023 万元
        项目名称：医保经办服务
        评价：project self_evaluation 2023 万元
        项目名称：经办大厅管理
        评价：project self_evaluation 2023 万元
        项目名称：机关综合事务
    """,
    sound="""
        评价：project self_evaluation 2023 万元
        项目名称：医保政策宣传
        评价：project self_evaluation 2023 万元
        项目名称：基金监督检查
        评价：project self_evaluation 2023 万元
        项目名称：医保经办服务
        评价：project self_evaluation 2023 万元
        项目名称：经办大厅管理
    """,
)
def scores_all_near_full(collection: Collection) -> Iterator[Fault]:
    """XFM-05: of five and more projects of one unit or file, at least one has a score below 99."""
    groups: dict[object, list[Filed]] = {}
    for form in collection.forms:
        if form.digest.form == "self_evaluation" and form.digest.score is not None:
            groups.setdefault((form.file, form.digest.year), []).append(form)
    single = {key_ for key_, forms in groups.items() if len(forms) >= _SEVERAL}
    for (unit, year), forms in collection.by_unit_year.items():
        scored = [form for form in forms if form.digest.form == "self_evaluation" and form.digest.score is not None]
        if len({form.file for form in scored}) > 1 and not any((form.file, year) in single for form in scored):
            groups[unit, year, "unit"] = scored
    for forms in groups.values():
        scores = [form.digest.score for form in forms if form.digest.score is not None]
        first = next((form for form in forms if form.audited), None)
        projects = {(form.key, form.digest.project_core) for form in forms}  # a form in several files is one project
        if len(projects) < _SEVERAL or min(scores) < _NEARLY or first is None:
            continue
        full = sum(score == _FULL for score in scores)
        yield collection.finding(
            at=first.file,
            message=(
                f"{len(projects)}个项目的自评得分全部在{_NEARLY}分及以上（最低{written(min(scores))}分，满分{full}个），没有区分度。"
            ),
            quotes=[(form, "total_score") for form in forms[:_MOST]],
            figures={"项目数": str(len(projects)), "最低得分": written(min(scores))},
        )


_SEVERAL = 5
_NEARLY = 99
_FULL = 100


@check(
    code="LIF-02",
    name="versions-differ",
    title="同一张表的两个版本内容不同",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_10, "第五章"),),
    definition="两个文件中有单位、项目、年度、表别都相同的表，单元格内容却不同，如报送版与公开版。",
    why="公开的应当就是报送并审定的那一份；两份不同，至少一份没有更新，或者公开前被改动。",
    remedy="逐格核对，以审定的一份为准重新报送或更正公开内容，作废另一份。",
    faulty="""
        文件：报送.txt
        评价：project self_evaluation 2023 万元
        文件：公开.txt
        评价：project self_evaluation 2023 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 12场 | 得分 20
    """,
    sound="""
        文件：报送.txt
        评价：project self_evaluation 2023 万元
        文件：公开.txt
        评价：project self_evaluation 2023 万元
    """,
)
def versions_differ(collection: Collection) -> Iterator[Fault]:
    """LIF-02: two files that hold the same form hold the same cells."""
    for forms in collection.by_project.values():
        first: dict[tuple[object, ...], Filed] = {}
        for form in forms:
            identity = (
                form.digest.year,
                form.digest.form,
                form.digest.evaluation.kind,
                form.digest.evaluation.project_code,
            )
            other = first.setdefault(identity, form)
            # Monitoring forms of one project differ by nature: each is about other months.
            if other.file == form.file or not form.digest.unit or form.digest.form == "monitoring":
                continue
            at, its = (form, other) if form.audited else (other, form)
            if at.audited:
                yield from _version(collection, at, its)


def _version(collection: Collection, at: Filed, other: Filed) -> Iterator[Fault]:
    cells = list(_differing(at, other))
    rows = max(len(at.digest.evaluation.indicators), 1)
    if not cells or sum(path.startswith("indicators/") for path, _, _ in cells) > 3 * rows:
        return
    told = "；".join(
        f"{label}{quoted(own)}，另一份为{quoted(theirs)}" for label, own, theirs in _sentences(at, other, cells[:4])
    )
    more = f"；另有{len(cells) - 4}处" if len(cells) > 4 else ""
    yield collection.finding(
        at=at,
        message=f"与文件{quoted(other.name)}的同一张表有{len(cells)}处不同：{told}{more}。",
        quotes=[each for path, its, _ in cells[:4] for each in ((at, path), (other, its))],
        figures={"不同处数": str(len(cells))},
        certainty=None if not (at.digest.doubtful or other.digest.doubtful) else Certainty.POSSIBLE,
    )


_HEAD = {
    "total_score": "总分",
    "grade": "等级",
    "conclusion": "自评结论",
    "supervisor": "主管部门",
    "implementer": "实施单位",
}
_FUND = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数", "rate": "执行率", "score": "得分"}
_ROW = {"target": "指标值", "actual": "完成值", "weight": "分值", "score": "得分", "note": "原因"}
_GOAL = {"expected": "预期目标", "actual": "实际完成情况"}
_FILLER = re.compile(r"[\s,，。;；:：、\"“”()（）]+")


def _differing(at: Filed, other: Filed) -> Iterator[tuple[str, str, str]]:
    """The cells in which two versions differ, as a path in each and the column's name; layout and punctuation make no difference."""
    own, theirs = at.digest.evaluation, other.digest.evaluation
    yield from _cells(own, theirs, _HEAD, "", "")
    for rows, columns in (("funds", _FUND), ("goals", _GOAL)):
        for index, (left, right) in enumerate(zip(getattr(own, rows), getattr(theirs, rows), strict=False)):
            yield from _cells(left, right, columns, f"{rows}/{index}/", f"{rows}/{index}/")
    for row in aligned(Pair(other, at, Likeness(1.0))):
        if row.earlier is not None and row.later is not None:
            left, right = own.indicators[row.later], theirs.indicators[row.earlier]
            yield from _cells(left, right, _ROW, f"indicators/{row.later}/", f"indicators/{row.earlier}/")


def _cells(
    one: msgspec.Struct, two: msgspec.Struct, columns: dict[str, str], path: str, its: str
) -> Iterator[tuple[str, str, str]]:
    for field, label in columns.items():
        if not _same(getattr(one, field), getattr(two, field)):
            yield path + field, its + field, label


def _same(one: str | None, two: str | None) -> bool:
    left, right = (_FILLER.sub("", key(text or "")) for text in (one, two))
    return left == right or (min(len(left), len(right)) >= _LONG and fuzz.ratio(left, right) > _NEARLY)


_LONG = 60
"""A long text may differ in a character or two by the way it was read."""


def _sentences(
    at: Filed, other: Filed, cells: list[tuple[str, str, str]]
) -> Iterator[tuple[str, str | None, str | None]]:
    for path, its, label in cells:
        own = quote(at.digest.evaluation, path).text
        theirs = quote(other.digest.evaluation, its).text
        yield f"{_row_name(at.digest.evaluation, path)}{label}", _short(own), _short(theirs)


def _row_name(evaluation: Evaluation, path: str) -> str:
    kind, _, rest = path.partition("/")
    return f"{quoted(evaluation.indicators[int(rest.partition('/')[0])].name)}的" if kind == "indicators" else ""


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= 30 else f"{text[:30]}…"
