"""The running text around the forms: its passages, the figures it states, and what it says of the whole (得分, 等级, 年度)."""

import re
from collections.abc import Generator, Iterator
from itertools import pairwise

import msgspec

from jixiao.forms import shapes
from jixiao.forms.ribbon import Gap, Ribbon, Token, cell_text
from jixiao.forms.words import alternation, key, keys, words
from jixiao.model import Fact, Narrative, Passage
from jixiao.places import Place


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The narrative with what a lone form may take from it."""

    narrative: Narrative
    title: str | None
    year: int | None
    total_score: str | None
    score_place: Place | None
    """Where the report states the total score."""
    grade: str | None
    filler: str | None
    amount_unit: str | None


_NUMBER = r"(?<![\d.-])(?P<value>\d+(?:\.\d+)?[-~至]\d+(?:\.\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)"
_UNITS = (
    "万人次|亿人次|万人|万元|亿元|万户|万家|万册|万笔|万份|元/人|个百分点|百分点|人次|分钟|个月|小时|家次|万余笔|万余人|余家|余人|"
    "%|‰|元|人|家|个|次|分|项|件|例|名|户|期|场|套|台|笔|批次|批|条|天|种|组|册|篇|所|辆|万"
)
_FIGURE = re.compile(rf"{_NUMBER}\s*(?P<unit>(?:{_UNITS})(?![a-zA-Z]))")
_LINKS = re.compile(
    r"(?:约为|分别为|约|为|是|达到|达|共计|共有|共安排|共|超过|超|近|已|累计|合计|总计|实有|至|到|下降至|提高至|得|[:：的])+$"
)
_SUBJECT = re.compile(
    r"(?P<listed>[”\"]\s*[、和及与]?\s*)?[“\"](?P<name>[^“”\"]{2,40})[”\"]\s*"
    r"(?:(?:项目|专项)(?![库化制])|(?:项目)?(?:绩效自评|自评|项目绩效|绩效|综合得分|得分|评分|总分))"
)
"""A quoted name that a report speaks of; the last of several in a row (“甲”“乙”两个项目) names none of them."""

_OPENING = re.compile(r"(?P<listed>$.)?^[“\"](?P<name>[^“”\"]{2,40})[”\"](?!等|、|和|及|与|[“\"])")
_SUMMARY = re.compile(
    r"(?P<listed>$.)?^[\s（(]*(?:[一二三四五六七八九十\d]+[)）、.．\s]+)?(?P<name>(?!我|本|全|各|该)[^“”\"，。；：:（）()]{2,40}?)(?:项目)?(?:支出)?"
    r"(?:(?:绩效)?自评(?:情况)?综述\s*[：:]|项目(?:绩效)?(?:自评|综合)得分)"
)
"""A paragraph that begins with a project's name without quotation marks and sums its self-evaluation up."""

_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_EVALUATED = re.compile(r"(?:自评|评价|绩效).{0,12}项目$")
"""Projects that were evaluated, not those of an undertaking (检查项目共12个)."""

_NAMED = {
    "得分": re.compile(r"得分$|评分$|分数$"),
    "全年预算数": re.compile(r"全年预算数$|全年预数$|预算数$|调整后预算数$"),
    "执行数": re.compile(r"执行数$|支出数$"),
    "预算完成率": re.compile(r"完成预算$|预算执行率$|执行率$"),
    "项目数": _EVALUATED,
    "资金总额": re.compile(r"涉及资金$|涉及预算资金$|共涉及资金$|资金总额$"),
}
_AMOUNTS = frozenset({"全年预算数", "执行数", "资金总额"})
_MONEY = frozenset({"元", "万元", "亿元"})
_SCORE = re.compile(
    r"得分(?:为|是|:)?(\d{1,3}(?:\.\d+)?)分|(?:综合|最终|自评)(?:评定|得分|评价)?[^。]{0,12}?(\d{1,3}(?:\.\d+)?)分"
)
_BUDGET = re.compile(r"预算|决算|基本支出|项目支出|收入")
_MOST = 0.8
"""Share of the budget figures that must have one unit for it to be the report's."""
_YEAR = re.compile(r"(20\d{2})年度?")


def read_narrative(tokens: Ribbon) -> Report:
    """Group the tokens outside the forms into passages and read their figures."""
    lines = tuple(_passages(tokens))
    passages = tuple(passage for passage, _ in lines)
    facts = tuple(_all_facts(lines))
    whole = "".join(key(passage.text) for passage in passages)
    title = next(
        (passage.text for passage in passages if len(key(passage.text)) <= 50 and _YEAR.search(key(passage.text))), None
    )
    year = _YEAR.search(key(title)) if title else None
    grades = {match.group(2) for match in shapes.grade_pattern().finditer(whole) if match.group(2)}
    score = stated_score(whole)
    return Report(
        narrative=Narrative(facts=facts, text=passages),
        title="".join(passage.text for passage in passages[:3]) if passages else None,
        year=int(year.group(1)) if year else None,
        total_score=score,
        score_place=next((each.place for each in passages if score and stated_score(each.text) == score), None),
        grade=grades.pop() if len(grades) == 1 else None,
        filler=_filler(passages),
        amount_unit=_amount_unit(facts),
    )


