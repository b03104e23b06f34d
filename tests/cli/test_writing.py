import pytest

from jixiao.cli.chinese import CannotDoError
from jixiao.cli.writing import written
from jixiao.papers import Line, Paper, fonts
from jixiao.papers.formats import formats

STRANGE = "\U0010fffd"


def paper(text: str) -> list[Paper]:
    return [Paper(name="表", blocks=(Line(text=text),))]


@pytest.mark.usefixtures("chinese_fonts")
def test_what_no_font_can_draw_is_said_and_the_file_written_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(paper(f"甲{STRANGE}\u001b"), "pdf").startswith(b"%PDF")
    told = capsys.readouterr().err
    assert f"本机的字体画不出“{STRANGE}”（U+10FFFD）" in told
    assert "fonts-babelstone-han" in told
    assert "\u001b" not in told


@pytest.mark.parametrize("form", [each.code for each in formats])
@pytest.mark.usefixtures("chinese_fonts")
def test_nothing_is_said_where_everything_can_be_read(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert written(paper("绩效自评表" if form == "pdf" else STRANGE), form)
    assert capsys.readouterr().err == ""


def test_without_chinese_fonts_nothing_is_written_and_the_package_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_names", lambda: ("DejaVu Sans",))
    fonts.families.cache_clear()
    try:
        with pytest.raises(CannotDoError, match="fonts-noto-cjk"):
            written(paper("绩效"), "pdf")
        assert written(paper("绩效"), "html")
    finally:
        fonts.families.cache_clear()


def test_many_missing_characters_are_counted() -> None:
    characters = [chr(0xF0000 + number) for number in range(12)]
    told = fonts.about_missing(characters)
    assert "等12个字符" in told
    assert told.count("U+") == 8
    assert fonts.about_missing(["e\u0483"]).count("（U+0065 U+0483）") == 1
    assert fonts.about_missing(()) == ""
