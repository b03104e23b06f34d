"""What became of a file that was converted, for people and for programs."""

from collections.abc import Iterator
from typing import Any

import msgspec

from jixiao.renderers.official.filling import Conversion
from jixiao.renderers.official.listing import listed

SCHEMA = "jixiao.conversion/1"


def told_in_sentences(conversion: Conversion) -> Iterator[str]:
    """Say form by form what was not carried over and what is wanting; what has one reason stands together."""
    for number, form in enumerate(conversion.forms, start=1):
        name = form.papers[0].name
        if form.omitted or form.wanting:
            yield f"第{number}张表“{name}”（{form.layout.code} {form.layout.title}）："
        yield from (f"  {line}" for line in listed([*form.omitted, *form.wanting]))
    if conversion.passages_left_out:
        yield f"表格以外的文字共{conversion.passages_left_out}段，没有写入。"


def told_to_json(conversion: Conversion, source: str, output: str) -> dict[str, Any]:
    """Give the same as plain data: for each form its layout, what was left out with path, text, reason and place, what is wanting."""
    return {
        "source": source,
        "output": output,
        "forms": [
            {
                "evaluation": index,
                "layout": form.layout.code,
                "omitted": [msgspec.to_builtins(each) for each in form.omitted],
                "wanting": [msgspec.to_builtins(each) for each in form.wanting],
            }
            for index, form in enumerate(conversion.forms)
        ],
        "passages_left_out": conversion.passages_left_out,
    }
