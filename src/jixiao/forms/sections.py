"""What surrounds the indicator table: head fields, goals, management rows and the fields below, all found by their labels."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from jixiao.forms import shapes
from jixiao.forms.goals import read_goals
from jixiao.forms.headings import column_word
from jixiao.forms.labels import Label, goal_fields, label_at
from jixiao.forms.ribbon import Gap, Ribbon, Token, cell_text
from jixiao.forms.shapes import first_unit_width, width
from jixiao.forms.words import key, keys, words
from jixiao.model import Field, Goal, Management
from jixiao.places import Place
from jixiao.texts.organisations import is_organisation

_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、[^，。；,;:]{2,12}")
"""The heading of a chapter, alone in its line."""


class Entry(msgspec.Struct, kw_only=True):
    """A label, the place and the column it stands in, and the tokens of its value."""

    label: Label
    place: Place
    tokens: list[Token]
    column: int | None = None

    def text(self) -> str | None:
        """The value as printed, or None for a blank or a dash."""
        text = " ".join(part for part in (self.label.rest, cell_text(tuple(self.tokens))) if part)
        return None if not key(text) or (shapes.is_dash(key(text)) and key(text) != "无") else text


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The labelled values of a stretch of tokens, and the tokens in front of the first label."""

    entries: tuple[Entry, ...]
    loose: tuple[Token, ...]


def read_section(tokens: Ribbon) -> Section:
    """Give every token to the label before it. A label must begin a cell, a line, or stand apart from its neighbour."""
    entries: list[Entry] = []
    loose: list[Token] = []
    index = 0
    closed = True
    while index < len(tokens):
        label = label_at(tokens, index) if tokens[index].gap > Gap.GLUE else None
        if label is not None and _believable(label, tokens, entries):
            entries.append(Entry(label=label, place=tokens[index].place, tokens=[], column=tokens[index].column))
            index = label.end
            closed = False
            continue
        closed = closed or _complete(entries, tokens[index])
        if closed and _is_unknown_label(tokens, index):
            # A pair of cells whose first nobody knows is kept under its own word.
            printed = Label(kind="head", field="field", printed=tokens[index].key, start=index, end=index + 1)
            entries.append(Entry(label=printed, place=tokens[index].place, tokens=[tokens[index + 1]]))
            index += 2
            continue
        (loose if closed else entries[-1].tokens).append(tokens[index])
        index += 1
    loose.extend(entry.tokens.pop() for entry in entries if _ends_in_chapter(entry))
    return Section(entries=tuple(entries), loose=tuple(loose))


def _ends_in_chapter(entry: Entry) -> bool:
    """Whether the last line of a value is the heading of the next chapter (四、指标完成): the only numbered one of several lines."""
    lines = [entry.label.rest, *(token.key for token in entry.tokens)]
    numbered = [bool(re.match(r"[(]?[一二三四五六七八九十]{1,3}[、)]", line)) for line in lines]
    last = entry.tokens[-1] if entry.tokens and any(lines[:-1]) else None
    return (
        last is not None
        and last.prose
        and last.gap in (Gap.LINE, Gap.BLANK)
        and bool(_CHAPTER.fullmatch(last.key))
        and sum(numbered) == 1
    )


def _complete(entries: list[Entry], token: Token) -> bool:
    """Whether the last label has its value already, so that a token on a new row or line is not part of it.

    In a table a value stands in the row of its label, or below a label that is alone in its row. In running lines a short field ends
    with its line unless the line was full. Two goal labels side by side are a heading: all that follows is theirs.
    """
    entry = entries[-1]
    if token.gap is Gap.CELL and entry.tokens and entry.label.kind == "head":
        # In a table a head field is one cell; without known rows and columns the cells of a value cannot be told apart.
        return token.column is not None and entry.label.field not in {"conclusion", "remark"}
    if not (entry.tokens or entry.label.rest) or token.gap < Gap.LINE or token.gap is Gap.CELL:
        return False
    if entry.label.kind == "goal" and len(entries) > 1 and entries[-2].label.kind == "goal" and not entries[-2].tokens:
        return False
    if token.gap is Gap.ROW:
        return True
    return (
        token.prose
        and (not entry.tokens or entry.tokens[0].prose)
        and entry.label.field in _ONE_LINE
        and width(cell_text(tuple(entry.tokens)) or entry.label.rest) < _FULL_LINE
        and len(token.key) > _STUB
    )


