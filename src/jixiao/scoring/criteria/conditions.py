"""条件: what a piece of words before points asks for: a figure, the row's own target, or something in words."""

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from jixiao.scoring.criteria.criterion import Condition
from jixiao.targets import Deadline, Operator, Quantity, Range, parse
from jixiao.targets.units import unit

_LEAD = re.compile(
    r"^(?:如果|如(?![期实数])|若|当(?![年地月期日前])|则|且|并且|并|凡|其中|对于?|即|以下为|评价|得分要点|评价要点|评分标准|计分标准|要求)*[:，]?(?:[A-Z][.、])?(?:是否)?"
)
_TAIL = re.compile(r"(?:的情况下?|的时候|(?<=[0-9%])时|(?<![细规准原总守法])则|的|,|，|:|、|或)*$")
_GOAL = (
    r"(?:了|到)?(?:年度|年初|全年|预期|预定|既定|设定|计划|绩效|该项|本项|全部|总体|当年|的|项|产出)*"
    r"(?:指标值?|目标值?|计划值?|标准值?|任务量?|要求|预期|计划数|目标数|A)(?:分值|值|要求|任务|量|数|的|及以上|或以上|以上)*"
)
_DONE = (
    r"(?:实际|年度|全年|本年|指标|绩效|产出)*"
    r"(?:完成值|完成情况|完成数量?|完成结果|实际值|业绩值|实际业绩值|指标值|结果|指标|工作|任务|B)?"
    r"(?:全部|均|已|按时|按期|按要求|按计划|如期|能够?|如)*"
)
REACHED = re.compile(
    rf"{_DONE}(?:达到或(?:超过|优于|高于|超额)|达到|达|完成|达成|实现|优于|符合|满足|等于或?(?:大于|高于|优于)|大于或?等于|高于或?等于|不低于|不少于|超过|高于|>=|≥|>){_GOAL}"
    r"|(?:全部|按时|按期|按要求|按计划|如期|均|已)*(?:完成|达标|达到|符合|达成|满足|实现)(?:目标|指标|任务|要求|标准|条件|规定)*"
    r"|(?:实际)?(?:完成值)?(?:控制)?(?:在|处于)?(?:目标|指标|计划)值?(?:区间|范围)?(?:以|之)?内|是|合格|B≥A"
)
MISSED = re.compile(
    rf"{_DONE}(?:未|没有|没|不)(?:能|全部|按时|按期|按要求)?(?:达到|达成|达标|达|完成|实现|符合|满足){_GOAL}"
    rf"|{_DONE}(?:低于|小于|少于|不足|<){_GOAL}"
    r"|(?:未|没有|没|不)(?:能|全部|按时|按期|按要求)?(?:达到|达成|达标|达|完成|实现|符合|满足)(?:目标|指标|任务|要求|标准|条件|规定|者)*|否|不合格|B<A"
)
_DENIED = re.compile(
    r"^(?:但|仍|或|且)*(?:未|没|不|无|缺|尚未|存在|发生|出现|发现|违反|有(?=.*(?:问题|违规|违纪|情况|现象)))|不足$|不够|欠(?!费|款|缴)"
)
_SHARED = re.compile(r"(?:目标|指标|任务|计划|年度|实际)*(?:完成|实现|达成)(?:率|比例|比率|进度|程度)在?")
_COUNTED = re.compile(r"(?:发生|发现|出现|存在|查出|有)$")
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_UNIT = r"(?:%|个?百分点|[一-鿿]{1,3})?"
_RANGE = re.compile(
    rf"(?P<subject>[^0-9]*?)(?:在|为|达到|达|介于)?(?P<one>{_NUMBER})(?P<unit1>{_UNIT}?)(?:\((?P<side1>不?含)\)|(?P<in1>不?含))?(?:-|~|—|至|到|和)+"
    rf"(?P<two>{_NUMBER})(?P<unit2>{_UNIT}?)(?:\((?P<side2>不?含)(?:本数)?\)|(?P<in2>不?含))?(?:之间|范围内?|区间)?(?:的)?"
)
_CHAIN = re.compile(
    rf"(?P<one>{_NUMBER})(?P<unit1>%?)(?P<sign1>≤|<|>|≥)(?P<subject>[^0-9≤<>≥=]+?)(?P<sign2>≤|<|>|≥)(?P<two>{_NUMBER})(?P<unit2>%?)"
)
_BOUND = re.compile(r"(?P<before>.*?[0-9]%?)\((?P<side>不?含)(?:本数)?\)(?P<after>以[上下内])$")


@lru_cache(maxsize=8192)
def condition(text: str) -> Condition:
    """Type one condition; `text` is a key without blanks. What is neither a figure nor the target is words."""
    plain = _TAIL.sub("", _LEAD.sub("", text.strip(" \"'"), count=1)).replace("是否", "")
    if REACHED.fullmatch(plain):
        return Condition(kind="target", text=plain)
    if MISSED.fullmatch(plain):
        return Condition(kind="target", text=plain, denied=True)
    value = _figure(plain)
    if value is not None:
        subject = (None if isinstance(value, Deadline) else value.subject) or ""
        return Condition(kind="figure", text=plain, value=value, shared=bool(_SHARED.fullmatch(subject)))
    return Condition(kind="words", text=plain, denied=bool(_DENIED.search(plain)))


def _figure(plain: str) -> Quantity | Range | Deadline | None:
    """The figure or day that a condition asks for, with its comparison made explicit; None where there is none."""
    between = _between(plain)
    if between is not None:
        return between
    value = parse(_BOUND.sub(r"\g<before>\g<after>", plain))
    if isinstance(value, Range):
        return value
    if isinstance(value, Deadline):
        return value if value.before else None
    if not isinstance(value, Quantity) or value.operator is Operator.ABOUT or value.change or value.word:
        return None
    if value.operator is not Operator.BARE:
        return value
    if _COUNTED.search(value.subject or ""):
        return msgspec.structs.replace(value, operator=Operator.GE)
    bound = {"up": Operator.GE, "down": Operator.LE}.get(value.aim or "", Operator.EQ)
    return msgspec.structs.replace(value, operator=bound)


def _between(plain: str) -> Range | None:
    """A range as criteria write it: 90%(不含)-80%(含), 80%≤完成率<90%."""
    if chain := _CHAIN.fullmatch(plain):
        rising = chain["sign1"] in "≤<"
        if rising != (chain["sign2"] in "≤<"):
            return None
        ends = [(Decimal(chain["one"]), chain["sign1"] in "≤≥"), (Decimal(chain["two"]), chain["sign2"] in "≤≥")]
        return _range(plain, ends if rising else ends[::-1], chain["unit2"] or chain["unit1"], chain["subject"])
    found = _RANGE.fullmatch(plain)
    if found is None or found["unit1"] not in {"", found["unit2"]}:
        return None
    sides = [found["side1"] or found["in1"], found["side2"] or found["in2"]]
    ends = [(Decimal(found["one"]), sides[0] != "不含"), (Decimal(found["two"]), sides[1] != "不含")]
    return _range(plain, sorted(ends), found["unit2"], found["subject"])


def _range(plain: str, ends: list[tuple[Decimal, bool]], measure: str, subject: str) -> Range | None:
    known = unit(measure)
    (low, low_in), (high, high_in) = ends
    if known is None or low > high:
        return None
    return Range(
        text=plain, low=low, high=high, unit=known, low_included=low_in, high_included=high_in, subject=subject or None
    )
