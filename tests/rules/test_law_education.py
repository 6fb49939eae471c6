"""Credentials to a level of education: highest only, two or more, proof of five years (MI 11; IRPR 75, 78)."""

from datetime import date, timedelta

import pytest
from law_facts import LEVELS, TODAY, canadian, foreign, grid, person, points

from expressentry.rules import education
from expressentry.rules.facts import Credential, EducationLevel
from expressentry.rules.tables import law_on

NONE, SECONDARY, ONE, TWO, THREE, TWO_OR_MORE, MASTERS, DOCTORAL = LEVELS


def level(*credentials, on=TODAY):
    return education.highest(credentials, on, law_on(on))


@pytest.mark.parametrize("name", LEVELS)
def test_a_credential_gives_its_own_level(name):
    assert level(canadian(name)) == name
    assert level(foreign(name)) == name


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), NONE),
        ((SECONDARY, NONE), SECONDARY),
        ((SECONDARY, ONE), ONE),
        ((ONE, ONE), ONE),
        ((ONE, TWO), TWO),
        ((TWO, TWO), TWO),  # two two-year diplomas do not qualify
        ((TWO, TWO, TWO), TWO),
        ((THREE,), THREE),
        ((THREE, SECONDARY), THREE),  # a secondary diploma is not one of the two
        ((THREE, SECONDARY, NONE), THREE),
        ((THREE, ONE), TWO_OR_MORE),  # a bachelor's degree and a one-year certificate
        ((ONE, TWO, THREE), TWO_OR_MORE),
        ((THREE, THREE), TWO_OR_MORE),
        ((MASTERS,), MASTERS),
        ((MASTERS, ONE), MASTERS),
        ((MASTERS, THREE), MASTERS),
        ((DOCTORAL, MASTERS, THREE), DOCTORAL),
        ((TWO_OR_MORE, ONE), TWO_OR_MORE),
    ],
    ids=lambda names: "+".join(names) if isinstance(names, tuple) else None,
)
def test_the_highest_level_of_several(names, expected):
    for made in (canadian, foreign):
        credentials = [made(name) for name in names]
        assert level(*credentials) == level(*reversed(credentials)) == expected


@pytest.mark.parametrize(
    ("equivalencies", "expected"),
    [
        ((THREE, ONE), TWO_OR_MORE),  # one report that states two equivalencies
        ((ONE, THREE), TWO_OR_MORE),
        ((TWO, ONE), TWO),
        ((THREE, SECONDARY), THREE),
        ((MASTERS, THREE), MASTERS),
        ((DOCTORAL, MASTERS, THREE), DOCTORAL),
    ],
)
def test_an_assessment_that_states_several_equivalencies(equivalencies, expected):
    assert level(foreign(*equivalencies)) == expected


def test_a_canadian_and_a_foreign_program_together():
    assert level(canadian(THREE), foreign(ONE)) == TWO_OR_MORE
    assert level(canadian(ONE), foreign(THREE)) == TWO_OR_MORE
    assert level(canadian(TWO), foreign(TWO)) == TWO


@pytest.mark.parametrize(
    "void",
    [
        foreign(MASTERS, assessed_on=None),
        foreign(),
        foreign(MASTERS, completed=False),
        foreign(MASTERS, completed=None),
        foreign(MASTERS, assessed_on=TODAY + timedelta(days=1)),
        foreign(MASTERS, assessed_on=date(2021, 11, 23)),
        canadian(MASTERS, completed=False),
        canadian(MASTERS, completed=None),
        Credential(canadian=True, level=None),
        Credential(canadian=False, level=EducationLevel.MASTERS),
        Credential(canadian=None, level=EducationLevel.MASTERS),
    ],
    ids=[
        "not assessed",
        "no equivalency",
        "unfinished abroad",
        "finished unknown",
        "assessed tomorrow",
        "assessed five years ago",
        "unfinished in Canada",
        "finished in Canada unknown",
        "no level",
        "abroad, only its own name",
        "place unknown",
    ],
)
def test_a_credential_without_proof_gives_nothing(void):
    assert level(void) == NONE
    assert level(void, canadian(THREE)) == THREE  # nor is it one of two
    found = points(person(credentials=(void,)))
    assert (found["education"], found["education_transferability"], found["canadian_study"]) == (0, 0, 0)
    assert grid(person(credentials=(void,)))["education"] == 0


def test_the_level_is_the_equivalency_not_the_name_of_the_degree():
    assert level(foreign(THREE, level=EducationLevel.DOCTORAL)) == THREE
    assert level(canadian(ONE, equivalencies=(EducationLevel.DOCTORAL,))) == ONE


@pytest.mark.parametrize(
    ("assessed_on", "on", "valid"),
    [
        (date(2021, 11, 24), date(2026, 11, 23), True),
        (date(2021, 11, 23), date(2026, 11, 23), False),  # five years old today
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2020, 2, 29), date(2025, 2, 28), True),  # five years old on 1 March
        (date(2020, 2, 29), date(2025, 3, 1), False),
        (date(2019, 2, 28), date(2024, 2, 27), True),
        (date(2019, 2, 28), date(2024, 2, 28), False),
        (date(2019, 3, 1), date(2024, 2, 29), True),
        (date(2019, 3, 1), date(2024, 3, 1), False),
        (date(2010, 1, 2), date(2015, 1, 1), True),
    ],
)
def test_an_assessment_lives_five_years(assessed_on, on, valid):
    assert level(foreign(DOCTORAL, assessed_on=assessed_on), on=on) == (DOCTORAL if valid else NONE)
    both = (foreign(ONE, assessed_on=assessed_on), canadian(THREE))
    assert level(*both, on=on) == (TWO_OR_MORE if valid else THREE)


def test_a_canadian_credential_does_not_age():
    assert level(canadian(DOCTORAL), on=date(2015, 1, 1)) == level(canadian(DOCTORAL)) == DOCTORAL


@pytest.mark.parametrize("name", LEVELS)
def test_the_points_do_not_ask_where_it_was_earned(name):
    at_home, abroad = points(person(credentials=(canadian(name),))), points(person(credentials=(foreign(name),)))
    assert at_home["education"] == abroad["education"]
    assert abroad["canadian_study"] == 0


def test_section_a_does_not_ask_for_presence_in_canada():
    """The eight months of study and presence are asked only for the additional points (MI 30)."""
    by_distance = canadian(DOCTORAL, full_time_eight_months=False, present_eight_months=False, mostly_distance=True)
    found = points(person(credentials=(by_distance,)))
    assert (found["education"], found["canadian_study"]) == (150, 0)


def test_foreign_doctorate_and_canadian_one_year_certificate():
    """Doctoral points in section A and, on its own, the Canadian certificate in section D."""
    found = points(person(credentials=(foreign(DOCTORAL), canadian(ONE))))
    assert (found["education"], found["canadian_study"]) == (150, 15)
    assert level(foreign(DOCTORAL), canadian(ONE)) == DOCTORAL
