"""What is written into a Word file: comments and the section with the summary, as XML that needs no style of the file.

Every format is said in place, since the styles of the file are the user's: its Normal may be 三号仿宋 with an indent of two characters.
"""

from collections.abc import Sequence

import msgspec

from jixiao.readers import own_marks
from jixiao.renderers.annotated.remarks import INITIALS, Remark
from jixiao.renderers.annotated.splicing import plain
from jixiao.renderers.annotated.summary import HEADINGS, WIDTHS, Summary

_TEXT_WIDTH = 9354
"""Twips between the margins of the summary's A4 page."""
_SONG, _HEI, _TITLE = "宋体", "黑体", "方正小标宋简体"
_SHADES = {"fatal": "F8D7DA", "error": "FDE5D4", "warning": "FFF6CC", "info": "E8EEF7"}


class Markup(msgspec.Struct, frozen=True, kw_only=True):
    """Writes elements under the names of one part: `w` is the prefix with its colon, `declared` what declares it where it is not known."""

    w: str
    declared: str = ""

    def comment(self, identifier: int, found: Sequence[Remark], on: str | None) -> str:
        """A comment with the remarks of one cell; `on` is a moment as ISO 8601 writes it."""
        w = self.w
        dated = f' {w}date="{plain(on)}"' if on else ""
        lines = [line for remark in found for line in ((remark.heading, ""), *remark.lines)]
        texts = [self._remark_line(label, text, first=not number) for number, (label, text) in enumerate(lines)]
        return (
            f'<{w}comment{self.declared} {w}id="{identifier}" {w}author="{own_marks.AUTHOR}" {w}initials="{INITIALS}"{dated}>'
            f"{''.join(texts)}</{w}comment>"
        )

    def _remark_line(self, label: str, text: str, *, first: bool) -> str:
        w = self.w
        mark = f"<{w}r><{w}annotationRef/></{w}r>" if first else ""
        told = f"{label}：" if label and text else label
        runs = (self.run(told, 18, bold=True) if told else "") + (self.run(text, 18) if text else "")
        return f"<{w}p>{self._paragraph_properties()}{mark}{runs}</{w}p>"

    def range_start(self, identifier: int) -> str:
        """Where a commented range begins."""
        return f'<{self.w}commentRangeStart{self.declared} {self.w}id="{identifier}"/>'

    def range_end(self, identifier: int) -> str:
        """Where a commented range ends, with the reference to its comment."""
        w, declared = self.w, self.declared
        return (
            f'<{w}commentRangeEnd{declared} {w}id="{identifier}"/>'
            f'<{w}r{declared}><{w}commentReference {w}id="{identifier}"/></{w}r>'
        )

    def run(self, text: str, size: int, font: str = _SONG, *, bold: bool = False) -> str:
        """A run with its line breaks; `size` in half points."""
        w = self.w
        fonts = f'<{w}rFonts {w}ascii="{font}" {w}hAnsi="{font}" {w}eastAsia="{font}"/>'
        weight = f"<{w}b/>" if bold else f'<{w}b {w}val="0"/>'
        properties = f'<{w}rPr>{fonts}{weight}<{w}sz {w}val="{size}"/></{w}rPr>'
        lines = (f'<{w}t xml:space="preserve">{plain(line)}</{w}t>' for line in text.split("\n"))
        return f"<{w}r>{properties}{f'<{w}br/>'.join(lines)}</{w}r>"

    def _paragraph_properties(self, align: str = "left", *, after: int = 0) -> str:
        w = self.w
        return (
            f'<{w}pPr><{w}spacing {w}before="0" {w}beforeAutospacing="0" {w}after="{after}" {w}afterAutospacing="0"'
            f' {w}line="240" {w}lineRule="auto"/><{w}ind {w}left="0" {w}right="0" {w}firstLineChars="0" {w}firstLine="0"/>'
            f'<{w}jc {w}val="{align}"/></{w}pPr>'
        )

    def _paragraph(self, text: str, size: int, font: str = _SONG, align: str = "left", *, after: int = 0) -> str:
        w = self.w
        return (
            f"<{w}p{self.declared}>{self._paragraph_properties(align, after=after)}{self.run(text, size, font)}</{w}p>"
        )

    def section_end_before(self) -> str:
        """What stands before the properties of the last section, so that a paragraph without height holds them and another may follow."""
        w = self.w
        return (
            f'<{w}p{self.declared}><{w}pPr><{w}spacing {w}before="0" {w}after="0" {w}line="20" {w}lineRule="exact"/>'
            f'<{w}rPr><{w}sz {w}val="2"/></{w}rPr>'
        )

    def section_end_behind(self) -> str:
        """What stands behind those properties."""
        return f"</{self.w}pPr></{self.w}p>"

    def section(self, told: Summary) -> str:
        """The summary as a section of its own: upright A4, beginning on a new page."""
        w = self.w
        lines = "".join(self._paragraph(line, 21, after=60) for line in told.lines)
        return (
            self._paragraph(own_marks.SUMMARY, 32, _TITLE, "center", after=200)
            + lines
            + (self._table(told) if told.rows else "")
            + self._paragraph(own_marks.SUMMARY_END, 18)
            + f'<{w}sectPr{self.declared}><{w}type {w}val="nextPage"/><{w}pgSz {w}w="11906" {w}h="16838"/>'
            f'<{w}pgMar {w}top="1134" {w}right="1276" {w}bottom="1134" {w}left="1276" {w}header="720" {w}footer="720" {w}gutter="0"/>'
            f"</{w}sectPr>"
        )

    def _table(self, told: Summary) -> str:
        w = self.w
        widths = [round(_TEXT_WIDTH * share / sum(WIDTHS)) for share in WIDTHS]
        sides = "".join(
            f'<{w}{side} {w}val="single" {w}sz="4" {w}space="0" {w}color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        grid = "".join(f'<{w}gridCol {w}w="{width}"/>' for width in widths)
        rows = [self._row(HEADINGS, widths, heading=True)]
        rows += [self._row(row.texts, widths, _SHADES[row.severity.value]) for row in told.rows]
        return (
            f'<{w}tbl{self.declared}><{w}tblPr><{w}tblW {w}w="{sum(widths)}" {w}type="dxa"/><{w}tblBorders>{sides}</{w}tblBorders>'
            f'<{w}tblLayout {w}type="fixed"/></{w}tblPr><{w}tblGrid>{grid}</{w}tblGrid>{"".join(rows)}</{w}tbl>'
        )

    def _row(self, texts: Sequence[str], widths: Sequence[int], shade: str = "", *, heading: bool = False) -> str:
        w = self.w
        cells = []
        for column, (text, width) in enumerate(zip(texts, widths, strict=True)):
            shaded = f'<{w}shd {w}val="clear" {w}color="auto" {w}fill="{shade}"/>' if shade and column == 1 else ""
            middle = heading or column < 2
            lines = text.split("\n") if text else [""]
            paragraphs = [
                f"<{w}p>{self._paragraph_properties('center' if middle else 'left')}"
                f"{self.run(line, 18, _HEI if heading or (column == 3 and not number) else _SONG) if line else ''}</{w}p>"
                for number, line in enumerate(lines)
            ]
            vertical = f'<{w}vAlign {w}val="center"/>' if middle else ""
            cells.append(
                f'<{w}tc><{w}tcPr><{w}tcW {w}w="{width}" {w}type="dxa"/>{shaded}{vertical}</{w}tcPr>{"".join(paragraphs)}</{w}tc>'
            )
        repeated = f"<{w}trPr><{w}cantSplit/>{f'<{w}tblHeader/>' if heading else ''}</{w}trPr>"
        return f"<{w}tr>{repeated}{''.join(cells)}</{w}tr>"
