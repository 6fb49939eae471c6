"""Federal Skilled Worker program: each minimum requirement failing alone, and the pass mark (IRPR 75 and 76)."""

from datetime import date, timedelta

import pytest
from law_facts import (
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
    born,
    canadian,
    days,
    english,
    foreign,
    french,
    grid,
    here,
    job,
    offer,
    person,
    result,
    unmet,
)

from expressentry.rules.facts import Assessor, CountedYears, Province

PHARMACIST, ARCHITECT = "31120", "21200"


def worker(**changes):
    """A master of 30 with CLB 9 and six years of work in TEER 1: 23 + 24 + 15 + 12 = 74 points of the grid."""
    given = {
        "credentials": (foreign("masters_or_entry_to_practice_professional"),),
        "languages": (english(9),),
        "primary_occupation": TEER_1,
        "counted_years": CountedYears(continuous_primary=6, skilled=6),
    }
    return person(**(given | changes))


def test_all_requirements_met():
    assert unmet(worker(), "fsw") == set()
    assert result(worker(), "fsw").met
    assert sum(grid(worker()).values()) == 74


ADAPTED = {  # 24 + 15 + 12 for language, experience and age, 10 for work in Canada, 10 for the offer
    "worked_in_canada": True,
    "job_offer": offer(),
    "credentials": (),
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"provinces": (Province.QC,)}, "outside_quebec"),
        ({"provinces": ()}, "outside_quebec"),
        ({"primary_occupation": TEER_4}, "primary_occupation"),
        ({"primary_occupation": TEER_5}, "primary_occupation"),
        ({"primary_occupation": None}, "primary_occupation"),
        ({"counted_years": CountedYears(skilled=6)}, "continuous_work"),
        ({"languages": (english((9, 9, 9, 6)),)}, "language"),
        (ADAPTED, "education"),
        ({"primary_occupation": PHYSICIAN}, "professional_body"),
        ({"birth_date": born(45), "counted_years": CountedYears(continuous_primary=1, skilled=1)}, "grid"),
        ({"funds_cents": 1_526_299}, "funds"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_each_requirement_failing_alone(changes, expected):
    assert unmet(worker(**changes), "fsw") == {expected}
    assert not result(worker(**changes), "fsw").met


# ---- The continuous year in the primary occupation


@pytest.mark.parametrize("code", [TEER_0, TEER_1, TEER_2, TEER_3])
def test_any_skilled_occupation(code):
    facts = worker(primary_occupation=code, counted_years=None, jobs=(job(code, "2020-01-01"),))
    assert unmet(facts, "fsw") == set()


@pytest.mark.parametrize(("length", "met"), [(363, False), (364, True)])
def test_one_year_of_364_days(length, met):
    work = job(TEER_1, *days(length, "2024-12-31"))
    facts = worker(counted_years=None, jobs=(work, job(TEER_2, "2018-01-01")))
    assert ("continuous_work" not in unmet(facts, "fsw")) is met
    found = asked(facts, "fsw", "continuous_work")
    assert (found.have, found.need, found.short) == (length * 3000, 364 * 3000, (364 - length) * 3000)


def test_the_year_may_be_part_time_in_canada_or_as_a_student():
    for work in (
        job(TEER_1, "2023-01-02", "2024-12-29", hours=15),
        here(TEER_1, "2023-01-02", "2023-12-31"),
        here(TEER_1, "2023-01-02", "2023-12-31", full_time_student=True),
        here(TEER_1, "2023-01-02", "2023-12-31", self_employed=True),
    ):
        facts = worker(counted_years=None, jobs=(work,))
        assert "continuous_work" not in unmet(facts, "fsw")


def test_the_year_lies_within_ten():
    assert "continuous_work" in unmet(worker(counted_years=None, jobs=(job(first="2005-01-01", last="2016-11-22"),)), "fsw")
    assert "continuous_work" not in unmet(worker(counted_years=None, jobs=(job(first="2005-01-01", last="2017-12-31"),)), "fsw")


# ---- Language: CLB or NCLC 7 in all four, in one language, less than two years old


@pytest.mark.parametrize("tested", [english, french])
@pytest.mark.parametrize("ability", range(4), ids=["speaking", "listening", "reading", "writing"])
def test_seven_in_each_ability(tested, ability):
    six = tuple(6 if number == ability else 10 for number in range(4))
    seven = tuple(7 if number == ability else 10 for number in range(4))
    assert unmet(worker(languages=(tested(six),)), "fsw") == {"language"}
    assert unmet(worker(languages=(tested(seven),)), "fsw") == set()
    assert asked(worker(languages=(tested(six),)), "fsw", "language").short == tuple(7 - min(7, n) for n in six)


def test_two_languages_are_not_mixed():
    facts = worker(languages=(english((10, 10, 6, 6)), french((6, 6, 10, 10))))
    assert "language" in unmet(facts, "fsw")


def test_either_language_will_do():
    assert "language" not in unmet(worker(languages=(english(4), french(7))), "fsw")


@pytest.mark.parametrize(("taken_on", "met"), [(date(2024, 11, 24), True), (date(2024, 11, 23), False)])
def test_a_test_less_than_two_years_old(taken_on, met):
    assert ("language" not in unmet(worker(languages=(english(9, taken_on),)), "fsw")) is met


def test_no_test():
    found = asked(worker(languages=()), "fsw", "language")
    assert (found.met, found.have, found.need) == (False, None, (7, 7, 7, 7))


# ---- Education


@pytest.mark.parametrize(
    ("credentials", "met"),
    [
        ((foreign("secondary"),), True),  # secondary level is enough
        ((canadian("secondary"),), True),
        ((foreign("secondary", assessed_on=None),), False),
        ((foreign("secondary", assessed_on=date(2021, 11, 23)),), False),
        ((foreign("secondary", assessed_on=date(2021, 11, 24)),), True),
        ((canadian("doctoral", completed=False),), False),
        ((foreign("less_than_secondary"),), False),
    ],
)
def test_education(credentials, met):
    assert ("education" not in unmet(worker(credentials=credentials), "fsw")) is met


MASTERS = "masters_or_entry_to_practice_professional"


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (SPECIALIST, Assessor.MCC),
        (SURGEON, Assessor.MCC),
        (PHYSICIAN, Assessor.MCC),
        (PHARMACIST, Assessor.PEBC),
        (ARCHITECT, Assessor.CACB),
    ],
)
def test_the_professional_body(code, body):
    """The assessment must come from the body of the profession (IRPR 75(2.1))."""
    for assessor in Assessor:
        facts = worker(primary_occupation=code, credentials=(foreign(MASTERS, assessor=assessor),))
        assert unmet(facts, "fsw") == (set() if assessor is body else {"professional_body"})
    assert unmet(worker(primary_occupation=code), "fsw") == {"professional_body"}  # who assessed it is not known
    at_home = worker(primary_occupation=code, credentials=(canadian(MASTERS),))
    assert unmet(at_home, "fsw") == set()
    both = (foreign(MASTERS, assessor=Assessor.WES), foreign(MASTERS, assessor=body))
    assert unmet(worker(primary_occupation=code, credentials=both), "fsw") == set()
    expired = foreign(MASTERS, assessor=body, assessed_on=date(2021, 11, 23))
    assert "professional_body" in unmet(
        worker(primary_occupation=code, credentials=(expired, foreign(MASTERS, assessor=Assessor.WES))), "fsw"
    )


