"""Rolling up: the first five are quoted, the rest is counted, long cells are shortened."""

from jixiao.audit.rolling import joined, listed, rest, shortened


def test_few_are_all_quoted() -> None:
    assert listed(["甲", "乙"]) == "“甲”“乙”"
    assert joined(["甲", "乙"]) == "甲；乙"
    assert rest(5) == ""


def test_of_many_the_rest_is_counted() -> None:
    assert listed(list("甲乙丙丁戊己庚"), "项") == "“甲”“乙”“丙”“丁”“戊”（另有2项）"
    assert joined(list("甲乙丙丁戊己")) == "甲；乙；丙；丁；戊（另有1处）"


def test_long_cells_are_shortened() -> None:
    assert shortened("甲\n乙") == "甲 乙"
    assert shortened("甲" * 60) == "甲" * 47 + "…"
