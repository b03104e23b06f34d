import json

from tests.cli.command_line import FAULTY, Run


def test_score_shows_packs_side_by_side(run: Run) -> None:
    result = run("score", "a.txt", "--rules", "mof-2020-10，MOF-2021-101,mof-2020-10", a=FAULTY)
    assert result.exit_code == 0
    (row,) = [line for line in result.stdout.splitlines() if "知晓率" in line]
    assert row.split() == ["2", "知晓率", "30", "30", "27", "22.5"]
    assert "推导" not in result.stdout


def test_score_shows_the_derivations_when_asked(run: Run) -> None:
    shown = run("score", "a.txt", "--trace", a=FAULTY).stdout
    assert "推导" in shown
    assert "财预〔2020〕10号" in shown


def test_score_as_json_has_every_pack_and_no_findings(run: Run) -> None:
    result = run("score", "a.txt", "--rules", "mof-2020-10,module-reverse", "--format", "json", a=FAULTY)
    (file,) = json.loads(result.stdout)["files"]
    assert [card["rule_pack"] for card in file["scorecards"]] == ["mof-2020-10", "module-reverse"]
    assert file["findings"] == []


def test_score_tells_of_broken_files_and_of_files_without_scores(run: Run) -> None:
    result = run("score", "a.txt", "b.txt", a="评价：project target 2023 - 目标表\n", b="")
    assert result.exit_code == 2
    assert "没有可以记分的自评表" in result.stdout
    assert "✗" in result.stdout
