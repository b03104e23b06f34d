"""自评复核表 (T10): every row as reported and as recomputed, the difference, the deviation and the reason with its rule.

Laid out as reviewers of a 财政局 use it; 复核完成值 stays blank for the person who has the evidence (佐证材料) before them. Where the law
leaves room the recomputed points are an interval, and so are the differences: only thus do they add up to those of the totals.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from jixiao.findings import Finding
from jixiao.model import Indicator
from jixiao.papers import Block, Cell, Grid, Line, Paper, Role
from jixiao.renderers.review.reviewed import LeftOut, Material, ReviewedForm
from jixiao.renderers.review.settling import Settlement
from jixiao.renderers.review.tables import Column, difference_words, interval_words, percent, table
from jixiao.renderers.review.targets import Parts, parts
from jixiao.renderers.review.wording import RULES, cited_briefly, unverified
from jixiao.renderers.scores import grade_words, pack_title
from jixiao.scoring import ENTERED, Interval, RowScore, points_row, score_points, written
from jixiao.targets import Comparison, Direction
from jixiao.targets.quotation import quoted

_COLUMNS: tuple[tuple[str, float, Role], ...] = (
    ("一级指标", 15, "label"),
    ("二级指标", 17, "label"),
    ("三级指标", 34, "text"),
    ("指标性质", 10, "value"),
    ("指标值", 21, "value"),
    ("度量单位", 11, "value"),
    ("权重", 9, "number"),
    ("自评完成值", 22, "value"),
    ("自评得分", 11, "number"),
    ("复核完成值", 15, "value"),
    ("复核得分", 17, "number"),
    ("差额", 15, "number"),
    ("偏离度", 14, "number"),
    ("理由", 74, "text"),
)
# 备注 is what T10 calls the column, by which the form is read back; 理由 is what it holds.
_HEADINGS = {"差额": "差额（复核－自评）", "理由": "备注（理由）"}
_WEIGHT, _REPORTED, _COMPUTED, _GAP, _DEVIATION, _WHY = 6, 8, 10, 11, 12, 13
_SIZE = 8


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What a review that was completed settled: 复核人, 复核日期, 复核认定总分 and 复核认定等级; what is empty is left to the pen."""

    by: str = ""
    on: str = ""
    settlement: Settlement | None = None
    grade: str = ""

    @property
    def total(self) -> str:
        """复核认定总分 as it is written."""
        return self.settlement.words if self.settlement else ""


_OPEN = Settled()


def recheck_papers(material: Material, settled: Settled = _OPEN) -> tuple[Paper, ...]:
    """One sheet for each self-evaluation, signed with what was `settled`, and one that lists what could not be reviewed."""
    sheets = [_paper(number, form, settled) for number, form in enumerate(material.forms, start=1)]
    if material.left_out:
        sheets.append(left_out_paper(material.left_out))
    return tuple(sheets)


def left_out_paper(left_out: Sequence[LeftOut]) -> Paper:
    """List the files and forms that were not reviewed, with the reasons."""
    columns = (
        Column("序号", 10),
        Column("文件", 60, "text"),
        Column("表名或项目名称", 50, "text"),
        Column("原因", 90, "text"),
    )
    rows = [(number, each.file, each.name, each.why) for number, each in enumerate(left_out, start=1)]
    title = Line(text="未列入复核的文件和表", style="title")
    return Paper(name="未列入复核", orientation="landscape", blocks=(title, table(columns, rows)))


def _paper(number: int, form: ReviewedForm, settled: Settled) -> Paper:
    evaluation = form.evaluation
    blocks: list[Block] = [Line(text="绩效自评复核表", style="title")]
    if evaluation.year is not None:
        blocks.append(Line(text=f"（{evaluation.year}年度）", style="subtitle"))
    blocks += [Line(text=text, style="small") for text in _told_before(form)]
    blocks += [_head(form), _indicators(form), _signatures(settled)]
    blocks += [Line(text=text, style="small") for text in _notes(form, settled)]
    return Paper(name=f"{number}{form.name}", orientation="landscape", margins=(16, 12, 16, 12), blocks=tuple(blocks))


def _told_before(form: ReviewedForm) -> Iterator[str]:
    yield f"自评表：{form.source}　　评价口径：{pack_title(form.card.rule_pack)}"
    if not form.relied_on:
        yield "本表的行列是推断的，半数以上读数没有把握，以下数字不能作为认定依据；请取得带表格线的文件后重新复核。"
    for note in form.notes:
        if note.code != "READ-07":
            yield f"读取说明：{note.message}"
    yield from filter(None, (form.card.total.left_out, form.card.reservation))


