"""The law base: loads documents/*.yaml once and answers for single articles."""

from functools import cache
from importlib import resources

import msgspec

from jixiao import data


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article of one document. `verified` tells whether the wording was checked against the official text."""

    document: str
    title: str
    article: str
    summary: str
    verified: bool

    def __str__(self) -> str:
        """Cite it: 《项目支出绩效评价管理办法》（财预〔2020〕10号）第十八条."""
        place = "" if self.article == "全文" else self.article
        return f"《{self.title}》（{self.document}）{place}"


class LawDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One document: 文号, title, issuer, date, where it was seen, and its articles keyed by number.

    `date` is given as exactly as it is known: YYYY-MM-DD, YYYY-MM, YYYY or 不详.
    """

    number: str
    title: str
    issuer: str
    date: str
    source: str
    articles: dict[str, "ArticleText"]


class ArticleText(msgspec.Struct, frozen=True, kw_only=True):
    """What an article says in our own words, under its printed name (第十八条), and whether the wording is verified."""

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
