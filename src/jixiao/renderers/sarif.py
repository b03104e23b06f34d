"""Findings as SARIF 2.1.0, the format that code-review and inspection platforms take in."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote as percent_encoded

from jixiao import __version__
from jixiao.audit import checks
from jixiao.findings import Finding, Severity
from jixiao.places import Place
from jixiao.results import Audited, Failed, Result

_LEVELS = {Severity.FATAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(results: Sequence[Result]) -> dict[str, Any]:
    """Turn audited files into a SARIF log with one run; files that failed are told of in its invocation."""
    rules = {check.code: _rule(check.code, check.name, check.title, check.definition, check.remedy) for check in checks}
    for result in results:
        for finding in result.findings if isinstance(result, Audited) else ():
            plain = _rule(finding.code, finding.name, finding.title, finding.title, finding.suggestion or "")
            rules.setdefault(finding.code, plain)
    order = {code: index for index, code in enumerate(rules)}
    failed = [result for result in results if isinstance(result, Failed)]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "jixiao",
                        "version": __version__,
                        "language": "zh-CN",
                        "rules": list(rules.values()),
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not failed,
                        "toolExecutionNotifications": [_notification(result) for result in failed],
                    }
                ],
                "results": [
                    _result(result.path, finding, order[finding.code])
                    for result in results
                    if isinstance(result, Audited)
                    for finding in result.findings
                ],
            }
        ],
    }


def _rule(code: str, name: str, title: str, definition: str, remedy: str) -> dict[str, Any]:
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": definition},
        "help": {"text": remedy or title},
    }


def _result(path: str, finding: Finding, rule: int) -> dict[str, Any]:
    placed = [quote for quote in finding.quotes if quote.place or quote.file]
    own = next((quote for quote in placed if not quote.file), None)
    others = [quote for quote in placed if quote is not own]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(path, (own and own.place) or Place())],
        "relatedLocations": [_location(quote.file or path, quote.place or Place()) for quote in others],
        "partialFingerprints": {"jixiao/1": finding.key},
        "suppressions": _suppressions(finding),
        "properties": {
            "severity": finding.severity.value,
            "certainty": finding.certainty.value,
            "evaluation": finding.evaluation,
            "figures": finding.figures,
            "basis": [f"{article}{article.caution}" for article in finding.basis],
            "suggestion": finding.suggestion,
        },
    }


def _suppressions(finding: Finding) -> list[dict[str, Any]]:
    """An answer settles a finding without taking it away; the fatal ones stay open."""
    if finding.answer is None or finding.open:
        return []
    return [{"kind": "external", "status": "accepted", "justification": str(finding.answer)}]


def _location(path: str, place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place != Place():
        location["logicalLocations"] = [{"fullyQualifiedName": str(place)}]
    return location


def _notification(failed: Failed) -> dict[str, Any]:
    return {"level": "error", "message": {"text": failed.message}, "locations": [_location(failed.path, Place())]}


def _uri(path: str) -> str:
    return percent_encoded(PurePath(path).as_posix(), safe="/:")
