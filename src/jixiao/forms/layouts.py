"""The registry of layouts (表式) and the choice of the one a form resembles most."""

from functools import cache

import msgspec

from jixiao import data
from jixiao.forms.words import key
from jixiao.model.submission import Form, Kind
from jixiao.registry import Registry

_LEAST = 0.6
"""A form that shares less than this of a layout's columns has no known layout."""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """A layout as declared in layouts.yaml."""

    code: str
    title: str
    kind: Kind
    form: Form
    columns: tuple[str, ...]
    funds: tuple[str, ...]
    marks: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A layout with how well it fits in 0..1 and why, for `doctor`."""

    layout: Layout
    fit: float
    why: str


@cache
def layouts() -> Registry[Layout]:
    """All layouts in the order of the catalogue."""
    registry: Registry[Layout] = Registry("表式")
    for layout in data.load(__package__, "layouts.yaml", list[Layout]):
        registry.add(layout)
    return registry


def choose(
    *, kind: str, form: str, columns: tuple[str, ...], funds: tuple[str, ...], texts: frozenset[str]
) -> Choice | None:
    """The layout nearest to a form's kind, purpose, columns and words; None when none is near."""
    printed = "\n".join(texts)
    choices = [_weigh(layout, kind, form, columns, funds, printed) for layout in layouts()]
    best = max(choices, key=lambda choice: choice.fit)
    return best if best.fit >= _LEAST else None


def _weigh(
    layout: Layout, kind: str, form: str, columns: tuple[str, ...], funds: tuple[str, ...], printed: str
) -> Choice:
    shared = _overlap(layout.columns, columns)
    money = _overlap(layout.funds, funds)
    marks = [mark for mark in layout.marks if key(mark) in printed]
    fit = 0.6 * shared + 0.15 * money + 0.1 * (layout.kind == kind) + 0.15 * (layout.form == form)
    fit += (0.05 if marks else -0.05) if layout.marks else 0.0
    why = f"指标栏目相同程度{shared:.0%}，资金栏目相同程度{money:.0%}"
    if marks:
        why += f"，有标志性字样“{'”“'.join(marks)}”"
    return Choice(layout=layout, fit=round(min(1.0, fit), 3), why=why)


def _overlap(declared: tuple[str, ...], found: tuple[str, ...]) -> float:
    if not declared and not found:
        return 1.0
    one, other = set(declared), set(found) - {"ordinal", "explanation", "met", "total_label", "converted_score"}
    return len(one & other) / len(one | other) if one | other else 1.0
