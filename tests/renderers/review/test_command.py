from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao import readers
from jixiao.cli import jixiao
from jixiao.documents import Paragraph
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import Format
from tests.renderers.review.material import MISSED, MONITORING, SOUND

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `jixiao review` in a folder that holds two self-evaluations, one of them sound."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"甲": MISSED, "乙": SOUND, "监控": MONITORING}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")

    def run(*args: str) -> Result:
        return CliRunner().invoke(jixiao, ["review", *args], prog_name="jixiao")

    return run


def written(path: str) -> str:
    blocks = readers.read(Path(path)).blocks
    return "\n".join(
        block.text if isinstance(block, Paragraph) else " ".join(cell.text for cell in getattr(block, "cells", ()))
        for block in blocks
    )


@pytest.mark.parametrize("paper", ["复核表", "审核意见", "整改通知", "差异汇总", "抽查清单"])
@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "txt"])
def test_every_paper_is_written_in_every_format(run: Run, paper: str, suffix: str) -> None:
    result = run("甲.txt", "乙.txt", "--paper", paper, "-o", f"出.{suffix}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"已写入“出.{suffix}”：")
    assert f"{paper}，据" in result.stderr
    assert result.stderr.count("\n") == 1
    assert "医保宣传进乡村" in written(f"出.{suffix}")


@pytest.mark.parametrize(
    ("english", "title"),
    [
        ("recheck", "绩效自评复核表"),
        ("opinion", "审核意见"),
        ("rectify", "整改"),
        ("summary", "差异汇总"),
        ("sample", "抽查清单"),
    ],
)
def test_papers_have_english_names_too(run: Run, english: str, title: str) -> None:
    assert run("甲.txt", "--paper", english, "-o", "出.txt").exit_code == 0
    assert title in Path("出.txt").read_text(encoding="utf-8")


def test_letters_take_what_a_person_gives(run: Run) -> None:
    result = run(
        "甲.txt", "--paper", "审核意见", "-o", "意见.txt", "--issuer", "白露市财政局", "--number", "白财绩函〔2024〕7号",
        "--date", "2024-04-02", "--deadline", "收到之日起10个工作日内", "--to", "白露市医疗保障局", "--contact", "绩效科",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    text = Path("意见.txt").read_text(encoding="utf-8")
    for given in (
        "白露市财政局",
        "白财绩函〔2024〕7号",
        "2024年4月2日",
        "收到之日起10个工作日内",
        "白露市医疗保障局：",
    ):
        assert given in text


@pytest.mark.parametrize("share", ["50", "50%", "50％"])
def test_the_same_seed_gives_the_same_file(run: Run, share: str) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        assert (
            run("甲.txt", "乙.txt", "--paper", "抽查清单", "--share", share, "--seed", "3", "-o", name).exit_code == 0
        )
    assert Path("一.xlsx").read_bytes() == Path("二.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--paper", "复核表", "--size", "3"), "选项 --size 只用于抽查清单，不能用于复核表。"),
        (("--paper", "抽查清单", "--to", "某局"), "选项 --to 只用于审核意见和整改通知，不能用于抽查清单。"),
        (("--paper", "抽查清单", "--size", "3", "--share", "20"), "选项 --size 和 --share 只能写一个。"),
        (("--paper", "抽查清单", "--share", "120"), "选项 --share 应为大于0、不超过100的百分数"),
        (("--paper", "抽查清单", "--share", "一半"), "选项 --share 应为大于0、不超过100的百分数"),
        (("--paper", "报告"), "只能是复核表、审核意见、整改通知、差异汇总、抽查清单之一"),
    ],
)
def test_what_does_not_fit_is_refused_before_any_work(run: Run, args: tuple[str, ...], said: str) -> None:
    result = run("甲.txt", "-o", "出.xlsx", *args)
    assert result.exit_code == 2
    assert said in result.output
    assert not Path("出.xlsx").exists()


