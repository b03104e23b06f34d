from collections.abc import Callable
from pathlib import Path

import pytest

from jixiao import pipeline
from tests.cli.command_line import FAULTY, TABLE, Run


def test_doctor_shows_every_stage_of_our_own_format(run: Run) -> None:
    shown = run("doctor", "a.txt", a=FAULTY).stdout
    for told in (
        "一、读取",
        "二、识别",
        "三、记分",
        "四、审核",
        "不经过文档识别",
        "表式未定",
        "数量 数值90 比较≥ 单位%",
    ):
        assert told in shown


def test_doctor_shows_blocks_layout_and_confidence_of_a_document(run: Run) -> None:
    shown = run("doctor", "a.txt", a=TABLE).stdout
    for told in ("段落", "表格", "行可信、列仅供参考", "表式 T1", "培训次数", "（空白）", "可信度"):
        assert told in shown


def test_doctor_reads_and_recognises_a_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    for module, name in ((pipeline.readers, "read"), (pipeline.forms, "trace")):
        real = getattr(module, name)

        def counted(*given: object, real: Callable[..., object] = real, name: str = name) -> object:
            worked.append(name)
            return real(*given)

        monkeypatch.setattr(module, name, counted)
    path = tmp_path / "a.txt"
    path.write_text(TABLE, encoding="utf-8")
    assert pipeline.look(path).traced.traces
    assert worked == ["read", "trace"]


def test_doctor_draws_what_it_saw(run: Run) -> None:
    drawn = run("doctor", "a.txt", "--format", "html", a=TABLE).stdout
    assert drawn.lstrip().startswith("<!DOCTYPE html>")
    assert "读取图示：a.txt" in drawn


def test_doctor_has_nothing_to_draw_of_our_own_format(run: Run) -> None:
    refused = run("doctor", "a.txt", "--format", "html", a=FAULTY)
    assert refused.exit_code == 2
    assert "没有可以画的页面" in refused.stderr


def test_doctor_says_when_there_is_no_form(run: Run) -> None:
    assert "没有识别出绩效自评表" in run("doctor", "a.txt", a="通知\n各科室：\n").stdout
