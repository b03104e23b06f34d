"""A figure as a Word drawing: the vector image, and its pixels for programs that know no vectors."""

from jixiao.papers.paper import Figure
from jixiao.papers.png import pixels
from jixiao.papers.word.markup import escaped, paragraph
from jixiao.papers.word.package import Package
from jixiao.papers.word.styles import FIGURE_ID

_EMU = 36_000
"""English metric units in a millimetre."""

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def drawing(figure: Figure, number: int, package: Package, most: float) -> str:
    """The paragraph that holds the figure, the `number`th (from 1) of the file, at most `most` millimetres wide."""
    across, down = pixels(figure.png)
    width = round(min(figure.width, most) * _EMU)
    height = round(width * down / across)
    png = package.image(number, "png", figure.png)
    svg = package.image(number, "svg", figure.svg)
    description = escaped(figure.description).replace("\n", "&#10;")
    caption = escaped(figure.caption).replace("\n", " ")
    return paragraph(
        FIGURE_ID,
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="图{number}" descr="{description}" title="{caption}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="image{number}.png" descr="{description}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{png}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        f'<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{svg}"/></a:ext></a:extLst>'
        "</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
    )
