"""Plain text: forms whose table was flattened when somebody copied or converted it.

Four traces of a table are recognised, line by line, before anything is understood of the content:

* separated rows - one line per row, cells divided by tabs, pipes (also Markdown) or commas; blanks may have been dropped;
* a cell stream - every cell begins with a tab at the start of a line and may run over several lines (a word processor's dump);
* aligned columns - pieces set under one another with wide gaps between (see aligned);
* everything else stays a paragraph per line, with its blank lines counted, for the recogniser to cut.
"""

import codecs
import csv
import itertools
import re
from collections.abc import Iterator

import msgspec

from jixiao.documents import Block, Cell, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.aligned import recover
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.texts.formulas import unmarked

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STREAM_REACH = 24
"""Lines that one cell of a stream may span, blank ones included."""
_ROW_BLANKS = 2
"""Empty lines that part a row of a stream from the next."""
_STREAM_LEAST = 8
"""Cells that make a stream; fewer are indented headings."""
_PIPES_LEAST = 2
"""Pipes that some line of a table must have; a lone one may be a stroke between words."""
_EDGED = 0.8
"""Share of a table's lines that must begin (end) with a pipe for it to be its edge; a line of links beside it may have none."""
_CSV_LEAST = 3
"""Commas in a line, and lines in a row, that make comma-separated values."""
_THOUSANDS = re.compile(r"\d,\d{3}(?:[,.]\d+){0,6}\s")
_QUOTED_CELL = re.compile(r'(?:^|[\t,])"')
_QUOTED_REACH = 60
"""Lines that one quoted cell may run over."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_MARKDOWN_RULE = frozenset(" 	|:+-")
_PIPES = str.maketrans("｜│", "||")
_BREAKS = "\n\r\f\v"
_LINES_PER_PARAGRAPH = 2
_MARKED = re.compile(r"""[\t|｜│,"]|[^\S\n]{2}""")
"""What a line of a table has somewhere; a line without it is running text, at the utmost the rest of a cell."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_SHARE = 0.02
"""Share of control characters from which on something is no text."""


def read(content: bytes, request: Request) -> Content:
    """Read plain text in any of its encodings; raises RefusedError for what is no text or has nothing in it."""
    try:
        decoded = decode(content)
    except UnicodeDecodeError as error:
        message = (
            "无法识别：不是能够处理的类型，也不是文本（试过 UTF-8、UTF-16 和 GB18030 编码）；"
            "请核对文件是否损坏，重新导出为 Word、Excel 或 PDF，文本另存为 UTF-8 编码，然后重试。"
        )
        raise RefusedError(message) from error
    if not decoded.strip():
        message = "是空的；请提交含有绩效自评表内容的文件。"
        raise RefusedError(message)
    if len(decoded) > request.limits.text:
        message = f"有 {len(decoded)} 个字符，超过 {request.limits.text} 个的上限；请只提交绩效自评材料本身。"
        raise RefusedError(message)
    if sum(map(decoded.count, _BREAKS)) > request.limits.paragraphs * _LINES_PER_PARAGRAPH:
        message = f"超过 {request.limits.paragraphs * _LINES_PER_PARAGRAPH} 行，不像绩效自评材料；请只提交自评表本身。"
        raise RefusedError(message)
    plain = sum(1 for line in decoded.splitlines() if line.strip() and not _MARKED.search(line))
    if plain > request.limits.paragraphs:
        message = f"里面的文字超过 {request.limits.paragraphs} 段，不像绩效自评材料；请只提交自评表本身。"
        raise RefusedError(message)
    if len(_CONTROL.findall(decoded)) > _CONTROL_SHARE * len(decoded):
        message = "含有大量控制字符，不像文本；请核对文件是否损坏，重新导出为 Word、Excel 或 PDF，文本另存为 UTF-8 编码，然后重试。"
        raise RefusedError(message)
    return Content(media_type="text/plain", reader="text", blocks=blocks(decoded))


def decode(content: bytes) -> str:
    """Decode by byte-order mark, then strict UTF-8, then GB18030; raises UnicodeDecodeError when none fits."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030")


class _Line(msgspec.Struct, frozen=True):
    number: int
    text: str
    blank_before: int


def blocks(text: str) -> tuple[Block, ...]:
    """Cut a text into tables and paragraphs; every cell and paragraph carries its line number."""
    lines = list(_lines(text))
    streams, aligned = _streams(lines), recover(lines)
    pipes = _most_pipes(lines)
    result: list[Block] = []
    index = 0
    while index < len(lines):
        stream_end = streams.get(index)
        separated = [] if stream_end or index in aligned else _separated(lines, index, pipes[index])
        if stream_end:
            result.append(_stream(lines[index:stream_end]))
            index = stream_end
        elif index in aligned:
            result.extend(aligned[index].blocks)
            index = aligned[index].end
        elif separated:
            result.append(_table(separated))
            index += len(separated)
        else:
            line = lines[index]
            result.append(Paragraph(text=line.text, place=Place(line=line.number), blank_before=line.blank_before))
            index += 1
    return tuple(result)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold anything but white space, or a tab-marked empty cell."""
    blank = 0
    for number, line in _logical_lines(re.split(r"\r\n|[\n\r\f\v]", text.replace("&nbsp;", "\u00a0"))):
        if line.strip() or "\t" in line:
            yield _Line(number, line, blank)
            blank = 0
        else:
            blank += 1


def _logical_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Number the lines from 1, keeping together those that a quoted cell of a spreadsheet copy runs over."""
    index = 0
    while index < len(lines):
        start, line = index, lines[index]
        quoted = _QUOTED_CELL.search(line) is not None
        while quoted and line.count('"') % 2 and index + 1 < len(lines) and index - start < _QUOTED_REACH:
            index += 1
            line += "\n" + lines[index]
        if line.count('"') % 2:
            # No closing quote: an ordinary quotation mark, every line is its own.
            index, line = start, lines[start]
        yield start + 1, line
        index += 1


