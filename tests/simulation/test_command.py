"""`jixiao simulate`: what a person and a program get to see, for every kind of outcome."""

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from jixiao import pipeline
from jixiao.cli import jixiao
from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.model import parse_notation
from jixiao.renderers.terminal import show_simulations, terminal_text
from jixiao.results import Audited
from jixiao.scoring import packs

HEAD = "评价：project self_evaluation 2023 万元 项目支出绩效自评表\n项目名称：医保政策宣传\n"
FUND = "资金：年度资金总额 | 全年 100 | 执行 {} | 分值 10\n"
ROW = "指标：产出指标 / 数量指标 / {} | 分值 {} | 指标值 {} | 实际值 {}\n"
SHORT = (
    HEAD
    + FUND.format(75)
    + ROW.format("宣传场次", 60, "≥10场", "7场")
    + ROW.format("机制健全", 30, "健全", "达成预期指标")
)
FULL = HEAD + FUND.format(100) + ROW.format("宣传场次", 90, "≥10场", "12场")
CAPPED = HEAD + FUND.format(40) + ROW.format("宣传场次", 90, "≥10场", "10场")
MANY = HEAD + FUND.format(100) + "".join(ROW.format(f"事项{number}", 6, "≥100场", "90场") for number in range(15))
PARTIAL = HEAD + ROW.format("宣传场次", 60, "≥10场", "7场")
UNSCORED = HEAD + "指标：产出指标 / 数量指标 / 宣传场次 | 指标值 ≥10场 | 实际值 7场\n"


@pytest.fixture
def shown(tmp_path: Path) -> "Shown":
    return Shown(tmp_path)


class Shown:
    """Runs the command on a form in the notation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, *options: str) -> Result:
        path = self.folder / "自评表.txt"
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(jixiao, ["simulate", str(path), *options], prog_name="jixiao")

    def words(self, text: str, *options: str) -> str:
        """What a person reads, without the breaks of its lines."""
        result = self(text, *options)
        assert result.exit_code == 0
        return "".join(result.output.split())


def test_all_packs_stand_side_by_side(shown: Shown) -> None:
    told = shown(SHORT).output
    assert all(pack.title in told for pack in packs)
    assert "得分须以能够证明的完成情况为准" in told


def test_losses_and_the_way_to_the_next_grade_are_told(shown: Shown) -> None:
    told = shown.words(SHORT, "--rules", "mof-2020-10")
    assert "失分宣传场次失18分7场÷10场×60分=42分。" in told
    assert "机制健全最多失6分" in told
    assert "“良”须达到80分，按最高可得分还差0.5分。" in told
    assert "宣传场次：完成值须由7场提高到7.09场，可多得0.5分。" in told
    assert "按规则允许的最低分为73.5分。" in told


def test_a_loss_between_two_bounds_is_told_as_such(shown: Shown) -> None:
    partly = HEAD + FUND.format(100) + ROW.format("机制健全", 90, "健全", "部分达成预期指标")
    assert "失18至36分" in shown.words(partly, "--rules", "mof-2020-10")


def test_the_best_grade_and_full_points_are_told(shown: Shown) -> None:
    told = shown.words(FULL, "--rules", "mof-2020-10")
    assert "失分各项均可得满分。" in told
    assert "按最高可得分已是“优”，没有更高的等级。" in told


def test_a_cap_is_told_as_what_stands_in_the_way(shown: Shown) -> None:
    told = shown.words(CAPPED, "--rules", "manual-2022")
    assert "总分封顶失35分" in told
    assert "执行率使总分不高于59分；执行率达到50%及以上才不受此限。" in told


def test_many_losses_are_summed_up(shown: Shown) -> None:
    assert "另有3项，合计最多失1.8分。" in shown.words(MANY, "--rules", "mof-2020-10")


def test_a_total_that_is_not_of_a_hundred_has_no_grade(shown: Shown) -> None:
    assert "记分各行的分值合计60分，不是100分，不能评定等级。" in shown.words(PARTIAL, "--rules", "mof-2020-10")


def test_a_form_without_points_says_so(shown: Shown) -> None:
    assert "没有可以记分的自评表。" in shown.words(UNSCORED)


def test_what_a_standard_takes_is_told_row_by_row_and_what_it_leaves_to_people() -> None:
    submission = parse_notation(SHORT)
    submission = msgspec.structs.replace(
        submission,
        evaluations=(
            msgspec.structs.replace(
                submission.evaluations[0],
                indicators=tuple(
                    msgspec.structs.replace(row, name=None) for row in submission.evaluations[0].indicators
                ),
            ),
        ),
    )
    found = Finding(
        code="IND-08",
        name="input-instead-of-output",
        title="标题",
        severity=Severity.WARNING,
        certainty=Certainty.LIKELY,
        message="说明。",
        evaluation=0,
        quotes=(Quote(text=None, path="indicators/0/name"),),
    )
    result = Audited(path="自评表.txt", submission=submission, findings=(found,))
    simulated = pipeline.simulate(result, ["mof-2020-10"])
    told = "".join(terminal_text(lambda console: show_simulations([(result, simulated)], console)).split())
    assert "再按郫都区自评复核标准（2026）扣减后为31.5～37.5分：" in told
    assert "·第1行指标：数量指标只写资金支付率的不得分（IND-08），余0分。" in told
    assert "须人工判断" in told


def test_json_holds_what_the_screen_shows(shown: Shown) -> None:
    told = json.loads(shown(SHORT, "--rules", "mof-2020-10,manual-2022", "--format", "json").output)
    assert told["schema"] == "jixiao.simulation/1"
    [simulation] = told["files"][0]["simulations"]
    assert [column["rule_pack"] for column in simulation["packs"]] == ["mof-2020-10", "manual-2022"]
    first = simulation["packs"][0]
    assert (first["next_grade"]["grade"], first["next_grade"]["short"]) == ("良", "0.50")
    assert first["losses"][0]["sure"] == "18.00"


def test_an_unknown_pack_and_a_file_that_is_not_there_are_told_in_one_sentence(shown: Shown) -> None:
    unknown = shown(SHORT, "--rules", "没有这个口径")
    assert unknown.exit_code == 2
    assert "没有这个口径" in unknown.stderr
    missing = CliRunner().invoke(jixiao, ["simulate", str(shown.folder / "没有.docx")], prog_name="jixiao")
    assert missing.exit_code == 2
