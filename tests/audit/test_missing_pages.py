"""A form of which only the first page was handed in is not accused of what stands on the next."""

import msgspec
import pytest

from jixiao import scoring
from jixiao.audit import audit
from jixiao.findings import Certainty
from jixiao.model import parse_notation
from jixiao.places import Place

CUT = """评价：project self_evaluation 2023 T1
项目名称：医保政策宣传
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 15 | 分值 10 | 执行率 100% | 得分 10
指标：产出指标 / 数量指标 / 宣传场次 | 分值 20 | 指标值 ≥12场 | 实际值 12场 | 得分 20
指标：产出指标 / 质量指标 / 资料合格率 | 分值 30 | 指标值 ≥95% | 实际值 97% | 得分 30
"""


@pytest.mark.parametrize(
    ("place", "certainty"), [(Place(page=1), Certainty.POSSIBLE), (Place(line=1), Certainty.CERTAIN)]
)
def test_weights_short_of_a_hundred_may_go_on_overleaf(place: Place, certainty: Certainty) -> None:
    plain = parse_notation(CUT)
    (form,) = plain.evaluations
    submission = msgspec.structs.replace(plain, evaluations=(msgspec.structs.replace(form, place=place),))
    _, findings = audit(submission, scoring.packs[scoring.DEFAULT_PACK])
    (finding,) = [each for each in findings if each.code == "WGT-01"]
    assert finding.certainty is certainty
    assert ("缺了后面的页" in finding.message) == (certainty is Certainty.POSSIBLE)
