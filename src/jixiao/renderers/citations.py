"""Citations in one line: the articles of a basis (依据), each document named once, with a caution where wording is unverified.

What is read as a whole (a page, a screen) has a mark at each such citation and says once what it means; a cell of a table stands alone and
says it itself.
"""

import itertools
from collections.abc import Iterable, Sequence

from jixiao.law import Article

MARK = "※"
MEANING = f"{MARK} 条文措辞未经核对：所引内容是本程序的概述，尚未与正式文本比对，以公布的原文为准。"
"""What the mark means, said once where any stands."""


def cited(basis: Sequence[Article], *, marked: bool = False) -> str:
    """Cite articles: 《甲办法》（财预〔2020〕10号）第十八条、第五章（条文措辞未经核对）；《乙办法》…; empty when there are none.

    With `marked` a mark stands for the words of the caution; whoever prints it also prints what it means.
    """
    runs = itertools.groupby(basis, key=lambda article: (article.cited_document, article.caution))
    return "；".join(
        f"{document}{'、'.join(filter(None, (article.cited_place for article in articles)))}{MARK if marked and caution else caution}"
        for (document, caution), articles in runs
    )


def unverified(bases: Iterable[Sequence[Article]]) -> bool:
    """Tell whether a mark stands at any of these citations."""
    return any(article.caution for basis in bases for article in basis)
