"""Spreadsheets: workbooks of today (.xlsx and its relatives) and of 1997 (.xls), read as they are displayed."""

from jixiao.readers.excel.old_workbooks import read_xls
from jixiao.readers.excel.workbooks import read

__all__ = ["read", "read_xls"]
