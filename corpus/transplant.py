"""Planting: the error that a check's own example shows is planted into any other sound form.

Every check declares the smallest faulty form and the same form put right (`jixiao.audit.check`), both as what they change of one sound
form. Here the same change is made to another sound form: rows are put into the place of a row of their kind and take over its weight, with
the score in proportion; years move to the host's, amounts are brought to one budget, totals and grades follow. The form put right is
planted as well. What the audit finds in the one and not in the other is the effect of just this error, so a check that is added to the
registry has its mutants at once.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

import msgspec

from jixiao.audit import Check, audit_files
from jixiao.audit.examples import SOUND, Files, example, example_files
from jixiao.findings import Severity
from jixiao.model import Evaluation, Fund, Indicator, Submission
from jixiao.scoring import packs, written

T = TypeVar("T", Submission, Evaluation)

_EXAMPLE = example(SOUND)
_SOUND = _EXAMPLE.evaluations[0]
_YEAR = _SOUND.year or 0
_BUDGET = Decimal(100)
"""全年预算数 of the sound form in 万元."""

_A_YEAR = re.compile(r"(?<!\d)20[0-3]\d(?!\d)")
_MONEY = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=万?元(?!/))")
_HEADS = (
    "layout",
    "title",
    "project_name",
    "project_code",
    "supervisor",
    "local_supervisor",
    "implementer",
    "amount_unit",
)
_WHOLE = (
    "fund_management",
    "goals",
    "fields",
    "conclusion",
    "remark",
    "total_weight",
    "level1_weights",
    "level2_weights",
)
_AMOUNTS = ("initial", "adjusted", "executed")


class Unfit(Exception):  # noqa: N818 - not an error: the host has no place for this change
    """The change cannot be made to this form; the message says why."""


class Planted(msgspec.Struct, frozen=True, kw_only=True):
    """What the audit found when the error of a check was planted: whether it was found, and the codes that came besides."""

    code: str
    host: str
    found: bool
    besides: tuple[str, ...]


def plant(check: Check, hosts: Sequence[Submission]) -> Planted:
    """Plant a check's error into the first of some forms and audit it before and after; raises Unfit when it cannot take the change.

    Where an example tells of several projects the other hosts stand for the others. Amounts of the example are brought to the host's
    budget; where they stand in a relation to other figures that this breaks, the host's are brought to the example's budget instead. A
    host whose own words or figures answer the error (savings explained, a survey described, all money spent, no points for execution)
    cannot take it either: that is so when the error is found as soon as they are gone.
    """
    try:
        planted = _planted(check, hosts)
    except Unfit:
        planted = _planted(check, [_with_amounts(host, 1 / _share(host)) for host in hosts])
    if planted.found:
        return planted
    excuses = (
        ("what the host says answers it", _speechless),
        ("it needs the example's funds", _funded),
        ("it holds for the example's year", _dated),
        ("it needs points for execution", _pointed),
    )
    for what, changed in excuses:
        if _finds(check, [changed(host) for host in hosts]):
            raise Unfit(what)
    return planted


def _finds(check: Check, hosts: Sequence[Submission]) -> bool:
    """Tell whether the error is found in forms whose soundness does not matter."""
    try:
        return check.code in _new(check, hosts)[0]
    except Unfit:
        return False


def _dated(host: Submission) -> Submission:
    """A form of the example's year: standards, plans and terms are those of a year."""
    year = host.evaluations[0].year
    return host if year is None else _in_time(host, _YEAR - year)


def _pointed(host: Submission) -> Submission:
    """A form with the example's points for execution: one that prints none counts to 90 only."""
    form, points = host.evaluations[0], _SOUND.funds[0].weight
    funds = tuple(msgspec.structs.replace(fund, weight=points, score=points) for fund in form.funds[:1])
    return msgspec.structs.replace(host, evaluations=(msgspec.structs.replace(form, funds=(*funds, *form.funds[1:])),))


def _funded(host: Submission) -> Submission:
    """A form with the funds of the sound form, in the host's amounts: an example may rest on them without naming them."""
    form = host.evaluations[0]
    funds = _with_amounts(_EXAMPLE, _share(host)).evaluations[0].funds
    weight = form.funds[0].weight if form.funds else None
    points = [msgspec.structs.replace(fund, weight=weight, score=weight) for fund in funds]
    silent = _speechless(host).evaluations[0]
    return msgspec.structs.replace(host, evaluations=(msgspec.structs.replace(silent, funds=tuple(points)),))


