"""Fonts (字体): which of those that official papers ask for this machine has, what stands in for the others, and what none can draw.

Word and Excel files only name their fonts; the PDF and the charts carry the letters themselves and need fonts here.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

import typst

from jixiao.papers.glyphs import coverage
from jixiao.papers.paper import Figure, Grid, Line, Paper

Face = Literal["title", "song", "hei", "fang", "kai"]
"""小标宋 (titles), 宋体 (page numbers), 黑体 (headings), 仿宋 (text), 楷体 (second headings)."""

_SONG = ("SimSun", "宋体", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC")
_HEI = ("SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC")
_LAST = ("FandolSong", "FandolHei", "AR PL UMing CN", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback")
"""What draws Chinese at all, whatever it looks like."""

FAMILIES: dict[Face, tuple[str, ...]] = {
    "title": (
        *(
            "FZXiaoBiaoSong-B05S",
            "方正小标宋简体",
            "FZXiaoBiaoSong-B05",
            "方正小标宋_GBK",
            "FZXBSK--GBK1-0",
            "FZXBSJW--GB1-0",
        ),
        *("STZhongsong", "华文中宋"),
        *_SONG,
    ),
    "song": _SONG,
    "hei": _HEI,
    "fang": (
        *(
            "FangSong_GB2312",
            "仿宋_GB2312",
            "FangSong",
            "仿宋",
            "STFangsong",
            "华文仿宋",
            "FZFangSong-Z02S",
            "方正仿宋简体",
        ),
        *("FandolFang R", "FandolFang"),
        *_SONG,
    ),
    "kai": (
        *("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体", "FZKai-Z03S", "方正楷体简体"),
        *("FandolKai", "LXGW WenKai", "LXGW WenKai GB", "LXGW WenKai Lite", "AR PL UKai CN"),
        *_SONG,
    ),
}
"""Families by what official papers want them for, the best first, under the names that the font files give themselves."""


class MissingFontsError(RuntimeError):
    """This machine has no Chinese font; the message is for users and says what to install."""


@cache
def installed() -> typst.Fonts:
    """The fonts of this machine, looked up once in a process."""
    return typst.Fonts(include_embedded_fonts=False)


@cache
def families(face: Face) -> tuple[str, ...]:
    """The families of this machine for one purpose, the best first; raises MissingFontsError when none of them is there."""
    there = set(_names())
    found = tuple(dict.fromkeys(name for name in (*FAMILIES[face], *_SONG, *_HEI, *_LAST) if name in there))
    if not found:
        message = (
            "本机没有中文字体，无法生成 PDF 和图表；请先安装中文字体（Debian、Ubuntu 系统执行 sudo apt install fonts-noto-cjk，"
            "其他系统安装思源宋体、思源黑体或仿宋、黑体、楷体等公文字体）后重试。"
        )
        raise MissingFontsError(message)
    return found


def missing(papers: Sequence[Paper]) -> str:
    """Characters of the papers that no font of this machine can draw, each once, in order; the PDF shows an empty box for them."""
    texts = [text for paper in papers for text in _texts(paper)]
    return "".join(character for character in dict.fromkeys("".join(texts)) if not _drawable(character))


def _drawable(character: str) -> bool:
    if character.isspace() or character in _INVISIBLE:
        return True
    return any(ord(character) in characters for characters in _coverages())


_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")
"""Joiners, marks of a possible break and variation selectors: nothing is drawn for them, and nothing is lost."""


@cache
def _names() -> tuple[str, ...]:
    return tuple(installed().families())


def _coverages() -> Iterator[frozenset[int]]:
    """What each font can draw, the likeliest first; a font is opened only when those before it did not do."""
    files = {(font.path, font.index): font.family for font in installed().fonts() if font.path is not None}
    likely = families("song")
    order = {name: place for place, name in enumerate(likely)}
    for path, index in sorted(files, key=lambda key: (order.get(files[key], len(order)), key)):
        yield coverage(path, index)


def _texts(paper: Paper) -> Iterator[str]:
    for block in paper.blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        elif isinstance(block, Figure):
            yield block.caption
