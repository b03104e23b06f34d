"""What needs Chinese fonts is left out where the machine has none."""

import pytest

from jixiao.papers.fonts import MissingFontsError, families


@pytest.fixture(scope="session")
def chinese_fonts() -> None:
    try:
        families("hei")
    except MissingFontsError as error:
        pytest.skip(str(error))
