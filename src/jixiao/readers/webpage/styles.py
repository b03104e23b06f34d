"""What the styles of a page say that changes its text: what is hidden, what is laid out as a table, how a list is numbered.

Inline styles and the simple rules of the page's own style sheets (element, class, id) are heard; rules for other media than the screen
are not, nor are combinators.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import etree

_TELLING = re.compile(
    r"(?:^|[;\s{])(display|visibility|mso-hide|font-size|list-style(?:-type)?|white-space)\s*:\s*([^;!}]*)",
    re.IGNORECASE,
)
_SELECTOR = re.compile(r"(?:([a-z][a-z0-9]*)?([.#][\w-]+)?)", re.IGNORECASE)
_SCREEN = re.compile(r"@media\s*(?:only\s+)?(?:screen|all)?\s*$", re.IGNORECASE)
_NO_SIZE = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?")

Declarations = Mapping[str, str]
_NONE: Declarations = {}


class Styles:
    """The declarations that apply to an element."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._known: dict[tuple[str | None, ...], dict[str, str]] = {}
        self._rules: dict[str, dict[str, str]] = {}
        for sheet in sheets:
            for selectors, body in _rules(sheet):
                declared = _declarations(body)
                for selector in selectors.split(",") if declared else ():
                    simple = selector.strip()
                    if simple and _SELECTOR.fullmatch(simple):
                        self._rules.setdefault(simple.lower(), {}).update(declared)

    def of(self, element: etree._Element) -> Declarations:
        """The telling declarations of an element by property, in lower case; inline ones win."""
        style = element.get("style")
        if not self._rules:
            return _declarations(style) if style else _NONE
        return self._of(str(element.tag), element.get("class"), element.get("id"), style)

    def _of(self, tag: str, classes: str | None, identity: str | None, style: str | None) -> Declarations:
        key = (tag, classes, identity, style)
        known = self._known.get(key)
        if known is None:
            names = [tag]
            for name in (classes or "").lower().split():
                names += [f".{name}", f"{tag}.{name}"]
            if identity:
                names += [f"#{identity.lower()}", f"{tag}#{identity.lower()}"]
            known = {}
            for name in names:
                known |= self._rules.get(name, {})
            known |= _declarations(style or "")
            self._known[key] = known
        return known


def is_gone(element: etree._Element, declared: Declarations) -> bool:
    """Tell whether an element is not laid out at all, so that what follows takes its place."""
    return (
        element.get("hidden") is not None
        or declared.get("display") == "none"
        or declared.get("mso-hide", "").startswith("all")
    )


def is_invisible(declared: Declarations) -> bool:
    """Tell whether an element keeps its place but shows nothing."""
    return declared.get("visibility") in {"hidden", "collapse"} or (
        _NO_SIZE.fullmatch(declared.get("font-size", "")) is not None
    )


@lru_cache(maxsize=2048)
def _declarations(body: str) -> Declarations:
    found = {}
    for match in _TELLING.finditer(body):
        name = match.group(1).lower()
        found["list-style-type" if name == "list-style" else name] = match.group(2).strip().lower()
    return found


def _rules(sheet: str) -> Iterable[tuple[str, str]]:
    """The rules of a style sheet as pairs of selectors and body, those for the screen only."""
    within: str | None = None
    for chunk in _without_comments(sheet).split("}"):
        head, brace, body = chunk.rpartition("{")
        if not brace:
            within = None  # the brace that closes a block of rules
            continue
        block, opens, selectors = head.rpartition("{")
        if opens:
            within, head = block.strip(), selectors
        if within is None or _SCREEN.fullmatch(within):
            yield head, body


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", " ").replace("-->", " ").split("/*")
    return first + " ".join(other.partition("*/")[2] for other in others)
