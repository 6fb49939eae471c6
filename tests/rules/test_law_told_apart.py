"""Small differences the law makes: each test fails if one sign, one limit or one word of the rules is another."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from law_facts import (
    ELECTRICIAN,
    TEER_1,
    TEER_2,
    TODAY,
    canadian,
    card,
    english,
    foreign,
    french,
    here,
    job,
    offer,
    person,
    spouse,
)

from expressentry.rules import education, experience, language, offers
from expressentry.rules.facts import Certificate, CountedYears, Credential, EducationLevel, Language, WorkPermit
from expressentry.rules.tables import law_on

LAW = law_on(TODAY)


def line(facts, factor):
    (found,) = (one for one in card(facts).lines if one.factor == factor)
    return found


# ---- What a line says beside its points


@pytest.mark.parametrize(
    ("born_on", "basis"), [(None, ()), (TODAY, (0,)), (date(1996, 11, 23), (30,)), (date(1996, 11, 24), (29,))]
)
def test_the_age_that_points_rest_on_and_none_where_it_is_not_known(born_on, basis):
    found = line(person(birth_date=born_on), "age")
    assert found.basis == basis
    assert found.points == (110 if basis == (29,) else 105 if basis == (30,) else 0)


def test_each_ability_is_out_of_the_most_one_ability_gives():
    """34 and 6 points an ability alone; 32 and 6 with a spouse, whose own give 5 (MI 13, 14, 18)."""
    tested = {"languages": (english(10), french(5)), "first_language": Language.ENGLISH}
    alone, couple = person(**tested), person(spouse=spouse(language=english(4)), **tested)
    assert [part.maximum for part in line(alone, "first_language").parts] == [34] * 4
    assert [part.maximum for part in line(alone, "second_language").parts] == [6] * 4
    assert [part.maximum for part in line(couple, "first_language").parts] == [32] * 4
    assert [part.maximum for part in line(couple, "spouse_language").parts] == [5] * 4


def test_a_line_that_just_reaches_its_maximum_is_not_cut():
    found = line(person(counted_years=CountedYears(canadian=5)), "canadian_work")
    assert (found.raw, found.points, found.maximum, found.cuts) == (80, 80, 80, ())


def test_what_a_section_cuts_is_what_it_took():
    """Transferability of 50, 25 and 50 stops at 100: the certificate keeps 25 and loses 25 (MI 20)."""
    found = line(
        person(
            credentials=(canadian("doctoral"),),
            languages=(english(9),),
            counted_years=CountedYears(foreign=1),
            certificate=Certificate(noc_code=ELECTRICIAN),
        ),
        "certificate",
    )
    assert (found.raw, found.points, [(cut.limit, cut.cost) for cut in found.cuts]) == (50, 25, [(100, 25)])


def test_the_maximum_of_each_section_alone_and_as_a_couple():
    assert [section.maximum for section in card(person()).sections] == [500, 0, 100, 600]
    assert [section.maximum for section in card(person(spouse=spouse())).sections] == [460, 40, 100, 600]


@pytest.mark.parametrize("name", ["education", "language", "canadian_work"])
def test_without_a_spouse_the_lines_of_the_spouse_are_empty(name):
    found = line(person(), f"spouse_{name}")
    assert (found.raw, found.points, found.maximum, found.basis, found.parts) == (0, 0, 0, (), ())


@pytest.mark.parametrize(
    ("result", "basis"),
    [
        (None, ()),
        (replace(english(9), test=None), ()),
        (english(9, TODAY - timedelta(days=800)), ()),
        (english(9), (Language.ENGLISH,)),
        (french(9), (Language.FRENCH,)),
    ],
)
def test_the_language_of_the_spouse_is_one_whose_test_counts(result, basis):
    found = line(person(spouse=spouse(language=result)), "spouse_language")
    assert (found.basis, found.points) == (basis, 20 if basis else 0)


@pytest.mark.parametrize(
    ("name", "things"),
    [
        ("education_transferability", ("education_language", "education_canadian_work")),
        ("foreign_work_transferability", ("foreign_work_language", "foreign_work_canadian_work")),
        ("certificate", ("certificate_language",)),
    ],
)
def test_each_pair_of_transferability_is_out_of_fifty(name, things):
    assert [(part.of, part.points, part.maximum) for part in line(person(), name).parts] == [
        (thing, 0, 50) for thing in things
    ]


@pytest.mark.parametrize("name", ["sibling", "arranged_employment"])
def test_a_factor_before_and_after_its_time_is_empty(name):
    """A sibling earns points since 2017-06-06; a job offer none since 2025-03-25."""
    on = {"sibling": date(2017, 6, 5), "arranged_employment": TODAY}[name]
    (found,) = (one for one in card(person(birth_date=None), on).lines if one.factor == name)
    assert (found.raw, found.points, found.maximum, found.basis) == (0, 0, 0, ())


@pytest.mark.parametrize(
    ("own", "partner", "earned"),
    [
        (True, None, 15),
        (False, None, 0),
        (None, None, 0),
        (False, {"sibling_in_canada": True}, 15),
        (False, {"sibling_in_canada": False}, 0),
        (False, {"sibling_in_canada": None}, 0),
        (False, {"sibling_in_canada": True, "accompanying": False}, 0),
        (False, {"sibling_in_canada": True, "citizen_or_permanent_resident": True}, 0),
    ],
)
def test_whose_sibling_counts(own, partner, earned):
    """The candidate's, or that of a spouse who comes along and is no citizen or permanent resident."""
    other = None if partner is None else spouse(**partner)
    assert line(person(sibling_in_canada=own, spouse=other), "sibling").points == earned