def _head(form: ReviewedForm) -> Grid:
    """项目名称, units and the total fund row."""
    evaluation, fund = form.evaluation, form.fund
    unit = f"（{evaluation.amount_unit}）" if evaluation.amount_unit else ""
    rows: list[tuple[tuple[str, str | None], ...]] = [
        (("项目名称", form.name), ("项目编码", evaluation.project_code)),
        (("主管部门", form.supervisor), ("实施单位", evaluation.implementer)),
    ]
    if fund is not None:
        rows.append(
            (
                (f"年初预算数{unit}", fund.initial),
                (f"全年预算数{unit}", fund.adjusted),
                (f"全年执行数{unit}", fund.executed),
                ("执行率", fund.rate),
            )
        )
    cells = []
    for at, row in enumerate(rows):
        span = 2 * 4 // len(row)
        for side, (label, value) in enumerate(row):
            cells.append(Cell(row=at, column=side * span, text=label, role="label"))
            cells.append(Cell(row=at, column=side * span + 1, column_span=span - 1, text=value or ""))
    return Grid(widths=(34, 34) * 4, cells=tuple(cells), size=_SIZE)


class _Rows:
    """The cells of the grid of indicators, row by row."""

    def __init__(self) -> None:
        self.cells = [
            Cell(row=0, column=at, text=_HEADINGS.get(name, name), role="heading")
            for at, (name, _, _) in enumerate(_COLUMNS)
        ]
        self.count = 1

    def add(self, texts: dict[int, str], *, first: int = 0, label: str = "", span: int = 1) -> None:
        """Add a row from column `first` on; a label takes `span` columns."""
        at = first
        if label:
            self.cells.append(Cell(row=self.count, column=0, column_span=span, text=label, role="label"))
            at = span
        for column in range(at, len(_COLUMNS)):
            self.cells.append(Cell(row=self.count, column=column, text=texts.get(column, ""), role=_COLUMNS[column][2]))
        self.count += 1


def _indicators(form: ReviewedForm) -> Grid:
    rows = _Rows()
    if form.card.execution is not None:
        rows.add(_execution(form, form.card.execution), label=_EXECUTION, span=2)
    indicators = form.evaluation.indicators
    for at, card in enumerate(form.card.rows):
        indicator = indicators[at]
        rows.cells += _levels(indicators, at, rows.count)
        rows.add(_row(form, indicator, card), first=2)
    _totals(form, rows)
    widths = tuple(width for _, width, _ in _COLUMNS)
    return Grid(widths=widths, cells=tuple(rows.cells), header_rows=1, size=_SIZE)


def _levels(indicators: Sequence[Indicator], at: int, row: int) -> Iterator[Cell]:
    """The first and second level where a run of equal ones begins."""
    for column, key in enumerate((_first, _second)):
        if at == 0 or key(indicators[at - 1]) != key(indicators[at]):
            span = 1
            while at + span < len(indicators) and key(indicators[at + span]) == key(indicators[at]):
                span += 1
            yield Cell(row=row, column=column, row_span=span, text=key(indicators[at])[-1], role="label")


def _first(indicator: Indicator) -> tuple[str, ...]:
    return (indicator.level1 or "",)


def _second(indicator: Indicator) -> tuple[str, ...]:
    return indicator.level1 or "", indicator.level2 or ""


_EXECUTION = "预算执行率"


def _execution(form: ReviewedForm, row: RowScore) -> dict[int, str]:
    pointed = points_row(form.evaluation.funds)
    fund = form.fund if pointed is None else form.evaluation.funds[pointed]
    rate = form.card.execution_rate
    texts = _scores(form, row, "funds")
    texts[2] = _EXECUTION
    texts[7] = (fund.rate if fund else None) or ""
    texts[_DEVIATION] = "" if rate is None else signed_percent(rate - 1)
    return texts


def _row(form: ReviewedForm, indicator: Indicator, row: RowScore) -> dict[int, str]:
    target: Parts = parts(indicator.target, row)
    texts = _scores(form, row, f"indicators/{row.indicator}")
    return texts | {
        2: indicator.name or "",
        3: target.nature,
        4: target.value,
        5: target.unit,
        7: indicator.actual or "",
        9: indicator.reviewed_actual or "",
        _DEVIATION: deviation_words(row.comparison),
    }


