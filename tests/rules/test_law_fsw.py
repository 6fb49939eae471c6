"""Federal Skilled Worker: each minimum requirement, the pass mark, funds and professional bodies (IRPR 75 to 77)."""

from datetime import date, timedelta

import pytest
from law_facts import (
    CARPENTER,
    PHYSICIAN,
    SPECIALIST,
    SURGEON,
    TEER_0,
    TEER_1,
    TEER_2,
    TEER_3,
    TEER_4,
    TEER_5,
    TODAY,
    asked,
    canadian,
    days,
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

from expressentry.rules.facts import Assessor, CountedYears, Province

SIX_YEARS = job(TEER_1, "2019-01-01", "2024-12-31")
MASTERS = canadian("masters_or_entry_to_practice_professional")


def worker(**changes):
    """Meets every requirement with 74 points: education 23, language 24, experience 15, age 12."""
    given = {
        "credentials": (MASTERS,),
        "languages": (english(9),),
        "jobs": (SIX_YEARS,),
        "primary_occupation": TEER_1,
    }
    return person(**(given | changes))


def counted(occupation, **changes):
    years = CountedYears(continuous_primary=6, skilled=6)
    return worker(primary_occupation=occupation, jobs=(), counted_years=years, **changes)


def test_a_worker_who_meets_everything():
    assert unmet(worker(), "fsw") == set()
    assert result(worker(), "fsw").met
    assert result(worker(), "fsw").grid.total == 74


@pytest.mark.parametrize(
    ("provinces", "met"),
    [
        ((Province.ON,), True),
        ((Province.QC, Province.BC), True),
        (tuple(Province), True),
        ((Province.QC,), False),
        ((), False),
    ],
)
def test_outside_quebec(provinces, met):
    assert unmet(worker(provinces=provinces), "fsw") == (set() if met else {"outside_quebec"})


@pytest.mark.parametrize(
    ("occupation", "met"),
    [
        (TEER_0, True),
        (TEER_1, True),
        (TEER_2, True),
        (TEER_3, True),
        (CARPENTER, True),
        (TEER_4, False),
        (TEER_5, False),
    ],
)
def test_skilled_primary_occupation(occupation, met):
    assert unmet(counted(occupation), "fsw") == (set() if met else {"primary_occupation"})


@pytest.mark.parametrize(
    ("occupation", "before", "since"),
    # Truck drivers were skill level C and are TEER 3; recreation instructors were B and are TEER 4.
    [("73300", False, True), ("54100", True, False), (TEER_1, True, True)],
)
def test_skilled_primary_occupation_before_and_after_noc_2021(occupation, before, since):
    for on, met in ((date(2022, 11, 15), before), (date(2022, 11, 16), since)):
        tested = (english(9, on - timedelta(days=30)),)
        assert unmet(counted(occupation, languages=tested), "fsw", on) == (set() if met else {"primary_occupation"})


ELSEWHERE = job(TEER_2, "2017-01-01", "2023-06-30")  # skilled work in another occupation, for the points


@pytest.mark.parametrize(
    ("length", "weekly", "met"),
    [(364, 30, True), (363, 30, False), (363, 60, False), (728, 15, True), (727, 15, False)],
)
def test_one_continuous_year_in_the_primary_occupation(length, weekly, met):
    first, last = days(length, "2026-10-31")
    facts = worker(jobs=(ELSEWHERE, job(TEER_1, first, last, weekly)))
    assert unmet(facts, "fsw") == (set() if met else {"continuous_work"})


def test_two_half_years_are_not_continuous():
    halves = (job(TEER_1, "2024-01-01", "2024-06-30"), job(TEER_1, "2025-01-01", "2025-07-31"))
    assert unmet(worker(jobs=(ELSEWHERE, *halves)), "fsw") == {"continuous_work"}


def test_work_in_canada_as_a_student_may_count():
    assert unmet(worker(jobs=(here(TEER_1, "2019-01-01", "2024-12-31", full_time_student=True),)), "fsw") == set()


@pytest.mark.parametrize("ability", range(4), ids=["speaking", "listening", "reading", "writing"])
@pytest.mark.parametrize(("level", "met"), [(6, False), (7, True)])
def test_clb_7_in_each_ability(ability, level, met):
    levels = tuple(level if number == ability else 10 for number in range(4))
    assert unmet(worker(languages=(english(levels),)), "fsw") == (set() if met else {"language"})
    assert unmet(worker(languages=(french(levels),)), "fsw") == (set() if met else {"language"})


def test_no_language_mixes_abilities_of_both():
    facts = worker(languages=(english((9, 9, 9, 6)), french((6, 6, 6, 9))))
    assert unmet(facts, "fsw") == {"language"}


def test_language_two_years_old():
    assert unmet(worker(languages=(english(9, date(2024, 11, 24)),)), "fsw") == set()
    assert "language" in unmet(worker(languages=(english(9, date(2024, 11, 23)),)), "fsw")


STRONG = {"languages": (english(9), french(7)), "job_offer": offer(), "worked_in_canada": True}  # 75 without education


@pytest.mark.parametrize(
    ("credentials", "met"),
    [
        ((canadian("secondary"),), True),
        ((foreign("secondary"),), True),
        ((foreign("doctoral", assessed_on=TODAY.replace(year=2021) + timedelta(days=1)),), True),
        ((foreign("doctoral", assessed_on=TODAY.replace(year=2021)),), False),  # five years old
        ((foreign("doctoral", assessed_on=None),), False),
        ((canadian("doctoral", completed=False),), False),
        ((canadian("less_than_secondary"),), False),
        ((), False),
    ],
)
def test_education(credentials, met):
    assert unmet(worker(credentials=credentials, **STRONG), "fsw") == (set() if met else {"education"})


# ---- Pass mark: 67


@pytest.mark.parametrize(
    ("levels", "total", "met"),
    # Education 23, experience of two years 11, age 12, and the language.
    [((8, 8, 8, 8), 66, False), ((8, 8, 8, 9), 67, True), ((7, 7, 7, 7), 62, False), ((9, 9, 9, 9), 70, True)],
)
def test_pass_mark(levels, total, met):
    facts = worker(languages=(english(levels),), jobs=(job(TEER_1, "2023-01-02", "2025-01-01"),))
    assert result(facts, "fsw").grid.total == total
    assert result(facts, "fsw").grid.pass_mark == 67
    assert unmet(facts, "fsw") == (set() if met else {"grid"})


# ---- Funds, unless a job offer under 82(2)(a), (b) or (d) exempts


@pytest.mark.parametrize(("cents", "met"), [(1_526_300, True), (1_526_299, False), (0, False), (None, False)])
def test_funds(cents, met):
    assert unmet(worker(funds_cents=cents), "fsw") == (set() if met else {"funds"})


@pytest.mark.parametrize(("branch", "exempt"), [("a", True), ("b", True), ("c", False), ("d", True)])
def test_a_job_offer_exempts_from_funds_or_not(branch, exempt):
    facts = worker(funds_cents=0, job_offer=offer(TEER_1, branch))
    assert unmet(facts, "fsw") == (set() if exempt else {"funds"})


def test_an_offer_that_is_no_arranged_employment_does_not_exempt():
    assert unmet(worker(funds_cents=0, job_offer=offer(TEER_4)), "fsw") == {"funds"}
    assert unmet(worker(funds_cents=0, job_offer=offer(TEER_1, employers=2)), "fsw") == {"funds"}


def test_funds_of_an_unknown_family_are_not_shown():
    assert unmet(worker(family_size=None), "fsw") == {"funds"}
    assert asked(worker(family_size=None), "fsw", "funds").need is None


# ---- Professional bodies (IRPR 75(2.1))

BODIES = [
    (SPECIALIST, Assessor.MCC),
    (SURGEON, Assessor.MCC),
    (PHYSICIAN, Assessor.MCC),
    ("31120", Assessor.PEBC),
    ("21200", Assessor.CACB),
]


@pytest.mark.parametrize(("occupation", "body"), BODIES)
@pytest.mark.parametrize("assessor", list(Assessor))
def test_the_professional_body_must_assess(occupation, body, assessor):
    facts = counted(occupation, credentials=(foreign("doctoral", assessor=assessor),))
    assert unmet(facts, "fsw") == (set() if assessor is body else {"professional_body"})


def test_any_assessor_in_other_occupations():
    for assessor in Assessor:
        assert unmet(counted(TEER_1, credentials=(foreign("doctoral", assessor=assessor),)), "fsw") == set()


def test_a_canadian_degree_needs_no_assessment():
    assert unmet(counted(PHYSICIAN, credentials=(canadian("doctoral"),)), "fsw") == set()


def test_one_assessment_by_the_body_is_enough():
    both = (foreign("masters_or_entry_to_practice_professional", assessor=Assessor.WES),)
    with_body = (*both, foreign("doctoral", assessor=Assessor.MCC))
    assert unmet(counted(PHYSICIAN, credentials=both), "fsw") == {"professional_body"}
    assert unmet(counted(PHYSICIAN, credentials=with_body), "fsw") == set()


# ---- What is shown


def test_the_shortfall_of_each_requirement():
    first, last = days(300, "2026-10-31")
    facts = worker(jobs=(job(TEER_1, first, last, 30),), languages=(english((9, 8, 6, 4)),), funds_cents=1_000_000)
    work = asked(facts, "fsw", "continuous_work")
    assert (work.need - work.have, work.short) == (work.short, 64 * 3000)  # 64 days, in hundredths of a seventh hour
    assert asked(facts, "fsw", "language").need == (7, 7, 7, 7)
    assert asked(facts, "fsw", "language").short == (0, 0, 1, 3)
    assert asked(facts, "fsw", "funds").short == 526_300
