"""The site's own rule for its own outages: at least 15 minutes in the last 24 hours give 24 hours after them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expressentry.rules.deadline import Outage, extended

DEADLINE = datetime(2027, 1, 23, 0, 0, tzinfo=UTC)


def at(text):
    return datetime.fromisoformat(f"2027-01-{text}:00+00:00")


def outage(began, ended):
    return Outage(at(began), at(ended))


@pytest.mark.parametrize(
    ("began", "ended", "until"),
    [
        ("22T10:00", "22T10:15", "23T10:15"),
        ("22T10:00", "22T10:14", "23T00:00"),  # too short
        ("21T20:00", "21T23:59", "23T00:00"),  # over before the last 24 hours
        ("21T20:00", "22T00:00", "23T00:00"),  # touches them, and gives no more than they had
        ("21T20:00", "22T00:01", "23T00:01"),
        ("22T23:50", "23T00:05", "24T00:05"),
        ("23T00:00", "23T04:00", "24T04:00"),  # begins at the deadline itself
        ("23T00:01", "23T04:00", "23T00:00"),  # begins after it
        ("20T00:00", "23T12:00", "24T12:00"),
    ],
)
def test_one_outage(began, ended, until):
    assert extended(DEADLINE, [outage(began, ended)]) == at(until)


def test_no_outage():
    assert extended(DEADLINE, []) == DEADLINE


def test_an_outage_in_the_hours_won_moves_it_again():
    first, second, third = (
        outage("22T10:00", "22T11:00"),
        outage("23T09:00", "23T10:00"),
        outage("24T10:01", "24T11:00"),
    )
    assert extended(DEADLINE, [first]) == at("23T11:00")
    assert extended(DEADLINE, [second, first]) == at("24T10:00")
    assert extended(DEADLINE, [third, second, first]) == at("24T10:00")
    assert extended(DEADLINE, [second]) == DEADLINE


MINUTES = st.integers(min_value=-4000, max_value=8000)
OUTAGES = st.lists(
    st.builds(
        lambda began, lasted: Outage(DEADLINE + timedelta(minutes=began), DEADLINE + timedelta(minutes=began + lasted)),
        MINUTES,
        st.integers(min_value=0, max_value=3000),
    ),
    max_size=6,
)


@given(OUTAGES)
def test_never_earlier_and_settled_once_and_for_all(outages):
    once = extended(DEADLINE, outages)
    assert once >= DEADLINE
    assert extended(once, outages) == once
    assert extended(DEADLINE, reversed(outages)) == once
