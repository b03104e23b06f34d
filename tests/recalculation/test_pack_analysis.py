"""Every pack that ships is sound; every kind of fault in a pack is named."""

from decimal import Decimal
from types import SimpleNamespace

import msgspec
import pytest

from jixiao.recalculation import pack_faults
from jixiao.scoring import RulePack, packs
from jixiao.scoring.rule_packs import Band, Cap, CapRule, DutyRule, GradeLimit, Step

PACK = packs["mof-2021-101"]


@pytest.mark.parametrize("pack", packs, ids=lambda pack: pack.code)
def test_every_pack_is_sound(pack: RulePack) -> None:
    assert pack_faults(pack) == ()


def unchecked(value: msgspec.Struct, **changes: object) -> SimpleNamespace:
    """A section with changes that its own type would refuse: what the analysis must see when a type forgets to look."""
    return SimpleNamespace(**{field: getattr(value, field) for field in value.__struct_fields__} | changes)


def changed(section: str, **changes: object) -> RulePack:
    return msgspec.structs.replace(PACK, **{section: unchecked(getattr(PACK, section), **changes)})


def step(at_least: str, value: str) -> Step:
    return Step(at_least=Decimal(at_least), value=Decimal(value))


def band(low: str, high: str) -> Band:
    return Band(title="档", low=Decimal(low), high=Decimal(high))


@pytest.mark.parametrize(
    ("pack", "fault"),
    [
        (changed("execution", steps=(step("0.8", "0.5"), step("0", "0.7"))), "预算执行率的得分反而下降"),
        (
            changed("satisfaction", steps=(step("0.9", "1.2"), step("0", "0"))),
            "满意度的得分在完成率90%处不在0和分值之间",
        ),
        (
            changed("satisfaction", steps=(step("0.9", "1"), step("0.8", "1"), step("0", "0"))),
            "满意度从90%起的一档与下一档取值相同",
        ),
        (changed("qualitative", partly=band("0.6", "0.7")), "定性指标两档之间有空档：6至7分（不含7分）与8至10分"),
        (changed("qualitative", partly=band("0.6", "0.9")), "定性指标两档重叠：6至9分（不含9分）与8至10分"),
        (changed("qualitative", missed=band("0.1", "0.6")), "定性指标各档没有从0到满分"),
        (
            changed("grades", limits=(GradeLimit(name="优", at_least=Decimal(101)), *PACK.grades.limits[1:])),
            "等级“优”从101分开始",
        ),
        (changed("grades", limits=(GradeLimit(name="优", at_least=Decimal(90)),)), "总分0分属于0个等级"),
        (
            msgspec.structs.replace(
                PACK,
                total_caps=CapRule(basis=(), explanation="", caps=(Cap(below=Decimal("0.8"), total=Decimal(100)),)),
            ),
            "执行率低于80%时总分不高于100分，不起作用",
        ),
        (changed("over_achievement", policy="flat", points=Decimal(0)), "超额完成的定额扣分不大于0"),
    ],
)
def test_a_fault_is_named(pack: RulePack, fault: str) -> None:
    assert any(fault in found for found in pack_faults(pack)), pack_faults(pack)


@pytest.mark.parametrize(
    ("when", "at", "fault"),
    [("execution_below", "0", "执行率低于0%时的说明义务不会发生"), ("over_achieved", "1", "完成目标的都会被要求说明")],
)
def test_a_duty_that_never_or_always_falls_due_is_named(when: str, at: str, fault: str) -> None:
    duty = msgspec.convert({"when": when, "at": at, "basis": [], "explanation": ""}, DutyRule)
    assert any(fault in found for found in pack_faults(msgspec.structs.replace(PACK, duties=(duty,))))
