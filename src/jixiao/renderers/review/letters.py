"""审核意见 and 整改通知 as official letters (公文): one to each unit, every problem with its cells, figures and basis.

What is certain is stated as a fact, what is not as a suspicion to be verified. What a person has to decide or to add (文号, 成文日期,
whether an explanation is accepted, points within an interval) is a marked gap; nothing is made up.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from jixiao.findings import Answer, Certainty, Finding
from jixiao.law import Article
from jixiao.model.titles import FORMS
from jixiao.papers import Block, Line, Paper
from jixiao.papers.paging import pages
from jixiao.renderers.review.annexes import ISSUES, REGISTER, issue_list, register
from jixiao.renderers.review.issues import (
    Case,
    Demand,
    Dossier,
    Kind,
    Subject,
    alike,
    answered,
    demanded,
    dossiers,
    kinds,
)
from jixiao.renderers.review.reviewed import Material, ReviewedForm
from jixiao.renderers.review.tables import Column, Content, difference_words, interval_words, table
from jixiao.renderers.review.wording import cells_named, cited_briefly, shortened, titled, unverified
from jixiao.renderers.scores import grade_words, pack_title
from jixiao.scoring import ENTERED, packs

_MARGINS = (37.0, 26.0, 35.0, 28.0)
"""Those of an official letter, GB/T 9704."""


class Letterhead(msgspec.Struct, frozen=True, kw_only=True):
    """What a person gives to a letter; what is None becomes a gap: 发文机关, 文号, 成文日期, 反馈或整改期限, 主送机关, 联系人及电话."""

    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    deadline: str | None = None
    addressee: str | None = None
    contact: str | None = None


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """For what a form was returned (退回意见): the cell, what stood there, the reason, the unit's answer; whether that settled it.

    `cell` is "" for a reason that is about the whole form, `answer` None while there is none.
    """

    reason: str
    cell: str = ""
    quoted: str = ""
    answer: Answer | None = None
    settled: bool = False


def opinion_papers(material: Material, head: Letterhead, returned: Sequence[Returned] = ()) -> tuple[Paper, ...]:
    """审核意见: one letter to each unit with all that was found; `returned` is what one unit's form was returned for."""
    return tuple(
        paper
        for at, dossier in enumerate(dossiers(material), start=1)
        for paper in _opinion(at, dossier, head, returned)
    )


def rectification_papers(material: Material, head: Letterhead) -> tuple[Paper, ...]:
    """整改通知: to each unit of which anything is demanded a letter, and the list in which it reports what was done."""
    papers: list[Paper] = []
    for at, dossier in enumerate(dossiers(material), start=1):
        asked = [(each, demanded(dossier.subjects, each)) for each in (Demand.CORRECT, Demand.EXPLAIN)]
        if any(subjects for _, subjects in asked):
            listed = kinds(dossier.subjects, _DONE)
            papers += [_rectification(at, dossier, head, asked, listed), register(at, dossier, head.deadline, listed)]
    return tuple(papers)


def _opinion(at: int, dossier: Dossier, head: Letterhead, returned: Sequence[Returned]) -> tuple[Paper, ...]:
    whole = _opinion_told(at, dossier, head, returned, ())
    listed = kinds(dossier.subjects, Demand)
    if not listed or _brief_enough(whole):
        return (whole,)
    return _opinion_told(at, dossier, head, returned, listed), issue_list(at, dossier, listed)