def stated_score(text: str | None) -> str | None:
    """The one total score that a text states, or None."""
    found = {match.group(1) or match.group(2) for match in _SCORE.finditer(key(text))} if text else set()
    return found.pop() if len(found) == 1 else None


def _passages(tokens: Ribbon) -> Iterator[tuple[Passage, tuple[str, ...]]]:
    """Lines with the cells that they consist of; one that was cut where a title seemed to begin is one again."""
    lines: list[list[Token]] = []
    for token in tokens:
        cut = bool(lines) and token.prose and token.place == lines[-1][-1].place != Place()
        if not lines or (token.gap in (Gap.LINE, Gap.BLANK, Gap.ROW) and not cut):
            lines.append([])
        lines[-1].append(token)
    for line in lines:
        cells = tuple(map(cell_text, _cells(line)))
        yield Passage(text=" ".join(cells), place=line[0].place), cells


def _cells(line: list[Token]) -> list[tuple[Token, ...]]:
    """The cells of a row that belongs to no form: their figures must not run together."""
    starts = [0, *(index for index, token in enumerate(line) if index and token.gap is Gap.CELL)]
    return [tuple(line[start:end]) for start, end in pairwise([*starts, len(line)])]


def _filler(passages: tuple[Passage, ...]) -> str | None:
    labels = alternation(keys([*words().head_labels["filler"], *words().head_labels["implementer"]]))
    pattern = re.compile(rf"^(?:{labels})(?:\([^)]*\))?:(.+)$")
    found = [match.group(1) for passage in passages if (match := pattern.match(key(passage.text)))]
    return found[0] if found else None


def _amount_unit(facts: tuple[Fact, ...]) -> str | None:
    """The unit in which the report states budgets and expenditure, when it uses one only."""
    units: list[str | None] = [fact.unit for fact in facts if fact.unit in _MONEY and _BUDGET.search(fact.field)]
    common = max(set(units), key=units.count, default=None)
    return common if common and units.count(common) >= _MOST * len(units) else None


def _all_facts(lines: tuple[tuple[Passage, tuple[str, ...]], ...]) -> Iterator[Fact]:
    """The figures of all passages; one that goes on in the middle of a sentence speaks of the project of the passage before."""
    subject: str | None = None
    for passage, cells in lines:
        if len(cells) > 1:
            subject = None
            yield from _facts_of_row(passage, cells)
            continue
        subject = yield from _facts(passage, subject)
        if passage.text.rstrip().endswith(("。", "！", "：")):
            subject = None


def _facts_of_row(passage: Passage, cells: tuple[str, ...]) -> Iterator[Fact]:
    """The figures of a row of cells: what stands alone in its cell belongs to the last cell of words before it."""
    label = ""
    for cell in cells:
        yield from _facts(msgspec.structs.replace(passage, text=cell), None, label)
        if not re.search(r"\d", cell):
            label = cell


def _facts(passage: Passage, subject: str | None, label: str = "") -> Generator[Fact, None, str | None]:
    """Every figure with a unit; its field is the end of the clause before it. Returns the project that the text went on about.

    A figure belongs to the nearest name before it; a sentence without a name goes on about the project of the one before, unless that
    one spoke of several. `label` names a figure before which nothing stands.
    """
    start = 0
    for sentence in _SENTENCE.finditer(passage.text):
        named = _mentions(sentence.group(), first=sentence.start() == 0)
        for match in _FIGURE.finditer(passage.text, sentence.start(), sentence.end()):
            clause = re.split(r"[，。；、：,;:（(）)“”\"]", passage.text[start : match.start()])[-1]
            clause = clause if clause.strip() or match.start() > 0 else label
            start = match.end()
            field = _LINKS.sub("", key(clause))
            before = [name for end, name in named if sentence.start() + end <= match.start()]
            yield Fact(
                subject=before[-1] if before else subject,
                field=_name(field, match.group("unit"), passage.text[match.end() : match.end() + 4])
                or clause.strip()
                or "数值",
                value=match.group("value"),
                unit=match.group("unit"),
                place=passage.place,
            )
        names = {name for _, name in named}
        subject = names.pop() if len(names) == 1 else None if names else subject
    return subject


def _mentions(sentence: str, *, first: bool) -> list[tuple[int, str | None]]:
    """The projects a sentence names, each with where its name ends; None where several are named at once."""
    found = [*_SUBJECT.finditer(sentence), *(_OPENING.finditer(sentence) if first else ())]
    if first and not found:
        found += _SUMMARY.finditer(sentence)
    named = {match.end("name"): None if match.group("listed") else match.group("name") for match in found}
    return sorted(named.items())


def _name(field: str, unit: str, following: str) -> str:
    """One name for the figures that every narrative states; others keep the words in front of them."""
    for name, pattern in _NAMED.items():
        if name == "项目数":
            if unit == "个" and (key(following).startswith("项目") or _EVALUATED.search(field)):
                return name
            continue
        if pattern.search(field) and (unit in _MONEY) == (name in _AMOUNTS):
            return name
    return field
