"""记分: what every row, the execution rate and the total of a form earn under a rule pack (评价口径), with the reasoning in Chinese.

Rule packs are dated data in packs/*.yaml; `packs` holds those that ship with the program and `DEFAULT_PACK` names the usual one.
"""

from jixiao.scoring.criteria import OwnScore
from jixiao.scoring.entered import ENTERED, as_entered
from jixiao.scoring.evaluations import score, score_all
from jixiao.scoring.execution import names_execution_rate
from jixiao.scoring.fund_rows import names_total, points_row, total_row
from jixiao.scoring.intervals import Interval
from jixiao.scoring.library import DEFAULT_PACK, PackError, pack_from_yaml, packs
from jixiao.scoring.rounding import rounded, written
from jixiao.scoring.rule_packs import RulePack
from jixiao.scoring.satisfaction import asks_satisfaction
from jixiao.scoring.scorecards import Duty, GradeResult, RowScore, Scorecard, Total, scorecard_to_json
from jixiao.targets.points import score_points, weight_points

__all__ = [
    "DEFAULT_PACK",
    "ENTERED",
    "Duty",
    "GradeResult",
    "Interval",
    "OwnScore",
    "PackError",
    "RowScore",
    "RulePack",
    "Scorecard",
    "Total",
    "as_entered",
    "asks_satisfaction",
    "names_execution_rate",
    "names_total",
    "pack_from_yaml",
    "packs",
    "points_row",
    "rounded",
    "score",
    "score_all",
    "score_points",
    "scorecard_to_json",
    "total_row",
    "weight_points",
    "written",
]
