"""What cannot be true of anyone: each fault, where it stands, and what is still possible."""

from datetime import date, timedelta

import pytest
from law_facts import CARPENTER, TEER_1, TODAY, canadian, english, foreign, french, here, job, offer, person, spouse

from expressentry.rules import impossible
from expressentry.rules.facts import (
    Ability,
    Certificate,
    CountedYears,
    Facts,
    Job,
    LanguageResult,
    LanguageTest,
    Province,
)

TOMORROW = TODAY + timedelta(days=1)
BORN = date(1990, 6, 15)


def found(facts, on=TODAY):
    return [(one.path, one.fault.value) for one in impossible.in_facts(facts, on)]


def ielts(**scores):
    given = dict.fromkeys(Ability, 7) | {"test": LanguageTest.IELTS_GT, "taken_on": TODAY} | scores
    return LanguageResult(**{str(name): value for name, value in given.items()})


POSSIBLE = {
    "nothing known": Facts(),
    "somebody": person(
        birth_date=BORN,
        spouse=spouse(credentials=(foreign("doctoral"),), language=english(9), canadian_years=2),
        credentials=(canadian("doctoral"), foreign("secondary", assessed_on=TODAY)),
        languages=(ielts(), french(9)),
        jobs=(job(first="2020-01-01", last="2020-01-01"), here(first="2026-11-23", hours=168)),
        primary_occupation=CARPENTER,
        qualified_on=TODAY,
        certificate=Certificate(noc_code=CARPENTER, expires_on=date(2040, 1, 1)),
        job_offer=offer(employers=2, lmia_expires_on=date(2020, 1, 1)),
        nomination=Province.ON,
        family_size=2,
    ),
    "born today": person(birth_date=TODAY),
    "born long ago": person(birth_date=date(1906, 11, 24)),
    "no money": person(funds_cents=0),
    "working from birth": person(birth_date=BORN, jobs=(job(first="1990-06-15"),)),
    "hours in hundredths": person(jobs=(job(hours=37.25), job(hours=0.01))),
    "many counted years": person(
        counted_years=CountedYears(
            canadian=10,
            foreign=10,
            canadian_last_three=3,
            canadian_occupation=TEER_1,
            continuous_primary=10,
            skilled=10,
            trade_last_five=5,
            canadian_ever=40,
        )
    ),
    "family alone": person(family_size=1),
}


@pytest.mark.parametrize("facts", POSSIBLE.values(), ids=POSSIBLE)
def test_possible(facts):
    assert found(facts) == []


