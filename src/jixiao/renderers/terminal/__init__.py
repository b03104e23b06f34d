"""Text for people at a terminal: findings, scores side by side, what a file says, what each stage saw (doctor), the registries."""

from jixiao.renderers.terminal.findings import show_findings
from jixiao.renderers.terminal.page import harmless, terminal_text, wrap
from jixiao.renderers.terminal.reference import (
    show_check,
    show_checks,
    show_layouts,
    show_reading_problem,
    show_rules,
)
from jixiao.renderers.terminal.scores import show_scores
from jixiao.renderers.terminal.simulations import show_simulations
from jixiao.renderers.terminal.stages import show_stages
from jixiao.renderers.terminal.submission import show_submissions

__all__ = [
    "harmless",
    "show_check",
    "show_checks",
    "show_findings",
    "show_layouts",
    "show_reading_problem",
    "show_rules",
    "show_scores",
    "show_simulations",
    "show_stages",
    "show_submissions",
    "terminal_text",
    "wrap",
]
