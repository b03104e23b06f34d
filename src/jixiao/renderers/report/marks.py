"""The cells of a form as the report shows them, with the findings that point at them."""

from collections import defaultdict
from collections.abc import Collection, Iterable

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
    def tone(self) -> str:
        """The gravest severity among the marks, as a class name."""
        order = list(Severity)
        return min((mark.severity for mark in self.marks), key=order.index).value if self.marks else ""


class Quotation(msgspec.Struct, frozen=True, kw_only=True):
    """A cell quoted by a finding; `href` leads to the cell, None when the page does not show it."""

    text: str | None
    place: str
    href: str | None


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with its number in the file and its id in the page."""

    number: int
    anchor: str
    finding: Finding
    quotations: tuple[Quotation, ...] = ()


class Marker:
    """Makes the cells of one form and remembers which it made, so that a finding links only to what the page shows."""

    def __init__(self, prefix: str, findings: Iterable[Numbered]) -> None:
        self._prefix = prefix
        self._anchors: dict[str, str] = {}
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        for numbered in findings:
            finding = numbered.finding
            for path in dict.fromkeys(_cell(quote.path) for quote in finding.quotes if quote.path):
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
        anchor = f"{self._prefix}-{path.replace('/', '-')}"
        self._anchors.update(dict.fromkeys((path, *also), anchor))
        return MarkedCell(
            text=text,
            anchor=anchor,
            marks=tuple(marks[number] for number in sorted(marks)),
            doubtful=doubtful,
            place="" if place is None or place == Place() else str(place),
        )

    def linked(self, numbered: Numbered) -> Numbered:
        """Give a finding the links to the cells made so far."""
        return msgspec.structs.replace(
            numbered, quotations=tuple(dict.fromkeys(map(self._quotation, numbered.finding.quotes)))
        )

    def _quotation(self, quote: Quote) -> Quotation:
        anchor = self._anchors.get(_cell(quote.path)) if quote.path else None
        place = str(quote.place) if quote.place and quote.place != Place() else ""
        return Quotation(text=quote.text, place=place, href=anchor and f"#{anchor}")


def _cell(path: str) -> str:
    """Point at the name of a row where the path names the row only."""
    kind, *rest = path.split("/")
    first = {"indicators": "name", "funds": "label", "fund_management": "item", "goals": "expected", "fields": "value"}
    return f"{path}/{first[kind]}" if len(rest) == 1 and kind in first else path
