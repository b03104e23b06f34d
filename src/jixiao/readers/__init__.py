"""Readers turn a file into a Document; the reader is chosen by content, not by the file's name."""

from jixiao.readers.choosing import UnreadableFileError, read

__all__ = ["UnreadableFileError", "read"]
