"""What stands behind a letter: every problem by kind, one row for each place, to be read (问题清单) or to be filled in (整改清单)."""

from collections.abc import Iterator, Sequence

from jixiao.papers import Block, Cell, Grid, Line, Paper
from jixiao.renderers.review.issues import Dossier, Kind
from jixiao.renderers.review.tables import Column
from jixiao.renderers.review.wording import cited_briefly, places_listed, titled

ISSUES = "绩效自评审核问题清单"
REGISTER = "绩效自评问题整改清单"
_SIZE = 9.0
_FORM = Column("自评表", 44, "text")
_PROBLEM = (Column("序号", 11), Column("具体情况", 118, "text"), Column("位置", 66, "text"))
_TO_FILL_IN = (
    Column("责任部门和责任人", 24),
    Column("整改情况", 40, "text"),
    Column("佐证材料", 26, "text"),
    Column("编号", 22),
)


def issue_list(at: int, dossier: Dossier, kinds: Sequence[Kind]) -> Paper:
    """审核问题清单: what a letter that only counts the problems says of each."""
    return _annex(f"问题清单{at}{dossier.unit}", ISSUES, [_unit(dossier)], kinds, ())


def register(at: int, dossier: Dossier, deadline: str | None, kinds: Sequence[Kind]) -> Paper:
    """整改清单: the same with room for who answers for a problem, what was done and by what it is proved; the number is that of answers."""
    until = f"整改期限：{deadline}" if deadline else ""
    return _annex(f"整改清单{at}{dossier.unit}", REGISTER, [_unit(dossier), until], kinds, _TO_FILL_IN)


def _unit(dossier: Dossier) -> str:
    return f"单位：{dossier.unit}" if dossier.unit else ""


def _annex(name: str, title: str, told: list[str], kinds: Sequence[Kind], further: tuple[Column, ...]) -> Paper:
    subjects = dict.fromkeys(case.subject.title for kind in kinds for case in kind.cases)
    several = len(subjects) > 1
    if not several:
        told += [f"自评表：{subject}" for subject in subjects]
    number, problem, places = _PROBLEM
    columns = (number, *((_FORM,) if several else ()), problem, places, *further)
    blocks: list[Block] = [Line(text="附件", style="addressee"), Line(text=title, style="title")]
    if shown := "　　　　".join(filter(None, told)):
        blocks.append(Line(text=shown, style="small"))
    cells = tuple(_cells(columns, kinds, several=several))
    widths = tuple(column.width for column in columns)
    blocks.append(Grid(widths=widths, cells=cells, header_rows=1, size=_SIZE))
    return Paper(name=name, orientation="landscape", blocks=tuple(blocks))


def _cells(columns: Sequence[Column], kinds: Sequence[Kind], *, several: bool) -> Iterator[Cell]:
    """The headings; for each demand and each kind a row across the table, and below it a row for each place."""
    row = 0
    for at, column in enumerate(columns):
        yield Cell(row=row, column=at, text=column.heading, role="heading")
    demand = None
    for ordinal, kind in enumerate(kinds, start=1):
        if kind.demand is not demand:
            demand, row = kind.demand, row + 1
            count = sum(len(each.cases) for each in kinds if each.demand is demand)
            text = f"{demand}的问题（{count}个）"
            yield Cell(row=row, column=0, column_span=len(columns), text=text, role="heading")
        row += 1
        yield Cell(row=row, column=0, column_span=len(columns), text=_introduced(ordinal, kind), role="text")
        for case in kind.cases:
            row += 1
            contents = [str(case.number), *([case.subject.title] if several else []), case.finding.message]
            contents.append(places_listed(case.finding, case.subject.evaluation))
            blank = [""] * (len(columns) - len(contents))
            if blank:
                blank[-1] = case.finding.key or case.finding.code
            for place, (column, text) in enumerate(zip(columns, [*contents, *blank], strict=True)):
                yield Cell(row=row, column=place, text=text, role=column.role)


def _introduced(ordinal: int, kind: Kind) -> str:
    """What holds for all problems of a kind: 3．原因只是重复数字或指标（2处）。依据：…。处理：…"""
    basis = cited_briefly(kind.basis)
    count = f"（{len(kind.cases)}处）" if len(kind.cases) > 1 else ""
    told = f"{ordinal}．{titled(kind.first)}{count}。"
    return (
        told
        + (f"依据：{basis}。" if basis else "")
        + (f"处理：{''.join(kind.suggestions)}" if kind.suggestions else "")
    )
