"""A filing as the page shows it: the rows of the official form with their merged levels, last year's values, scores and findings."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from jixiao.findings import Finding
from jixiao.monitoring import MonitorCard, RowLight
from jixiao.renderers.citations import cited
from jixiao.renderers.review import Settlement
from jixiao.renderers.scores import computed, disputed, grade_words, span
from jixiao.scoring import RowScore, Scorecard
from jixiao_web.filings.addresses import Address
from jixiao_web.filings.causes import CAUSES
from jixiao_web.filings.judging import Judgement, without_placeholders
from jixiao_web.filings.models import Filing, Part, Row

COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "self_evaluation": (
        ("name", "三级指标"),
        ("target", "年度指标值"),
        ("actual", "实际完成值"),
        ("weight", "分值"),
        ("score", "得分"),
        ("note", "偏差原因分析及改进措施"),
    ),
    "target": (("name", "三级指标"), ("target", "年度指标值"), ("weight", "分值"), ("note", "说明")),
    "monitoring": (
        ("name", "三级指标"),
        ("target", "年度指标值"),
        ("weight", "分值"),
        ("actual", "期间完成值"),
        ("forecast", "全年预计完成值"),
        ("likelihood", "完成目标可能性"),
        ("cause", "偏差原因类别"),
        ("note", "偏差原因说明"),
    ),
}
"""The columns of the table of indicators by what the form is for; the levels stand before them."""
FUNDS: dict[str, tuple[tuple[str, str], ...]] = {
    "self_evaluation": (
        ("label", "资金来源"),
        ("initial", "年初预算数"),
        ("adjusted", "全年预算数（A）"),
        ("executed", "全年执行数（B）"),
        ("weight", "分值"),
        ("rate", "执行率（B/A）"),
        ("score", "得分"),
    ),
    "target": (("label", "资金来源"), ("initial", "预算数")),
    "monitoring": (("label", "资金来源"), ("initial", "年初预算数"), ("executed", "期间执行数"), ("rate", "执行率")),
}
CHOICES = {"cause": CAUSES, "likelihood": ("确定能", "有可能", "完全不可能"), "grade": ("优", "良", "中", "差")}
"""Fields that are chosen, not typed; what stands there otherwise stays as a further choice."""
LONG = frozenset(
    {"name", "target", "actual", "note", "label", "expected", "description", "issue", "conclusion", "remark", "value"}
)
"""Fields whose cells hold running text; the others are figures."""
REVIEW = (("reviewed_actual", "复核完成值"), ("reviewed_score", "复核得分"))
"""The columns that a reviewer fills in, once the form is with the reviewer."""
OTHERS = {
    "project_name": "项目名称",
    "supervisor": "主管部门",
    "implementer": "实施单位",
    "total_score": "总分",
    "grade": "等级",
    "conclusion": "自评结论",
    "remark": "备注",
    "expected": "预期目标",
    "item": "事项",
    "description": "情况说明",
    "issue": "存在问题和改进措施",
    "value": "内容",
}
TALL = 120
"""Characters of a cell that is only read, beyond which it scrolls by itself."""
WITH_REVIEW = frozenset({"in_review", "rechecked", "confirmed", "published", "returned"})


class Mark(NamedTuple):
    """What is wrong with a cell: the gravest severity among its findings, and their titles."""

    severity: str
    titles: str


Marks = dict[Address, Mark]


class CellView(NamedTuple):
    """A cell: its address, field, text, what is wrong with it, whether its reading is doubtful, whether it may be written.

    The first one of a row tells how many pieces of evidence are attached to it.
    """

    address: str
    field: str
    label: str
    text: str
    mark: Mark | None
    doubtful: bool
    writable: bool
    changed: bool
    objections: tuple[str, ...]
    row_name: str = ""
    evidence: int = 0

    @property
    def about(self) -> str:
        """What people call the cell: the name of its row and of its column."""
        return f"{self.row_name} · {self.label}" if self.row_name else self.label

    @property
    def number(self) -> str:
        """The number of its row."""
        return self.address.split("/")[1]

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen, "" for nothing; empty where the cell is typed."""
        offered = CHOICES.get(self.field, ())
        return tuple(dict.fromkeys(("", *offered, self.text))) if offered else ()

    @property
    def long(self) -> bool:
        """Whether it holds running text."""
        return self.field in LONG

    @property
    def tall(self) -> bool:
        """Whether its text would make the row so tall that the others are pushed off the screen."""
        return len(self.text) > TALL


