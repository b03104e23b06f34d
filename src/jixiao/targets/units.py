"""Units of measure (计量单位) and their exact conversion: every unit is a factor times the base of its dimension.

Only conversions that hold always are made: 万人 is 10,000 人, but 人 is not 人次, 天 is not a fraction of 月, and 百分点 is not %.
"""

from decimal import Decimal

import msgspec


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as printed (`name`, "" for a bare number), its dimension's base unit and the factor that leads there."""

    name: str
    base: str
    factor: Decimal = Decimal(1)

    @property
    def decimal(self) -> bool:
        """Tell whether figures can be moved between this unit and its base by shifting the point only."""
        return self.factor.normalize().as_tuple().digits == (1,)


BARE = Unit(name="", base="")

SCALES: dict[str, Decimal] = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
"""Words that multiply a printed figure: 3700万人次, 2亿元."""

BASES: dict[str, tuple[str, str]] = {
    "元": ("元", "1"),
    "块": ("元", "1"),
    "角": ("元", "0.1"),
    "人": ("人", "1"),
    "名": ("人", "1"),
    "位": ("人", "1"),
    "人次": ("人次", "1"),
    "家次": ("家次", "1"),
    "户次": ("户次", "1"),
    "人天": ("人天", "1"),
    "秒": ("秒", "1"),
    "分钟": ("分钟", "1"),
    "小时": ("分钟", "60"),
    "天": ("分钟", "1440"),
    "日": ("分钟", "1440"),
    "自然日": ("分钟", "1440"),
    "日历天": ("分钟", "1440"),
    "周": ("分钟", "10080"),
    "星期": ("分钟", "10080"),
    "工作日": ("工作日", "1"),
    "个工作日": ("工作日", "1"),
    "月": ("月", "1"),
    "个月": ("月", "1"),
    "季度": ("月", "3"),
    "个季度": ("月", "3"),
    "年": ("月", "12"),
    "周年": ("月", "12"),
    "%": ("%", "1"),
    "‰": ("%", "0.1"),
    "‱": ("%", "0.01"),
    "百分点": ("百分点", "1"),
    "个百分点": ("百分点", "1"),
    "倍": ("倍", "1"),
    "分": ("分", "1"),
    "公里": ("公里", "1"),
    "平方米": ("平方米", "1"),
    "㎡": ("平方米", "1"),
    "吨": ("吨", "1"),
    "学时": ("学时", "1"),
    "课时": ("学时", "1"),
    "人月": ("人月", "1"),
}
"""Unit → (base of its dimension, factor). Seconds stay apart: one is no finite decimal of a minute."""

CLASSIFIERS = (
    "个 家 户 期 场 项 套 册 例 起 次 台 笔 组 部 份 篇 条 件 处 所 批 轮 类 种 县 市 区 村 乡 镇 街道 社区 张 本 卷 "
    "支 辆 座 间 只 幅 块 部门 门 封 档 宗 桩 页 则 幢 栋 单 场次 批次 例次 台次 件次 病种 病组 机构 品种 品规 "
    "县区 县市 企业 医院 药店 站 点 网点 站点 岗位 岗 班 课 枚 盒 车次 床 床日 字 幕 集 届 遍 趟 回 版 票"
).split()
"""Measure words that count one kind of thing each and convert into nothing else."""

BASES |= {word: (word, "1") for word in CLASSIFIERS if word not in BASES}

UNITS: dict[str, Unit] = {
    name: Unit(name=name, base=base, factor=Decimal(factor)) for name, (base, factor) in BASES.items()
}

MONEY_SCALES: dict[str, Decimal] = {"": Decimal(1), **SCALES}


def unit(name: str, scale: str = "") -> Unit | None:
    """Look a unit up, with the multiplying word before it (万 + 元); None when it is not known."""
    factor = SCALES.get(scale, Decimal(1))
    if not name:
        return Unit(name=scale, base="", factor=factor) if scale else BARE
    plain = UNITS.get(name)
    if plain is None or not scale:
        return plain
    return Unit(name=scale + name, base=plain.base, factor=plain.factor * factor)
