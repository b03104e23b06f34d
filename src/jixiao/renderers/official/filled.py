"""What filling a layout gives: the form as it will read, the papers to write, what it cannot hold and what it wants."""

import msgspec

from jixiao.forms import Layout
from jixiao.model import Evaluation
from jixiao.papers import Paper
from jixiao.places import Place


class Omission(msgspec.Struct, frozen=True, kw_only=True):
    """A value of the source that the target layout cannot hold: its path there, what it is called, its text, why, and where it stands.

    `whose` is the row that it belongs to, as the label says, "" for what stands alone.
    """

    path: str
    label: str
    text: str
    why: str
    whose: str = ""
    place: Place = Place()

    def __str__(self) -> str:
        """Say it in a Chinese sentence."""
        return f"没有写入{self.label}“{shortened(self.text)}”：{self.why}"


class Wanting(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has to see to: something the target layout wants and the source lacks, or that could not be put as it wants it.

    `text` is what the source says there, `whose` the row, as the label says; "" where there is none.
    """

    path: str
    label: str
    why: str
    text: str = ""
    whose: str = ""

    def __str__(self) -> str:
        """Say it in a Chinese sentence."""
        return f"{self.label}{f'“{shortened(self.text)}”' if self.text else ''}：{self.why}"


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """A form on its way from one layout to another: what it says in the new one, and what became of the rest."""

    layout: Layout
    evaluation: Evaluation
    omitted: tuple[Omission, ...]
    wanting: tuple[Wanting, ...]


class Filled(Carried, frozen=True, kw_only=True):
    """A form in its new layout, ready for the writers of `jixiao.papers`.

    Reading what they write gives `evaluation` again; its values and those `omitted` together are those of the source, with amounts
    converted to the unit of the form. `layout` is widened by what a form holds beyond its own layout.
    """

    papers: tuple[Paper, ...]


_SHOWN = 30


def shortened(text: str) -> str:
    """The beginning of a text, enough to know it by."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
