"""From the text of a 评分标准 to typed parts (评分标准的语法).

    criterion = {announcement | definition | part} | reference
    part      = [mark] [kind of indicator] {subject} branch {branch}
    branch    = {condition ","} outcome
    condition = figure | target reached or missed | words | 否则
    outcome   = points | deduction [every] | gain [every] | formula | bands | judgement     {"," limit}

A mark (①, 2.) and the kind of indicator (若为定量指标) begin a part; so does points given after a branch that gave none
(…得1分，否则不得分；…得1分). 每项1分 gives its points to every part that has none of its own. Whether several branches of one part are
steps of one scale or requirements of their own depends on the weight and is left to `jixiao.scoring.criteria.readings`.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from jixiao.scoring.criteria.conditions import condition
from jixiao.scoring.criteria.criterion import (
    Band,
    Bands,
    Branch,
    Condition,
    Criterion,
    Deduction,
    Definition,
    Every,
    Gain,
    Guard,
    Judgement,
    Outcome,
    Part,
    Points,
    Proportion,
    Token,
    Unclear,
)
from jixiao.scoring.criteria.formulas import formula
from jixiao.scoring.criteria.lexer import KINDS, Lexeme, amount, lex, reference
from jixiao.scoring.rounding import EXACT
from jixiao.targets import Quantity, Range

LONGEST = 1500
"""Longer texts are prose, not criteria, and are kept without a closer look."""

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_HALF = Decimal("0.5")
_MANNER = re.compile(r"^(?:根据|依据|按照|结合|参照)|(?:进行|作为)?(?:考核|评价|评分依据)$")
_GRADES = frozenset("优良中差好是否有无")
"""Single characters that are a condition of their own; any other is a slip of the pen or of reading."""

_SHORTEST_PROSE = 3
_ABOUT_POINTS = re.compile(r"[0-9半]分|扣|[得计记评赋]分|权重|分值|加分|[*×÷]|[A-Za-z]/[A-Za-z]")
_BAND = re.compile(
    r"(?P<one>[0-9.]+)%?(?:-|~|—|至)+(?P<two>[0-9.]+)%?(?:\((?P<side>不?含)(?P<which>[0-9.]+)?%?\)|(?P<side2>不?含)(?P<which2>[0-9.]+)%?)?"
)
_WAYS = (
    ("late", re.compile(r"延|逾|迟|晚|滞|拖|超期|超时")),
    ("over", re.compile(r"超|高|多(?!少)|增|上升|突破|上浮")),
    ("under", re.compile(r"低|少|降|减|差(?!错)|不足|未达|缺口|下浮")),
    ("off", re.compile(r"偏[差离]|相差|变动|浮动")),
)
_OF_ITSELF = frozenset({"%", "个百分点", "百分点"})
_DAYS = frozenset({"天", "日", "自然日", "日历天", "工作日", "个工作日", "周", "个月", "月", "季度"})


@lru_cache(maxsize=4096)
def parse_criterion(text: str) -> Criterion:
    """Type a printed 评分标准 by the grammar above; never raises. The spans of its tokens cover the text exactly."""
    if len(text) > LONGEST:
        return Criterion(text=text, tokens=(Token("words", 0, len(text)),), unclear=(text,))
    lexemes = lex(text)
    cover = tuple(Token(KINDS[lexeme.kind], lexeme.start, lexeme.end) for lexeme in lexemes)
    named = reference(text)
    if named is not None:
        return Criterion(text=text, tokens=cover, reference=named)
    return _Reader(text, lexemes).criterion(cover)


class _Draft:
    """A part while it is being read."""

    def __init__(self, mark: str = "", guard: Guard | None = None) -> None:
        self.mark = mark
        self.guard = guard
        self.subjects: list[Condition] = []
        self.branches: list[Branch] = []

    def part(self) -> Part:
        """Close the part; a branch whose condition only says 建立 or 符合 is about the subjects before it."""
        subjects = tuple(each.text for each in self.subjects)
        return Part(branches=tuple(self.branches), subjects=subjects, mark=self.mark, guard=self.guard)


class _Reader:
    """One pass over the tokens of a text; a method for every kind of token."""

    def __init__(self, text: str, lexemes: list[Lexeme]) -> None:
        self.text = text
        self.lexemes = lexemes
        self.drafts = [_Draft()]
        self.pending: list[Condition] = []
        self.start: int | None = None
        self.every: Every | None = None
        self.each: Decimal | None = None
        self.count: int | None = None
        self.maximum: Decimal | None = None
        self.rounding: Literal["up", "down"] | None = None
        self.definitions: list[Definition] = []
        self.remarks: list[str] = []
        self.bare = not any(lexeme.kind in {"g", "d"} and lexeme.found.get("as") != "z" for lexeme in lexemes)

    @property
    def draft(self) -> _Draft:
        return self.drafts[-1]

    def read(self) -> None:
        """Go through the tokens once."""
        for lexeme in self.lexemes:
            if lexeme.kind not in "sc" and self.start is None:
                self.start = lexeme.start
            getattr(self, f"_{KINDS[lexeme.kind]}")(lexeme)
        self._loosen()

    def _mark(self, lexeme: Lexeme) -> None:
        self._loosen()
        self.drafts.append(_Draft(mark=lexeme.text))
        self.start = lexeme.start

    def _kind(self, lexeme: Lexeme) -> None:
        self._loosen()
        guard: Guard = "qualitative" if lexeme.found["sort"] == "定性" else "quantitative"
        if self.draft.branches or self.draft.subjects or self.draft.guard:
            self.drafts.append(_Draft(guard=guard))
        else:
            self.draft.guard = guard

    def _separator(self, _: Lexeme) -> None:
        self._loosen()
        self.start = None

    def _comma(self, _: Lexeme) -> None:
        pass

    def _words(self, lexeme: Lexeme) -> None:
        if len(lexeme.text) == 1 and lexeme.text not in _GRADES:
            self.remarks.append(lexeme.text)
            return
        self.pending.append(condition(lexeme.text))

    def _otherwise(self, lexeme: Lexeme) -> None:
        self._loosen()
        self.pending.append(Condition(kind="otherwise", text=lexeme.text))

    def _points(self, lexeme: Lexeme) -> None:
        if lexeme.kind == "p" and "behind" in lexeme.found and not self.bare:
            before = self.pending.pop().text if self.pending else ""
            self.pending.append(condition(before + lexeme.text))
            return
        given = _given(lexeme)
        if lexeme.found["as"] == "bare" and not self._bare():
            prose = self.pending.pop().text if self.pending else ""
            self._branch(Unclear(text=prose + lexeme.text), lexeme)
        elif self.every is None or given.high == 0:
            self._branch(given, lexeme)
        elif given.share:
            self._branch(Unclear(text=lexeme.text), lexeme)
        else:
            self._branch(Gain(amount=given.high, every=self.every), lexeme)

    def _bare(self) -> bool:
        """Tell whether 得分 alone means full points: right after a short condition (完成得分), not after prose."""
        last = self.pending[-1] if self.pending else None
        return last is not None and (last.kind == "target" or len(last.text) <= _SHORTEST_PROSE)

    def _deduction(self, lexeme: Lexeme) -> None:
        self._branch(_taken(lexeme, self.every), lexeme)

    def _every(self, lexeme: Lexeme) -> None:
        self.every = _every(lexeme)

    def _limit(self, lexeme: Lexeme) -> None:
        most = next((lexeme.found[name] for name in ("off", "most", "limit") if name in lexeme.found), None)
        if most is None:
            return
        last = self.draft.branches[-1] if self.draft.branches else None
        fits = Deduction if "off" in lexeme.found else Gain
        if last is not None and isinstance(last.gives, fits):
            limited = msgspec.structs.replace(last.gives, most=Decimal(most))
            self.draft.branches[-1] = msgspec.structs.replace(last, gives=limited)
        elif fits is Gain:
            self.maximum = Decimal(most)
        else:
            self._branch(Unclear(text=lexeme.text), lexeme)

    def _formula(self, lexeme: Lexeme) -> None:
        if lexeme.text.startswith("得分") and self.pending and self.pending[-1].kind == "words":
            self.remarks.append(self.pending.pop().text)  # 预算执行率得分=…: whose points these are
        understood = formula(lexeme.found["formula"])
        self._branch(Unclear(text=lexeme.text) if understood is None else Proportion(formula=understood), lexeme)

    def _unclear(self, lexeme: Lexeme) -> None:
        self._branch(Unclear(text=lexeme.text), lexeme)

    def _definition(self, lexeme: Lexeme) -> None:
        top, bottom = _ratio(lexeme.found["ratio"])
        if top and bottom:
            self.definitions.append(Definition(name=lexeme.found["name"], top=top, bottom=bottom))
        else:
            self.remarks.append(lexeme.text)

    def _bands(self, lexeme: Lexeme) -> None:
        bands = tuple(_band(found) for found in _BAND.finditer(lexeme.text))
        self.remarks += [each.text for each in self.pending]
        self.pending = []
        best_first = tuple(sorted(bands, key=lambda band: band.high, reverse=True))
        self._branch(Bands(bands=best_first), lexeme)

    def _judgement(self, lexeme: Lexeme) -> None:
        self._branch(Judgement(), lexeme)

    def _announcement(self, lexeme: Lexeme) -> None:
        if "count" in lexeme.found:
            self.count = int(amount(lexeme.found["count"]))
        else:
            self.maximum = Decimal(lexeme.found["maximum"])

    def _each(self, lexeme: Lexeme) -> None:
        self.each = Decimal(lexeme.found["each"])

    def _rounding(self, lexeme: Lexeme) -> None:
        self.rounding = "up" if re.search("按|视为", lexeme.text) else "down"

    def _branch(self, gives: Outcome, lexeme: Lexeme) -> None:
        """Close a branch: what was pending are its conditions. Points after a branch without any begin a part of their own."""
        start = lexeme.start if self.start is None else self.start
        self._leave_out_manner()
        if isinstance(gives, Deduction) and gives.every is not None:
            self.draft.subjects += [each for each in self.pending if each.kind == "words" and not each.denied]
            self.pending = [each for each in self.pending if each.kind != "words" or each.denied]
        branch = Branch(conditions=tuple(self.pending), gives=gives, text=self.text[start : lexeme.end].strip())
        done = self.draft.branches
        closed = bool(done) and done[-1].zero and any(each.positive for each in done)
        if closed and branch.positive and not self.draft.guard and not _continues(branch, done):
            self.drafts.append(_Draft())
        self.draft.branches.append(branch)
        self.pending, self.every, self.start = [], None, None

    def _leave_out_manner(self) -> None:
        """Leave out what only says how or by what something is judged (根据问卷结果), where a condition stands beside it."""
        if len(self.pending) > 1 and any(each.kind != "words" for each in self.pending):
            manner = [each for each in self.pending if each.kind == "words" and _MANNER.search(each.text)]
            self.remarks += [each.text for each in manner]
            self.pending = [each for each in self.pending if each not in manner]

    def _loosen(self) -> None:
        """Words that lead to nothing: about points they are unclear, before a branch they are its subject, else a remark."""
        if self.every is not None:
            self.pending.append(Condition(kind="words", text="扣"))
            self.every = None
        loose, self.pending = self.pending, []
        last = next((each for each in reversed(loose) if _ABOUT_POINTS.search(each.text)), None)
        if last is not None:
            conditions = tuple(each for each in loose if each is not last)
            self.draft.branches.append(Branch(conditions=conditions, gives=Unclear(text=last.text), text=last.text))
        else:
            self.draft.subjects += [each for each in loose if each.text]

    def criterion(self, cover: tuple[Token, ...]) -> Criterion:
        """Put the parts together."""
        self.read()
        parts = [draft.part() for draft in self.drafts if draft.mark or draft.subjects or draft.branches]
        parts = _with_points(_introduced(parts), self.each)
        remarks = [text for part in parts if not part.branches for text in part.subjects]
        scored = tuple(part for part in parts if part.branches)
        return Criterion(
            text=self.text,
            tokens=cover,
            parts=scored,
            count=self.count,
            maximum=self._most(len(parts)),
            rounding=self.rounding,
            definitions=tuple(self.definitions),
            remarks=(*self.remarks, *remarks),
            unclear=tuple(
                branch.gives.text for part in scored for branch in part.branches if isinstance(branch.gives, Unclear)
            ),
        )

    def _most(self, parts: int) -> Decimal | None:
        """The full points that are stated, or that follow from 共3项，每项1分 where the requirements themselves are not listed."""
        if self.maximum is None and self.each is not None and self.count is not None and parts < self.count:
            return self.each * self.count
        return self.maximum


def _continues(branch: Branch, done: list[Branch]) -> bool:
    """Tell whether points after a zero go on with the same scale: all conditions are figures of one measure."""
    scale = [each.value for one in (*done, branch) for each in one.conditions if each.kind == "figure"]
    units = {value.unit.base for value in scale if isinstance(value, Quantity | Range)}
    subjects = {value.subject for value in scale if isinstance(value, Quantity | Range) and value.subject}
    return len(scale) > len(done) and len(units) == 1 and len(subjects) <= 1


def _introduced(parts: list[Part]) -> list[Part]:
    """Give marked requirements without points to the branches that judge them together, and drop a formula that only announces."""
    listed = [part for part in parts if part.mark]
    if len(listed) > 1 and listed[-1].branches and not any(part.branches for part in listed[:-1]):
        subjects = tuple(text for part in listed for text in part.subjects)
        parts = [*(part for part in parts if not part.mark), msgspec.structs.replace(listed[-1], subjects=subjects)]
    return _without_summary([_unannounced(part) for part in parts])


_ALL = re.compile(r"全部|均|都|同时|以上")


def _without_summary(parts: list[Part]) -> list[Part]:
    """Leave out what only adds the listed points up once more (全部符合得2分，有一项不符合扣相应分值)."""
    listed = [part for part in parts if part.mark and any(branch.positive for branch in part.branches)]
    if len(listed) < 2:
        return parts
    last, points = listed[-1], [_highest(part.branches[:1]) for part in listed]
    total = sum((each for each in points if each is not None), ZERO)
    for number, branch in enumerate(last.branches):
        again = number and branch.positive and any(_ALL.search(each.text) for each in branch.conditions)
        if again and _highest((branch,)) in {total, None}:
            shorter = msgspec.structs.replace(last, branches=last.branches[:number])
            return [shorter if part is last else part for part in parts]
    return parts


def _highest(branches: tuple[Branch, ...]) -> Decimal | None:
    """The points of the first branch; None for a share of the weight."""
    gives = branches[0].gives
    return gives.high if isinstance(gives, Points) and not gives.share else None


def _unannounced(part: Part) -> Part:
    """Leave out a first formula without conditions where conditions with formulas or points of their own follow (根据完成率评分，达到…)."""
    branches = part.branches
    announces = len(branches) > 1 and isinstance(branches[0].gives, Proportion) and not branches[0].conditions
    if announces and all(branch.conditions or isinstance(branch.gives, Deduction) for branch in branches[1:]):
        return msgspec.structs.replace(part, branches=branches[1:], subjects=(*part.subjects, branches[0].text))
    return part


def _with_points(parts: list[Part], each: Decimal | None) -> list[Part]:
    """Give 每项1分 to every requirement without points of its own: the marked ones, or those told one after the other."""
    if each is None:
        return parts
    points = Points(low=each, high=each)
    if not any(part.mark or part.branches for part in parts):
        texts = [text for part in parts for text in part.subjects]
        return [Part(branches=(_required((text,), points),)) for text in texts] if len(texts) > 1 else parts
    return [
        msgspec.structs.replace(part, branches=(_required(part.subjects, points),), subjects=())
        if part.mark and not part.branches
        else part
        for part in parts
    ]


def _required(texts: tuple[str, ...], points: Points) -> Branch:
    return Branch(conditions=tuple(condition(text) for text in texts), gives=points, text="，".join(texts))


def _given(lexeme: Lexeme) -> Points:
    """The points of a token: full and zero points, shares of the weight, figures."""
    found, form = lexeme.found, lexeme.found["as"]
    if form in {"z", "half"}:
        value = ZERO if form == "z" else _HALF
        return Points(low=value, high=value, share=form == "half")
    if form == "share":
        one = found.get("share1") or found["share3"]
        two = found.get("share2") or found.get("share4") or one
        low, high = sorted((EXACT.divide(Decimal(one), HUNDRED), EXACT.divide(Decimal(two), HUNDRED)))
        return Points(low=low, high=high, share=True)
    if form in {"bare", "none"} or (form == "full" and "fullpoints" not in found):
        return Points(low=ONE, high=ONE, share=True)
    one = next(found[name] for name in ("low", "fullpoints", "inside", "behind") if name in found)
    low, high = sorted((amount(one), amount(found.get("high", one))))
    return Points(low=low, high=high)


def _taken(lexeme: Lexeme, every: Every | None) -> Deduction:
    """The deduction of a token; 扣1-2分 leaves room."""
    found = lexeme.found
    if found["as"] in {"cutall", "lost"}:
        return Deduction(amount=ONE, most_amount=ONE, share=True, every=every)
    share = found.get("cutshare1") or found.get("cutshare2")
    if share is not None:
        value = EXACT.divide(Decimal(share), HUNDRED)
        return Deduction(amount=value, most_amount=value, share=True, every=every)
    low, high = sorted((amount(found["cut1"]), amount(found.get("cut2", found["cut1"]))))
    return Deduction(amount=low, most_amount=high, every=every)


def _every(lexeme: Lexeme) -> Every:
    """The step of a token: 每超出1%, 每低一个百分点, 每发现一例."""
    found = lexeme.found
    unit = next(found[name] for name in ("unit", "thing", "done", "measure") if name in found)
    step = amount(found["step"]) if "step" in found else ONE
    said = "".join(found.get(name, "") for name in ("before", "after", "beyond"))
    measured = "thing" not in found and "done" not in found
    way = next((name for name, pattern in _WAYS if measured and pattern.search(said)), "count")
    return msgspec.convert({"step": step, "unit": unit, "way": way}, Every, strict=False)


def _band(found: re.Match[str]) -> Band:
    """One band with its limits; 含80% behind it says which limit belongs to it."""
    one, two = Decimal(found["one"]), Decimal(found["two"])
    side, which = found["side"] or found["side2"], found["which"] or found["which2"]
    at = Decimal(which) if which else two
    included = None if side is None else side == "含"
    low, high = min(one, two), max(one, two)
    return Band(
        low=low,
        high=high,
        low_included=included if at == low else None,
        high_included=included if at == high else None,
        text=found[0],
    )


_FRACTION = re.compile(r"[(]?(?P<top>[^÷/()×*]+)(?:÷|/|除以)(?P<bottom>[^÷/()×*]+)[)]?(?:[×*]100%)?")


def _ratio(text: str) -> tuple[str, str]:
    """What stands above and below the line of a defined rate; empty where it is no plain ratio."""
    found = _FRACTION.fullmatch(text)
    return (found["top"], found["bottom"]) if found else ("", "")
