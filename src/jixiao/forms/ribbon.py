"""The ribbon: a document as one sequence of tokens with the strength of the gap between them.

A real table, rows that lost their blanks, a stream of cells and the bare lines of a PDF differ only in which gaps are certain; so the
recogniser looks at a ribbon and never at the kind of file it came from.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import cache

import msgspec

from jixiao.documents import Cell, Document, Paragraph, Table
from jixiao.forms.streams import fold
from jixiao.forms.words import key, keys, words
from jixiao.places import Place


class Gap(IntEnum):
    """What stands before a token, from no gap at all to a certain end of row."""

    GLUE = 0
    SPACE = 1
    WIDE = 2
    LINE = 3
    BLANK = 4
    CELL = 5
    ROW = 6


class Token(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A piece of text that belongs to one cell.

    `column` is the column the cell stood in, `span` how many columns it covers, `shift` what it costs per column to believe that it
    belongs elsewhere; empty cells are left out, since the columns of the others tell of them. The cell of a `supposed` token was made of
    the white around it on a page: no rule bounds it; that of an `open` one may as well end elsewhere. `heads` is what a cell of a real
    table heads, where no list of words tells it.
    """

    text: str
    key: str
    gap: Gap
    place: Place
    column: int | None = None
    span: int = 1
    shift: float = 0.0
    prose: bool = False
    confidence: float = 1.0
    supposed: bool = False
    heads: str | None = None
    open: bool = False


Ribbon = tuple[Token, ...]


CERTAIN, _RECTANGULAR, _RAGGED = 50.0, 0.8, 0.3
"""Cost per column of a cell that is taken to stand beside its column, by what is known of the table."""
_MOST_CELLS = 60
_RECTANGLE = 5
"""Rows of equally many cells that make a rectangle; fewer may be so by chance."""
_FIGURE = re.compile(r"[-+]?[\d,.]+%?|[-—/]*")
_WIDE_BLANK = re.compile(r"[ \u3000]{2,}")
_NAMED = re.compile(r"[^\d:：。，]{2,12}[:：]")
_PAGE_NUMBER = re.compile(r"(?:第\d+页)?(?:[,，/]?共\d+页)?|[-—]*\d{1,3}[-—]+|[-—]+\d{1,3}[-—]*")


def ribbon(
    document: Document, *, broken_rows: bool = False, heads: Mapping[tuple[Place, str], str] | None = None
) -> Ribbon:
    """Lay a document out as tokens in reading order; page numbers are left out. `heads` are those of `real_tables`.

    With `broken_rows` the end of a line inside a separated table does not end the row: cells of such a table hold line breaks.
    """
    tokens: list[Token] = []
    after_table = True
    for block in document.blocks:
        if isinstance(block, Table):
            for table in fold(block):
                laid = _table_tokens(table)
                tokens.extend(_broken(laid) if broken_rows and table.fidelity == "ragged" else laid)
            after_table = True
        elif not _PAGE_NUMBER.fullmatch(key(block.text)):
            within = broken_rows and not block.blank_before
            tokens.extend(_paragraph_tokens(block, after_table=after_table and not within))
            after_table = False
    if heads:
        return tuple(
            msgspec.structs.replace(token, heads=head) if (head := heads.get((token.place, token.key))) else token
            for token in tokens
        )
    return tuple(tokens)


def bounded(document: Document) -> frozenset[Place]:
    """The places of the cells whose bounds the file itself tells: those of real tables, except what was recognised from pixels."""
    return frozenset(
        cell.place
        for block in document.blocks
        if isinstance(block, Table) and block.fidelity == "grid"
        for cell in block.cells
        if cell.confidence == 1
    )


def _broken(tokens: list[Token]) -> list[Token]:
    return [
        msgspec.structs.replace(token, column=None, gap=Gap.LINE if token.gap is Gap.ROW else token.gap)
        for token in tokens
    ]


def _table_tokens(table: Table) -> list[Token]:
    tokens: list[Token] = []
    rows = table.rows()
    shift = _shift(table, rows)
    for cells in _collapsed(table, rows):
        row_open = True
        endless = table.fidelity == "ragged" and len(cells) > _MOST_CELLS
        for cell in (piece for whole in cells if whole.text for piece in _fields_of(whole)):
            token = _cell_token(cell, table, shift, first=row_open)
            if token is not None and endless:
                # No form has so many columns: all rows were put on one line.
                token = msgspec.structs.replace(token, column=None)
            if token is not None:
                tokens.append(token)
                row_open = False
    return tokens


def _shift(table: Table, rows: list[list[Cell]]) -> float:
    """How far the columns of a table are to be trusted: a real one's wholly, those of text whose rows all have as many cells much."""
    if table.fidelity == "grid":
        return CERTAIN
    widths = {len(cells) for cells in rows}
    return _RECTANGULAR if len(widths) == 1 and len(rows) >= _RECTANGLE else _RAGGED