@pytest.mark.parametrize(
    ("changes", "path", "fault"),
    [
        # Days to come, and days too long ago.
        ({"birth_date": TOMORROW}, "birth_date", "in_future"),
        ({"birth_date": date(1800, 1, 1)}, "birth_date", "too_long_ago"),
        (
            {"credentials": (canadian("secondary"), foreign("secondary", assessed_on=TOMORROW))},
            "credentials[1].assessed_on",
            "in_future",
        ),
        ({"languages": (english(7, TOMORROW),)}, "languages[0].taken_on", "in_future"),
        ({"jobs": (job(first="2026-11-24"),)}, "jobs[0].started_on", "in_future"),
        ({"jobs": (job(), job(last="2026-11-24"))}, "jobs[1].ended_on", "in_future"),
        ({"qualified_on": TOMORROW}, "qualified_on", "in_future"),
        # Days out of order.
        ({"jobs": (job(first="2020-01-02", last="2020-01-01"),)}, "jobs[0].ended_on", "ends_before_start"),
        ({"birth_date": BORN, "jobs": (job(first="1990-06-14"),)}, "jobs[0].started_on", "before_birth"),
        ({"birth_date": BORN, "qualified_on": date(1990, 6, 14)}, "qualified_on", "before_birth"),
        # Scores no test gives.
        ({"languages": (ielts(reading=6.3),)}, "languages[0].reading", "off_scale"),
        ({"languages": (french(7), ielts(speaking=9.5))}, "languages[1].speaking", "off_scale"),
        ({"languages": (ielts(listening=-1),)}, "languages[0].listening", "off_scale"),
        ({"spouse": spouse(language=ielts(writing=10))}, "spouse.language.writing", "off_scale"),
        ({"languages": (english(7), ielts())}, "languages[1].test", "same_language_twice"),
        # Occupations that do not exist.
        ({"jobs": (job("99999"),)}, "jobs[0].noc_code", "unknown_occupation"),
        ({"jobs": (job("2173"),)}, "jobs[0].noc_code", "unknown_occupation"),
        ({"jobs": (job(""),)}, "jobs[0].noc_code", "unknown_occupation"),
        ({"spouse": spouse(jobs=(here("2123"),))}, "spouse.jobs[0].noc_code", "unknown_occupation"),
        ({"primary_occupation": "00000"}, "primary_occupation", "unknown_occupation"),
        ({"certificate": Certificate(noc_code="7231")}, "certificate.noc_code", "unknown_occupation"),
        ({"job_offer": offer("2123x")}, "job_offer.noc_code", "unknown_occupation"),
        (
            {"counted_years": CountedYears(canadian_occupation="1")},
            "counted_years.canadian_occupation",
            "unknown_occupation",
        ),
        # Hours no week holds.
        ({"jobs": (job(hours=0),)}, "jobs[0].hours_per_week", "hours"),
        ({"jobs": (job(hours=-1),)}, "jobs[0].hours_per_week", "hours"),
        ({"jobs": (job(hours=168.01),)}, "jobs[0].hours_per_week", "hours"),
        ({"jobs": (job(hours=37.125),)}, "jobs[0].hours_per_week", "too_fine"),
        ({"spouse": spouse(jobs=(here(hours=200),))}, "spouse.jobs[0].hours_per_week", "hours"),
        # Numbers too small or too large.
        ({"funds_cents": -1}, "funds_cents", "negative"),
        ({"funds_cents": 10**12}, "funds_cents", "too_large"),
        ({"counted_years": CountedYears(canadian=-1)}, "counted_years.canadian", "negative"),
        ({"counted_years": CountedYears(foreign=11)}, "counted_years.foreign", "too_large"),
        ({"counted_years": CountedYears(canadian_last_three=4)}, "counted_years.canadian_last_three", "too_large"),
        ({"counted_years": CountedYears(trade_last_five=6)}, "counted_years.trade_last_five", "too_large"),
        ({"spouse": spouse(canadian_years=-1)}, "spouse.canadian_years", "negative"),
        ({"job_offer": offer(employers=0)}, "job_offer.employers", "negative"),
        ({"family_size": 1000}, "family_size", "too_large"),
        ({"family_size": 0}, "family_size", "family_too_small"),
        ({"spouse": spouse(), "family_size": 1}, "family_size", "family_too_small"),
        # Provinces without an Express Entry stream.
        ({"nomination": Province.QC}, "nomination", "no_nominee_program"),
        ({"nomination": Province.NU}, "nomination", "no_nominee_program"),
        # Years and jobs side by side.
        ({"jobs": (job(),), "counted_years": CountedYears()}, "counted_years", "jobs_and_counted_years"),
        ({"spouse": spouse(jobs=(here(),), canadian_years=0)}, "spouse.canadian_years", "jobs_and_counted_years"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_where_it_stands(changes, path, fault):
    facts = person(**({"birth_date": BORN, "family_size": 2 if "spouse" in changes else 1} | changes))
    assert found(facts) == [(path, fault)]


def test_every_fault_is_covered():
    """So that none is added without a case above."""
    (cases,) = (mark.args[1] for mark in test_each_fault_where_it_stands.pytestmark)
    assert {fault for _, _, fault in cases} == {fault.value for fault in impossible.Fault}


def test_the_figures_that_explain():
    def figures(**changes):
        (one,) = impossible.in_facts(person(**changes), TODAY)
        return one.figures

    assert figures(languages=(ielts(reading=6.3),)) == {"lowest": 0, "highest": 9, "step": 0.5}
    assert figures(jobs=(job(hours=169),)) == {"highest": 168}
    assert figures(family_size=0) == {"lowest": 1}
    assert figures(spouse=spouse(), family_size=1) == {"lowest": 2}
    assert figures(funds_cents=-1) == {"lowest": 0}
    assert figures(counted_years=CountedYears(foreign=11)) == {"highest": 10}


def test_several_faults_at_once():
    facts = Facts(
        birth_date=TOMORROW, jobs=(Job(noc_code="1", hours_per_week=0),), funds_cents=-1, nomination=Province.QC
    )
    assert {path for path, _ in found(facts)} == {
        "birth_date",
        "jobs[0].noc_code",
        "jobs[0].hours_per_week",
        "funds_cents",
        "nomination",
    }


def test_each_score_that_is_off_the_scale():
    facts = person(languages=(ielts(speaking=10, listening=9, reading=0.25, writing=-0.5),))
    assert [path for path, _ in found(facts)] == [
        "languages[0].speaking",
        "languages[0].reading",
        "languages[0].writing",
    ]


def test_the_scale_is_that_of_the_day_of_the_test():
    """TEF Canada: 450 in writing is on the scale of every period, 600 in speaking not before October 2019."""
    for taken_on, faults in ((date(2019, 9, 30), 1), (date(2019, 10, 1), 0), (date(2024, 1, 1), 0)):
        made = LanguageResult(
            test=LanguageTest.TEF_CANADA, taken_on=taken_on, speaking=600, listening=200, reading=200, writing=450
        )
        assert len(found(person(languages=(made,)))) == faults


@pytest.mark.parametrize("province", [one for one in Province if one not in (Province.QC, Province.NU)])
def test_every_other_province_nominates(province):
    assert found(person(nomination=province)) == []
