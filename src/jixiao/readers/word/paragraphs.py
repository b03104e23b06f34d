"""One paragraph: the text that is printed, apart from it what is hidden or deleted, and what hangs on it (boxes, notes, pictures)."""

import re

import msgspec
from lxml.etree import _Element as Element

from jixiao.readers.word.drawings import drawing
from jixiao.readers.word.equations import linear
from jixiao.readers.word.fields import Field, is_page_number
from jixiao.readers.word.names import W14, M, W, contents, is_on
from jixiao.readers.word.numbering import Numbering
from jixiao.readers.word.styles import Styles
from jixiao.readers.word.symbols import is_symbol_font, shown, shown_text

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_STRIKES = (f"{W}strike", f"{W}dstrike")
_REMOVED = frozenset({f"{W}del", f"{W}moveFrom"})
_MARKS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_HYPHENS = str.maketrans({"\u2011": "-", "\u00ad": None, "\u001e": "-", "\u001f": None})
_UNKNOWN = "�"
_DEEPEST_FIELDS = 40
"""Fields within fields that are told apart; Word itself stops at about twenty."""
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


class Missing(msgspec.Struct, frozen=True):
    """Something seen and left out: its text as far as it has one, and why."""

    text: str
    why: str


class Note(msgspec.Struct, frozen=True):
    """A reference to a footnote, an endnote or a comment."""

    kind: str
    identifier: str


class ParagraphText(msgspec.Struct, kw_only=True):
    """What a paragraph says, with its line breaks, and what it leads to.

    `merged` says that its mark was deleted, so that the next paragraph goes on in the same line.
    """

    text: str
    label: str = ""
    merged: bool = False
    is_contents: bool = False
    missing: list[Missing] = []
    boxes: list[Element] = []
    notes: list[Note] = []

    def numbered(self) -> str:
        """The text behind its automatic number; a Chinese text follows without a space."""
        if self.label.endswith(" ") and (not self.text or _CJK.match(self.text) or _CJK.match(self.label[-2])):
            return self.label.rstrip() + self.text
        return self.label + self.text


