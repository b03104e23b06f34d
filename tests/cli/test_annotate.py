"""`jixiao annotate` as a person calls it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao.cli import jixiao
from tests.readers.word_files import docx, p, packed
from tests.renderers.annotated.support import comments, parts

_FORMATS = Path(__file__).parents[2] / "examples" / "formats"
_DOCX = _FORMATS / "t6-department-report.docx"


def _run(*words: object) -> Result:
    return CliRunner().invoke(jixiao, ["annotate", *map(str, words)])


def test_one_file_is_written_under_the_name_that_is_given(tmp_path: Path) -> None:
    target = tmp_path / "批注件.docx"
    result = _run(_DOCX, "-o", target, "--date", "2024-03-01")
    told = f"已写入“{target}”：共11个问题，11个已标注。\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", told)
    assert len(comments(target.read_bytes())) > 0
    assert b"2024-03-01T00:00:00Z" in parts(target.read_bytes())["word/comments.xml"]


def test_several_files_are_written_into_a_folder_each_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "a.docx").write_bytes(docx(p("甲")))
    (tmp_path / "a.docx").write_bytes(docx(p("乙")))
    (tmp_path / "b.txt").write_text("项目支出绩效自评表", encoding="utf-8")
    result = _run(tmp_path / "甲" / "a.docx", tmp_path / "a.docx", tmp_path / "b.txt", "-o", tmp_path / "批注")
    assert result.exit_code == 2
    assert {path.name for path in (tmp_path / "批注").iterdir()} == {"a（批注）.docx", "a（批注）-2.docx"}
    assert "b.txt”是文本，没有可以加批注的格式" in result.stderr
    again = _run(tmp_path / "a.docx", "-o", tmp_path / "批注")
    assert again.exit_code == 2
    assert "已经存在，没有覆盖" in again.stderr
    assert _run(tmp_path / "a.docx", "-o", tmp_path / "批注", "--force").exit_code == 0


def test_an_original_is_never_written_over(tmp_path: Path) -> None:
    original = tmp_path / "a（批注）.docx"
    original.write_bytes(docx(p("甲")))
    (tmp_path / "a.docx").write_bytes(docx(p("乙")))
    before = original.read_bytes()
    for words in ([original, "-o", original], [original, tmp_path / "a.docx", "-o", tmp_path]):
        result = _run(*words, "--force")
        assert result.exit_code == 2
        assert "就是原件，批注件不能写在原件上" in result.stderr or "是要处理的文件本身" in result.stderr
        assert original.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([_DOCX, "-o", "{0}/a.pdf"], "的批注件是 .docx 文件，写不成“a.pdf”；请把后缀改为 .docx。"),
        ([_DOCX, _DOCX.with_suffix(".xlsx"), "-o", "{0}/a.docx"], "只能写一个；请给出文件夹"),
        ([_DOCX, "-o", "{0}/a.docx", "--date", "昨天"], "--date 应为日期"),
        ([_DOCX], "缺少参数"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(words: list[object], told: str, tmp_path: Path) -> None:
    result = _run(*(str(word).format(tmp_path) for word in words))
    assert result.exit_code == 2
    assert told in result.stderr
    assert not list(tmp_path.iterdir())


def test_what_the_user_has_to_know_stands_below_the_file(tmp_path: Path) -> None:
    signed = {name: content.decode() for name, content in parts(docx(p("甲"))).items()} | {
        "_xmlsignatures/s.xml": "<s/>"
    }
    (tmp_path / "a.docx").write_bytes(packed(signed))
    result = _run(tmp_path / "a.docx", "-o", tmp_path / "b.docx")
    assert "\n  文件带有电子签名；" in result.stderr


def test_a_damaged_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(p("甲"))[:100])
    (tmp_path / "b.docx").write_bytes(docx(p("乙")))
    result = _run(tmp_path / "a.docx", tmp_path / "b.docx", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b（批注）.docx"]
    assert "a.docx" in result.stderr
