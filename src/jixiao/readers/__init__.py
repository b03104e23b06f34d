"""Readers turn a file into a Document; the reader is chosen by content, not by the file's name."""

from jixiao.readers.choosing import UnreadableFileError, read, read_bytes
from jixiao.readers.contents import Limits, Request
from jixiao.readers.system_errors import reason

__all__ = ["Limits", "Request", "UnreadableFileError", "read", "read_bytes", "reason"]
