"""Which days count: their sum is what the law counts, and every other day has its reason."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from law_facts import CARPENTER, TEER_1, TEER_4, TODAY, here, job, person
from test_law_forecast import anyone

from expressentry.rules import experience
from expressentry.rules.experience import Exclusion, Question
from expressentry.rules.facts import Job
from expressentry.rules.tables import law_on
from expressentry.rules.work_days import NotCounted, work_days

LAW = law_on(TODAY)


def reasons(question, facts, on=TODAY):
    """For each job, its stretches as first day, last day and reason."""
    asked = work_days(question, facts, on, law_on(on))
    return [[(str(s.first), str(s.last), s.why) for s in given.stretches] for given in asked.jobs]


def many(random, most):
    """Jobs of every kind: overlapping, ongoing, to come, without dates."""
    made = []
    for _ in range(most):
        first = TODAY - timedelta(days=random.randint(-300, 5000))
        made.append(
            Job(
                noc_code=random.choice((TEER_1, TEER_4, CARPENTER, None)),
                started_on=random.choice((first, first, first, first, None)),
                ended_on=random.choice((None, first + timedelta(days=random.randint(0, 900)))),
                hours_per_week=random.choice((5, 15, 20, 30, 40, None)),
                in_canada=random.choice((True, False)),
                full_time_student=random.random() < 0.1,
            )
        )
    return tuple(made)


@pytest.mark.parametrize("seed", range(40))
def test_the_days_add_up_to_what_the_law_counts(seed):
    random = Random(seed)
    facts = replace(anyone(seed), jobs=many(random, random.choice((1, 4, 40))), counted_years=None)
    for question in Question:
        found = work_days(question, facts, TODAY, LAW)
        assert sum(part.units for part in found.together) == found.units
        assert found.units == experience.units(question, facts, TODAY, LAW)
        for given, counted in zip(found.jobs, experience.count(question, facts, TODAY, LAW).jobs, strict=True):
            if question is not Question.FSW_CONTINUOUS and question is not Question.FSW_CANADIAN:
                assert given.units == counted.units
            assert bool(given.stretches) != (given.why is Exclusion.INCOMPLETE and not given.stretches)
            for one, following in zip(given.stretches, given.stretches[1:], strict=False):
                assert following.first == one.last + timedelta(days=1)
                assert following.why != one.why


def test_the_window_of_three_years():
    facts = person(jobs=(here(TEER_1, "2023-01-01", "2024-06-30"),))
    assert reasons(Question.CEC, facts) == [
        [
            ("2023-01-01", "2023-11-22", Exclusion.OUTSIDE_WINDOW),
            ("2023-11-23", "2024-06-30", None),
        ]
    ]
    assert reasons(Question.CRS_CANADIAN, facts) == [[("2023-01-01", "2024-06-30", None)]]
    assert reasons(Question.CRS_FOREIGN, facts) == [[("2023-01-01", "2024-06-30", Exclusion.IN_CANADA)]]


def test_a_job_that_goes_on_counts_up_to_yesterday_and_one_to_come_not_yet():
    facts = person(jobs=(job(TEER_1, "2026-01-01"), job(TEER_1, "2026-11-01", "2027-01-31"), job(TEER_1, "2027-05-01")))
    assert reasons(Question.CRS_FOREIGN, facts) == [
        [("2026-01-01", "2026-11-22", None)],
        [("2026-11-01", "2026-11-22", None), ("2026-11-23", "2027-01-31", NotCounted.NOT_YET)],
        [("2027-05-01", "2027-05-01", NotCounted.NOT_YET)],
    ]


def test_only_the_longest_stretch_is_continuous():
    facts = person(
        primary_occupation=TEER_1,
        jobs=(
            job(TEER_1, "2020-01-01", "2020-03-31"),
            job(TEER_1, "2020-04-08", "2021-01-31"),
            job(TEER_1, "2022-01-01", "2022-06-30"),
            job(CARPENTER, "2023-01-01", "2023-06-30"),
        ),
    )
    assert reasons(Question.FSW_CONTINUOUS, facts) == [
        [("2020-01-01", "2020-03-31", None)],
        [("2020-04-08", "2021-01-31", None)],
        [("2022-01-01", "2022-06-30", NotCounted.NOT_CONTINUOUS)],
        [("2023-01-01", "2023-06-30", Exclusion.NOT_PRIMARY_OCCUPATION)],
    ]


def test_a_trade_counts_from_the_day_of_qualifying():
    facts = person(
        primary_occupation=CARPENTER,
        qualified_on=date(2024, 5, 1),
        jobs=(job(CARPENTER, "2021-01-01", "2024-12-31"),),
    )
    assert reasons(Question.FST, facts) == [
        [
            ("2021-01-01", "2021-11-22", Exclusion.OUTSIDE_WINDOW),
            ("2021-11-23", "2024-04-30", NotCounted.BEFORE_QUALIFIED),
            ("2024-05-01", "2024-12-31", None),
        ]
    ]
    assert reasons(Question.FST, replace(facts, qualified_on=None))[0][0][2] is Exclusion.NOT_QUALIFIED
    assert reasons(Question.FST, replace(facts, primary_occupation=TEER_1))[0][0][2] is Exclusion.NOT_A_TRADE


def test_work_in_canada_at_any_time_is_full_time_work_of_all_jobs_together():
    facts = person(
        jobs=(here(TEER_1, "2010-01-01", "2010-06-30", hours=15), here(TEER_1, "2010-03-01", "2010-04-30", hours=15))
    )
    first, second = reasons(Question.FSW_CANADIAN, facts)
    assert first == [
        ("2010-01-01", "2010-02-28", NotCounted.NOT_FULL_TIME),
        ("2010-03-01", "2010-04-30", None),
        ("2010-05-01", "2010-06-30", NotCounted.NOT_FULL_TIME),
    ]
    assert second == [("2010-03-01", "2010-04-30", None)]


def test_hours_above_thirty_do_not_count_whichever_job_they_come_from():
    facts = person(jobs=(here(TEER_1, "2026-01-05", "2026-02-01", hours=25), here(TEER_1, "2026-01-12", "2026-01-18")))
    found = work_days(Question.CRS_CANADIAN, facts, TODAY, LAW)
    assert [(str(part.first), str(part.last), part.worked, part.counted) for part in found.together] == [
        ("2026-01-05", "2026-01-11", 2500, 2500),
        ("2026-01-12", "2026-01-18", 6500, 3000),
        ("2026-01-19", "2026-02-01", 2500, 2500),
    ]
    assert found.hours == 25 + 30 + 25 + 25
    assert [given.hours for given in found.jobs] == [100, 30]


def test_a_job_without_dates_or_hours_is_not_drawn():
    facts = person(jobs=(Job(noc_code=TEER_1, hours_per_week=40), here(TEER_1, "2026-05-01", "2026-04-01")))
    assert [given.why for given in work_days(Question.CEC, facts, TODAY, LAW).jobs] == [Exclusion.INCOMPLETE] * 2
    assert reasons(Question.CEC, facts) == [[], []]
