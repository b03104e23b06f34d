"""NAR-03, 04, 09, 10, 14: does the summary answer the goal, with results instead of phrases, copies or praise of the money?"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec.structs import replace

from jixiao import targets
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.prose import Chapter, chapters
from jixiao.audit.report_aims import aims_told_as_results
from jixiao.audit.report_goals import unanswered_works
from jixiao.audit.rolling import SHOWN, listed, shortened
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses, sentences, without_number
from jixiao.texts.subjects import Subjects, subjects, together

_10 = "财预〔2020〕10号"
_EXPLAIN = article(_10, 11)
_TRUE = article(_10, "第五章")
_SET = article("财预〔2015〕88号", "设定")

_EMPTY = re.compile(
    r"(?:已|已经|均|都|全部|按时|按期|按质|按量|保质保量|如期|顺利|圆满|基本|较好|年度|年初|全年|总体|目标|任务|工作|各项|指标|绩效|预期|预定|设定|计划|项目|完成|达成|达到|实现|达标|良好|优秀"
    r"|合格|正常|开展|进行|情况|了|地|的|并|和|无|略|同上|见上|是|[：:，,。.;；、\s\d()（）])+"
)
_FIGURE = re.compile(r"\d")
_LONGEST_PHRASE = 60
"""Characters within which a phrase says no more than that a target was met."""


def _says_nothing(text: str) -> bool:
    """Tell whether a summary only says that things were done."""
    if _EMPTY.fullmatch(key(text)) is not None:
        return True
    return len(text) <= _LONGEST_PHRASE and isinstance(targets.parse(text), targets.Achievement)


@check(
    code="NAR-10",
    name="empty-summary",
    title="总体目标完成情况没有内容",
    severity=Severity.WARNING,
    scope="submission",
    basis=(_EXPLAIN, _TRUE),
    definition=(
        "年度总体目标的实际完成情况只写“已完成”“全部完成”一类的话，或有预期目标而完成情况空白；"
        "报告正文写的项目完成情况只有“提高……、保障……”一类目标的说法的，只作提示。"
    ),
    why="看不出做了什么、做到什么程度，总体目标等于没有自评。",
    remedy="对照预期目标逐项写明完成的工作、数量和效果，未完成的写明差距。",
    faulty="目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 已全部完成",
    sound="目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 组织宣传11场，发放手册2100册",
)
def empty_summary(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-10: a summary says more than that all is done; a blank one counts only where the form was read without doubt."""
    for form in case.cases:
        if form.evaluation.form == "self_evaluation":
            yield from _empty_in_form(form)
    yield from aims_told_as_results(case)


def _empty_in_form(case: Case) -> Iterator[Fault]:
    for at, goal in enumerate(case.evaluation.goals):
        if goal.actual and _says_nothing(goal.actual):
            yield case.finding(
                message=f"年度总体目标的完成情况只写{quoted(goal.actual)}，没有写完成了什么。",
                quotes=[f"goals/{at}/actual", f"goals/{at}/expected"],
            )
    told = any(goal.actual for goal in case.evaluation.goals) or case.prose.results or case.prose.report
    wanted = [f"goals/{at}/expected" for at, goal in enumerate(case.evaluation.goals) if goal.expected]
    if wanted and not told and not case.damaged:
        yield case.finding(
            message="写了年度总体目标，实际完成情况空白。", quotes=wanted[:1], certainty=Certainty.LIKELY
        )


_FILLING = re.compile(
    r"(?:目标|指标|任务)\s*\d{1,2}\s*(?:完成情况)?\s*[:：]?|[一二三四五六七八九十]是|积极|不断|进一步|切实|已经|通过|全面|持续|有效|[了已均都]|[^一-鿿\dA-Za-z%]"
)
_ALIKE = 0.9
_SHORTEST_COPY = 10
"""Fewer characters in common may be the only way to say it."""


