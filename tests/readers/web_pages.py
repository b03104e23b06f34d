"""One booklet as the web pages of many bureaus: what editors, Word, Excel, LibreOffice and content systems make of a table."""

import re
from collections.abc import Callable
from html import escape

from tests.facsimiles.booklets import Booklet
from tests.facsimiles.forms import Form
from tests.facsimiles.sheets import Placed, Sheet

CellWriter = Callable[[Placed], str]


def spans(cell: Placed, prefix: str = "") -> str:
    """The attributes of a cell that covers others."""
    return "".join(
        f' {prefix}{name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
    )


def lines(text: str, between: str = "<br/>") -> str:
    return between.join(map(escape, text.split("\n")))


def table(sheet: Sheet, cell: CellWriter, attributes: str = 'border="1"') -> str:
    rows = ("<tr>" + "".join(map(cell, row)) + "</tr>" for row in sheet.rows())
    return f"<table {attributes}>" + "\n".join(rows) + "</table>"


def pieces(book: Booklet, paragraph: Callable[[str], str], sheet: Callable[[Sheet], str]) -> str:
    """The body of a page: running text, titles and tables in their order."""
    body: list[str] = []
    for piece in book.pieces:
        if isinstance(piece, Form):
            body += [paragraph(text) for text in (piece.title, *piece.lines) if text]
            body += map(sheet, piece.sheets)
        else:
            body.append(paragraph(piece))
    return "\n".join(body)


def plain(book: Booklet) -> bytes:
    """Nothing but the tables."""
    cell = lambda cell: f"<td{spans(cell)}>{lines(cell.text)}</td>"  # noqa: E731 - as short as what it says
    return pieces(book, lambda text: f"<p>{escape(text)}</p>", lambda sheet: table(sheet, cell)).encode()


def word(book: Booklet) -> bytes:
    """Saved by Word as a filtered or full web page, in GBK that calls itself gb2312."""

    def run(text: str) -> str:
        found = re.findall(r"[ -~]+|[^ -~]+", text)
        return "".join(f"<span lang=EN-US>{escape(part)}</span>" if part.isascii() else escape(part) for part in found)

    def cell(cell: Placed) -> str:
        paragraphs = "".join(
            "<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'><span\n"
            f"  style='font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体;color:black'>{run(line)}"
            f"{'' if line else '<span lang=EN-US>&nbsp;</span>'}<o:p></o:p></span></p>\n"
            for line in cell.text.split("\n")
        )
        return f"  <td width=84{spans(cell)} valign=top style='width:63.0pt;\n  padding:0cm 5.4pt'>\n  {paragraphs}  </td>\n"

    attributes = "class=MsoNormalTable border=0 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'"
    body = pieces(
        book,
        lambda text: f"<p class=MsoNormal><span style='font-family:宋体'>{run(text)}</span></p>",
        lambda sheet: table(sheet, cell, attributes),
    )
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm;}} @media print {{ td {{display:none}} }} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>{body}
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></div></body></html>""".encode("gb18030")


def excel(book: Booklet) -> bytes:
    """Saved by Excel: numbers beside the text, a hidden row and a hidden column at the edge, columns of no use behind."""

    def cell(cell: Placed) -> str:
        number = f' x:num="{cell.text}"' if re.fullmatch(r"\d+(\.\d+)?", cell.text) else ""
        return f"<td{spans(cell)} class=xl65 style='border-top:none'{number}>{lines(cell.text)}</td>"

    def sheet(sheet: Sheet) -> str:
        width = len(sheet.widths)
        rows = (
            f"<tr height=19 style='height:14.4pt'><td style='display:none'>码</td>{''.join(map(cell, row))}<td></td></tr>"
            for row in sheet.rows()
        )
        return (
            f"<table x:str border=0 cellpadding=0><col width=72 span={width}>\n"
            + "\n".join(rows)
            + "<tr style='display:none'>"
            + "<td>0</td>" * (width + 1)
            + f"</tr><![if supportMisalignedColumns]><tr height=0 style='display:none'>{'<td width=72></td>' * width}</tr>"
            + "<![endif]></table>"
        )

    body = pieces(book, lambda text: f"<p>{escape(text)}</p>", sheet)
    return f"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gb2312>
<style>.xl65 {{mso-number-format:General}}</style></head><body link=blue>{body}</body></html>""".encode("gb18030")


