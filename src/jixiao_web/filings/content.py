"""A filing as the library knows it, and back: rows of the database to an Evaluation, an Evaluation to rows."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from jixiao.model import Evaluation, Submission
from jixiao.places import Place, Source
from jixiao_web.filings.addresses import FIELDS, HEAD, TYPES, Address
from jixiao_web.filings.causes import CAUSE, joined, parted
from jixiao_web.filings.models import Filing, Part, Row

_POINTS = ("level1_weights", "level2_weights")


def evaluation_of(filing: Filing, rows: Iterable[Row] | None = None) -> Evaluation:
    """The form as it stands, every value with the place of its cell."""
    held: dict[str, list[msgspec.Struct]] = {part: [] for part in Part.values}
    for row in filing.rows.all() if rows is None else rows:
        held[row.part].append(_struct(row))
    head = {name: filing.head.get(name) or None for name in HEAD}
    values: dict[str, Any] = {
        **head,
        **{name: dict(filing.head.get(name) or {}) for name in _POINTS},
        **{part: tuple(found) for part, found in held.items()},
        "kind": filing.project.kind,
        "form": filing.cycle.stage,
        "layout": filing.cycle.plan(filing.project.kind).layout,
        "year": filing.cycle.year,
        "period": filing.cycle.months or None,
        "cells": {name: Address("head", None, name).place() for name, value in head.items() if value},
    }
    return Evaluation(**values)


def _struct(row: Row) -> msgspec.Struct:
    fields = FIELDS[row.part]
    values: dict[str, Any] = {name: row.values.get(name) or None for name in fields}
    places = {name: Address(row.part, row.pk, name).place() for name in fields}
    if row.part == Part.FIELD:
        return TYPES[row.part](label=values["label"] or "", value=values["value"], place=places["value"])
    if row.part == Part.INDICATOR:
        values["note"] = joined(values.pop(CAUSE), values["note"])
        del places[CAUSE]
    if row.part == Part.MANAGEMENT:
        values["item"] = values["item"] or ""
    return TYPES[row.part](
        **values, place=Place(sheet=row.part, row=row.pk), cells=places, doubtful=tuple(row.doubtful)
    )


def submission_of(filing: Filing, rows: Iterable[Row] | None = None) -> Submission:
    """The form alone in a submission of its own."""
    source = Source(name=str(filing), sha256="", media_type="application/x-jixiao-filing", reader="web")
    return Submission(source=source, evaluations=(evaluation_of(filing, rows),))


def unplaced(submission: Submission) -> Submission:
    """The same without places: on paper nobody knows the rows of our tables."""

    def bare(value: msgspec.Struct) -> msgspec.Struct:
        known = set(value.__struct_fields__)
        changes: dict[str, Any] = {"place": Place()} | ({"cells": {}} if "cells" in known else {})
        return msgspec.structs.replace(value, **changes)

    evaluations = []
    for evaluation in submission.evaluations:
        parts = {part: tuple(map(bare, getattr(evaluation, part))) for part in Part.values}
        evaluations.append(msgspec.structs.replace(evaluation, place=Place(), cells={}, **parts))
    return msgspec.structs.replace(submission, evaluations=tuple(evaluations))


def head_of(evaluation: Evaluation) -> dict[str, Any]:
    """What of a form stands in no row."""
    head: dict[str, Any] = {name: getattr(evaluation, name) for name in HEAD if getattr(evaluation, name)}
    return head | {name: getattr(evaluation, name) for name in _POINTS if getattr(evaluation, name)}


def rows_of(evaluation: Evaluation, form: str) -> list[Row]:
    """The rows of a form, not yet of any filing, as forms of this kind hold them."""
    rows = [
        Row(
            part=part,
            position=position,
            values={name: value for name in FIELDS[part] if (value := getattr(row, name, None))},
            doubtful=list(getattr(row, "doubtful", ())),
        )
        for part in Part.values
        for position, row in enumerate(getattr(evaluation, part), start=1)
    ]
    for row in rows if form == "monitoring" else ():
        cause, note = parted(row.values.get("note"))
        if cause:
            row.values = {**row.values, CAUSE: cause, "note": note}
    return rows


def fill(filing: Filing, evaluation: Evaluation) -> None:
    """Give a filing the content of a form, in place of what it held; the caller holds the transaction."""
    filing.head = head_of(evaluation)
    filing.save()
    filing.rows.all().delete()
    rows = rows_of(evaluation, filing.form)
    for row in rows:
        row.filing = filing
    Row.objects.bulk_create(rows)


def without(evaluation: Evaluation, fields: Mapping[str, Iterable[str]]) -> Evaluation:
    """The form with these fields of the rows of each part blank, and no totals: what is carried into the next step or year."""
    blank = {
        part: tuple(msgspec.structs.replace(row, **dict.fromkeys(names)) for row in getattr(evaluation, part))
        for part, names in fields.items()
    }
    return msgspec.structs.replace(
        evaluation, **blank, total_score=None, grade=None, conclusion=None, remark=None, doubtful=()
    )
