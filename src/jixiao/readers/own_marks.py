"""What this program itself has written into a file (批注件): known again and not taken for what the unit reports.

A unit corrects its form in the annotated copy and hands that in. Its remarks are known by their author, the summary by the lines that
begin and end it; everything else in the copy is read as in any other file.
"""

from collections.abc import Iterable

from jixiao.documents import Block, Paragraph, Table

AUTHOR = "绩效自评审核"
"""The author of every remark."""
SUMMARY = "审核问题汇总（由绩效自评审核程序附加，不属于原件）"
SUMMARY_END = "（审核问题汇总到此为止）"
SIGNATURE = f"{AUTHOR}："
"""What a note of a worksheet begins with, as notes do: some programs forget the author when they save."""
DIVIDER = "———— 以下为绩效自评审核意见 ————"
"""What stands between a note that was there and what was added to it."""


def without_summary(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Leave out a summary that this program added, with the lines that begin and end it; where none ends, all stays."""
    kept: list[Block] = []
    aside: list[Block] = []
    inside = False
    for block in blocks:
        if not inside and _begins(block, SUMMARY):
            inside, aside = True, []
        (aside if inside else kept).append(block)
        if inside and _ends(block):
            inside, aside = False, []
    return (*kept, *aside)


def is_own_note(author: str | None, text: str) -> bool:
    """Tell whether a note of a worksheet is this program's."""
    return author == AUTHOR or text.lstrip().startswith(SIGNATURE)


def own_part_removed(text: str) -> str:
    """A note without what this program added to it."""
    return text.partition(DIVIDER)[0].rstrip()


def _begins(block: Block, mark: str) -> bool:
    text = block.text if isinstance(block, Paragraph) else block.cells[0].text if block.cells else ""
    return _squeezed(text).startswith(_squeezed(mark))


def _ends(block: Block) -> bool:
    last = block.cells[-1].text if isinstance(block, Table) and block.cells else ""
    text = block.text if isinstance(block, Paragraph) else last
    return _squeezed(text).endswith(_squeezed(SUMMARY_END))


def _squeezed(text: str) -> str:
    return "".join(text.split())