# ---- Answers that are missing


@pytest.mark.parametrize("missing", ["test", "taken_on", "speaking", "listening", "reading", "writing"])
def test_a_test_result_with_an_answer_missing_is_incomplete(missing):
    result = replace(english(9), **{missing: None})
    assert language.unusable(result, TODAY, LAW) == "incomplete"
    assert language.levels(result, TODAY, LAW) is None


def test_scores_below_the_lowest_row_are_level_0():
    assert language.levels(english((3, 4, 5, 10)), TODAY, LAW) == (0, 4, 5, 10)


@pytest.mark.parametrize(
    ("credential", "why"),
    [
        (canadian("masters_or_entry_to_practice_professional"), None),
        (Credential(canadian=True, level=None), "incomplete"),
        (canadian("doctoral", completed=None), "incomplete"),
        (replace(foreign("doctoral"), canadian=None), "incomplete"),
        (replace(foreign("doctoral"), completed=None), "incomplete"),
        (canadian("doctoral", completed=False), "not_completed"),
        (replace(foreign("doctoral"), assessed_on=None), "not_assessed"),
        (foreign(), "not_assessed"),
        (foreign("doctoral", assessed_on=TODAY + timedelta(days=1)), "not_assessed"),
        (foreign("doctoral", assessed_on=TODAY), None),
        (foreign("doctoral", assessed_on=date(2021, 11, 24)), None),
        (foreign("doctoral", assessed_on=date(2021, 11, 23)), "assessment_expired"),
    ],
)
def test_why_a_credential_gives_no_level(credential, why):
    assert education.uncounted(credential, TODAY, LAW) == why


def test_a_foreign_credential_proves_what_its_assessment_says():
    """Whatever level stands beside it; and a Canadian one its own level alone."""
    assert education.proven(foreign("secondary", level=EducationLevel.DOCTORAL)) == ("secondary",)
    assert education.proven(canadian("secondary", equivalencies=(EducationLevel.DOCTORAL,))) == ("secondary",)


STUDIED = canadian("two_year_post_secondary")


@pytest.mark.parametrize(
    "other",
    [
        {"canadian": False},
        {"canadian": None},
        {"completed": False},
        {"completed": None},
        {"level": None},
        {"level": EducationLevel("secondary")},
        {"full_time_eight_months": None},
        {"full_time_eight_months": False},
        {"present_eight_months": None},
        {"present_eight_months": False},
        {"mostly_language_training": True},
        {"mostly_language_training": None},
        {"mostly_distance": True},
        {"mostly_distance": None},
        {"return_home_award": True},
        {"return_home_award": None},
    ],
)
def test_each_condition_of_study_in_canada_stands_by_itself(other):
    """Eight months of full-time study and presence; no language training, distance study or award to return (MI 30)."""
    assert education.studied_in_canada(STUDIED)
    assert not education.studied_in_canada(replace(STUDIED, **other))


# ---- Work that counts, and does not

YEAR = {"first": "2024-01-01", "last": "2024-12-29"}  # 364 days of 30 hours a week: 1,560 hours


@pytest.mark.parametrize(
    "other",
    [
        {"noc_code": None},
        {"started_on": None},
        {"hours_per_week": None},
        {"in_canada": None},
        {"paid": None},
        {"authorized": None},
        {"full_time_student": None},
        {"self_employed": None},
    ],
)
def test_canadian_work_with_an_answer_missing_is_incomplete(other):
    worked = here(**YEAR)
    assert experience.excluded_canadian(worked, LAW) is None
    assert experience.excluded_canadian(replace(worked, **other), LAW) == "incomplete"


@pytest.mark.parametrize("other", ["authorized", "full_time_student", "self_employed"])
def test_work_abroad_asks_nothing_about_a_status_in_canada(other):
    abroad = job(**YEAR, **{other: None})
    assert experience.foreign_years(person(jobs=(abroad,)), TODAY, LAW) == 1