def _scores(form: ReviewedForm, row: RowScore, path: str) -> dict[int, str]:
    return {
        _WEIGHT: "" if row.weight is None else written(row.weight),
        _REPORTED: "" if row.reported is None else written(row.reported),
        _COMPUTED: interval_words(row.computed),
        _GAP: difference_words(row.computed, row.reported),
        _WHY: _why(form, row, path),
    }


def _why(form: ReviewedForm, row: RowScore, path: str) -> str:
    """The rule, its formula, its articles, and what the audit found in the row."""
    found = [finding for finding in form.findings if _points_at(finding, path)]
    told = [f"【{RULES[row.rule]}】{_shortened(form, row)}"]
    if row.basis:
        told.append(f"依据{cited_briefly(row.basis)}。")
    reviewed = _reviewed(form, row)
    told += reviewed
    if found:
        told.append(f"审核点：{_codes(found)}。")
    if not reviewed and not row.because.startswith(ENTERED) and _differs_unsaid(row, found, path):
        told.append("与自评的差额属舍入或其他通行的读法，审核未列为问题，由复核人认定。")
    return "".join(told)


def _reviewed(form: ReviewedForm, row: RowScore) -> list[str]:
    """What a reviewer entered: that the score goes by it, and where the score entered is none that the row can have here."""
    indicator = None if row.indicator is None else form.evaluation.indicators[row.indicator]
    if indicator is None:
        return []
    told = []
    if indicator.reviewed_actual not in {None, indicator.actual}:
        told.append("复核得分按复核完成值计算。")
    entered = score_points(indicator.reviewed_score)
    if entered is not None and row.computed is not None and not row.computed.admits(entered):
        told.append(f"表内所填复核得分{written(entered)}分不在此范围。")
    return told


def _shortened(form: ReviewedForm, row: RowScore) -> str:
    """The reasoning without the long texts of target and actual, which stand in their own columns."""
    because = row.because
    indicator = None if row.indicator is None else form.evaluation.indicators[row.indicator]
    stated = () if indicator is None else (indicator.target, indicator.actual, indicator.reviewed_actual)
    for text in filter(None, stated):
        if len(text.strip()) > _SHORT:
            because = because.replace(quoted(text.strip()), "")
    return because


_SHORT = 12
"""Characters of a text that is worth repeating."""


def _codes(findings: Sequence[Finding]) -> str:
    return "；".join(dict.fromkeys(f"{finding.code}{finding.title}{_doubt(finding)}" for finding in findings))


def _doubt(finding: Finding) -> str:
    return "" if finding.certainty == "certain" else f"（{finding.certainty.chinese}）"


def _points_at(finding: Finding, path: str) -> bool:
    """Tell whether the first cell that a finding quotes belongs to the row: what is only compared with is no reproach to it."""
    first = next((quote for quote in finding.quotes if quote.path and not quote.file), None)
    return first is not None and (first.path == path or str(first.path).startswith(f"{path}/"))


def _differs_unsaid(row: RowScore, found: Sequence[Finding], path: str) -> bool:
    if row.computed is None or row.reported is None or row.computed.admits(row.reported):
        return False
    scores = {f"{path}/score"} if path.startswith("indicators") else {quote.path for f in found for quote in f.quotes}
    return not any(quote.path in scores for finding in found for quote in finding.quotes)


def _totals(form: ReviewedForm, rows: _Rows) -> None:
    """Row by row added up, then what the form prints as its total, then the grades."""
    total, grade, added = form.card.total, form.card.grade, form.points_added
    weights = [row.weight for row in form.rows if row.weight is not None]
    sums = _sum(form.rows)
    rows.add(
        {
            _WEIGHT: written(sum(weights, Decimal(0))) if weights else "",
            _REPORTED: "" if added is None else written(added),
            _COMPUTED: interval_words(sums),
            _GAP: difference_words(sums, _reported_of_scored(form)),
            _WHY: _adding(form, sums),
        },
        label="合计（逐行相加）",
        span=6,
    )
    found = [finding for finding in form.findings if _points_at(finding, "total_score")]
    rows.add(
        {
            _WEIGHT: form.evaluation.total_weight or "",
            _REPORTED: "" if total.reported is None else written(total.reported),
            _COMPUTED: interval_words(form.computed),
            _GAP: "" if form.incomparable else difference_words(form.computed, form.reported),
            _WHY: "".join(filter(None, (_total_why(form), f"审核点：{_codes(found)}。" if found else ""))),
        },
        label="总分",
        span=6,
    )
    found = [finding for finding in form.findings if _points_at(finding, "grade")]
    rows.add(
        {
            _REPORTED: grade.reported or "",
            _COMPUTED: grade_words(form.card) if grade.computed else "",
            _WHY: grade.because + (f"审核点：{_codes(found)}。" if found else ""),
        },
        label="等级",
        span=6,
    )


