"""What the interface answers: JSON, and for what cannot be done a code with one Chinese sentence."""

from typing import Any

import msgspec
from django.http import HttpResponse

BELOW = "/api/"
"""Whatever is below answers in JSON, also when it is not there."""


class RefusedError(Exception):
    """A request cannot be answered: the status, a code for programs, a Chinese sentence for people, and what a program can go by."""

    def __init__(self, status: int, code: str, message: str, **figures: int) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.figures = status, code, message, figures


def answer(value: Any, status: int = 200) -> HttpResponse:  # noqa: ANN401 - whatever JSON can hold
    """Answer with a value."""
    return HttpResponse(msgspec.json.encode(value), content_type="application/json", status=status)


def refused(error: RefusedError) -> HttpResponse:
    """Answer that it cannot be done."""
    told = answer({"error": {"code": error.code, "message": error.message, **error.figures}}, error.status)
    if error.status == 401:
        told.headers["WWW-Authenticate"] = 'Bearer realm="jixiao"'
    return told
