"""NAR-01, 02, 05, 13: do the words of a form agree with its own table, and with each other?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec.structs import replace

from jixiao import targets
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.guarded_claims import guarded_claims
from jixiao.audit.lawful import certainty_of, missed, scored_rows
from jixiao.audit.many_problems import problems_without_loss
from jixiao.audit.once import once
from jixiao.audit.prose import Chapter, Chaptered, chapters
from jixiao.audit.reasons import given
from jixiao.audit.rolling import SHOWN, joined, listed, shortened
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.claims import (
    admission,
    claims_everything,
    claims_of_one,
    says_nothing_wrong,
    states_no_problem,
    success,
)
from jixiao.texts.sentences import Piece, clauses, sentences
from jixiao.texts.subjects import same_subject, subjects

_10 = "财预〔2020〕10号"
_TRUE = article(_10, "第五章")
_EXPLAIN = article(_10, 11)
_MISSED = (
    "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 9场 | 得分 18"
    " | 原因 有一场因场地维修推迟，下一步将提前落实场地\n总分：分值 100 | 得分 98"
)

_DEDUCTED = (
    "指标：效益指标 / 社会效益指标 / 参保群众获得感 | 分值 15 | 指标值 有效提升 | 实际值 有所提升 | 得分 13"
    " | 原因 偏远乡镇宣传不足，下一步将加强下乡宣传\n总分：分值 100 | 得分 98"
)


@once
def _missed_rows(case: Case) -> tuple[Row, ...]:
    return tuple(row for row in case.rows if missed(row))


def _told_missed(rows: Sequence[Row]) -> str:
    """Name the rows with target and actual for a sentence."""
    return joined(
        [_in_brackets(row.name, f"指标值{row.indicator.target}，完成值{row.indicator.actual}") for row in rows], "项"
    )


def _in_brackets(name: str, words: str) -> str:
    """Add words in brackets behind a name, within the brackets with which it ends already."""
    return f"{name[:-1]}，{words}）" if name.endswith(("）", ")")) else f"{name}（{words}）"


def _sureness(rows: Sequence[Row]) -> Certainty:
    """Words against figures are likely at best; where every miss is itself inferred or doubtful, only possible."""
    if all(row.compared_in_doubt for row in rows):
        return Certainty.POSSIBLE
    return Certainty.weakest(*(certainty_of(row, Certainty.LIKELY) for row in rows))


@once
def _claims_all(case: Case) -> list[tuple[str, str]]:
    """The words by which the form claims that everything was done, with their paths."""
    found = []
    for path, text in (*case.prose.results, *case.prose.conclusions):
        if path.startswith("goals/") and isinstance(value := targets.parse(text), targets.Achievement):
            if value.level == "reached":
                found.append((path, text.strip()))
            continue
        claimed = claims_everything(text)
        if claimed is not None:
            found.append((path, claimed))
    return found


@check(
    code="NAR-01",
    name="claim-refuted-by-indicator",
    title="文字称已完成而指标未达到",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_TRUE, _EXPLAIN),
    definition=(
        "完成情况、自评结论或报告称各项目标、指标全部完成，或称某项工作成效明显，而表中相应的指标没有达到指标值；"
        "“基本完成”“除……外”一类留有余地的说法不算。文字把同一指标写成达到目标的另一个数值的也算；称“全部”而同一事项的比率不到100%的，作提醒；"
        "文字写明发现挪用、挤占等问题而资金安全、规范一类指标评为满分的，或已全覆盖又称覆盖范围扩大的，只作提示。"
    ),
    why="文字与指标互相矛盾，说明总结没有以实际完成值为依据，领导和公众会被文字误导。",
    remedy="以指标完成值为准改写文字：写明哪些未完成、差多少、为什么；数据有误的先更正数据。",
    faulty=f"{_MISSED}\n结论：优。各项指标均已完成。",
    sound=f"{_MISSED}\n结论：优。除政策宣传场次少1场外，各项指标均已完成。",
)
def claim_refuted_by_indicator(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-01: no text claims more than the table shows; the report is held against all forms of the file."""
    short_of = {}
    for form in case.cases:
        rows = _missed_rows(form) if form.evaluation.form == "self_evaluation" else []
        if rows:
            short_of[form.index] = rows
            yield from _form_claims(form, rows)
        if form.evaluation.form == "self_evaluation":
            yield from _without_exception(form)
            yield from guarded_claims(form)
    if short_of and case.narrative.text:
        yield from _report_claims(case, short_of)


