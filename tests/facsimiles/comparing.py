"""Holding what was read against what was laid out: forms without place and confidence, value by value, and rows for a share."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from jixiao.model import Evaluation

_NO_MATTER = frozenset({"place", "cells", "confidence", "source"})


def said(value: object) -> Any:  # noqa: ANN401 - plain data of any shape
    """What a value says, as plain data without places and confidence."""
    return _without(msgspec.to_builtins(value))


def _without(plain: object) -> Any:  # noqa: ANN401
    if isinstance(plain, dict):
        return {key: _without(value) for key, value in plain.items() if key not in _NO_MATTER}
    if isinstance(plain, list | tuple):
        return [_without(value) for value in plain]
    return plain


def exactly(text: str) -> str:
    """Compare texts as they are."""
    return text


def unspaced(text: str) -> str:
    """Compare texts without white space: where a line of a page ends at a blank, nothing tells of the blank."""
    return re.sub(r"\s", "", text)


def differences(
    truth: Sequence[Evaluation], read: Sequence[Evaluation], spelling: Callable[[str], str] = exactly
) -> list[str]:
    """Every value read otherwise than it was laid out, one line each: path, what was laid out, what was read."""
    return list(_differences("", said(truth), said(read), spelling))


def _differences(path: str, truth: object, read: object, spelling: Callable[[str], str]) -> Iterator[str]:
    if isinstance(truth, dict) and isinstance(read, dict):
        for key in {**truth, **read}:
            yield from _differences(f"{path}/{key}", truth.get(key), read.get(key), spelling)
    elif isinstance(truth, list) and isinstance(read, list) and len(truth) == len(read):
        for index, (one, other) in enumerate(zip(truth, read, strict=True)):
            yield from _differences(f"{path}/{index}", one, other, spelling)
    elif isinstance(truth, str) and isinstance(read, str):
        if spelling(truth) != spelling(read):
            yield f"{path.lstrip('/')}: {truth!r} read as {read!r}"
    elif truth != read:
        yield f"{path.lstrip('/')}: {truth!r} read as {read!r}"
