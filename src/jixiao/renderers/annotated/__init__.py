"""Annotated originals (批注件)."""