def bureau(book: Booklet) -> bytes:
    """A page of an old content system: tables around everything, menus, a footer, text pasted from Word with spaces around it."""

    def cell(cell: Placed) -> str:
        text = lines(cell.text, "</span></p><p><span>") or "&nbsp;"
        return f'<td{spans(cell)} style="border:1px solid #000"><p style="line-height:150%"><span>&nbsp;{text}&nbsp;</span></p></td>'

    body = pieces(
        book,
        lambda text: f'<p style="text-indent:2em">&nbsp;&nbsp;{escape(text)}</p>',
        lambda sheet: f'<div style="overflow:auto">{table(sheet, cell)}</div>',
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=GBK"/><title>绩效自评公开_市医疗保障局</title>
<script>document.write("<table><tr><td>1");</script><style>.menu ul {{display: none}} #share {{display:none}}</style></head>
<body><table width="1000" align="center"><tr><td><img src="banner.png" width="1000" height="90"/></td></tr>
<tr><td><table><tr><td>首页</td><td>政务公开</td><td>办事服务</td><td>互动交流</td></tr></table></td></tr>
<tr><td><table><tr><td valign="top"><table><tr><td><a>通知公告</a></td></tr><tr><td><a>预算决算</a></td></tr></table></td>
<td><div>您的位置：首页 &gt; 预算决算</div><div id="share">分享到微信</div>{body}
<p align="right">&nbsp;</p></td></tr></table></td></tr>
<tr><td><div class="footer">主办：市医疗保障局　网站标识码：0000000000</div></td></tr></table></body></html>""".encode(
        "gb18030"
    )


def boxes(book: Booklet) -> bytes:
    """Tables made of plain elements whose style lays them out as such."""

    def cell(cell: Placed) -> str:
        return f"<span{spans(cell, 'aria-')}>{lines(cell.text)}</span>"

    def sheet(sheet: Sheet) -> str:
        rows = (f'<div class="line">{"".join(map(cell, row))}</div>' for row in sheet.rows())
        return f'<div style="display: table">{"".join(rows)}</div>'

    style = "<style>div.line { display:table-row } .line, span { color: #000 } span { display : table-cell !important }</style>"
    return (f"<html><head><meta charset='utf-8'>{style}</head><body>" + pieces(book, escape, sheet)).encode()


def roles(book: Booklet) -> bytes:
    """Tables made of plain elements that are called so for the blind."""

    def cell(cell: Placed) -> str:
        return f"<div role=cell{spans(cell, 'aria-')}>{lines(cell.text)}</div>"

    def sheet(sheet: Sheet) -> str:
        rows = (f'<div role="row">{"".join(map(cell, row))}</div>' for row in sheet.rows())
        return f'<div role="table">{"".join(rows)}</div>'

    return ("\ufeff<main>" + pieces(book, lambda text: f"<p>{escape(text)}</p>", sheet) + "</main>").encode()


def careless(book: Booklet) -> bytes:
    """Written by hand long ago: nothing is closed."""
    cell = lambda cell: f"<TD{spans(cell)}><P><FONT size=2><B>{lines(cell.text, '<BR>')}\n"  # noqa: E731

    def sheet(sheet: Sheet) -> str:
        return "<TABLE BORDER=1>" + "".join("<TR>" + "".join(map(cell, row)) for row in sheet.rows()) + "</TABLE>"

    return ("<HTML><BODY>" + pieces(book, lambda text: f"<P>{escape(text)}", sheet)).encode("gb18030")


def widget(book: Booklet) -> bytes:
    """A table widget that keeps the cells that merged ones cover, hidden, and puts its head into a section of its own."""

    def sheet(sheet: Sheet) -> str:
        anchors = {(cell.row, cell.column): cell for cell in sheet.cells}
        rows = [
            "".join(
                f"<td{spans(anchor)}><div class='cell'>{lines(anchor.text)}</div></td>"
                if (anchor := anchors.get((row, column)))
                else "<td style='display: none;'>&nbsp;</td>"
                for column in range(len(sheet.widths))
            )
            for row in range(sheet.height)
        ]
        return f"<table><tbody><tr>{'</tr><tr>'.join(rows)}</tr></tbody></table>"

    return pieces(book, lambda text: f"<div><span>{escape(text)}</span></div>", sheet).encode("utf-16")


STYLES: dict[str, Callable[[Booklet], bytes]] = {
    style.__name__: style for style in (plain, word, excel, bureau, boxes, roles, careless, widget)
}
