"""Word files whose XML is sound and whose content is not."""

from random import Random

from tests.hostile.kinds import hostile
from tests.hostile.packing import docx, unpacked, zipped

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_EDGES = ("0", "-1", "1000000000", "99999999999999999999999", "1.5", "x", "")


def _document(body: str) -> str:
    return f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@hostile("docx")
def columns_without_end(chance: Random) -> bytes:
    """Spans, gaps and widths of a thousand million, and below nothing."""

    def cell() -> str:
        properties = "".join(
            f'<w:{name} w:val="{chance.choice(_EDGES)}"/>'
            for name in chance.sample(["gridSpan", "vMerge", "hMerge", "textDirection"], chance.randint(0, 4))
        )
        return f'<w:tc><w:tcPr><w:tcW w:w="{chance.choice(_EDGES)}"/>{properties}</w:tcPr>{_p("格")}</w:tc>'

    rows = "".join(
        f'<w:tr><w:trPr><w:gridBefore w:val="{chance.choice(_EDGES)}"/><w:gridAfter w:val="{chance.choice(_EDGES)}"/></w:trPr>'
        f"{''.join(cell() for _ in range(chance.randint(1, 20)))}</w:tr>"
        for _ in range(chance.randint(1, 60))
    )
    grid = f'<w:gridCol w:w="{chance.choice(_EDGES)}"/>' * chance.choice([0, 1, 100_000])
    return docx(_document(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"))


@hostile("docx")
def tables_in_tables(chance: Random) -> bytes:
    """Tables, content controls or text boxes inside one another, as deep as a parser of XML lets through, and deeper."""
    opening, closing = chance.choice(
        [
            ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"),
            ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
            (
                "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>",
                "</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent></w:r></w:p>",
            ),
            ("<w:ins><w:del>", "</w:del></w:ins>"),
        ]
    )
    depth = chance.choice([20, 40, 60, 80, 120, 1000])
    return docx(_document(opening * depth + _p("底") + closing * depth))


@hostile("docx")
def numbering_in_circles(chance: Random) -> bytes:
    """Lists that are defined by one another, begin at a billion of billions, or have levels that do not exist."""
    start, level = (
        chance.choice(["999999999999999999", "-5", "0", "x"]),
        chance.choice(["0", "8", "9", "-1", "1000000000"]),
    )
    kind = chance.choice(
        "chineseCounting upperRoman lowerLetter decimal bullet ideographDigital chineseLegalSimplified odd".split()
    )
    numbering = (
        f"<w:numbering {_NAMESPACES}>"
        f'<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/><w:lvl w:ilvl="{level}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{chance.choice(["%1", "%9%8", "%1." * 5000, "%", "%0", ""])}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles {_NAMESPACES}><w:style w:type="numbering" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style></w:styles>"
    )
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{chance.choice(["1", "2", "3", "-1"])}"/></w:numPr>'
    return docx(_document(_p("条", listed) * chance.choice([1, 5000])), numbering=numbering, styles=styles)


@hostile("docx")
def styles_in_circles(chance: Random) -> bytes:
    """Styles based on themselves, on one another, on none, or in a chain of ten thousand."""
    count = chance.choice([1, 2, 3, 10_000])
    styles = "".join(
        f'<w:style w:type="{chance.choice(["paragraph", "character", "table"])}" w:styleId="s{n}">'
        f'<w:basedOn w:val="s{(n + 1) % count}"/><w:next w:val="s{n}"/><w:link w:val="s{n}"/></w:style>'
        for n in range(count)
    )
    body = "".join(_p("文", f'<w:pStyle w:val="s{chance.randrange(count)}"/>') for _ in range(50))
    return docx(_document(body), styles=f"<w:styles {_NAMESPACES}>{styles}</w:styles>")


@hostile("docx")
def paper_without_end(chance: Random) -> bytes:
    """Hundreds of thousands of paragraphs, runs, rows or cells."""
    size = chance.randint(50_000, 200_000)
    return docx(
        _document(
            chance.choice(
                [
                    "<w:p/>" * size,
                    _p("文") * size,
                    f"<w:p>{'<w:r><w:t>文</w:t></w:r>' * size}</w:p>",
                    f"<w:p>{'<w:r><w:tab/><w:br/></w:r>' * size}</w:p>",
                    f"<w:tbl>{'<w:tr><w:tc><w:p/></w:tc></w:tr>' * size}</w:tbl>",
                    f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * size}</w:tr></w:tbl>",
                    f"<w:tbl>{'<w:tr/>' * size}</w:tbl>",
                    "<w:tbl/>" * size,
                    f"<w:tbl>{'<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>' * size}</w:tbl>",
                ]
            )
        )
    )


@hostile("docx")
def relations_that_lead_nowhere(chance: Random) -> bytes:
    """Relations to the part itself, to nothing, out of the package, to another machine."""
    target = chance.choice(
        [
            "document.xml",
            "../word/document.xml",
            "/etc/passwd",
            "../../../x",
            "http://127.0.0.1:9/",
            "file:///dev/zero",
            "",
        ]
    )
    kinds = (
        "styles",
        "numbering",
        "aFChunk",
        "footnotes",
        "header",
        "image",
        "subDocument",
        "officeDocument",
        "settings",
    )
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{base}/{kind}" Target="{target}" TargetMode="{chance.choice(["Internal", "External"])}"/>'
        for n, kind in enumerate(kinds)
    )
    references = "".join(f'<w:altChunk r:id="r{n}"/><w:subDoc r:id="r{n}"/>' for n in range(9))
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = unpacked(docx(_document(references + _p("文"))))
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode()
    return zipped(parts)


@hostile("docx")
def odd_characters(chance: Random) -> bytes:
    """Symbols without a character, fields inside fields, characters that turn the writing round."""
    odd = chance.choice(
        [
            '<w:sym w:font="Wingdings" w:char="FFFFFFFFF"/>',
            '<w:sym w:char="x"/>',
            '<w:fldChar w:fldCharType="begin"/>' * 500,
            '<w:fldChar w:fldCharType="end"/>' * 500,
            '<w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText>',
            "<w:t>\u202e得分\u2066\u200b\ufeff\ud7ff\U0010ffff</w:t>",
            "<w:t>" + "e\u0301\u0302\u0303" * 20_000 + "</w:t>",
            "<w:noBreakHyphen/><w:softHyphen/><w:ptab/><w:cr/>" * 5000,
            '<w:footnoteReference w:id="99999999999"/>',
        ]
    )
    return docx(_document(f"<w:tbl><w:tr><w:tc><w:p><w:r>{odd}</w:r></w:p></w:tc></w:tr></w:tbl>"))