def _is_unknown_label(tokens: Ribbon, index: int) -> bool:
    """Whether a cell of a table names the one behind it: short, in words, and the next neither a label nor on another row."""
    token, after = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else None
    if (
        after is None
        or token.prose
        or token.column is None
        or after.gap is not Gap.CELL
        or token.key in keys(words().frames)
    ):
        return False
    rest = next((i for i in range(index + 1, len(tokens)) if tokens[i].gap is not Gap.CELL), len(tokens)) - index
    if rest % _PAIR or (rest > _PAIR and not shapes.is_value(after.key)):
        # A row of words is the heading of a table that nobody knows.
        return False
    named = len(token.key) <= _LABEL and not shapes.is_value(token.key) and column_word(token.key) is None
    return named and label_at(tokens, index + 1) is None


def _believable(label: Label, tokens: Ribbon, entries: list[Entry]) -> bool:
    """In running lines a word after a single space is a label only where a label can be: behind a value, and of a head field."""
    gap = tokens[label.start].gap
    if _opens_first_goal(label, tokens, entries) or _answers_goal(label, tokens[label.start], entries):
        return False
    if gap >= Gap.LINE or gap is Gap.WIDE:
        return True
    if label.kind in {"goal", "management"}:
        return bool(entries) and entries[-1].label.kind == label.kind and not entries[-1].tokens
    strong = len(label.printed) >= 4 or ":" in label.suffix
    return label.kind == "head" and strong and bool(entries) and bool(entries[-1].tokens or entries[-1].label.rest)


def _opens_first_goal(label: Label, tokens: Ribbon, entries: list[Entry]) -> bool:
    """Tell whether a word with a text behind its colon (目标：加强…) begins the cell under two headings that name both sides already."""
    if label.kind != "goal" or not label.rest or len(entries) < _PAIR or tokens[label.start].gap is not Gap.ROW:
        return False
    above = entries[-_PAIR:]
    if any(entry.label.kind != "goal" or entry.tokens or entry.label.rest for entry in above):
        return False
    one, two = (goal_fields(entry.label.printed) for entry in above)
    return ("expected" in one and "actual" in two) or ("actual" in one and "expected" in two)


def _answers_goal(label: Label, token: Token, entries: list[Entry]) -> bool:
    """Tell whether a word that may label a goal (目标完成) is what stands in the row below two labels of goals, in the column of one."""
    if label.kind != "goal" or token.column is None or len(entries) < _PAIR:
        return False
    above = entries[-_PAIR:]
    if any(entry.label.kind != "goal" or entry.label.rest for entry in above) or above[0].tokens:
        return False
    columns = [entry.column for entry in above]
    rows = sum(1 for each in above[-1].tokens if each.gap is Gap.ROW) + (token.gap is Gap.ROW)
    return rows == 1 and None not in columns and columns[0] != columns[1] and token.column in columns


_ONE_LINE = frozenset(
    {
        "project_name",
        "project_code",
        "supervisor",
        "local_supervisor",
        "implementer",
        "both_units",
        "filler",
        "total_score",
        "grade",
    }
)
_MONEY = frozenset({"元", "万元", "亿元", "人民币元", "人民币万元"})
_STUB = 2
"""Characters that are rather the end of a broken name than a line of their own: 局."""
_PAIR = 2
_LABEL = 12
"""Characters of a label that nobody knows."""
_FULL_LINE = 12.0
"""Ems from which on a line may have been broken rather than ended."""
_HEAD_FIELDS = (
    "project_name",
    "project_code",
    "supervisor",
    "local_supervisor",
    "implementer",
    "total_score",
    "grade",
    "conclusion",
    "remark",
)


class Head(msgspec.Struct, kw_only=True):
    """Head and tail fields of one form, by the field of Evaluation they fill; the others as labelled fields."""

    values: dict[str, str | None]
    entries: dict[str, Entry]
    fields: list[Field]
    responsible: Entry | None = None
    filler: Entry | None = None


def read_head(sections: tuple[Section, ...]) -> Head:
    """Collect the head labels; what a label says first stands, since pages repeat their head."""
    head = Head(values={}, entries={}, fields=[])
    for section in sections:
        for entry in section.entries:
            if entry.label.kind == "head":
                _take(head, entry)
    for unit in (head.responsible, head.filler):
        if unit is not None:
            _fill(head, "implementer", unit)
    return head


