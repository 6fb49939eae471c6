"""The order of the pool and the cut-off; the time in the pool and the time to answer (IRPA 10.1 to 10.3; MI 3, 4)."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from law_facts import TODAY

from expressentry.rules import process
from expressentry.rules.ranking import Selection, Standing, select
from expressentry.rules.tables import law_on

NOON = datetime(2026, 11, 1, 12, 0, 0, tzinfo=UTC)


def at(score, seconds, identity=0):
    """A candidate of a score who submitted so many seconds after noon."""
    return Standing(score, NOON + timedelta(seconds=seconds), identity)


def invite(pool, size, lowest=None, rule=True):
    return select(sorted(pool, key=lambda one: one.key), size, lowest, rule)


def names(selection):
    return [one.id for one in selection.invited]


POOL = [at(470, 50, 1), at(500, 90, 2), at(480, 30, 3), at(480, 10, 4), at(480, 20, 5), at(460, 1, 6)]


# ---- Order


def test_score_first_then_submission():
    assert names(invite(POOL, 100)) == [2, 4, 5, 3, 1, 6]


def test_a_full_tie_is_settled_by_the_record():
    assert names(invite([at(480, 10, 9), at(480, 10, 3), at(480, 10, 7)], 2)) == [3, 7]


def test_submissions_are_compared_to_the_second_and_below():
    later = Standing(480, NOON + timedelta(microseconds=1), 1)
    assert names(invite([later, Standing(480, NOON, 2)], 1)) == [2]


# ---- The tie-breaking rule


@pytest.mark.parametrize(
    ("size", "expected", "cut_off", "tie_break", "at_cut_off", "left_out"),
    [
        (1, [2], 500, 90, 1, 0),
        (2, [2, 4], 480, 10, 1, 2),
        (3, [2, 4, 5], 480, 20, 2, 1),
        (4, [2, 4, 5, 3], 480, 30, 3, 0),
        (5, [2, 4, 5, 3, 1], 470, 50, 1, 0),
        (6, [2, 4, 5, 3, 1, 6], 460, 1, 1, 0),
    ],
)
def test_exactly_as_many_as_the_round_has_places(size, expected, cut_off, tie_break, at_cut_off, left_out):
    found = invite(POOL, size)
    assert names(found) == expected
    assert found.cut_off_score == cut_off
    assert found.tie_break_at == NOON + timedelta(seconds=tie_break)
    assert (found.at_cut_off, found.left_out) == (at_cut_off, left_out)
    assert found.last == found.invited[-1]


@pytest.mark.parametrize(
    ("size", "expected", "cut_off"),
    [
        (1, [2], 500),
        (2, [2, 4, 5, 3], 480),  # everyone at the cut-off score
        (3, [2, 4, 5, 3], 480),
        (4, [2, 4, 5, 3], 480),
        (5, [2, 4, 5, 3, 1], 470),
    ],
)
def test_before_june_2017_everyone_at_the_cut_off_is_invited(size, expected, cut_off):
    found = invite(POOL, size, rule=False)
    assert names(found) == expected
    assert (found.cut_off_score, found.left_out) == (cut_off, 0)


def test_everyone_at_the_cut_off_counts_as_at_it():
    assert invite(POOL, 2, rule=False).at_cut_off == 3


@pytest.mark.parametrize("rule", [True, False])
@pytest.mark.parametrize("size", [6, 7, 1000])
def test_a_pool_smaller_than_the_round(size, rule):
    found = invite(POOL, size, rule=rule)
    assert names(found) == [2, 4, 5, 3, 1, 6]
    assert (found.cut_off_score, found.left_out) == (460, 0)


@pytest.mark.parametrize("rule", [True, False])
def test_nobody(rule):
    nobody = Selection((), None, None, 0, 0)
    assert invite([], 10, rule=rule) == nobody
    assert invite(POOL, 0, rule=rule) == nobody
    assert invite(POOL, 10, lowest=501, rule=rule) == nobody
    assert nobody.last is None


@pytest.mark.parametrize(
    ("lowest", "size", "expected"),
    [
        (480, 10, [2, 4, 5, 3]),
        (481, 10, [2]),
        (470, 2, [2, 4]),
        (500, 10, [2]),
        (None, 10, [2, 4, 5, 3, 1, 6]),
    ],
)
def test_a_lowest_score(lowest, size, expected):
    assert names(invite(POOL, size, lowest)) == expected


def test_a_lowest_score_within_a_tie_leaves_nobody_out():
    found = invite(POOL, 10, 480)
    assert (found.cut_off_score, found.at_cut_off, found.left_out) == (480, 3, 0)


def test_reads_no_further_than_the_tie_at_the_cut_off():
    read = []

    def pool():
        for one in sorted(POOL, key=lambda one: one.key):
            read.append(one.id)
            yield one

    select(pool(), 2, None, True)
    assert read == [2, 4, 5, 3, 1]
    endless = (at(900, number, number) for number in range(10**9))
    assert len(select(islice(endless, 5), 3, None, True).invited) == 3


@pytest.mark.parametrize(
    ("on", "rule"), [(date(2015, 1, 1), False), (date(2017, 6, 5), False), (date(2017, 6, 6), True)]
)
def test_the_rule_since_june_2017(on, rule):
    assert law_on(on).process.tie_breaking_rule is rule
    assert law_on(TODAY).process.tie_breaking_rule


# ---- Days to answer an invitation


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2015, 1, 1), 60),
        (date(2016, 11, 18), 60),
        (date(2016, 11, 19), 90),
        (date(2017, 6, 6), 90),
        (date(2018, 6, 25), 90),
        (date(2018, 6, 26), 60),
        (date(2020, 3, 17), 60),
        (date(2020, 3, 18), 90),
        (date(2021, 6, 28), 90),
        (date(2021, 6, 29), 60),
        (TODAY, 60),
    ],
)
def test_days_to_answer_by_the_day_of_the_invitation(on, expected):
    assert process.answer_before(on, law_on(on)) == datetime.combine(
        on + timedelta(days=expected + 1), datetime.min.time(), UTC
    )


@pytest.mark.parametrize(
    ("on", "before"),
    # The day of the invitation does not count; the last day counts in full.
    [
        (date(2019, 7, 10), datetime(2019, 9, 9, tzinfo=UTC)),  # 60 days
        (date(2017, 10, 4), datetime(2018, 1, 3, tzinfo=UTC)),  # 90 days
        (date(2015, 1, 31), datetime(2015, 4, 2, tzinfo=UTC)),
        (date(2023, 12, 31), datetime(2024, 3, 1, tzinfo=UTC)),  # over 29 February
        (date(2024, 12, 31), datetime(2025, 3, 2, tzinfo=UTC)),
        (date(2021, 6, 28), datetime(2021, 9, 27, tzinfo=UTC)),  # 90 days still
        (date(2021, 6, 29), datetime(2021, 8, 29, tzinfo=UTC)),
    ],
)
def test_the_first_instant_too_late(on, before):
    assert process.answer_before(on, law_on(on)) == before


# ---- One year in the pool, to the same time of day


@pytest.mark.parametrize(
    ("submitted", "expires"),
    [
        (datetime(2025, 11, 23, 14, 35, 7, tzinfo=UTC), datetime(2026, 11, 23, 14, 35, 7, tzinfo=UTC)),
        (datetime(2015, 1, 1, 0, 0, 0, tzinfo=UTC), datetime(2016, 1, 1, 0, 0, 0, tzinfo=UTC)),
        (datetime(2023, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (datetime(2023, 2, 28, 8, 0, 1, tzinfo=UTC), datetime(2024, 2, 28, 8, 0, 1, tzinfo=UTC)),
        (datetime(2023, 3, 1, 8, 0, 1, tzinfo=UTC), datetime(2024, 3, 1, 8, 0, 1, tzinfo=UTC)),
        (datetime(2024, 2, 29, 8, 0, 1, tzinfo=UTC), datetime(2025, 3, 1, 8, 0, 1, tzinfo=UTC)),
        (datetime(2026, 3, 8, 7, 30, 0, 123456, tzinfo=UTC), datetime(2027, 3, 8, 7, 30, 0, 123456, tzinfo=UTC)),
    ],
)
def test_the_stay_ends_a_year_later_at_the_same_time(submitted, expires):
    assert process.stay_expires_at(submitted, law_on(submitted.date())) == expires