def _collapsed(table: Table, rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, with a merged cell that a conversion repeated in every column it covered taken once again.

    Figures stay, and so do the like halves of an indicator row (target and actual): only rows that open with a label of the form, or
    hold one text alone, are told to be such conversions.
    """
    if table.fidelity != "ragged":
        return rows
    return [_collapse(cells) if _is_repeating(cells) else cells for cells in rows]


def _is_repeating(cells: list[Cell]) -> bool:
    texts = [text for cell in cells if cell.text and (text := key(cell.text))]
    return len(set(texts)) == 1 or (len(texts) > 1 and texts[0].rstrip(":") in _labels())


_FIELD = re.compile(r"\s*[^\s：:。，；]{2,12}[：:]")
_LABEL, _VALUE = 4, 2
"""Characters from which on the label of a field is no part of other words, and of a value before it."""
_GOES_ON = frozenset(" 、，,。；;的和及与（(“")
"""What stands before a label that is said within a sentence."""


@cache
def _labels() -> frozenset[str]:
    vocabulary = words()
    groups = (*vocabulary.head_labels.values(), *vocabulary.goals.values(), *vocabulary.management.values())
    return keys([word for group in groups for word in group])


def _collapse(cells: list[Cell]) -> list[Cell]:
    kept: list[Cell] = []
    for cell in cells:
        last = kept[-1] if kept else None
        same = last is not None and key(last.text) == key(cell.text) and not _FIGURE.fullmatch(key(cell.text))
        if last is not None and same and last.column + last.column_span == cell.column:
            kept[-1] = msgspec.structs.replace(last, column_span=last.column_span + cell.column_span)
        else:
            kept.append(cell)
    return kept


def _fields_of(cell: Cell) -> list[Cell]:
    """The fields of a cell that holds several: 填报单位：…　　填报日期：…"""
    pieces = _WIDE_BLANK.split(cell.text.strip())
    if len(pieces) > 1 and all(_NAMED.match(piece) for piece in pieces):
        return [msgspec.structs.replace(cell, text=piece) for piece in pieces]
    return [cell]


def _cell_token(cell: Cell, table: Table, shift: float, *, first: bool) -> Token | None:
    text = joined(cell.text.split("\n"))
    plain = key(text)
    if not plain:
        return None
    stream = table.fidelity == "stream"
    return Token(
        text=text,
        key=plain,
        gap=Gap.ROW if first and not stream else Gap.CELL,
        place=cell.place,
        column=None if stream else cell.column,
        span=cell.column_span,
        shift=shift,
        confidence=cell.confidence,
        supposed=table.fidelity == "ragged" and cell.place.page is not None,
        open=cell.open,
    )


def _paragraph_tokens(paragraph: Paragraph, *, after_table: bool) -> list[Token]:
    tokens: list[Token] = []
    text = paragraph.text.replace("\u3000", "  ").replace("\t", "  ").replace("\u00a0", " ")
    text = _fields_apart(text)
    position = 0
    for piece in text.split():
        start = text.index(piece, position)
        spaces = start - position
        position = start + len(piece)
        if not key(piece):
            continue
        if tokens:
            gap = Gap.WIDE if spaces > 1 else Gap.SPACE
        elif after_table:
            gap = Gap.ROW
        else:
            gap = Gap.BLANK if paragraph.blank_before else Gap.LINE
        tokens.append(Token(text=piece, key=key(piece), gap=gap, place=paragraph.place, prose=True))
    return tokens


def _fields_apart(text: str) -> str:
    """A line of fields with blanks before each label that a value runs into, as where none were seen: 填表人：周晓岚联系电话：…"""
    if _FIELD.match(text) is None:
        return text
    pieces: list[str] = []
    position = 0
    for match in _long_labels().finditer(text):
        value = re.split("[：:]", text[position : match.start()])[-1]
        if len(value) >= _VALUE and value[-1] not in _GOES_ON:
            pieces.append(text[position : match.start()])
            position = match.start()
    return "  ".join([*pieces, text[position:]])


@cache
def _long_labels() -> re.Pattern[str]:
    labels = {word for texts in words().head_labels.values() for word in texts if len(word) >= _LABEL}
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(labels, key=len, reverse=True)))})(?=[：:])")


def joined(pieces: list[str]) -> str:
    """Join the lines of one cell: Chinese pieces without a space, Latin words and numbers with one."""
    text = ""
    for piece in (piece.strip() for piece in pieces):
        if text and piece and text[-1].isascii() and piece[0].isascii() and text[-1].isalnum() and piece[0].isalpha():
            text += " "
        text += piece
    return text


def cell_text(tokens: Ribbon) -> str:
    """The text of the cell that the tokens make up; spaces inside a line are kept, line breaks are not."""
    text = ""
    for token in tokens:
        if not text:
            text = token.text
        elif token.gap in (Gap.SPACE, Gap.WIDE):
            text += " " + token.text
        elif token.gap is Gap.GLUE:
            text += token.text
        else:
            text = joined([text, token.text])
    return text


def is_frame(token: Token) -> bool:
    """Whether a cell only names the block beside it."""
    return token.heads == "frame" or token.key in keys(words().frames)


def unframed(tokens: Ribbon) -> Ribbon:
    """Leave out the cells that only name blocks of a layout that no list knows; the row then begins with the cell behind."""
    if not any(token.heads == "frame" for token in tokens):
        return tokens
    kept: list[Token] = []
    opening = Gap.GLUE
    for token in tokens:
        if token.heads == "frame":
            opening = max(opening, token.gap)
            continue
        kept.append(msgspec.structs.replace(token, gap=max(opening, token.gap)) if opening > token.gap else token)
        opening = Gap.GLUE
    return tuple(kept)


def opens(tokens: Ribbon, index: int) -> bool:
    """Whether a token may begin a row: after a line break or a row end, behind a row's frame, or where row ends are not known."""
    token = tokens[index]
    if token.gap is not Gap.CELL:
        return token.gap >= Gap.LINE
    framed = index > 0 and tokens[index - 1].gap is Gap.ROW and is_frame(tokens[index - 1])
    return framed or (token.column is None and not token.prose)