def _form_claims(form: Case, rows: Sequence[Row]) -> Iterator[Fault]:
    claims = _claims_all(form)
    if claims:
        yield form.finding(
            message=f"文字称{listed([words for _, words in claims])}，表中却有{len(rows)}项指标未达到目标：{_told_missed(rows)}。",
            quotes=[*dict.fromkeys(path for path, _ in claims), *(row.path("actual") for row in rows[:SHOWN])],
            figures={"未达到目标的指标": str(len(rows))},
            certainty=_sureness(rows),
        )
    for row in rows:
        other = _told_otherwise(form, row)
        if other is not None:
            quote, clause, certainty = other
            yield _refuted(form, row, quote, clause, "两处数值不一致", certainty)
            continue
        claimed = None if claims else _claimed_of(form, row)
        if claimed is not None:
            quote, words = claimed
            certainty = Certainty.LIKELY if _names_it(words, row) else Certainty.POSSIBLE
            yield _refuted(form, row, quote, words, "没有达到目标", certainty)
            continue
        for path, text in (*form.prose.results, *form.prose.conclusions):
            praise = _praise(text, row)
            if praise is not None:
                yield form.finding(
                    message=f"文字称{quoted(shortened(praise))}，而{quoted(row.name)}{row.compared}，没有达到目标。",
                    quotes=[path, row.path("actual"), row.path("target")],
                    severity=None if (named := _names_it(praise, row)) else Severity.WARNING,
                    certainty=Certainty.LIKELY if named else Certainty.POSSIBLE,
                )
                break


def _refuted(form: Case, row: Row, said: Quote, words: str, wrong: str, certainty: Certainty) -> Fault:
    """Tell of words of the form, or of the report around it, that a missed indicator refutes."""
    fault = form.finding(
        message=f"文字称{quoted(shortened(words))}，而{quoted(row.name)}{row.compared}，{wrong}。",
        quotes=[*([said.path] if said.path else []), row.path("actual"), row.path("target")],
        certainty=certainty,
    )
    return fault if said.path else replace(fault, quotes=(said, *fault.quotes))


_COUNT_TAIL = re.compile(r"(?:总)?(?:数量|数|人次|人数|次数|场次|台数|家数|户数|个数|金额|总量|量)$|[（(][^）)]*[）)]")
_FILLING = re.compile(r"[共已全年市县区省本累计完成实际达到为了是约的]")
_MARKED = re.compile(
    r"目标|计划|预期|预计|应|将|拟|较|比|同|增|减|其中|新|另|还|剩|余|季度|上半年|下半年|月|首批|批|期|今后|未|不|除"
)
_AMOUNT_OF = re.compile(r"(?P<figure>\d+(?:\.\d+)?)\s*(?P<unit>[^\d\s，。；;、（）()]{1,4})")
_SHORTEST_NAME = 4
_MOST_WORDS_MORE = 2


def _summaries(form: Case) -> Iterator[tuple[str, Quote]]:
    """What sums the form up: results and conclusions of its own, and the report's chapters of results about it."""
    yield from ((text, form.quote(path)) for path, text in (*form.prose.results, *form.prose.conclusions))
    yield from ((each.text, each.quote) for each in form.prose.report if each.chapter is Chapter.RESULTS)


def _claimed_of(form: Case, row: Row) -> tuple[Quote, str] | None:
    """The words that say of what a missed indicator is about that its goal was met: 完成评估812人，超额完成年度目标."""
    for text, quote in _summaries(form):
        for told, claim in claims_of_one(text):
            if _gives_figure(told, row) and same_subject(told, row.indicator.name or ""):
                return quote, f"{told}，{claim}"
    return None


