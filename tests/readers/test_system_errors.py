"""Refusals of the operating system are told in Chinese, whatever their number."""

import errno

import pytest

from jixiao.readers import reason


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOENT, "文件不存在"),
        (errno.EACCES, "没有权限"),
        (errno.EISDIR, "是文件夹，不是文件"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EXDEV, f"系统错误 {errno.EXDEV}"),
        (99999, "系统错误 99999"),
    ],
)
def test_a_number_has_its_reason(number: int, told: str) -> None:
    assert reason(OSError(number, "English")) == told


def test_an_error_without_a_number_has_none() -> None:
    assert reason(OSError("English")) == "系统没有说明原因"


def test_no_reason_repeats_the_words_of_the_system() -> None:
    assert all(reason(OSError(number, "English")).find("English") < 0 for number in errno.errorcode)
