"""The cells of a form as the report shows them, with the findings that point at them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec

from jixiao.findings import Finding, Quote, Severity
from jixiao.places import Place


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered sign on a cell that leads to its finding; `href` is the finding's address in the page."""

    number: int
    href: str
    severity: Severity
    title: str


class MarkedCell(msgspec.Struct, frozen=True, kw_only=True):
    """One printed value; `anchor` is its id in the page, `tone` the gravest severity of its marks or empty."""

    text: str | None
    anchor: str
    marks: tuple[Mark, ...] = ()
    doubtful: bool = False
    place: str = ""

    @property
    def severities(self) -> list[str]:
        """The severities of its marks as class names, gravest first."""
        marked = {mark.severity for mark in self.marks}
        return [severity.value for severity in Severity if severity in marked]

    @property
    def tone(self) -> str:
        """The gravest severity among the marks, as a class name."""
        return next(iter(self.severities), "")


class Quotation(msgspec.Struct, frozen=True, kw_only=True):
    """A cell quoted by a finding; `href` leads to the cell, None when the page does not show it."""

    text: str | None
    place: str
    href: str | None


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with its number in the file and its id in the page; of what forms have in common, `common` leads to basis and advice."""

    number: int
    anchor: str
    finding: Finding
    common: str = ""
    quotations: tuple[Quotation, ...] = ()


class Marker:
    """Makes the cells of one form and remembers which it made, so that a finding links only to what the page shows."""

    def __init__(self, prefix: str, findings: Iterable[Numbered]) -> None:
        self.prefix = prefix
        self.findings = tuple(findings)
        self._anchors: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        for numbered in self.findings:
            finding = numbered.finding
            for path in dict.fromkeys(_cell(quote.path) for quote in finding.quotes if quote.path and not quote.file):
                self._marks[path].append(
                    Mark(
                        number=numbered.number,
                        href=f"#{numbered.anchor}",
                        severity=finding.severity,
                        title=f"{finding.severity.chinese} {finding.code} {finding.title}",
                    )
                )

    def marked(self, path: str) -> bool:
        """Tell whether any finding points at a cell."""
        return path in self._marks

    def fields(self, rows: str) -> set[str]:
        """Name the fields of the rows of a kind (indicators, funds …) that any finding points at."""
        return {path.rpartition("/")[2] for path in self._marks if path.startswith(f"{rows}/")}

    def cell(
        self,
        path: str,
        text: str | None,
        place: Place | None = None,
        *,
        doubtful: bool = False,
        also: Collection[str] = (),
    ) -> MarkedCell:
        """Make the cell of a path; `also` are further paths that are shown by this same cell, as in merged cells."""
        marks = {mark.number: mark for each in (path, *also) for mark in self._marks.get(each, ())}
        anchor = f"{self.prefix}-{path.replace('/', '-')}"
        self._anchors.update(dict.fromkeys((path, *also), anchor))
        self._places[path] = told = _told(place)
        return MarkedCell(
            text=text,
            anchor=anchor,
            marks=tuple(marks[number] for number in sorted(marks)),
            doubtful=doubtful,
            place=told,
        )

    def find(self, quote: Quote) -> str | None:
        """Find the id of the cell that a quote shows, if the page shows it."""
        return self._anchors.get(_cell(quote.path)) if quote.path else None

    def holds(self, quote: Quote) -> bool:
        """Tell whether a quote that names no form was taken from a cell of this one: same path, same place."""
        told = _told(quote.place)
        return bool(quote.path and told) and self._places.get(_cell(quote.path or "")) == told


def linked(numbered: Numbered, markers: Sequence[Marker]) -> Numbered:
    """Give a finding the links to the cells it quotes: those of its form, or with several forms of the one that holds the quote."""
    quotations = [
        Quotation(text=quote.text, place=quote.where, href=None if quote.file else _href(quote, markers))
        for quote in numbered.finding.quotes
    ]
    return msgspec.structs.replace(numbered, quotations=tuple(dict.fromkeys(quotations)))


def _href(quote: Quote, markers: Sequence[Marker]) -> str | None:
    holding = markers if len(markers) == 1 else [marker for marker in markers if marker.holds(quote)]
    anchor = next((anchor for marker in holding if (anchor := marker.find(quote))), None)
    return anchor and f"#{anchor}"


def _told(place: Place | None) -> str:
    return "" if place is None or place == Place() else str(place)


def _cell(path: str) -> str:
    """Point at the name of a row where the path names the row only."""
    kind, *rest = path.split("/")
    first = {"indicators": "name", "funds": "label", "fund_management": "item", "goals": "expected", "fields": "value"}
    return f"{path}/{first[kind]}" if len(rest) == 1 and kind in first else path
