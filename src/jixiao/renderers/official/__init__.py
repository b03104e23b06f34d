"""Official forms (表式): a form put into a declared layout, with what that cannot hold and what it wants."""

from jixiao.renderers.official.filled import Carried, Filled, Omission, Wanting
from jixiao.renderers.official.filling import Conversion, convert, fill, of_period
from jixiao.renderers.official.listing import listed
from jixiao.renderers.official.summary import beside_the_forms, told_in_sentences, told_to_json

__all__ = [
    "Carried",
    "Conversion",
    "Filled",
    "Omission",
    "Wanting",
    "beside_the_forms",
    "convert",
    "fill",
    "listed",
    "of_period",
    "told_in_sentences",
    "told_to_json",
]
