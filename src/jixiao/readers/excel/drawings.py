"""What stands beside the cells of a worksheet: comments, text boxes, pictures, charts."""

from lxml import etree

from jixiao.documents import Omission
from jixiao.places import Place
from jixiao.readers import own_marks
from jixiao.readers.excel.laying import paragraphs
from jixiao.readers.excel.sheets import Sheet
from jixiao.readers.excel.worksheets import position_of
from jixiao.readers.package_parts import children, is_on, local, relations, rich_text, tree, unescaped
from jixiao.readers.packages import Package

COMMENT = "这是单元格上的批注，不属于表格内容。"
_HIDDEN_BOX = "这个文本框被隐藏，未作为内容读取。"
PICTURE = "工作表里插有图片，图片中的文字未读取；如果是自评表的内容，请改用文字填写。"
_CHART = "工作表里插有图表或其他对象，其中的文字未读取。"
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


def read_surroundings(package: Package, part: str, sheet: Sheet) -> None:
    """Add to a sheet what its relations lead to: floating texts, and as omissions comments, pictures and charts."""
    found = relations(package, part).values()
    threads = [relation.target for relation in found if relation.kind == "threadedComment"]
    threaded: set[str] = set()
    for target in threads:
        threaded |= _threads(tree(package, target), sheet)
    for relation in found:
        if relation.kind == "comments":
            _comments(tree(package, relation.target), sheet, threaded)
        elif relation.kind == "drawing":
            _drawing(tree(package, relation.target), sheet)


def _threads(root: etree._Element, sheet: Sheet) -> set[str]:
    """Comments that answer one another; the plain comment of the same cell only says that the program cannot show them."""
    cells: set[str] = set()
    for element in children(root, "threadedComment"):
        reference = element.get("ref") or ""
        cells.add(reference)
        text = "".join(child.text or "" for child in children(element, "text"))
        _tell(sheet, reference, unescaped(text))
    return cells


def _comments(root: etree._Element, sheet: Sheet, threaded: set[str]) -> None:
    authors = [author.text for listed in children(root, "authors") for author in children(listed, "author")]
    by_number = {str(number): author for number, author in enumerate(authors)}
    for listed in children(root, "commentList"):
        for comment in children(listed, "comment"):
            reference = comment.get("ref") or ""
            text = "".join(rich_text(text) for text in children(comment, "text"))
            if reference not in threaded and not own_marks.is_own_note(
                by_number.get(comment.get("authorId") or ""), text
            ):
                _tell(sheet, reference, own_marks.own_part_removed(text))


def _tell(sheet: Sheet, reference: str, text: str) -> None:
    row, column = position_of(reference) or (None, None)
    if text.strip():
        place = Place(sheet=sheet.name, row=row, column=column)
        sheet.omissions.append(Omission(text=text.strip(), why=COMMENT, place=place))


def _drawing(root: etree._Element, sheet: Sheet) -> None:
    for anchor in children(root, *_ANCHORS):
        row, column = _corner(anchor)
        _objects(anchor, sheet, row, column)


def _corner(anchor: etree._Element) -> tuple[int, int]:
    """The cell over which an object begins, from 1; the first one for an object that is fixed to none."""
    numbers = {local(child): child.text or "" for start in children(anchor, "from") for child in start}
    row, column = (numbers.get(name, "").strip() for name in ("row", "col"))
    return (int(row) + 1 if row.isdecimal() else 1, int(column) + 1 if column.isdecimal() else 1)


def _objects(parent: etree._Element, sheet: Sheet, row: int, column: int) -> None:
    place = Place(sheet=sheet.name, row=row, column=column)
    for child in parent:
        match local(child):
            case "sp":
                text = _shape_text(child)
                if text and _is_hidden(child):
                    sheet.omissions.append(Omission(text=text, why=_HIDDEN_BOX, place=place))
                elif text:
                    sheet.boxes.append((row, column, paragraphs(text, place)))
            case "pic":
                sheet.omissions.append(Omission(text="", why=PICTURE, place=place))
            case "graphicFrame":
                sheet.omissions.append(Omission(text="", why=_CHART, place=place))
            case "grpSp" | "AlternateContent" | "Choice":
                _objects(child, sheet, row, column)
            case _:
                pass


def _shape_text(shape: etree._Element) -> str:
    lines = [
        "".join(piece.text or "" for piece in paragraph.iter("{*}t"))
        for body in children(shape, "txBody")
        for paragraph in children(body, "p")
    ]
    return unescaped("\n".join(lines)).strip()


def _is_hidden(shape: etree._Element) -> bool:
    return any(is_on(name.get("hidden")) for part in children(shape, "nvSpPr") for name in children(part, "cNvPr"))
