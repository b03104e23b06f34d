"""What one file is to others (摘要): who it is from, what it states, and the fingerprints of its texts; made where the file is read."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.facts import prose
from jixiao.facts.fingerprints import essence, sketch
from jixiao.facts.names import name_core, plain, project_core, region_of, unit_core
from jixiao.facts.statements import Origin, Statement
from jixiao.findings import Quote
from jixiao.model import Evaluation, Fact, Indicator, Passage, Submission
from jixiao.places import Place
from jixiao.scoring import total_row
from jixiao.targets import Quantity
from jixiao.targets.agreement import named_unit
from jixiao.targets.characters import key
from jixiao.targets.points import score_points
from jixiao.targets.units import BARE

LONG = 40
"""Characters, points and blanks not counted, from which on two alike texts of forms are no chance and no stock phrase."""
LONG_PASSAGE = 80
"""The same for passages of the narrative, whose turns are more alike."""


class Text(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A longer text of a form (`path`) or of the narrative, its essence and its sketch; `printed` is its beginning, for quotes."""

    origin: Origin
    printed: str
    essence: str
    sketch: bytes
    path: str | None = None
    place: Place | None = None


class FormDigest(msgspec.Struct, frozen=True, kw_only=True):
    """One form as others see it: its identity in comparable words, its money in yuan, its statements and its longer texts.

    `unit` is the implementer, else the supervisor, as printed. `doubtful` tells that part of the form was not read with certainty. One
    that is not `relied_on` was guessed for the most part: others see its identity, and neither its money nor its statements.
    """

    index: int
    evaluation: Evaluation
    unit: str | None
    unit_core: str
    region: str
    project_core: str
    initial: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    score: Decimal | None
    statements: tuple[Statement, ...]
    texts: tuple[Text, ...]
    doubtful: bool = False
    relied_on: bool = True

    @property
    def year(self) -> int | None:
        """年度 of the form."""
        return self.evaluation.year

    @property
    def form(self) -> str:
        """What the table is for: target, monitoring, self_evaluation, review."""
        return self.evaluation.form

    @property
    def project(self) -> str:
        """项目名称 as printed, or what else the form may be called by."""
        return self.evaluation.project_name or self.evaluation.title or f"第{self.index + 1}张表"

    @property
    def budget(self) -> Decimal | None:
        """全年预算数, or 年初预算数 where the form has no other, in yuan."""
        return self.initial if self.adjusted is None else self.adjusted


class FileDigest(msgspec.Struct, frozen=True, kw_only=True):
    """One file as others see it; `name` is how its user calls it, the rest is what its running text states.

    `lists` are the enumerations of projects in it: “甲”、“乙”等2个项目.
    """

    name: str
    forms: tuple[FormDigest, ...]
    facts: tuple[Fact, ...]
    statements: tuple[Statement, ...]
    texts: tuple[Text, ...]
    lists: tuple[Quote, ...]
    unit: str | None
    year: int | None


def not_relied_on(submission: Submission) -> frozenset[int | None]:
    """The forms of a file of which the reading says that it does not rely on them (READ-07)."""
    return frozenset(problem.evaluation for problem in submission.problems if problem.code == "READ-07")


def _identity(form: FormDigest) -> FormDigest:
    nothing = {"initial": None, "adjusted": None, "executed": None, "score": None, "statements": (), "texts": ()}
    return msgspec.structs.replace(form, **nothing, doubtful=True, relied_on=False)


def digest(submission: Submission, name: str = "") -> FileDigest:
    """Make the digest of a file; `name` is how to speak of it, that of its source if none is given."""
    unread = bool(submission.unread)
    guessed = not_relied_on(submission)
    forms = tuple(
        _identity(form) if form.index in guessed else form
        for form in (_form(index, each, unread) for index, each in enumerate(submission.evaluations))
    )
    narrative = submission.narrative
    years = {form.year for form in forms if form.year is not None}
    units = {form.unit_core: form.unit for form in forms if form.unit}
    year = years.pop() if len(years) == 1 else _told_year(narrative.text)
    return FileDigest(
        name=name or submission.source.name,
        forms=forms,
        facts=narrative.facts,
        statements=tuple(_narrative(narrative.text, year)),
        texts=tuple(_passages(narrative.text)),
        lists=tuple(_lists(narrative.text)),
        unit=next(iter(units.values())) if len(units) == 1 else None if units else _reporting_unit(narrative.text),
        year=year,
    )


