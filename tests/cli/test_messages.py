import json
from email.message import EmailMessage
from pathlib import Path

from click.testing import CliRunner

from jixiao.cli import jixiao
from tests.cli.command_line import FAULTY


def test_the_covering_note_of_a_message_is_told_and_audited_with_the_form(tmp_path: Path) -> None:
    sent = EmailMessage()
    sent["From"], sent["To"], sent["Subject"] = "a@example.cn", "b@example.cn", "报送"
    sent.set_content("附件为自评表，另附说明：第三季度数据尚未核定。")
    sent.add_attachment(FAULTY.encode(), maintype="text", subtype="plain", filename="自评表.txt")
    path = tmp_path / "报送.eml"
    path.write_bytes(sent.as_bytes())
    audited = json.loads(CliRunner().invoke(jixiao, ["audit", str(path), "--format", "json"]).stdout)
    (file,) = audited["files"]
    (told,) = [finding for finding in file["findings"] if finding["code"] == "READ-05"]
    assert "第三季度数据尚未核定" in told["quotes"][0]["text"]
    plain = json.loads(CliRunner().invoke(jixiao, ["read", str(path)]).stdout)
    assert [problem["code"] for problem in plain["problems"]] == ["READ-05"]
    scored = json.loads(CliRunner().invoke(jixiao, ["score", str(path), "--format", "json"]).stdout)
    assert "READ-05" not in str(scored)
