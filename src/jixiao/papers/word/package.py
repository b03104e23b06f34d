"""A Word file as a package of parts, the same bytes for the same parts: no date, no name of a person or a machine."""

import io
import zipfile

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SETTINGS = (
    '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
)


class Package:
    """Collects the parts of a Word file that the body refers to, and packs them with it."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}
        self._relations: list[tuple[str, str]] = []
        self._overrides: list[tuple[str, str]] = []
        self._add("styles", "word/styles.xml", None)
        self._add("settings", "word/settings.xml", _SETTINGS)
        self._add("fontTable", "word/fontTable.xml", None)

    def footer(self, number: int, xml: str) -> str:
        """Add a footer; its relationship id."""
        name = f"word/footer{number}.xml"
        self._overrides.append((name, f"{_WORD_TYPE}.footer+xml"))
        return self._relate("footer", name, (_DECLARATION + xml).encode())

    def image(self, number: int, kind: str, content: bytes) -> str:
        """Add a picture of a kind (png, svg); its relationship id."""
        return self._relate("image", f"word/media/image{number}.{kind}", content)

    def pack(self, *, document: str, styles: str, fonts: str, title: str) -> bytes:
        """The file; `document` is the part with the body, `title` (escaped) what programs show as its title."""
        self._parts["word/styles.xml"] = (_DECLARATION + styles).encode()
        self._parts["word/fontTable.xml"] = (_DECLARATION + fonts).encode()
        parts = {
            "[Content_Types].xml": self._content_types(),
            "_rels/.rels": _ROOT,
            "docProps/core.xml": _core(title),
            "docProps/app.xml": _APPLICATION,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": _relationships(self._relations),
        }
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, xml in parts.items():
                _write(archive, name, (_DECLARATION + xml).encode())
            for name, content in self._parts.items():
                _write(archive, name, content)
        return buffer.getvalue()

    def _add(self, kind: str, name: str, xml: str | None) -> None:
        self._overrides.append((name, f"{_WORD_TYPE}.{kind}+xml"))
        self._relate(kind, name, (_DECLARATION + (xml or "")).encode())

    def _relate(self, kind: str, name: str, content: bytes) -> str:
        self._parts[name] = content
        self._relations.append((f"{_OFFICE}/{kind}", name.removeprefix("word/")))
        return f"rId{len(self._relations)}"

    def _content_types(self) -> str:
        overrides = [
            ("word/document.xml", f"{_WORD_TYPE}.document.main+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
            *self._overrides,
        ]
        return (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>'
            + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
            + "</Types>"
        )


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    archive.writestr(entry, content)


def _relationships(relations: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


_ROOT = _relationships(
    [
        (f"{_OFFICE}/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    ]
)
_APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Jixiao</Application></Properties>"
)


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
