"""数据来源 of a 自评报告 for machines (`jixiao.bindings/1`): every figure, the sentence it stands in, its formula and its cells."""

from collections.abc import Iterator
from typing import Any

from jixiao.places import Place
from jixiao.renderers.narrative.composing import Report
from jixiao.renderers.narrative.expressions import formula
from jixiao.renderers.narrative.fragments import Binding, Bound, Cited, Given, Ordinal, Said, addresses, said
from jixiao.renderers.narrative.materials import Materials, Origin
from jixiao.renderers.narrative.narrating import Narrated

SCHEMA = "jixiao.bindings/1"


def bindings_to_json(narrated: Narrated) -> dict[str, Any]:
    """All bindings of all reports as JSON-ready values; the numbers of headings, tables and drawings are left out."""
    files = narrated.materials.files
    return {
        "schema": SCHEMA,
        "sources": [{"name": file.path, "sha256": file.submission.source.sha256} for file in files],
        "reports": [
            {"name": report.paper.name, "figures": list(_figures(report, narrated.materials))}
            for report in narrated.reports
        ],
    }


def _figures(report: Report, materials: Materials) -> Iterator[dict[str, Any]]:
    for traced in report.texts:
        for span in traced.text.spans:
            if not isinstance(span.binding, Ordinal):
                where = {"block": traced.block, "cell": traced.cell, "part": traced.part}
                stretch = {"start": span.start, "end": span.end, "sentence": traced.text.text}
                text = traced.text.text[span.start : span.end]
                yield {"text": text, **where, **stretch, **_bound(span.binding, materials)}
    for drawn in report.drawn:
        for binding in drawn.bindings:
            drawn_at: dict[str, Any] = {"block": drawn.block, "cell": None, "part": "drawing"}
            yield {"text": said(binding, materials), **drawn_at, **_bound(binding, materials)}


def _bound(binding: Binding, materials: Materials) -> dict[str, Any]:
    return {
        "kind": _KINDS[type(binding)],
        "formula": formula(binding.expression, materials) if isinstance(binding, Bound) else None,
        "decimals": binding.places if isinstance(binding, Bound) else None,
        "sources": [_source(origin, materials) for origin in addresses(binding)],
    }


_KINDS: dict[type, str] = {Bound: "figure", Said: "words", Given: "given", Cited: "law"}


def _source(origin: Origin, materials: Materials) -> dict[str, Any]:
    if origin.path == "execution":  # the points of the rule pack; the cells that they rest on stand in the formula
        return {
            "file": origin.file,
            "form": origin.form,
            "path": origin.path,
            "text": None,
            "where": None,
            "doubtful": False,
        }
    quote = materials.quote(origin)
    return {
        "file": origin.file,
        "form": origin.form,
        "path": origin.path,
        "text": quote.text,
        "where": None if quote.place is None or quote.place == Place() else str(quote.place),
        "doubtful": materials.doubtful(origin),
    }
