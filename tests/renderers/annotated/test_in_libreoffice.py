"""LibreOffice opens annotated copies: every comment is on the right cell there as well."""

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from jixiao import pipeline
from jixiao.readers import own_marks
from jixiao.renderers.annotated import annotate

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
_FORMATS = Path(__file__).parents[3] / "examples" / "formats"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NAMES = ("t3-aid-settlement", "t5-two-forms-narrative", "t6-department-report")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, etree._Element]:
    """The annotated examples as LibreOffice saves them in its own format, one start of it for each kind."""
    folder = tmp_path_factory.mktemp("office")
    found: dict[str, etree._Element] = {}
    for suffix, target in (("docx", "fodt"), ("xlsx", "fods")):
        for name in _NAMES:
            path = _FORMATS / f"{name}.{suffix}"
            (folder / path.name).write_bytes(annotate(path.read_bytes(), pipeline.audit(path)).content)
        files = [str(folder / f"{name}.{suffix}") for name in _NAMES]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(  # noqa: S603 - files made here
            ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), *files],  # noqa: S607 - the one on the path
            check=True,
            capture_output=True,
            timeout=180,
        )
        for name in _NAMES:
            found[f"{name}.{suffix}"] = etree.parse(
                folder / f"{name}.{target}", etree.XMLParser(huge_tree=True)
            ).getroot()
    return found


def _said(annotation: etree._Element) -> str:
    return "".join("".join(map(str, line.itertext())) for line in annotation.iter(f"{_TEXT}p"))


def _own(element: etree._Element) -> str:
    """The text of a cell or paragraph without the notes in it."""
    return "".join(
        str(text)
        for text in element.xpath(
            ".//text()[not(ancestor::office:annotation)]", namespaces={"office": _OFFICE.strip("{}")}
        )
    )


@pytest.mark.parametrize("name", [f"{name}.{suffix}" for name in _NAMES for suffix in ("docx", "xlsx")])
def test_libreoffice_shows_every_remark_on_the_cell_that_it_quotes(
    opened: dict[str, etree._Element], name: str
) -> None:
    root = opened[name]
    result = pipeline.audit(_FORMATS / name)
    annotations = list(root.iter(f"{_OFFICE}annotation"))
    checked = 0
    for finding in result.findings:
        (annotation,) = [
            each for each in annotations if "".join(finding.message.split()) in "".join(_said(each).split())
        ]
        if name.endswith(".docx"):
            assert annotation.findtext(f"{_DC}creator") == own_marks.AUTHOR
        if not (finding.quotes[0].path or "").startswith("indicators/"):
            continue  # told in running text, and not in its very words
        cell = next(annotation.iterancestors(f"{_TABLE}table-cell"))
        assert "".join((finding.quotes[0].text or "").split()) in "".join(_own(cell).split())
        checked += 1
    assert checked
    assert any(own_marks.SUMMARY in _own(each) for each in root.iter(f"{_TEXT}p"))