def _take(head: Head, entry: Entry) -> None:
    field = entry.label.field
    if field == "filler" and key(entry.text() or "") in _MONEY:
        # 单位：万元 names the unit of the amounts, not a bureau.
        field = "amount_unit"
    if field == "responsible":
        # Who is responsible for a project implements it, where it is a unit and no office within one.
        if head.responsible is None and is_organisation(entry.text() or ""):
            head.responsible = entry
        field = "field"
    if field == "filler":
        if head.filler is None and entry.text() is not None:
            head.filler = entry
            head.fields.append(Field(label=entry.label.printed, value=entry.text(), place=entry.place))
    elif field == "both_units":
        _fill(head, "supervisor", entry)
        _fill(head, "implementer", entry)
    elif field in _HEAD_FIELDS:
        _fill(head, field, entry)
    elif field in {"year", "amount_unit"}:
        head.values.setdefault(field, entry.text())
    elif not any(known.label == entry.label.printed for known in head.fields):
        head.fields.append(Field(label=entry.label.printed, value=entry.text(), place=entry.place))


def _fill(head: Head, field: str, entry: Entry) -> None:
    if head.values.get(field) is None:
        head.values[field] = entry.text()
        head.entries[field] = entry


def goals_of(section: Section, *, cell_lines: bool = False) -> tuple[Goal, ...]:
    """The goals of a section: side by side under two labels, or each behind its own; with `cell_lines` every line is a cell."""
    run: list[Entry] = []
    goals: list[Goal] = []
    for entry in section.entries:
        if entry.label.kind == "goal":
            run.append(entry)
            if entry.tokens or entry.label.rest:
                goals.extend(_goals_of_run(run, cell_lines=cell_lines))
                run = []
        elif run:
            run = []
    return _paired(goals)


def _goals_of_run(run: list[Entry], *, cell_lines: bool) -> list[Goal]:
    roles = _roles([_sides(entry.label) for entry in run])
    values = run[-1]
    labelled = {role: entry for role, entry in zip(roles, run, strict=True) if role != "block"}
    # The label of the whole block may name a side as well (年度目标完成情况 beside 目标 | 完成情况): the later label is meant.
    sides = sorted(labelled, key=lambda role: run.index(labelled[role]))
    if {"expected", "actual"} <= labelled.keys():
        columns = tuple(labelled[side].column for side in sides)
        return read_goals(tuple(values.tokens), tuple(sides), columns, cell_lines=cell_lines)
    periods = _periods(run)
    if periods is not None:
        return [Goal(expected=periods.text, place=periods.place, cells={"expected": periods.place})]
    names_the_block = "block" in goal_fields(values.label.printed)
    if "actual" not in labelled and names_the_block and _are_two_cells(values.tokens):
        # Nothing names the sides; where two cells stand side by side they are what was wanted and what became of it.
        return read_goals(tuple(values.tokens), ("expected", "actual"), (None, None), cell_lines=cell_lines)
    text, place = values.text(), values.tokens[0].place if values.tokens else None
    side = sides[-1] if sides else "expected"
    if text is None or place is None:
        return [Goal(expected=text if side == "expected" else None, actual=text if side == "actual" else None)]
    if side == "actual":
        return [Goal(expected=None, actual=text, place=place, cells={"actual": place})]
    return [Goal(expected=text, place=place, cells={"expected": place})]


def _are_two_cells(tokens: Sequence[Token]) -> bool:
    """Whether tokens are two cells of one row of a real table."""
    return len(tokens) == 2 and tokens[1].gap is Gap.CELL and all(token.place.column is not None for token in tokens)


def _periods(run: list[Entry]) -> Token | None:
    """The goal of the year where goals of several periods (实施期目标 | 年度目标) stand side by side over one row of cells."""
    cells = run[-1].tokens
    labels = [entry.label.printed for entry in run[-len(cells) :]]
    yearly = [index for index, label in enumerate(labels) if label.startswith(("年度", "当年", "本年"))]
    if (
        len(cells) < 2
        or len(run) < len(cells)
        or len(yearly) != 1
        or any(token.gap is not Gap.CELL for token in cells[1:])
    ):
        return None
    return cells[yearly[0]]


def _sides(label: Label) -> frozenset[str]:
    """The roles that a label can play in a goal; one that no list knows plays that by which it was told."""
    listed = goal_fields(label.printed)
    return frozenset({label.field}) if listed == {"block"} else listed


