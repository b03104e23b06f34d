"""Forms of any content and geometry: what they say (an Evaluation), the grid they are drawn on, and the texts that a grid is flattened to.

A form is laid out once, as a grid of anchored cells with spans, the way a word processor or a spreadsheet holds it. Every linearisation
is made from that grid by forgetting something: the spans (tabs, pipes), the ends of rows (a stream of cells), the blanks (a cell per
line). All of them say the same, so all of them must be read as the same evaluation.
"""

import itertools
from collections.abc import Sequence
from decimal import Decimal

import msgspec
from hypothesis import strategies as st

from jixiao.documents import Cell, Document, Table
from jixiao.model import Evaluation, Fund, Goal, Indicator, Submission, print_notation
from jixiao.places import Place, Source
from jixiao.readers.choosing import read_bytes

HEADINGS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "note": "偏差原因分析及改进措施",
}
FUND_HEADINGS = {
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}
_LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("社会效益指标", "经济效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_SUBJECTS = ("医保政策宣传", "定点机构检查", "经办人员培训", "集中采购药品", "异地就医直接结算", "门诊慢特病评审")
_MEASURES = {"场次": "场", "数量": "家", "覆盖率": "%", "人数": "人次", "合格率": "%", "成本": "万元", "完成率": "%"}
_NOTES = ("因疫情影响推迟，下年度补办。", "供应商交货迟缓，已督促整改。", "预算下达较晚，今后提前谋划。")
_SIGNS = ("≥", "≤", "=", "")


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A form: what it says and its cells, anchored on a grid."""

    evaluation: Evaluation
    cells: tuple[Cell, ...]
    columns: int


class Piece(msgspec.Struct, frozen=True):
    """A cell on its way to the grid: its text and spans."""

    text: str
    columns: int = 1
    rows: int = 1


def said(evaluation: Evaluation) -> str:
    """What an evaluation says, as text to compare: without places, layout and doubts."""
    plain = msgspec.structs.replace(
        evaluation,
        layout=None,
        indicators=tuple(msgspec.structs.replace(row, doubtful=()) for row in evaluation.indicators),
    )
    source = Source(name="", sha256="", media_type="", reader="")
    return print_notation(Submission(source=source, evaluations=(plain,)))


def shares(count: int, total: int) -> st.SearchStrategy[list[Decimal]]:
    """So many weights that add up to the total, in halves."""
    cuts = st.lists(st.integers(1, 2 * total - 1), min_size=count - 1, max_size=count - 1, unique=True)
    return cuts.map(
        lambda found: [Decimal(high - low) / 2 for low, high in itertools.pairwise([0, *sorted(found), 2 * total])]
    )


@st.composite
def indicators(draw: st.DrawFn, *, notes: bool = True) -> tuple[Indicator, ...]:
    """The rows of one table: levels in order, distinct names, weights that add up to 90, scores not above them."""
    firsts = [first for first in _LEVELS if draw(st.booleans())] or ["产出指标"]
    places = [
        (first, second)
        for first in firsts
        for second in [s for s in _LEVELS[first] if draw(st.booleans())] or [_LEVELS[first][0]]
    ]
    rows = [place for place in places for _ in range(draw(st.integers(1, 3)))]
    weights = draw(shares(len(rows), 90))
    names = draw(st.permutations([f"{subject}{measure}" for subject in _SUBJECTS for measure in _MEASURES]))
    return tuple(
        _indicator(draw, level1, level2, name, weight, notes=notes)
        for (level1, level2), name, weight in zip(rows, names, weights, strict=False)
    )


def _indicator(draw: st.DrawFn, level1: str, level2: str, name: str, weight: Decimal, *, notes: bool) -> Indicator:
    unit = next(unit for measure, unit in _MEASURES.items() if name.endswith(measure))
    aim = draw(st.integers(1, 100))
    sign = draw(st.sampled_from(_SIGNS))
    score = weight - Decimal(draw(st.integers(0, int(weight * 2)))) / 2
    return Indicator(
        level1=level1,
        level2=level2,
        name=name,
        target=f"{sign}{aim}{unit}",
        actual=f"{draw(st.integers(1, 100))}{unit}",
        weight=printed(weight),
        score=printed(score),
        note=draw(st.sampled_from([None, *_NOTES])) if notes and score < weight else None,
    )


def printed(points: Decimal) -> str:
    """Points as a form prints them: 10, 4.5."""
    return format(points.normalize(), "f")


@st.composite
def funds(draw: st.DrawFn) -> tuple[Fund, ...]:
    """A total and its sources: amounts that add up, a rate that ties, ten points for the execution."""
    initial = draw(st.integers(20, 900))
    other = draw(st.integers(1, 10))
    executed = draw(st.integers(1, initial - 10))
    rate = Decimal(executed * 100) / (initial)
    whole = Fund(
        label="年度资金总额",
        initial=str(initial),
        adjusted=str(initial),
        executed=str(executed),
        weight="10",
        rate=f"{rate:.2f}%",
        score=f"{rate / 10:.2f}",
    )
    own = Fund(
        label="其中：当年财政拨款", initial=str(initial - other), adjusted=str(initial - other), executed=str(executed)
    )
    rest = Fund(label="其他资金", initial=str(other), adjusted=str(other), executed="0")
    return (whole, own, rest) if draw(st.booleans()) else (whole,)


@st.composite
def evaluations(draw: st.DrawFn, *, notes: bool = True) -> Evaluation:
    """A whole 项目支出绩效自评表 whose weights, scores and totals tie."""
    rows = draw(indicators(notes=notes))
    money = draw(funds())
    score = sum((Decimal(row.score or 0) for row in rows), Decimal(0)) + Decimal(money[0].score or 0)
    return Evaluation(
        kind="project",
        form="self_evaluation",
        year=2023,
        title="项目支出绩效自评表",
        project_name=draw(st.sampled_from(["医疗服务与保障能力提升项目", "城乡医疗救助工作经费", "智能监控系统运维"])),
        supervisor="青崖市医疗保障局",
        implementer="青崖市医疗保障事务中心",
        amount_unit="万元",
        funds=money,
        goals=(
            Goal(
                expected="完成年度宣传培训和监管任务，提升服务能力。", actual="年度任务已全部完成，服务能力明显提升。"
            ),
        ),
        indicators=rows,
        total_weight="100",
        total_score=printed(score),
    )


@st.composite
def drawn(draw: st.DrawFn, *, notes: bool = True, merged: bool = True) -> Drawn:
    """A form on a grid whose columns are as wide as it pleases; with `merged` the levels span their rows."""
    evaluation = draw(evaluations(notes=notes))
    spans = dict(zip(HEADINGS, draw(st.lists(st.integers(1, 3), min_size=8, max_size=8)), strict=True))
    return lay_out(evaluation, tuple(HEADINGS), spans, merged=merged)


def lay_out(evaluation: Evaluation, order: Sequence[str], spans: dict[str, int], *, merged: bool = True) -> Drawn:
    """Draw the usual form: `order` and `spans` are those of the indicator columns; a frame column stands in front of them."""
    width = 1 + sum(spans[field] for field in order)
    lines = [
        [Piece(evaluation.title or "", width)],
        [Piece(f"（{evaluation.year}年度）", width)],
        [Piece("项目名称", 2), Piece(evaluation.project_name or "", width - 2)],
        [
            Piece("主管部门", 2),
            Piece(evaluation.supervisor or "", 3),
            Piece("实施单位", 1),
            Piece(evaluation.implementer or "", width - 6),
        ],
        *_fund_lines(evaluation.funds, width),
        [Piece("年度总体目标", 1, 2), Piece("预期目标", 4), Piece("实际完成情况", width - 5)],
        [Piece(evaluation.goals[0].expected or "", 4), Piece(evaluation.goals[0].actual or "", width - 5)],
        [
            Piece("绩效指标", 1, 1 + len(evaluation.indicators)),
            *(Piece(HEADINGS[field], spans[field]) for field in order),
        ],
        *_indicator_lines(evaluation.indicators, order, spans, merged=merged),
        _total_line(evaluation, order, spans),
    ]
    return Drawn(evaluation=evaluation, cells=tuple(_anchored(lines, width)), columns=width)


def _fund_lines(rows: tuple[Fund, ...], width: int) -> list[list[Piece]]:
    last = width - 8 + 1
    lines = [
        [
            Piece("项目资金（万元）", 1, 1 + len(rows)),
            Piece(""),
            *(Piece(word, last if field == "score" else 1) for field, word in FUND_HEADINGS.items()),
        ]
    ]
    for fund in rows:
        texts = {field: getattr(fund, field) or "—" for field in FUND_HEADINGS}
        lines.append(
            [Piece(fund.label or ""), *(Piece(text, last if field == "score" else 1) for field, text in texts.items())]
        )
    return lines


def _indicator_lines(
    rows: tuple[Indicator, ...], order: Sequence[str], spans: dict[str, int], *, merged: bool
) -> list[list[Piece]]:
    """The rows; a level is drawn once over all its rows when `merged`, and in every row when not."""
    lines = []
    for index, row in enumerate(rows):
        above = rows[index - 1] if index else None
        pieces = []
        for field in order:
            height = 1
            if merged and field in {"level1", "level2"}:
                if above is not None and _owner(above, field) == _owner(row, field):
                    continue
                height = sum(_owner(other, field) == _owner(row, field) for other in rows[index:])
            pieces.append(Piece(getattr(row, field) or "", spans[field], height))
        lines.append(pieces)
    return lines


def _owner(row: Indicator, field: str) -> tuple[str | None, ...]:
    return (row.level1,) if field == "level1" else (row.level1, row.level2)


def _total_line(evaluation: Evaluation, order: Sequence[str], spans: dict[str, int]) -> list[Piece]:
    """总分 over the columns in front of the points, then every column by itself."""
    points = {"weight": evaluation.total_weight, "score": evaluation.total_score}
    front = next(index for index, field in enumerate(order) if field in points)
    label = Piece("总分", 1 + sum(spans[field] for field in order[:front]))
    return [label, *(Piece(points.get(field) or "", spans[field]) for field in order[front:])]


def _anchored(lines: list[list[Piece]], width: int) -> list[Cell]:
    """Give every piece its anchor: the first column that no cell above reaches into."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, pieces in enumerate(lines):
        column = 0
        for piece in pieces:
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + right) for down in range(piece.rows) for right in range(piece.columns)}
            cells.append(
                Cell(
                    row=row,
                    column=column,
                    text=piece.text,
                    row_span=piece.rows,
                    column_span=piece.columns,
                    place=Place(table=1, row=row + 1, column=column + 1),
                )
            )
        assert all((row, column) in taken for column in range(width))
    return cells