def _opinion_told(
    at: int, dossier: Dossier, head: Letterhead, returned: Sequence[Returned], listed: Sequence[Kind]
) -> Paper:
    """The letter with every problem, or where they are `listed` in an annex, with their kinds."""
    blocks = [*_opening(dossier, head, f"关于{_whose(dossier)}预算绩效自评的审核意见"), *_basis_told(dossier)]
    blocks.append(Line(text="现将审核意见函告如下："))
    numbered = iter("一二三四五六七八九十")
    blocks += _results(dossier, next(numbered))
    for wanted, subjects in ((each, demanded(dossier.subjects, each)) for each in Demand):
        if subjects:
            blocks.append(Line(text=f"{next(numbered)}、{_HEADINGS[wanted]}", style="heading1"))
            blocks += _summed_up(listed, wanted) if listed else _listed(subjects, listed=False)
    blocks += _answers(dossier, numbered)
    blocks += _returns(returned, numbered)
    if demands := _demands(dossier):
        blocks.append(Line(text=f"{next(numbered)}、办理要求", style="heading1"))
        blocks += _requirements(head, demands)
    if listed:
        blocks.append(Line(text=f"附件：{ISSUES}"))
    return Paper(name=f"审核意见{at}{dossier.unit}", margins=_MARGINS, blocks=(*blocks, *_ending(dossier, head)))


def _rectification(
    at: int,
    dossier: Dossier,
    head: Letterhead,
    asked: Sequence[tuple[Demand, tuple[Subject, ...]]],
    listed: Sequence[Kind],
) -> Paper:
    """The notice with every problem, or where that is too long, with their kinds: the list beside it has them all."""

    def told(problems: Callable[[Demand, tuple[Subject, ...]], Iterator[Block]]) -> Paper:
        blocks = [*_opening(dossier, head, f"关于{_whose(dossier)}预算绩效自评问题整改的通知"), *_basis_told(dossier)]
        blocks.append(Line(text="审核发现的下列问题，请按本通知要求整改："))
        numbered = iter("一二三四五六七八九十")
        for wanted, subjects in asked:
            if subjects:
                blocks.append(Line(text=f"{next(numbered)}、{_HEADINGS[wanted]}", style="heading1"))
                blocks += problems(wanted, subjects)
        blocks.append(Line(text=f"{next(numbered)}、整改要求", style="heading1"))
        blocks += _requirements(head, _demands(dossier))
        where = "各问题的位置和整改要求见所附整改清单；整改情况请逐项填入清单，并附更正后的自评表和佐证材料。"
        blocks += [Line(text=where), Line(text=f"附件：{REGISTER}")]
        return Paper(name=f"整改通知{at}{dossier.unit}", margins=_MARGINS, blocks=(*blocks, *_ending(dossier, head)))

    whole = told(lambda _, subjects: _listed(subjects, listed=True))
    return whole if _brief_enough(whole) else told(lambda wanted, _: _summed_up(listed, wanted))


MOST_PAGES = 3
"""A letter that takes more only counts its problems by kind and leaves the rest to its annex."""


def _brief_enough(letter: Paper) -> bool:
    """Whether a letter is no longer than letters are; what is to be checked before it goes out is taken out of it by then."""
    kept = tuple(
        block for block in letter.blocks if not (isinstance(block, Line) and block.text.startswith(_TO_BE_CHECKED))
    )
    return pages(msgspec.structs.replace(letter, blocks=kept)) <= MOST_PAGES


_HEADINGS = {
    Demand.CORRECT: "必须改正的问题",
    Demand.EXPLAIN: "应当说明的问题",
    Demand.ADVICE: "建议",
}


def _whose(dossier: Dossier) -> str:
    years = {form.evaluation.year for form in (*dossier.forms, *dossier.others)}
    year = years.pop() if len(years) == 1 else None
    return f"{dossier.unit or '【待填写：单位名称】'}{f'{year}年度' if year else ''}"


def _opening(dossier: Dossier, head: Letterhead, title: str) -> Iterator[Block]:
    yield Line(text=title, style="title")
    if head.number:
        yield Line(text=head.number, style="subtitle")
    else:
        yield Line(text="【待填写：发文字号】", style="gap")
    addressee = head.addressee or dossier.unit
    if addressee:
        yield Line(text=f"{addressee}：", style="addressee")
    else:
        yield Line(text="【待填写：主送机关，自评表没有写明实施单位和主管部门】", style="gap")


