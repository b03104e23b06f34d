"""What a sentence claims and what it admits (成绩与不足): words of success and of shortfall, with the reach of their negations.

"未出现问题" tells of no problem, "存在问题" of one, "发现并纠正违规问题" of one that was dealt with elsewhere.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from jixiao.targets.characters import key
from jixiao.texts.sentences import clauses, sentences

_SHORTFALL = re.compile(
    r"(?<!若)(?<!如)(?:尚未|还未|仍未|未(?:按[^，。；]{1,24}?)?(?:全部|完全|能|及时|如期|按时|按期)?(?:完成|达到|达成|达标|实现|制定|制订|建立|落实|执行|支付|下达|开展|形成|实施|验收|上线|到位|覆盖|列入|纳入))"
    r"|没有(?:完成|达到|实现|落实|建立|制定|按)|未达|未能|不达标|不到位|不够(?!成)|不足(?!为)|不完善|不健全|不规范|不及时|不平衡|不充分|不高(?!于)|不畅"
    r"|滞后|推迟|延期|延迟|延误|逾期|超期|偏低|偏慢|偏少|偏弱|较低|较慢|较差|较少|薄弱|欠缺|缺乏|缺失|短板|低于(?:年度|年初|预期|目标|指标|计划|预算)"
    r"|(?:执行|支付|使用|完成)[^，。；]{0,6}(?:缓慢|较慢|偏低)|有待|仍需|亟待|亟需|(?<![不未无])存在[^，。；]{0,16}(?:问题|困难|差距|不足|偏差|风险|隐患|短板)"
    r"|形势严峻|压力(?:较|增|剧|加)?大|偏差较大|(?<!不)(?<!避免)(?<!杜绝)下滑|未完工"
)
_NEGATED = re.compile(
    r"(?:未发现|未出现|未发生|没有发现|没有出现|没有发生|不存在|没有|无|并未|杜绝|避免|防止|防范|解决了?|破解|补齐|整改|纠正|查处|着力解决|克服|扭转|改善|缓解|消除)"
    r"[^，。；;]{0,20}$"
)
_SUCCESS = re.compile(
    r"成效(?:明显|显著|突出|良好)|效果(?:明显|显著|良好)|(?:明显|显著|大幅)(?:提升|提高|增强|改善|好转)|(?:位居|走在)[^，。；;]{0,8}前列"
    r"|(?:圆满|全面|全部|均已?|超额|较好地?|高质量)(?:完成|实现|达成|达到|达标|开通)|(?:明显|显著)成效"
    r"|领先|成绩(?:突出|显著|优异)|取得[^，。；;]{0,6}(?:明显|显著|良好|较大)[^，。；;]{0,4}(?:成效|成绩|效果|进展)"
)
"""Strong claims only: 不断提升, 稳步推进 and the like tell of a direction, not of a target reached."""

_ALL_DONE = re.compile(
    r"(?:各项|所有|全部|年度|年初|全年|预期|预定|预设|既定|设定|总体)[^，。；;]{0,12}?(?:指标|目标|目标任务|任务|工作任务)(?:值)?[^，。；;]{0,6}?"
    r"(?:均|全部|都|全面|圆满|如期|按时|顺利|较好地?|已|已经|超额|得到)+(?:已|全部|圆满|如期|全面|顺利|按时)*(?:完成|实现|达成|达到|达标|落实)"
    r"|(?:均|全部|都|圆满|全面|如期|按时|顺利)(?:已)?(?:完成|实现|达成|达到)了?(?:全年|年度|年初|既定|预期|预定|预设|设定|各项|所有|全部)[^，。；;]{0,14}?(?:指标|目标|任务)"
    r"|(?:完成|实现|达成|达到)了?(?:全年|年度|年初|既定|预期|预定|预设)(?:预定|设定|制定|确定|预设|既定)?的?(?:各项|全部|所有|总体)?(?:绩效)?(?:目标任务|工作目标|指标|目标)(?!的?\d)"
    r"|(?:指标|目标)(?:完成率|达成率|实现率)(?:为|达到?)?100[%％]"
)
_SOFTENED = re.compile(
    r"基本|大部分|多数|除|外|部分|尚|未|将|力争|确保|争取|为了?|拟|计划|要求|[如若]|不(?!断)|没有|仍|继续|努力"
)
_NOTHING = re.compile(
    r"(?:暂|均)?(?:无|没有|未发现|不存在)(?:明显|重大|任何|相关|上述|其他|突出|违规|此类|较大|明显的)*(?:问题|困难|不足|偏差)?(?:及原因|和不足|和困难)?"
)
_PROBLEM_LABEL = r"(?:发现|存在)的?(?:主要)?(?:问题|困难|不足)(?:及|和|与)?(?:其)?(?:产生)?(?:的)?(?:主要)?(?:原因|困难|不足)?(?:分析)?"
_STATED_NONE = re.compile(rf"{_PROBLEM_LABEL}\s*[:：]\s*(?:暂|均)?(?:无|没有)(?=[。；;，,、\s]|$|问题)")


@lru_cache(maxsize=4096)
def admission(clause: str) -> str | None:
    """The words by which a clause admits a shortfall, None where it admits none or only tells of one avoided or put right."""
    for found in _SHORTFALL.finditer(clause):
        if not _NEGATED.search(clause, 0, found.start()):
            return found.group()
    return None


@lru_cache(maxsize=4096)
def success(clause: str) -> str | None:
    """The words by which a clause claims success, None where there are none or the clause admits a shortfall as well."""
    found = _SUCCESS.search(clause)
    return None if found is None or admission(clause) else found.group()


@lru_cache(maxsize=4096)
def all_done(clause: str) -> str | None:
    """The words by which a clause claims that all goals or indicators were met; what is softened, wished or planned is no such claim."""
    found = _ALL_DONE.search(clause)
    return None if found is None or _SOFTENED.search(clause) else found.group()


_NONE_MISSED = re.compile(
    r"(?:不存在|没有|未发现|未出现|(?<!有)无)(?:任何|一项)?未(?:能|按时|按期|如期|全部)?(?:完成|达到|达成|达标|实现)"
    r"(?:年度|年初|预期|预定|既定|设定)?(?:绩效|工作|目标)?(?:目标|指标)?(?:值)?的?(?:绩效|工作)?(?:指标|目标|任务|项目|事项|情况|问题)"
)
"""不存在未完成的指标: that none was missed, said by denying the contrary."""

_QUANTIFIED = re.compile(r"各项|所有|全部|均|都|总体|绩效|年初|预定|预期|既定|预设|设定")
_NOW_DONE = re.compile(r"(?:现|目前|现均|均)?已?(?:经)?(?:全部|均|圆满|全面)(?:已)?(?:完成|实现|达成)")
_QUANTIFIED_GOAL = re.compile(r"(?:总体|各项|年度|所有|全部)(?:绩效)?(?:目标|指标)")
_EXCEPTED = re.compile(r"除[^。；;]{1,40}?[外，,]|但|不过|然而")


@lru_cache(maxsize=4096)
def claims_everything(text: str) -> str | None:
    """The clause of a text that claims that all goals or indicators were met.

    "集中结算300亿元，完成全年目标任务" claims it of one task only (see `claims_of_one`); "除甲外，各项均已完成" names what was not;
    "不存在未完成的指标" claims it too.
    """
    if not any(word in text for word in ("目标", "指标", "任务")):
        return None
    for sentence in sentences(text):
        if _EXCEPTED.search(sentence.text):
            continue
        figures = re.search(r"\d", re.sub(r"20\d\d\s*年", "", sentence.text))
        for clause in clauses(sentence.text):
            if _NONE_MISSED.search(clause.text):
                return clause.text
            if _NOW_DONE.fullmatch(clause.text) and _QUANTIFIED_GOAL.search(sentence.text):
                return clause.text
            words = all_done(clause.text)
            if words and (not figures or _QUANTIFIED.search(clause.text)):
                return clause.text
    return None


def claims_of_one(text: str) -> Iterator[tuple[str, str]]:
    """The works of which a text claims that the goal was met, each with the claim: 集中结算300亿元, 超额完成全年目标任务."""
    if not any(word in text for word in ("目标", "指标", "任务")):
        return
    for sentence in sentences(text):
        if not _EXCEPTED.search(sentence.text):
            for told, claim in pairwise(clauses(sentence.text)):
                if all_done(claim.text) and not _QUANTIFIED.search(claim.text) and not all_done(told.text):
                    yield told.text, claim.text


def says_nothing_wrong(text: str | None) -> bool:
    """Tell whether the text of a 存在问题 cell says that there is no problem; a blank cell says nothing."""
    return text is not None and _NOTHING.fullmatch(key(text).strip(" 。.;；")) is not None


def states_no_problem(text: str) -> str | None:
    """The words by which running text states that there are no problems: 发现的主要问题及原因：无."""
    found = _STATED_NONE.search(text)
    return None if found is None else found.group()
