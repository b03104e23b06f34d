"""Formulas beside the form: what a row still wants or what is wrong with it while it is typed, one short sentence a row.

They say the first thing that is to be done. The forms differ in their columns, so a hint asks only for what its form has.
"""

from collections.abc import Iterator

from jixiao.renderers.fillin.calculation import Outcome
from jixiao.renderers.fillin.reading_formulas import Typed
from jixiao.scoring import RulePack, written

YEAR = "请核对年份：指标值中写的不是本年"
NO_TARGET, NO_WEIGHT, NO_NAME = "请填写指标值", "请填写分值", "请填写三级指标名称"
SCORED_BLANK = "有得分，未填完成值"
AS_TEXT = "完成值请改为文本，如95%、684家"
NO_SCORE = "请填写得分"
ABOVE_WEIGHT, ABOVE_DUE, BELOW_DUE = "得分超过分值", "得分高于应得分，请核对", "得分低于应得分，请核对"
NO_REASON, NO_REASON_FAR = "有扣分，请填写原因和改进措施", "明显超过指标值，请说明原因"
MISSED_NO_REASON = "未达到指标值，请填写原因和改进措施"
BY_A_PERSON, BARE = "由人工评定得分", "指标值请写明≥、≤或＝"
BY_OWN_RULE = "与口径不同，请按表内评分标准核对"
UNSURE = "可能完不成，请填写原因"
SURE = "确定能"
OPEN_ABOVE = "（不含上限）"

_SLACK = "0.0049"


def due(outcome: Outcome) -> str:
    """应得分 as shown: a figure, or the range that the rule leaves open."""
    top = f'IF({outcome.phrase}>1,"{OPEN_ABOVE}","")'
    return f'=IF({outcome.low}="","",IF({outcome.low}={outcome.high},{outcome.low},{outcome.low}&"～"&{outcome.high}&{top}))'


def hint(cells: Typed, outcome: Outcome, pack: RulePack) -> str:
    """The hint of one row of indicators."""
    formula = '""'
    for condition, words in reversed(list(_cases(cells, outcome, pack))):
        formula = f'IF({condition},"{words}",{formula})' if words else f'IF({condition},"",{formula})'
    return f"={formula}"


def _cases(cells: Typed, outcome: Outcome, pack: RulePack) -> Iterator[tuple[str, str]]:
    """What may be said, the first that applies; conditions with their sentences."""
    actual, weight, score, note, target = cells.actual, cells.weight, cells.score, cells.note, cells.target
    typed = "&".join(each for each in (target, actual, score, note) if each is not None)
    yield f'AND({cells.name}="",{typed}="")', ""
    yield f'{cells.name}=""', NO_NAME
    if target is not None:
        yield f'{target}=""', NO_TARGET
        yield f'AND({outcome.last_target}<>"",{outcome.last_target}={target})', YEAR
    if weight is not None:
        yield f"NOT(ISNUMBER({weight}))", NO_WEIGHT
    if actual is None:
        return
    if score is None:
        yield f'{actual}=""', ""
        yield f"ISNUMBER({actual})", AS_TEXT
        if note is not None and cells.likelihood is not None:
            # Some months into the year nothing is missed yet; whoever fills in says what is to be feared.
            yield f'AND({cells.likelihood}<>"",{cells.likelihood}<>"{SURE}",{note}="")', UNSURE
        elif note is not None:
            yield f'AND({outcome.reached}=0,{outcome.reached}<>"",{note}="")', MISSED_NO_REASON
        return
    yield f'AND({actual}="",{score}<>"")', SCORED_BLANK
    yield f'{actual}=""', ""
    yield f"ISNUMBER({actual})", AS_TEXT
    yield f"NOT(ISNUMBER({score}))", NO_SCORE
    yield f"{score}>{weight}", ABOVE_WEIGHT
    high, low = (f'IF({each}="",{default},{each})' for each, default in ((outcome.high, score), (outcome.low, score)))
    if cells.rule is not None:
        yield f'AND({cells.rule}<>"",OR({score}>{high}+{_SLACK},{score}<{low}-{_SLACK}))', BY_OWN_RULE
    yield f"{score}>{high}+{_SLACK}", ABOVE_DUE
    if note is not None:
        yield f'AND({note}="",{score}<{weight})', NO_REASON
        if far := _far(outcome, pack):
            yield f'AND({note}="",{far})', NO_REASON_FAR
    yield f"{score}<{low}-{_SLACK}", BELOW_DUE
    yield f'AND({outcome.low}="",{outcome.operator}="",{outcome.comparable}=1)', BARE
    yield f'{outcome.low}=""', BY_A_PERSON


def _far(outcome: Outcome, pack: RulePack) -> str | None:
    """A target exceeded by so much that the pack asks for the reason; None where it does not."""
    at = next((duty.at for duty in pack.duties if duty.when == "over_achieved"), None)
    if at is None:
        return None
    upward = f'OR({outcome.operator}="≥",{outcome.operator}=">",{outcome.operator}="=")'
    known = f"AND({upward},{outcome.comparable}=1)"
    return f"IF({known},IF({outcome.goal}>0,ROUND({outcome.done}-{written(at)}*{outcome.goal},9)>=0,FALSE),FALSE)"
