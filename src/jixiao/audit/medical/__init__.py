"""医疗保障业务: what the MED checks know of medical security: figures by year and region, and which row of a form measures what."""

from jixiao.audit.medical.figures import UNVERIFIED, figures
from jixiao.audit.medical.measures import Measure, measured, plain, printed_slack
from jixiao.audit.medical.regions import region_of, tier_of
from jixiao.audit.medical.rewards import reward

__all__ = [
    "UNVERIFIED",
    "Measure",
    "figures",
    "measured",
    "plain",
    "printed_slack",
    "region_of",
    "reward",
    "tier_of",
]
