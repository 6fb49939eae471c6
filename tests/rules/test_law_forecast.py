"""The next change of a score or of eligibility: as going through the days one by one would find it."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from law_facts import (
    CARPENTER,
    TEER_0,
    TEER_1,
    TEER_2,
    TEER_3,
    TEER_4,
    TODAY,
    born,
    canadian,
    english,
    foreign,
    french,
    here,
    job,
    offer,
    person,
    spouse,
)

from expressentry.rules import forecast
from expressentry.rules.facts import Certificate, CountedYears, EducationLevel, Facts, Job
from expressentry.rules.forecast import Cause
from expressentry.rules.tables import law_on

LAW = law_on(TODAY)


def changes(facts, until, on=TODAY):
    """Every change the forecast finds, one after the other."""
    found = []
    change = forecast.next_change(facts, on, LAW, until)
    while change is not None:
        found.append(change)
        change = forecast.next_change(facts, change.on, LAW, until)
    return found


def by_days(facts, until, on=TODAY):
    """The days on which the outcome differs from that of the day before."""
    was, found = forecast.outcome(facts, on, LAW), []
    for offset in range(1, (until - on).days + 1):
        day = on + timedelta(days=offset)
        now = forecast.outcome(facts, day, LAW)
        if now != was:
            found.append((day, was, now))
        was = now
    return found


# ---- Any facts

CODES = (TEER_0, TEER_1, TEER_2, TEER_3, TEER_4, CARPENTER)


def _day(random, earliest, latest):
    """A day so many days before (or, negative, after) today."""
    return TODAY - timedelta(days=random.randint(earliest, latest))


def _jobs(random, most=5):
    made = []
    for _ in range(random.randint(0, most)):
        first = _day(random, 0, 4000)
        last = None if random.random() < 0.35 else min(TODAY, first + timedelta(days=random.randint(20, 1200)))
        made.append(
            Job(
                noc_code=random.choice(CODES),
                started_on=first,
                ended_on=last,
                hours_per_week=random.choice((40, 40, 37.5, 30, 25, 20, 15, 12.5, 7)),
                in_canada=random.random() < 0.6,
                self_employed=random.random() < 0.1,
            )
        )
    return tuple(made)


def _spouse(random):
    return spouse(
        credentials=(foreign("doctoral", assessed_on=_day(random, 1100, 1820)),),
        language=english(9, _day(random, 0, 725)),
        jobs=_jobs(random, 2),
    )


def anyone(seed):
    """A person with work in many shapes, papers that run out, and a birthday."""
    random = Random(seed)
    code = random.choice(CODES)
    levels = [tuple(random.randint(4, 10) for _ in range(4)), random.randint(5, 10)]
    tested = (english(random.choice(levels), _day(random, 0, 725)), french(random.randint(4, 10), _day(random, 0, 725)))
    return Facts(
        birth_date=_day(random, 17 * 365, 50 * 365),
        spouse=_spouse(random) if random.random() < 0.4 else None,
        credentials=(
            foreign(random.choice(list(EducationLevel)), assessed_on=_day(random, 1100, 1820)),
            canadian(random.choice(list(EducationLevel))),
        )[: random.randint(1, 2)],
        languages=tested[: random.randint(1, 2)],
        jobs=_jobs(random),
        primary_occupation=code,
        qualified_on=_day(random, 200, 3000),
        certificate=Certificate(noc_code=code, expires_on=_day(random, -600, -1)) if random.random() < 0.4 else None,
        job_offer=offer(code, random.choice("acd"), lmia_expires_on=_day(random, -600, -1)),
        provinces=person().provinces,
        funds_cents=random.choice((0, 5_000_000)),
        family_size=2,
    )


@pytest.mark.parametrize("seed", range(60))
def test_as_going_through_the_days(seed):
    facts, until = anyone(seed), TODAY + timedelta(days=730)
    assert [(change.on, change.before, change.after) for change in changes(facts, until)] == by_days(facts, until)


# ---- Difficult shapes

FLUENT = {"languages": (english(9, date(2026, 11, 1)),), "primary_occupation": TEER_1, "birth_date": born(30)}
SHAPES = {
    "two occupations with different thresholds": person(
        languages=(english(6, TODAY),),
        jobs=(here(TEER_1, "2023-06-01", "2024-12-31"), here(TEER_2, "2025-01-01")),
    ),
    "part time beside full time leaving the window": person(
        jobs=(here(TEER_1, "2023-12-01", "2024-05-31"), here(TEER_1, "2025-06-01", hours=15)), **FLUENT
    ),
    "a gap that the window eats": person(
        jobs=(job(TEER_1, "2017-01-01", "2017-12-31"), job(TEER_1, "2018-01-10", "2018-12-20")), **FLUENT
    ),
    "a job that begins and ends later": person(jobs=(here(TEER_1, "2027-01-01", "2028-06-30"),), **FLUENT),
    "a trade before qualifying": person(
        languages=(english(5, TODAY),),
        jobs=(job(CARPENTER, "2020-01-01"),),
        primary_occupation=CARPENTER,
        qualified_on=date(2025, 3, 1),
        certificate=Certificate(noc_code=CARPENTER, expires_on=date(2027, 9, 30)),
    ),
    "many short jobs": person(
        jobs=tuple(
            here(
                TEER_1 if number % 2 else TEER_3,
                f"202{3 + number // 4}-0{1 + 2 * (number % 4)}-01",
                f"202{3 + number // 4}-0{2 + 2 * (number % 4)}-20",
            )
            for number in range(15)
        ),
        **FLUENT,
    ),
    "papers dated later": person(
        credentials=(foreign("doctoral", assessed_on=date(2027, 3, 4)),),
        languages=(english(9, date(2027, 2, 1)),),
        jobs=(job(CARPENTER, "2020-01-01"),),
        primary_occupation=CARPENTER,
        qualified_on=date(2026, 12, 24),
        certificate=Certificate(noc_code=CARPENTER),
    ),
    "forty jobs at once": person(
        jobs=tuple(
            replace(
                job(
                    TEER_1 if number % 3 else TEER_3,
                    f"20{17 + number % 10}-{1 + number % 12:02}-0{1 + number % 9}",
                    f"20{18 + number % 11}-{1 + number % 12:02}-0{1 + number % 9}" if number % 4 else None,
                    hours=(3, 7, 10, 12.5)[number % 4],
                ),
                in_canada=bool(number % 2),
            )
            for number in range(40)
        ),
        **FLUENT,
    ),
    "a job from a leap day": person(
        # Full time for 100 days from 29 February 2024, then half time: a year within three on one single day,
        # 28 February 2027. In the ten years older work hides it.
        jobs=(
            here(TEER_1, "2018-01-01", "2018-10-27"),
            here(TEER_1, "2024-02-29", "2024-06-07", hours=30),
            here(TEER_1, "2025-09-18", hours=15),
        ),
        **(FLUENT | {"primary_occupation": TEER_0}),
    ),
}


@pytest.mark.parametrize("facts", SHAPES.values(), ids=SHAPES)
def test_difficult_shapes(facts):
    until = date(2028, 12, 31)
    assert [(change.on, change.before, change.after) for change in changes(facts, until)] == by_days(facts, until)


# ---- Each cause, to the day

QUIET = person(birth_date=date(2000, 1, 1), primary_occupation=TEER_1, credentials=(canadian("secondary"),))
ASSESSED = foreign("doctoral", assessed_on=date(2022, 5, 6))
EXPIRING = date(2027, 4, 5)


@pytest.mark.parametrize(
    ("facts", "day", "cause"),
    [
        (replace(QUIET, birth_date=date(1997, 2, 3)), date(2027, 2, 3), Cause.BIRTHDAY),
        (replace(QUIET, birth_date=date(1996, 12, 1)), date(2026, 12, 1), Cause.BIRTHDAY),
        (replace(QUIET, languages=(english(7, date(2025, 3, 4)),)), date(2027, 3, 4), Cause.LANGUAGE_EXPIRES),
        (replace(QUIET, languages=(french(7, date(2025, 3, 4)),)), date(2027, 3, 4), Cause.LANGUAGE_EXPIRES),
        (replace(QUIET, credentials=(ASSESSED,)), date(2027, 5, 6), Cause.ASSESSMENT_EXPIRES),
        (replace(QUIET, spouse=spouse(credentials=(ASSESSED,))), date(2027, 5, 6), Cause.ASSESSMENT_EXPIRES),
        (
            replace(QUIET, spouse=spouse(language=english(9, date(2025, 3, 4)))),
            date(2027, 3, 4),
            Cause.LANGUAGE_EXPIRES,
        ),
        (replace(QUIET, jobs=(here(first="2026-01-05"),)), date(2027, 1, 4), Cause.WORK),
        (replace(QUIET, spouse=spouse(jobs=(here(first="2026-01-05"),))), date(2027, 1, 4), Cause.WORK),
        (replace(QUIET, jobs=(here(first="2016-06-01", last="2017-12-31"),)), date(2027, 1, 3), Cause.WORK),
        (
            replace(
                QUIET,
                languages=(english(9, date(2026, 11, 1)),),
                certificate=Certificate(noc_code=CARPENTER, expires_on=EXPIRING),
            ),
            date(2027, 4, 6),
            Cause.CERTIFICATE_EXPIRES,
        ),
        (
            replace(
                QUIET,
                languages=(english(9, date(2026, 11, 1)),),
                credentials=(canadian("doctoral"),),
                counted_years=CountedYears(continuous_primary=6, skilled=6),
                job_offer=offer(TEER_1, "d", lmia_expires_on=EXPIRING),
                funds_cents=0,
            ),
            date(2027, 4, 6),
            Cause.LMIA_EXPIRES,
        ),
    ],
)
def test_the_day_and_its_cause(facts, day, cause):
    change = forecast.next_change(facts, TODAY, LAW, date(2028, 11, 23))
    assert (change.on, change.causes) == (day, (cause,))
    assert change.before == forecast.outcome(facts, day - timedelta(days=1), LAW)
    assert change.after == forecast.outcome(facts, day, LAW)
    assert forecast.next_change(facts, TODAY, LAW, day).on == day
    assert forecast.next_change(facts, TODAY, LAW, day - timedelta(days=1)) is None
    assert forecast.next_change(facts, day, LAW, day) is None


def test_two_causes_on_one_day():
    facts = replace(QUIET, birth_date=date(1997, 3, 4), languages=(english(7, date(2025, 3, 4)),))
    change = forecast.next_change(facts, TODAY, LAW, date(2028, 1, 1))
    assert (change.on, set(change.causes)) == (date(2027, 3, 4), {Cause.BIRTHDAY, Cause.LANGUAGE_EXPIRES})


def test_nothing_changes_by_itself():
    assert forecast.next_change(Facts(), TODAY, LAW, date(2050, 1, 1)) is None
    assert forecast.next_change(QUIET, TODAY, LAW, date(2029, 12, 31)) is None
    assert forecast.next_change(QUIET, TODAY, LAW, date(2030, 1, 1)).on == date(2030, 1, 1)


def test_the_outcome_is_points_and_programs():
    found = forecast.outcome(replace(QUIET, languages=(english(7),)), TODAY, LAW)
    assert (found.total, len(found.points), found.programs) == (110 + 30 + 68, 16, ())
    assert sum(found.points) == found.total


def test_years_that_no_calendar_holds_are_never_reached():
    last = date.max
    facts = replace(
        QUIET,
        languages=(english(9, last),),
        credentials=(foreign("doctoral", assessed_on=last),),
        certificate=Certificate(noc_code=CARPENTER, expires_on=last),
        job_offer=offer(TEER_1, "d", lmia_expires_on=last),
        qualified_on=last,
        jobs=(here(TEER_1, "9999-12-31"), here(TEER_1, "0001-01-01", "9999-12-31")),
    )
    assert forecast.next_change(facts, TODAY, LAW, date(2029, 12, 31)) is None


# ---- Under the law of each day


def under_each_law(facts, on, until):
    """The days on which the outcome under the law of the day differs from that of the day before."""
    day, found = on + timedelta(days=1), []
    while day <= until:
        eve = day - timedelta(days=1)
        before, after = (forecast.outcome(facts, at, law_on(at)) for at in (eve, day))
        if before != after:
            found.append((day, before, after))
        day += timedelta(days=1)
    return found


@pytest.mark.parametrize("first", [date(2016, 6, 1), date(2020, 7, 1), date(2022, 9, 1), date(2024, 10, 1)])
def test_a_new_instrument_is_a_change_of_its_own_day(first):
    for seed in range(3):
        facts, until = anyone(seed), first + timedelta(days=400)
        found = list(forecast.changes_under(facts, first, law_on, until))
        assert [(change.on, change.before, change.after) for change in found] == under_each_law(facts, first, until)
        assert all(change.causes for change in found)


def test_the_points_of_a_job_offer_end_on_the_day_of_the_instrument():
    facts = replace(QUIET, job_offer=offer(TEER_1))
    first, *_ = forecast.changes_under(facts, date(2025, 3, 1), law_on, date(2025, 4, 1))
    assert (first.on, first.causes) == (date(2025, 3, 25), (Cause.AMENDMENT,))
    assert first.before.total - first.after.total == 50


def test_a_site_under_the_law_of_one_day_sees_no_instrument():
    facts, law = replace(QUIET, job_offer=offer(TEER_1)), law_on(date(2025, 3, 1))
    assert list(forecast.changes_under(facts, date(2025, 3, 1), lambda _day: law, date(2025, 4, 1))) == []