def _sum(rows: Sequence[RowScore]) -> Interval | None:
    computed = [row.computed for row in rows if row.computed is not None]
    return sum(computed[1:], start=computed[0]) if computed else None


def _reported_of_scored(form: ReviewedForm) -> Decimal | None:
    """The sum of the reported points of the rows that were recomputed; None unless all of these print any."""
    printed = [row.reported for row in form.rows if row.computed is not None]
    known = [points for points in printed if points is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(printed) else None


def _adding(form: ReviewedForm, sums: Interval | None) -> str:
    reported = form.card.total.reported
    told = ""
    if sums is None:
        told = "没有可以记分的行。"
    if form.points_added is not None and reported is not None and form.points_added != reported:
        told += f"自评得分逐行相加为{written(form.points_added)}分，表内总分为{written(reported)}分。"
    return told


def _total_why(form: ReviewedForm) -> str:
    total = form.card.total
    told = ""
    if form.added_up:
        told = "表内未印总分，差额按自评得分逐行相加的结果计算。"
    elif form.incomparable:
        told = f"{form.incomparable}。"
    if total.cap is not None:
        told += f"总分按执行率封顶，不高于{written(total.cap)}分（依据{cited_briefly(total.basis)}）。"
    return told


def _signatures(settled: Settled) -> Grid:
    rows = (
        (("复核人", settled.by), ("复核机构负责人", ""), ("复核日期", settled.on)),
        (("复核认定总分", settled.total), ("复核认定等级", settled.grade), ("被复核单位意见", "")),
    )
    cells = []
    for at, row in enumerate(rows):
        for side, (label, text) in enumerate(row):
            cells.append(Cell(row=at, column=2 * side, text=label, role="label"))
            cells.append(Cell(row=at, column=2 * side + 1, text=text))
    return Grid(widths=(30, 58, 30, 58, 30, 58), cells=tuple(cells), size=_SIZE)


def _notes(form: ReviewedForm, settled: Settled) -> Iterator[str]:
    yield "注：1．“复核得分”按自评完成值和所列评价口径重新计算；写作“8～10”的，是口径留有余地，由复核人认定。"
    yield "　　2．“复核完成值”由复核人核对佐证材料后填写；与自评完成值不同的，复核得分应按复核完成值重新计算。"
    if any(row.because.startswith(ENTERED) for row in form.rows):
        yield f"　　　　理由中写明“{ENTERED}”的行，复核得分、合计、差额和等级以认定的得分为准。"
    yield "　　3．“偏离度”为（完成值－指标值）÷指标值，时限只写按期或至少迟几天；不能计算的留空。"
    if settled.settlement is not None:
        told = f"{settled.settlement.settled}行按认定的复核得分"
        if settled.settlement.as_reported:
            told += f"，复核人没有另行认定的{settled.settlement.as_reported}行按自评得分"
        yield f"　　4．“复核认定总分”中，{told}计入；上面“总分”一行，没有另行认定的按口径重新计算，两者可以不同。"
    basis = [article for row in form.rows for article in row.basis] + list(form.card.grade.basis)
    if told := unverified(basis):
        yield f"　　4．所引条文的措辞尚未与官方文本核对：{told}。"


def signed_percent(ratio: Decimal) -> str:
    """Write a deviation with its sign: +25%, -10.5%, 0%."""
    return f"+{percent(ratio)}" if ratio > 0 else percent(ratio)


def deviation_words(comparison: Comparison | None) -> str:
    """偏离度: of a figure in per cent of its target, of a deadline in days, of several targets part by part; else empty."""
    if comparison is None:
        return ""
    if comparison.parts:
        told = [deviation_words(part) for part in comparison.parts]
        return "；".join(told) if all(told) else ""
    if comparison.direction is Direction.DEADLINE:
        if comparison.outcome == "missed" and comparison.gap:
            return f"至少迟{written(comparison.gap)}天"
        return "按期" if comparison.outcome == "reached" and not comparison.by_phrase else ""
    if comparison.direction is Direction.RANGE and comparison.outcome == "reached":
        return "0%"
    return "" if comparison.ratio is None else signed_percent(comparison.ratio - 1)