def _speechless(host: Submission) -> Submission:
    """A form without its running text: what it says of itself can then answer nothing."""
    form = host.evaluations[0]
    rows = tuple(msgspec.structs.replace(row, note=None, remark=None) for row in form.indicators)
    silent = msgspec.structs.replace(
        form, goals=_SOUND.goals, conclusion=_SOUND.conclusion, remark=None, fields=_SOUND.fields, indicators=rows
    )
    return msgspec.structs.replace(host, evaluations=(silent,), narrative=type(host.narrative)())


def _planted(check: Check, hosts: Sequence[Submission]) -> Planted:
    new, before = _new(check, hosts)
    usual = {
        code for code, _ in _found(example_files(check.sound), check.pack)
    }  # what the example put right has, its graft may have too
    grave = sorted({code for code, severity in before if severity is not Severity.INFO} - usual)
    if grave:
        message = f"already unsound with the change put right: {'、'.join(grave)}"
        raise Unfit(message)
    allowed = {check.code, *check.also, *_own_company(check)}
    return Planted(
        code=check.code,
        host=hosts[0].source.name,
        found=check.code in new,
        besides=tuple(sorted(code for code in new if code not in allowed)),
    )


def _new(check: Check, hosts: Sequence[Submission]) -> tuple[Counter[str], list[tuple[str, Severity]]]:
    """What the audit finds with the error and not without it, and what it finds without."""
    sound, faulty = example_files(check.sound), example_files(check.faulty)
    whole = check.scope == "files"  # such an example may rest on what its forms have in common
    before, after = (_found(_grafted(files, hosts, whole=whole), check.pack) for files in (sound, faulty))
    return Counter(code for code, _ in after) - Counter(code for code, _ in before), before


def _own_company(check: Check) -> set[str]:
    """The codes that come with the error even in the check's own example."""
    return {code for code, _ in _found(example_files(check.faulty), check.pack)}


def _found(files: Files, pack: str) -> list[tuple[str, Severity]]:
    found = audit_files(files.audited, files.against, packs[pack])
    return [(finding.code, finding.severity) for each in found for finding in each]


def _grafted(files: Files, hosts: Sequence[Submission], *, whole: bool) -> Files:
    return Files(
        *(tuple(_file(each, hosts, whole=whole) for each in group) for group in (files.audited, files.against))
    )


def _file(scion: Submission, hosts: Sequence[Submission], *, whole: bool) -> Submission:
    """Make the changes of an example's file to the hosts: a form of another project than the example's first goes to another host."""
    projects = list(dict.fromkeys([_SOUND.project_name, *(each.project_name for each in scion.evaluations)]))
    if len(projects) > len(hosts):
        message = "not enough hosts for all projects"
        raise Unfit(message)
    first = hosts[0]
    forms = [
        _form(each, _of_one_unit(hosts[projects.index(each.project_name)], first), whole=whole)
        for each in scion.evaluations
    ]
    told = _adapted(scion, first, whole=whole).narrative
    narrative = msgspec.structs.replace(
        first.narrative,
        text=(*first.narrative.text, *told.text),
        facts=(*first.narrative.facts, *told.facts),
    )
    source = msgspec.structs.replace(first.source, name=scion.source.name)
    return msgspec.structs.replace(first, source=source, evaluations=tuple(forms), narrative=narrative)


def _of_one_unit(host: Submission, first: Submission) -> Submission:
    """Another project of the first host's unit and year."""
    ours = first.evaluations[0]
    if host is first or not host.evaluations:
        return host
    host = _in_time(host, (ours.year or 0) - (host.evaluations[0].year or 0))
    form = msgspec.structs.replace(host.evaluations[0], supervisor=ours.supervisor, implementer=ours.implementer)
    return msgspec.structs.replace(host, evaluations=(form,))


def _adapted(scion: Submission, host: Submission, *, whole: bool = False) -> Submission:
    """An example in the host's words: its names (with `whole` they stay as they are), its years, its amounts."""
    form = host.evaluations[0]
    if form.year is None and any(each.year != _SOUND.year for each in scion.evaluations):
        message = "the host prints no year"
        raise Unfit(message)
    named = scion if whole else _renamed(scion, form)
    return _with_amounts(_in_time(named, (form.year or _YEAR) - _YEAR), _share(host))


