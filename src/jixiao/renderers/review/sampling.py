"""抽查清单: the forms to be checked on the spot, ordered by risk, with seed, method and reasons, so that anybody can repeat it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

import msgspec

from jixiao.facts import plain
from jixiao.model.titles import KINDS
from jixiao.papers import Block, Line, Paper
from jixiao.renderers.review.drawing import Candidate, Place, draw
from jixiao.renderers.review.recheck import left_out_paper
from jixiao.renderers.review.reviewed import Material, ReviewedForm
from jixiao.renderers.review.risk import PARTS, Risk, Weights, risks, weights
from jixiao.renderers.review.tables import Column, Content, interval_words, percent, table, ten_thousands
from jixiao.scoring import rounded, written


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How many are to be taken, as a number or as a share (0.2) of the forms, rounded up; and the seed (种子)."""

    size: int | None = None
    share: Decimal | None = None
    seed: str = "1"


class Sampled(msgspec.Struct, frozen=True, kw_only=True):
    """A form with its risk and what the draw made of it."""

    form: ReviewedForm
    risk: Risk
    place: Place


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """The whole draw: every form, the size asked for, the seed, and the fingerprint of the identities drawn from."""

    members: tuple[Sampled, ...]
    size: int
    seed: str
    fingerprint: str

    @property
    def taken(self) -> tuple[Sampled, ...]:
        """Those to be checked: first those that must be, by risk, then those drawn, by risk."""
        chosen = [member for member in self.members if member.place.taken]
        return tuple(
            sorted(chosen, key=lambda each: (not each.risk.must, -each.risk.points, each.place.candidate.identity))
        )

    @property
    def passed_over(self) -> int:
        """How many that must be checked did not find room."""
        return sum(member.risk.must and not member.place.taken for member in self.members)


def sample(forms: Sequence[ReviewedForm], plan: Plan, by: Weights | None = None) -> Sample:
    """Rate and draw; the order in which the forms are given changes nothing."""
    by = by or weights()
    rated = risks(forms, by)
    identities = _identities(forms)
    share = plan.share if plan.share is not None else by.share
    wanted = plan.size if plan.size is not None else int((share * len(forms)).to_integral_value(ROUND_CEILING))
    size = min(wanted, len(forms))
    candidates = [
        Candidate(identity=identity, risk=risk.points, must=risk.must)
        for identity, risk in zip(identities, rated, strict=True)
    ]
    places = draw(candidates, size, plan.seed)
    fingerprint = hashlib.sha256("\n".join(sorted(identities)).encode()).hexdigest()[:16]
    members = tuple(
        Sampled(form=form, risk=risk, place=place) for form, risk, place in zip(forms, rated, places, strict=True)
    )
    return Sample(members=members, size=size, seed=plan.seed, fingerprint=fingerprint)


def _identities(forms: Sequence[ReviewedForm]) -> list[str]:
    """Name each form by unit, project, code and year; where that is not enough by its file's content, in the last resort by its path."""
    named = [_named(form) for form in forms]
    by_content = _told_apart(named, [f"{form.sha256}#{form.index}" for form in forms])
    return _told_apart(by_content, [form.file for form in forms])


def _named(form: ReviewedForm) -> str:
    evaluation = form.evaluation
    parts = (form.unit, form.name, evaluation.project_code, str(evaluation.year or ""), KINDS[evaluation.kind])
    return "|".join(plain(part) for part in parts)


def _told_apart(names: Sequence[str], further: Sequence[str]) -> list[str]:
    counts = Counter(names)
    return [f"{name}|{more}" if counts[name] > 1 else name for name, more in zip(names, further, strict=True)]


def sampling_papers(material: Material, plan: Plan) -> tuple[Paper, ...]:
    """The list, the ratings of all forms, and the method."""
    drawn = sample(material.forms, plan)
    sheets = (_list(drawn), _ratings(drawn), _method(drawn))
    return (*sheets, left_out_paper(material.left_out)) if material.left_out else sheets


_COLUMNS = (
    Column("序号", 9),
    Column("方式", 12),
    Column("实施单位", 32, "text"),
    Column("项目", 42, "text"),
    Column("年度", 11),
    Column("全年预算（万元）", 19, "number"),
    Column("自评总分", 14, "number"),
    Column("重算总分", 22, "number"),
    Column("风险分", 13, "number"),
    Column("入样概率", 14, "number"),
    Column("理由（括号内为风险分）", 76, "text"),
    Column("文件", 32, "text"),
)


def _list(drawn: Sample) -> Paper:
    must = sum(member.risk.must for member in drawn.taken)
    told = (
        f"从{len(drawn.members)}张自评表中抽查{len(drawn.taken)}张：必查{must}张，抽取{len(drawn.taken) - must}张。"
        f"种子：{drawn.seed}　总体指纹：{drawn.fingerprint}"
    )
    blocks: list[Block] = [Line(text="绩效自评抽查清单", style="title"), Line(text=told, style="small")]
    if drawn.passed_over:
        text = f"必查的有{must + drawn.passed_over}张，多于抽查数，按风险分从高到低取足，其余{drawn.passed_over}张未列入；建议增加抽查数。"
        blocks.append(Line(text=text, style="small"))
    rows = [_row(number, member) for number, member in enumerate(drawn.taken, start=1)]
    blocks.append(table(_COLUMNS, rows, size=8.5, filtered=True))
    blocks.append(
        Line(text="注：风险分只用来安排抽查的先后，不是对自评表的评价结论；方法和权重见“抽取方法”。", style="small")
    )
    return Paper(name="抽查清单", orientation="landscape", margins=(15, 10, 15, 10), blocks=tuple(blocks))


