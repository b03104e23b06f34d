"""What became of a file that was converted, for people and for programs."""

from collections.abc import Iterator
from typing import Any

import msgspec

from jixiao.renderers.official.filling import Conversion
from jixiao.renderers.official.listing import listed

_MOST, _LONGEST = 20, 40
"""Unread pieces that are listed one by one, and characters of each."""
SCHEMA = "jixiao.conversion/1"


def told_in_sentences(conversion: Conversion) -> Iterator[str]:
    """Say form by form what was not carried over and what is wanting; what has one reason stands together."""
    for number, form in enumerate(conversion.forms, start=1):
        name = form.papers[0].name
        if form.omitted or form.wanting:
            yield f"第{number}张表“{name}”（{form.layout.code} {form.layout.title}）："
        yield from (f"  {line}" for line in listed([*form.omitted, *form.wanting]))
    yield from beside_the_forms(conversion)


def beside_the_forms(conversion: Conversion) -> Iterator[str]:
    """Say what of the file is in none of the forms: running text, and what was not read or not understood."""
    if conversion.passages_left_out:
        yield f"表格以外的文字共{conversion.passages_left_out}段，没有写入。"
    if conversion.unread:
        yield f"原文件有{len(conversion.unread)}处内容没有读入或没有读懂，没有写入："
        for unread in conversion.unread[:_MOST]:
            text = " ".join(unread.text.split())
            yield f"  {unread.place}“{text if len(text) <= _LONGEST else f'{text[: _LONGEST - 1]}…'}”：{unread.why}"
        if len(conversion.unread) > _MOST:
            yield f"  另有{len(conversion.unread) - _MOST}处，用 jixiao read 查看。"


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
        "unread": [msgspec.to_builtins(each) for each in conversion.unread],
    }
