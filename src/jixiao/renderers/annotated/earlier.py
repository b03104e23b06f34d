"""What this program added to a Word file before is taken out, so that a form corrected in its annotated copy can be annotated anew.

Only what bears our name goes: comments by their author with their marks, the summary with the section that it stands in. An answer that
somebody wrote to a comment is a comment of its own, and stays.
"""

import re

from jixiao.readers import own_marks
from jixiao.renderers.annotated.packing import Parcel
from jixiao.renderers.annotated.splicing import Extent, Splice, extents

_MARKS = frozenset({"commentRangeStart", "commentRangeEnd"})
_LOOKED_AT = frozenset({*_MARKS, "commentReference", "r", "p", "sectPr", "body"})
_TEXT = re.compile(rb"<(?:[\w.-]+:)?t[\s>]")
_TAGS = re.compile(rb"<[^>]*>")
_OF_PARAGRAPHS = frozenset({"commentsExtended", "commentsIds"})
"""Parts in which Word keeps for each comment, by its last paragraph, what it answers and whether it is settled."""


def without_earlier(parcel: Parcel, main: str) -> bool:
    """Take earlier remarks out of a Word file; tells whether there were any."""
    gone = _without_comments(parcel, main)
    content = parcel.xml(main)
    if not gone and own_marks.SUMMARY.encode() not in content:
        return False
    elements = extents(content, lambda number, local, depth: number == 0 or depth == 2 or local in _LOOKED_AT)
    splice = Splice(content)
    _take_marks(splice, elements, gone)
    _take_summary(splice, elements)
    parcel.put(main, splice.spliced())
    return True


def _without_comments(parcel: Parcel, main: str) -> set[str]:
    """Take our comments out of their part; returns their identifiers."""
    links = {link.kind: link.target for link in parcel.links(main) if parcel.has(link.target)}
    name = links.get("comments")
    if name is None or own_marks.AUTHOR.encode() not in parcel.xml(name):
        return set()
    content = parcel.xml(name)
    elements = extents(content, lambda _, local, __: local in {"comment", "p"})
    splice = Splice(content)
    gone: set[str] = set()
    paragraphs: set[str] = set()
    for element in elements.values():
        if element.local == "comment" and attribute(element, "author") == own_marks.AUTHOR:
            gone.add(attribute(element, "id"))
            splice.replace(element.start, element.end, "")
            inside = (each for each in elements.values() if element.start < each.start < element.end)
            paragraphs |= {attribute(each, "paraId") for each in inside}
    parcel.put(name, splice.spliced())
    for kind in _OF_PARAGRAPHS & links.keys():
        _without_paragraphs(parcel, links[kind], paragraphs - {""})
    return gone


def _without_paragraphs(parcel: Parcel, name: str, paragraphs: set[str]) -> None:
    content = parcel.xml(name)
    splice = Splice(content)
    for element in extents(content, lambda _, __, depth: depth == 1).values():
        if attribute(element, "paraId") in paragraphs:
            splice.replace(element.start, element.end, "")
    parcel.put(name, splice.spliced())


def _take_marks(splice: Splice, elements: dict[int, Extent], gone: set[str]) -> None:
    runs = [each for each in elements.values() if each.local == "r"]
    for element in elements.values():
        if attribute(element, "id") not in gone:
            continue
        if element.local in _MARKS:
            splice.replace(element.start, element.end, "")
        elif element.local == "commentReference":
            run = next((each for each in runs if each.start < element.start < each.end), element)
            whole = element if _TEXT.search(splice.content, run.inner, run.close) else run
            splice.replace(whole.start, whole.end, "")


def _take_summary(splice: Splice, elements: dict[int, Extent]) -> None:
    """Take out the blocks from the summary's title to its last line; if nothing follows, its section goes with it."""
    body = next(each for each in elements.values() if each.local == "body")
    blocks = sorted((each for each in elements.values() if each.depth == body.depth + 1), key=lambda each: each.start)
    texts = [_plain(splice.content, each) if each.local == "p" else "" for each in blocks]
    for first, text in enumerate(texts):
        last = next((at for at in range(first, len(texts)) if texts[at] == own_marks.SUMMARY_END), None)
        if text != own_marks.SUMMARY or last is None:
            continue
        splice.replace(blocks[first].start, blocks[last].end, "")
        before, behind = blocks[first - 1 : first], blocks[last + 1 :]
        if not before or [each.local for each in behind] != ["sectPr"] or _plain(splice.content, before[0]):
            continue
        inside = (each for each in elements.values() if before[0].start < each.start < before[0].end)
        held = next((each for each in inside if each.local == "sectPr"), None)
        if held is not None:
            splice.replace(before[0].start, held.start, "")
            splice.replace(held.end, before[0].end, "")
            splice.replace(behind[0].start, behind[0].end, "")


def _plain(content: bytes, element: Extent) -> str:
    return _TAGS.sub(b"", content[element.inner : element.close]).decode().strip()


def attribute(element: Extent, name: str) -> str:
    """An attribute whatever its prefix; empty where there is none."""
    return next((value for key, value in element.attributes.items() if key.rpartition(":")[2] == name), "")
