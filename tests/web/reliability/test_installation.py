"""An installation as it runs: its first people, behind a proxy, many open pages, backup and restoring. Its data lie in SQLite."""

import hashlib
import json
import os
import re
import socket
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest

from jixiao_web.backups import NoBackupError, back_up, restore
from tests.web.serving import Server, Visitor, asked, copied
from tests.web.test_operating import ADMINISTRATORS, ran


def test_three_people_administer_and_no_account_comes_with_the_program(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made = asked(data, "set-up", "望川市", "--kind", "市", *ADMINISTRATORS)
    passwords = re.findall(r"账号 (\S+)，首次登录密码 (\S+)", made)
    assert [name for name, _ in passwords] == ["席", "an", "ren"]
    server = Server(data).ready()
    try:
        with Visitor(server.port) as visitor:
            for username, password in passwords:
                visitor.get("/login")
                assert visitor.post("/login", {"username": username, "password": password}).status == 302
                answer = visitor.get("/")
                assert answer.headers["Location"] == "/password"
                visitor.cookies.pop("sessionid")
    finally:
        server.stop()
    assert "已经有机构或人员" in asked(data, "set-up", "望川市", *ADMINISTRATORS)
    assert "操作日志完整" in asked(data, "verify-log")


@pytest.fixture
def secured(prepared: Path, tmp_path: Path) -> Iterator[Server]:
    """A server behind a proxy that speaks TLS."""
    environment = {"JIXIAO_HTTPS": "1", "JIXIAO_HOSTS": "jixiao.example,127.0.0.1"}
    server = Server(copied(prepared, tmp_path / "data"), "--demo", environment=environment).ready()
    yield server
    server.stop()


def test_behind_a_proxy_with_tls_forms_can_be_sent(secured: Server) -> None:
    headers = {"Host": "jixiao.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    with closing(HTTPConnection("127.0.0.1", secured.port, timeout=60)) as proxy:
        proxy.request("GET", "/login", headers=headers)
        page = proxy.getresponse()
        page.read()
        [token] = re.findall(r"csrftoken=(\w+)", page.headers["Set-Cookie"])
        assert "Secure" in page.headers["Set-Cookie"]
        assert "max-age" in page.headers["Strict-Transport-Security"]
        fields = f"csrfmiddlewaretoken={token}&username=tianbao&password=Jixiao-2026"
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}"}
        proxy.request("POST", "/login", fields, headers | sent | {"Origin": "https://jixiao.example"})
        assert proxy.getresponse().status == 302


def test_who_keeps_a_page_open_lets_others_in(prepared: Path, tmp_path: Path) -> None:
    server = Server(copied(prepared, tmp_path / "data"), "--demo").ready()
    try:
        with ExitStack() as opened:
            for _ in range(150):
                kept = opened.enter_context(closing(socket.create_connection(("127.0.0.1", server.port), timeout=20)))
                kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert b"200" in kept.recv(200)
    finally:
        server.stop()


class TestBackup:
    """A backup is made while people work, and everything in it comes back."""

    @pytest.fixture
    def worked(self, prepared: Path, tmp_path: Path) -> Path:
        """A data folder with the demo and an uploaded file."""
        data = copied(prepared, tmp_path / "data")
        (data / "files" / "uploads").mkdir(parents=True)
        (data / "files" / "uploads" / "0f").write_bytes(b"\x00document" * 1000)
        return data

    def test_what_is_saved_comes_back(self, worked: Path, tmp_path: Path) -> None:
        archive, back = tmp_path / "备份.zip", tmp_path / "back"
        server = Server(worked, "--demo").ready()
        try:
            with Visitor(server.port, "tianbao") as visitor:
                assert visitor.get("/filings/2/").status == 200
                [seen] = re.findall(r'name="head/remark" data-seen="([^"]*)"', visitor.text)
                saved = visitor.post(
                    "/filings/2/cell", {"address": "head/remark", "seen": seen, "value": "备份前写下的"}
                )
                assert saved.status == 200
                assert "已备份3个文件" in asked(worked, "backup", "-o", str(archive))
                visitor.post("/filings/2/cell", {"address": "head/remark", "seen": "备份前写下的", "value": "备份后"})
        finally:
            server.stop()
        if os.name == "posix":
            assert archive.stat().st_mode & 0o077 == 0
        said = asked(back, "restore", str(archive))
        assert "已恢复3个文件" in said
        assert "操作日志完整" in said
        assert (back / "files/uploads/0f").read_bytes() == (worked / "files/uploads/0f").read_bytes()
        server = Server(back, "--demo").ready()
        try:
            with Visitor(server.port, "tianbao") as visitor:
                visitor.get("/filings/2/")
                assert "备份前写下的" in visitor.text
                assert "备份后" not in visitor.text
        finally:
            server.stop()

    def test_evidence_that_was_exchanged_is_told_of(self, worked: Path, tmp_path: Path) -> None:
        attached = worked / "files" / "evidence" / "1"
        attached.mkdir(parents=True)
        (attached / hashlib.sha256(b"sound").hexdigest()).write_bytes(b"sound")
        assert back_up(worked, tmp_path / "1.zip", datetime(2026, 3, 1, tzinfo=UTC)).spoilt == []
        (attached / ("0" * 64)).write_bytes(b"exchanged")
        assert back_up(worked, tmp_path / "2.zip", datetime(2026, 3, 1, tzinfo=UTC)).spoilt == [
            f"files/evidence/1/{'0' * 64}"
        ]
        said = ran("backup", "-o", str(tmp_path / "3.zip"), "--data", str(worked))
        assert "有1份佐证材料的文件与附上时的校验值不符" in said

    def test_nothing_is_overwritten(self, worked: Path, tmp_path: Path) -> None:
        archive = tmp_path / "备份.zip"
        archive.write_bytes(b"before")
        given = ("backup", "-o", str(archive), "--data", str(worked))
        assert "已经存在" in ran(*given)
        assert archive.read_bytes() == b"before"
        assert "已备份3个文件" in ran(*given, "--force")
        assert "已经存在，没有恢复" in ran("restore", str(archive), "--data", str(worked))
        assert "没有网上报送的数据库" in ran("backup", "-o", str(tmp_path / "x.zip"), "--data", str(tmp_path))
        (worked / "jixiao.sqlite3").write_bytes(b"SQLite format 3\x00" + bytes(5000))
        assert "数据库已经损坏" in ran(*given, "--force")

    def test_what_postgresql_keeps_is_left_to_it(
        self, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JIXIAO_DATABASE_URL", "postgresql:///jixiao")
        archive, back = tmp_path / "备份.zip", tmp_path / "back"
        assert "请用 pg_dump 备份" in ran("backup", "-o", str(archive), "--data", str(worked))
        assert "请用 pg_restore 恢复" in ran("restore", str(archive), "--data", str(back))
        assert {path.name for path in back.rglob("*") if path.is_file()} == {"0f", "secret-key"}

    @pytest.mark.parametrize("how", ["changed", "outside", "another program's", "cut", "no database"])
    def test_what_is_not_whole_is_refused(self, worked: Path, tmp_path: Path, how: str) -> None:
        archive, wrong, back = tmp_path / "备份.zip", tmp_path / "wrong.zip", tmp_path / "back"
        back_up(worked, archive, datetime(2026, 1, 1, tzinfo=UTC))
        with zipfile.ZipFile(archive) as held:
            members = {name: held.read(name) for name in held.namelist()}
        contents = json.loads(members["backup.json"])
        match how:
            case "changed":
                members["files/uploads/0f"] += b"x"
            case "outside":
                contents["members"]["files/../../outside"] = contents["members"].pop("files/uploads/0f")
                members["files/../../outside"] = members.pop("files/uploads/0f")
                members["backup.json"] = json.dumps(contents).encode()
            case "another program's":
                members = {"backup.json": b"{}"}
            case "no database":
                members.pop("jixiao.sqlite3")
        with zipfile.ZipFile(wrong, "w") as made:
            for name, content in members.items():
                made.writestr(name, content)
        if how == "cut":
            wrong.write_bytes(archive.read_bytes()[:-2000])
        with pytest.raises(NoBackupError, match="没有恢复"):
            restore(wrong, back)
        assert not back.exists()
        assert not list(tmp_path.parent.rglob("outside"))
