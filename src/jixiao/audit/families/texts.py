"""STR, the words: what was left over from templates, cut off in the middle, or dragged along from another program."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

import msgspec

from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.targets.quotation import quoted

_CONTENT = article("财预〔2020〕10号", "第五章")
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z])[XxＸ×✕]{2,}(?![A-Za-z])|[*＊]{3,}|[_＿]{3,}"
    r"|[（(](?:请|此处|对照绩效目标|概括表述|简要(?:概括|说明|描述|概述)|填写|参照|按[^）)]{0,12}填写|[^（()）]{0,12}字以内)[^（()）]*[）)]"
    r"|[（(][^（()）]*(?:概括表述|据实填写|请填写|如实填写)[^（()）]*[）)]"
)
_STUB = re.compile(
    r"(?P<stub>目标\s*[一二三四五六七八九十\d]{1,2}\s*(?:的?完成情况)?)[:：](?=(?:\s|</?p>|[。；;])*(?:目标\s*[一二三四五六七八九十\d]|[.．…]{2,}|$))"
)
"""A numbered goal of the template (目标2：) behind which nothing stands."""

_MASKED = re.compile(r"[-\d()（）XxＸ×✕*＊]{7,}")
_DIGITS_LEFT = 3
"""A number of which some digits are masked (0591-8xxxxxxx, 138****1234) is published so on purpose; it keeps a few digits at least."""

_MASKED_NAME = re.compile(
    r"(?:人员?|姓名|主任|局长|科长|签字|签名|签章)(?:[（(][^（()）]{0,8}[）)])?[:：]\s*"
    r"(?:[\u4e00-\u9fff]{1,2}(?:[XxＸ×✕]{2,3}|[*＊]{1,3})[、，,\s]*)+(?![\u4e00-\u9fff])"
)
"""The name of a person of which all but the surname is masked (填报人：周××): published so on purpose."""

_RESIDUE = re.compile(
    r"</?(?:p|br|div|span|td|tr|table|font|strong|b|a|li|ul|ol)\b[^<>]*/?>|&(?:nbsp|lt|gt|amp|quot|#\d+);"
    r"|\[bookmark:[^\]]*\]|\bHYPERLINK\b|\bMERGEFORMAT\b|_x000[dD]_|\bPAGEREF\b|_Toc\d+",
)
_KINDS_SHOWN, _PLACES_SHOWN = 5, 10
"""How many codes the sentence names and how many of their places are shown; whole pages of markup hold hundreds."""

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
"""Invisible in the document itself; programs that turn a document into text print it."""

_DANGLING = frozenset("，、,（(“《〈【")
_DANGLING_WORD = re.compile(
    r"(?:质量较|数量较|水平较|(?<![普涉顾波触以兼])及|以及|并且|或者|对于|由于|因为|(?<![参给赠授])与)$"
)
"""Words that need another one behind them."""

_LONGEST_WORD = 8
"""So much of the end of a text holds such a word and the character before it."""

_OPENINGS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】"}
_OPENING = re.compile(r"[（(《“【]")
_SHORTEST = 8
"""Texts shorter than this may well be the beginning of others without being cut off."""

_SHORTEST_COPY = 10
"""Fewer characters in common with the target may be a short answer."""

_LONGEST_TAIL = 30
"""An opening bracket farther than this from the end was rather forgotten than cut off."""


def _search(
    case: SubmissionCase, signs: re.Pattern[str], find: Callable[[str], list[str]], say: Callable[[str, str], str]
) -> Iterator[Fault]:
    """Look through every text of every form and of the report, one fault for each text; `say` makes the sentence.

    `signs` matches in every text in which `find` finds something: a form without any is passed over.
    """
    for form in case.cases:
        if not signs.search(form.joined_texts):
            continue
        for path, text in form.texts:
            found = _named_once(find(_labelled(form, path, text)))
            if found:
                yield form.finding(message=say(found, "表内"), quotes=[path], figures={"原文": found})
    for passage in case.narrative.text:
        found = _named_once(find(passage.text)) if signs.search(passage.text) else ""
        if found:
            yield case.finding(
                message=say(found, "报告正文"),
                quotes=[Quote(text=passage.text, place=passage.place)],
                figures={"原文": found},
            )


def _labelled(form: Case, path: str, text: str) -> str:
    """The value of a field behind its label, which tells whether it is the name of a person; any other text as it stands."""
    kind, _, rest = path.partition("/")
    if kind != "fields" or not rest.endswith("/value"):
        return text
    label = form.evaluation.fields[int(rest.partition("/")[0])].label
    return text if _PLACEHOLDER.search(label) else f"{label}：{text}"


def _named_once(found: list[str]) -> str:
    return "”“".join(dict.fromkeys(found))


def _placeholders(text: str) -> list[str]:
    masked = [
        found.span()
        for found in _MASKED.finditer(text)
        if sum(sign.isdigit() for sign in found.group()) >= _DIGITS_LEFT
    ]
    masked += [found.span() for found in _MASKED_NAME.finditer(text)]
    return [
        found.group()
        for found in _PLACEHOLDER.finditer(text)
        if not any(start <= found.start() and found.end() <= end for start, end in masked)
    ]


def _residues(text: str) -> list[str]:
    return [found.group() for found in _RESIDUE.finditer(text)]


@check(
    code="STR-09",
    name="template-text-left",
    title="模板提示语或占位符未删除",
    severity=Severity.ERROR,
    scope="submission",
    basis=(_CONTENT,),
    definition=(
        "表内或报告正文还留着模板的提示语（如“概括表述”“请填写”）或“XX”“***”一类占位符；"
        "总体目标里模板的“目标2：”等空项没有删除。"
    ),
    why="留着提示语说明该处内容没有认真填写，公开后影响单位形象。",
    remedy="删除提示语，补上实际内容。",
    faulty="结论：优。发现的主要问题（概括表述预算编制执行方面的问题）：无。",
    sound="结论：优。发现的主要问题：无。",
)
def template_text_left(case: SubmissionCase) -> Iterator[Fault]:
    """STR-09: nothing of the template's own guidance is left in the texts, and no numbered goal without words."""
    yield from _search(
        case, _PLACEHOLDER, _placeholders, lambda what, where: f"{where}留有模板提示语或占位符“{what}”。"
    )
    for form in case.cases:
        stubs = {
            path: [found["stub"] for found in _STUB.finditer(text)]
            for path, text in form.texts
            if path.startswith("goals/") and "目标" in text
        }
        paths = [path for path, found in stubs.items() if found]
        if paths:
            named = "”“".join(dict.fromkeys(stub for path in paths for stub in stubs[path]))
            yield form.finding(
                message=f"总体目标留有模板的空项“{named}”，后面没有内容。",
                quotes=paths,
                figures={"空项": named},
                severity=Severity.WARNING,
            )