def _share(host: Submission) -> Decimal:
    """How many times the example's budget the host's is; 1 where it prints none."""
    return (_budget(host.evaluations[0]) or _BUDGET) / _BUDGET


def _rewritten(submission: T, rewrite: Callable[[str], str]) -> T:
    """Change all texts of a submission or a form at once."""
    return msgspec.json.decode(rewrite(msgspec.json.encode(submission).decode()), type=type(submission))


def _in_time(submission: Submission, years: int) -> Submission:
    """Move every year that a file names."""
    return (
        _rewritten(submission, lambda text: _A_YEAR.sub(lambda year: str(int(year[0]) + years), text))
        if years
        else submission
    )


def _renamed(submission: Submission, form: Evaluation) -> Submission:
    """Speak of the host where the example speaks of the sound form."""
    pairs = [(getattr(_SOUND, name), getattr(form, name)) for name in ("project_name", "supervisor", "implementer")]

    def rewrite(text: str) -> str:
        for ours, theirs in pairs:
            text = text.replace(json_text(ours), json_text(theirs)) if ours and theirs else text
        return text

    return _rewritten(submission, rewrite)


def json_text(text: str) -> str:
    """A text as it stands inside of JSON."""
    return msgspec.json.encode(text).decode()[1:-1]


def _with_amounts(submission: Submission, factor: Decimal) -> Submission:
    """Multiply every amount: the figures of fund rows, and what is printed with 元 or 万元 in texts."""
    if factor == 1:
        return submission
    told = _rewritten(submission, lambda text: _MONEY.sub(lambda amount: _scaled(amount[0], factor) or "", text))
    forms = []
    for form in told.evaluations:
        funds = [
            msgspec.structs.replace(fund, **{name: _scaled(getattr(fund, name), factor) for name in _AMOUNTS})
            for fund in form.funds
        ]
        forms.append(msgspec.structs.replace(form, funds=tuple(funds)))
    return msgspec.structs.replace(told, evaluations=tuple(forms))


def _budget(form: Evaluation) -> Decimal | None:
    """全年预算数 of the first fund row in 万元, or 年初预算数 where there is no other."""
    if not form.funds or form.amount_unit not in {"元", "万元"}:
        return None
    printed = _number(form.funds[0].adjusted) or _number(form.funds[0].initial)
    return printed and (printed / 10000 if form.amount_unit == "元" else printed)


def _form(scion: Evaluation, hosting: Submission, *, whole: bool) -> Evaluation:
    """Make the changes of one form of an example to a host; with `whole` its head and its table of indicators are taken as they stand."""
    host = hosting.evaluations[0]
    scion = _adapted(msgspec.structs.replace(_EXAMPLE, evaluations=(scion,)), hosting, whole=whole).evaluations[0]
    if (scion.kind, scion.form) != (host.kind, host.form):
        message = f"a {scion.kind} {scion.form}, the host is a {host.kind} {host.form}"
        raise Unfit(message)
    changes: dict[str, object] = {}
    ours = _adapted(_EXAMPLE, hosting).evaluations[0]
    for name in (*_HEADS, *_WHOLE):
        if (whole and name in _HEADS) or _plain(getattr(scion, name)) != _plain(getattr(ours, name)):
            changes[name] = getattr(scion, name)
    if _plain(scion.funds) != _plain(ours.funds):
        changes["funds"] = scion.funds
    indicators = scion.indicators if whole else _rows(scion.indicators, host.indicators, ours.indicators)
    changes["indicators"] = indicators
    if scion.year != host.year:
        changes["year"] = scion.year
    form = msgspec.structs.replace(
        host, **changes | _result(scion, host, indicators, scion.funds if "funds" in changes else host.funds)
    )
    if form.total_score and host.total_score and form.total_score != host.total_score:
        form = _rewritten(form, lambda text: text.replace(f"{host.total_score}分", f"{form.total_score}分"))
    return form


