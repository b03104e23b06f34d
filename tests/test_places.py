"""How a place in a file is said to the people who look it up."""

import pytest

from jixiao.places import Place

SENTENCES = [
    (Place(), "位置不详"),
    (Place(line=12), "原文第12行"),
    (Place(page=2, line=12), "第2页原文第12行"),
    (Place(page=2, table=1, row=4, column=3), "第2页表1第4行第3列"),
    (Place(sheet="自评表", row=4, column=3), "工作表“自评表”第4行第3列"),
    (Place(table=1), "表1"),
    (Place(paragraph=12), "正文第12段"),
    (Place(page=3), "第3页"),
    (Place(table=1, row=4, line=12), "原文第12行"),
]


@pytest.mark.parametrize(("place", "sentence"), SENTENCES)
def test_a_place_is_said_from_the_largest_container_down(place: Place, sentence: str) -> None:
    assert str(place) == sentence