@check(
    code="STR-10",
    name="text-cut-off",
    title="单元格文字被截断",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_CONTENT,),
    forms=ANY_FORM,
    definition=(
        "单元格以逗号、顿号、左括号或“质量较”“以及”一类的词结尾，括号或引号到结尾没有配对，实际完成值只是指标值的前半截，"
        "指标名称或值停在“使患者早”“符合……管理”一类没有说完的地方，或照抄评分标准时缺了开头的字；偏差原因一栏的截断见DEV-04。"
    ),
    why="截断的文字往往正好丢掉原因或数量，审核人无法判断。",
    remedy="对照原稿补全文字，检查单元格字数限制或打印区域。",
    faulty="结论：优。各项指标均已完成，参保群众反映宣传资料通俗易懂，",
    sound="结论：优。各项指标均已完成，参保群众反映宣传资料通俗易懂。",
)
def text_cut_off(case: Case) -> Iterator[Fault]:
    """STR-10: no text ends in the middle of a sentence; the reasons of a self-evaluation are looked at by DEV-04."""
    reasons = case.evaluation.form == "self_evaluation"
    for path, text in case.texts:
        why = _cut(text)
        if why is not None and not (reasons and path.endswith(("/note", "/remark"))):
            yield case.finding(
                message=f"{quoted(_ending(text))}{why}，疑似被截断。", quotes=[path], figures={"结尾": _ending(text)}
            )
    for row in case.rows:
        yield from _unfinished(case, row)
        yield from _beginning(case, row)
        yield from _headless(case, row)


_WORDS = frozenset(
    "部门 预算 资金 项目 绩效 医疗 医保 基金 管理 制度 政策 参保 财政 采购 合同 资产 人员 收入 支出 机构 单位 监督 检查 信息 系统 服务 "
    "办法 目标 指标 工作 重点 年度 救助 保险 保障 宣传 培训 审计 评价 决策 流程 规划 计划 业务 经费 内部 控制".split()
)
"""Words of which the first character may get lost at the beginning of a copied clause."""

_CLAUSE = re.compile(r"[^，。；;、,“”\s]+")


def _headless(case: Case, row: Row) -> Iterator[Fault]:
    """A clause of the actual that the criteria have with one character more before it, which makes a word, lost its head."""
    rule, actual = row.indicator.rule, row.indicator.actual
    if not rule or not actual:
        return
    for found in _CLAUSE.finditer(actual):
        clause = found.group()
        at = rule.find(clause[:_SHORTEST]) if len(clause) >= _SHORTEST else -1
        if at > 0 and rule[at - 1 : at + 1] in _WORDS and rule.count(clause[:_SHORTEST]) == 1:
            yield case.finding(
                message=f"实际完成值{quoted(_ending(clause))}缺了开头的“{rule[at - 1]}”，评分标准中为{quoted(rule[at - 1 : at + 7])}…。",
                quotes=[row.path("actual"), row.path("rule")],
                figures={"原文": clause},
                severity=Severity.INFO,
            )


