"""Readers turn a file into a Document; the reader is chosen by content, not by the file's name."""

from jixiao.readers.choosing import SIZE_LIMIT, UnreadableFileError, read
from jixiao.readers.system_errors import reason

__all__ = ["SIZE_LIMIT", "UnreadableFileError", "read", "reason"]