def test_other_professions_may_choose_their_assessor():
    for assessor in Assessor:
        assert unmet(worker(credentials=(foreign(MASTERS, assessor=assessor),)), "fsw") == set()


def test_the_body_of_another_profession_does_not_do():
    facts = worker(primary_occupation=ARCHITECT, credentials=(foreign(MASTERS, assessor=Assessor.MCC),))
    assert unmet(facts, "fsw") == {"professional_body"}


# ---- The pass mark


@pytest.mark.parametrize(("age", "total", "met"), [(35, 68, True), (36, 67, True), (37, 66, False), (38, 65, False)])
def test_67_points_pass(age, total, met):
    facts = worker(
        birth_date=born(age),
        credentials=(foreign("three_year_or_longer_post_secondary"),),
        languages=(english(8),),
    )
    found = asked(facts, "fsw", "grid")
    assert (found.have, found.need, found.short, found.met) == (total, 67, max(0, 67 - total), met)
    assert unmet(facts, "fsw") == (set() if met else {"grid"})


def test_a_birthday_takes_the_pass_mark_away():
    facts = worker(
        birth_date=born(37, TODAY + timedelta(days=1)),
        credentials=(foreign("three_year_or_longer_post_secondary"),),
        languages=(english(8),),
    )
    assert result(facts, "fsw", TODAY).met
    assert not result(facts, "fsw", TODAY + timedelta(days=1)).met


# ---- Before NOC 2021: skill type 0 and skill levels A and B


@pytest.mark.parametrize(
    ("code", "before", "since"),
    [
        (TEER_1, True, True),
        (TEER_2, True, True),
        ("33102", False, True),  # nurse aides: 3413, skill level C
        ("73300", False, True),  # transport truck drivers: 7511, skill level C
        ("64200", True, False),  # tailors: 6342, skill level B
        ("65201", False, False),
    ],
)
def test_skilled_occupations_before_and_after_noc_2021(code, before, since):
    for on, met in ((date(2022, 11, 15), before), (date(2022, 11, 16), since)):
        facts = worker(
            birth_date=born(30, on),
            primary_occupation=code,
            credentials=(canadian(MASTERS),),
            languages=(english(9, date(2022, 5, 1)),),
        )
        assert unmet(facts, "fsw", on) == (set() if met else {"primary_occupation"})