@check(
    code="NAR-04",
    name="result-copies-goal",
    title="完成情况照抄目标",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_EXPLAIN, _TRUE),
    definition=(
        "年度总体目标的实际完成情况与预期目标除“了”“积极”等字外几乎相同，或整段包含预期目标而没有任何数字；"
        "目标三分之一以上的文字按分句原样写进完成情况、前后都没有数字的，以及报告正文的完成情况照抄本表目标的，只作提示。"
    ),
    why="把目标改成完成时态不是自评，看不出实际完成了多少。",
    remedy="按实际工作写完成情况，写明数量、质量、时间和效果，与指标完成值一致。",
    faulty="目标：预期 组织开展医保政策宣传，使参保群众了解待遇政策 | 实际 积极组织开展了医保政策宣传，使参保群众了解了待遇政策",
    sound="目标：预期 组织开展医保政策宣传，使参保群众了解待遇政策 | 实际 组织宣传11场，发放手册2100册，参保群众了解待遇政策",
)
def result_copies_goal(case: Case) -> Iterator[Fault]:
    """NAR-04: a result is told in words of its own."""
    for at, goal in enumerate(case.evaluation.goals):
        if goal.expected and goal.actual and _copies(goal.expected, goal.actual):
            yield case.finding(
                message=f"实际完成情况{quoted(shortened(goal.actual))}照抄预期目标，没有写完成了多少。",
                quotes=[f"goals/{at}/actual", f"goals/{at}/expected"],
            )
        elif goal.expected and goal.actual and (again := _repeated(goal.expected, goal.actual)):
            yield case.finding(
                message=f"完成情况中的{listed(again)}只是目标的原话，没有写做到了什么程度。",
                quotes=[f"goals/{at}/actual", f"goals/{at}/expected"],
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )
    yield from _recited_in_report(case)


_THIRD = 0.33


def _plain(text: str) -> str:
    return _FILLING.sub("", key(without_number(text)))


def _repeated(goal: str, result: str) -> list[str]:
    """The clauses of a result that are clauses of the goal word for word, no figure in or before them; empty below a third of the goal."""
    wanted = {plain for clause in clauses(goal) if len(plain := _plain(clause.text)) >= _SHORTEST_CLAUSE}
    again = []
    for sentence in sentences(result):
        counted = False
        for clause in clauses(sentence.text):
            before, counted = counted, _FIGURE.search(clause.text) is not None
            if not counted and not before and _plain(clause.text) in wanted:
                again.append(clause.text)
    copied = sum(len(_plain(clause)) for clause in again)
    return again if copied >= _THIRD * len(_plain(goal)) and copied >= _SHORTEST_COPY else []


_SHORTEST_CLAUSE = 6
_COMPLETION = re.compile(r"完成情况[:：]")


def _recited_in_report(case: Case) -> Iterator[Fault]:
    """The report tells as completed, word for word and without a figure, what the form has as its goal."""
    told = [
        (passage, part)
        for passage in case.narrative.text
        if "完成情况" in passage.text
        for part in _COMPLETION.split(passage.text)[1:]
    ]
    for at, goal in enumerate(case.evaluation.goals if told else ()):
        wanted = _plain(goal.expected or "")
        if len(wanted) < 2 * _SHORTEST_COPY:
            continue
        for passage, part in told:
            first = sentences(part)[0].text if sentences(part) else ""
            if not _FIGURE.search(first) and _plain(first).strip("是") == wanted:
                yield replace(
                    case.finding(
                        message=f"报告正文写的完成情况{quoted(shortened(first))}就是本表的预期目标，没有写完成了多少。",
                        quotes=[f"goals/{at}/expected"],
                        severity=Severity.INFO,
                        certainty=Certainty.POSSIBLE,
                    ),
                    quotes=(
                        case.quote(f"goals/{at}/expected"),
                        Quote(text=passage.text, place=passage.place),
                    ),
                )
                break


def _copies(goal: str, result: str) -> bool:
    wanted, given = (_FILLING.sub("", key(text)) for text in (goal, result))
    if min(len(wanted), len(given)) < _SHORTEST_COPY:
        return False
    if wanted == given:
        return True
    news = _FIGURE.search(given) and not set(re.findall(r"\d+", given)) <= set(re.findall(r"\d+", wanted))
    if news or not 0.5 <= len(wanted) / len(given) <= 1.2:
        return False
    matcher = SequenceMatcher(None, wanted, given, autojunk=False)
    return wanted in given or (matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE)


def _own(case: Case) -> Subjects:
    """What the whole form is about: the words of the project's own name tell nothing about a single goal."""
    return together([case.evaluation.project_name])


