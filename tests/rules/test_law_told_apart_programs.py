"""Small differences in the programs, the grid, fees, categories and the forecast: each test fails on one wrong sign."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from households import you
from law_facts import (
    CARPENTER,
    ELECTRICIAN,
    PHYSICIAN,
    TEER_1,
    TEER_2,
    TEER_4,
    TODAY,
    asked,
    born,
    canadian,
    card,
    english,
    foreign,
    french,
    here,
    job,
    offer,
    person,
    result,
    unmet,
)

from expressentry.rules import categories, experience, forecast, process
from expressentry.rules.experience import Question
from expressentry.rules.facts import Assessor, CountedYears
from expressentry.rules.fees import FeeItem, Paid, overpaid
from expressentry.rules.lock_in import holding
from expressentry.rules.programs import Program
from expressentry.rules.scorecard import frozen, frozen_lines
from expressentry.rules.tables import law_on

LAW = law_on(TODAY)
HOUR = 700  # counting units
YEAR = {"first": "2024-01-01", "last": "2024-12-29"}  # 364 days of 30 hours a week: 1,560 hours

# ---- Requirements: what there is, what is needed, what is missing


def test_without_a_province_there_is_nothing_to_read():
    assert asked(person(provinces=()), "cec", "outside_quebec").have is None
    assert asked(person(), "cec", "outside_quebec").have == ("ON",)


def test_of_two_languages_the_one_that_comes_nearest_is_told():
    tested = person(languages=(english((6, 6, 6, 6)), french((7, 7, 7, 6))))
    found = asked(tested, "fsw", "language")
    assert (found.have, found.short, found.reason) == ((7, 7, 7, 6), (0, 0, 0, 1), "french")


def test_funds_that_are_not_told_are_not_enough():
    """A family of two needs 19,001 dollars; without the size of the family nobody can say."""
    assert unmet(person(family_size=2, funds_cents=None), "fsw") >= {"funds"}
    assert asked(person(family_size=2, funds_cents=None), "fsw", "funds").need == 1_900_100
    nobody = asked(person(family_size=None), "fsw", "funds")
    assert (nobody.met, nobody.need) == (False, None)
    assert asked(person(family_size=0), "fsw", "funds").need == asked(person(), "fsw", "funds").need


@pytest.mark.parametrize(("last", "short"), [("2024-12-29", 0), ("2024-12-28", 3000), ("2025-12-29", 0)])
def test_the_hours_that_are_missing(last, short):
    """A day of full-time work is a seventh of 30 hours."""
    found = asked(person(jobs=(here(first="2024-01-01", last=last),)), "cec", "canadian_work")
    assert (found.need, found.short) == (1560 * HOUR, short)


def test_without_canadian_work_a_year_is_missing():
    found = asked(person(jobs=(job(**YEAR),), primary_occupation=TEER_1), "cec", "canadian_work")
    assert (found.have, found.short) == (0, 1560 * HOUR)


@pytest.mark.parametrize(("own", "primary", "level"), [(None, TEER_2, 5), (None, TEER_1, 7), (TEER_2, TEER_1, 5)])
def test_where_years_are_counted_the_primary_occupation_stands_in_for_that_of_the_work(own, primary, level):
    counted = CountedYears(canadian=1, canadian_last_three=1, canadian_occupation=own)
    found = asked(person(counted_years=counted, primary_occupation=primary), "cec", "language")
    assert found.need == (level,) * 4


def test_the_education_that_there_is():
    assert asked(person(credentials=(canadian("secondary"),)), "fsw", "education").have == "secondary"
    assert asked(person(), "fsw", "education").have is None


@pytest.mark.parametrize(
    ("facts", "total", "short"),
    [
        (person(birth_date=born(30)), 12, 55),
        (person(birth_date=None), 0, 67),
        (
            person(credentials=(canadian("doctoral"),), languages=(english(9),), counted_years=CountedYears(skilled=6)),
            76,
            0,
        ),
    ],
)
def test_the_points_of_the_grid_that_are_missing(facts, total, short):
    """25 of education, 24 of language, 15 of work and 12 of age are 76 of the 67 asked for (IRPR 76(2))."""
    found = asked(facts, "fsw", "grid")
    assert (found.have, found.need, found.short) == (total, 67, short)


def test_what_the_lines_of_the_grid_rest_on():
    lines = {one.factor.value: one for one in result(person(languages=(english(9),)), "fsw").grid.lines}
    assert lines["first_language"].basis == (9, 9, 9, 9)
    assert lines["age"].basis == (30,)
    nothing = {one.factor.value: one for one in result(person(birth_date=None), "fsw").grid.lines}
    assert (nothing["first_language"].basis, nothing["first_language"].raw) == ((), 0)
    assert (nothing["age"].basis, nothing["age"].raw) == ((), 0)


WES = foreign("doctoral", assessor=Assessor.WES)
MCC = foreign("doctoral", assessor=Assessor.MCC)
OLD = foreign("doctoral", assessor=Assessor.MCC, assessed_on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("credentials", "met", "have"),
    [
        ((WES,), False, "wes"),
        ((MCC,), True, "mcc"),
        ((WES, MCC), True, "mcc"),
        ((WES, replace(WES, assessor=Assessor.ICAS)), False, "wes"),
        ((WES, OLD), False, "wes"),
    ],
)
def test_a_physician_from_abroad_is_assessed_by_the_medical_council(credentials, met, have):
    """An assessment that has expired proves nothing here either (IRPR 75(2.1))."""
    found = asked(person(primary_occupation=PHYSICIAN, credentials=credentials), "fsw", "professional_body")
    assert (found.met, found.have, found.need) == (met, have, "mcc")


@pytest.mark.parametrize(
    ("occupation", "credentials"),
    [
        (PHYSICIAN, ()),
        (PHYSICIAN, (OLD,)),
        (PHYSICIAN, (canadian("doctoral"),)),
        (PHYSICIAN, (WES, canadian("secondary"))),
        (TEER_1, (WES,)),
        (None, (WES,)),
    ],
)
def test_the_professional_body_is_not_asked_of_others(occupation, credentials):
    facts = person(primary_occupation=occupation, credentials=credentials)
    assert "professional_body" not in {one.key.value for one in result(facts, "fsw").requirements}


@pytest.mark.parametrize(
    ("job_offer", "branch", "reason"), [(None, None, None), (offer(ELECTRICIAN, "c"), "iv", "branch:iv")]
)
def test_the_branch_met_in_a_trade_is_told(job_offer, branch, reason):
    found = asked(person(primary_occupation=ELECTRICIAN, job_offer=job_offer), "fst", "certificate_or_offer")
    assert (found.met, found.have, found.reason) == (branch is not None, branch, reason)


@pytest.mark.parametrize(
    ("primary", "qualified", "reason"),
    [
        (CARPENTER, None, "not_qualified"),
        (CARPENTER, date(2026, 11, 24), "not_qualified"),
        (CARPENTER, date(2026, 11, 23), None),
        (TEER_1, None, None),
    ],
)
def test_work_in_a_trade_counts_for_those_qualified_in_it(primary, qualified, reason):
    found = asked(person(primary_occupation=primary, qualified_on=qualified), "fst", "trade_work")
    assert (found.met, found.have, found.reason) == (False, 0, reason)


@pytest.mark.parametrize(("primary", "have"), [(CARPENTER, 3 * 1560 * HOUR), (TEER_1, 0), (None, 0)])
def test_years_counted_in_a_trade_are_those_of_a_trade(primary, have):
    counted = person(primary_occupation=primary, counted_years=CountedYears(trade_last_five=3))
    assert asked(counted, "fst", "trade_work").have == have


# ---- Hours


@pytest.mark.parametrize(
    "worked",
    [
        here(first="2026-12-01", last="2027-12-01"),  # yet to come
        here(first="2010-01-01", last="2014-12-31"),  # before the ten years
        here(first="2024-06-01", last="2024-01-01"),  # ends before it begins
    ],
)
def test_work_outside_the_window_takes_nothing_away(worked):
    for jobs in ((worked,), (worked, here(**YEAR))):
        found = experience.count(Question.CRS_CANADIAN, person(jobs=jobs), TODAY, LAW)
        assert found.hours == 1560 * (len(jobs) - 1)


@pytest.mark.parametrize(("weekly", "hours"), [(29.99, 0), (30, 1560), (45, 1560)])
def test_adaptability_counts_full_time_work_and_nothing_less(weekly, hours):
    """Thirty hours a week are full-time work (IRPR 73(1), 83(4))."""
    facts = person(jobs=(here(**YEAR, hours=weekly),))
    assert experience.units(Question.FSW_CANADIAN, facts, TODAY, LAW) == hours * HOUR


@pytest.mark.parametrize(
    ("worked", "primary", "qualified", "why"),
    [
        (job(CARPENTER, **YEAR), CARPENTER, date(2020, 1, 1), None),
        (job(CARPENTER, **YEAR), CARPENTER, None, "not_qualified"),
        (job(CARPENTER, **YEAR), ELECTRICIAN, date(2020, 1, 1), "not_primary_occupation"),
        (job(CARPENTER, **YEAR), ELECTRICIAN, None, "not_qualified"),
        (job(CARPENTER, **YEAR), TEER_1, date(2020, 1, 1), "not_a_trade"),
        (job(CARPENTER, **YEAR, paid=False), TEER_1, None, "unpaid"),
        (here(CARPENTER, **YEAR, authorized=False), CARPENTER, None, "unauthorized"),
    ],
)
def test_why_a_job_gives_nothing_to_the_trades(worked, primary, qualified, why):
    facts = person(jobs=(worked,), primary_occupation=primary, qualified_on=qualified)
    given = experience.contributions(worked, facts, TODAY, LAW)
    assert next(one for one in given if one.question == "fst").excluded == why


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("crs_canadian", 1),
        ("crs_foreign", 1),
        ("cec", 1),
        ("fsw_continuous", 1),
        ("fsw_experience", 1),
        ("fsw_canadian", 1),
        ("fst", 2),
    ],
)
def test_the_years_each_question_asks_for_and_none_without_work(question, years):
    assert experience.count(Question(question), person(), TODAY, LAW).needed_years == years
    assert experience.units(Question(question), person(), TODAY, LAW) == 0


# ---- Categories


def test_without_french_all_of_the_level_is_missing():
    (found,) = categories.qualifies(person(), "french", TODAY, LAW).requirements
    assert (found.have, found.need, found.short) == (None, (7, 7, 7, 7), (7, 7, 7, 7))


def test_work_of_a_category_that_is_missing():
    """Of several listed occupations the one with most work is told."""
    need = categories.qualifies(person(), "trades", TODAY, LAW).requirements[0].need
    (nothing,) = categories.qualifies(person(), "trades", TODAY, LAW).requirements
    assert (nothing.have, nothing.short) == (0, need)
    (untold,) = categories.qualifies(person(counted_years=CountedYears()), "trades", TODAY, LAW).requirements
    assert (untold.have, untold.short) == (None, need)
    (unpaid,) = categories.qualifies(person(jobs=(job(CARPENTER, paid=False),)), "trades", TODAY, LAW).requirements
    assert (unpaid.have, unpaid.occupation) == (0, CARPENTER)
    long, short = job(CARPENTER, "2024-01-01", "2024-12-29"), job(ELECTRICIAN, "2025-01-01", "2025-06-30")
    for jobs in ((long, short), (short, long)):
        (most,) = categories.qualifies(person(jobs=jobs), "trades", TODAY, LAW).requirements
        assert (most.have, most.occupation) == (1560 * HOUR, CARPENTER)


@pytest.mark.parametrize(("own", "primary", "told"), [(None, CARPENTER, CARPENTER), (ELECTRICIAN, TEER_1, ELECTRICIAN)])
def test_a_category_reads_counted_years_of_the_primary_occupation_unless_another_is_named(own, primary, told):
    counted = CountedYears(canadian_last_three=2, canadian_occupation=own)
    facts = person(counted_years=counted, primary_occupation=primary)
    (found,) = categories.qualifies(facts, "trades", TODAY, LAW).requirements
    assert (found.have, found.occupation) == (2 * 1560 * HOUR, told)


# ---- Invitations, nominations, fees


def test_without_a_birth_date_there_is_no_birthday_to_forgive():
    held = holding(person(birth_date=None), TODAY, TODAY, LAW, program=Program.CEC, invited_with=0, lowest=0)
    assert (held.score, held.birthday_forgiven) == (0, False)


def test_a_nomination_is_accepted_within_thirty_days():
    assert process.nomination_answer_before(date(2026, 1, 1), LAW) == datetime(2026, 2, 1, tzinfo=UTC)


def test_overpaid_to_the_cent():
    """What is paid for nobody goes back whole, and nothing paid is nothing to give back."""
    for cents, back in ((1, {FeeItem.SPOUSE: 1}), (0, {})):
        assert overpaid((you(),), [Paid(FeeItem.SPOUSE, 1, cents, TODAY)], TODAY, LAW) == back


def test_a_scorecard_that_is_kept_says_the_same_later():
    kept = frozen(card(person()))
    assert (kept["total"], kept["on"], kept["accompanied"]) == (105, "2026-11-23", False)
    assert kept["law"] == LAW.version
    assert kept["sections"] == [["a", 105, 105, 500], ["b", 0, 0, 0], ["c", 0, 0, 100], ["d", 0, 0, 600]]
    assert kept["lines"][0] == ["age", 105, 105, 110]
    (first, *others) = frozen_lines(kept)
    assert (first.factor, first.raw, first.points, first.maximum) == ("age", 105, 105, 110)
    assert len(others) == 15


# ---- The forecast


def on_days(facts, until, on=TODAY):
    return [(one.on, one.causes) for one in forecast.changes(facts, on, LAW, until)]


def test_a_test_result_of_a_day_to_come_counts_from_that_day():
    later = person(languages=(english(9, date(2027, 1, 1)),))
    assert on_days(later, date(2027, 1, 31)) == [(date(2027, 1, 1), ("language_expires",))]
    assert on_days(person(languages=(replace(english(9), taken_on=None),)), date(2027, 1, 31)) == []


def test_what_makes_that_very_day_special():
    facts = person(birth_date=date(1995, 11, 24))
    assert forecast.causes_on(facts, date(2026, 11, 24), LAW) == ("birthday",)
    assert forecast.causes_on(facts, date(2026, 11, 23), LAW) == ()
    assert forecast.causes_on(facts, date(2026, 11, 25), LAW) == ()


OFFERED = person(languages=(english(9),), job_offer=offer(TEER_1, "c"))


def test_an_instrument_on_the_last_day_asked_is_seen_and_one_later_is_not():
    """The points of a job offer ended on 2025-03-25."""
    first = date(2025, 3, 1)
    offered = replace(OFFERED, languages=(english(9, date(2025, 2, 1)),))
    seen = list(forecast.changes_under(offered, first, law_on, date(2025, 3, 25)))
    assert [(one.on, one.causes) for one in seen] == [(date(2025, 3, 25), ("amendment",))]
    assert list(forecast.changes_under(offered, first, law_on, date(2025, 3, 24))) == []


@pytest.mark.parametrize("birthday", [date(1990, 3, 24), date(1990, 3, 25), date(1990, 3, 26)])
def test_a_birthday_around_an_instrument_is_a_day_of_its_own(birthday):
    offered = replace(OFFERED, languages=(english(9, date(2025, 2, 1)),), birth_date=birthday)
    found = forecast.changes_under(offered, date(2025, 3, 1), law_on, date(2025, 3, 31))
    expected = {date(2025, 3, 25): ("amendment",)}
    day = birthday.replace(year=2025)
    expected[day] = ("birthday", *expected.get(day, ()))
    assert [(one.on, one.causes) for one in found] == sorted(expected.items())


def test_work_that_counts_for_nothing_changes_nothing():
    assert on_days(person(jobs=(here(TEER_4, "2026-01-01"),)), date(2027, 6, 1)) == []
