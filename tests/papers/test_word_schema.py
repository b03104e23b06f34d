"""Word refuses files whose elements stand in another order than its schema says; python-docx knows that order."""

import inspect
import io
import re
import zipfile
from itertools import pairwise

from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.oxml.settings import CT_Settings
from docx.oxml.styles import CT_Style
from docx.oxml.table import CT_TblPr, CT_TcPr
from docx.oxml.text.font import CT_RPr
from docx.oxml.text.parfmt import CT_PPr
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from jixiao.papers import Figure, Grid, Line, LineStyle, PageBreak, Paper, word
from jixiao.papers.looks import LINES
from tests.papers.generated import grids, png


def _order(kind: type) -> list[str]:
    """The children of an element in order; the class has forgotten them, its source has not."""
    (names,) = re.findall(r"_tag_seq = \((.*?)\)", inspect.getsource(kind), re.DOTALL)
    return [qn(name) for name in re.findall(r'"(w:\w+)"', names)]


ORDERS = {
    qn(tag): _order(kind)
    for tag, kind in (
        ("w:pPr", CT_PPr),
        ("w:rPr", CT_RPr),
        ("w:tcPr", CT_TcPr),
        ("w:tblPr", CT_TblPr),
        ("w:sectPr", CT_SectPr),
        ("w:style", CT_Style),
        ("w:settings", CT_Settings),
    )
}
FIGURE = Figure(svg=b"<svg/>", png=png(4, 2), width=30, caption="图1", description="图")
BLOCKS = st.one_of(
    st.builds(Line, text=st.sampled_from(["", "甲", "一\n二\t三"]), style=st.sampled_from(list[LineStyle](LINES))),
    grids(most=3),
    st.just(PageBreak()),
    st.just(FIGURE),
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    blocks = tuple(draw(st.lists(BLOCKS, max_size=6)))
    joined = tuple(
        Grid(widths=block.widths, cells=block.cells, joined=draw(st.booleans()), size=draw(st.sampled_from([9, 10.5])))
        if isinstance(block, Grid)
        else block
        for block in blocks
    )
    return Paper(name="表", blocks=joined, page_numbers=draw(st.booleans()))


@given(st.lists(papers(), max_size=3))
@settings(max_examples=60, deadline=None)
def test_elements_stand_in_the_order_of_the_schema(several: list[Paper]) -> None:
    with zipfile.ZipFile(io.BytesIO(word.write(several))) as archive:
        parts = {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
    for root in parts.values():
        for element in root.iter(*ORDERS):
            order = ORDERS[element.tag]
            # References to headers and footers, of which there are several, come first in a section.
            positions = [order.index(child.tag) for child in element if child.tag != qn("w:footerReference")]
            assert positions == sorted(set(positions)), etree.tostring(element)
    document = parts["word/document.xml"]
    for cell in document.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    body = document[0]
    assert all(before.tag != after.tag for before, after in pairwise(body) if before.tag == qn("w:tbl"))
    assert body[-1].tag == qn("w:sectPr") if several else not len(body)
    styles = {style.get(qn("w:styleId")) for style in parts["word/styles.xml"].iter(qn("w:style"))}
    assert {style.get(qn("w:val")) for style in document.iter(qn("w:pStyle"))} <= styles
    relations = {relation.get("Id") for relation in parts["word/_rels/document.xml.rels"]}
    used = {
        value
        for element in document.iter()
        for name, value in element.attrib.items()
        if name in {qn("r:id"), qn("r:embed")}
    }
    assert used <= relations
