"""The score as a whole: a published letter, the maxima, and what holds for any facts (MI 8, 9, 27, 32)."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from law_facts import (
    CARPENTER,
    SENIOR_MANAGER,
    TEER_1,
    TEER_4,
    TODAY,
    born,
    canadian,
    card,
    english,
    foreign,
    french,
    job,
    offer,
    person,
    points,
    sections,
    spouse,
)

from expressentry.rules.facts import Certificate, CountedYears, EducationLevel, Facts, Job, Language, Province, Spouse

ORDER = [
    "age",
    "education",
    "first_language",
    "second_language",
    "canadian_work",
    "spouse_education",
    "spouse_language",
    "spouse_canadian_work",
    "education_transferability",
    "foreign_work_transferability",
    "certificate",
    "french",
    "sibling",
    "canadian_study",
    "arranged_employment",
    "nomination",
]


def test_the_letter_of_july_2019():
    """An invitation letter of 2019-07-10, single candidate: 475 points on five lines, 0 on the other eleven."""
    on = date(2019, 7, 10)
    facts = Facts(
        birth_date=date(1992, 3, 5),
        credentials=(foreign("masters_or_entry_to_practice_professional", assessed_on=date(2018, 5, 2)),),
        languages=(english((9, 10, 10, 9), date(2018, 9, 1)),),
        jobs=(job(TEER_1, "2014-09-01", "2019-05-31"),),
    )
    found = card(facts, on)
    expected = dict.fromkeys(ORDER, 0) | {
        "age": 110,
        "education": 135,
        "first_language": 130,
        "education_transferability": 50,
        "foreign_work_transferability": 50,
    }
    assert [line.factor.value for line in found.lines] == ORDER
    assert points(facts, on) == expected
    assert found.total == 475


BEST = {
    "birth_date": born(25),
    "credentials": (canadian("doctoral"),),
    "languages": (english(10), french(10)),
    "counted_years": CountedYears(canadian=5, foreign=3),
    "certificate": Certificate(noc_code=CARPENTER),
    "sibling_in_canada": True,
}
BEST_SPOUSE = spouse(credentials=(canadian("doctoral"),), language=english(10), canadian_years=5)


@pytest.mark.parametrize(
    ("partner", "expected"),
    [(None, {"a": 500, "b": 0, "c": 100, "d": 95}), (BEST_SPOUSE, {"a": 460, "b": 40, "c": 100, "d": 95})],
)
def test_maximum_without_nomination_is_695(partner, expected):
    facts = person(spouse=partner, **BEST)
    assert sections(facts) == expected
    assert card(facts).total == 695


@pytest.mark.parametrize("partner", [None, BEST_SPOUSE])
@pytest.mark.parametrize(
    "on",
    [date(2015, 1, 1), date(2016, 11, 19), date(2017, 6, 6), date(2020, 10, 20), date(2025, 3, 25), TODAY],
    ids=str,
)
def test_maximum_with_nomination_is_1200_in_every_version(on, partner):
    tested = (english(10, on - timedelta(days=9)), french(10, on - timedelta(days=9)))
    if partner:
        partner = spouse(credentials=(canadian("doctoral"),), language=tested[0], canadian_years=5)
    best = BEST | {"languages": tested, "birth_date": born(25, on)}
    facts = person(spouse=partner, nomination=Province.ON, job_offer=offer(SENIOR_MANAGER), **best)
    assert card(facts, on).total == 1200


@pytest.mark.parametrize(
    ("partner", "expected"),
    [
        (None, {"a": 500, "b": 0, "c": 100, "d": 600}),
        (BEST_SPOUSE, {"a": 460, "b": 40, "c": 100, "d": 600}),
    ],
)
def test_maxima_of_sections_and_factors(partner, expected):
    found = card(person(spouse=partner, **BEST))
    assert {section.name.value: section.maximum for section in found.sections} == expected
    maxima = [line.maximum for line in found.lines]
    if partner:
        assert maxima == [100, 140, 128, 22, 70, 10, 20, 10, 50, 50, 50, 50, 15, 30, 0, 600]
    else:
        assert maxima == [110, 150, 136, 24, 80, 0, 0, 0, 50, 50, 50, 50, 15, 30, 0, 600]


def test_nomination_adds_exactly_what_the_maximum_leaves():
    assert card(person(**BEST)).total == 695
    assert card(person(nomination=Province.BC, **BEST)).total == 1200
    assert card(person(nomination=Province.BC)).total == card(person()).total + 600


# ---- For any facts


def optional(strategy):
    return st.none() | strategy


days_before = st.integers(0, 4200).map(lambda ago: TODAY - timedelta(days=ago))
levels = st.tuples(*[st.integers(0, 12)] * 4)
french_levels = st.tuples(*[st.integers(0, 10)] * 4)
recent = st.integers(0, 800).map(lambda ago: TODAY - timedelta(days=ago))
english_results = st.builds(english, levels, recent)
french_results = st.builds(french, french_levels, recent)
languages = st.tuples(optional(english_results), optional(french_results)).map(
    lambda pair: tuple(one for one in pair if one is not None)
)
credentials = st.lists(
    st.builds(canadian, st.sampled_from(EducationLevel), completed=st.booleans(), mostly_distance=st.booleans())
    | st.builds(foreign, st.sampled_from(EducationLevel), assessed_on=optional(days_before)),
    max_size=3,
).map(tuple)
codes = st.sampled_from([TEER_1, TEER_4, CARPENTER, SENIOR_MANAGER])
jobs = st.lists(
    st.builds(
        Job,
        noc_code=codes,
        started_on=days_before,
        ended_on=optional(days_before),
        hours_per_week=optional(st.integers(1, 80)),
        in_canada=st.booleans(),
        paid=st.booleans(),
        self_employed=st.booleans(),
    ),
    max_size=4,
).map(tuple)
spouses = st.builds(
    Spouse,
    accompanying=optional(st.booleans()),
    citizen_or_permanent_resident=st.booleans(),
    credentials=credentials,
    language=optional(english_results | french_results),
    jobs=jobs,
    sibling_in_canada=st.booleans(),
)
anyone = st.builds(
    Facts,
    birth_date=optional(st.integers(0, 25000).map(lambda ago: TODAY - timedelta(days=ago))),
    spouse=optional(spouses),
    credentials=credentials,
    languages=languages,
    first_language=optional(st.sampled_from(Language)),
    jobs=jobs,
    counted_years=optional(st.builds(CountedYears, canadian=st.integers(0, 10), foreign=st.integers(0, 10))),
    certificate=optional(st.builds(Certificate, noc_code=codes, expires_on=optional(days_before))),
    job_offer=optional(st.builds(offer, codes, st.sampled_from("abcd"))),
    nomination=optional(st.sampled_from(Province)),
    sibling_in_canada=st.booleans(),
)
VERSION_DAYS = [date(2015, 1, 1), date(2016, 11, 19), date(2017, 6, 6), date(2020, 10, 20), date(2025, 3, 25), TODAY]


@settings(max_examples=200, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(facts=anyone, on=st.sampled_from(VERSION_DAYS))
def test_lines_add_up_within_the_maxima(facts, on):
    found = card(facts, on)
    assert [line.factor.value for line in found.lines] == ORDER
    assert sum(line.points for line in found.lines) == found.total == sum(part.points for part in found.sections)
    assert 0 <= found.total <= 1200
    most = {"a": 460, "b": 40, "c": 100, "d": 600} if found.accompanied else {"a": 500, "b": 0, "c": 100, "d": 600}
    for section in found.sections:
        assert 0 <= section.points == sum(line.points for line in section.lines) <= most[section.name]
        assert section.points == min(section.raw, most[section.name])
    for line in found.lines:
        assert 0 <= line.points <= line.maximum
        assert line.raw - sum(cut.cost for cut in line.cuts) == line.points


@settings(max_examples=200, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(facts=anyone)
def test_the_same_facts_score_the_same(facts):
    assert (points(facts), sections(facts), card(facts).total) == (points(facts), sections(facts), card(facts).total)
    assert card(facts).accompanied == (
        facts.spouse is not None
        and facts.spouse.accompanying is True
        and not facts.spouse.citizen_or_permanent_resident
    )