def _table(case: Case) -> Subjects:
    """What the indicator rows speak of."""
    return together(
        text
        for row in case.rows
        for text in (
            row.indicator.name,
            row.indicator.target,
            row.indicator.actual,
            row.indicator.note,
            row.indicator.remark,
        )
    )


_LEAST = 3
_AIM = re.compile(r"^(?:进而|从而|以便|确保|保障|切实|真正|使|让|为|实现|达到|提高|提升|促进|维护|减轻|增强|营造)")
"""Clauses that say what for: they repeat the purpose, and are answered by the benefits of the table if at all."""


@check(
    code="NAR-03",
    name="goal-without-result",
    title="目标与完成情况对应不上",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(_EXPLAIN, _TRUE),
    definition=(
        "年度总体目标中的某项工作，在完成情况、自评结论、指标和备注里都没有对应的内容（按业务词语和字词比对）；"
        "完成情况写了目标和指标都没有的工作，或目标分列三项以上而完成情况只写“已完成”的，只作提示。部门整体报告比对年度重点工作和履职成效。"
    ),
    why="目标没有下文，等于没有自评；完成情况另起炉灶，说明总结不是对照目标写的。",
    remedy="对照目标逐项写完成情况，没有开展的说明原因；目标以外的工作放在其他说明中。",
    faulty="目标：预期 组织政策宣传，推进医保法治建设，加强内部控制管理 | 实际 组织宣传11场，发放手册2100册",
    sound="目标：预期 组织政策宣传，推进医保法治建设，加强内部控制管理 | 实际 组织宣传11场，开展执法培训2期，完成内控检查",
)
def goal_without_result(case: Case) -> Iterator[Fault]:
    """NAR-03: every clause of a goal that names a work of its own is answered somewhere on the form, and results answer goals."""
    if case.evaluation.kind == "department" and not case.evaluation.goals:
        yield from _unanswered_in_report(case)
    results = [text for _, text in case.prose.results]
    if case.evaluation.form != "self_evaluation" or not case.prose.goals or not results:
        return
    if all(_says_nothing(text) for text in results):
        yield from _not_one_by_one(case)
        return
    if case.incomplete:
        return
    own, told = _own(case), together([*results, *(text for _, text in case.prose.conclusions)])
    works = [(clause, subjects(clause).without(own)) for _, text in case.prose.goals for clause in _works(text)]
    silent = [(clause, about) for clause, about in works if _unanswered(about, told)]
    if silent:
        told = told.union(_table(case)).union(_elsewhere(case))
        left = [clause for clause, about in silent if _unanswered(about, told)]
        if left:
            yield case.finding(
                message=f"年度总体目标中的{listed(left, '项')}，在完成情况、指标和结论中没有对应的内容。",
                quotes=[path for path, _ in (*case.prose.goals, *case.prose.results)][:SHOWN],
                severity=Severity.INFO if case.damaged else None,
            )
    wanted = together(text for _, text in case.prose.goals).union(own)
    beside = [stated for text in results for stated in _statements(text) if _foreign(subjects(stated), wanted)]
    if beside:
        wanted = wanted.union(_table(case))
        left = [stated for stated in beside if _foreign(subjects(stated), wanted)]
        if left:
            yield case.finding(
                message=f"完成情况写了{listed(left)}，目标和指标中都没有这方面的内容。",
                quotes=[path for path, _ in (*case.prose.results, *case.prose.goals)][:SHOWN],
                severity=Severity.INFO,
            )


_GOAL_NUMBER = re.compile(
    r"(?:目标|任务)\s*(\d)\s*[:：]|(?:^|[。；;\s])([一二三四五六七八九])是|[（(]([一二三四五六七八九\d])[）)]"
    r"|(?:^|[。；;\s])(\d)[、.．](?!\d)"
)
_FEWEST_GOALS = 3


def _not_one_by_one(case: Case) -> Iterator[Fault]:
    """Numbered goals, and a result that only says that all was done."""
    for at, goal in enumerate(case.evaluation.goals):
        numbers = len({found.group() for found in _GOAL_NUMBER.finditer(goal.expected or "")})
        if goal.actual and numbers >= _FEWEST_GOALS:
            yield case.finding(
                message=f"年度总体目标分列{numbers}项，完成情况{quoted(shortened(goal.actual))}没有逐项对应。",
                quotes=[f"goals/{at}/actual", f"goals/{at}/expected"],
                severity=Severity.INFO,
            )


