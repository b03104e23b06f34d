"""Grids and papers made up by chance, for the laws that every writer keeps."""

import struct
import unicodedata
import zlib

from hypothesis import strategies as st

from jixiao.papers import Cell, Figure, Grid, Line, Paper, Role

ROLES: tuple[Role, ...] = ("heading", "label", "value", "number", "text")

TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "≥95%",
            "12.50",
            "1,234.50",
            "=1+1",
            "+86",
            "-",
            "@SUM(A1)",
            "007",
            "1/2",
            "2023-01-02",
            "_x0041_",
            "<r>",
            "<r><t>甲</t></r>",
            "<r>&amp;</r>",
            "]]>",
            "&lt;",
            "一\n二",
            "a\tb",
        ]
    ),
    st.from_regex(r"-?[0-9]{1,5}(,[0-9]{3})?(\.[0-9]{1,4})?%?", fullmatch=True),
)

PRINTED = st.one_of(
    st.text(st.characters(exclude_categories=["C", "Z", "M"]), max_size=40),
    TEXTS.filter(lambda text: all(unicodedata.category(character)[0] not in "CZM" for character in text)),
)
"""Texts of signs that are seen: our readers clean what is not (zero-width characters, blanks at the ends)."""


@st.composite
def grids(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS, most: int = 5) -> Grid:
    """A grid covered by cells of any spans; every boundary of a column is the boundary of some cell."""
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            across = 1
            while column + across < columns and (row, column + across) in free and draw(st.booleans()):
                across += 1
            down = draw(st.integers(1, rows - row))
            free -= {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
            cells.append(
                Cell(
                    row=row,
                    column=column,
                    row_span=down,
                    column_span=across,
                    text=draw(texts),
                    role=draw(st.sampled_from(ROLES)),
                    upright=draw(st.booleans()),
                )
            )
    edges = sorted({cell.column for cell in cells} | {columns})
    cells = [
        Cell(
            row=cell.row,
            column=edges.index(cell.column),
            row_span=cell.row_span,
            column_span=edges.index(cell.column + cell.column_span) - edges.index(cell.column),
            text=cell.text,
            role=cell.role,
            upright=cell.upright,
        )
        for cell in cells
    ]
    widths = draw(st.lists(st.floats(1, 4), min_size=len(edges) - 1, max_size=len(edges) - 1))
    return Grid(widths=tuple(widths), cells=tuple(cells), header_rows=draw(st.integers(0, 1)))


def paper(*blocks: Line | Grid | Figure, name: str = "自评表") -> Paper:
    return Paper(name=name, blocks=blocks)


def png(width: int, height: int, dots: int | None = None) -> bytes:
    """A grey picture of this size, with a word on its dots a metre."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixels = b"".join(b"\0" + b"\x99" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    physical = b"" if dots is None else chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + physical
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )
