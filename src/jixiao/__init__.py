"""Jixiao (绩效): read, understand, score and audit budget performance self-evaluations (预算绩效自评)."""

__version__ = "0.1.0"