class ParagraphReader:
    """Reads the paragraphs of one document in order, since automatic numbers depend on those before."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def read(self, paragraph: Element) -> ParagraphText:
        """Read one `w:p`."""
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.paragraph_style(properties)
        mark = None if properties is None else properties.find(f"{W}rPr")
        merged = mark is not None and any(mark.find(name) is not None for name in _REMOVED)
        runs = _Runs(self._styles, style)
        runs.read(paragraph)
        found = runs.finished()
        printed = bool(found.text.strip()) or not (merged or self._styles.is_hidden(mark, style))
        found.label = self._numbering.label(properties, style) if printed else ""
        found.merged = merged
        found.is_contents = self._styles.is_contents(style)
        return found


class _Runs:
    """Gathers the text of one paragraph run by run."""

    def __init__(self, styles: Styles, style: str | None) -> None:
        self._styles = styles
        self._style = style
        self._fields: list[Field] = []
        self._shown: list[str] = []
        self._hidden: list[str] = []
        self._deleted: list[str] = []
        self._struck: list[str] = []
        self._prompts: list[str] = []
        self._unknown: list[str] = []
        self._aside = self._shown
        self._found = ParagraphText(text="")

    def read(self, parent: Element) -> None:
        """Take the runs, equations and simple fields below an element."""
        for child in contents(parent):
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag in _REMOVED:
                self._deleted.extend(part.text or "" for part in child.iter(f"{W}delText", f"{W}t"))
            elif tag == f"{W}fldSimple":
                if not is_page_number(child.get(f"{W}instr", "")):
                    self.read(child)
            elif tag in {f"{M}oMath", f"{M}oMathPara"}:
                self._say(linear(child), hidden=False)

    def finished(self) -> ParagraphText:
        """The paragraph; text behind a field that was never ended is not lost."""
        for field in self._fields:
            self._shown.extend(() if field.in_result else field.texts)
        found = self._found
        found.text = "".join(self._shown)
        for pieces, why in (
            (self._hidden, "隐藏文字，打印时不显示，没有采用。"),
            (self._deleted, "修订中已删除的文字，按接受修订后的内容读取，没有采用。"),
            (self._struck, "带删除线的文字，按已删除处理，没有采用；仍然有效的，请去掉删除线后重新提交。"),
            (self._prompts, "填写框里的提示文字，说明这一栏还没有填写，没有采用。"),
            (self._unknown, "专用字体中的符号，不知道显示为什么；请核对。"),
        ):
            text = "".join(pieces).strip()
            if text:
                found.missing.append(Missing(text, why))
        return found

    def _run(self, run: Element) -> None:
        properties = run.find(f"{W}rPr")
        hidden = self._styles.is_hidden(properties, self._style)
        self._aside = self._place_of(run, properties)
        font = None
        if properties is not None:
            fonts = properties.find(f"{W}rFonts")
            font = None if fonts is None else fonts.get(f"{W}ascii")
        for part in contents(run):
            tag = part.tag
            if tag == f"{W}t":
                self._say(self._text(part, font), hidden=hidden)
            elif tag in _MARKS:
                self._say(_MARKS[tag], hidden=hidden)
            elif tag == f"{W}sym":
                self._say(self._symbol(part), hidden=hidden)
            elif tag == f"{W}fldChar":
                self._field(part, hidden=hidden)
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].add_code(part.text or "")
            else:
                self._attachment(part)
        self._aside = self._shown

    def _place_of(self, run: Element, properties: Element | None) -> list[str]:
        """Where the text of a run belongs: among what is printed, or aside, if it is struck out or only asks to be replaced."""
        if _is_prompt(run):
            return self._prompts
        struck = properties is not None and any(is_on(properties.find(name)) for name in _STRIKES)
        return self._struck if struck else self._shown

    def _text(self, element: Element, font: str | None) -> str:
        text = element.text or ""
        if element.get(_PRESERVE) != "preserve":
            text = text.strip(_BLANKS)
        text = re.sub(r"[\r\n]+", " ", text).translate(_HYPHENS)
        if is_symbol_font(font) or _PRIVATE.search(text):
            text, unknown = shown_text(text, font)
            self._unknown.append(unknown)
        return _ticked(text, element)

    def _symbol(self, element: Element) -> str:
        code = element.get(f"{W}char", "")
        if not re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            return ""
        font = element.get(f"{W}font")
        character = shown(int(code, 16), font)
        if character is None:
            # A font of ordinary letters, out of which a character was picked by hand.
            character = chr(int(code, 16)) if not is_symbol_font(font) and 0x20 <= int(code, 16) < 0xD800 else _UNKNOWN
            if character == _UNKNOWN:
                self._unknown.append(f"{font} {code}")
        return _ticked(character, element)

    def _field(self, element: Element, *, hidden: bool) -> None:
        step = element.get(f"{W}fldCharType")
        if step == "begin" and len(self._fields) < _DEEPEST_FIELDS:
            self._fields.append(Field(element))
        elif step == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif step == "end" and self._fields:
            field = self._fields.pop()
            if not field.has_result:
                self._say(field.rendered(), hidden=hidden)

    def _say(self, text: str, *, hidden: bool) -> None:
        for field in reversed(self._fields):
            if not field.in_result:
                field.texts.append(text)
                field.add_code(text)
                return
            field.has_result = field.has_result or bool(text.strip())
            if field.is_page_number():
                return
        (self._hidden if hidden else self._aside).append(text)

    def _attachment(self, part: Element) -> None:
        name = part.tag.removeprefix(W)
        if name in {"footnoteReference", "endnoteReference", "commentReference"}:
            self._found.notes.append(Note(name.removesuffix("Reference"), part.get(f"{W}id", "")))
        elif name == "ruby":
            for base in part.iterfind(f"{W}rubyBase"):
                self.read(base)
        elif name in {"drawing", "pict", "object"}:
            seen = drawing(part)
            self._found.boxes.extend(seen.boxes)
            self._say(seen.lettering, hidden=False)
            if seen.why is not None:
                self._found.missing.append(Missing(seen.description, seen.why))


def _is_prompt(run: Element) -> bool:
    """Whether a run only asks to be replaced: the innermost content control around it shows its prompt."""
    control = next(run.iterancestors(f"{W}sdt"), None)
    return control is not None and is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _ticked(text: str, element: Element) -> str:
    """A box with a cross is what Word shows by default in a ticked box of its forms; the tick is what is meant."""
    if text not in {"☒", "☑", "☐", "√", "□"}:
        return text
    control = next(element.iterancestors(f"{W}sdt"), None)
    box = None if control is None else control.find(f"{W}sdtPr/{W14}checkbox")
    if box is None:
        return text
    state = box.find(f"{W14}checked")
    return "☑" if state is not None and state.get(f"{W14}val", "1") in {"1", "true", "on"} else "☐"
