"""Papers (公文与表格): what is to be written, free of any file format, and the writers that make a file of it."""

from jixiao.papers.paper import (
    Block,
    Cell,
    Figure,
    Grid,
    Line,
    LineStyle,
    Orientation,
    PageBreak,
    Paper,
    Role,
)

__all__ = ["Block", "Cell", "Figure", "Grid", "Line", "LineStyle", "Orientation", "PageBreak", "Paper", "Role"]
