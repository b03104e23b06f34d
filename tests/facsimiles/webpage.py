"""A booklet as a web page with row and column spans, as it is published, and as a browser prints it."""

from html import escape

from tests.facsimiles.booklets import Booklet
from tests.facsimiles.forms import Form
from tests.facsimiles.sheets import Placed, Sheet

_NAMES = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "gb18030": "gb2312"}
"""What a page calls its encoding; gb2312 is what most that are written in gb18030 say."""
_SHOWN = {"宋体": "Noto Serif CJK SC", "仿宋": "Noto Serif CJK SC", "仿宋_GB2312": "Noto Serif CJK SC"}


def write(book: Booklet) -> bytes:
    """Write a booklet as .html."""
    style = book.style
    body = "\n".join(_piece(piece, index) for index, piece in enumerate(book.pieces))
    page = f"""<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="{_NAMES[style.encoding]}">
<title>绩效自评</title>
<style>
@page {{ size: A4 {"landscape" if style.landscape else "portrait"}; margin: 18mm 16mm }}
body {{ font: {style.size}pt/1.35 "{style.body}", "{_SHOWN.get(style.body, "Noto Sans CJK SC")}" }}
h1 {{ font-size: {style.size + 6}pt; text-align: center; margin: 6pt 0 }}
h1.fresh {{ break-before: page }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; margin-bottom: 8pt }}
td, th {{ border: 0.75pt solid #000; padding: 2pt 3pt; text-align: center; font-weight: normal; overflow-wrap: anywhere }}
.text {{ text-align: left }} .title {{ font-size: {style.size + 4}pt }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
    return page.encode(style.encoding)


def _piece(piece: str | Form, index: int) -> str:
    if isinstance(piece, str):
        return f"<p>{_lines(piece)}</p>"
    fresh = ' class="fresh"' if index else ""
    title = f"<h1{fresh}>{escape(piece.title)}</h1>" if piece.title else ""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in piece.lines)
    return title + paragraphs + "\n".join(_table(sheet) for sheet in piece.sheets)


def _table(sheet: Sheet) -> str:
    whole = sum(sheet.widths)
    columns = "".join(f'<col style="width:{width / whole:.2%}">' for width in sheet.widths)
    rows = ["<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in sheet.rows()]
    if sheet.repeated == (0,):
        head, *rows = rows
        return (
            f"<table><colgroup>{columns}</colgroup><thead>{head}</thead>\n<tbody>"
            + "\n".join(rows)
            + "</tbody></table>"
        )
    return f"<table><colgroup>{columns}</colgroup>\n" + "\n".join(rows) + "\n</table>"


def _cell(cell: Placed) -> str:
    tag = "th" if cell.role == "heading" else "td"
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
    )
    kind = f' class="{cell.role}"' if cell.role in {"text", "title"} else ""
    text = "\n".join(cell.text) if cell.upright else cell.text
    return f"<{tag}{spans}{kind}>{_lines(text)}</{tag}>"


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))
