"""Word files (.docx, .docm, .dotx) read from their XML: what is printed, in reading order, with merged cells once.

The way of a file: `parts` opens the package; `story` walks through body, headers, boxes and notes; `paragraphs` reads one paragraph with
the help of `styles`, `numbering`, `fields`, `symbols`, `drawings` and `equations`; `structure` reads the rows of a table, `columns` tells
which boundaries are one, `grid` lays the cells out.
"""

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from jixiao.documents import Block, Paragraph
from jixiao.places import Place
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.pictured_pages import with_pictured_pages
from jixiao.readers.word.drawings import PICTURE
from jixiao.readers.word.names import contents
from jixiao.readers.word.numbering import Numbering
from jixiao.readers.word.paragraphs import ParagraphReader
from jixiao.readers.word.parts import Notes, Parts, sections
from jixiao.readers.word.story import Story
from jixiao.readers.word.styles import Styles
from jixiao.readers.word.typed import with_typed_tables

_PAGE_NUMBER = re.compile(r"[第页共/\-—–·.\s\d]*")


def read(content: bytes, request: Request) -> Content:
    """Read a Word file; paragraphs are placed by number, cells by table, row and column.

    Headers stand before their section, notes and footers behind it, notes to a table behind the table; page numbers are left out.
    Raises RefusedError for what is no readable Word file or beyond the limits.
    """
    parts = Parts(content, request.limits)
    story, blocks = _walked(parts, request)
    omissions = story.finish()
    if not blocks and not omissions:
        message = "是空的 Word 文件；请提交含有绩效自评表内容的文件。"
        raise RefusedError(message)
    found = Content(media_type=parts.media_type, reader="word", blocks=tuple(blocks), omissions=omissions)
    return with_pictured_pages(found, content, request, PICTURE)


def element_numbers(content: bytes, request: Request) -> dict[Place, int]:
    """Tell which element stands at each place of the body (`w:tc` or `w:p`), by its number in the order of the main part (0 is the root).

    It is the walk of `read` itself that tells, so that a place means the same to whoever writes into the file. Places in headers and
    notes, which are other parts, have none. Raises what `read` raises.
    """
    parts = Parts(content, request.limits)
    story, _ = _walked(parts, request)
    numbers = {element: number for number, element in enumerate(parts.body.getroottree().iter())}
    return {place: numbers[element] for place, element in story.elements.items() if element in numbers}


def _walked(parts: Parts, request: Request) -> tuple[Story, list[Block]]:
    """Walk through the whole document; returns the story behind it, which knows what was left out and where everything stands."""
    styles = Styles(parts.of_kind("styles"))
    numbering = Numbering(parts.of_kind("numbering"), styles)
    story = Story(ParagraphReader(styles, numbering), Notes(parts), request.limits)
    blocks: list[Block] = []
    shown: set[str] = set()
    for section in sections(parts):
        blocks.extend(_margin(section.headers, story, shown))
        blocks.extend(with_typed_tables(story.blocks(section.elements)))
        blocks.extend(story.notes())
        blocks.extend(_margin(section.footers, story, shown))
    return story, blocks


def _margin(roots: Iterable[Element], story: Story, shown: set[str]) -> Iterator[Block]:
    """What headers (footers) say beside page numbers, once."""
    for root in roots:
        for block in story.blocks(contents(root), Place()):
            if isinstance(block, Paragraph):
                if _PAGE_NUMBER.fullmatch(block.text) or block.text in shown:
                    continue
                shown.add(block.text)
            yield block
