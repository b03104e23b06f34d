"""Drawings: text boxes, whose text is read, and pictures, charts and embedded objects, which are reported."""

import re
from collections.abc import Iterator

import msgspec
from lxml.etree import _Element as Element

from jixiao.readers.word.names import WP, A, O, V, W, contents, twips

PICTURE = "图片中若有文字，没有读取；请核对，必要时把内容录入文档。"
_BOX = f"{W}txbxContent"
_TEXT_PATH = f"{V}textpath"
_EMU_PER_CM = 360_000
_TWIPS_PER_CM = 1440 / 2.54
_LEAST_WIDTH, _LEAST_HEIGHT = 3.0, 1.0
"""Centimetres; a picture smaller than this is a mark or an ornament and holds no text of a form."""
_STYLE_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([^;]+)")
_KINDS = (
    ("chart", "图表"),
    ("diagram", "SmartArt 图示"),
    ("ink", "手写墨迹"),
)


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What a drawing holds: text boxes (`w:txbxContent`), lettering, and why the rest could not be read (None when there is no rest)."""

    boxes: tuple[Element, ...]
    lettering: str
    description: str
    why: str | None


def drawing(element: Element) -> Drawing:
    """Look into a `w:drawing`, `w:pict` or `w:object`."""
    boxes: list[Element] = []
    lettering: list[str] = []
    pictures: list[Element] = []
    embedded: str | None = None
    for part in _parts(element):
        if part.tag == _BOX:
            boxes.append(part)
        elif part.tag == _TEXT_PATH:
            lettering.append(part.get("string", ""))
        elif part.tag in {f"{A}graphicData", f"{V}imagedata"}:
            pictures.append(part)
        elif part.tag == f"{O}OLEObject":
            embedded = part.get("ProgID", "")
    return Drawing(
        boxes=tuple(boxes),
        lettering="\n".join(lettering),
        description=_description(element),
        why=_why(element, pictures, embedded),
    )


def _parts(element: Element) -> Iterator[Element]:
    """Everything inside a drawing in order, without what stands in its text boxes."""
    open_levels = [contents(element)]
    while open_levels:
        part = next(open_levels[-1], None)
        if part is None:
            open_levels.pop()
            continue
        yield part
        if part.tag != _BOX:
            open_levels.append(contents(part))


def _why(element: Element, pictures: list[Element], embedded: str | None) -> str | None:
    if embedded is not None:
        return f"文档中嵌入的对象（{_object_name(embedded)}）没有读取；请把其中的内容直接放进文档，或另行提交。"
    uris = [picture.get("uri", "") for picture in pictures]
    for word, name in _KINDS:
        if any(word in uri for uri in uris):
            return f"{name}中的文字没有读取；请核对其中是否有自评内容。"
    is_picture = any(
        picture.tag == f"{V}imagedata" or next(picture.iter("{*}blip"), None) is not None for picture in pictures
    )
    width, height = _size(element)
    if not is_picture or width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return None
    return PICTURE


def _object_name(program: str) -> str:
    for word, name in (("Excel", "Excel 表格"), ("ET.", "电子表格"), ("Equation", "公式"), ("Word", "Word 文档")):
        if program.startswith(word):
            return name
    return program or "未注明种类"


def _size(element: Element) -> tuple[float, float]:
    """Width and height in centimetres; what is not told counts as large."""
    extent = next(element.iter(f"{WP}extent"), None)
    if extent is not None:
        return _emu(extent.get("cx")), _emu(extent.get("cy"))
    shape = next((part for part in element.iter() if part.get("style")), None)
    lengths = dict(_STYLE_LENGTH.findall(shape.get("style", ""))) if shape is not None else {}
    sizes = [twips(lengths.get(side), "px") for side in ("width", "height")]
    width, height = (float("inf") if size is None else size / _TWIPS_PER_CM for size in sizes)
    return width, height


def _emu(text: str | None) -> float:
    return int(text) / _EMU_PER_CM if text and re.fullmatch(r"\d{1,12}", text) else float("inf")


def _description(element: Element) -> str:
    properties = next(element.iter(f"{WP}docPr"), None)
    if properties is not None:
        return properties.get("descr", "").strip()
    return next((part.get("alt", "").strip() for part in element.iter(f"{V}shape")), "")