def _unanswered_in_report(case: Case) -> Iterator[Fault]:
    """The same for a department whose yearly works and results stand in the report."""
    left = list(unanswered_works(case))
    if left:
        yield replace(
            case.finding(
                message=f"年度重点工作中的{listed([work for work, _ in left], '项')}，在履职成效和指标中没有对应的内容。",
                figures={"项数": str(len(left))},
            ),
            quotes=tuple(dict.fromkeys(quote for _, quote in left))[:SHOWN],
        )


def _elsewhere(case: Case) -> Subjects:
    """What reasons, management rows and the report around the form speak of."""
    texts = [text for _, text in (*case.prose.problems, *case.prose.management)]
    return together([*texts, *(passage.text for passage in case.prose.report)])


def _works(text: str) -> list[str]:
    """The clauses of a goal that name a work to be done."""
    found = (without_number(clause.text) for clause in clauses(text))
    return [clause for clause in found if len(clause) >= 6 and not _AIM.match(clause)]


def _unanswered(wanted: Subjects, told: Subjects) -> bool:
    """Tell whether a goal with a known term is answered by no text: neither by a term nor by a fair share of its other words."""
    return bool(wanted.terms) and not wanted.terms & told.terms and wanted.shared(told) < 0.2


_AHEAD = re.compile(r"将|拟(?!定)|下一?步|今后|力争|争取|明年|下年")


def _statements(text: str) -> list[str]:
    return [
        stated
        for sentence in sentences(text)
        if len(stated := without_number(sentence.text)) >= 8 and not _AHEAD.search(stated)
    ]


def _foreign(told: Subjects, wanted: Subjects) -> bool:
    """Tell whether a statement with a known term shares no term and hardly a word with goal and table."""
    return bool(told.terms) and not told.terms & wanted.terms and told.shared(wanted) < 0.1 and told.weight >= 6


_OF_THE_FORM = re.compile(r"执行率|未执行|结转|结余|交回|收回|自评得分|问卷|回访|走访|样本|抽样")
"""What a conclusion says of the money, the score or the survey belongs to the form whatever its goal is."""

_NEXT = re.compile(r"(?:下一?步|今后|下一年度|接下来)")


@check(
    code="NAR-09",
    name="conclusion-off-the-goal",
    title="自评结论说的不是本项目目标",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(_TRUE,),
    definition="自评结论中的整句内容，在年度总体目标、完成情况、指标和项目名称中都找不到（按业务词语和字词比对）；下一步打算不算。结论里的数在表内别处都没有、所说的事又与目标少有关联的，只作提示。",
    why="结论说的是别的工作，多半是从其他材料粘贴来的，没有回答本项目目标完成得怎样。",
    remedy="结论围绕本项目目标和指标写，删去无关内容；确属本项目成果的，补入完成情况。",
    faulty="结论：优。宣传活动按计划开展。取消残疾儿童康复住院起付线，残疾儿童家庭负担明显减轻。",
    sound="结论：优。宣传活动按计划开展。参保群众对待遇政策的知晓率提高到84%。",
)
def conclusion_off_the_goal(case: Case) -> Iterator[Fault]:
    """NAR-09: a conclusion concludes about the form's own goal."""
    if case.evaluation.form != "self_evaluation" or (case.damaged and not case.prose.goals):
        return
    texts = [text for _, text in (*case.prose.goals, *case.prose.results)]
    if not texts or not case.prose.conclusions:
        return
    about = together([*texts, case.evaluation.project_name])
    for path, text in case.prose.conclusions:
        done = text[: found.start()] if (found := _NEXT.search(text)) else text
        told = [stated for stated in _statements(done) if not _OF_THE_FORM.search(stated)]
        off = [stated for stated in told if _foreign(subjects(stated), about)]
        if off:
            about = about.union(_table(case))
            off = [stated for stated in off if _foreign(subjects(stated), about)]
        if off:
            yield case.finding(
                message=f"自评结论写的{listed(off)}，在目标、完成情况和指标中都没有提到。",
                quotes=[path, *(where for where, _ in case.prose.goals[:1])],
            )
        elif counted := _counted_nowhere_else(case, path, done):
            yield case.finding(
                message=f"自评结论写的{listed(counted)}，其中的数在目标、完成情况和指标中都没有，请核对是不是本项目的成果。",
                quotes=[path, *(where for where, _ in case.prose.goals[:1])],
                severity=Severity.INFO,
            )


