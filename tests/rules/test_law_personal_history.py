"""Ten years without gaps, stretches told twice, and who lived where how long."""

from datetime import date, timedelta

import pytest
from households import stay
from hypothesis import given
from hypothesis import strategies as st

from expressentry.rules.personal_history import (
    Gap,
    gaps,
    last_long_stay_end,
    lives_in,
    overlaps,
    period,
    residences,
)
from expressentry.rules.years import months_after

FIRST, LAST = date(2016, 11, 23), date(2026, 11, 23)


def day(text):
    return date.fromisoformat(text) if text else None


def spans(*pairs):
    return [(day(first), day(last)) for first, last in pairs]


@pytest.mark.parametrize(
    ("born", "on", "first"),
    [
        (None, "2026-11-23", "2016-11-23"),
        ("1995-05-05", "2026-11-23", "2016-11-23"),
        ("1998-11-22", "2026-11-23", "2016-11-23"),  # 18 the day before the ten years
        ("1998-11-24", "2026-11-23", "2016-11-24"),
        ("2004-02-29", "2026-11-23", "2022-03-01"),
        ("2008-11-23", "2026-11-23", "2026-11-23"),  # 18 on that day
        ("2015-01-01", "2026-11-23", "2026-11-23"),
        ("9999-12-31", "2026-11-23", "2026-11-23"),
        ("1990-01-01", "2028-02-29", "2018-02-28"),
    ],
)
def test_the_period(born, on, first):
    assert period(day(born), day(on)) == (day(first), day(on))


def test_no_gap():
    assert gaps(spans(("2010-01-01", "2020-06-30"), ("2020-07-01", None)), FIRST, LAST) == ()
    assert gaps(spans(("2016-11-23", "2026-11-23")), FIRST, LAST) == ()


def test_nothing_said_is_one_gap():
    assert gaps([], FIRST, LAST) == (Gap(FIRST, LAST),)


@pytest.mark.parametrize(
    ("resumed", "found"),
    [
        ("2020-08-01", ()),  # July, 31 days
        ("2020-08-02", (Gap(date(2020, 7, 1), date(2020, 8, 1)),)),  # 32 days
    ],
)
def test_thirty_one_days_are_let_pass(resumed, found):
    assert gaps(spans(("2015-01-01", "2020-06-30"), (resumed, None)), FIRST, LAST) == found


def test_gaps_before_between_and_after_in_whatever_order_they_are_told():
    told = spans(("2020-01-01", "2021-12-31"), ("2018-01-01", "2018-12-31"))
    assert gaps(told, FIRST, LAST) == (
        Gap(date(2016, 11, 23), date(2017, 12, 31)),
        Gap(date(2019, 1, 1), date(2019, 12, 31)),
        Gap(date(2022, 1, 1), date(2026, 11, 23)),
    )


def test_a_span_that_ends_before_it_starts_or_lies_outside_covers_nothing():
    told = spans(("2021-01-01", "2020-01-01"), ("2000-01-01", "2005-01-01"), ("2027-01-01", None))
    assert gaps(told, FIRST, LAST) == (Gap(FIRST, LAST),)
    assert gaps([(date.min, date.max)], FIRST, LAST) == ()
    assert gaps([(date.max, date.max), (date.min, date.min)], FIRST, LAST) == (Gap(FIRST, LAST),)


DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2028, 1, 1))
SPANS = st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=8)


def covered(told, first, last):
    """Every day between two days that some span covers."""
    return {
        first + timedelta(days=n)
        for n in range((last - first).days + 1)
        if any(s <= first + timedelta(days=n) <= (e or date.max) for s, e in told)
    }


@given(SPANS)
def test_cover_and_gaps_are_the_period(told):
    first, last = date(2024, 1, 1), date(2026, 1, 1)
    inside = covered(told, first, last)
    missing = {gap.started_on + timedelta(days=n) for gap in gaps(told, first, last, 0) for n in range(gap.days)}
    assert not inside & missing
    assert len(inside) + len(missing) == (last - first).days + 1


@given(SPANS)
def test_longer_gaps_are_those_longer_than_what_is_let_pass(told):
    assert gaps(told, FIRST, LAST) == tuple(gap for gap in gaps(told, FIRST, LAST, 0) if gap.days > 31)


@given(SPANS)
def test_overlaps_are_the_days_told_twice(told):
    last = date(2026, 1, 1)
    twice = {
        date(2015, 1, 1) + timedelta(days=n)
        for n in range((last - date(2015, 1, 1)).days + 1)
        if sum(s <= date(2015, 1, 1) + timedelta(days=n) <= (e or date.max) for s, e in told) > 1
    }
    found = [gap.started_on + timedelta(days=n) for gap in overlaps(told, last, 0) for n in range(gap.days)]
    assert len(found) == len(set(found))
    assert set(found) == twice


