"""Real tables in layouts that no list knows: their headings are told, those of two rows made one, and what stands askew is put straight.

Nothing is changed where every word of a heading is listed; the places of all cells stay.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

import msgspec

from jixiao.documents import Block, Cell, Document, Table
from jixiao.forms import shapes
from jixiao.forms.assigning import Seen
from jixiao.forms.headings import UNSURE, is_word_of_months, listed_field
from jixiao.forms.labels import goal_fields, is_label, label_word
from jixiao.forms.levels import depth_of, is_level_word
from jixiao.forms.unlisted import fraction, fund_field, fund_fields, halves, indicator_field, indicator_fields
from jixiao.forms.words import key, keys, words
from jixiao.places import Place

Heads = Mapping[tuple[Place, str], str]
"""What a cell heads, by its place and key: "indicator/target", "fund/rate"; or "frame" where it names a block and no value."""

_FEWEST = 3
_LONGEST = 16
_ROWS_ABOVE = 2
"""Rows above its last one that a heading may begin in."""
_HALVES = 2
_SENTENCE = 8
"""Characters that a text of a goal has at least where no list knows its label."""
_FEWEST_LABELS = 2
_NO_WORD = re.compile(r"[\d。，；：、,;:]")
_CHAPTER = re.compile("[一二三四五六七八九十]+[、.]")
_ENDING = frozenset({"target", "actual", "weight", "score", "note"})
"""What stands behind the groups of a heading over two rows."""
_SIDES = frozenset({"target", "actual", "weight", "score"})
_KINDS = ("indicator", "fund")
_REVIEWED = frozenset({"reviewed_score", "reviewed_actual"})
_REVIEW = re.compile("复核|复评|复审|核定|审定")
_SPAN_OF_FRAME = 2


class Understood(NamedTuple):
    """A document whose real tables were put straight, and what their cells head."""

    document: Document
    heads: Heads


def understood(document: Document) -> Understood:
    """Tell the unlisted headings of all real tables."""
    heads: dict[tuple[Place, str], str] = {}
    blocks: list[Block] = []
    strict = any(_has_known_heading(block) for block in document.blocks if isinstance(block, Table))
    for block in document.blocks:
        if isinstance(block, Table) and block.fidelity != "stream":
            told = _Table(block, strict=strict or block.fidelity != "grid")
            told.tell()
            heads |= told.heads
            blocks.append(told.straightened())
        else:
            blocks.append(block)
    if not heads:
        return Understood(document, {})
    return Understood(msgspec.structs.replace(document, blocks=tuple(blocks)), heads)


def _has_known_heading(table: Table) -> bool:
    """Whether a row of a table is a heading of indicators in words that lists hold."""
    return any(_is_known_heading(row) for row in table.rows())


def _is_known_heading(row: Iterable[Cell]) -> bool:
    fields = _listed_fields(row)
    return "name" in fields and len(fields & _SIDES) >= _HALVES


def _listed_fields(row: Iterable[Cell]) -> set[str | None]:
    """The fields that the words of a row name by the lists."""
    return {listed_field(word, "indicator") for cell in row if (word := key(cell.text))}


@lru_cache(maxsize=4096)
def _may_head(text: str) -> bool:
    """Whether a text may be a word of a heading: short, and no value, unless it is a word of one (完成)."""
    word = key(text)
    if len(word) > _LONGEST:
        return False
    return not shapes.is_value(word) or indicator_field(word) is not None or is_word_of_months(word)


class _Table:
    """One table on its way: its rows, what its cells head, and how they are moved."""

    def __init__(self, table: Table, *, strict: bool) -> None:
        self.table = table
        self.strict = strict
        self.rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            self.rows.setdefault(cell.row, []).append(cell)
        self.tall = [cell for cell in table.cells if cell.row_span > 1]
        self.heads: dict[tuple[Place, str], str] = {}
        self.moved: dict[tuple[int, int], int] = {}
        self.halved: dict[int, tuple[str, ...]] = {}
        self.turned: dict[int, int] = {}

    def tell(self) -> None:
        """Find the headings and frames."""
        done = -1
        known = False
        for row in sorted(self.rows):
            if row <= done:
                continue
            cells = self._heading_cells(row)
            known = known or _is_known_heading(cells)
            if len(cells) >= _FEWEST and all(_may_head(cell.text) for cell in cells):
                if self._is_turned(row):
                    self.turned[row] = done = row + 1
                    continue
                # Below a heading of known words another one has at least one of them.
                self._heading(row, cells, indicators=not known or bool(_listed_fields(cells) & {"name", *_SIDES}))
            self._frames(row)
            self._goals(row)

    def straightened(self) -> Table:
        """The table with headings of two rows made one, and with columns halved where cells held two values."""
        if not self.moved and not self.halved and not self.turned:
            return self.table
        cells = [self._put(cell) for cell in self.table.cells]
        if self.halved or self.turned:
            cells = [
                msgspec.structs.replace(cell, column=_HALVES * cell.column, column_span=_HALVES * cell.column_span)
                for cell in cells
            ]
            cells = [piece for cell in cells for piece in self._pieces(cell)]
        cells.sort(key=lambda cell: (cell.row, cell.column))
        return msgspec.structs.replace(self.table, cells=tuple(cells))

    def _put(self, cell: Cell) -> Cell:
        row = self.moved.get((cell.row, cell.column))
        return cell if row is None else msgspec.structs.replace(cell, row=row, row_span=1)

    def _pieces(self, cell: Cell) -> Iterator[Cell]:
        """A cell of two values as two cells; a value below its label beside it."""
        column = cell.column // _HALVES
        if column in self.halved and (pieces := _two_of(cell.text)) is not None:
            for offset, piece in enumerate(pieces):
                yield msgspec.structs.replace(cell, text=piece, column=cell.column + offset, column_span=1)
            return
        if cell.row in self.turned:
            yield msgspec.structs.replace(cell, column_span=1)
        elif cell.row - 1 in self.turned and self.turned[cell.row - 1] == cell.row:
            yield msgspec.structs.replace(cell, row=cell.row - 1, column=cell.column + 1, column_span=1)
        else:
            yield cell

    def _heading_cells(self, row: int) -> list[Cell]:
        """The cells of a row that may head columns: those that end with it, also where they begin in a row above."""
        above = [
            cell for cell in self.tall if row - _ROWS_ABOVE <= cell.row < row and cell.row + cell.row_span - 1 == row
        ]
        own = [cell for cell in self.rows[row] if cell.row_span == 1 and key(cell.text)]
        if own and own[0].column == 0 and self._frames_heading(own):
            own = own[1:]
        if self.table.fidelity == "ragged":
            above = self._over_blanks(row, own)
        return sorted([*own, *(cell for cell in above if key(cell.text))], key=lambda cell: cell.column) if own else []

    @staticmethod
    def _frames_heading(cells: Sequence[Cell]) -> bool:
        """Whether the first cell of a row frames the heading behind it; 绩效指标 does so only where a column of names follows."""
        word = key(cells[0].text)
        if _CHAPTER.match(word):
            return True
        named = any(indicator_field(key(cell.text)) in {"name", "level"} for cell in cells[1:])
        return _is_known_frame(cells[0].text) and (named or listed_field(word, "indicator") is None)

    def _over_blanks(self, row: int, own: Sequence[Cell]) -> list[Cell]:
        """The words of the row above that stand where a row of text has nothing: they went on over both where merged cells were lost."""
        taken = {cell.column for cell in own}
        above = [cell for cell in self.rows.get(row - 1, ()) if key(cell.text)]
        labels = {cell.column for cell in self.rows.get(row - 2, ()) if is_label(key(cell.text))}
        if labels & {cell.column for cell in above}:
            # They answer the labels above them: 实际完成情况 over 已完成.
            return []
        if len(own) < _FEWEST or not all(_may_head(cell.text) and not is_label(key(cell.text)) for cell in above):
            return []
        return [cell for cell in above if cell.column not in taken and indicator_field(key(cell.text)) in _ENDING]

    def _heading(self, row: int, cells: list[Cell], *, indicators: bool) -> None:
        """Tell what the cells of a row head, if they head anything: funds, or `indicators` where it may."""
        from_above = [cell for cell in cells if cell.row < row]
        below = [self._below(row, cell) for cell in cells]
        parents = self._parents(row, cells)
        seen = [Seen(self._word(cell, parents, cells), texts) for cell, texts in zip(cells, below, strict=True)]
        assigned = indicator_fields(seen, strict=self.strict) if indicators else None
        kind, fields = "indicator", list(assigned.fields) if assigned is not None else None
        if fields is None and (from_above or parents):
            fields = self._listed(seen)
        if fields is None:
            kind, fields = "fund", fund_fields(seen)
        divided = self._divided(cells, seen, fields) if kind == "indicator" else {}
        if fields is None and not divided:
            return
        if fields is None:
            fields = [listed_field(one.word, "indicator") or "explanation" for one in seen]
        unsure = assigned.unsure if assigned is not None else frozenset()
        for cell, field in zip(cells, fields, strict=True):
            self._name(cell, kind, f"{field}{UNSURE}" if field in unsure else field, divided.get(cell.column))
        self.halved |= divided
        self.moved |= {(cell.row, cell.column): row for cell in from_above}
        self.heads |= {(cell.place, key(cell.text)): "frame" for cell in parents}

    def _name(self, cell: Cell, kind: str, field: str, fields: tuple[str, ...] | None) -> None:
        if fields is None:
            self.heads[cell.place, key(cell.text)] = f"{kind}/{field}"
            return
        for piece, half in zip(_two_of(cell.text) or (cell.text,), fields, strict=False):
            self.heads[cell.place, key(piece)] = f"{kind}/{half}"

    def _divided(
        self, cells: Sequence[Cell], seen: Sequence[Seen], fields: list[str] | None
    ) -> dict[int, tuple[str, ...]]:
        """The columns that print points as 18/20, by their number."""
        known = fields or [listed_field(one.word, "indicator") or "" for one in seen]
        found: dict[int, tuple[str, ...]] = {}
        for cell, one, field in zip(cells, seen, known, strict=True):
            both = fraction(one, known, field)
            if both is not None and "name" in known:
                found[cell.column] = both
        return found

    @staticmethod
    def _listed(seen: Sequence[Seen]) -> list[str] | None:
        """The fields of a heading over two rows all of whose words are listed."""
        fields = [listed_field(one.word, "indicator") for one in seen]
        if None in fields or "name" not in fields or len(_SIDES & set(fields)) < _HALVES:
            return None
        return [str(field) for field in fields]

    def _parents(self, row: int, cells: Sequence[Cell]) -> list[Cell]:
        """The cells of the row above that stand over several cells of a heading: 指标值 over 预期 and 实际."""
        above = [cell for cell in self.rows.get(row - 1, ()) if cell.row_span == 1 and key(cell.text)]
        spanning = [cell for cell in above if cell.column_span > 1]
        first, last = cells[0].column, cells[-1].column
        stands_out = any(cell.row < row for cell in cells)
        if not spanning or not all(_is_plain(key(cell.text)) for cell in above):
            return []
        if not stands_out and any(_labels_field(key(cell.text)) for cell in above):
            return []
        if any(self._answers_a_label(cell) for cell in spanning):
            return []
        groups = [sum(1 for cell in cells if _covers(parent, cell)) for parent in spanning]
        inside = all(first <= cell.column <= last for cell in above)
        return above if inside and max(groups) > 1 else []

    def _answers_a_label(self, cell: Cell) -> bool:
        """Whether right over a cell, as broad as it, stands the label of what it says: 预期目标 over a goal of few words."""
        return any(
            (over.column, over.column_span) == (cell.column, cell.column_span) and is_label(key(over.text))
            for over in self.rows.get(cell.row - 1, ())
        )

    @staticmethod
    def _word(cell: Cell, parents: Sequence[Cell], cells: Sequence[Cell]) -> str:
        """The word of a cell, with that above it where its own says nothing and no neighbour says the same as that (完成情况)."""
        word = key(cell.text)
        parent = next((one for one in parents if _covers(one, cell)), None)
        if parent is None:
            return word
        if indicator_field(key(parent.text)) in _REVIEWED or _REVIEW.match(key(parent.text)):
            return f"复核{word}"
        if indicator_field(word) is not None or listed_field(word, "indicator"):
            return word
        named = indicator_field(key(parent.text))
        beside = [one for one in cells if _covers(parent, one) and one is not cell]
        if any(indicator_field(key(one.text)) == named for one in beside):
            return word
        return key(parent.text) + word

    def _below(self, row: int, head: Cell) -> tuple[str, ...]:
        """What stands below a cell down to the next row of totals or of words alone, a text for every row."""
        rows = takewhile(self._is_body, range(row + 1, max(self.rows) + 1))
        return tuple(
            next((key(cell.text) for cell in self.rows.get(below, ()) if _covers(head, cell)), "") for below in rows
        )

    def _is_body(self, row: int) -> bool:
        cells = [cell for cell in self.rows.get(row, ()) if key(cell.text)]
        if not cells:
            return True
        texts = [key(cell.text) for cell in cells]
        return len(cells) == 1 or any(_is_answer(text) for text in texts) or _is_marked_level(texts)

    def _frames(self, row: int) -> None:
        """Tell a cell that names a block: the first of its row, before a label or a heading, over several rows or numbered."""
        cells = [cell for cell in self.rows[row] if key(cell.text)]
        if len(cells) <= 1:
            return
        first, second = cells[0], cells[1]
        word = key(first.text)
        if is_level_word(word) or is_level_word(key(second.text)):
            return
        tall = first.row_span >= _SPAN_OF_FRAME
        if not (tall or _CHAPTER.match(word)) or is_label(word) or _is_known_frame(first.text):
            return
        heads = self.heads.get((second.place, key(second.text)))
        labelled = is_label(key(second.text)) or heads is not None
        if labelled and (first.place, word) not in self.heads:
            self.heads[first.place, word] = "frame"

    def _goals(self, row: int) -> None:
        """Tell the two sides of a goal where no list knows the word of one: side by side over their texts, or each before its own."""
        here, below = (
            [cell for cell in self.rows.get(number, ()) if key(cell.text) and cell.row_span == 1]
            for number in (row, row + 1)
        )
        if len(here) != _HALVES or len(below) != _HALVES:
            return
        (first, second), (third, fourth) = here, below
        if [first.column, second.column] != [third.column, fourth.column]:
            return
        for expected, actual, texts in ((first, second, (third, fourth)), (first, third, (second, fourth))):
            known = [is_label(key(side.text)) for side in (expected, actual)]
            sides = _is_side(expected, "expected") and _is_side(actual, "actual")
            if sides and not all(known) and all(_is_telling(text) for text in texts):
                self.heads[expected.place, key(expected.text)] = "goal/expected"
                self.heads[actual.place, key(actual.text)] = "goal/actual"
                return

    def _is_turned(self, row: int) -> bool:
        """Whether a row of labels stands over one row of their values, column by column."""
        labels = [cell for cell in self.rows[row] if key(cell.text)]
        values = self.rows.get(row + 1, [])
        if [cell.column for cell in labels] != [cell.column for cell in values] or len(labels) < _FEWEST:
            return False
        if any(cell.row_span > 1 for cell in labels):
            return False
        known = [is_label(key(cell.text)) or fund_field(key(cell.text)) is not None for cell in labels]
        answers = [key(cell.text) for cell in values]
        further = [cell.column for cell in self.rows.get(row + 2, ())]
        return (
            sum(known) >= _FEWEST_LABELS
            and any(known[1::2])
            and is_label(key(labels[0].text))
            and not any(is_label(answer) or any(listed_field(answer, kind) for kind in _KINDS) for answer in answers)
            and further != [cell.column for cell in values]
        )


def _is_side(cell: Cell, side: str) -> bool:
    """Whether a word may name what was wanted, or what became of it: 拟达目标, 落实结果."""
    word = key(cell.text)
    if is_label(word):
        return side in goal_fields(word)
    return _may_head(cell.text) and indicator_field(word) == ("target" if side == "expected" else "actual")


def _is_telling(cell: Cell) -> bool:
    """Whether a text tells of something in a sentence."""
    word = key(cell.text)
    return len(word) > _SENTENCE and not shapes.is_value(word) and shapes.is_sentence(word)


@lru_cache(maxsize=4096)
def _is_plain(word: str) -> bool:
    """Whether a text over several columns may be the word of what they have in common: without figures and stops."""
    return len(word) <= _LONGEST and not _NO_WORD.search(word)


@lru_cache(maxsize=4096)
def _labels_field(word: str) -> bool:
    """Whether a word is the label of a field and does not name values of indicators as well (完成情况)."""
    return is_label(word) and listed_field(word, "indicator") is None


@lru_cache(maxsize=4096)
def _is_known_frame(text: str) -> bool:
    return label_word(text) in keys(words().frames)


def _is_answer(text: str) -> bool:
    """Whether a text stands below a heading: a value or a dash, and no word of a heading (完成值)."""
    if halves(text) is not None:
        return True
    return (shapes.is_value(text) or shapes.is_dash(text)) and (text[-1:].isdigit() or indicator_field(text) is None)


def _is_marked_level(texts: Sequence[str]) -> bool:
    """Whether a row holds a level and the mark of its depth, and nothing else: 一级 | 产出指标."""
    marks = [text for text in texts if depth_of(text)]
    return len(texts) == _HALVES and len(marks) == 1 and all(is_level_word(text) for text in texts if text not in marks)


def _two_of(text: str) -> tuple[str, str] | None:
    """The two texts of a cell that holds two: 18/20, 得分（满分）."""
    pair = halves(key(text))
    if pair is not None:
        return pair
    match = re.fullmatch(r"([^/（(]+)[/（(]([^/（()）]+)[)）]?", text.strip())
    return (match.group(1).strip(), match.group(2).strip()) if match else None


def _covers(head: Cell, cell: Cell) -> bool:
    return head.column <= cell.column < head.column + head.column_span
