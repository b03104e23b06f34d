"""The parts of a layout (表式) as its declaration gives them: what stands where, under which words, how wide.

Each part is one entry under `parts:` in a file of `forms/declared/`, told by its key `part`. Widths are in hundredths of the width of
the text; those of columns are relative to each other and share what a frame and labels leave. A layout is read and written by the same
declaration: its headings must be words that forms/words.yaml knows, so that what is written is read again.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

FURTHER = "fields/"
"""What a field begins with that is none of Evaluation's own: "fields/联系人" is the further field of that label."""


class Labelled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value behind its label, such as 项目名称 or 填报日期.

    `field` is a field of Evaluation, or "fields/" with the label under which a further field is kept; by default it is the further field
    of this label. `label` is printed as it stands. `optional` values are printed only where there is one.
    """

    label: str
    field: str = ""
    optional: bool = False

    @property
    def path(self) -> str:
        """The field it holds."""
        return self.field or f"{FURTHER}{self.label}"


class Lines(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="part", tag="lines"):
    """Labelled values that stand outside the table, one line for each row (单位（盖章）, 填报日期, 单位：万元)."""

    rows: tuple[tuple[Labelled, ...], ...]


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="part", tag="head"):
    """Rows of the table with labelled values side by side: the head of the form, or what stands below it."""

    rows: tuple[tuple[Labelled, ...], ...]
    label_width: float = 14.0


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column: the field that it fills, its heading, and its width relative to the other columns.

    Of indicators `field` is one of Indicator's, or `operator` and `unit`, which stand apart from the target. Of funds it is one of
    Fund's, or one of `rule`, `note`, `forecast` and `total_label`: what stands in those is kept as further fields under their heading.
    """

    field: str
    heading: str
    width: float


class Funds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="part", tag="funds"):
    """The fund table (项目资金): `frame` stands at its left ("{unit}" becomes 万元 or 元), `heading` over the labels of the rows.

    `rows` are those the blank form prints. A layout without labels of rows has the single row of the total (`labelled: false`).
    `headed: false` leaves the headings out where one column of amounts needs none.
    """

    frame: str
    columns: tuple[Column, ...]
    heading: str = ""
    rows: tuple[str, ...] = ("年度资金总额",)
    frame_width: float = 14.0
    label_width: float = 22.0
    labelled: bool = True
    headed: bool = True


class Management(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="part", tag="management"
):
    """资金管理情况: rows of an item with 情况说明 and 存在问题和改进措施; `items` are those the blank form prints."""

    frame: str
    description: str
    issue: str
    items: tuple[str, ...]
    frame_width: float = 5.0
    label_width: float = 17.0


class Goals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="part", tag="goals"):
    """年度总体目标: the heading over what was wanted and the one over what became of it, None for a side that the form has not.

    Without a heading over the one side, the frame is its label. `beside` sets the headings to the left of the texts. `rows` are rows of
    one labelled value each below the goals, inside the frame.
    """

    frame: str
    frame_width: float = 5.0
    expected: str | None = None
    actual: str | None = None
    beside: bool = False
    rows: tuple[Labelled, ...] = ()


class Indicators(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="part", tag="indicators"
):
    """The table of indicators with its columns, what stands at its left (`frame`), and the label of its row of totals, if it has one.

    `points` says that the points of a level are printed in its label: 产出指标（50分）.
    """

    columns: tuple[Column, ...]
    frame: str | None = None
    frame_width: float = 5.0
    total: str | None = None
    points: bool = False


class Sentence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of running text with values in it: "自评得分为{total_score}分。" It is printed only where every value is there.

    A value is named by its field, that of the fund total by "fund.executed", a goal by "goal.actual", a further field by "fields/存在问题".
    `label` is what a person is asked to write where a value is missing; without one the piece is left out.
    """

    text: str
    label: str | None = None


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="part", tag="account"):
    """自评综述: one paragraph of running text for the form, made of sentences whose every figure is a value of the form."""

    sentences: tuple[Sentence, ...]


Part = Lines | Head | Funds | Management | Goals | Indicators | Account


def labelled(parts: tuple[Part, ...]) -> Iterator[Labelled]:
    """All labelled values of the parts, in order."""
    for part in parts:
        if isinstance(part, Lines | Head):
            yield from (each for row in part.rows for each in row)
        elif isinstance(part, Goals):
            yield from part.rows


Unit = Literal["元", "万元"]
