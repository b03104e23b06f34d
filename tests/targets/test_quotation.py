import pytest

from jixiao.targets.quotation import quoted


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("≥90%", "“≥90%”"),
        ("“三公经费”控制率", "“‘三公经费’控制率”"),
        ("称“所谓‘大病’”", "“称‘所谓“大病”’”"),
        ("群众“就近办", "“群众‘就近办”"),
        (None, "空白"),
    ],
)
def test_marks_inside_a_quotation_are_one_level_down(text: str | None, sentence: str) -> None:
    assert quoted(text) == sentence
