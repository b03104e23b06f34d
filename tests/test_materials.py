"""What there is to work through: folders, archives, messages, and the names by which their members are spoken of."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from jixiao import materials
from jixiao.materials import Material
from jixiao.model import SCHEMA
from jixiao.readers import Request, UnreadableFileError, read
from jixiao.results import Failed

PLAIN = Request()


def write(folder: Path, name: str, content: str = "内容") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def unpacked(paths: list[Path], folder: Path) -> list[Material | Failed]:
    return [found for path in paths for found in materials.taken_apart(path, folder, PLAIN)]


def test_a_folder_means_all_material_below_it_in_the_order_of_names(tmp_path: Path) -> None:
    inside = ["b/2.txt", "a/1.TXT", "a/1.docx", "c.csv", "d/scan.PNG", "d/报送.zip"]
    for name in [*inside, ".hidden.txt", "~$a.docx", "README.md", "report.json", "b/program.py"]:
        write(tmp_path, name)
    wanted = ["a/1.TXT", "a/1.docx", "b/2.txt", "c.csv", "d/scan.PNG", "d/报送.zip"]
    assert materials.listed([tmp_path]) == [tmp_path / name for name in wanted]


def test_a_json_file_in_a_folder_counts_only_in_our_own_format(tmp_path: Path) -> None:
    write(tmp_path, "other.json", '{"schema": "jixiao.audit/1"}')
    ours = write(tmp_path, "ours.json", f'{{"schema": "{SCHEMA}"}}')
    assert materials.listed([tmp_path]) == [ours]


def test_every_file_is_taken_once_and_a_missing_one_stays_to_be_told_of(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    missing = tmp_path / "missing.txt"
    assert materials.listed([path, tmp_path, missing, path]) == [path, missing]
    assert unpacked([missing], tmp_path) == [Material(path=missing, name=str(missing))]


@pytest.mark.parametrize("name", [".odd", "README.md"])
def test_a_file_named_outright_is_taken_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    assert materials.listed([path]) == [path]


def test_members_are_put_aside_under_their_own_names_and_spoken_of_by_the_archive(tmp_path: Path) -> None:
    archive = tmp_path / "报送.zip"
    archive.write_bytes(
        packed({"县区/甲县/自评表.txt": "甲".encode(), "县区/乙县/自评表.txt": "乙".encode(), "说明.exe": b"MZ"})
    )
    plain = write(tmp_path, "丙.txt")
    first, second, third = unpacked([archive, plain], tmp_path)
    assert isinstance(first, Material)
    assert isinstance(second, Material)
    assert (first.name, second.name) == (f"{archive}/县区/甲县/自评表.txt", f"{archive}/县区/乙县/自评表.txt")
    assert (first.path.name, second.path.name) == ("自评表.txt", "自评表.txt")
    assert (first.path.read_text(encoding="utf-8"), second.path.read_text(encoding="utf-8")) == ("甲", "乙")
    assert third == Material(path=plain, name=str(plain))


def test_an_archive_without_any_material_is_told_of(tmp_path: Path) -> None:
    archive = tmp_path / "程序.zip"
    archive.write_bytes(packed({"a.exe": b"MZ", "b.dll": b"MZ"}))
    (failed,) = unpacked([archive], tmp_path)
    assert isinstance(failed, Failed)
    assert failed.message == f"“{archive}”里有2个文件，但没有一个是能够处理的类型；请核对是否拿错了文件。"


def test_what_does_not_open_is_left_to_its_reader(tmp_path: Path) -> None:
    archive = tmp_path / "坏.zip"
    archive.write_bytes(packed({"a.txt": "甲".encode()})[:-30])
    assert unpacked([archive], tmp_path) == [Material(path=archive, name=str(archive))]
    with pytest.raises(UnreadableFileError, match="损坏"):
        read(archive)


def test_what_a_message_leaves_out_is_told_with_its_first_file(tmp_path: Path) -> None:
    sent = EmailMessage()
    sent["From"], sent["To"], sent["Subject"] = "a@example.cn", "b@example.cn", "报送"
    sent.set_content("附件请查收。")
    for name in ("甲.csv", "乙.csv"):
        sent.add_attachment(b"123", maintype="text", subtype="csv", filename=name)
    path = tmp_path / "报送.eml"
    path.write_bytes(sent.as_bytes())
    first, second = unpacked([path], tmp_path)
    assert isinstance(first, Material)
    assert isinstance(second, Material)
    assert [omission.text for omission in first.omissions] == ["正文.txt：附件请查收。"]
    assert second.omissions == ()


def test_members_of_unknown_kinds_are_told_of_with_the_first_file(tmp_path: Path) -> None:
    archive = tmp_path / "报送.zip"
    rubbish = ("__MACOSX/._甲.txt", ".DS_Store", "~$甲.docx", "照片/Thumbs.db", "甲.txt.answers.json")
    names = ("录像.mp4", "甲.txt", "乙.txt", "程序/安装.exe", *rubbish)
    archive.write_bytes(packed(dict.fromkeys(names, b"x")))
    first, second = unpacked([archive], tmp_path)
    assert isinstance(first, Material)
    assert isinstance(second, Material)
    assert sorted(omission.text for omission in first.omissions) == ["录像.mp4", "程序/安装.exe"]
    assert all("不是能够处理的类型" in omission.why for omission in first.omissions)
    assert second.omissions == ()


def test_files_in_folders_that_no_reader_is_meant_for_are_known(tmp_path: Path) -> None:
    for name in [
        "表.docx",
        "说明.md",
        "子/r.bin",
        ".hidden",
        "~$表.docx",
        "Thumbs.db",
        "表.docx.answers.json",
        "其他.json",
    ]:
        write(tmp_path, name)
    assert materials.passed_over([tmp_path, tmp_path / "说明.md"]) == [
        tmp_path / name for name in ["其他.json", "子/r.bin", "说明.md"]
    ]
    assert materials.passed_over([tmp_path / "说明.md"]) == []