def test_without_work_there_are_no_years():
    nobody = person(spouse=spouse())
    for years in (experience.canadian_years, experience.foreign_years, experience.spouse_canadian_years):
        assert years(nobody, TODAY, LAW) == 0
    assert experience.spouse_canadian_years(person(), TODAY, LAW) == 0


@pytest.mark.parametrize(
    ("jobs", "years"),
    [
        ((), 0),
        ((here(**YEAR),), 1),
        ((job(**YEAR), here(TEER_1, "2025-01-01", "2025-12-30")), 2),  # in Canada or abroad
        ((job(TEER_1, "2024-01-01", "2024-12-28"),), 0),  # a day short
        ((job(TEER_2, **YEAR),), 0),
        ((job(**YEAR, paid=False),), 0),
        ((job(**YEAR, paid=None),), 0),
        ((job(**YEAR, hours=None),), 0),
        ((job(TEER_1, "2015-11-23", "2016-11-22"),), 0),  # before the ten years
        ((job(TEER_1, "2016-11-23", "2017-11-21"),), 1),
    ],
)
def test_years_in_one_occupation(jobs, years):
    assert experience.years_in(person(jobs=jobs), TEER_1, TODAY, LAW) == years


def test_years_in_one_occupation_where_years_are_already_counted():
    """They are told of the primary occupation alone."""
    counted = person(primary_occupation=TEER_1, counted_years=CountedYears(skilled=4))
    assert experience.years_in(counted, TEER_1, TODAY, LAW) == 4
    assert experience.years_in(counted, TEER_2, TODAY, LAW) == 0


def test_what_a_job_gives_beside_the_others_in_hours():
    first, second = here(**YEAR), here(TEER_2, **YEAR, hours=20)
    given = experience.contributions(second, person(jobs=(first, second)), TODAY, LAW)
    asked = next(one for one in given if one.question == "crs_canadian")
    assert (asked.hours, asked.hours_together) == (Fraction(1040), Fraction(1560))


# ---- Job offers and certificates


def test_every_branch_of_arranged_employment_asks_for_work_that_is_skilled():
    for branch in "abcd":
        assert offers.arranged_employment_branch(offer(TEER_1, branch), TODAY, LAW) == branch
        assert offers.arranged_employment_branch(offer("64100", branch), TODAY, LAW) is None
        assert (
            offers.trade_offer_branch(offer(ELECTRICIAN, branch), TODAY, LAW)
            == {
                "a": "ii",
                "b": "iii",
                "c": "iv",
                "d": "v",
            }[branch]
        )
        assert offers.trade_offer_branch(offer(TEER_1, branch), TODAY, LAW) is None


def test_an_unknown_occupation_is_no_trade_and_no_skilled_work():
    for code in (None, "", "99999"):
        assert not offers.is_trade(code, LAW)
        assert offers.arranged_employment_branch(offer(code), TODAY, LAW) is None


@pytest.mark.parametrize(
    ("expires_on", "trade"), [(None, ELECTRICIAN), (TODAY, ELECTRICIAN), (date(2026, 11, 22), None)]
)
def test_a_certificate_counts_through_its_last_day(expires_on, trade):
    certificate = Certificate(noc_code=ELECTRICIAN, expires_on=expires_on)
    assert offers.certified_trade(certificate, TODAY, LAW) == trade


@pytest.mark.parametrize("permit", [WorkPermit.NONE, WorkPermit.OTHER_AUTHORIZATION])
def test_a_year_with_the_employer_serves_only_on_a_permit_that_names_the_employer(permit):
    """IRPR 82(2)(b), 87.2(3)(d)(iii): without a labour market impact assessment nothing else will do."""
    assert offers.trade_offer_branch(offer(ELECTRICIAN, "b", permit=permit), TODAY, LAW) is None
    assert offers.arranged_employment_branch(offer(TEER_1, "b", permit=permit), TODAY, LAW) is None


def test_a_job_in_an_unknown_occupation_is_not_skilled():
    assert experience.excluded_canadian(here("99999", **YEAR), LAW) == "not_skilled"
    assert experience.foreign_years(person(jobs=(job("99999", **YEAR),)), TODAY, LAW) == 0


@pytest.mark.parametrize("question", ["fst", "fsw_continuous", "fsw_experience", "crs_foreign"])
def test_abroad_nobody_asks_for_a_canadian_authorization(question):
    worked = job(ELECTRICIAN, **YEAR, authorized=False)
    facts = person(jobs=(worked,), primary_occupation=ELECTRICIAN, qualified_on=date(2020, 1, 1))
    given = experience.contributions(worked, facts, TODAY, LAW)
    assert next(one for one in given if one.question == question).excluded is None