def test_a_file_that_is_there_stays_without_force(run: Run) -> None:
    Path("出.docx").write_text("原有内容", encoding="utf-8")
    assert run("甲.txt", "--paper", "复核表", "-o", "出.docx").exit_code == 2
    assert Path("出.docx").read_text(encoding="utf-8") == "原有内容"
    assert run("甲.txt", "--paper", "复核表", "-o", "出.docx", "--force").exit_code == 0


def test_nothing_to_write_is_said(run: Run) -> None:
    sound = run("乙.txt", "--paper", "整改通知", "-o", "出.docx")
    assert (sound.exit_code, sound.output.strip()) == (2, "没有必须改正或应当说明的问题，没有出具整改通知。")
    Path("空.txt").write_text("", encoding="utf-8")
    failed = run("空.txt", "--paper", "审核意见", "-o", "出.docx")
    assert failed.exit_code == 2
    assert "空.txt" in failed.output
    Path("文字.txt").write_text("只有一段文字，没有表。\n", encoding="utf-8")
    assert "没有识别出可以出具审核意见的表。" in run("文字.txt", "--paper", "审核意见", "-o", "出.docx").output
    assert not Path("出.docx").exists()


@pytest.mark.parametrize("paper", ["复核表", "审核意见", "整改通知", "差异汇总", "抽查清单"])
def test_no_paper_is_written_of_prose(run: Run, paper: str) -> None:
    Path("文字.txt").write_text("只有一段文字，没有表。\n", encoding="utf-8")
    result = run("文字.txt", "--paper", paper, "-o", "出.xlsx")
    assert (result.exit_code, result.output.strip()) == (2, f"没有识别出可以出具{paper}的表。")
    assert not Path("出.xlsx").exists()
    result = run("甲.txt", "文字.txt", "--paper", paper, "-o", "出.xlsx")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == ["“文字.txt”里没有识别出绩效表，没有复核。"]


@pytest.mark.parametrize("paper", ["审核意见", "整改通知"])
def test_letters_to_several_units_take_no_common_number(run: Run, paper: str) -> None:
    text = Path("甲.txt").read_text(encoding="utf-8")
    unit = next(line for line in text.splitlines() if line.startswith("实施单位："))
    Path("丙.txt").write_text(text.replace(unit, "实施单位：石门市医疗保障局"), encoding="utf-8")
    given = ("--paper", paper, "-o", "出.txt", "--number", "白财绩函〔2024〕7号")
    refused = run("甲.txt", "丙.txt", *given)
    told = "共有2份函，不能用同一文号；请分单位出具，或不写 --number，留待填写。"
    assert (refused.exit_code, refused.output.strip()) == (2, told)
    assert not Path("出.txt").exists()
    assert run("甲.txt", "丙.txt", *given[:-2]).exit_code == 0
    assert run("甲.txt", *given, "--force").exit_code == 0


def test_a_failed_file_is_listed_and_told_of(run: Run) -> None:
    Path("空.txt").write_text("", encoding="utf-8")
    result = run("甲.txt", "空.txt", "监控.txt", "--paper", "复核表", "-o", "出.txt")
    assert result.exit_code == 2
    assert "空.txt" in result.stderr
    text = Path("出.txt").read_text(encoding="utf-8")
    assert "未列入复核的文件和表" in text
    assert "绩效监控表" in text


def test_other_material_is_only_compared_with(run: Run) -> None:
    Path("上年.txt").write_text(MISSED.replace("2023", "2022"), encoding="utf-8")
    assert run("甲.txt", "--against", "上年.txt", "--paper", "差异汇总", "-o", "出.txt").exit_code == 0
    assert "2022" not in Path("出.txt").read_text(encoding="utf-8")
    assert run("甲.txt", "--against", "没有.txt", "--paper", "差异汇总", "-o", "又.txt").exit_code == 2


def test_missing_fonts_are_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(self: Format, papers: object) -> bytes:  # noqa: ARG001 - as the writer is called
        message = "没有中文字体，请安装 fonts-noto-cjk。"
        raise MissingFontsError(message)

    monkeypatch.setattr(Format, "write", without)
    result = run("甲.txt", "--paper", "复核表", "-o", "出.pdf")
    assert (result.exit_code, result.output.strip()) == (2, "没有中文字体，请安装 fonts-noto-cjk。")
