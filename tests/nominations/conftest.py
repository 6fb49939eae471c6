"""The partners of a test."""

import pytest
from flask import Flask

from tests.conftest import People
from tests.nominations.cases import Partners


@pytest.fixture
def partners(context: Flask, people: People) -> Partners:
    """Officers, provinces and candidates."""
    return Partners(people)
