"""The handbook shows the transition table as it is."""

from jixiao_web.workflow.handbook import PAGE, page


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python3 dev.py handbook"