def _told_otherwise(form: Case, row: Row) -> tuple[Quote, str, Certainty] | None:
    """The clause that tells of just what a missed indicator counts, in its unit, with another figure that reaches the target.

    The clause must hold every character of the indicator's name and hardly another word, so that no part or other group is meant.
    """
    actual, target = row.actual, row.target
    if not isinstance(actual, targets.Quantity) or not isinstance(target, targets.Quantity):
        return None
    core = _COUNT_TAIL.sub("", key(row.indicator.name or ""))
    unit = actual.unit.name or target.unit.name
    if len(core) < _SHORTEST_NAME or not unit or actual.per or actual.change or target.change:
        return None
    for text, quote in _summaries(form):
        if _gives_figure(text, row):
            continue
        for clause in clauses(text):
            words = key(clause.text)
            told = [found for found in _AMOUNT_OF.finditer(words) if found["unit"] == unit]
            if len(told) != 1 or Decimal(told[0]["figure"]) < target.number or len(_FIGURE.findall(words)) != 1:
                continue
            rest = words[: told[0].start()] + words[told[0].end() :]
            more = len(_FILLING.sub("", re.sub(f"[{re.escape(core)}]", "", rest)))
            if set(core) <= set(rest) and more <= _MOST_WORDS_MORE and not _MARKED.search(rest):
                return quote, clause.text, Certainty.POSSIBLE if more else Certainty.LIKELY
    return None


def _praise(text: str, row: Row) -> str | None:
    """The clause of a text that claims success in what a missed indicator is about, None where it gives the true figure or admits."""
    name = row.indicator.name or ""
    for sentence in sentences(text):
        if admission(sentence.text) or _gives_figure(sentence.text, row):
            continue
        for clause in clauses(sentence.text):
            if success(clause.text) and same_subject(clause.text, name):
                return clause.text
    return None


def _names_it(clause: str, row: Row) -> bool:
    """Tell whether a clause uses the first words of the indicator's own name."""
    head = key(row.indicator.name or "")[:4]
    return len(head) == 4 and head in key(clause)


_EVERY = re.compile(r"全部|均已|所有|100[%％]|全覆盖|无一例外")


def _without_exception(form: Case) -> Iterator[Fault]:
    """全部开通 in the text where the rate of the same thing in the table is below 100 %."""
    rates = [
        row
        for row in form.rows
        if isinstance(row.actual, targets.Quantity)
        and row.actual.unit.name == "%"
        and row.actual.operator is targets.Operator.BARE
        and not row.actual.change
        and 0 < row.actual.number < HUNDRED
        and not _RATHER.search(row.indicator.name or "")
    ]
    texts = (*form.prose.results, *form.prose.conclusions) if rates else ()
    told = [(path, clause.text) for path, text in texts for clause in clauses(text) if _EVERY.search(clause.text)]
    for row in rates:
        own = subjects(row.indicator.name or "")
        for path, clause in told:
            about = subjects(clause)
            if own.terms & about.terms and own.pairs & about.pairs and not _gives_figure(clause, row):
                yield form.finding(
                    message=f"文字称{quoted(shortened(clause))}，而{quoted(row.name)}的实际完成值是{quoted(row.indicator.actual)}，请核对是否为同一件事。",
                    quotes=[path, row.path("actual")],
                    severity=Severity.WARNING,
                    certainty=Certainty.POSSIBLE,
                )
                break


