"""The rows of a form with their figures: indicators (`Row`) and funds (`FundRow`)."""

from decimal import Decimal
from functools import cached_property

from jixiao import targets
from jixiao.model import Fund, Indicator
from jixiao.targets.points import score_points, weight_points
from jixiao.targets.quotation import quoted


class Row:
    """An indicator row with its figures: weight and score as numbers, target and actual as typed values, compared once."""

    def __init__(self, index: int, indicator: Indicator) -> None:
        self.index = index
        self.indicator = indicator

    @cached_property
    def weight(self) -> Decimal | None:
        """分值 in points; None when blank or not a number."""
        return weight_points(self.indicator.weight)

    @cached_property
    def score(self) -> Decimal | None:
        """得分 in points; None when blank or not a number."""
        return score_points(self.indicator.score)

    @cached_property
    def target(self) -> targets.Value | None:
        """年度指标值, typed; None when blank."""
        return None if self.indicator.target is None else targets.parse(self.indicator.target)

    @cached_property
    def actual(self) -> targets.Value | None:
        """实际完成值, typed; None when blank."""
        return None if self.indicator.actual is None else targets.parse(self.indicator.actual)

    @cached_property
    def comparison(self) -> targets.Comparison:
        """实际完成值 against 年度指标值, the direction inferred from name and second level where the target has none."""
        row = self.indicator
        return targets.compare(row.target, row.actual, name=row.name or "", level2=row.level2 or "")

    @property
    def name(self) -> str:
        """三级指标 for use in sentences; "第3行指标" where it is blank."""
        return self.indicator.name or f"第{self.index + 1}行指标"

    @property
    def reason(self) -> str:
        """偏差原因 and 备注 together; empty when both are blank."""
        return " ".join(filter(None, (self.indicator.note, self.indicator.remark)))

    @property
    def reason_field(self) -> str:
        """The field whose cell shows the reason: 偏差原因, or 备注 where that is blank."""
        return "note" if self.indicator.note else "remark"

    @property
    def compared(self) -> str:
        """年度指标值 and 实际完成值 as printed, for use in sentences."""
        return f"年度指标值{quoted(self.indicator.target)}，实际完成值{quoted(self.indicator.actual)}"

    @property
    def compared_figures(self) -> dict[str, str]:
        """年度指标值 and 实际完成值 as printed, as the figures of a finding."""
        return {"指标值": self.indicator.target or "", "实际完成值": self.indicator.actual or ""}

    def path(self, field: str) -> str:
        """The path of one of the row's cells, for quotes: indicators/3/score."""
        return f"indicators/{self.index}/{field}"

    def doubts(self, field: str) -> bool:
        """Tell whether the reading of a field is uncertain; the reader names such fields, the row's confidence is about none of its own."""
        return field in self.indicator.doubtful

    @property
    def compared_in_doubt(self) -> bool:
        """Tell whether target or actual was read with doubt: a ratio of such figures hints at nothing but the reading."""
        return self.doubts("target") or self.doubts("actual")


class FundRow:
    """A 资金行 with its figures: budgets and execution in the form's unit, rate in percent, weight and score in points."""

    def __init__(self, index: int, fund: Fund, unit: str | None) -> None:
        self.index = index
        self.fund = fund
        self.label = fund.label or "年度资金总额"
        self._unit = unit

    def _money(self, text: str | None) -> Decimal | None:
        plain = targets.number(text)
        if plain is not None or text is None:
            return plain
        yuan = targets.amount(text, self._unit)
        return None if yuan is None else yuan / (targets.yuan_per(self._unit) or 1)

    @cached_property
    def initial(self) -> Decimal | None:
        """年初预算数 in the form's unit."""
        return self._money(self.fund.initial)

    @cached_property
    def adjusted(self) -> Decimal | None:
        """全年预算数 (A) in the form's unit."""
        return self._money(self.fund.adjusted)

    @property
    def budget(self) -> Decimal | None:
        """全年预算数, or 年初预算数 where the form has no other; in the form's unit."""
        return self.initial if self.adjusted is None else self.adjusted

    @cached_property
    def executed(self) -> Decimal | None:
        """全年执行数 (B) in the form's unit."""
        return self._money(self.fund.executed)

    @cached_property
    def weight(self) -> Decimal | None:
        """分值 in points."""
        return weight_points(self.fund.weight)

    @cached_property
    def score(self) -> Decimal | None:
        """得分 in points."""
        return score_points(self.fund.score)

    @cached_property
    def rate(self) -> Decimal | None:
        """执行率 in percent, whether printed 89.89 or 89.89%."""
        return targets.percentage(self.fund.rate)

    def path(self, field: str) -> str:
        """The path of one of the row's cells, for quotes: funds/0/rate."""
        return f"funds/{self.index}/{field}"
