"""The chapters of a report that the unit handed in around its forms, so that a new one can take up what it says of itself."""

import re
from collections.abc import Sequence

import msgspec

from jixiao.model import Passage
from jixiao.renderers.narrative.composing import Composer
from jixiao.renderers.narrative.fragments import MARKS, Said
from jixiao.renderers.narrative.materials import Materials, Origin

_CHAPTER = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}(?:部分|章))\s*(?P<words>[^。；;，,：:]{2,30})\s*$"
)
_SECTION = re.compile(
    r"^\s*[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]\s*(?P<words>[^。；;，,：:]{2,30})[。]?\s*$"
)


class Told(msgspec.Struct, frozen=True):
    """A passage of the report with the chapter and the section that it stands in."""

    chapter: str
    section: str
    said: Said


def told(materials: Materials, file: int) -> tuple[Told, ...]:
    """All passages below a heading, in order; headings themselves are left out."""
    found: list[Told] = []
    chapter = section = ""
    for index, passage in enumerate(materials.files[file].submission.narrative.text):
        if opening := _CHAPTER.match(passage.text):
            chapter, section = opening["words"].strip(), ""
        elif opening := _SECTION.match(passage.text):
            section = opening["words"].strip()
        elif chapter and (text := _text(passage)) and not _APPENDIX.fullmatch(text):
            found.append(Told(chapter, section, Said(Origin(file, None, f"narrative/{index}"), text)))
    return tuple(found)


_ENUMERATOR = re.compile(r"^\s*(?:[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]、?|\d{1,2}[、.．](?!\d)|[①-⑳])\s*")
_FIRSTLY = re.compile(r"^第?[一二三四五六七八九十]{1,3}(?:是|[，、])")


_APPENDIX = re.compile(r"附\s*[件表录]\s*\d*\s*[:：]?")
_CAPTION = re.compile(r"[^。；;，,：:]{1,14}")
"""A passage so short and without any mark may be a heading; it is no sentence."""


def _text(passage: Passage) -> str:
    return _ENUMERATOR.sub("", MARKS.sub("", passage.text)).strip()


def pick(
    passages: Sequence[Told], chapter: re.Pattern[str], section: re.Pattern[str] | None = None
) -> tuple[Told, ...]:
    """The passages of the chapters, and within them the sections, whose headings match."""
    return tuple(
        each
        for each in passages
        if chapter.search(each.chapter) and (section is None or section.search(each.section or each.chapter))
    )


def tell(composer: Composer, passages: Sequence[Told], gap: str = "") -> None:
    """Take passages up, several of them numbered; where there is none, the gap that is named."""
    if not passages and gap:
        composer.gap(gap)
    composer.restart_points()
    for each in passages:
        ending = "" if each.said.text[-1] in "。；;！!：:" or _CAPTION.fullmatch(each.said.text) else "。"
        numbered = len(passages) > 1 and not any(_FIRSTLY.match(other.said.text) for other in passages)
        if not numbered or each.said.text[-1] in "：:":
            composer.say(each.said, ending)
        else:
            composer.point(each.said, ending)
