"""The service standard: six months from the receipt of a complete application, for 80 percent of them."""

from datetime import date

import pytest

from expressentry.rules.service import elapsed_days, standard_day, within_standard
from expressentry.rules.tables import law_on

LAW = law_on(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-11-23", "2027-05-23"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-29", "2028-02-29"),
        ("2027-08-31", "2028-02-29"),
        ("2026-06-30", "2026-12-30"),
    ],
)
def test_the_last_day_of_the_standard(received, last):
    assert standard_day(date.fromisoformat(received), LAW) == date.fromisoformat(last)


def test_within_the_standard_on_its_last_day():
    received = date(2026, 11, 23)
    assert within_standard(received, date(2027, 5, 23), LAW)
    assert not within_standard(received, date(2027, 5, 24), LAW)


def test_elapsed_days():
    assert elapsed_days(date(2026, 11, 23), date(2026, 11, 23)) == 0
    assert elapsed_days(date(2026, 11, 23), date(2027, 5, 23)) == 181


def test_the_standard_and_the_life_of_a_draft():
    assert (LAW.service.months, LAW.service.percent, LAW.service.draft_days) == (6, 80, 60)
