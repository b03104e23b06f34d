"""What people and programs get to see: terminal text, JSON, CSV for spreadsheets, SARIF, and the HTML report."""

from jixiao.renderers.interchange import audit_to_json, simulations_to_json, to_text
from jixiao.renderers.report import report
from jixiao.renderers.sarif import sarif
from jixiao.renderers.sight import anchor, sight
from jixiao.renderers.spreadsheet import spreadsheet

__all__ = ["anchor", "audit_to_json", "report", "sarif", "sight", "simulations_to_json", "spreadsheet", "to_text"]