def _streams(lines: list[_Line]) -> dict[int, int]:
    """Find runs in which every cell opens with a tab: start index → end index in `lines`."""
    opening = [i for i, line in enumerate(lines) if line.text.startswith("\t") and line.text.count("\t") == 1]
    separated = {i for i, line in enumerate(lines) if "\t" in line.text.strip() or line.text.count("\t") > 1}
    runs: dict[int, int] = {}
    start = last = None
    members = 0
    for index in [*opening, None]:
        connected = (
            index is not None
            and last is not None
            and lines[index].number - lines[last].number <= _STREAM_REACH
            and not separated.intersection(range(last, index))
        )
        if connected:
            members += 1
        else:
            if start is not None and last is not None and members >= _STREAM_LEAST:
                runs[start] = last + 1
            start, members = index, 1
        last = index
    return runs


def _stream(lines: list[_Line]) -> Table:
    cells: list[Cell] = []
    for line in lines:
        # Where the first cell of a row has no tab, empty lines set it off from the last cell of the row before, a figure above all.
        above = cells[-1].text if cells else ""
        figure = _FIGURE.fullmatch(above) is not None and not line.text.strip()[:1].isdigit()
        set_off = bool(above) and line.blank_before >= (1 if figure else _ROW_BLANKS)
        if line.text.startswith("\t") or not cells or set_off:
            cells.append(Cell(row=0, column=len(cells), text=line.text.strip(), place=Place(line=line.number)))
        else:
            joined = "\n".join(part for part in (cells[-1].text, line.text.strip()) if part)
            place = cells[-1].place if cells[-1].text else Place(line=line.number)
            cells[-1] = msgspec.structs.replace(cells[-1], text=joined, place=place)
    return Table(cells=tuple(cells), fidelity="stream", place=Place(line=lines[0].number))


def _separated(lines: list[_Line], start: int, pipes: int) -> list[tuple[_Line, list[str]]]:
    """The rows of the separated table that begins at `start`; empty when there is none."""
    return (
        _tab_separated(_from(lines, start))
        or (_pipe_separated(_from(lines, start)) if pipes >= _PIPES_LEAST else [])
        or _comma_separated(_from(lines, start))
    )


def _from(lines: list[_Line], start: int) -> Iterator[_Line]:
    """The lines from `start` on, without a copy: most tables end long before the text does."""
    return (lines[index] for index in range(start, len(lines)))


def _comma_separated(lines: Iterator[_Line]) -> list[tuple[_Line, list[str]]]:
    """The leading lines that split at commas into equally many cells; thousands separators and prose do not."""
    rows: list[tuple[_Line, list[str]]] = []
    for line in lines:
        cells = list(map(unmarked, _cells_of_csv(line.text, ","))) if line.text.count(",") >= _CSV_LEAST else []
        if not cells or (rows and len(cells) != len(rows[0][1])) or _THOUSANDS.search(line.text):
            break
        rows.append((line, cells))
    return rows if len(rows) >= _CSV_LEAST else []


def _cells_of_csv(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter))
    except csv.Error:  # a field longer than the module's limit is no cell of a form
        return []


def _tab_separated(lines: Iterator[_Line]) -> list[tuple[_Line, list[str]]]:
    separated = itertools.takewhile(lambda line: "\t" in line.text.strip() or line.text.count("\t") > 1, lines)
    return [(line, _cells_between_tabs(line.text)) for line in separated]


def _cells_between_tabs(text: str) -> list[str]:
    if _QUOTED_CELL.search(text) and text.count('"') % 2 == 0:
        return _cells_of_csv(text, "\t") or text.split("\t")
    return text.split("\t")


def _pipe_separated(lines: Iterator[_Line]) -> list[tuple[_Line, list[str]]]:
    """The leading lines divided by pipes; a pipe at the very edge divides nothing when most lines have it."""
    plain = [(line, line.text.translate(_PIPES)) for line in itertools.takewhile(_pipes, lines)]
    ruled = [text.strip() for _, text in plain if not _is_markdown_rule(text)]
    before = sum(text.startswith("|") for text in ruled) >= _EDGED * len(ruled)
    after = sum(text.endswith("|") for text in ruled) >= _EDGED * len(ruled)
    return [(line, _cells_between_pipes(text.strip(), before=before, after=after)) for line, text in plain]


def _most_pipes(lines: list[_Line]) -> list[int]:
    """For every line the most pipes that it or a line after it has, as far as lines with pipes follow one another."""
    most = [0] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        pipes = _pipes(lines[index])
        most[index] = max(pipes, most[index + 1]) if pipes else 0
    return most


def _pipes(line: _Line) -> int:
    return sum(line.text.count(pipe) for pipe in "|｜│")


def _is_markdown_rule(text: str) -> bool:
    return "--" in text and _MARKDOWN_RULE.issuperset(text)


def _cells_between_pipes(text: str, *, before: bool, after: bool) -> list[str]:
    start = 1 if before and text.startswith("|") else 0
    end = len(text) - 1 if after and text.endswith("|") and len(text) > 1 else len(text)
    return text[start:end].split("|")


def _table(rows: list[tuple[_Line, list[str]]]) -> Table:
    places = [Place(line=line.number) for line, _ in rows]
    cells = [
        Cell(row=row, column=column, text=text.strip(), place=places[row])
        for row, (line, texts) in enumerate(rows)
        if not _is_markdown_rule(line.text.translate(_PIPES))
        for column, text in enumerate(texts)
    ]
    return Table(cells=tuple(cells), fidelity="ragged", place=places[0])
