"""Looking at a PDF before PDFium does: what would unpack or draw without end is refused before it is begun.

PDFium carries out a drawing that contains itself, or ten others ten times each, until memory ends. This look is no parser: it finds
objects by their marks, in plain and in packed form, and follows only contents and drawings (form XObjects).
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from jixiao.readers.contents import Limits, RefusedError

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_SIDES = re.compile(rb"/(Width|Height)\s+(\d{1,12})\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")
_CONTENTS = re.compile(rb"/Contents\s*(?:\[([^\]]*)\]|(\d{1,10})\s+\d{1,5}\s+R)")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_PACKED_NUMBERS = re.compile(rb"\d+")
_DICTIONARY = 65_536
"""Bytes in which the dictionary before a stream ends."""
_MOST_OBJECTS = 400_000
_MOST_DRAWN = 16 * 1024 * 1024
"""Bytes of drawing instructions of one page, with all that they repeat; the densest form has less than one million."""
_PICTURES = 4
"""How many times the pixels of a page a picture may have: it is scaled when it is drawn."""
_PIECE = 1024 * 1024
_ENDLESS = "含有无穷反复的绘图指令，不是绩效自评材料，未予读取；请重新导出或另存后重试。"


class _Drawing(msgspec.Struct):
    """A stream of drawing instructions: its length, and which drawings it carries out how often."""

    length: int
    uses: Counter[bytes]


def guard(content: bytes, limits: Limits) -> None:
    """Raise RefusedError for a PDF with pictures beyond all paper sizes, or that unpacks or draws without end."""
    _Look(content, limits).check()


class _Look:
    """What the objects of a file say, as far as contents and drawings need it."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._content = content
        self._limits = limits
        self._left = limits.unpacked
        self._texts: dict[int, bytes] = {}
        self._drawings: dict[int, _Drawing] = {}
        self._costs: dict[int, int] = {}

    def check(self) -> None:
        """Look at all objects, then at what every page draws."""
        for number, text, stream in self._objects():
            self._texts[number] = text
            if stream is not None:
                self._stream(number, text, stream)
        for text in list(self._texts.values()):
            if _CONTENTS.search(text):
                self._page(text)

    def _objects(self) -> Iterator[tuple[int, bytes, int | None]]:
        """Number and dictionary of every object, and where its stream begins if it has one."""
        marks = list(_OBJECT.finditer(self._content))
        if len(marks) > _MOST_OBJECTS:
            message = f"含有超过 {_MOST_OBJECTS} 个对象，不是绩效自评材料；请只提交自评材料本身。"
            raise RefusedError(message)
        ends = [*(mark.start() for mark in marks[1:]), len(self._content)]
        for mark, end in zip(marks, ends, strict=False):
            stream = _STREAM.search(self._content, mark.end(), min(end, mark.end() + _DICTIONARY))
            text = self._content[mark.end() : stream.start() if stream else end]
            yield int(mark[1]), text, stream.end() if stream else None

    def _stream(self, number: int, text: bytes, start: int) -> None:
        sides = {side: int(length) for side, length in _SIDES.findall(text)}
        pixels = sides.get(b"Width", 0) * sides.get(b"Height", 0)
        if pixels > self._limits.pixels * _PICTURES:
            message = (
                f"含有 {sides[b'Width']}×{sides[b'Height']} 像素的图片，超过上限；请以通常的分辨率重新扫描后重试。"
            )
            raise RefusedError(message)
        if sides or b"/Length1" in text or b"/FontFile" in text:
            return
        plain = self._unpacked(text, start)
        if b"/ObjStm" in text:
            self._packed_objects(text, plain)
        else:
            self._drawings[number] = _Drawing(length=len(plain), uses=Counter(_DRAWN.findall(plain)))

    def _unpacked(self, text: bytes, start: int) -> bytes:
        """The content of a stream as far as it unpacks; raises RefusedError beyond the limits."""
        if b"/FlateDecode" not in text and b"/Fl " not in text:
            length = self._content.find(b"endstream", start) - start
            return self._content[start : start + max(0, length)]
        packer = zlib.decompressobj()
        pieces: list[bytes] = []
        size, position = 0, start
        rest = b""
        while not packer.eof and (rest or position < len(self._content)):
            if not rest:
                rest = self._content[position : position + _PIECE]
                position += _PIECE
            try:
                pieces.append(packer.decompress(rest, _PIECE))
            except zlib.error:  # damaged or encrypted: PDFium will say so, or read what came before
                break
            rest = packer.unconsumed_tail
            size += len(pieces[-1])
            self._left -= len(pieces[-1])
            if self._left < 0 or size > _MOST_DRAWN:
                message = "解压后大到不可能是绩效自评材料，未予读取；请只提交自评材料本身。"
                raise RefusedError(message)
        return b"".join(pieces)

    def _packed_objects(self, text: bytes, plain: bytes) -> None:
        first = re.search(rb"/First\s+(\d{1,9})", text)
        if first is None:
            return
        begin = int(first[1])
        numbers = [int(found[0][:10]) for found in _PACKED_NUMBERS.finditer(plain[:begin])]
        places = list(zip(numbers[::2], numbers[1::2], strict=False))
        ends = [*(begin + offset for _, offset in places[1:]), len(plain)]
        for (number, offset), end in zip(places, ends, strict=False):
            self._texts[number] = plain[begin + offset : end]

    def _page(self, text: bytes) -> None:
        total = 0
        for listed, single in _CONTENTS.findall(text):
            numbers = [int(number) for number in (_REFERENCE.findall(listed) if listed else [single])]
            for number in numbers:
                inner = [] if number in self._drawings else _REFERENCE.findall(self._texts.get(number, b""))
                for part in [int(each) for each in inner] or [number]:
                    total += self._cost(part, text, ())
                    if total > _MOST_DRAWN:
                        raise RefusedError(_ENDLESS)

    def _cost(self, number: int, resources: bytes, above: tuple[int, ...]) -> int:
        """Bytes of instructions that drawing an object takes; `above` are those that are drawing it."""
        if number in self._costs:
            return self._costs[number]
        drawing = self._drawings.get(number)
        if drawing is None:
            return 0
        if number in above or len(above) > self._limits.nesting * 8:
            raise RefusedError(_ENDLESS)
        total = drawing.length
        if drawing.uses:
            own = self._texts.get(number, b"")
            named = self._named(own if b"/Resources" in own else resources)
            for name, times in drawing.uses.items():
                if name in named:
                    total += times * self._cost(
                        named[name], own if b"/Resources" in own else resources, (*above, number)
                    )
                if total > _MOST_DRAWN:
                    raise RefusedError(_ENDLESS)
        self._costs[number] = total
        return total

    def _named(self, text: bytes) -> dict[bytes, int]:
        """The objects that a dictionary names, with those of the resources that it refers to."""
        named: dict[bytes, int] = {}
        texts = [text]
        for _ in range(3):
            found = [(name, int(number)) for each in texts for name, number in _NAMED.findall(each)]
            named.update({name: number for name, number in found if name not in named})
            texts = [self._texts.get(number, b"") for name, number in found if name in {b"Resources", b"XObject"}]
        return named