class Level(NamedTuple):
    """A merged cell of the first two columns: its text, the rows that it takes by their numbers, the points in its label."""

    text: str
    rows: tuple[int, ...]
    points: str


class LightView(NamedTuple):
    """A light with its word, its arithmetic, and where the year is heading."""

    colour: str
    words: str
    because: str
    forecast: str


class RowView(NamedTuple):
    """A row: its levels where they begin, its cells, last year's actual, the score that the rules give and whether it differs."""

    number: int
    level1: Level | None
    level2: Level | None
    cells: tuple[CellView, ...]
    last: str
    due: str
    differs: bool
    levels: tuple[str, str]
    light: LightView | None = None


class Derivation(NamedTuple):
    """How the score of a row comes about: the formula with its figures, the rule's basis."""

    because: str
    basis: str
    due: str


class Strip(NamedTuple):
    """The figures of the form at a glance."""

    total: str
    due_total: str
    grade: str
    filled: int
    rows: int
    rate: str
    points: str
    fatal: int
    errors: int
    warnings: int
    hints: int
    reviewed: Settlement | None


class Context(NamedTuple):
    """What the cells of a page depend on besides the form: who may write, what changed since the person looked, what was objected."""

    writable: bool = False
    reviewing: bool = False
    changed: frozenset[str] = frozenset()
    objections: dict[str, tuple[str, ...]] = {}
    evidence: Mapping[int, int] = {}
    """How many pieces are attached to a row by its number, 0 for the whole form."""


def columns(filing: Filing) -> tuple[tuple[str, str], ...]:
    """The columns of the table of indicators."""
    own = COLUMNS[filing.form]
    return (*own, *REVIEW) if filing.form == "self_evaluation" and filing.state in WITH_REVIEW else own


def indicator_rows(
    filing: Filing,
    rows: Sequence[Row],
    judgement: Judgement,
    marks: Marks,
    context: Context,
    card: MonitorCard | None = None,
) -> list[RowView]:
    """The table of indicators, of a monitoring form with its lights."""
    shown = [row for row in rows if row.part == Part.INDICATOR]
    last = _last_year(filing)
    points = (filing.head.get("level1_weights") or {}, filing.head.get("level2_weights") or {})
    first = _levels([(row.values.get("level1", ""),) for row in shown], shown, points[0])
    keys = [(row.values.get("level1", ""), row.values.get("level2", "")) for row in shown]
    second = _levels(keys, shown, points[1])
    watched = [row.pk for row in without_placeholders(shown)]
    lights = {pk: light_view(light) for pk, light in zip(watched, card.rows, strict=True)} if card else {}
    views = []
    for at, row in enumerate(shown):
        score = judgement.scores.get(row.pk)
        views.append(
            RowView(
                number=row.pk,
                level1=first[at],
                level2=second[at],
                levels=keys[at],
                cells=cells(row, columns(filing), marks, context),
                last=last.get(_known_by(row), ""),
                due=computed(score) if score else "",
                differs=score is not None and disputed(score),
                light=lights.get(row.pk),
            )
        )
    return views


def light_view(row: RowLight) -> LightView:
    """A light for the page."""
    forecast = "" if row.forecast is None else f"{row.forecast.normalize():f}{row.unit}"
    return LightView(row.light.value, row.light.chinese, row.because, forecast)


def part_rows(
    part: Part, fields: Iterable[tuple[str, str]], rows: Sequence[Row], marks: Marks, context: Context
) -> list[tuple[CellView, ...]]:
    """The rows of another part: funds, goals, the management of funds, further fields."""
    fields = tuple(fields)
    return [cells(row, fields, marks, context) for row in rows if row.part == part]


def cells(row: Row, fields: Iterable[tuple[str, str]], marks: Marks, context: Context) -> tuple[CellView, ...]:
    """The cells of a row."""
    reviewed, fields = {field for field, _ in REVIEW}, tuple(fields)
    first = fields[0][0]
    return tuple(
        CellView(
            address=str(address := Address(row.part, row.pk, field)),
            field=field,
            label=label,
            text=row.values.get(field) or "",
            mark=marks.get(address),
            doubtful=field in row.doubtful,
            writable=context.reviewing if field in reviewed else context.writable,
            changed=str(address) in context.changed,
            objections=context.objections.get(str(address), ()),
            row_name=name_of(row),
            evidence=context.evidence.get(row.pk, 0) if field == first else 0,
        )
        for field, label in fields
    )


