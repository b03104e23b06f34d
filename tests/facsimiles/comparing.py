"""Holding what was read against what was laid out: forms without place and confidence, value by value, and rows for a share."""

from collections.abc import Iterator, Sequence
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


def differences(truth: Sequence[Evaluation], read: Sequence[Evaluation]) -> list[str]:
    """Every value read otherwise than it was laid out, one line each: path, what was laid out, what was read."""
    return list(_differences("", said(truth), said(read)))


def _differences(path: str, truth: object, read: object) -> Iterator[str]:
    if isinstance(truth, dict) and isinstance(read, dict):
        for key in {**truth, **read}:
            yield from _differences(f"{path}/{key}", truth.get(key), read.get(key))
    elif isinstance(truth, list) and isinstance(read, list) and len(truth) == len(read):
        for index, (one, other) in enumerate(zip(truth, read, strict=True)):
            yield from _differences(f"{path}/{index}", one, other)
    elif truth != read:
        yield f"{path.lstrip('/')}: {truth!r} read as {read!r}"
