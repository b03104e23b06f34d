"""`jixiao step` and `jixiao verify-log`: the command line under the rules of the pages."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.db import connection

from jixiao.cli.program import jixiao
from jixiao_web.commands import serve, step, verify_log
from jixiao_web.filings.models import Filing

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(demo: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:  # noqa: ARG001 - the cast
    for module in (serve, step, verify_log):
        monkeypatch.setattr(module, "started", lambda *_, **__: None)

    def ran(*arguments: str) -> str:
        try:
            result = CliRunner().invoke(jixiao, arguments, standalone_mode=False)
        except click.ClickException as error:
            return str(error)
        return result.output or str(result.exception)

    return ran


def test_a_step_is_taken_as_somebody(run: Callable[..., str], handed_in: Filing) -> None:
    number = str(handed_in.pk)
    assert "open（受理）" in run("step", number, "-", "--as", "shenhe")
    assert "看不到它" in run("step", number, "open", "--as", "tianbao")
    assert "没有办理“受理”的权限" in run("step", number, "open", "--as", "liuquan")
    assert "没有账号" in run("step", number, "open", "--as", "nobody")
    assert "现在是“主管部门审核”" in run("step", number, "open", "--as", "shenhe")
    assert "不能受理" in run("step", number, "open", "--as", "shenhe")


def test_publishing_lists_what_is_to_be_looked_at_and_is_confirmed_with_it(
    run: Callable[..., str], handed_in: Filing
) -> None:
    head = {**handed_in.head, "remark": "如有疑问，请致电13912345678。"}
    Filing.objects.filter(pk=handed_in.pk).update(state="confirmed", head=head)
    publish = ("step", str(handed_in.pk), "publish", "--as", "liuquan")
    listed = run(*publish)
    assert "备注：手机号码“13912345678”（公开包中遮盖）" in listed
    [confirm] = re.findall("--confirm ([0-9a-f]{16})", listed)
    assert "请重新核对" in run(*publish, "--confirm", "0" * 16)
    assert "现在是“已公开”" in run(*publish, "--confirm", confirm)


def test_the_log_is_verified(run: Callable[..., str]) -> None:
    assert "操作日志完整" in run("verify-log")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET after = '改' WHERE id = (SELECT MIN(id) FROM trail_entry)")
    assert "被改动过" in run("verify-log")


@pytest.mark.parametrize("module", ["tests.web.pictures.__main__", "benchmarks.web"])
def test_what_looks_from_outside_needs_no_settings(module: str) -> None:
    path = os.pathsep.join(filter(None, [*sys.path, str(ROOT), str(ROOT / "benchmarks")]))
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "JIXIAO_"))}
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-c", f"import {module}"],
        env={**bare, "PYTHONPATH": path},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_folder_without_database_is_no_comfort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DATA", str(tmp_path))
    monkeypatch.delenv("JIXIAO_DATABASE_URL", raising=False)
    with pytest.raises(click.ClickException, match="没有网上报送的数据库"):
        serve.started(tmp_path, must_exist=True)
    assert list(tmp_path.iterdir()) == []
