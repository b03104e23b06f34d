"""A text that very many units share is told of once, whatever their number."""

from jixiao.audit import audit_files
from jixiao.audit.examples import example_files

TEXT = "全年围绕群众反映集中的报销难点，逐街逐村开展入户讲解，发放明白卡，设置流动咨询台，群众对待遇政策的了解程度明显提高。"


def copies(fragment: str) -> list[str]:
    files = example_files(fragment)
    found = audit_files(files.audited, files.against)
    return [finding.message for each in found for finding in each if finding.code == "NAR-06"]


def form(number: int, unit: str) -> str:
    return f"文件：{number}.txt\n评价：project self_evaluation 2023 万元\n项目名称：第{number}号项目\n实施单位：{unit}\n结论：优。{TEXT}"


def test_one_finding_for_a_text_that_thirteen_units_share() -> None:
    (told,) = copies(
        "\n".join(form(number, f"{name}县医疗保障局") for number, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅"))
    )
    assert "在13处雷同，涉及13个单位或年度，可能是统一下发的模板文字" in told


def test_twelve_are_told_of_one_by_one() -> None:
    told = copies(
        "\n".join(form(number, f"{name}县医疗保障局") for number, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑"))
    )
    assert len(told) == 11
    assert all("另一单位文件“0.txt”" in each for each in told)


def test_what_a_unit_writes_into_all_its_forms_of_a_year_is_its_own_boilerplate() -> None:
    assert copies("\n".join(form(number, "甲县医疗保障局") for number in range(13))) == []
