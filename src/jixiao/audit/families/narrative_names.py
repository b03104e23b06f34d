"""NAR-07: are the names of other funds, projects, units or places left in the texts of a form?

Only names that are known for sure are looked for: the standing funds, the provinces and prefectures, the projects of the same file. A
superior, a document in 《》 and whoever is only visited, helped or signed with are never held against a form.
"""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import SHOWN, listed, shortened
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.finding import Words
from jixiao.texts.names import calls_itself, funds_in, levels_of, offices_in, places_in, province_of
from jixiao.texts.sentences import sentences

_TRUE = article("财预〔2020〕10号", "第五章")
_TITLE = re.compile(r"《[^》]{0,80}》")


def _own_texts(form: Case) -> Iterator[tuple[str, str]]:
    """The texts in which a form tells of itself, titles of documents taken out."""
    rows = ((row.path("actual"), row.indicator.actual or "") for row in form.rows)
    prose = form.prose
    for path, text in (*rows, *prose.results, *prose.conclusions, *prose.management, *prose.problems, *prose.notes):
        yield path, _TITLE.sub(lambda found: "《" + "〇" * (len(found.group()) - 2) + "》", text)


@check(
    code="NAR-07",
    name="other-name-left-in",
    title="文字中留有其他资金、项目或单位的名称",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_TRUE,),
    definition=(
        "某项资金的自评表把另一项资金的名称写成本项资金，或资金子项名称前后不一，或写着本文件其他项目的名称，"
        "或以别的市、州的单位自称；上级单位、文件名称、考察协作对象不算。部门整体自评表的评分标准说的是某一项目的，只作提示。"
    ),
    why="名称不对说明文字是从别处粘贴来的，所说的情况未必是本项目的。",
    remedy="改为本项目、本单位的名称，并核对整段内容是否属于本项目。",
    faulty="项目名称：医疗服务与保障能力提升补助资金\n结论：优。资金分配符合医疗救助补助资金管理办法的要求。",
    sound="项目名称：医疗服务与保障能力提升补助资金\n结论：优。资金分配符合医疗服务与保障能力提升补助资金管理办法的要求。",
)
def other_name_left_in(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-07: names of other funds, parts of funds, projects, units and levels in the texts of each form."""
    names = [_plain(form.evaluation.project_name or "") for form in case.cases]
    projects = Words(names, _SHORTEST_NAME)
    strange = [form for form in case.cases if offices_in(form.joined_texts)]
    own_places = {place for form in case.cases for place in places_in(_head(form))} if strange else set()
    for form in case.cases:
        yield from _other_fund(form)
        yield from _other_part(form)
        yield from _other_project(form, names[form.index], projects)
        if form in strange:
            yield from _other_unit(form, own_places)
        yield from _other_level(form)
        yield from _of_a_project(form)


_PROJECT_RULE = re.compile(r"对?项目实施的?(?:总体)?(?:保障|影响)|项目实施单位|本项目|该项目")


def _of_a_project(form: Case) -> Iterator[Fault]:
    """Criteria of a department's form that speak of one project: they were made for forms of projects."""
    if form.evaluation.kind != "department":
        return
    rows = [(row, found) for row in form.rows if (found := _PROJECT_RULE.search(row.indicator.rule or ""))]
    if rows:
        yield form.finding(
            message=(
                f"部门整体自评表{listed([row.name for row, _ in rows], '项')}的评分标准写着{quoted(rows[0][1].group())}，"
                "说的是项目，疑抄自项目支出的指标。"
            ),
            quotes=[row.path("rule") for row, _ in rows[:SHOWN]],
            suggestion="按部门整体支出的口径改写评分标准。",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


def _around(text: str, at: int) -> str:
    """The sentence of a text that holds a spot, shortened for a message."""
    inside = [piece.text for piece in sentences(text) if piece.start <= at]
    return shortened(inside[-1] if inside else text)


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"]", "", key(text))


_CLAIMED = re.compile(r"(?:符合|按照|按|遵照|依照|依据|根据|严格执行|执行)[^，。；;]{0,24}$")
_RULES = re.compile(r"(?:资金)?(?:的)?(?:管理|使用|分配)?(?:办法|要求|规定|管理要求|管理规定|实施细则)|(?:资金)?管理")


def _other_fund(form: Case) -> Iterator[Fault]:
    """Another fund's rules named as those of the form's own fund."""
    own = {named.meaning for named in funds_in(form.evaluation.project_name or "")}
    if len(own) != 1 or {named.meaning for named in funds_in(form.joined_texts)} <= own:
        return
    for path, text in _own_texts(form):
        for named in funds_in(text):
            if named.meaning in own or funds_in(_name_of_row(form, path)):
                continue
            ruled = _RULES.match(text[named.end :]) and _CLAIMED.search(text[: named.start])
            asked = path.startswith("indicators/") and _wanted(form, path) & own
            if ruled or asked:
                yield form.finding(
                    message=(
                        f"本表是“{next(iter(own))}”，{quoted(_around(text, named.start))}却写着“{named.text}”，资金名称不对。"
                    ),
                    quotes=[path, "project_name"],
                    figures={"他项资金": named.text},
                )
                break


def _name_of_row(form: Case, path: str) -> str:
    return form.rows[int(path.split("/")[1])].indicator.name or "" if path.startswith("indicators/") else ""


def _wanted(form: Case, path: str) -> set[str]:
    return {named.meaning for named in funds_in(form.rows[int(path.split("/")[1])].indicator.target or "")}


_PART = re.compile(r"[（(]([^（()）]{4,20})部分[)）]")


def _other_part(form: Case) -> Iterator[Fault]:
    """A part of a fund that is called otherwise in the texts than in the name of the project."""
    own = set(_PART.findall(form.evaluation.project_name or ""))
    if len(own) != 1 or "部分" not in form.joined_texts:
        return
    found = [
        (path, part)
        for path, text in _own_texts(form)
        for part in dict.fromkeys(_PART.findall(text))
        if part not in own and part[:4] == next(iter(own))[:4]
    ]
    if found:
        parts = listed(list(dict.fromkeys(f"{part}部分" for _, part in found)))
        yield form.finding(
            message=f"项目名称写“{next(iter(own))}部分”，表内{len(found)}处写成{parts}，资金名称前后不一。",
            quotes=["project_name", *dict.fromkeys(path for path, _ in found[:SHOWN])],
            severity=Severity.WARNING,
            suggestion="以下达资金的文件为准统一名称。",
        )


_SHORTEST_NAME = 8


def _other_project(form: Case, own: str, projects: Words) -> Iterator[Fault]:
    """The full name of another project of the same file; names that hold each other are taken for one."""
    if not own:
        return
    for path, text in (*form.prose.goals, *form.prose.results, *form.prose.conclusions):
        found = next((name for name, _ in projects.find(_plain(text)) if name not in own and own not in name), None)
        if found is not None:
            yield form.finding(
                message=(
                    f"本表的项目是{quoted(form.evaluation.project_name)}，"
                    f"文字里写着本文件另一项目的名称“{found}”，请核对是否粘贴有误。"
                ),
                quotes=[path, "project_name"],
                severity=Severity.WARNING,
                certainty=Certainty.POSSIBLE,
            )


_VISITED = re.compile(
    r"赴|到|去|往|向|学习|考察|调研|协作|合作|签订|签约|联合|异地|转外|转诊|跨省|跨市|交流|借鉴|对口|帮扶|支援|援|与|和|同|会同|经验|联盟|牵头|委托|来自|由|对"
)


def _head(form: Case) -> str:
    evaluation = form.evaluation
    parts = [
        evaluation.title,
        evaluation.supervisor,
        evaluation.local_supervisor,
        evaluation.implementer,
        evaluation.project_name,
    ]
    parts += [field.value for field in evaluation.fields if "单位" in field.label]
    return " ".join(filter(None, parts))


def _other_unit(form: Case, own_places: set[str]) -> Iterator[Fault]:
    """An office of a place that is neither the form's own nor above it; nothing is said where the own prefecture is not known."""
    if not own_places:
        return
    above = {province_of(place) for place in own_places}
    for path, text in _own_texts(form):
        for named in offices_in(text):
            if named.meaning in own_places or named.meaning in above:
                continue
            if _VISITED.search(text[max(0, named.start - 14) : named.start]) or _VISITED.match(
                text[named.end : named.end + 2]
            ):
                continue
            yield form.finding(
                message=f"{quoted(_around(text, named.start))}写着“{named.text}”，不是本表的单位。",
                quotes=[path, "implementer"],
                figures={"他单位": named.text},
            )
            break


def _other_level(form: Case) -> Iterator[Fault]:
    """我县 in the form of a city: no unit named on the form would call itself so."""
    if "我" not in form.joined_texts:
        return
    levels = levels_of(_head(form))
    found = [(path, words) for path, text in _own_texts(form) if (words := calls_itself(text, levels))]
    if found:
        word = found[0][1]
        yield form.finding(
            message=(
                f"表内{len(found)}处自称“{word}”，而本表的单位是"
                f"{quoted(form.evaluation.implementer or form.evaluation.supervisor)}，疑为照搬其他地方的材料。"
            ),
            quotes=[*dict.fromkeys(path for path, _ in found[:SHOWN])],
            severity=Severity.WARNING,
            certainty=Certainty.POSSIBLE,
        )
