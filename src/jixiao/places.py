"""Where something was read: the thread from every value back to its cell in the original file."""

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One spot in a source file; every number counts from 1, what does not apply is None.

    `box` is the rectangle on the page as it is displayed: left, top, right and bottom in fractions of its width and height, from the
    upper left corner. On a page that lies askew, `corners` are those of the rectangle itself: x and y of each in the same fractions,
    clockwise from the one that is the upper left as it is read; `box` is then the upright rectangle around them. `paragraph` is that of a
    text without lines of its own (Word): the paragraphs outside of tables that hold anything.
    """

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    paragraph: int | None = None
    box: tuple[float, float, float, float] | None = None
    corners: tuple[float, float, float, float, float, float, float, float] | None = None

    def __str__(self) -> str:
        """Say the place in Chinese, largest container first: 第2页表1第4行第3列."""
        parts = []
        if self.page is not None:
            parts.append(f"第{self.page}页")
        if self.sheet is not None:
            parts.append(f"工作表“{self.sheet}”")
        if self.line is not None:
            parts.append(f"原文第{self.line}行")
        elif self.paragraph is not None:
            parts.append(f"正文第{self.paragraph}段")
        else:
            if self.table is not None:
                parts.append(f"表{self.table}")
            if self.row is not None:
                parts.append(f"第{self.row}行")
            if self.column is not None:
                parts.append(f"第{self.column}列")
        return "".join(parts) or "位置不详"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The file something was read from; `pages` is None where the format has none."""

    name: str
    sha256: str
    media_type: str
    reader: str
    pages: int | None = None
