"""Citations in one line: the articles of a basis (依据), each document named once, with a caution where wording is unverified."""

import itertools
from collections.abc import Sequence

from jixiao.law import Article


def cited(basis: Sequence[Article]) -> str:
    """Cite articles: 《甲办法》（财预〔2020〕10号）第十八条、第五章（条文措辞未经核对）；《乙办法》…; empty when there are none."""
    runs = itertools.groupby(basis, key=lambda article: (article.cited_document, article.caution))
    return "；".join(
        f"{document}{'、'.join(filter(None, (article.cited_place for article in articles)))}{caution}"
        for (document, caution), articles in runs
    )
