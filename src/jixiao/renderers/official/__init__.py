"""Official forms (表式): a form put into a declared layout, with what that cannot hold and what it wants."""

from jixiao.renderers.official.filled import Carried, Filled, Omission, Wanting
from jixiao.renderers.official.filling import fill

__all__ = ["Carried", "Filled", "Omission", "Wanting", "fill"]