def _rows(scion: Sequence[Indicator], host: Sequence[Indicator], sound: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Put the rows in which an example differs from the sound form into the places of host rows of the same kind."""
    if not any(_alike(row, scion) for row in sound) or _weights(scion) != _weights(sound):
        return tuple(scion)  # the example is about the table as a whole, or about how its points are spread
    rows = list(host)
    for kind in dict.fromkeys([*map(_kind, sound), *map(_kind, scion)]):
        ours = [row for row in sound if _kind(row) == kind]
        theirs = [row for row in scion if _kind(row) == kind]
        if [_content(row) for row in ours] != [_content(row) for row in theirs]:
            rows = _replaced(rows, kind, ours, theirs)
    return tuple(rows)


def _replaced(
    rows: list[Indicator], kind: tuple[str | None, str | None], ours: list[Indicator], theirs: list[Indicator]
) -> list[Indicator]:
    places = [index for index, row in enumerate(rows) if _kind(row) == kind]
    if not theirs:
        return [row for row in rows if _kind(row) != kind]
    places = places or [index for index, row in enumerate(rows) if row.level1 == kind[0]]
    if not places or not ours:
        message = f"no row of the kind {kind[1] or kind[0]}"
        raise Unfit(message)
    place = rows[places[0]]
    weight, own = _number(place.weight), _number(ours[0].weight)
    if weight is None or own is None:
        message = "rows without weight"
        raise Unfit(message)
    factor = weight / own
    grafted = [
        msgspec.structs.replace(row, weight=_scaled(row.weight, factor), score=_points(row.score, factor))
        for row in theirs
    ]
    return [*rows[: places[0]], *grafted, *rows[places[0] + 1 :]]


def _result(
    scion: Evaluation, host: Evaluation, indicators: Sequence[Indicator], funds: tuple[Fund, ...]
) -> dict[str, str | None]:
    """Total and grade as the example gets them: right where it is right, off by as much where it is off."""
    if host.total_score is None or scion.total_score is None:
        return {"total_score": None} if scion.total_score is None else {}
    printed, own = _number(host.total_score), _number(scion.total_score)
    if printed is None or own is None:
        return {"total_score": scion.total_score}
    off = own - _sum(scion.indicators) - _fund_points(scion.funds)
    total = _sum(indicators) + _fund_points(funds) + off
    grades = packs["mof-2020-10"].grades
    right, meant_wrong = grades.grade(total), scion.grade is not None and scion.grade != grades.grade(own)
    if meant_wrong and scion.grade == right:
        message = "the wrong grade of the example is right here"
        raise Unfit(message)
    printed_grade = None if scion.grade is None or host.grade is None else right
    grade = scion.grade if meant_wrong else printed_grade
    return {"total_score": written(total), "grade": grade}


def _weights(rows: Iterable[Indicator]) -> dict[tuple[str | None, str | None], Decimal]:
    """The points of each kind of rows."""
    sums: dict[tuple[str | None, str | None], Decimal] = {}
    for row in rows:
        sums[_kind(row)] = sums.get(_kind(row), Decimal(0)) + (_number(row.weight) or 0)
    return sums


def _points(text: str | None, factor: Decimal) -> str | None:
    """A score in proportion, with two decimals unless the example is about more of them."""
    number, scaled = _number(text), _scaled(text, factor)
    if number is None or scaled is None or len(written(number).partition(".")[2]) > 2:
        return scaled
    return written(Decimal(scaled).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).normalize() + 0)


def _sum(rows: Iterable[Indicator]) -> Decimal:
    return sum((_number(row.score) or Decimal(0) for row in rows), start=Decimal(0))


def _fund_points(funds: Iterable[Fund]) -> Decimal:
    return sum((_number(fund.score) or Decimal(0) for fund in funds), start=Decimal(0))


def _kind(row: Indicator) -> tuple[str | None, str | None]:
    return row.level1, row.level2


def _content(row: msgspec.Struct) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__ if name not in {"place", "cells"}}


def _plain(value: object) -> object:
    """A value of a form without the places where it was read."""
    return [_content(each) for each in value] if isinstance(value, tuple) else value


def _alike(row: Indicator, rows: Iterable[Indicator]) -> bool:
    return any(_content(row) == _content(other) for other in rows)


def _scaled(text: str | None, factor: Decimal) -> str | None:
    """A printed number in proportion; what is no plain number stays as it is."""
    number = _number(text)
    if number is None:
        return text
    scaled = number * factor
    return written(scaled.quantize(Decimal("0.000001")).normalize() + 0)


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text.removesuffix("分"))
    except ArithmeticError:
        return None