def _basis_told(dossier: Dossier) -> Iterator[Block]:
    codes = dict.fromkeys(form.card.rule_pack for form in dossier.forms)
    laws = dict.fromkeys(article.cited_document for code in codes for article in packs[code].basis)
    titles = "、".join(f"“{pack_title(code)}”" for code in codes)
    others = Counter(FORMS[form.evaluation.form] for form in dossier.others)
    counted = [f"{len(dossier.forms)}张绩效自评表"] if dossier.forms else []
    counted += [f"{count}张{kind}" for kind, count in others.items()]
    told = f"对你单位报送的{'、'.join(counted)}进行了审核"
    if not dossier.forms:
        yield Line(text=f"{told}；其中没有自评表，没有自评得分可以重算。")
        return
    rest = "；其余各表没有自评得分，只作审核，不作重算" if others else ""
    yield Line(text=f"根据{'、'.join(laws)}等规定，{told}，并按评价口径{titles}重新计算了得分{rest}。")


def _results(dossier: Dossier, number: str) -> Iterator[Block]:
    yield Line(text=f"{number}、审核结果", style="heading1")
    tallied = [(each.value, _count(demanded(dossier.subjects, each))) for each in Demand]
    tallied.append(("已作说明", _count(answered(dossier.subjects))))
    counts = "、".join(f"{what}的{count}个" for what, count in tallied if count)
    found = f"共发现问题{len(dossier.findings)}个：{counts}。"
    if not dossier.findings:
        found = "没有发现问题。"
    if not dossier.forms:
        yield Line(text=found)
        return
    rows = [_result(at, form) for at, form in enumerate(dossier.forms, start=1)]
    reviewed = any(map(_entered, dossier.forms))
    yield table(_columns(reviewed=reviewed), rows, size=9)
    told = _totals_told(dossier)
    yield Line(text=told + found)
    if reviewed:
        yield Line(text="复核得分：复核人认定了得分的行以认定的得分为准，其余各行按评价口径计算。")
    if any(form.computed is not None and not form.computed.is_exact for form in dossier.forms):
        total, result = ("复核得分", "复核得分") if reviewed else ("重算总分", "重算结果")
        yield Line(text=f"{total}写作“94～97”的，是评价口径留有余地，须认定后才能确定总分和等级。")
        yield Line(text=f"【待填写：{result}为区间的自评表，认定的得分、总分和等级】", style="gap")


def _entered(form: ReviewedForm) -> bool:
    """Tell whether a reviewer settled the score of any row."""
    return any(row.because.startswith(ENTERED) for row in form.rows)


def _totals_told(dossier: Dossier) -> str:
    """Say of how many forms the reported total is one that the rules admit."""
    compared = [form for form in dossier.forms if not form.incomparable]
    different = sum(form.differs for form in compared)
    if not compared:
        return "各表的总分不能比较，原因见上表。"
    rest = (
        ""
        if len(compared) == len(dossier.forms)
        else f"{len(dossier.forms)}张自评表中，总分可以比较的{len(compared)}张，"
    )
    within = "复核得分" if any(map(_entered, dossier.forms)) else "重算"
    if not different:
        return f"{rest}自评总分{'均' if len(compared) > 1 else ''}在{within}范围之内。"
    counted = f"的{different}张" if len(compared) > 1 else ""
    return f"{rest}自评总分不在{within}范围之内{counted}。"


def _columns(*, reviewed: bool) -> tuple[Column, ...]:
    """Those of the results; what a reviewer settled is 复核得分, what only the rules give is 重算总分."""
    total, grade = ("复核得分", "复核等级") if reviewed else ("重算总分", "重算等级")
    return (
        Column("序号", 8),
        Column("项目", 42, "text"),
        Column("年度", 11),
        Column("自评总分", 14, "number"),
        Column(total, 22, "number"),
        Column("差额", 18, "number"),
        Column("自评等级", 12),
        Column(grade, 14),
        Column("说明", 28, "text"),
    )