_YEAR = re.compile(r"(20\d\d) ?年度?")
_UNIT = re.compile(r"[一-鿿]{2,14}?(?:医疗保障局|医保局|医疗保障(?:事务|服务|基金)?[一-鿿]{0,4}中心|医保中心)")
_OPENING = 4
"""Passages at the head of a report that say whose it is."""


def _told_year(passages: tuple[Passage, ...]) -> int | None:
    found = (_YEAR.search(plain(passage.text)) for passage in passages[:_OPENING])
    return next((int(year[1]) for year in found if year), None)


def _reporting_unit(passages: tuple[Passage, ...]) -> str | None:
    told = (_YEAR.sub("", plain(passage.text)) for passage in passages[:_OPENING])
    return next((unit.group() for text in told if (unit := _UNIT.search(text))), None)


def _form(index: int, evaluation: Evaluation, unread: bool) -> FormDigest:  # noqa: FBT001 - one fact about the file
    unit = evaluation.implementer or evaluation.supervisor
    return FormDigest(
        index=index,
        evaluation=evaluation,
        unit=unit,
        unit_core=unit_core(unit),
        region=region_of(unit),
        project_core=project_core(evaluation.project_name),
        initial=_money(evaluation, "initial"),
        adjusted=_money(evaluation, "adjusted"),
        executed=_money(evaluation, "executed"),
        score=score_points(evaluation.total_score),
        statements=tuple(_statements(evaluation)),
        texts=tuple(_texts(evaluation)),
        doubtful=unread or bool(evaluation.doubtful) or any(row.doubtful for row in evaluation.indicators),
    )


def total_path(evaluation: Evaluation, column: str) -> str | None:
    """The path of a column of the 年度资金总额 row; None where the form has no such row or prints nothing there."""
    index = total_row(evaluation.funds)
    return None if index is None or getattr(evaluation.funds[index], column) is None else f"funds/{index}/{column}"


def _money(evaluation: Evaluation, column: str) -> Decimal | None:
    """A column of the total row in yuan; None where the form does not say in which unit it is printed."""
    index = total_row(evaluation.funds)
    text: str | None = None if index is None else getattr(evaluation.funds[index], column)
    if text is None or targets.yuan_per(evaluation.amount_unit) is None:
        return None
    return targets.amount(text, evaluation.amount_unit)


_FIELD = re.compile(r"问题|原因|措施|整改|结论|说明|概述|综述|情况|内容|建议|打算")
_RAW_FIELDS: tuple[tuple[str, str, Origin], ...] = (
    ("goals", "expected", "expected"),
    ("goals", "actual", "result"),
    ("fund_management", "description", "management"),
    ("fund_management", "issue", "management"),
    ("indicators", "note", "note"),
    ("indicators", "remark", "note"),
)


def _written(evaluation: Evaluation) -> Iterator[tuple[str, Origin, str]]:
    """The texts of a form with their paths and what they are."""
    for rows, field, origin in _RAW_FIELDS:
        for index, row in enumerate(getattr(evaluation, rows)):
            text: str | None = getattr(row, field)
            if text:
                yield f"{rows}/{index}/{field}", origin, text
    if evaluation.conclusion:
        yield "conclusion", "conclusion", evaluation.conclusion
    if evaluation.remark:
        yield "remark", "note", evaluation.remark
    for index, further in enumerate(evaluation.fields):
        if further.value and _FIELD.search(further.label):
            yield f"fields/{index}/value", "field", further.value


def _statements(evaluation: Evaluation) -> Iterator[Statement]:
    for index, row in enumerate(evaluation.indicators):
        yield from _of_row(row, index, evaluation.year)
    for path, origin, text in _written(evaluation):
        yield from _told(text, origin, evaluation.year, path=path)