def _row(number: int, member: Sampled) -> tuple[Content, ...]:
    form = member.form
    return (
        number,
        "必查" if member.risk.must else "抽取",
        form.unit,
        form.name,
        form.year,
        ten_thousands(form.amount),
        form.reported if form.relied_on else None,
        interval_words(form.computed) if form.relied_on else None,
        member.risk.points,
        _chance(member.place.chance),
        member.risk.reasons,
        form.source,
    )


def _chance(chance: Fraction) -> str:
    return percent(Decimal(chance.numerator) / Decimal(chance.denominator))


def _ratings(drawn: Sample) -> Paper:
    columns = (
        Column("名次", 10),
        Column("实施单位", 34, "text"),
        Column("项目", 44, "text"),
        Column("年度", 11),
        *(Column(name, 14, "number") for name in PARTS),
        Column("风险分", 14, "number"),
        Column("入样概率", 15, "number"),
        Column("随机数", 20, "number"),
        Column("结果", 14),
        Column("标识", 44, "text"),
    )
    ranked = sorted(drawn.members, key=lambda each: (-each.risk.points, each.place.candidate.identity))
    rows = [
        (
            number,
            member.form.unit,
            member.form.name,
            member.form.year,
            *(part.points for part in member.risk.parts),
            member.risk.points,
            _chance(member.place.chance),
            rounded(Decimal(member.place.number.numerator) / Decimal(member.place.number.denominator), 8),
            _outcome(member),
            member.place.candidate.identity,
        )
        for number, member in enumerate(ranked, start=1)
    ]
    title = Line(text="风险评分表（全部自评表）", style="title")
    grid = table(columns, rows, size=8.5, filtered=True)
    return Paper(name="风险评分", orientation="landscape", margins=(15, 10, 15, 10), blocks=(title, grid))


def _outcome(member: Sampled) -> str:
    if not member.place.taken:
        return "必查，未列入" if member.risk.must else ""
    return "必查" if member.risk.must else "抽取"


def _method(drawn: Sample) -> Paper:
    by = weights()
    lines = (
        f"1．总体：本次送审的全部自评表{len(drawn.members)}张。总体指纹{drawn.fingerprint}为全部自评表标识排序后SHA-256值的前16位。",
        f"2．风险分：按下表各项相加。达到{written(by.must_check_at)}分的，以及读数没有把握的，不经抽取直接列入（必查）。",
        f"3．抽查数：{drawn.size}张。必查的多于抽查数时，按风险分从高到低取足。",
        "4．入样概率：其余自评表按风险分的比例分配余下的名额，p＝min（1，c×风险分），c使各表概率之和等于余下的名额。",
        f"5．随机数：u为“种子、换行符、自评表标识”的SHA-256值的前64位所成的整数加二分之一，除以2的64次方；种子为“{drawn.seed}”。",
        "6．抽取：计算u（1－p）÷［（1－u）p］，从小到大取足余下的名额（帕累托抽样，大小固定，入样概率近似等于p）。全部用分数精确计算。",
        "7．同一种子、同一批自评表，无论文件先后、在哪台机器上，结果相同；种子应当在抽取以前确定并公开。",
    )
    columns = (Column("项目", 40, "text"), Column("分值", 80, "text"), Column("上限", 20, "number"))
    blocks: list[Block] = [Line(text="抽取方法", style="title"), *(Line(text=text) for text in lines)]
    blocks.append(Line(text="风险分的权重（由本程序设定，没有法规依据，可以调整）", style="small"))
    blocks.append(table(columns, list(_weights(by)), size=9))
    return Paper(name="抽取方法", blocks=tuple(blocks))


def _weights(by: Weights) -> Iterator[tuple[Content, ...]]:
    base, found, difference, amount, doubt, unit, repeated = PARTS
    severities = "、".join(f"{severity.chinese}{written(points)}" for severity, points in by.findings.severity.items())
    certainties = "、".join(f"{sure.chinese}{written(factor)}" for sure, factor in by.findings.certainty.items())
    yield base, written(by.base), None
    yield (
        found,
        f"每个问题：{severities}，乘以把握程度：{certainties}；单位已作说明的乘以{written(by.findings.answered)}",
        by.findings.at_most,
    )
    yield (
        difference,
        f"自评总分偏高每1分计{written(by.difference.above)}、偏低每1分计{written(by.difference.below)}；等级与重算不符另加{written(by.difference.grade)}",
        by.difference.at_most + by.difference.grade,
    )
    bands = "、".join(
        f"{written(ten_thousands(band.at_least) or band.at_least)}万元及以上{written(band.points)}"
        for band in by.amount.bands
    )
    yield amount, f"全年预算{bands}；金额不明{written(by.amount.unknown)}", by.amount.bands[0].points
    yield (
        doubt,
        f"存疑单元格占比乘以{written(by.doubt.per_share)}；读数没有把握的{written(by.doubt.not_relied_on)}",
        max(by.doubt.at_most, by.doubt.not_relied_on),
    )
    yield (
        unit,
        f"所在单位占全部预算的比例乘以{written(by.unit_share.per_share)}（只有一个单位时不计）",
        by.unit_share.per_share,
    )
    yield repeated, f"上年同一项目有同一审核点的问题，每个{written(by.repeated.each)}", by.repeated.at_most
