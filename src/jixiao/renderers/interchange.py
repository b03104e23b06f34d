"""The interchange format `jixiao.audit/1` (docs/interchange.md), and JSON values as readable text."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from jixiao.results import Audited, Failed, Result
from jixiao.scoring import scorecard_to_json
from jixiao.simulation import FormSimulation, simulation_to_json

SCHEMA = "jixiao.audit/1"


def audit_to_json(results: Sequence[Result]) -> dict[str, Any]:
    """Turn audited files into JSON-ready values; a file that failed keeps its name and says why under `error`."""
    return {"schema": SCHEMA, "files": [_file(result) for result in results]}


def _file(result: Result) -> dict[str, Any]:
    if isinstance(result, Failed):
        return {"source": {"name": result.path}, "scorecards": [], "findings": [], "error": result.message}
    return {
        "source": msgspec.to_builtins(result.submission.source),
        "scorecards": [scorecard_to_json(scorecard) for scorecard in result.scorecards],
        "findings": [msgspec.to_builtins(finding, str_keys=True) for finding in result.findings],
    }


def simulations_to_json(simulated: Sequence[tuple[Audited, Sequence[FormSimulation]]]) -> dict[str, Any]:
    """Turn simulated files into JSON-ready values (`jixiao.simulation/1`)."""
    return {
        "schema": "jixiao.simulation/1",
        "files": [
            {
                "source": msgspec.to_builtins(result.submission.source),
                "simulations": [simulation_to_json(each) for each in simulations],
            }
            for result, simulations in simulated
        ],
    }


def to_text(values: Any) -> str:  # noqa: ANN401 - any JSON value
    """Write JSON values indented, Chinese as it is, ending with a line break."""
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
