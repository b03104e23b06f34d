"""Goals of few words, and words that might be headings or labels themselves: they are read back as they were written."""

import msgspec
import pytest

from jixiao.forms import layouts
from tests.renderers.official.by_chance import form_by_chance
from tests.renderers.official.same import round_trip

GOALS = [
    ("提升能力", "已完成"),
    ("完成年度任务", "完成"),
    ("加强监管", "达成"),
    ("完成工程建设", "按期完工"),
    ("目标：完成检查", "完成检查12次"),
    ("保障到位", "目标完成"),
]


@pytest.mark.parametrize(("expected", "actual"), GOALS)
@pytest.mark.parametrize("kind", ["txt", "html"])
@pytest.mark.parametrize("code", ["T1", "T2", "T3", "T1-成本"])
def test_both_sides_stay_where_they_stand(code: str, kind: str, expected: str, actual: str) -> None:
    layout = next(layout for layout in layouts() if layout.code == code)
    form = form_by_chance(layout, 3)
    goal = msgspec.structs.replace(form.goals[0], expected=expected, actual=actual)
    assert round_trip(msgspec.structs.replace(form, goals=(goal,)), layout, kind) == []
