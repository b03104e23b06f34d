"""What was left out or is wanting, as a person reads it: where one reason holds for many values it is said once, and every row is named."""

from collections.abc import Iterator, Sequence

from jixiao.places import Place
from jixiao.renderers.official.filled import Omission, Wanting, shortened

_FEW = 3
"""So many values with one reason are still told one by one."""

Item = Omission | Wanting


def listed(items: Sequence[Item]) -> Iterator[str]:
    """Say all of them: a sentence each, or for many with one reason a sentence and, indented, a line for each column."""
    reasons: dict[str, list[Item]] = {}
    for item in items:
        reasons.setdefault(item.why, []).append(item)
    for why, alike in reasons.items():
        if len(alike) <= _FEW:
            yield from (_sentence(item) for item in alike)
            continue
        yield f"{_begun(alike[0])}以下{len(alike)}处：{why}"
        yield from (f"  {line}" for line in _lines(alike))


def _begun(item: Item) -> str:
    return "没有写入" if isinstance(item, Omission) else "待处理"


def _sentence(item: Item) -> str:
    if isinstance(item, Wanting):
        return f"{_begun(item)} {item}"
    return f"{item}{_where(item.place)}"


def _lines(items: Sequence[Item]) -> Iterator[str]:
    """What stands alone in one line where it has no text, then the columns."""
    alone = [item for item in items if not item.whose]
    bare = [item.label for item in alone if not item.text]
    if bare:
        yield f"{'、'.join(bare)}。"
    for item in alone:
        if item.text:
            yield f"{item.label}“{shortened(item.text)}”{_where(_place(item))}。"
    columns: dict[str, list[Item]] = {}
    for item in items:
        if item.whose:
            columns.setdefault(item.label.removeprefix(f"{item.whose}的"), []).append(item)
    for column, alike in columns.items():
        yield f"{column}{len(alike)}处：{_rows(alike)}{_said(alike)}{_range(alike)}。"


def _rows(items: Sequence[Item]) -> str:
    """The rows by name: 指标“甲”“乙”、资金“丙”."""
    kinds: dict[str, list[str]] = {}
    for item in items:
        kind, _, name = item.whose.partition("“")
        kinds.setdefault(kind, []).append(f"“{name}" if name else "")
    return "、".join(kind + "".join(names) for kind, names in kinds.items())


def _said(items: Sequence[Item]) -> str:
    """What they say: all the same, or what the first says."""
    texts = {item.text for item in items}
    first = shortened(items[0].text)
    if len(texts) == 1:
        told = f"都是“{first}”" if len(items) > 1 else f"“{first}”"
        return f"，{told}" if first else ""
    return f"，如“{first}”"


def _range(items: Sequence[Item]) -> str:
    first, last = (_where(_place(item)).strip("（）") for item in (items[0], items[-1]))
    if not first:
        return ""
    return f"（{first}至{last}）" if last and last != first else f"（{first}）"


def _place(item: Item) -> Place:
    return item.place if isinstance(item, Omission) else Place()


def _where(place: Place) -> str:
    return "" if place == Place() else f"（{place}）"
