"""x"""


def probability(text: str, sure: float) -> float:
    """X"""
    return sure