_NAMED_BY = {Part.INDICATOR: "name", Part.FUND: "label", Part.MANAGEMENT: "item", Part.FIELD: "label"}


def name_of(row: Row) -> str:
    """What people call a row."""
    part = Part(row.part)
    return (row.values.get(_NAMED_BY.get(part, "")) or part.label)[:40]


def head_cells(filing: Filing, fields: Iterable[tuple[str, str]], marks: Marks, context: Context) -> list[CellView]:
    """Cells of what stands in no row."""
    return [
        CellView(
            address=str(address := Address("head", None, field)),
            field=field,
            label=label,
            text=filing.head.get(field) or "",
            mark=marks.get(address),
            doubtful=False,
            writable=context.writable,
            changed=str(address) in context.changed,
            objections=context.objections.get(str(address), ()),
        )
        for field, label in fields
    ]


def marked(judgement: Judgement) -> Marks:
    """For every cell that a finding quotes, the gravest severity and all titles."""
    found = {}
    for address, findings in judgement.at().items():
        gravest = min(findings, key=lambda finding: finding.rank)
        titles = dict.fromkeys(f"{finding.severity.chinese}：{finding.title}" for finding in findings)
        found[address] = Mark(gravest.severity.value, "；".join(titles))
    return found


def strip(
    filing: Filing,
    rows: Sequence[Row],
    judgement: Judgement,
    watched: MonitorCard | None = None,
    settlement: Settlement | None = None,
) -> Strip:
    """The figures at a glance."""
    card = judgement.card
    scored = card or watched
    rate = scored.execution_rate if scored else None
    indicators = [row for row in without_placeholders(rows) if row.part == Part.INDICATOR]
    counted = [finding.severity.value for finding in judgement.findings]
    return Strip(
        total=filing.head.get("total_score") or "",
        due_total=span(card.total.low, card.total.high) if card else "",
        grade=grade_words(card) if card and card.grade.computed else "",
        filled=sum(1 for row in indicators if row.values.get("actual")),
        rows=len(indicators),
        rate="" if rate is None else f"{rate * 100:.2f}%",
        points=_points(indicators),
        fatal=counted.count("fatal"),
        errors=counted.count("error"),
        warnings=counted.count("warning"),
        hints=counted.count("info"),
        reviewed=settlement,
    )


def _points(indicators: Sequence[Row]) -> str:
    """The points of all indicators together; "—" where one is no number."""
    try:
        return f"{sum(Decimal((row.values.get('weight') or '0').removesuffix('分')) for row in indicators):f}"
    except InvalidOperation:
        return "—"


def derivation(score: RowScore | None) -> Derivation | None:
    """How a row's score comes about; None where nothing is scored."""
    if score is None:
        return None
    return Derivation(because=score.because, basis=cited(score.basis), due=computed(score))


def of_row(judgement: Judgement, number: int) -> list[Finding]:
    """The findings that quote a cell of a row."""
    found = [finding for address, findings in judgement.at().items() if address.row == number for finding in findings]
    return list({finding.key: finding for finding in found}.values())


def of_total(card: Scorecard | None) -> Derivation | None:
    """How the total comes about."""
    if card is None:
        return None
    return Derivation(
        because=card.total.because, basis=cited(card.total.basis), due=span(card.total.low, card.total.high)
    )


def _levels(keys: Sequence[tuple[str, ...]], rows: Sequence[Row], points: Mapping[str, str]) -> list[Level | None]:
    """For each row the cell that begins there, None where the one above goes on; the last of a key is the cell's text."""
    found: list[Level | None] = [None] * len(keys)
    start = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[start]:
            text = keys[start][-1]
            found[start] = Level(text, tuple(row.pk for row in rows[start:at]), points.get(text, ""))
            start = at
    return found


def _known_by(row: Row) -> str:
    return "".join((row.values.get("name") or "").split())


def _last_year(filing: Filing) -> dict[str, str]:
    """Last year's actual values by the name of the indicator."""
    if filing.last_year is None:
        return {}
    rows = filing.last_year.rows.filter(part=Part.INDICATOR)
    return {_known_by(row): row.values.get("actual") or "" for row in rows}
