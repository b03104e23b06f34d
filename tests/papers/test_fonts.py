import struct
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from jixiao.papers import Cell, Figure, Grid, Line, PageBreak, Paper, fonts, typesetting
from jixiao.papers.glyphs import coverage

FACES = ("title", "song", "hei", "fang", "kai")


CACHED = (fonts.families, fonts._names, fonts._files, fonts._drawable)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A machine with the families that a test puts into the list."""
    names: list[str] = []
    fake = SimpleNamespace(families=lambda: sorted(names), fonts=list)
    monkeypatch.setattr(fonts, "installed", lambda: fake)
    for function in CACHED:
        function.cache_clear()
    yield names
    for function in CACHED:
        function.cache_clear()


def test_a_machine_without_chinese_fonts_says_what_to_install(machine: list[str]) -> None:
    machine.append("DejaVu Sans")
    with pytest.raises(
        fonts.MissingFontsError, match=r"本机没有中文字体，无法生成 PDF 和图表；.*sudo apt install fonts-noto-cjk"
    ):
        fonts.families("fang")


def test_the_fonts_of_official_papers_come_first_and_all_others_last(machine: list[str]) -> None:
    machine += [
        "DejaVu Sans",
        "FangSong_GB2312",
        "FZXiaoBiaoSong-B05S",
        "Noto Sans CJK SC",
        "Noto Serif CJK SC",
        "SimHei",
    ]
    others = ("DejaVu Sans", "FZXiaoBiaoSong-B05S", "SimHei")
    assert fonts.families("title")[:2] == ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC")
    assert fonts.families("hei")[:2] == ("SimHei", "Noto Sans CJK SC")
    assert fonts.families("fang")[:2] == ("FangSong_GB2312", "Noto Serif CJK SC")
    assert fonts.families("kai")[0] == "Noto Serif CJK SC"
    for face in FACES:
        assert sorted(fonts.families(face)) == sorted(machine), "what one lacks another may draw"
    assert set(others) < set(fonts.families("kai"))


@pytest.mark.usefixtures("chinese_fonts")
def test_what_is_missing_is_named_once_and_in_order() -> None:
    strange, other = "\U0010fffd", "\U0010fffc"
    figure = Figure(svg=b"", png=b"", width=1, caption=f"图{other}", description="")
    grid = Grid(widths=(1,), cells=(Cell(row=0, column=0, text=f"甲{strange}{strange}"),))
    paper = Paper(name="一", blocks=(Line(text="正常的文字，“引号”。\n\t 100%"), grid, PageBreak(), figure))
    assert fonts.missing([paper]) == (strange, other)
    assert fonts.missing([]) == ()


@pytest.mark.usefixtures("chinese_fonts")
def test_an_accent_needs_a_font_that_has_its_letter_too() -> None:
    composed = Paper(name="一", blocks=(Line(text="e\u0301"),))
    assert fonts.missing([composed]) == (), "é by itself is in every font"
    assert fonts.missing([Paper(name="一", blocks=(Line(text="医\u0483"),))]) == ("医\u0483",)


def font(tmp_path: Path, subtables: list[tuple[int, bytes]]) -> str:
    """A file with nothing but a table cmap."""
    records, body = b"", b""
    for platform, content in subtables:
        records += struct.pack(">HHL", platform, 1, 4 + 8 * len(subtables) + len(body))
        body += content
    cmap = struct.pack(">HH", 0, len(subtables)) + records + body
    path = tmp_path / "font.ttf"
    path.write_bytes(
        struct.pack(">4sHHHH", b"\0\1\0\0", 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(cmap)) + cmap
    )
    coverage.cache_clear()
    return str(path)


FORMAT_4 = struct.pack(
    ">HHHHHHH3HH3H3H3H4H",
    *(4, 0, 0, 6, 0, 0, 0),
    *(0x42, 0x52, 0xFFFF),
    0,
    *(0x41, 0x50, 0xFFFF),
    *(1, 0, 1),
    *(0, 4, 0),  # the second segment looks its glyphs up behind the table: 4 bytes on stands the first
    *(7, 0, 9, 0),
)
FORMAT_12 = (
    struct.pack(">HHLLL", 12, 0, 0, 0, 2)
    + struct.pack(">LLL", 0x10, 0x12, 0)
    + struct.pack(">LLL", 0x20000, 0x20001, 5)
)


def test_the_characters_of_a_font_are_those_with_a_glyph(tmp_path: Path) -> None:
    assert coverage(font(tmp_path, [(3, FORMAT_4)])) == {0x41, 0x42, 0x50, 0x52}
    assert coverage(font(tmp_path, [(3, FORMAT_4), (0, FORMAT_12)])) == {0x11, 0x12, 0x20000, 0x20001}
    assert coverage(font(tmp_path, [(1, FORMAT_4)])) == frozenset(), "not Unicode"


def test_what_is_no_font_draws_nothing(tmp_path: Path) -> None:
    empty, other, short = tmp_path / "empty.ttf", tmp_path / "other.ttf", tmp_path / "short.ttf"
    empty.touch()
    other.write_bytes(struct.pack(">4sHHHH", b"\0\1\0\0", 0, 0, 0, 0))
    short.write_bytes(b"ttcf")
    for path in (empty, other, short, tmp_path / "none.ttf"):
        assert coverage(str(path)) == frozenset()


@pytest.mark.usefixtures("chinese_fonts")
def test_the_typesetter_never_looks_for_a_package() -> None:
    for path in (Path(typesetting.__file__).parent / "templates").glob("*.typ"):
        text = path.read_text(encoding="utf-8")
        assert "#import" not in text
        assert "@preview" not in text