def _of_row(row: Indicator, index: int, year: int | None) -> Iterator[Statement]:
    measure = name_core(row.name)
    if not measure or row.name is None:
        return
    act, thing = prose.meaning(measure)
    pairs: tuple[tuple[Origin, str | None], ...] = (("target", row.target), ("actual", row.actual))
    for origin, text in pairs:
        value = targets.parse(text) if text else None
        if not isinstance(value, Quantity) or value.change or value.word or value.subject or text is None:
            continue
        measured = value.unit if value.unit.name else named_unit(row.name) or BARE
        yield Statement(
            origin=origin,
            measure=measure,
            value=value.number * measured.factor,
            unit=measured.base,
            text=text,
            printed=text,
            act=act,
            object=thing,
            tolerance=_tolerance(value.number, measured.factor),
            bound={"≥": "≥", ">": "≥", "≤": "≤", "<": "≤", "约": "约"}.get(value.operator.value, ""),
            per=value.per,
            year=year,
            doubtful=origin in row.doubtful or "name" in row.doubtful,
            path=f"indicators/{index}/{origin}",
        )


_EXACT = Decimal(0)


def _tolerance(number: Decimal, factor: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Decimal(5).scaleb(-decimals - 1) * factor if decimals or factor > 1 else _EXACT


def _told(
    text: str, origin: Origin, year: int | None, *, path: str | None = None, place: Place | None = None
) -> Iterator[Statement]:
    folded = key(text)
    for figure in prose.figures(text, year):
        yield Statement(
            origin=origin,
            measure=figure.measure,
            value=figure.value,
            unit=figure.unit,
            text=(text if len(folded) == len(text) else folded)[figure.start : figure.end].strip(),
            printed=figure.printed,
            act=figure.act,
            object=figure.object,
            tolerance=figure.tolerance,
            bound=figure.bound,
            per=figure.per,
            year=figure.year,
            period=figure.period,
            path=path,
            place=place,
        )


def _narrative(passages: tuple[Passage, ...], year: int | None) -> Iterator[Statement]:
    for passage in passages:
        yield from _told(passage.text, "narrative", year, place=passage.place)


_ENUMERATED = re.compile(r"(?:[“\"][^“”\"]{2,40}[”\"][、和及与,，]*){2,}等? ?\d+ ?个项目")


def _lists(passages: tuple[Passage, ...]) -> Iterator[Quote]:
    """The enumerations of projects; one that is cut in two by a line is whole again."""
    for first, second in zip(passages, (*passages[1:], None), strict=False):
        text = key(first.text)
        found = list(_ENUMERATED.finditer(text))
        if not found and second is not None and text.endswith(_GOES_ON):
            found = list(_ENUMERATED.finditer(text + key(second.text)))
        for each in found:
            yield Quote(text=each.group(), place=first.place)


_GOES_ON = ("、", "和", "及", "与", "”", '"')
_PRINTED = 60
"""Characters of a long text that are enough to find it by."""
_NO_COPY: frozenset[Origin] = frozenset({"expected"})
"""What is set from above and therefore alike in many forms."""


def _texts(evaluation: Evaluation) -> Iterator[Text]:
    for path, origin, text in _written(evaluation):
        if origin not in _NO_COPY and len(text) >= LONG:
            yield from _text(text, origin, LONG, path=path)


def _passages(passages: tuple[Passage, ...]) -> Iterator[Text]:
    for passage in passages:
        if len(passage.text) >= LONG_PASSAGE:
            yield from _text(passage.text, "narrative", LONG_PASSAGE, place=passage.place)


def _text(
    text: str, origin: Origin, least: int, *, path: str | None = None, place: Place | None = None
) -> Iterator[Text]:
    bare = essence(text)
    if len(bare) >= least:
        yield Text(
            origin=origin,
            printed=text if len(text) <= _PRINTED else f"{text[:_PRINTED]}…",
            essence=bare,
            sketch=sketch(bare),
            path=path,
            place=place,
        )
