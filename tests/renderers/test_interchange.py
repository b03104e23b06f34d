import json

import msgspec

from jixiao import pipeline
from jixiao.findings import Finding
from jixiao.places import Source
from jixiao.renderers.interchange import audit_to_json, to_text
from jixiao.results import Audited, Failed

FINDING_KEYS = {
    "code", "name", "title", "severity", "certainty", "evaluation", "message", "quotes", "figures", "basis", "suggestion", "key", "answer",
}  # fmt: skip


def test_the_audit_is_written_as_the_page_on_interchange_says(audited: Audited) -> None:
    plain = json.loads(to_text(audit_to_json([audited])))
    assert plain["schema"] == "jixiao.audit/1"
    (file,) = plain["files"]
    assert file["source"]["name"] == "自评表.txt"
    (card,) = file["scorecards"]
    assert {"evaluation", "rule_pack", "rows", "total", "grade"} <= set(card)
    assert set(card["rows"][0]) == {"indicator", "reported", "computed", "rule", "because", "basis", "own"}
    assert {"reported", "low", "high"} <= set(card["total"])
    assert set(card["grade"]) == {"reported", "computed"}
    assert {frozenset(finding) for finding in file["findings"]} == {frozenset(FINDING_KEYS)}


def test_a_pack_that_did_not_apply_to_the_year_is_told_with_the_total(audited: Audited) -> None:
    cards = pipeline.score(audited.submission, ("mingguang-2021",))
    (file,) = audit_to_json([msgspec.structs.replace(audited, scorecards=cards)])["files"]
    assert file["scorecards"][0]["total"]["because"].endswith("只适用到2021年12月31日，重算结果仅供对照。")


def test_a_basis_has_the_same_shape_in_scores_and_findings(audited: Audited) -> None:
    (file,) = json.loads(to_text(audit_to_json([audited])))["files"]
    cited = [article for row in file["scorecards"][0]["rows"] for article in row["basis"]]
    cited += [article for finding in file["findings"] for article in finding["basis"]]
    assert {frozenset(article) for article in cited} == {
        frozenset({"document", "title", "article", "summary", "verified"})
    }


def test_findings_and_source_survive_the_round_trip(audited: Audited) -> None:
    (file,) = json.loads(to_text(audit_to_json([audited])))["files"]
    assert msgspec.convert(file["findings"], tuple[Finding, ...]) == audited.findings
    assert msgspec.convert(file["source"], Source) == audited.submission.source


def test_a_file_that_failed_keeps_its_name_and_says_why(failed: Failed) -> None:
    (file,) = audit_to_json([failed])["files"]
    assert file == {"source": {"name": failed.path}, "scorecards": [], "findings": [], "error": failed.message}


def test_chinese_stands_as_it_is() -> None:
    assert to_text({"名": "值"}) == '{\n "名": "值"\n}\n'
