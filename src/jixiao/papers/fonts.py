"""Fonts (字体): which of those that official papers ask for this machine has, what stands in for the others, and what none can draw.

Word and Excel files only name their fonts; the PDF and the charts carry the letters themselves and need fonts here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import typst

from jixiao.papers.characters import writable
from jixiao.papers.families import FAMILIES, LAST, Face
from jixiao.papers.glyphs import coverage
from jixiao.papers.paper import Figure, Grid, Line, Paper


class MissingFontsError(RuntimeError):
    """This machine has no Chinese font; the message is for users and says what to install."""


@cache
def installed() -> typst.Fonts:
    """The fonts of this machine, looked up once in a process."""
    return typst.Fonts(include_embedded_fonts=False)


@cache
def families(face: Face) -> tuple[str, ...]:
    """All families of this machine, the best for one purpose first; raises MissingFontsError when it has no Chinese one.

    Those that were not made for the purpose stand at the end: they draw what the others lack (signs, other scripts).
    """
    there = _names()
    chinese = tuple(
        dict.fromkeys(name for name in (*FAMILIES[face], *FAMILIES["song"], *FAMILIES["hei"], *LAST) if name in there)
    )
    if not chinese:
        message = (
            "本机没有中文字体，无法生成 PDF 和图表；请先安装中文字体（Debian、Ubuntu 系统安装 fonts-noto-cjk 软件包："
            "sudo apt install fonts-noto-cjk；其他系统安装公文所用的仿宋、黑体、楷体等字体）后重试。"
        )
        raise MissingFontsError(message)
    return (*chinese, *(name for name in there if name not in chinese))


def missing(papers: Sequence[Paper]) -> tuple[str, ...]:
    """What stands on the papers and no font of this machine can draw, each once, in order: the PDF shows an empty box for it.

    Each is a character, or one with its marks (accents) where no font has both.
    """
    clusters = dict.fromkeys(
        cluster for paper in papers for text in _texts(paper) for cluster in _CLUSTERS.findall(text)
    )
    return tuple(cluster for cluster in clusters if not _drawable(cluster))


def about_missing(characters: Sequence[str]) -> str:
    """What to tell the user about characters that no font can draw: which, how they look, what to install; empty when there are none."""
    if not characters:
        return ""
    named = "、".join(
        f"“{one}”（{' '.join(f'U+{ord(part):04X}' for part in one)}）" for one in characters[:_MOST_NAMED]
    )
    return (
        f"本机的字体画不出{named}{'等' if len(characters) > _MOST_NAMED else ''}{len(characters)}个字符，PDF 中显示为方框；"
        "请安装收字更多的字体（Debian、Ubuntu 系统：生僻汉字安装 fonts-babelstone-han 软件包，符号和其他文字安装 fonts-noto-core "
        "软件包）后重新生成，或改用 Word、网页格式。"
    )


_MOST_NAMED = 8
"""Characters that one message shows."""
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
_CLUSTERS = re.compile(f".[{_MARKS}]*", re.DOTALL)
"""A character with the marks that follow it."""


@cache
def _drawable(cluster: str) -> bool:
    visible = {ord(character) for character in cluster if not character.isspace() and character not in _INVISIBLE}
    composed = set(map(ord, unicodedata.normalize("NFC", cluster)))
    return any(visible <= characters or composed <= characters for characters in _coverages())


_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0e\ufe0f")
"""Joiners, marks of direction and of a possible break, variation selectors: nothing is drawn for them, and nothing is lost."""


@cache
def _names() -> tuple[str, ...]:
    return tuple(installed().families())


def _coverages() -> Iterator[frozenset[int]]:
    """What each font can draw, the likeliest first; a font is opened only when those before it did not do."""
    for path, index in _files():
        yield coverage(path, index)


@cache
def _files() -> tuple[tuple[str, int], ...]:
    """Where the fonts are, in the order in which their families are tried: of each the upright one of usual weight and breadth."""
    faces = [font for font in installed().fonts() if font.path is not None]
    faces.sort(key=lambda font: (font.style == "normal", -abs(font.weight - _USUAL), -abs(font.stretch - 1)))
    files = {font.family: (font.path or "", font.index) for font in faces}
    return tuple(files[family] for family in families("song") if family in files)


_USUAL = 400
"""The weight of letters that are neither bold nor thin."""


def _texts(paper: Paper) -> Iterator[str]:
    for block in paper.blocks:
        if isinstance(block, Line):
            yield writable(block.text)
        elif isinstance(block, Grid):
            yield from (writable(cell.text) for cell in block.cells)
        elif isinstance(block, Figure):
            yield writable(block.caption)
