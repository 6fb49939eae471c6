"""What cannot be true of anyone: each fault, at its path, with the figures that explain it."""

from datetime import date, timedelta

import pytest
from law_facts import TEER_1, TODAY, english, foreign, french, here, job, offer, person, spouse

from expressentry.rules import impossible
from expressentry.rules.facts import (
    Certificate,
    CountedYears,
    Credential,
    Facts,
    Job,
    LanguageResult,
    LanguageTest,
    Province,
)
from expressentry.rules.impossible import Fault

TOMORROW = TODAY + timedelta(days=1)
IELTS = {"test": LanguageTest.IELTS_GT, "taken_on": date(2026, 1, 5)}
GOOD = {"speaking": 7.0, "listening": 8.5, "reading": 6.5, "writing": 9.0}


def ielts(**scores):
    return LanguageResult(**(IELTS | GOOD | scores))


def found(facts):
    return [(one.path, one.fault.value) for one in impossible.in_facts(facts, TODAY)]


CASES = [
    # Days
    (person(birth_date=TOMORROW), "birth_date", "in_future"),
    (person(birth_date=date(1905, 12, 31)), "birth_date", "too_long_ago"),
    (person(languages=(english(7, TOMORROW),)), "languages[0].taken_on", "in_future"),
    (person(languages=(english(7), french(7, TOMORROW))), "languages[1].taken_on", "in_future"),
    (person(credentials=(foreign("doctoral", assessed_on=TOMORROW),)), "credentials[0].assessed_on", "in_future"),
    (person(jobs=(job(first=TOMORROW.isoformat()),)), "jobs[0].started_on", "in_future"),
    (person(jobs=(job(last=TOMORROW.isoformat()),)), "jobs[0].ended_on", "in_future"),
    (person(jobs=(job(first="2020-01-02", last="2020-01-01"),)), "jobs[0].ended_on", "ends_before_start"),
    (person(jobs=(job(first="1996-11-22"),)), "jobs[0].started_on", "before_birth"),
    (person(qualified_on=TOMORROW), "qualified_on", "in_future"),
    (person(qualified_on=date(1996, 11, 22)), "qualified_on", "before_birth"),
    # Scores
    (person(languages=(ielts(reading=6.3),)), "languages[0].reading", "off_scale"),
    (person(languages=(ielts(speaking=9.5),)), "languages[0].speaking", "off_scale"),
    (person(languages=(ielts(listening=-0.5),)), "languages[0].listening", "off_scale"),
    (person(languages=(ielts(writing=7.25),)), "languages[0].writing", "off_scale"),
    (person(languages=(english((13, 12, 11, 10)),)), "languages[0].speaking", "off_scale"),
    (person(languages=(ielts(), english(7))), "languages[1].test", "same_language_twice"),
    # Occupations
    (person(primary_occupation="12345"), "primary_occupation", "unknown_occupation"),
    (person(primary_occupation="2173"), "primary_occupation", "unknown_occupation"),
    (person(jobs=(job("0013"),)), "jobs[0].noc_code", "unknown_occupation"),
    (person(certificate=Certificate(noc_code="7271")), "certificate.noc_code", "unknown_occupation"),
    (person(job_offer=offer("99999")), "job_offer.noc_code", "unknown_occupation"),
    (
        person(counted_years=CountedYears(canadian_occupation="1")),
        "counted_years.canadian_occupation",
        "unknown_occupation",
    ),
    # Numbers
    (person(jobs=(job(hours=0),)), "jobs[0].hours_per_week", "hours"),
    (person(jobs=(job(hours=-1),)), "jobs[0].hours_per_week", "hours"),
    (person(jobs=(job(hours=168.5),)), "jobs[0].hours_per_week", "hours"),
    (person(jobs=(job(hours=37.555),)), "jobs[0].hours_per_week", "too_fine"),
    (person(funds_cents=-1), "funds_cents", "negative"),
    (person(funds_cents=10**12), "funds_cents", "too_large"),
    (person(family_size=0), "family_size", "family_too_small"),
    (person(family_size=1, spouse=spouse()), "family_size", "family_too_small"),
    (person(family_size=51), "family_size", "too_large"),
    (person(job_offer=offer(employers=0)), "job_offer.employers", "negative"),
    (person(job_offer=offer(employers=101)), "job_offer.employers", "too_large"),
    (person(counted_years=CountedYears(canadian=-1)), "counted_years.canadian", "negative"),
    (person(counted_years=CountedYears(canadian=11)), "counted_years.canadian", "too_large"),
    (person(counted_years=CountedYears(foreign=11)), "counted_years.foreign", "too_large"),
    (person(counted_years=CountedYears(canadian_last_three=4)), "counted_years.canadian_last_three", "too_large"),
    (person(counted_years=CountedYears(continuous_primary=11)), "counted_years.continuous_primary", "too_large"),
    (person(counted_years=CountedYears(skilled=11)), "counted_years.skilled", "too_large"),
    (person(counted_years=CountedYears(trade_last_five=6)), "counted_years.trade_last_five", "too_large"),
    (person(counted_years=CountedYears(canadian_ever=81)), "counted_years.canadian_ever", "too_large"),
    (person(jobs=(job(),), counted_years=CountedYears()), "counted_years", "jobs_and_counted_years"),
    # Quebec and Nunavut do not nominate through Express Entry.
    (person(nomination=Province.QC), "nomination", "no_nominee_program"),
    (person(nomination=Province.NU), "nomination", "no_nominee_program"),
]
SPOUSES = [
    (spouse(language=english(7, TOMORROW)), "spouse.language.taken_on", "in_future"),
    (spouse(language=ielts(reading=6.3)), "spouse.language.reading", "off_scale"),
    (
        spouse(credentials=(foreign("doctoral", assessed_on=TOMORROW),)),
        "spouse.credentials[0].assessed_on",
        "in_future",
    ),
    (spouse(jobs=(here(), here("12345"))), "spouse.jobs[1].noc_code", "unknown_occupation"),
    (spouse(jobs=(here(first="2020-01-02", last="2020-01-01"),)), "spouse.jobs[0].ended_on", "ends_before_start"),
    (spouse(jobs=(here(),), canadian_years=1), "spouse.canadian_years", "jobs_and_counted_years"),
    (spouse(canadian_years=-1), "spouse.canadian_years", "negative"),
    (spouse(canadian_years=81), "spouse.canadian_years", "too_large"),
]


