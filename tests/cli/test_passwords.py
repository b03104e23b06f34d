from pathlib import Path

import pytest
from click.testing import CliRunner
from msoffcrypto.format.ooxml import OOXMLFile

from jixiao.cli import jixiao


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the examples, encrypted as Word encrypts."""
    plain = Path(__file__).parents[2] / "examples" / "formats" / "t1-fund-supervision.docx"
    path = tmp_path_factory.mktemp("locked") / "自评表.docx"
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("医保2024", target)
    return path


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "请用 --password-file 给出写有密码的文件后重试"),
        (["--password", "别的"], "密码不对"),
        (["--password", "医保2024"], ""),
    ],
)
def test_an_encrypted_file_is_opened_with_its_password_alone(locked: Path, options: list[str], told: str) -> None:
    result = CliRunner().invoke(jixiao, ["read", str(locked), *options], prog_name="jixiao")
    assert told in result.stderr
    assert (result.exit_code == 0) == (not told)
    assert ("医疗保障基金监督检查专项经费" in result.stdout) == (not told)


def read_locked(locked: Path, *options: str, environment: str | None = None) -> str:
    """What reading the encrypted example says when it fails; nothing when it is opened."""
    variables = {"JIXIAO_PASSWORD": environment}
    result = CliRunner().invoke(jixiao, ["read", str(locked), *options], prog_name="jixiao", env=variables)
    assert (result.exit_code == 0) == (not result.stderr)
    return result.stderr


@pytest.mark.parametrize(
    "content",
    [
        "医保2024".encode(),
        "医保2024\n".encode(),
        "医保2024\r\n第二行不用\n".encode(),
        b"\xef\xbb\xbf" + "医保2024".encode(),
        "医保2024".encode("gb18030"),
    ],
)
def test_a_password_in_a_file_does_not_show_in_the_list_of_processes(
    locked: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "密码.txt"
    path.write_bytes(content)
    assert not read_locked(locked, "--password-file", str(path))


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "第一行是空的"), (b"\nabc", "第一行是空的"), (b"a" * 5000, "不像密码文件"), (None, "读不到密码文件")],
)
def test_a_file_without_a_password_is_told_of(locked: Path, tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "密码.txt"
    if content is not None:
        path.write_bytes(content)
    message = read_locked(locked, "--password-file", str(path))
    assert told in message
    assert message.rstrip().endswith("。")


def test_the_environment_holds_the_password_when_no_option_does(locked: Path, tmp_path: Path) -> None:
    (tmp_path / "密码.txt").write_text("别的", encoding="utf-8")
    assert not read_locked(locked, environment="医保2024")
    assert not read_locked(locked, "--password", "医保2024", environment="别的")
    assert "密码不对" in read_locked(locked, "--password-file", str(tmp_path / "密码.txt"), environment="医保2024")
    assert "请用 --password-file" in read_locked(locked, environment="")


def test_two_passwords_are_one_too_many(locked: Path, tmp_path: Path) -> None:
    assert "只能用一个" in read_locked(locked, "--password", "a", "--password-file", str(tmp_path / "b"))
