"""Small Word files written out as XML, for the tests of the reader."""

import io
import zipfile

SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text: str, properties: str = "") -> str:
    """A run with text, and its properties as XML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str = "", properties: str = "") -> str:
    """A paragraph; what does not begin with a tag is its text."""
    inner = inner if inner.startswith("<") or not inner else run(inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(inner: str = "", properties: str = "", *, span: int = 1, width: int | None = None) -> str:
    """A cell; what does not begin with a tag is the text of its one paragraph."""
    inner = inner if inner.startswith("<") else p(inner)
    told = "" if width is None else f'<w:tcW w:w="{width}" w:type="dxa"/>'
    spanned = "" if span == 1 else f'<w:gridSpan w:val="{span}"/>'
    return f"<w:tc><w:tcPr>{told}{spanned}{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; cells that are no XML are texts."""
    told = [cell if cell.startswith("<") else tc(cell) for cell in cells]
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(told)}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    """A table with the widths of its grid in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def docx(
    body: str,
    *,
    parts: dict[str, str] | None = None,
    relations: dict[str, tuple[str, str]] | None = None,
    content_type: str = MAIN,
    main: str = "word/document.xml",
) -> bytes:
    """A Word file with this body.

    `parts` are further members beside the main one, with {spaces} where their root's namespaces belong; `relations` are those of the main
    part by identifier, as kind and target.
    """
    files = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
        ),
        "_rels/.rels": _relations({"rId1": ("officeDocument", main)}),
        main: f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    folder, _, name = main.rpartition("/")
    told = dict(relations or {})
    for kind in ("styles", "numbering", "footnotes", "endnotes", "comments", "settings"):
        if f"{kind}.xml" in (parts or {}):
            told[f"rId-{kind}"] = (kind, f"{kind}.xml")
    files[f"{folder}/_rels/{name}.rels"] = _relations(told)
    for part, xml in (parts or {}).items():
        files[f"{folder}/{part}"] = xml.replace("{spaces}", SPACES)
    return packed(files)


def packed(files: dict[str, str]) -> bytes:
    """A zip with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def _relations(told: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{identifier}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for identifier, (kind, target) in told.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