@pytest.mark.parametrize(("facts", "path", "fault"), CASES, ids=[f"{path}-{fault}" for _, path, fault in CASES])
def test_one_fault(facts, path, fault):
    assert found(facts) == [(path, fault)]


@pytest.mark.parametrize(("partner", "path", "fault"), SPOUSES, ids=[f"{path}-{fault}" for _, path, fault in SPOUSES])
def test_one_fault_of_the_spouse(partner, path, fault):
    assert found(person(spouse=partner, family_size=2)) == [(path, fault)]


def test_every_fault_is_covered():
    assert {fault for _, _, fault in CASES} == {fault.value for fault in Fault}


# Not impossible, however unusual.
POSSIBLE = [
    Facts(),
    person(),
    person(birth_date=TODAY),
    person(birth_date=date(1906, 1, 1)),
    person(languages=(english(12, TODAY), french(10, date(2016, 5, 1)))),
    person(languages=(ielts(speaking=0, listening=0, reading=0, writing=0),)),
    person(languages=(LanguageResult(test=LanguageTest.IELTS_GT),)),
    person(languages=(LanguageResult(),)),
    person(jobs=(job(hours=168), job(hours=0.01), job(hours=37.55))),
    person(jobs=(job(first="2020-02-29", last="2020-02-29"),)),
    person(jobs=(job(first=TODAY.isoformat(), last=TODAY.isoformat()),)),
    person(jobs=(Job(),), credentials=(Credential(),)),
    person(jobs=(job(first="1996-11-23"),)),
    person(qualified_on=TODAY),
    person(funds_cents=0, family_size=50),
    person(spouse=spouse(canadian_years=0), family_size=2),
    person(counted_years=CountedYears(canadian=10, foreign=10, canadian_last_three=3, trade_last_five=5)),
    person(counted_years=CountedYears(continuous_primary=10, skilled=10, canadian_ever=80)),
    person(certificate=Certificate(), job_offer=offer(TEER_1, employers=2)),
    *[person(nomination=province) for province in Province if province not in (Province.QC, Province.NU)],
]


@pytest.mark.parametrize("facts", POSSIBLE)
def test_nothing_impossible(facts):
    assert found(facts) == []


def test_every_fault_at_once_in_the_order_of_the_facts():
    facts = person(
        birth_date=TOMORROW,
        languages=(ielts(reading=6.3, speaking=10),),
        jobs=(job("12345", hours=200), job(first="2020-01-02", last="2020-01-01")),
        funds_cents=-5,
        nomination=Province.QC,
    )
    assert set(found(facts)) >= {
        ("birth_date", "in_future"),
        ("languages[0].reading", "off_scale"),
        ("languages[0].speaking", "off_scale"),
        ("jobs[0].noc_code", "unknown_occupation"),
        ("jobs[0].hours_per_week", "hours"),
        ("jobs[1].ended_on", "ends_before_start"),
        ("funds_cents", "negative"),
        ("nomination", "no_nominee_program"),
    }


@pytest.mark.parametrize(
    ("facts", "figures"),
    [
        (person(languages=(ielts(reading=6.3),)), {"lowest": 0, "highest": 9, "step": 0.5}),
        (person(jobs=(job(hours=200),)), {"highest": 168}),
        (person(spouse=spouse(), family_size=1), {"lowest": 2}),
        (person(funds_cents=-1), {"lowest": 0}),
        (person(counted_years=CountedYears(canadian_last_three=4)), {"highest": 3}),
        (person(birth_date=TOMORROW), {}),
    ],
)
def test_the_figures_that_explain(facts, figures):
    (one,) = impossible.in_facts(facts, TODAY)
    assert one.figures == figures


@pytest.mark.parametrize(
    ("taken_on", "impossible_score"),
    # The scale is that of the sitting: before 2019-10-01 each paper of TEF Canada had its own.
    [(date(2019, 9, 30), True), (date(2019, 10, 1), False)],
)
def test_the_scale_of_the_sitting(taken_on, impossible_score):
    result = LanguageResult(
        test=LanguageTest.TEF_CANADA, taken_on=taken_on, speaking=600, listening=600, reading=600, writing=600
    )
    assert bool(found(person(languages=(result,)))) is impossible_score