_RATHER = re.compile(r"满意|知晓|好评|执行率|降|减少|增长|增幅")
"""Rates that are not about how many of all were reached."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"20\d\d *年")


def _gives_figure(text: str, row: Row) -> bool:
    """Tell whether a text states the very figure of the actual."""
    return not _figures(row.indicator.actual or "").isdisjoint(_figures(text))


@lru_cache(maxsize=4096)
def _figures(text: str) -> frozenset[str]:
    """The figures that a text holds, years aside."""
    return frozenset(_FIGURE.findall(_YEAR.sub("", key(text))))


def _report_claims(case: SubmissionCase, missed: Mapping[int, Sequence[Row]]) -> Iterator[Fault]:
    claims = [
        (words, passage.quote)
        for passage in chapters(case.narrative)
        if passage.chapter in {Chapter.RESULTS, Chapter.GOALS}
        if (words := claims_everything(passage.text)) and not _about_one(case, passage, missed)
    ]
    if not claims:
        return
    rows = [row for some in missed.values() for row in some]
    first = next(iter(missed))
    yield case.finding(
        message=(
            f"报告称{listed(list(dict.fromkeys(words for words, _ in claims)))}，"
            f"自评表却有{len(rows)}项指标未达到目标：{_told_missed(rows)}。"
        ),
        quotes=[
            *dict.fromkeys(quote for _, quote in claims[:SHOWN]),
            *(case.cases[first].quote(row.path("actual")) for row in missed[first][:SHOWN]),
        ],
        figures={"未达到目标的指标": str(len(rows))},
        certainty=_sureness(rows),
    )


def _about_one(case: SubmissionCase, passage: Chaptered, missed: Mapping[int, Sequence[Row]]) -> bool:
    """Tell whether a passage speaks of a single project that missed nothing."""
    named = [form.index for form in case.cases if (name := form.evaluation.project_name) and name in passage.text]
    return bool(named) and not set(named) & set(missed)


_POINTS_TO_TABLE = re.compile(
    r"未(?:达到|完成|达成)[^。；;]{0,16}(?:指标|目标|部分)[^。；;]{0,16}(?:说明|分析|原因|详见|见表)"
)


@check(
    code="NAR-02",
    name="missed-target-passed-over",
    title="未达到的目标在总结中没有提到",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_EXPLAIN, _TRUE),
    definition=(
        "指标没有达到目标，完成情况、自评结论、问题和报告里都没有提到它没有完成，也没有写它的实际数值；"
        "该行原因栏已说明的只作提示；未达到而得满分又无原因的行另有专门的问题，不再提出。"
    ),
    why="未完成的目标必须分析原因；总结只讲完成的，等于对未完成的避而不谈。",
    remedy="在完成情况或自评结论中写明未达到的指标、差距、原因和改进措施。",
    faulty=f"{_MISSED}\n目标：预期 组织政策宣传 | 实际 发放手册2100册，参保群众普遍了解待遇政策\n结论：优。手册发放到户。",
    sound=f"{_MISSED}\n目标：预期 组织政策宣传 | 实际 组织宣传9场，发放手册2100册\n结论：优。手册发放到户。",
)
def missed_target_passed_over(case: Case) -> Iterator[Fault]:
    """NAR-02: what was missed is told somewhere in words; one finding a form, none of rows that SCO-04 and DEV-01 tell of."""
    rows = _missed_rows(case)
    summary = (*case.prose.results, *case.prose.conclusions)
    if not rows or (not summary and not case.prose.report) or _claims_all(case):
        return
    told = [text for _, text in (*summary, *case.prose.problems)] + [passage.text for passage in case.prose.report]
    if any(_POINTS_TO_TABLE.search(text) for text in told):
        return
    praised = {row.index for row in rows if any(_praise(text, row) for _, text in summary)}
    praised |= {row.index for row in rows if _told_otherwise(case, row) or _claimed_of(case, row)}
    accused = {each.row.index for each in scored_rows(case) if each.full and not each.lawful_by_own}
    silent = [
        row
        for row in rows
        if row.index not in praised
        and (row.index not in accused or given(row))
        and not any(_owns_up(text, row) for text in told)
    ]
    unexplained = [row for row in silent if not given(row)]
    explained = [row for row in silent if given(row)]
    where = "完成情况和自评结论" if summary else "报告"
    if not silent:
        return
    told_of = [
        f"{_told_missed(some)}未达到目标，{column}{where}没有提到"
        for some, column in ((unexplained, ""), (explained, "只在原因栏说明，"))
        if some
    ]
    first = unexplained or explained
    yield case.finding(
        message=f"{'；'.join(told_of)}。",
        quotes=[
            *(row.path("actual") for row in (*unexplained, *explained)[:SHOWN]),
            *(path for path, _ in summary[:2]),
        ],
        severity=None if unexplained else Severity.INFO,
        certainty=_sureness(first),
    )


def _owns_up(text: str, row: Row) -> bool:
    """Tell whether a text says of a missed indicator that it was missed, or how far it came."""
    name = row.indicator.name or ""
    for sentence in sentences(text):
        admitted = admission(sentence.text) is not None
        if (admitted and _touches(sentence, name)) or any(
            _gives_figure(clause.text, row) and (admitted or same_subject(clause.text, name))
            for clause in clauses(sentence.text)
        ):
            return True
    return False


def _touches(sentence: Piece, name: str) -> bool:
    return same_subject(sentence.text, name) or any(
        same_subject(clause.text, name) for clause in clauses(sentence.text)
    )


def _lost(form: Case) -> tuple[list[str], list[str]]:
    """What a form shows to be wrong: sentences about it, and the paths of the cells."""
    said, paths = [], []
    deducted = [scored for scored in scored_rows(form) if scored.deducted]
    if deducted:
        off = sum((scored.weight - scored.score for scored in deducted), Decimal(0))
        said.append(
            f"{len(deducted)}项指标共扣{written(off)}分（{'、'.join(scored.row.name for scored in deducted[:SHOWN])}）"
        )
        paths += [scored.row.path("score") for scored in deducted[:SHOWN]]
    short_of = [row for row in _missed_rows(form) if row.index not in {scored.row.index for scored in deducted}]
    if short_of:
        said.append(f"{len(short_of)}项指标未达到目标（{'、'.join(row.name for row in short_of[:SHOWN])}）")
        paths += [row.path("actual") for row in short_of[:SHOWN]]
    return said, paths


_SCORE_TOLD = re.compile(
    r"“(?P<name>[^”]{2,40})”?[^。；;]{0,40}?(?:自评)?(?:得分|总分)为?\s*(?P<score>\d{1,3}(?:\.\d+)?)\s*分"
)


@check(
    code="NAR-05",
    name="no-problems-though-points-lost",
    title="称没有问题而实际扣了分",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_EXPLAIN, _TRUE),
    definition="表内或报告写明“发现的主要问题：无”，而同一项目有指标扣分或未达到目标；报告列出四条以上问题而得分在98分以上的，只作提示。",
    why="扣了分就是有不足，写“无问题”等于没有分析原因，也就没有改进措施。",
    remedy="把扣分和未完成的指标写成问题，逐项写明原因和改进措施；确无问题的，核对为何扣分。",
    faulty=f"{_DEDUCTED}\n结论：优。发现的主要问题及原因：无。",
    sound=f"{_DEDUCTED}\n结论：优。发现的主要问题及原因：偏远乡镇宣传不够。",
)
def no_problems_though_points_lost(case: SubmissionCase) -> Iterator[Fault]:
    """NAR-05: who lost points has something to tell; the report's projects are judged by the scores it states."""
    for form in case.cases:
        if form.evaluation.form == "self_evaluation":
            yield from _denied_in_form(form)
    denied = list(_denied_in_report(case))
    if denied:
        yield case.finding(
            message=f"报告写明没有问题，而{joined([f'“{name}”得分只有{score}分' for name, score, _ in denied], '个项目')}。",
            quotes=[quote for _, _, quote in denied[:SHOWN]],
        )
    else:
        yield from problems_without_loss(case)


