"""Findings for places, and annotated copies taken apart again."""

import io
import zipfile
from collections.abc import Iterable

from lxml import etree

from jixiao.findings import Answer, Certainty, Finding, Quote, Severity
from jixiao.law import article
from jixiao.places import Place
from jixiao.readers import own_marks
from jixiao.renderers.annotated.remarks import Remark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def finding(
    place: Place | None, text: str = "30", *, code: str = "SCO-04", severity: Severity = Severity.ERROR
) -> Finding:
    """A finding that quotes one cell."""
    return Finding(
        code=code,
        name="some-fault",
        title="得分高于应得分",
        severity=severity,
        certainty=Certainty.LIKELY,
        message=f"“{text}”高于应得的15分。",
        quotes=() if place is None else (Quote(text=text, place=place),),
        figures={"应得": "9÷12×20=15"},
        basis=(article("财预〔2020〕10号", 16),),
        suggestion="请改为15分。",
        answer=Answer(reason="次年改正", by="财务科"),
    )


def remark(number: int, place: Place | None, text: str = "30", **more: object) -> Remark:
    """A remark on one place."""
    return Remark(
        number=number,
        finding=finding(place, text, **more),  # type: ignore[arg-type] # what finding takes
        places=() if place is None else (place,),
    )


def parts(content: bytes) -> dict[str, bytes]:
    """The members of a packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """The members that differ or are new; none may be gone."""
    old, new = parts(before), parts(after)
    assert old.keys() <= new.keys()
    return {name for name, content in new.items() if old.get(name) != content}


def without_ours(document: bytes, identifiers: Iterable[str]) -> bytes:
    """The text part of a Word file without what was put into it, in canonical form: the section at its end and the marks of comments.

    Properties of a section that say nothing are taken out as well: a body that had none got them.
    """
    root = etree.fromstring(document)
    ours = set(identifiers)
    body = next(root.iter("{*}body"))
    title = next(
        paragraph
        for paragraph in body
        if "".join(each.text or "" for each in paragraph.iter("{*}t")).startswith(own_marks.SUMMARY)
    )
    ending = title.getprevious()
    assert ending is not None
    properties = next(ending.iter("{*}sectPr"))
    for later in list(title.itersiblings()):
        body.remove(later)
    body.remove(title)
    body.replace(ending, properties)
    if not len(properties) and not properties.attrib:
        body.remove(properties)
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for element in list(root.iter(f"{{*}}{tag}")):
            if _identifier(element) in ours:
                gone = element.getparent() if tag == "commentReference" else element
                assert gone is not None
                assert not (gone.tail or "").strip()
                gone.getparent().remove(gone)  # type: ignore[union-attr] # it stands in a paragraph
    return canonical(etree.tostring(root))


def canonical(xml: bytes) -> bytes:
    """A part in canonical form, so that <a/> and <a></a> are one."""
    return etree.tostring(etree.fromstring(xml), method="c14n")


def _identifier(element: etree._Element) -> str:
    return next(str(value) for key, value in element.attrib.items() if str(key).endswith("}id"))


def comments(content: bytes, part: str = "word/comments.xml") -> dict[str, str]:
    """The texts of the comments that this program wrote, by identifier."""
    root = etree.fromstring(parts(content)[part])
    return {
        _identifier(each): "\n".join(
            "".join(text.text or "" for text in line.iter("{*}t")) for line in each.iter("{*}p")
        )
        for each in root.iter("{*}comment")
        if own_marks.AUTHOR in map(str, each.attrib.values())
    }


def commented(document: bytes) -> dict[str, str]:
    """The text within the range of each comment, by its identifier."""
    open_ranges: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for element in etree.fromstring(document).iter():
        name = etree.QName(element).localname
        if name == "commentRangeStart":
            open_ranges[_identifier(element)] = []
        elif name == "commentRangeEnd":
            found[_identifier(element)] = "".join(open_ranges.pop(_identifier(element)))
        elif name == "t":
            for texts in open_ranges.values():
                texts.append(element.text or "")
    assert not open_ranges
    return found
