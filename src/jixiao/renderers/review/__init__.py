"""复核材料: what reviewers make of audited self-evaluations, as papers: 自评复核表, 审核意见, 整改通知, 差异汇总, 抽查清单.

`gather` sorts the results of an audit; each paper is a function of that material.
"""

from jixiao.renderers.review.letters import Letterhead, Returned, opinion_papers, rectification_papers
from jixiao.renderers.review.recheck import Settled, recheck_papers
from jixiao.renderers.review.reviewed import Material, ReviewedForm, gather
from jixiao.renderers.review.sampling import Plan, sample, sampling_papers
from jixiao.renderers.review.settling import Settlement, settlement
from jixiao.renderers.review.summary import summary_papers

__all__ = [
    "Letterhead",
    "Material",
    "Plan",
    "Returned",
    "ReviewedForm",
    "Settled",
    "Settlement",
    "gather",
    "opinion_papers",
    "recheck_papers",
    "rectification_papers",
    "sample",
    "sampling_papers",
    "settlement",
    "summary_papers",
]
