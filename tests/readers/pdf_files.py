"""Small PDFs written by hand, so that a test says what lies in the file: text, lines, pictures, forms, passwords, damage.

Coordinates are points from the upper left corner of the page, as a reader of the page would give them. Text is set in a font that is not
embedded; a table in the file says which character a code is.
"""

import hashlib
import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 600.0, 800.0
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


class Canvas:
    """The content of one page, or of a drawing within it."""

    def __init__(self, font: str = "F") -> None:
        self.parts: list[bytes] = []
        self.font = font
        """F names its characters, G does not, W is a font of symbols."""

    def text(
        self, x: float, top: float, text: str, size: float = 10.0, *, mode: int = 0, turn: int = 0, grey: float = 0
    ) -> None:
        """Write a text whose first character has its upper left corner here; `turn` counts quarter turns clockwise."""
        cosine, sine = ((1, 0), (0, -1), (-1, 0), (0, 1))[turn]
        codes = "".join(f"{ord(character):04X}" for character in text)
        baseline = HEIGHT - top - 0.88 * size
        self.draw(
            f"BT {grey} g {mode} Tr /{self.font} {size} Tf {cosine} {sine} {-sine} {cosine} {x} {baseline} Tm <{codes}> Tj ET"
        )

    def line(
        self, left: float, top: float, right: float, bottom: float, *, width: float = 0.5, grey: float = 0
    ) -> None:
        """Stroke a line."""
        self.draw(f"{grey} G {width} w {left} {HEIGHT - top} m {right} {HEIGHT - bottom} l S")

    def area(self, left: float, top: float, right: float, bottom: float, *, grey: float = 0) -> None:
        """Fill a rectangle."""
        self.draw(f"{grey} g {left} {HEIGHT - bottom} {right - left} {bottom - top} re f")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Stroke all rules of a table."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def table(
        self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], size: float = 10.0
    ) -> None:
        """Stroke a table and write its texts, lines apart by line breaks."""
        self.grid(xs, ys)
        for row, top in zip(rows, ys, strict=False):
            for text, left in zip(row, xs, strict=False):
                for number, line in enumerate(text.split("\n")):
                    if line:
                        self.text(left + 3, top + 3 + number * 1.2 * size, line, size)

    def draw(self, operators: str) -> None:
        """Add instructions as they are."""
        self.parts.append(operators.encode())

    @property
    def content(self) -> bytes:
        """All instructions."""
        return b"\n".join(self.parts)


_SYSTEM = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
_SHAPE = b"/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80"


def names() -> bytes:
    """The table by which a code names the character of the same number."""
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n" for high in range(256)]
    blocks = "".join(f"64 beginbfrange\n{''.join(ranges[at : at + 64])}endbfrange\n" for at in range(0, 256, 64))
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
    return f"{head}\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n{blocks}endcmap end end".encode()


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A packed stream object."""
    packed = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (extra, len(packed), packed)


class File:
    """A PDF while objects are added to it; the first two are the catalogue and the list of pages."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
        self._pages: list[int] = []
        self.fonts = self._fonts()

    def _fonts(self) -> bytes:
        """Add a font that names its characters, one that does not, and one of symbols."""
        widths = b"/DW 1000/W[32[300] 37[800] 48 57 500]"
        named = b"/ToUnicode %d 0 R" % self.add(stream(names()))
        entries = b""
        for key, name, table in ((b"F", b"Test", named), (b"G", b"Test", b""), (b"W", b"Wingdings", named)):
            font = b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]%s>>"
            shape = self.add(b"<</Type/FontDescriptor/FontName/%s%s>>" % (name, _SHAPE))
            inner = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s%s%s/FontDescriptor %d 0 R>>"
            number = self.add(inner % (name, _SYSTEM, widths, shape))
            entries += b"/%s %d 0 R" % (key, self.add(font % (name, number, table)))
        return b"<<%s>>" % entries

    def add(self, content: bytes) -> int:
        """Add an object; returns its number."""
        self.objects.append(content)
        return len(self.objects)

    def page(self, canvas: Canvas | bytes, *, extra: bytes = b"", drawings: bytes = b"") -> None:
        """Add a page with its content; `drawings` are entries of its XObject dictionary."""
        content = self.add(stream(canvas if isinstance(canvas, bytes) else canvas.content))
        box = b"" if b"/MediaBox" in extra else b"/MediaBox[0 0 %d %d]" % (int(WIDTH), int(HEIGHT))
        self._pages.append(
            self.add(
                b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R/Resources<</Font%s/XObject<<%s>>>>%s>>"
                % (box, content, self.fonts, drawings, extra)
            )
        )

    def bytes(self, *, password: str | None = None) -> bytes:
        """The file; with a password encrypted by the oldest method there is, which every reader knows."""
        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        self.objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(self._pages))
        lock = _Lock(password) if password is not None else None
        content, places = b"%PDF-1.7\n", []
        for number, body in enumerate(self.objects, start=1):
            places.append(len(content))
            content += b"%d 0 obj\n%s\nendobj\n" % (number, lock.locked(body, number) if lock else body)
        start = len(content)
        content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        content += b"".join(b"%010d 00000 n \n" % place for place in places)
        trailer = b"<</Size %d/Root 1 0 R%s>>" % (len(places) + 1, lock.entries if lock else b"")
        return content + b"trailer %s\nstartxref\n%d\n%%%%EOF" % (trailer, start)


class _Lock:
    """Standard encryption, revision 2: RC4 with 40 bits."""

    def __init__(self, password: str) -> None:
        padded = (password.encode() + _PADDING)[:32]
        owner = _rc4(_digest(padded)[:5], padded)
        self._key = _digest(padded + owner + b"\xfc\xff\xff\xff" + bytes(16))[:5]
        user = _rc4(self._key, _PADDING)
        self.entries = b"/ID[<%s><%s>]/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>" % (
            *([bytes(16).hex().encode()] * 2),
            owner.hex().encode(),
            user.hex().encode(),
        )

    def locked(self, body: bytes, number: int) -> bytes:
        """An object with its stream encrypted."""
        head, mark, rest = body.partition(b"stream\n")
        if not mark:
            return body
        content, _, tail = rest.rpartition(b"\nendstream")
        key = _digest(self._key + number.to_bytes(3, "little") + b"\0\0")[:10]
        return head + mark + _rc4(key, content) + b"\nendstream" + tail


def _digest(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    other = 0
    for index in range(256):
        other = (other + state[index] + key[index % len(key)]) % 256
        state[index], state[other] = state[other], state[index]
    result = bytearray()
    first = second = 0
    for byte in content:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        result.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(result)


def one_page(canvas: Canvas, **options: bytes) -> bytes:
    """A file of one page."""
    file = File()
    file.page(canvas, **options)
    return file.bytes()