def _roles(options: list[frozenset[str]]) -> list[str]:
    """Give each word of a run its role; a word that can frame the block does so when another one takes its side."""
    roles = ["block"] * len(options)
    # Right above the texts stand their labels, whatever the frame before them says (1.目标完成情况 beside 目标 | 目标完成情况).
    last = [fields | {"expected"} if fields == {"block"} else fields for fields in options[-_PAIR:]]
    for sides in (("expected", "actual"), ("actual", "expected")):
        if len(options) > _PAIR and all(side in fields for side, fields in zip(sides, last, strict=True)):
            return [*roles[:-_PAIR], *sides]
    for side in ("expected", "actual"):
        candidates = [i for i, fields in enumerate(options) if side in fields and roles[i] == "block"]
        if candidates:
            best = max(candidates, key=lambda i: ("block" not in options[i], i))
            roles[best] = side
    return roles


def _paired(goals: list[Goal]) -> tuple[Goal, ...]:
    """Join an expected side and an actual side that were read under labels of their own."""
    paired: list[Goal] = []
    for goal in goals:
        last = paired[-1] if paired else None
        if last is not None and last.actual is None and goal.expected is None and goal.actual is not None:
            paired[-1] = msgspec.structs.replace(last, actual=goal.actual, cells={**last.cells, **goal.cells})
        else:
            paired.append(goal)
    return tuple(goal for goal in paired if goal.expected is not None or goal.actual is not None)


def management_of(section: Section, *, cell_lines: bool = False) -> tuple[Management, ...]:
    """The rows of 资金管理情况; the second cell of a row, or one that stands under 存在问题, is the issue."""
    heading = next((entry for entry in section.entries if entry.label.field == "issue"), None)
    with_issue = heading is not None
    rows = []
    items = [entry for entry in section.entries if entry.label.kind == "item"]
    column = max((width(line) for entry in items for line in _lines(entry)), default=0.0)
    for entry in items:
        cells = _cells(entry, cell_lines=cell_lines)
        if with_issue and len(cells) == 1:
            cells = _cut_where_room_was_left(entry, column) or cells
        texts = [None if shapes.is_dash(key(text)) and key(text) != "无" else text for text, _ in cells]
        places = [place for _, place in cells]
        description, issue = [*texts, None, None][:2]
        if len(texts) > 2:
            issue = "".join(text for text in texts[1:] if text)
        if heading is not None and _only_issue(entry, heading):
            description, issue, places = None, description, [places[0], places[0]]
        rows.append(
            Management(
                item=entry.label.printed,
                description=description,
                issue=issue if with_issue else None,
                place=entry.place,
                cells=dict(zip(("description", "issue"), places, strict=False)),
            )
        )
    return tuple(rows)


def _only_issue(entry: Entry, heading: Entry) -> bool:
    """Whether the only cell of a row stands under 存在问题: the one before it is blank."""
    column = heading.column
    return (
        column is not None
        and bool(entry.tokens)
        and all(token.column is not None and token.column >= column for token in entry.tokens)
    )


def _lines(entry: Entry) -> list[str]:
    """The value's printed lines."""
    lines: list[str] = []
    for token in entry.tokens:
        if lines and token.gap < Gap.LINE:
            lines[-1] += token.text
        else:
            lines.append(token.text)
    return lines


def _cut_where_room_was_left(entry: Entry, column: float) -> list[tuple[str, Place]] | None:
    """Divide running lines into two cells behind a line that broke although its column had room, if there is just one."""
    short = [
        index
        for index, (before, token) in enumerate(pairwise(entry.tokens), start=1)
        if token.gap in (Gap.LINE, Gap.BLANK) and width(before.text) + first_unit_width(token.key) + 1 <= column
    ]
    if not short or not entry.tokens[short[0] - 1].key.endswith(("。", ";")):
        return None
    parts = (entry.tokens[: short[0]], entry.tokens[short[0] :])
    return [(cell_text(tuple(part)), part[0].place) for part in parts]


def _cells(entry: Entry, *, cell_lines: bool) -> list[tuple[str, Place]]:
    """The value's tokens as cells: divided at certain boundaries, or at wide gaps in running lines."""
    groups: list[list[Token]] = []
    for token in entry.tokens:
        divides = token.gap >= Gap.CELL or token.gap is Gap.WIDE or (cell_lines and token.gap >= Gap.LINE)
        if not groups or divides:
            groups.append([token])
        else:
            groups[-1].append(token)
    return [(cell_text(tuple(group)), group[0].place) for group in groups]
