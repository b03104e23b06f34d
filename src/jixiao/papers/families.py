"""The families of fonts that stand for those of official papers, under the names that the font files give themselves."""

from typing import Literal

from jixiao.papers.looks import FANGSONG, HEI, KAI, SONG, TITLE

Face = Literal["title", "song", "hei", "fang", "kai"]
"""小标宋 (titles), 宋体 (page numbers), 黑体 (headings), 仿宋 (text), 楷体 (second headings)."""

_SONG = ("SimSun", "宋体", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC")
_HEI = ("SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC")
LAST = ("FandolSong", "FandolHei", "AR PL UMing CN", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback")
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
"""Families by what official papers want them for, the best first."""

FACES: dict[str, Face] = {TITLE: "title", FANGSONG: "fang", HEI: "hei", KAI: "kai", SONG: "song"}
"""What stands for the fonts that looks name."""
