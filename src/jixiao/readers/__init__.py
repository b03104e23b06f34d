"""Readers turn a file into a Document; the reader is chosen by content, not by the file's name."""

from jixiao.readers.choosing import (
    UnreadableFileError,
    content_of,
    convert_beforehand,
    may_need_conversion,
    members,
    read,
    read_bytes,
)
from jixiao.readers.contents import Limits, Member, RefusedError, Request
from jixiao.readers.evidence import Judged, judge
from jixiao.readers.pictures import pictures_of
from jixiao.readers.system_errors import reason

__all__ = [
    "Judged",
    "Limits",
    "Member",
    "RefusedError",
    "Request",
    "UnreadableFileError",
    "content_of",
    "convert_beforehand",
    "judge",
    "may_need_conversion",
    "members",
    "pictures_of",
    "read",
    "read_bytes",
    "reason",
]