_BY_OTHERS = re.compile(r"审计|巡[视察]|监督|检查|整改|举报|信访")
"""Problems that others found: none of those does not mean that the evaluation found none."""


def _denied_in_form(form: Case) -> Iterator[Fault]:
    fields = {
        f"fields/{at}/value": field.value
        for at, field in enumerate(form.evaluation.fields)
        if "问题" in field.label and not _BY_OTHERS.search(field.label) and says_nothing_wrong(field.value)
    }
    stated = {
        path: words
        for path, text in (*form.prose.conclusions, *form.prose.results)
        if (words := states_no_problem(text))
    }
    denials = {**fields, **stated}
    if not denials:
        return
    said, paths = _lost(form)
    if said:
        words = listed([f"{_label(form, path)}{text}" for path, text in denials.items()])
        yield form.finding(message=f"表内写明{words}，而{'，'.join(said)}。", quotes=[*denials, *paths])


def _label(form: Case, path: str) -> str:
    kind, _, rest = path.partition("/")
    return f"{form.evaluation.fields[int(rest.partition('/')[0])].label}：" if kind == "fields" else ""


def _denied_in_report(case: SubmissionCase) -> Iterator[tuple[str, str, Quote]]:
    """The projects of the report whose passage ends in 问题：无 though its score is below 100."""
    current: tuple[str, str] | None = None
    for passage in case.narrative.text:
        told = _SCORE_TOLD.search(passage.text)
        if told:
            current = told["name"], told["score"]
        if current and states_no_problem(passage.text):
            if targets.number(current[1]) not in {None, 100}:
                yield current[0], current[1], Quote(text=passage.text, place=passage.place)
            current = None
