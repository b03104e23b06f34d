"""法规: the documents that findings and scores rest on, one YAML file each, with article summaries in our own words.

A basis is an `Article`, obtained by `article(number, n)`; asking for one that the base does not hold fails at import of the module
that asks, so no finding can cite what does not exist.
"""

from jixiao.law.base import Article, LawDocument, UnknownArticleError, article, documents

__all__ = ["Article", "LawDocument", "UnknownArticleError", "article", "documents"]
