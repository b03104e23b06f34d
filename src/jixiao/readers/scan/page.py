"""One scanned page: straightened and cleaned, its rules made cells, its lines recognised and put into them."""

import msgspec
import numpy as np

from jixiao.documents import Omission, Paragraph
from jixiao.places import Place
from jixiao.readers.lattice import Box, Lattice
from jixiao.readers.pages import Page, PageBlock, PageTable, ruled_table, spot
from jixiao.readers.scan.cells import CellText, Recognised, together
from jixiao.readers.scan.cleaning import lit_evenly, outermost, seals, smoothed, without_seals
from jixiao.readers.scan.confidence import probability
from jixiao.readers.scan.free import free
from jixiao.readers.scan.lines import CellNumber, Layout, crop
from jixiao.readers.scan.pictures import Picture
from jixiao.readers.scan.punctuation import restored, with_dashes
from jixiao.readers.scan.recognition import detect, give_back, recognise
from jixiao.readers.scan.rereading import reread
from jixiao.readers.scan.rules import Rules, ink, rules, wiped
from jixiao.readers.scan.straightening import Sheet, flattened, grey, laid, levelled
from jixiao.readers.scan.uprightness import upright

_ASKEW = 0.1
"""Pitches by which the ends of a side may differ and the side still be called level."""
_SEAL = "这里盖有红色印章，印章上的文字没有读取；印章压住的字已去掉红色后识别，请核对。"
_NOT_READ = "单元格里有墨迹，但没有认出文字。"


class Seen(msgspec.Struct, frozen=True):
    """A page on its way: as straightened, its grey pixels without rules, what it is made of, and the height that a line takes."""

    sheet: Sheet
    plain: Picture
    tables: tuple[Lattice, ...]
    recognised: tuple[Recognised, ...]
    pitch: float
    seals: tuple[Box, ...] = ()
    """Where red seals stand on the picture as it came."""


def page_of(picture: Picture, number: int) -> Page:
    """Read a page given as blue, green and red pixels; `number` counts from 1.

    Boxes of places are fractions of the picture as it was given, however it lay. Raises TooFineError for a drawing of too many lines.
    """
    return composed(seen(picture), number)


def seen(picture: Picture) -> Seen:
    """Straighten and clean a page, find its tables and recognise its lines."""
    sheet = flattened(laid(picture))
    sheet = sheet.moved(lit_evenly(sheet.pixels), np.eye(3))
    stamps = seals(sheet.pixels)
    stamped = tuple(sheet.original(box) for box in outermost(stamps))
    sheet = levelled(sheet.moved(without_seals(sheet.pixels, stamps), np.eye(3)))
    sheet, pitch = upright(sheet)
    page = smoothed(grey(sheet.pixels))
    found: Rules = rules(page, pitch)
    plain = wiped(page, found.covered)
    dark = ink(plain, pitch)
    dark[found.covered] = 0
    layout = Layout(dark, found.tables, pitch)
    fragments = layout.fragments(detect(plain))
    readings = recognise([crop(plain, fragment) for fragment in fragments])
    recognised = reread(
        plain,
        [Recognised(fragment, reading) for fragment, reading in zip(fragments, readings, strict=True)],
        pitch,
    )
    give_back()
    return Seen(sheet, plain, found.tables, tuple(recognised), pitch, stamped)


def composed(page: Seen, number: int) -> Page:
    """Make blocks of what was seen on a page, in reading order, with the places of the picture as it came."""
    blocks: list[tuple[float, PageBlock]] = []
    omissions = [Omission(text="", why=_SEAL, place=spot(number, box, page.sheet.size)) for box in page.seals]
    for lattice, texts in zip(page.tables, cell_texts(page), strict=True):
        table = _table(page, lattice, texts, number)
        blocks.append((lattice.ys[0], table))
        omissions += [
            Omission(text="", why=_NOT_READ, place=cell.place)
            for cell, text in zip(table.cells, texts, strict=True)
            if text.blot
        ]
    outside = [piece for piece in page.recognised if piece.fragment.cell is None]
    blocks += _free(page, outside, number)
    blocks.sort(key=lambda block: block[0])
    return Page(number=number, blocks=tuple(block for _, block in blocks), omissions=tuple(omissions))


def cell_texts(page: Seen) -> list[list[CellText]]:
    """What stands in the cells of each table, in the order of its lattice."""
    inside: dict[CellNumber, list[Recognised]] = {}
    for piece in page.recognised:
        if piece.fragment.cell is not None:
            inside.setdefault(piece.fragment.cell, []).append(piece)
    return [
        [together(inside.get((table, index), ()), page.pitch) for index in range(len(lattice.cells))]
        for table, lattice in enumerate(page.tables)
    ]


def _table(page: Seen, lattice: Lattice, texts: list[CellText], number: int) -> PageTable:
    height, width = page.plain.shape
    written = with_dashes([text.text for text in texts])
    drawn = ruled_table(
        lattice,
        written,
        number,
        (float(width), float(height)),
        [probability(text, piece.sure) for text, piece in zip(written, texts, strict=True)],
    )
    cells = tuple(
        msgspec.structs.replace(cell, place=_place(page, box.box, number))
        for cell, box in zip(drawn.cells, lattice.cells, strict=True)
    )
    return msgspec.structs.replace(drawn, cells=cells)


def _place(page: Seen, box: Box, number: int) -> Place:
    """The place of a box of the level page on the picture as it came, with its corners where that lay askew."""
    place = spot(number, page.sheet.original(box), page.sheet.size)
    corners = page.sheet.corners(box)
    # Sides that are upright and level but for a little need no telling.
    leaning = np.abs(np.roll(corners, -1, axis=0) - corners).min(axis=1).max()
    if leaning <= _ASKEW * page.pitch:
        return place
    fractions = np.clip(corners / page.sheet.size, 0.0, 1.0).round(5)
    return msgspec.structs.replace(place, corners=tuple(fractions.flatten().tolist()))


def _free(page: Seen, pieces: list[Recognised], number: int) -> list[tuple[float, PageBlock]]:
    """The lines outside of ruled tables, and the tables that they make up."""
    height, width = page.plain.shape
    tops = [lattice.ys[0] for lattice in page.tables]
    blocks: list[tuple[float, PageBlock]] = []
    for block in free(pieces, tops, page.pitch, (width, height), number):
        if block.table is None:
            paragraph = Paragraph(
                text=restored(block.text), place=_place(page, block.box, number), blank_before=block.blank_before
            )
            blocks.append((block.box[1], paragraph))
        else:
            cells = tuple(
                msgspec.structs.replace(cell, text=restored(cell.text), place=_replaced(page, cell.place, number))
                for cell in block.table.cells
            )
            blocks.append((block.box[1], msgspec.structs.replace(block.table, cells=cells)))
    return blocks


def _replaced(page: Seen, place: Place, number: int) -> Place:
    """A place on the level page as one on the picture as it came."""
    height, width = page.plain.shape
    left, top, right, bottom = place.box or (0.0, 0.0, 1.0, 1.0)
    return _place(page, (left * width, top * height, right * width, bottom * height), number)