def _result(at: int, form: ReviewedForm) -> tuple[Content, ...]:
    known = form.relied_on
    why = "表内未印总分，按得分相加" if form.added_up and not form.incomparable else form.incomparable
    return (
        at,
        form.name,
        form.year,
        form.reported if known else None,
        interval_words(form.computed) if known else "",
        "" if form.incomparable else difference_words(form.computed, form.reported),
        form.card.grade.reported if known else None,
        grade_words(form.card) if known and form.card.grade.computed else "",
        why,
    )


def _count(subjects: Sequence[Subject]) -> int:
    return sum(len(subject.findings) for subject in subjects)


def _listed(subjects: Sequence[Subject], *, listed: bool) -> Iterator[Block]:
    """Each subject under （一）, its problems under 1., those of one kind under （1）; `listed` where a list beside it tells the rest."""
    for at, subject in enumerate(subjects, start=1):
        yield Line(text=f"（{chinese_number(at)}）{subject.title}", style="heading2")
        for number, group in enumerate(alike(subject.findings), start=1):
            yield from _problem(number, group, subject, listed=listed)


def _problem(number: int, group: Sequence[Finding], subject: Subject, *, listed: bool) -> Iterator[Block]:
    """A paragraph for each problem; the places of all its cells stand in the list alone."""
    first, below = group[0], _below(group, listed=listed)
    if len(group) == 1:
        yield Line(text=f"{number}．{titled(first)}。{_told(first, subject, listed=listed)}{below}")
        return
    yield Line(text=f"{number}．{titled(first)}，共{len(group)}处。{below}")
    for at, finding in enumerate(group, start=1):
        yield Line(text=f"（{at}）{_told(finding, subject, listed=listed)}")


def _told(finding: Finding, subject: Subject, *, listed: bool) -> str:
    cells = cells_named(finding, subject.evaluation)
    message = shortened(finding.message) if listed else finding.message
    return message + (f"（见{cells}）" if cells else "")


def _below(group: Sequence[Finding], *, listed: bool) -> str:
    basis = cited_briefly(dict.fromkeys(article for finding in group for article in finding.basis))
    suggestions = dict.fromkeys(finding.suggestion for finding in group if finding.suggestion)
    done = f"处理：{''.join(suggestions)}" if suggestions and not listed else ""
    return (f"依据：{basis}。" if basis else "") + done


def _summed_up(listed: Sequence[Kind], wanted: Demand) -> Iterator[Block]:
    """What must be corrected kind by kind; of what must be explained the kinds side by side, by how sure they are; advice by its number."""
    of_demand = [kind for kind in listed if kind.demand is wanted]
    if wanted is Demand.CORRECT:
        for number, kind in enumerate(of_demand, start=1):
            yield Line(text=f"{number}．{titled(kind.first)}（{_numbers(kind.cases)}）。{_below_briefly(kind)}")
        return
    if wanted is Demand.ADVICE:
        count = sum(len(kind.cases) for kind in of_demand)
        where = _numbers([case for kind in of_demand for case in kind.cases])
        yield Line(text=f"建议{count}个，见附件{where}，请在编制绩效目标和填报自评表时参考。")
        return
    number = 0
    for certainty, begun in _BEGUN.items():
        alike = [kind for kind in of_demand if kind.first.certainty is certainty]
        if alike:
            number += 1
            told = "；".join(f"{kind.first.title}（{_numbers(kind.cases)}）" for kind in alike)
            yield Line(text=f"{number}．{begun}：{told}。")


_BEGUN = {
    Certainty.CERTAIN: "表内已经表明的",
    Certainty.LIKELY: "疑似、请核实的",
    Certainty.POSSIBLE: "请核实是否属于的",
}


def _numbers(cases: Sequence[Case]) -> str:
    """Under which numbers the annex lists them: 第3项, 第3至5项."""
    first, last = cases[0].number, cases[-1].number
    return f"第{first}项" if first == last else f"第{first}至{last}项"