_COUNT = re.compile(
    r"(\d+(?:\.\d+)?)\s*[余多]?(?:万|亿)?[余多]?(?:台|套|个(?!百分点)|家|人次|人|户|件|笔|场|例|份|册|条|公里|平方米)"
)
_SURVEY = re.compile(r"满意|评价|调查|测评")
_FEW_SHARED = 0.34


def _counted_nowhere_else(case: Case, path: str, done: str) -> list[str]:
    """The clauses of a conclusion with a count that stands nowhere else on the form, and hardly a word of goal and results."""
    if not _COUNT.search(done):
        return []
    rest = "\n".join(text for where, text in case.texts if where != path)
    about = together(text for _, text in (*case.prose.goals, *case.prose.results)).union(_own(case))
    return [
        clause.text
        for sentence in sentences(done)
        if not _OF_THE_FORM.search(sentence.text) and not _SURVEY.search(sentence.text)
        for clause in clauses(sentence.text)
        if (counts := _COUNT.findall(clause.text))
        and all(count not in rest for count in counts)
        and subjects(clause.text).shared(about) < _FEW_SHARED
    ]


_MONEY = r"(?:经费|资金|款项?|拨款|补助)(?:的)?(?:及时|足额)?(?:拨付|投入|安排|到位|保障|落实|支持|下达)"
_IMPORTANCE = re.compile(
    rf"{_MONEY}[^，。；;\d]{{0,8}}[，,]?[^，。；;\d]{{0,6}}(?:有利于|有助于|对[^，。；;]{{0,20}}具有|为[^，。；;]{{0,24}}提供了?[^，。；;]{{0,8}}(?:保障|支撑|支持))"
    rf"|{_MONEY}[^。；;\d]{{0,16}}是[^。；;\d]{{0,24}}(?:保障|后盾|基础|前提|支撑)"
    rf"|{_MONEY}[^。；;\d]{{0,16}}(?:意义重大|十分重要|非常重要|必不可少|十分必要|不可或缺)"
)


@check(
    code="NAR-14",
    name="praises-the-money",
    title="目标只讲资金的重要性",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_SET, _TRUE),
    definition="年度总体目标、完成情况或报告中的完成情况写“经费的拨付有利于……”“资金是……的有力保障”，没有写要完成或完成了什么。",
    why="资金到位是手段不是目标；讲重要性既不能考核，也看不出资金用了以后的结果。",
    remedy="改写为要完成（已完成）的工作数量、质量、时限和产生的效果。",
    faulty="目标：预期 宣传经费的拨付，有利于政策宣传工作有序开展 | 实际 组织宣传11场，发放手册2100册",
    sound="目标：预期 组织政策宣传10场，使参保群众了解待遇政策 | 实际 组织宣传11场，发放手册2100册",
)
def praises_the_money(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-14: goals and results are about what the money does, not about its being there."""
    for form in case.cases:
        found = {
            path: stated.text
            for path, text in (*form.prose.goals, *form.prose.results)
            if (stated := next((each for each in sentences(text) if _praises(each.text)), None)) is not None
        }
        if found:
            yield form.finding(
                message=f"{listed(list(dict.fromkeys(found.values())))}讲的是资金的重要性，不是要完成的工作和效果。",
                quotes=list(found)[:SHOWN],
            )
    told = [
        (sentence.text, Quote(text=passage.text, place=passage.quote.place))
        for passage in chapters(case.narrative)
        if passage.chapter is Chapter.RESULTS
        for sentence in sentences(passage.text)
        if _praises(sentence.text)
    ]
    if told:
        yield case.finding(
            message=f"报告正文{listed([text for text, _ in told])}讲的是资金的重要性，不是完成的工作和效果。",
            quotes=[quote for _, quote in told[:SHOWN]],
        )


_COUNTED = re.compile(r"\d\s*(?:[余多万千百]*)(?:人|场|次|家|个|份|册|期|元|项|户|例|件|%|％)")


def _praises(sentence: str) -> bool:
    return _IMPORTANCE.search(sentence) is not None and not _COUNTED.search(sentence)
