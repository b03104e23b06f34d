"""Review papers (复核材料)."""
