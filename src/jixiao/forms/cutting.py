"""Cutting a ribbon into forms: each begins at its title or first head label and holds the indicator headings up to the next one."""

import re
from functools import cache
from itertools import pairwise
from typing import cast

import msgspec

from jixiao.forms.headings import Heading, indicator_headings
from jixiao.forms.labels import label_at
from jixiao.forms.ribbon import Gap, Ribbon, Token, cell_text
from jixiao.forms.words import alternation, inverted, key, words
from jixiao.model.submission import Form

_TITLE_LENGTH = 60
_SHORTEST_FIRST = 10
"""Characters of the first line of a title that is broken over two."""
_WHOLE = "绩效"
"""What a line must say to be a title of its own; 自评表 and 得分表 alone may be the end of one."""


_LINES_ABOVE = 5
"""Lines above a table among which its title may stand: the year, the unit and who filled it in come between."""
_SENTENCE = re.compile("[。；！？]")
_ANY_TITLE = re.compile(
    r"[^。，；！？:：]*(?:绩效|自评|自查|评价|考核|打分|使用效果|目标|监控|跟踪)[^。，；！？:：]*"
    r"(?:表|一览|明细|情况|书|报告|结果|单|卡)(?:\(.{0,30}\))?"
)
"""What may be the title of a table."""


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """A form's title over tokens[start:end] and what the form is for."""

    start: int
    end: int
    text: str
    form: Form


class FormSpan(msgspec.Struct, kw_only=True):
    """One form over tokens[start:end] with its title and its headings; more than one heading is a header repeated on a new page."""

    start: int
    end: int
    title: Title | None
    headings: list[Heading]


@cache
def _title_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:附[件表]?\d*[:：]?)?[^。，；！？:：]*?({alternation(inverted(words().titles))})(?:\(.{{0,30}}\))?$"
    )


def cut(tokens: Ribbon) -> list[FormSpan]:
    """Find every form; the text between them is narrative."""
    spans: list[FormSpan] = []
    for heading in indicator_headings(tokens):
        floor = spans[-1].headings[-1].end if spans else 0
        title = _title_before(tokens, heading.start, floor)
        start = title.start if title else _first_label(tokens, heading, floor)
        if title is None and (first := _table_start(tokens, start, floor)) is not None:
            title = _title_over(tokens, first, floor)
            start = title.start if title else first
        if spans and _continues(tokens, spans[-1], start, title, heading):
            spans[-1].headings.append(heading)
        else:
            spans.append(FormSpan(start=start, end=len(tokens), title=title, headings=[heading]))
    for span, following in pairwise(spans):
        span.end = following.start
    return spans


def _title_before(tokens: Ribbon, end: int, floor: int) -> Title | None:
    """The last title line between floor and end; one that is the end of a broken title with the line before it."""
    for start in range(end - 1, floor - 1, -1):
        if tokens[start].gap >= Gap.LINE and (title := title_at(tokens, start, end)):
            return title if _WHOLE in key(title.text) else _with_line_before(tokens, title, floor) or title
    return None


def _with_line_before(tokens: Ribbon, title: Title, floor: int) -> Title | None:
    """A title over two lines whose second is a title word with few others: 某市转移支付区域（项目）绩效目 / 标自评表."""
    start = next((index for index in range(title.start - 1, floor - 1, -1) if tokens[index].gap >= Gap.LINE), None)
    if start is None:
        return None
    whole = _over_two_lines(tokens, start, title.start, title.end)
    return whole if whole is not None and whole.end == title.end else None


def title_at(tokens: Ribbon, start: int, end: int) -> Title | None:
    """The title that begins with token `start`, in one line or broken over two, or None."""
    stop = _line_end(tokens, start, end)
    text = "".join(token.key for token in tokens[start:stop])
    if len(text) > _TITLE_LENGTH:
        return None
    match = _title_pattern().match(text)
    if match is None:
        return _over_two_lines(tokens, start, stop, end)
    form = cast("Form", inverted(words().titles)[match.group(1)])
    printed = " ".join(token.text for token in tokens[start:stop])
    return Title(start=start, end=stop, text=printed, form=form)


def _line_end(tokens: Ribbon, start: int, end: int) -> int:
    stop = start + 1
    while stop < end and tokens[stop].gap < Gap.LINE:
        stop += 1
    return stop


