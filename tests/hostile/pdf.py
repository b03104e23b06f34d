"""PDF files that lead in circles, unpack to gigabytes, or draw without end."""

import zlib
from collections.abc import Mapping
from random import Random

from tests.hostile.kinds import hostile

_EDGES = (
    "0",
    "-1",
    "1000000000",
    "1e38",
    "99999999999999999999999999",
    "-0.0000001",
    "null",
    "(x)",
    "[]",
    "1 0 R",
    "99 0 R",
)


def _pdf(objects: Mapping[int, bytes | str], *, trailer: str = "", table: bool = True) -> bytes:
    """Number objects as given; object 1 is the catalogue."""
    body = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number, content in objects.items():
        offsets[number] = len(body)
        body += (
            f"{number} 0 obj\n".encode() + (content.encode() if isinstance(content, str) else content) + b"\nendobj\n"
        )
    start = len(body)
    if table:
        last = max(objects) + 1
        body += f"xref\n0 {last}\n0000000000 65535 f \n".encode()
        body += b"".join(
            b"%010d 00000 %s \n" % (offsets.get(n, 0), b"n" if n in offsets else b"f") for n in range(1, last)
        )
    body += f"trailer\n<</Size {max(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(body)


def _stream(content: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _flate(content: bytes, entries: str = "") -> bytes:
    return _stream(zlib.compress(content, 9), f"/Filter/FlateDecode{entries}")


_CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
_PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>"


def _one_page(
    content: bytes,
    *,
    resources: str = "",
    box: str = "0 0 595 842",
    entries: str = "",
    others: Mapping[int, bytes | str] | None = None,
) -> bytes:
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<<{resources}>>{entries}>>"
    return _pdf({1: _CATALOGUE, 2: _PAGES, 3: page, 4: content, **(others or {})})


@hostile("pdf")
def form_that_draws_itself(chance: Random) -> bytes:
    """Forms that call themselves, one another, or each the next one twice, thirty deep."""
    depth = chance.choice([1, 2, 30])
    times = chance.choice([1, 2, 10])
    forms = {
        10 + n: _stream(
            b"/X Do " * times,
            f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {10 + (n + 1) % depth} 0 R>>>>",
        )
        for n in range(depth)
    }
    if depth == 30:
        forms[10 + depth - 1] = _stream(b"0 0 m 9 9 l S", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return _one_page(_stream(b"/X Do"), resources="/XObject<</X 10 0 R>>", others=forms)


@hostile("pdf")
def page_tree_in_a_circle(chance: Random) -> bytes:
    """Pages that are their own children or parents, counts of thousand millions."""
    kids = chance.choice(["2 0 R", "3 0 R 2 0 R", "1 0 R", "99 0 R", "3 0 R " * 100_000, "5 0 R"])
    count = chance.choice(_EDGES)
    return _pdf(
        {
            1: _CATALOGUE,
            2: f"<</Type/Pages/Kids[{kids}]/Count {count}/Parent {chance.choice(['2', '5', '3'])} 0 R>>",
            3: f"<</Type/Page/Parent 2 0 R/MediaBox {chance.choice(['[0 0 9 9]', '3 0 R', '2 0 R'])}>>",
            5: "<</Type/Pages/Kids[2 0 R 5 0 R 3 0 R]/Count 3/Parent 5 0 R>>",
        },
        trailer=chance.choice(["", "/Prev 9", "/Info 2 0 R", "/Prev 999999999999"]),
        table=chance.random() < 0.7,
    )


@hostile("pdf")
def objects_without_end(chance: Random) -> bytes:
    """Hundreds of thousands of objects, or a table that claims so."""
    count = chance.choice([1_000, 300_000])
    content = _pdf(
        {1: _CATALOGUE, 2: _PAGES, 3: "<</Type/Page/Parent 2 0 R>>", **dict.fromkeys(range(4, count), "null")},
        table=chance.random() < 0.5,
    )
    lie = chance.choice([b"", b"0 99999999\n", b"0 4294967295\n", b"-5 10\n"])
    return content.replace(b"xref\n", b"xref\n" + lie, 1) if lie else content


@hostile("pdf")
def pages_of_any_size(chance: Random) -> bytes:
    """Boxes of a thousand million points, of none, turned by any angle."""
    box = " ".join(chance.choice(_EDGES[:6]) for _ in range(4))
    entries = f"/Rotate {chance.choice(['45', '90', '-99999999999', '1e38', 'x'])}/UserUnit {chance.choice(_EDGES)}/CropBox[{box}]"
    return _one_page(
        _stream(b"BT /F 12 Tf 9 9 Td (abc) Tj ET 0 0 500 500 re S"),
        box=box,
        entries=entries,
        resources="/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
    )


@hostile("pdf")
def fonts_that_say_nothing(chance: Random) -> bytes:
    """Fonts without a map to characters, with a broken one, or with glyphs that draw themselves."""
    font = chance.choice(
        [
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[11 0 R]>>",
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[10 0 R]/ToUnicode 12 0 R>>",
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 12 0 R/DescendantFonts[11 0 R]/ToUnicode 12 0 R>>",
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 0/LastChar 255/Widths 13 0 R/CharProcs<</a 14 0 R>>/Encoding<</Differences[0/a 1/a 2/a]>>/Resources<</Font<</F 10 0 R>>>>>>",
            "<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar -5/LastChar 99999999/Widths[1]/FontDescriptor<</FontFile2 12 0 R/FontBBox[1e38 0 0 0]>>>>",
            "10 0 R",
        ]
    )
    ranges = b"1 beginbfrange\n<0000><ffff><0041>\nendbfrange\n" * chance.choice([1, 5_000])
    return _one_page(
        _stream(b"BT /F 12 Tf 9 700 Td " + b"<000100020003ffff> Tj (abc) ' " * chance.choice([1, 20_000]) + b"ET"),
        resources="/Font<</F 10 0 R>>",
        others={
            10: font,
            11: "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(x)/Ordering(y)/Supplement 0>>/W[0[1e38]1 99999999 5]>>",
            12: _flate(
                b"/CIDInit /ProcSet findresource begin begincmap /A usecmap\n" + ranges + b"endcmap", "/UseCMap 12 0 R"
            ),
            13: "[" + "1e38 " * 256 + "]",
            14: _stream(b"9 0 d0 BT /F 9 Tf (\\000\\001\\002) Tj ET"),
        },
    )


@hostile("pdf")
def streams_that_unpack_to_gigabytes(chance: Random) -> bytes:
    """Content packed once, twice or nine times, zeros or drawing."""
    content = chance.choice([b" " * (200 << 20), b"0 0 m 9 9 l S\n" * 2_000_000, b"q " * 5_000_000, bytes(100 << 20)])
    times = chance.choice([1, 2, 3])
    for _ in range(times):
        content = zlib.compress(content, 9)
    return _one_page(_stream(content, f"/Filter[{'/FlateDecode' * times}]"))


@hostile("pdf")
def filters_that_lie(chance: Random) -> bytes:
    """Filters with parameters of any size, unknown ones, a hundred in a row."""
    filters = "/FlateDecode /LZWDecode /ASCIIHexDecode /ASCII85Decode /RunLengthDecode /CCITTFaxDecode /DCTDecode /JPXDecode /JBIG2Decode /Crypt /None"
    chosen = " ".join(chance.choice(filters.split()) for _ in range(chance.choice([1, 3, 100])))
    parameters = f"/DecodeParms<</Predictor {chance.choice(['12', '2', '99'])}/Columns {chance.choice(_EDGES)}/Colors {chance.choice(_EDGES)}/BitsPerComponent {chance.choice(_EDGES)}/K -1/Rows {chance.choice(_EDGES)}>>"
    return _one_page(_stream(zlib.compress(chance.randbytes(1000)), f"/Filter[{chosen}]{parameters}"))


@hostile("pdf")
def drawing_without_end(chance: Random) -> bytes:
    """Tens of thousands of lines, rectangles, characters or clips on one page: grids of millions of cells."""
    count = chance.choice([5_000, 50_000, 200_000])
    number = lambda: chance.randint(0, 800)  # noqa: E731 - one word for a coordinate
    kind = chance.choice(["mesh", "lines", "text", "nested", "squares", "curves"])
    if kind == "mesh":
        lines = count // 10
        pieces = [
            f"0 {n * 800 / lines:.2f} m 590 {n * 800 / lines:.2f} l S {n * 590 / lines:.2f} 0 m {n * 590 / lines:.2f} 800 l S"
            for n in range(lines)
        ]
    elif kind == "lines":
        pieces = [f"{number()} {number()} m {number()} {number()} l S" for _ in range(count)]
    elif kind == "squares":
        pieces = [f"{number()} {number()} {chance.randint(-9, 99)} {chance.randint(-9, 99)} re S" for _ in range(count)]
    elif kind == "curves":
        pieces = [
            f"{number()} {number()} m {number()} {number()} {number()} {number()} {number()} {number()} c S"
            for _ in range(count)
        ]
    elif kind == "text":
        pieces = [
            f"BT /F {chance.choice([0, 1, 12, 5000, -7])} Tf 1 0 0 1 {number()} {number()} Tm (10) Tj ET"
            for _ in range(count)
        ]
    else:
        pieces = ["q 0 0 9 9 re W n"] * count
    return _one_page(
        _flate("\n".join(pieces).encode()), resources="/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    )


@hostile("pdf")
def pictures_on_pages(chance: Random) -> bytes:
    """Pages that are nothing but a picture of absurd size, or thousands of blank pages."""
    if chance.random() < 0.3:
        count = chance.choice([600, 20_000])
        kids = " ".join(f"{n} 0 R" for n in range(3, count + 3))
        pages = dict.fromkeys(range(3, count + 3), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
        return _pdf({1: _CATALOGUE, 2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>", **pages})
    side = chance.choice(["50000", "1000000000", "20000", "0"])
    data = chance.choice([bytes(100), bytes(50 << 20)])
    space = chance.choice(["/DeviceGray", "/DeviceRGB", "[/Indexed/DeviceRGB 255 10 0 R]", "[/ICCBased 10 0 R]"])
    picture = _flate(
        data,
        f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/BitsPerComponent {chance.choice(['1', '8', '16', '0'])}/ColorSpace{space}/SMask 10 0 R",
    )
    return _one_page(
        _stream(b"q 595 0 0 842 0 0 cm /X Do Q " * chance.choice([1, 500])),
        resources="/XObject<</X 10 0 R>>",
        others={10: picture},
    )


@hostile("pdf")
def deep_pdf(chance: Random) -> bytes:
    """Arrays, dictionaries, references and brackets inside one another, a hundred thousand deep."""
    depth = chance.choice([100, 10_000, 100_000])
    nested = chance.choice(
        ["[" * depth + "]" * depth, "<</A" * depth + ">>" * depth, "(" * depth + ")" * depth, "[" * depth]
    )
    chain = {20 + n: f"{21 + n} 0 R" for n in range(chance.choice([2, 5000]))}
    content = _stream(nested.encode() + b" TJ")
    return _one_page(content, resources=f"/Font {nested}", entries=f"/Annots 20 0 R/B {nested}", others=chain)


@hostile("pdf")
def object_streams_in_circles(chance: Random) -> bytes:
    """Compressed objects that lie inside themselves, tables of references that are streams and lie."""
    inside = _flate(
        b"1 0 2 20 " + _CATALOGUE.encode() + _PAGES.encode(),
        f"/Type/ObjStm/N {chance.choice(_EDGES)}/First {chance.choice(_EDGES)}/Extends 10 0 R",
    )
    references = _flate(
        chance.randbytes(chance.choice([10, 5000])),
        f"/Type/XRef/Size {chance.choice(_EDGES)}/W[{chance.choice(['1 2 1', '0 0 0', '9 9 9', '-1 2 1'])}]/Index[0 {chance.choice(_EDGES)}]/Root 1 0 R/Prev {chance.choice(['9', '15', '0'])}",
    )
    body = b"%PDF-1.7\n10 0 obj\n" + inside + b"\nendobj\n"
    return body + b"11 0 obj\n" + references + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


@hostile("pdf")
def pdf_with_a_program(chance: Random) -> bytes:
    """Scripts, files, forms, outlines in circles: what a reader of text must leave alone."""
    return _pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R/AcroForm<</Fields[6 0 R]/XFA 7 0 R>>/Outlines 8 0 R/Names 1 0 R/StructTreeRoot 9 0 R>>",
            2: _PAGES,
            3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[6 0 R 6 0 R]/AA<</O 5 0 R>>>>",
            5: "<</S/JavaScript/JS(while\\(1\\){})/Next 5 0 R>>",
            6: f"<</Type/Annot/Subtype/Widget/FT/Tx/Parent 6 0 R/Kids[6 0 R]/Rect[{chance.choice(_EDGES)} 0 9 9]/V 6 0 R>>",
            7: _flate(b"<x>" * 100_000),
            8: "<</First 8 0 R/Last 8 0 R/Next 8 0 R/Parent 8 0 R/Count 999999999>>",
            9: "<</Type/StructTreeRoot/K[9 0 R 9 0 R]/P 9 0 R/RoleMap<</A/A>>>>",
        },
        trailer=chance.choice(
            ["", "/Encrypt<</Filter/Standard/V 5/R 9/Length 999999/O(x)/U(x)/P -1>>/ID[(a)(b)]", "/Encrypt 1 0 R"]
        ),
    )
