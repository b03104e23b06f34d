"""The law base: loads documents/*.yaml once and answers for single articles.

`verified` means: somebody read the very text that binds, as its issuer gave it out, and found that our summary says what it says. That
text may be an article, a manual, the notes printed on a form, a reviewer's standards or the code of a system in use. It does not mean
that the number of a document, its date, its aim or a digest by somebody else was seen, or that a system behaves as if it were so.
"""

from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from jixiao import data

UNVERIFIED = "（条文措辞未经核对）"
"""Stands beside every citation of an article whose wording nobody has compared with the official text."""


class Article(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One article of one document; `verified` tells whether its summary was compared with the official text (see the module)."""

    document: str
    title: str
    article: str
    summary: str
    verified: bool

    def __str__(self) -> str:
        """Cite it: 《项目支出绩效评价管理办法》（财预〔2020〕10号）第十八条."""
        return f"{self.cited_document}{self.cited_place}"

    @property
    def cited_document(self) -> str:
        """Cite the document alone: 《项目支出绩效评价管理办法》（财预〔2020〕10号）."""
        return f"《{self.title}》（{self.document}）"

    @property
    def cited_place(self) -> str:
        """Name the place in the document: 第十八条; empty when the document as a whole is meant."""
        return "" if self.article == "全文" else self.article

    @property
    def caution(self) -> str:
        """What readers must be told beside the citation; empty when the wording was checked."""
        return "" if self.verified else UNVERIFIED


class LawDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One document: 文号, title, issuer, date, where it was seen, and its articles keyed by number.

    `scope` is national for what binds everywhere, local for what holds only where an authority or a system brought it in: that is cited
    through the rule pack (评价口径) in force and in no other way.
    `date` is given as exactly as it is known: YYYY-MM-DD, YYYY-MM, YYYY or 不详.
    """

    number: str
    title: str
    issuer: str
    scope: Literal["national", "local"]
    date: str
    source: str
    articles: dict[str, "ArticleText"]


class ArticleText(msgspec.Struct, frozen=True, kw_only=True):
    """What an article says in our own words, under its printed name (第十八条); `verified` only after comparison (see the module)."""

    name: str
    summary: str
    verified: bool = False


class UnknownArticleError(LookupError):
    """The law base holds no such document or article."""


@cache
def documents() -> dict[str, LawDocument]:
    """All documents by their number (文号)."""
    folder = resources.files(__package__) / "documents"
    loaded = [
        data.load(__package__, f"documents/{file.name}", LawDocument)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
    return {document.number: document for document in loaded}


@cache
def article(number: str, which: int | str = "全文") -> Article:
    """One article by the document's number and the article's key; raises UnknownArticleError for what the base does not hold."""
    document = documents().get(number)
    text = document.articles.get(str(which)) if document else None
    if document is None or text is None:
        message = f"the law base holds no article {which} of {number}"
        raise UnknownArticleError(message)
    return Article(
        document=number, title=document.title, article=text.name, summary=text.summary, verified=text.verified
    )
