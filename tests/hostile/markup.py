"""XML and HTML that grow when they are read, reach for other files, or are deeper and wider than any page."""

from random import Random

from tests.hostile.kinds import SECRET, SOUND, hostile
from tests.hostile.packing import docx, unpacked, xlsx, zipped

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
_PARTS = ("[Content_Types].xml", "_rels/.rels", "word/styles.xml", "word/document.xml", "word/_rels/document.xml.rels")
_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-8-sig", "utf-7")


def _declared(chance: Random, declarations: str) -> bytes:
    """Put declarations in front of some part of a Word or Excel file, or of a page, in some encoding."""
    encoding = chance.choice(_ENCODINGS)
    told = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig').removesuffix('-le')}'?>"
    declared = f"{told}<!DOCTYPE x [{declarations}]>"
    where = chance.choice(["docx", "docx", "xlsx", "html", "part"])
    if where == "docx":
        return docx((declared + _BODY).encode(encoding))
    if where == "xlsx":
        strings = "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>&x;</t></si></sst>"
        return xlsx(
            unpacked(SOUND["xlsx"])["xl/worksheets/sheet1.xml"], sharedStrings=(declared + strings).encode(encoding)
        )
    if where == "html":
        return (declared + "<html><body><p>&x;</p></body></html>").encode(encoding)
    parts = unpacked(SOUND["docx"])
    name = chance.choice([name for name in parts if name in _PARTS])
    parts[name] = (declared + parts[name].decode().partition("?>")[2].strip()).encode(encoding)
    return zipped(parts)


def _laughter(width: int, depth: int) -> str:
    entities = "".join(f'<!ENTITY x{n} "{f"&x{n + 1};" * width}">' for n in range(depth))
    return f'<!ENTITY x "&x0;">{entities}<!ENTITY x{depth} "ha">'


def laughing(root: str) -> str:
    """XML whose one text is a thousand million laughs."""
    return f"<!DOCTYPE x [{_laughter(10, 9)}]><{root}>&x;</{root}>"


@hostile("docx")
def billion_laughs(chance: Random) -> bytes:
    """Entities made of entities made of entities."""
    return _declared(chance, _laughter(chance.randint(2, 20), chance.randint(5, 30)))


@hostile("docx")
def quadratic_blowup(chance: Random) -> bytes:
    """One long entity named often."""
    return _declared(chance, f'<!ENTITY y "{"a" * chance.randint(10_000, 300_000)}"><!ENTITY x "{"&y;" * 30_000}">')


@hostile("docx")
def external_entity(chance: Random) -> bytes:
    """An entity that stands for another file or for an address."""
    target = chance.choice([SECRET.as_uri(), str(SECRET), "file:///dev/zero", "http://127.0.0.1:9/", "\\\\host\\share"])
    return _declared(
        chance,
        chance.choice(
            [
                f'<!ENTITY x SYSTEM "{target}">',
                f'<!ENTITY % p SYSTEM "{target}">%p;<!ENTITY x "a">',
                f'<!ENTITY x PUBLIC "a" "{target}">',
                '<!ENTITY % p "&#37;q;"><!ENTITY % q "&#37;p;"><!ENTITY x "a">%p;',
            ]
        ),
    )


@hostile("docx")
def inclusion_of_other_files(chance: Random) -> bytes:
    """XInclude, style sheets and schema locations that point to other files."""
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{SECRET.as_uri()}" parse="text"/>'
    style = f'<?xml-stylesheet type="text/xsl" href="{SECRET.as_uri()}"?>'
    page = (
        f'<html><body><iframe src="{SECRET.as_uri()}"></iframe><object data="{SECRET}"></object>{include}</body></html>'
    )
    return chance.choice([docx(style + _BODY.replace("&x;", include)), page.encode(), (style + page).encode()])


