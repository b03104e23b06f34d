"""The interchange format `jixiao.submission/1` (docs/interchange.md): a Submission as plain JSON values and back."""

from typing import Any

import msgspec

from jixiao import targets
from jixiao.model.submission import Submission

SCHEMA = "jixiao.submission/1"


def submission_to_json(submission: Submission) -> dict[str, Any]:
    """Turn a submission into JSON-ready values; every indicator gets `typed`, the meaning of its target and actual."""
    plain: dict[str, Any] = msgspec.to_builtins(submission, str_keys=True)
    for evaluation in plain["evaluations"]:
        for indicator in evaluation["indicators"]:
            indicator["typed"] = {side: _typed(indicator[side]) for side in ("target", "actual")}
    return {"schema": SCHEMA, **plain}


def _typed(text: str | None) -> dict[str, Any] | None:
    return None if text is None else targets.to_json(targets.parse(text))


def submission_from_json(plain: dict[str, Any]) -> Submission:
    """Rebuild a submission from its interchange form; raises ValueError when the schema or a value is not as agreed."""
    if plain.get("schema") != SCHEMA:
        message = f"这不是 {SCHEMA} 格式的数据：schema 为 {plain.get('schema')!r}。"
        raise ValueError(message)
    return msgspec.convert(plain, Submission, strict=False)