_UNFINISHED = re.compile(
    r"(?:群众|对象|患者|人员|职工|居民|人)满$|[让使][^，,。；]{2,12}(?<![及提趁尽越最])早$|[，,、]联合[^，,、。；]{2,12}部门$"
    r"|^符合[^，,。；;、]{6,}(?<!要求)(?<!规范)管理$"
)
"""Ends that lack the word they are about: 满[意], 使患者早[…], 联合公安部门[…], 符合…管理[办法]."""

_LAST = frozenset("满早门理")


def _unfinished(case: Case, row: Row) -> Iterator[Fault]:
    """A name or value that stops before the word which all before it leads up to."""
    for field in ("name", "target", "actual"):
        text = (getattr(row.indicator, field) or "").rstrip(" 。")
        if len(text) >= _SHORTEST and text[-1] in _LAST and _UNFINISHED.search(text):
            yield case.finding(
                message=f"{quoted(_ending(text))}没有说完，疑似被截断。",
                quotes=[row.path(field)],
                figures={"结尾": _ending(text)},
            )
            return


def _cut(text: str) -> str | None:
    if len(text) < _SHORTEST:
        return None
    stripped = text.rstrip()
    if len(stripped) < _SHORTEST:
        return None
    if stripped[-1] in _DANGLING:
        return f"以“{stripped[-1]}”结尾"
    word = _DANGLING_WORD.search(stripped[-_LONGEST_WORD:])
    if word:
        return f"以“{word.group()}”结尾"
    if not _OPENING.search(stripped):
        return None
    for opening, closing in _OPENINGS.items():
        at = stripped.rfind(opening)
        tail = stripped[at + 1 :]
        alone = (
            at >= 0 and not set(tail) & set(_OPENINGS.values()) and stripped.count(opening) > stripped.count(closing)
        )
        if alone and len(tail) <= _LONGEST_TAIL and not re.search(r"[。；;]", tail):
            return f"中的“{opening}”没有对应的“{closing}”"
    return None


def _ending(text: str) -> str:
    stripped = text.rstrip()
    return stripped if len(stripped) <= 20 else f"…{stripped[-18:]}"


def _beginning(case: Case, row: Row) -> Iterator[Fault]:
    """An actual that stops in the middle of the words of its target was cut off rather than meant so."""
    target, actual = row.indicator.target or "", row.indicator.actual or ""
    following = target[len(actual) : len(actual) + 1]
    if len(actual) >= _SHORTEST_COPY and target.startswith(actual) and following not in {"", *"，。；、,;（("}:
        yield case.finding(
            message=f"实际完成值{quoted(actual)}只是指标值{quoted(target)}的前半截，疑似被截断。",
            quotes=[row.path("actual"), row.path("target")],
            figures={"原文": actual},
            certainty=Certainty.POSSIBLE,
        )


@check(
    code="STR-11",
    name="markup-left",
    title="文字中残留网页或文档代码",
    severity=Severity.INFO,
    scope="submission",
    basis=(_CONTENT,),
    definition="文字中残留网页标签、书签、域代码等排版代码；每张表、报告正文各合并报一次，并写明处数。",
    why="残留代码说明内容由其他系统粘贴而来，没有校对；公开后也不美观。",
    remedy="删除代码后重新核对该处文字。",
    faulty="目标：预期 <p>组织政策宣传</p> | 实际 组织宣传11场",
    sound="目标：预期 组织政策宣传 | 实际 组织宣传11场",
)
def markup_left(case: SubmissionCase) -> Iterator[Fault]:
    """STR-11: no tags, bookmarks or field codes stand in the texts; told once for each form and once for the report."""
    faults = list(_search(case, _RESIDUE, _residues, lambda what, where: f"{where}残留排版代码“{what}”"))
    for _, group in groupby(faults, key=lambda fault: fault.evaluation):
        yield _in_one(case, list(group))


def _in_one(case: SubmissionCase, faults: list[Fault]) -> Fault:
    """Tell of the codes of one form or report together: their kinds, how many texts hold them, and where the first ones are."""
    first = faults[0]
    kinds = list(dict.fromkeys(kind for fault in faults for kind in fault.figures["原文"].split("”“")))
    scanned = first.evaluation is not None and case.cases[first.evaluation].damaged
    converted = scanned or not any(_RESIDUE.search(_BOOKMARK.sub("", kind)) for kind in kinds)
    message = first.message
    if len(faults) > 1:
        where = message.partition("残留")[0]
        more = "等" if len(kinds) > _KINDS_SHOWN else ""
        message = f"{where}共{len(faults)}处残留排版代码“{'”“'.join(kinds[:_KINDS_SHOWN])}”{more}"
    remark = "，也可能是文档转成文字时带出的，请对照原件" if converted else ""
    return msgspec.structs.replace(
        first,
        message=f"{message}{remark}。",
        quotes=tuple(quote for fault in faults[:_PLACES_SHOWN] for quote in fault.quotes),
        figures={"原文": "”“".join(kinds)} | ({"处数": str(len(faults))} if len(faults) > 1 else {}),
        certainty=Certainty.POSSIBLE if converted else None,
    )