@hostile("docx")
def deep_xml(chance: Random) -> bytes:
    """Elements inside elements, a hundred thousand deep."""
    depth = chance.randint(1_000, 100_000)
    name = chance.choice(["w:p", "w:r", "w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "x", "w:hyperlink"])
    nested = f"<{name}>" * depth + chance.choice(["", f"</{name}>" * depth])
    part = _BODY.replace("<w:t>&x;</w:t>", nested)
    return chance.choice([docx(part), docx(_BODY.replace("&x;", ""), styles=part), xlsx(nested)])


@hostile("docx")
def wide_xml(chance: Random) -> bytes:
    """Huge attributes, a hundred thousand of them, a hundred thousand name spaces, one text of megabytes."""
    size = chance.randint(10_000, 100_000)
    wide = chance.choice(
        [
            f'<w:p x="{"a" * size * 100}"/>',
            "<w:p " + " ".join(f'x{n}=""' for n in range(size)) + "/>",
            "<w:p " + " ".join(f'xmlns:x{n}="u:{n}"' for n in range(size)) + "/>",
            f"<w:t>{'字' * size * 50}</w:t>",
            f"<w:{'p' * size}/>",
            f"<!--{'-' * size}x-->",
            f"<?{'p' * size} x?>",
            "<w:p/>" * size * 5,
            "&#1;" * size,
            "]]>" * size,
        ]
    )
    return docx(_BODY.replace("<w:t>&x;</w:t>", f"<w:t>a</w:t></w:r></w:p>{wide}<w:p><w:r>"))


@hostile("docx")
def xml_in_a_wrong_encoding(chance: Random) -> bytes:
    """What is declared is not what is there."""
    told, meant = (
        chance.choice(["utf-16", "utf-7", "gb2312", "ebcdic-cp-us", "none", "UCS-4"]),
        chance.choice(_ENCODINGS),
    )
    return docx((f"<?xml version='1.0' encoding='{told}'?>" + _BODY.replace("&x;", "绩效")).encode(meant))


@hostile("html")
def deep_html(chance: Random) -> bytes:
    """A million elements inside one another."""
    name = chance.choice(["div", "b", "table><tr><td", "ul><li", "font", "span", "blockquote", "form", "a", "select"])
    depth = chance.randint(10_000, 1_000_000) // (name.count("<") + 1)
    closing = "".join(f"</{part.strip('<>')}>" for part in reversed(name.split("><")))
    return f"<html><body>{f'<{name}>' * depth}绩效{closing * chance.choice([0, depth])}".encode()


@hostile("html")
def spans_without_end(chance: Random) -> bytes:
    """Cells that claim to cover a thousand million rows and columns."""
    sizes = ("1000000000", "65534", "1000", "-5", "0", "99999999999999999999", "1e9", "x", "")
    rows = "".join(
        "<tr>"
        + f"<td colspan={chance.choice(sizes)} rowspan='{chance.choice(sizes)}'>格</td>" * chance.randint(1, 30)
        + "</tr>"
        for _ in range(chance.randint(1, 300))
    )
    return f"<html><body><table>{rows}</table></body></html>".encode()


@hostile("html")
def wide_html(chance: Random) -> bytes:
    """A million cells, options, breaks, entities, attributes; huge comments and scripts."""
    size = chance.randint(50_000, 500_000)
    piece = chance.choice(
        [
            "<td>1",
            "<tr><td>1",
            "<br>",
            "&nbsp;",
            "&amp;amp;",
            "&#x110000;&#0;",
            "<option>a",
            "<p>绩效",
            "<!---->",
            "<a b c d e='",
            "<![CDATA[",
            "</td>",
            "</table><table>",
            "<script>",
            "<style>td{",
            "\0",
        ]
    )
    return f"<html><body><table><tr>{piece * size}</table>".encode()


@hostile("html")
def html_in_doubtful_encodings(chance: Random) -> bytes:
    """Encodings that are declared and wrong, unknown, or no encodings of text at all."""
    told = chance.choice(
        "utf-7 utf-16 utf-32 gb2312 hz iso-2022-cn iso-2022-kr rot13 base64 zip hex unicode_escape idna x-user-defined".split()
    )
    meant = chance.choice(["utf-8", "gb18030", "utf-16", "utf-16-be", "utf-32", "hz", "big5"])
    sound = SOUND["html"].decode().replace('"utf-8"', f'"{told}"')
    return sound.encode(meant, "replace") + chance.choice([b"", chance.randbytes(100), b"\xff" * 1000])


@hostile("html")
def tag_soup(chance: Random) -> bytes:
    """Tags of tables in any order, unclosed and misplaced."""
    tags = "table tr td th tbody thead caption p div /table /tr /td /th /tbody br colgroup col/ li form select svg math template"
    return "".join(
        f"<{chance.choice(tags.split())}>{chance.choice(['', '得分', '10', '一级指标'])}" for _ in range(20_000)
    ).encode()


@hostile("xml")
def flat_office_xml(chance: Random) -> bytes:
    """Office XML in one file, with what only attacks hold."""
    kind = chance.choice(["Word", "Excel"])
    namespace = "spreadsheet" if kind == "Excel" else "word"
    content = chance.choice(["&x;" * 1000, "<x>" * 50_000, "<Cell><Data>1</Data></Cell>" * 50_000])
    declared = chance.choice(
        ["", f'<!DOCTYPE x [<!ENTITY x SYSTEM "{SECRET.as_uri()}">]>', '<!DOCTYPE x [<!ENTITY x "&x;">]>']
    )
    return (
        f'<?xml version="1.0"?>{declared}<?mso-application progid="{kind}.Document"?>'
        f'<Workbook xmlns="urn:schemas-microsoft-com:office:{namespace}">{content}</Workbook>'
    ).encode()
