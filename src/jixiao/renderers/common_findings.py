"""各表共有的问题: what is found alike in many forms of a file is told once, with the forms, instead of form by form."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

import msgspec

from jixiao.findings import Finding, Severity
from jixiao.law import Article

H = TypeVar("H", bound=Hashable)

FEWEST_FORMS = 3
"""In so many forms or more a matter is one of the file."""


class Common(msgspec.Struct, Generic[H], frozen=True):
    """Findings of one check that stand in several forms, in their order, each beside its form (its index or title)."""

    members: tuple[tuple[H, Finding], ...]

    @property
    def first(self) -> Finding:
        """The finding by which the matter is called."""
        return self.members[0][1]

    @property
    def homes(self) -> tuple[H, ...]:
        """The forms, each once."""
        return tuple(dict.fromkeys(home for home, _ in self.members))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return tuple(finding for _, finding in self.members)

    @property
    def basis(self) -> tuple[Article, ...]:
        """What they rest on, each once."""
        return tuple(dict.fromkeys(article for finding in self.findings for article in finding.basis))

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What is to be done, each once."""
        return tuple(dict.fromkeys(finding.suggestion for finding in self.findings if finding.suggestion))


def common_findings(found: Iterable[tuple[H, Finding]]) -> tuple[Common[H], ...]:
    """Find what is alike in many forms, where each finding comes with its form.

    Only reminders and hints that nobody has answered: what is grave is told where it is to be put right. Findings are alike when they
    are of one check and bear the same title, severity and certainty.
    """
    groups: dict[object, list[tuple[H, Finding]]] = {}
    for home, finding in found:
        if finding.answer is None and not finding.severity.at_least(Severity.ERROR):
            kind = (finding.code, finding.title, finding.severity, finding.certainty)
            groups.setdefault(kind, []).append((home, finding))
    return tuple(
        Common(tuple(members)) for members in groups.values() if len({home for home, _ in members}) >= FEWEST_FORMS
    )
