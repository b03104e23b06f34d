"""Personal data in submissions (个人信息检查): found with its place before anything is published, and blanked where that is asked for.

Every text that a submission holds is looked through: cells, further fields, running text, what could not be read, the file's name. Columns
of figures that hold a plain figure are not, nor is 项目编码. A field for a contact (联系人、填报人 …) is personal as a whole. Who answers
or signs for a form by office (负责人、签字) is pointed out besides.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from jixiao import targets
from jixiao.model import Evaluation, Field, Fund, Indicator, Submission
from jixiao.places import Place
from jixiao.texts.personal import Kind, Personal, is_person, personal, signatures

T = TypeVar("T", bound=msgspec.Struct)

BLANK = "■"
_KEY_LENGTH = 6
_CONTACT = re.compile(
    r"(?:联系人|联络人|填报人|填表人|经办人|制表人|报送人|审核人|复核人|评价人员|评价组成员|姓名)(?!数|次|员?数|情况)"
)
_TOLD_APART = frozenset(
    {"place", "cells", "doubtful", "confidence", "level1_weights", "level2_weights", "project_code"}
)
"""What is no text of the document, and the code that is printed to tell projects apart."""
_FIGURES: dict[type, tuple[str, ...]] = {
    Fund: ("initial", "adjusted", "executed", "weight", "rate", "score"),
    Indicator: ("weight", "target", "actual", "score", "forecast", "reviewed_actual", "reviewed_score", "deviation"),
    Evaluation: ("total_weight", "total_score"),
}


class Exposed(msgspec.Struct, frozen=True, kw_only=True):
    """Personal data at one place: in which file (from 1), in which field (`path`), from `start` to before `end` of its text.

    `key` names it on the command line: the kind and a short sum of what it is and where.
    """

    file: int
    path: str
    start: int
    end: int
    kind: Kind
    text: str
    where: str

    @property
    def key(self) -> str:
        """By what this one piece is named: mobile/3fa2c1."""
        told = "\n".join((str(self.file), self.path, self.kind, self.text))
        return f"{self.kind}/{hashlib.sha256(told.encode()).hexdigest()[:_KEY_LENGTH]}"


def exposed(submissions: Sequence[Submission]) -> tuple[Exposed, ...]:
    """All personal data in the submissions, file by file in the order of the document."""
    return tuple(
        Exposed(file=number, path=path, start=start, end=end, kind=kind, text=text[start:end], where=where)
        for number, submission in enumerate(submissions, 1)
        for path, text, where, label in _texts(submission)
        for kind, start, end in _pieces(text, label)
    )


def places(submissions: Sequence[Submission]) -> dict[tuple[int, str], str]:
    """Where each text stands, in Chinese, by file (from 1) and path."""
    return {
        (number, path): where
        for number, submission in enumerate(submissions, 1)
        for path, _, where, _ in _texts(submission)
    }


def blanked(submissions: Sequence[Submission], pieces: Sequence[Exposed]) -> tuple[Submission, ...]:
    """The submissions with these pieces written over by ■, letter for letter."""
    spans: dict[tuple[int, str], list[Exposed]] = {}
    for piece in pieces:
        spans.setdefault((piece.file, piece.path), []).append(piece)

    def rewritten(number: int) -> Callable[[str, str], str]:
        return lambda path, text: _covered(text, spans.get((number, path), ()))

    return tuple(_mapped(submission, "", rewritten(number)) for number, submission in enumerate(submissions, 1))


def _covered(text: str, pieces: Sequence[Exposed]) -> str:
    for piece in pieces:
        text = text[: piece.start] + BLANK * (piece.end - piece.start) + text[piece.end :]
    return text


def _pieces(text: str, label: str) -> Iterator[tuple[Kind, int, int]]:
    if _CONTACT.search(label) and is_person(text):
        yield Kind.CONTACT, 0, len(text)
        return
    # A label beside the text belongs to it: 电话 | 2263456 is a number like 电话：2263456.
    before = f"{label}：" if label else ""
    taken = [
        Personal(piece.kind, max(0, piece.start - len(before)), piece.end - len(before))
        for piece in personal(before + text)
        if piece.end > len(before)
    ]
    signed = [name for name in signatures(text, label) if all(_apart(name, piece) for piece in taken)]
    yield from ((piece.kind, piece.start, piece.end) for piece in sorted([*taken, *signed], key=lambda one: one.start))


def _apart(one: Personal, other: Personal) -> bool:
    return one.end <= other.start or other.end <= one.start


def _texts(submission: Submission) -> Iterator[tuple[str, str, str, str]]:
    """Every text with its path, where it stands in Chinese, and the label beside it (a field's, else none)."""
    name = submission.source.name
    yield "source/name", name, "文件名", ""
    for index, evaluation in enumerate(submission.evaluations):
        called = evaluation.project_name or evaluation.title or f"第{index + 1}张表"
        yield from _told(evaluation, f"evaluations/{index}", f"“{called}”")
    for index, passage in enumerate(submission.narrative.text):
        yield f"narrative/text/{index}/text", passage.text, _at("正文", passage.place), ""
    for index, fact in enumerate(submission.narrative.facts):
        yield from (
            (f"narrative/facts/{index}/{key}", text, _at("正文", fact.place), "") for key, text in _fields(fact)
        )
    for index, unread in enumerate(submission.unread):
        yield f"unread/{index}/text", unread.text, _at("未能读取的内容", unread.place), ""


def _fields(struct: msgspec.Struct) -> Iterator[tuple[str, str]]:
    for name in struct.__struct_fields__:
        text = getattr(struct, name)
        if isinstance(text, str) and name not in _TOLD_APART:
            yield name, text


def _told(struct: msgspec.Struct, path: str, called: str) -> Iterator[tuple[str, str, str, str]]:
    """The texts of a form or of one of its rows, then those of the rows below it."""
    figures = _FIGURES.get(type(struct), ())
    cells: dict[str, Place] = getattr(struct, "cells", {})
    here: Place = getattr(struct, "place", Place())
    label = struct.label if isinstance(struct, Field) else ""
    for name, text in _fields(struct):
        if name not in figures or not _is_figure(text):
            place = cells.get(name, here)
            beside = label if name == "value" else ""
            yield f"{path}/{name}", text, _at(called, place) + (f"“{label}”" if beside else ""), beside
    for name in struct.__struct_fields__:
        rows = getattr(struct, name)
        if isinstance(rows, tuple) and name not in _TOLD_APART:
            for index, row in enumerate(rows):
                yield from _told(row, f"{path}/{name}/{index}", called)


def _is_figure(text: str) -> bool:
    return targets.percentage(text.lstrip("≥≤><=＞＜＝")) is not None


def _at(called: str, place: Place) -> str:
    return called if place == Place() else f"{called}（{place}）"


def _mapped(struct: T, path: str, rewrite: Callable[[str, str], str]) -> T:
    """The struct with every text rewritten; paths are those of `_texts`."""
    changed: dict[str, Any] = {}
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        here = f"{path}/{name}" if path else name
        if isinstance(value, str):
            changed[name] = rewrite(here, value)
        elif isinstance(value, tuple):
            changed[name] = tuple(
                _mapped(item, f"{here}/{index}", rewrite) if isinstance(item, msgspec.Struct) else item
                for index, item in enumerate(value)
            )
        elif isinstance(value, msgspec.Struct):
            changed[name] = _mapped(value, here, rewrite)
    return msgspec.structs.replace(struct, **changed)
