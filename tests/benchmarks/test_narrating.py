import narrating
import pytest


def test_the_measurement_prints_a_line_for_each_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert narrating.main(["--rows", "6", "--projects", "2", "--repeats", "1"]) == 0
    printed = capsys.readouterr().out
    assert "项目，6行指标" in printed
    assert "部门，2个项目" in printed
