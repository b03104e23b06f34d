"""Settings for all tests."""

import os

import pytest
from hypothesis import settings

from jixiao.papers.fonts import MissingFontsError, families

# No test depends on how fast the machine is; the gate searches the same examples every time, a person's runs search new ones.
settings.register_profile("person", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.load_profile("gate" if os.environ.get("CI") else "person")


@pytest.fixture(scope="session")
def chinese_fonts() -> None:
    """What draws Chinese letters is left out where the machine has none."""
    try:
        families("hei")
    except MissingFontsError as error:
        pytest.skip(str(error))
