"""The interchange format `jixiao.submission/1` (docs/interchange.md): a Submission as plain JSON values and back."""

import re
from typing import Any

import msgspec

from jixiao import targets
from jixiao.model.submission import Submission

SCHEMA = "jixiao.submission/1"

_WHERE = re.compile(r" - at `(?:key in )?\$\.?(.*)`$")
_MISSING = re.compile(r"missing required field `([^`]+)`")
_OTHER_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_OTHER_WORD = re.compile(r"Invalid enum value (.+)")
_POSITION = re.compile(r"\(byte (\d+)\)$")
_TYPES = {
    "str": "文字",
    "int": "整数",
    "float": "数字",
    "bool": "true 或 false",
    "null": "null",
    "array": "列表",
    "object": "对象",
}


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
    """Rebuild a submission from its interchange form; raises ValueError, in Chinese, when the schema or a value is not as agreed."""
    if plain.get("schema") != SCHEMA:
        message = f"这不是 {SCHEMA} 格式的数据：schema 为 {plain.get('schema')!r}。"
        raise ValueError(message)
    try:
        return msgspec.convert(plain, Submission, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(_unlike(str(error))) from error


def submission_from_bytes(data: bytes) -> Submission:
    """Read a submission from a JSON file's bytes; raises ValueError, in Chinese, when they are no JSON or not as agreed."""
    try:
        plain = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        found = _POSITION.search(str(error))
        where = f"第{found.group(1)}个字节附近" if found else "文件结尾不完整，或有的字符"
        message = f"{where}不是正确的 JSON；请用 jixiao read 重新生成这个文件。"
        raise ValueError(message) from error
    except RecursionError as error:
        message = "括号嵌套的层数过多，不是本程序写出的内容；请用 jixiao read 重新生成这个文件。"
        raise ValueError(message) from error
    return submission_from_json(plain)


def _unlike(told: str) -> str:
    """Say in Chinese which value is not as the format has it, from what the decoder told in English."""
    where = _WHERE.search(told)
    place = f"“{where.group(1)}”" if where and where.group(1) else "最外层"
    if missing := _MISSING.search(told):
        fault = f"缺少“{missing.group(1)}”"
    elif other := _OTHER_TYPE.search(told):
        wanted, given = ("或".join(_TYPES.get(name, name) for name in side.split(" | ")) for side in other.groups())
        fault = f"应为{wanted}，却是{given}"
    elif word := _OTHER_WORD.search(told.partition(" - at ")[0]):
        fault = f"的值{word.group(1)}不在规定的几种之内"
    else:
        fault = "的值不合规定"
    return f"{place}{fault}；请用 jixiao read 重新生成这个文件，或对照 docs/interchange.md 改正。"
