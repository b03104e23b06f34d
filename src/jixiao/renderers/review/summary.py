"""差异汇总: one row for each self-evaluation, the same by unit and by supervisor, the statistics, and the deviations of indicators.

The statistics count only what can be compared: a form without points, without a total or read without certainty is listed with the
reason and left out of every sum. 至少相差 is the difference that no discretion removes; 下限 and 上限 are those of the rules.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from jixiao.facts import unit_core
from jixiao.findings import Finding, Severity
from jixiao.papers import Block, Line, Paper
from jixiao.renderers.review.deviations import deviation_paper
from jixiao.renderers.review.issues import demand
from jixiao.renderers.review.recheck import left_out_paper
from jixiao.renderers.review.reviewed import ZERO, Material, ReviewedForm
from jixiao.renderers.review.tables import Column, Content, table, ten_thousands
from jixiao.renderers.review.wording import titled
from jixiao.renderers.scores import grade_words, pack_title
from jixiao.scoring import rounded

_SIZE = 8


def summary_papers(material: Material) -> tuple[Paper, ...]:
    """All sheets of the summary; what was not reviewed has its own where there is any."""
    forms = material.forms
    sheets = [
        _differences(material),
        _statistics(material),
        _by(forms, "实施单位", lambda form: form.unit),
        _by(forms, "主管部门", lambda form: form.supervisor),
        deviation_paper(forms),
    ]
    return (*sheets, left_out_paper(material.left_out)) if material.left_out else tuple(sheets)


_COLUMNS = (
    Column("序号", 8),
    Column("实施单位", 27, "text"),
    Column("主管部门", 22, "text"),
    Column("项目", 34, "text"),
    Column("年度", 13),
    Column("全年预算（万元）", 17, "number"),
    Column("自评总分", 12, "number"),
    Column("重算下限", 12, "number"),
    Column("重算上限", 12, "number"),
    Column("至少相差", 12, "number"),
    Column("自评等级", 11),
    Column("重算等级", 13),
    Column("严重", 8, "number"),
    Column("错误", 8, "number"),
    Column("提醒", 8, "number"),
    Column("提示", 8, "number"),
    Column("最重的问题", 38, "text"),
    Column("说明", 26, "text"),
    Column("文件", 30, "text"),
)


def _differences(material: Material) -> Paper:
    blocks: list[Block] = [Line(text="绩效自评差异汇总表", style="title")]
    packs = "、".join(f"“{pack_title(code)}”" for code in material.packs)
    if packs:
        blocks.append(Line(text=f"评价口径：{packs}", style="small"))
    ordered = sorted(material.forms, key=_weight, reverse=True)
    rows = [_row(number, form) for number, form in enumerate(ordered, start=1)]
    blocks.append(table(_COLUMNS, rows, size=_SIZE, filtered=True))
    blocks += [Line(text=text, style="small") for text in _NOTES]
    return Paper(name="差异汇总", orientation="landscape", margins=(15, 10, 15, 10), blocks=tuple(blocks))


def _weight(form: ReviewedForm) -> tuple[Decimal, int, int]:
    """What stands first: the greatest difference, then the most grave findings."""
    return abs(form.gap or ZERO), form.count(Severity.FATAL), form.count(Severity.ERROR)


_NOTES = (
    "注：1．重算总分按自评完成值和所列评价口径计算；下限与上限不同的，是口径留有余地。",
    "　　2．“至少相差”为重算总分减自评总分，自评总分在上下限之间的为0，不比较的留空，原因见“说明”。",
    "　　3．问题个数为审核发现的全部问题，包括尚待核实的；“最重的问题”写作“疑似”“请核实”的不是定论。",
    "　　4．本表按“至少相差”的大小、严重问题和错误问题的个数排列。",
)


def _row(number: int, form: ReviewedForm) -> tuple[Content, ...]:
    computed = form.computed if form.relied_on else None
    return (
        number,
        form.unit,
        form.supervisor,
        form.name,
        form.year,
        ten_thousands(form.amount),
        form.reported,
        None if computed is None else computed.low,
        None if computed is None else computed.high,
        form.gap,
        form.card.grade.reported,
        grade_words(form.card) if computed is not None and form.card.grade.computed else None,
        *(form.count(severity) for severity in Severity),
        _gravest(form.findings),
        _remark(form),
        form.source,
    )


def _gravest(findings: Sequence[Finding]) -> str:
    """The gravest finding, of these the surest, of these the first."""
    ranked = sorted(findings, key=lambda finding: finding.rank)
    return titled(ranked[0]) if ranked else ""


def _remark(form: ReviewedForm) -> str:
    if form.incomparable:
        return form.incomparable
    told = "表内未印总分，按得分相加" if form.added_up else ""
    if form.computed is not None and form.computed.open_above:
        told += ("；" if told else "") + ("应低于重算上限" if form.differs and not form.gap else "不含重算上限")
    return told


_GROUP_COLUMNS = (
    Column("序号", 10),
    Column("单位", 60, "text"),
    Column("自评表", 16, "number"),
    Column("可比较", 16, "number"),
    Column("自评偏高", 16, "number"),
    Column("自评偏低", 16, "number"),
    Column("平均自评总分", 20, "number"),
    Column("平均重算下限", 20, "number"),
    Column("平均重算上限", 20, "number"),
    Column("至少相差合计", 20, "number"),
    Column("全年预算（万元）", 24, "number"),
    Column("必须改正", 16, "number"),
    Column("应当说明", 16, "number"),
    Column("建议", 16, "number"),
)


def _by(forms: Sequence[ReviewedForm], what: str, name_of: Callable[[ReviewedForm], str | None]) -> Paper:
    """One row for each unit or supervisor, that with the most to correct first, and the total."""
    groups: dict[str, list[ReviewedForm]] = {}
    for form in forms:
        groups.setdefault(unit_core(name_of(form)), []).append(form)
    told = [(name_of(members[0]) or "（没有写明）", members) for members in groups.values()]
    told.sort(key=lambda each: (-_demands(each[1])[0], -_demands(each[1])[1], each[0]))
    rows = [_group(number, name, members) for number, (name, members) in enumerate(told, start=1)]
    if len(rows) > 1:
        rows.append(_group(None, "合计", forms))
    columns = tuple(
        Column(what, column.width, column.role) if column.heading == "单位" else column for column in _GROUP_COLUMNS
    )
    title = Line(text=f"绩效自评差异汇总表（按{what}）", style="title")
    return Paper(name=f"按{what}", orientation="landscape", blocks=(title, table(columns, rows, size=_SIZE)))


def _group(number: int | None, name: str, forms: Sequence[ReviewedForm]) -> tuple[Content, ...]:
    compared = [form for form in forms if not form.incomparable]
    gaps = [form.gap for form in compared if form.gap is not None]
    amounts = [form.amount for form in forms if form.relied_on and form.amount is not None]
    return (
        number,
        name,
        len(forms),
        len(compared),
        sum(form.too_high for form in compared),
        sum(form.too_low for form in compared),
        *_averages(compared),
        sum(gaps, ZERO) if gaps else None,
        ten_thousands(sum(amounts, ZERO)) if amounts else None,
        *_demands(forms),
    )


def _averages(compared: Sequence[ReviewedForm]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    totals = [(form.reported, form.computed) for form in compared]
    known = [(reported, computed) for reported, computed in totals if reported is not None and computed is not None]
    if not known:
        return None, None, None
    count = Decimal(len(known))
    return (
        rounded(sum((reported for reported, _ in known), ZERO) / count, 2),
        rounded(sum((computed.low for _, computed in known), ZERO) / count, 2),
        rounded(sum((computed.high for _, computed in known), ZERO) / count, 2),
    )


def _demands(forms: Sequence[ReviewedForm]) -> tuple[int, int, int]:
    counts = Counter(demand(finding).value for form in forms for finding in form.findings)
    return counts["必须改正"], counts["应当说明"], counts["建议"]


def _statistics(material: Material) -> Paper:
    columns = (Column("项目", 70, "text"), Column("数值", 24, "number"), Column("说明", 100, "text"))
    title = Line(text="统计", style="title")
    changed = _changed_grades(material.forms)
    kinds = Counter(
        (finding.severity, finding.code, finding.title, finding.certainty)
        for form in material.forms
        for finding in form.findings
    )
    found = sorted(kinds.items(), key=lambda each: (list(Severity).index(each[0][0]), -each[1], each[0][1:]))
    rows = [(code, title_, severity.chinese, sure.chinese, count) for (severity, code, title_, sure), count in found]
    return Paper(
        name="统计",
        blocks=(
            title,
            table(columns, list(_figures(material)), size=9),
            Line(text="等级变化（可以评定等级的自评表）", style="heading2"),
            table(_CHANGE_COLUMNS, changed, size=9),
            Line(text="问题分类", style="heading2"),
            table(_KIND_COLUMNS, rows, size=9),
        ),
    )


_CHANGE_COLUMNS = (Column("自评等级", 60), Column("重算等级", 60), Column("自评表", 40, "number"))
_KIND_COLUMNS = (
    Column("审核点", 24),
    Column("问题", 90, "text"),
    Column("严重程度", 24),
    Column("把握程度", 24),
    Column("个数", 20, "number"),
)


def _figures(material: Material) -> Iterator[tuple[Content, ...]]:
    forms = material.forms
    compared = [form for form in forms if not form.incomparable]
    gaps = [form.gap for form in compared if form.gap is not None]
    reported, low, high = _averages(compared)
    yield "复核的自评表", len(forms), f"来自{len(material.files)}个文件"
    yield "其中可以比较总分的", len(compared), "设有分值、印有总分或逐行得分、读数有把握的"
    yield "自评总分在重算范围之内的", sum(not form.differs for form in compared), None
    yield "自评总分在重算范围之外的", sum(form.differs for form in compared), None
    yield "平均自评总分", reported, "可以比较的各表的算术平均，下同"
    yield "平均重算总分下限", low, None
    yield "平均重算总分上限", high, None
    yield "至少相差合计", sum(gaps, ZERO) if gaps else None, "重算总分减自评总分，各表至少相差之和"
    yield "自评总分为满分100分的", sum(form.reported == 100 for form in compared), None
    for severity in Severity:
        yield f"{severity.chinese}问题", sum(form.count(severity) for form in forms), None
    yield "没有列入复核的文件和表", len(material.left_out), "清单见“未列入复核”" if material.left_out else None


def _changed_grades(forms: Sequence[ReviewedForm]) -> list[tuple[Content, ...]]:
    pairs = Counter(
        (form.card.grade.reported or "没有写明", grade_words(form.card))
        for form in forms
        if form.relied_on and form.card.grade.computed
    )
    return [
        (before, after, count) for (before, after), count in sorted(pairs.items(), key=lambda each: (-each[1], each[0]))
    ]