def _below_briefly(kind: Kind) -> str:
    basis = cited_briefly(kind.basis)
    return f"依据：{basis}。" if basis else ""


def _answers(dossier: Dossier, numbered: Iterator[str]) -> Iterator[Block]:
    subjects = answered(dossier.subjects)
    if not subjects:
        return
    yield Line(text=f"{next(numbered)}、你单位已作说明的问题", style="heading1")
    for at, subject in enumerate(subjects, start=1):
        yield Line(text=f"（{chinese_number(at)}）{subject.title}", style="heading2")
        for number, finding in enumerate(subject.findings, start=1):
            yield Line(text=f"{number}．{titled(finding)}。{finding.message}你单位说明：{finding.answer}。")
            yield Line(text="【待填写：对上述说明是否采信及理由】", style="gap")


def _returns(returned: Sequence[Returned], numbered: Iterator[str]) -> Iterator[Block]:
    if not returned:
        return
    yield Line(text=f"{next(numbered)}、退回意见及你单位的答复", style="heading1")
    for number, each in enumerate(returned, start=1):
        quoted = f"（退回时填写“{each.quoted}”）" if each.quoted else ""
        told = f"{number}．{each.cell or '整张表'}{quoted}：{_sentence(each.reason)}"
        if each.answer is None:
            yield Line(text=f"{told}你单位尚未答复。")
            continue
        yield Line(text=f"{told}你单位答复：{each.answer}。{'该意见已解决。' if each.settled else ''}")
        if not each.settled:
            yield Line(text="【待填写：对上述答复是否采信及理由】", style="gap")


def _sentence(text: str) -> str:
    """With a full stop, unless it ends with one."""
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


_DONE = {
    Demand.CORRECT: "必须改正的问题，更正有关表格，得分有变动的重新计算总分和等级",
    Demand.EXPLAIN: "应当说明的问题，核实后属实的一并更正，不属实的说明理由并附佐证材料",
}


def _demands(dossier: Dossier) -> tuple[Demand, ...]:
    """What is demanded of the unit; nothing where there is only advice."""
    return tuple(each for each in _DONE if demanded(dossier.subjects, each))


def _requirements(head: Letterhead, demands: Sequence[Demand]) -> Iterator[Block]:
    until = f"请于{head.deadline}前" if head.deadline else "请"
    yield Line(text=f"{until}逐项办理并书面反馈：{'；'.join(_DONE[each] for each in demands)}。")
    if not head.deadline:
        yield Line(text="【待填写：反馈期限】", style="gap")
    if head.contact:
        yield Line(text=f"联系人及电话：{head.contact}。")
    else:
        yield Line(text="【待填写：联系人及电话】", style="gap")


def _ending(dossier: Dossier, head: Letterhead) -> Iterator[Block]:
    yield Line(text=head.issuer, style="signature") if head.issuer else _gap("发文机关署名")
    yield Line(text=head.date, style="signature") if head.date else _gap("成文日期")
    if dossier.notes:
        told = f"发文前请对照原件核对以下没有读准或没有读懂的内容：{''.join(dict.fromkeys(dossier.notes))}"
        yield Line(text=f"{_TO_BE_CHECKED}{told}】", style="gap")
    if told := unverified(_cited(dossier)):
        yield Line(text=f"{_TO_BE_CHECKED}以下条文的措辞尚未与官方文本核对，发文前请核对：{told}】", style="gap")


_TO_BE_CHECKED = "【待核对："


def _gap(what: str) -> Line:
    return Line(text=f"【待填写：{what}】", style="gap")


def _cited(dossier: Dossier) -> Iterator[Article]:
    for finding in dossier.findings:
        yield from finding.basis


def chinese_number(number: int) -> str:
    """Write 1 to 99 in Chinese: 一, 十, 十一, 二十, 二十一; larger ones in figures."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")