def _over_two_lines(tokens: Ribbon, start: int, middle: int, end: int) -> Title | None:
    """The title that a running line and the shorter one below it make up: long titles are broken where the line is full."""
    stop = _line_end(tokens, middle, end) if middle < end else middle
    if stop == middle or not all(token.prose for token in tokens[start:stop]) or tokens[middle].gap is not Gap.LINE:
        return None
    first, second = (
        "".join(token.key for token in tokens[low:high]) for low, high in ((start, middle), (middle, stop))
    )
    if not _SHORTEST_FIRST <= len(first) <= _TITLE_LENGTH or len(second) >= len(first) or _WHOLE in second:
        return None
    match = _title_pattern().match(first + second)
    if match is None:
        return None
    form = cast("Form", inverted(words().titles)[match.group(1)])
    return Title(start=start, end=stop, text=cell_text(tokens[start:stop]), form=form)


def _first_label(tokens: Ribbon, heading: Heading, floor: int) -> int:
    """Where a form without title begins: at the earliest label of its head after the previous form."""
    for start in range(floor, heading.start):
        if tokens[start].gap < Gap.LINE:
            continue
        label = label_at(tokens, start)
        if (
            label
            and label.kind == "head"
            and label.field in {"project_name", "filler", "project_code"}
            and _is_head(tokens, start)
        ):
            return start
    return heading.start


def _table_start(tokens: Ribbon, start: int, floor: int) -> int | None:
    """Where the real table begins in which a form without known title stands; None where the form before stands in it too."""
    index = start
    while index > floor and _is_of_table(tokens[index]) and _is_of_table(tokens[index - 1]):
        if tokens[index - 1].place.table != tokens[index].place.table:
            break
        index -= 1
    if index == floor and floor:
        return None
    return index if _is_of_table(tokens[index]) else None


def _is_of_table(token: Token) -> bool:
    return not token.prose and token.column is not None


def _title_over(tokens: Ribbon, first: int, floor: int) -> Title | None:
    """The title of a table that no list knows: its first row or a line close above, that ends as titles do and speaks of performance."""
    starts = [first]
    for index in range(first - 1, floor - 1, -1):
        if tokens[index].gap >= Gap.LINE:
            starts.append(index)
        if not tokens[index].prose or len(starts) > _LINES_ABOVE:
            break
    for start in starts:
        stop = _line_end(tokens, start, len(tokens))
        text = "".join(token.key for token in tokens[start:stop])
        if len(text) <= _TITLE_LENGTH and _ANY_TITLE.fullmatch(text):
            printed = " ".join(token.text for token in tokens[start:stop])
            return Title(start=start, end=stop, text=printed, form=_form_of(text))
        if _SENTENCE.search(text) and start != first:
            return None
    return None


def _form_of(title: str) -> Form:
    if re.search("监控|监测|跟踪", title):
        return "monitoring"
    return "review" if "复核" in title else "self_evaluation"


def _is_head(tokens: Ribbon, start: int) -> bool:
    """Whether other labels follow closely, as in a form's head and not in a narrative that names its author."""
    following = range(start + 1, min(start + 14, len(tokens)))
    return sum(1 for index in following if (label := label_at(tokens, index)) and label.kind in {"head", "frame"}) >= 1


def _continues(tokens: Ribbon, span: FormSpan, start: int, title: Title | None, heading: Heading) -> bool:
    """Whether a heading goes on with the form before it: the same columns, no total row yet and the same project in its head."""
    if heading.fields() != span.headings[-1].fields() or _has_total(tokens, span, start):
        return False
    if title is None and start == heading.start:
        return True
    if title is None or span.title is None or title.text.replace(" ", "") != span.title.text.replace(" ", ""):
        return False
    first, again = _project(tokens, span.start, span.headings[0].start), _project(tokens, start, heading.start)
    return first is not None and again in (first, None)


def _has_total(tokens: Ribbon, span: FormSpan, end: int) -> bool:
    return any(
        label.kind == "total"
        for index in range(span.headings[-1].end, end)
        if tokens[index].gap >= Gap.LINE and (label := label_at(tokens, index))
    )


def _project(tokens: Ribbon, start: int, end: int) -> str | None:
    for index in range(start, end):
        label = label_at(tokens, index)
        if label and label.field == "project_name":
            return label.rest or (tokens[label.end].key if label.end < len(tokens) else None)
    return None