def test_overlaps():
    assert overlaps(spans(("2020-01-01", "2020-06-30"), ("2020-06-30", None))) == ()
    assert overlaps(spans(("2020-01-01", "2020-06-30"), ("2020-05-31", None))) == ()  # 31 days
    assert overlaps(spans(("2020-05-30", None), ("2020-01-01", "2020-06-30"))) == (
        Gap(date(2020, 5, 30), date(2020, 6, 30)),
    )
    assert overlaps(spans(("2020-01-01", None), ("2021-01-01", None)), LAST) == (Gap(date(2021, 1, 1), LAST),)


# ---- Stays


def where(*stays, first=FIRST, last=LAST):
    return [(one.country, str(one.started_on), str(one.ended_on)) for one in residences(stays, first, last)]


def test_stays_that_follow_each_other_day_by_day_are_one():
    assert where(stay("FR", "2020-04-01", "2020-06-30"), stay("FR", "2020-01-01", "2020-03-31")) == [
        ("FR", "2020-01-01", "2020-06-30")
    ]
    assert where(stay("FR", "2020-01-01", "2020-12-31"), stay("FR", "2020-02-01", "2020-03-01")) == [
        ("FR", "2020-01-01", "2020-12-31")
    ]


def test_days_a_history_may_leave_open_do_not_part_two_stays_in_one_country():
    first = stay("FR", "2020-01-01", "2020-03-31")
    whole = [("FR", "2020-01-01", "2020-06-30")]
    assert where(first, stay("FR", "2020-04-02", "2020-06-30")) == whole
    assert where(first, stay("FR", "2020-05-02", "2020-06-30")) == whole
    assert len(where(first, stay("FR", "2020-05-03", "2020-06-30"))) == 2
    assert len(where(first, stay("FR", "2020-04-05", "2020-06-30"), stay("DE", "2020-04-01", "2020-04-04"))) == 3
    assert len(where(first, stay("FR", "2020-04-05", "2020-06-30"), stay("DE", "2020-04-02", "2020-04-02"))) == 3
    assert where(first, stay("FR", "2020-04-02", "2020-06-30"), stay("DE", "2019-01-01", "2020-03-31"))[1:] == whole


def test_stays_are_cut_to_the_period_and_unfinished_answers_left_out():
    assert where(stay("FR", "2010-01-01"), stay("IN", "2000-01-01", "2016-11-22")) == [
        ("FR", "2016-11-23", "2026-11-23")
    ]
    assert where(stay("FR", "2027-01-01"), stay(None, "2020-01-01"), stay("FR", "2020-02-01", "2020-01-01")) == []


@pytest.mark.parametrize(
    ("last", "end"),
    [("2020-06-29", None), ("2020-06-30", "2020-06-30"), ("2020-07-01", "2020-07-01"), (None, "2026-11-23")],
)
def test_six_months_in_a_row(last, end):
    assert last_long_stay_end([stay("FR", "2020-01-01", last)], "FR", FIRST, LAST, 6) == day(end)


def test_six_months_in_a_row_from_the_end_of_august():
    stays = [stay("FR", "2020-08-31", "2021-02-27")]
    assert last_long_stay_end(stays, "FR", FIRST, LAST, 6) == date(2021, 2, 27)
    assert last_long_stay_end([stay("FR", "2020-08-31", "2021-02-26")], "FR", FIRST, LAST, 6) is None


def test_a_later_short_stay_does_not_move_the_end_of_the_last_long_one():
    stays = [stay("FR", "2018-01-01", "2018-12-31"), stay("FR", "2022-01-01", "2022-02-28")]
    assert last_long_stay_end(stays, "FR", FIRST, LAST, 6) == date(2018, 12, 31)
    assert last_long_stay_end(stays, "DE", FIRST, LAST, 6) is None


def test_who_lives_there_now():
    assert lives_in([stay("FR", "2020-01-01")], "FR", LAST)
    assert lives_in([stay("FR", "2020-01-01", "2026-11-23")], "FR", LAST)
    assert not lives_in([stay("FR", "2020-01-01", "2026-11-22")], "FR", LAST)
    assert not lives_in([stay("FR", "2026-11-24")], "FR", LAST)
    assert not lives_in([stay("FR", "2020-01-01")], "DE", LAST)


@pytest.mark.parametrize(
    ("since", "months", "later"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-06-15", 6, "2026-12-15"),
        ("2026-07-15", 6, "2027-01-15"),
    ],
)
def test_months_after(since, months, later):
    assert months_after(day(since), months) == day(later)
