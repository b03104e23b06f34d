"""The tests run on the database that they were asked to run on."""

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    assert connection.vendor == os.environ.get("JIXIAO_TEST_DATABASE", "sqlite")
