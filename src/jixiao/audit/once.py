"""Working something out once: what several checks ask about the same form or row is kept with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")


def once(function: Callable[[S], T]) -> Callable[[S], T]:
    """Decorate a function of a form (`Case`) or a row: its answer is kept with that object and given again, so nobody may change it."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(subject: S) -> T:
        kept: dict[str, Any] = subject.__dict__
        if name not in kept:
            kept[name] = function(subject)
        answer: T = kept[name]
        return answer

    return remembered
