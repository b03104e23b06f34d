"""Shipped data: loaded as what it claims to be, or refused."""

import msgspec
import pytest
import yaml

from jixiao import data
from jixiao.forms.layouts import Layout


def test_a_data_file_is_loaded_as_its_type() -> None:
    assert isinstance(data.load("jixiao.forms", "declared/t1.yaml", Layout), Layout)


def test_data_of_another_shape_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        data.load("jixiao.forms", "words.yaml", list[Layout])


def test_only_plain_values_are_parsed() -> None:
    assert data.parse("年度: 2023\n分值: [10, 0.5]") == {"年度": 2023, "分值": [10, 0.5]}
    with pytest.raises(yaml.YAMLError):
        data.parse("!!python/object/apply:os.getcwd []")
    with pytest.raises(yaml.YAMLError):
        data.parse("[未闭合")


def test_the_loader_without_c_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "年度: 2023\n指标: [≥90%, 优]"
    fast = data.parse(text)
    monkeypatch.setattr(data, "_LOADER", yaml.SafeLoader)
    assert data.parse(text) == fast
