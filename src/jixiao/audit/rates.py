"""Rates (比率) that can never exceed 100 %: the numerator is a part of the denominator. Growth, completion and the like are none."""

import re
from decimal import Decimal

from jixiao import targets
from jixiao.audit.printed import BRACKETS, Figure
from jixiao.targets.characters import key

_PART_OF_WHOLE = re.compile(
    r"(?:覆盖|合格|满意|知晓|知悉|及时|准确|正确|达标|上传|激活|接入|开通|网采|报销|救助|补偿|优良|优秀|通过|差错|错误|出错|非标|正常运行|可用|在线"
    r"|公开|办结|查处|回复|处理|结算|修复|整改|接通|签约|入组|完好|合规|好评|认可|一致|完整|归档|规范|普及|参与|按时|可办|识别|匹配|符合|建档)率$"
    r"|(?:满意|知晓|认可)度$|占比$|比重$|(?:报销|救助|补偿|支付|自付|采购|应用|使用)比例$|补偿比$|占.{1,24}(?:比例|比|率)$"
)
_MAY_EXCEED = re.compile(
    r"常住|户籍|参保(?:率|覆盖|登记|扩面|任务|目标)|征缴|缴费|收缴|筹集|增长|增幅|增加|提高|提升|下降|降幅|降低|同比|环比|上年|去年|变动|调整|控制|执行|到位|任务|计划|目标|预算|床位|"
    r"超额|投入产出|收益|回报"
)


def capped(*names: str) -> bool:
    """Tell whether one of the names (of the indicator, of the part of its value) is that of a rate which can never exceed 100 %."""
    plain = [BRACKETS.sub("", key(name)).strip(" :，,。") for name in names if name]
    return any(map(_PART_OF_WHOLE.search, plain)) and not any(map(_MAY_EXCEED.search, plain))


def percentage(figure: Figure) -> bool:
    """Tell whether a figure is a percentage of its own, neither a change (同比提高5%) nor counted per anything."""
    return figure.unit.base == "%" and figure.change is None and not figure.per


def highest(figure: Figure) -> Decimal:
    """The figure, or the upper bound of a range, in percent."""
    return figure.value if isinstance(figure, targets.Quantity) else figure.high * figure.unit.factor