def as_grid(form: Drawn) -> Document:
    """The form as a word processor holds it."""
    table = Table(cells=form.cells, fidelity="grid", place=Place(table=1))
    source = Source(name="form.docx", sha256="", media_type="application/msword", reader="word")
    return Document(source=source, blocks=(table,))


def _rows(form: Drawn) -> list[list[str]]:
    """The cells row by row, every merged cell in its first place only and blank in the others."""
    height = max(cell.row for cell in form.cells) + 1
    rows = [[""] * form.columns for _ in range(height)]
    for cell in form.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def _own_rows(form: Drawn) -> list[list[str]]:
    """The cells row by row, none for what a merged cell covers."""
    return [[cell.text for cell in row] for row in Table(cells=form.cells, fidelity="grid").rows()]


def as_tabs(form: Drawn) -> str:
    """A row per line, its cells divided by tabs; a merged cell leaves blanks."""
    return "\n".join("\t".join(row) for row in _rows(form)) + "\n"


def as_shifted_tabs(form: Drawn) -> str:
    """A row per line; what a merged cell covers is gone, so that rows are shifted left."""
    return "\n".join("\t".join(row) for row in _own_rows(form)) + "\n"


def as_pipes(form: Drawn) -> str:
    """A row per line, its cells divided by pipes."""
    return "\n".join("| " + " | ".join(row) + " |" for row in _rows(form)) + "\n"


def as_stream(form: Drawn) -> str:
    """Every cell a line that begins with a tab; nothing says where a row ends."""
    return "".join(f"\t{text}\n" for row in _own_rows(form) for text in row)


def as_lines(form: Drawn) -> str:
    """Every cell a line of its own; blank cells are gone."""
    return "".join(f"{text}\n\n" for row in _own_rows(form) for text in row if text)


def read_text(text: str) -> Document:
    """Read a linearised form as the text reader does."""
    return read_bytes(text.encode(), "form.txt")


def grid_of(text: str) -> Document:
    """A real table written as lines of cells divided by pipes; a blank cell is one that a merged cell above or beside covers."""
    cells = tuple(
        Cell(row=row, column=column, text=piece.strip(), place=Place(table=1, row=row + 1, column=column + 1))
        for row, line in enumerate(text.strip().splitlines())
        for column, piece in enumerate(line.split("|"))
        if piece.strip()
    )
    source = Source(name="table.xlsx", sha256="", media_type="application/vnd.ms-excel", reader="excel")
    return Document(source=source, blocks=(Table(cells=cells, fidelity="grid", place=Place(table=1)),))
