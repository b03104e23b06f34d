import json

import msgspec

from jixiao.audit import checks
from jixiao.findings import Finding
from jixiao.renderers.sarif import sarif
from jixiao.results import Audited, Failed


def test_the_log_has_the_shape_of_sarif_2_1_0(audited: Audited) -> None:
    log = sarif([audited])
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "jixiao"
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    assert {check.code for check in checks} <= {rule["id"] for rule in driver["rules"]}
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note", "none"}
        assert result["message"]["text"]
        assert len(result["locations"]) == 1
    json.dumps(log)


def test_severities_become_levels(audited: Audited) -> None:
    levels = [(result["ruleId"], result["level"]) for result in sarif([audited])["runs"][0]["results"]]
    assert levels == [("STR-02", "warning"), ("SCO-04", "error"), ("SCO-02", "error"), ("DEV-05", "note")]


def test_the_line_of_the_source_becomes_the_region_and_the_path_is_percent_encoded(audited: Audited) -> None:
    result = sarif([audited])["runs"][0]["results"][1]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["region"] == {"startLine": 11}
    assert physical["artifactLocation"]["uri"] == "%E6%9D%90%E6%96%99/%E8%87%AA%E8%AF%84%E8%A1%A8.txt"
    assert len(result["relatedLocations"]) == 1


def test_a_finding_without_a_place_points_at_the_file(audited: Audited) -> None:
    location = sarif([audited])["runs"][0]["results"][0]["locations"][0]
    assert "region" not in location["physicalLocation"]
    assert "logicalLocations" not in location


def test_a_code_that_no_registry_knows_still_gets_its_rule(audited: Audited) -> None:
    reading = msgspec.structs.replace(audited.findings[0], code="READ-99", suggestion=None)
    run = sarif([with_findings(audited, reading, reading)])["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]].count("READ-99") == 1


def test_a_file_that_failed_is_told_of_in_the_invocation(audited: Audited, failed: Failed) -> None:
    (invocation,) = sarif([audited, failed])["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == failed.message
    assert sarif([audited])["runs"][0]["invocations"][0]["executionSuccessful"] is True


def with_findings(audited: Audited, *findings: Finding) -> Audited:
    return msgspec.structs.replace(audited, findings=findings)
