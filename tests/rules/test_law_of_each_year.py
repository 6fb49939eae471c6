"""The same profile under the law of 2016, 2017, 2018, 2021 and today: it differs exactly where the law changed."""

from datetime import date

import pytest
from law_facts import TEER_1, TODAY, canadian, english, french, here, offer, person, points

from expressentry.rules import crs
from expressentry.rules.facts import Province
from expressentry.rules.tables import law_on

YEARS = (date(2016, 1, 1), date(2017, 1, 1), date(2018, 1, 1), date(2021, 1, 1), TODAY)

# Thirty today, a Canadian bachelor's degree, English at 9 and French at 7, a year of Canadian work that still goes on,
# an offer on a labour market impact assessment, a brother in Canada.
TODAYS = person(
    birth_date=date(1996, 11, 23),
    credentials=(canadian("three_year_or_longer_post_secondary"),),
    languages=(english(9), french(7)),
    jobs=(here(TEER_1, "2025-09-01"),),
    job_offer=offer(TEER_1, "a"),
    sibling_in_canada=True,
)
# What no instrument of these years touched: s. 10 for 30 years; s. 11; four times CLB 9 (31); four times NCLC 7 (3);
# one year (40); the degree with CLB 9 (25) and with one year (13).
THE_SAME = {
    "age": 105,
    "education": 120,
    "first_language": 124,
    "second_language": 12,
    "canadian_work": 40,
    "spouse_education": 0,
    "spouse_language": 0,
    "spouse_canadian_work": 0,
    "education_transferability": 38,
    "foreign_work_transferability": 0,
    "certificate": 0,
    "nomination": 0,
}


@pytest.mark.parametrize(
    ("law_of", "offered", "study", "sibling", "bilingual", "total"),
    [
        (YEARS[0], 600, 0, 0, 0, 1039),
        (YEARS[1], 50, 30, 0, 0, 519),
        (YEARS[2], 50, 30, 15, 30, 564),
        (YEARS[3], 50, 30, 15, 50, 584),
        (YEARS[4], 0, 30, 15, 50, 534),
    ],
)
def test_the_facts_of_today_under_the_law_of_each_year(law_of, offered, study, sibling, bilingual, total):
    card = crs.score(TODAYS, TODAY, law_on(law_of))
    assert card.total == total
    assert {line.factor.value: line.points for line in card.lines} == THE_SAME | {
        "arranged_employment": offered,
        "canadian_study": study,
        "sibling": sibling,
        "french": bilingual,
    }


# Born on 1 June 1990, the same degree, offer and brother; English at 9 of June 2015; three years of Canadian work that
# ended with 2015. Nothing in it changes; the days do.
ONE_LIFE = person(
    birth_date=date(1990, 6, 1),
    credentials=(canadian("three_year_or_longer_post_secondary"),),
    languages=(english(9, date(2015, 6, 1)),),
    jobs=(here(TEER_1, "2013-01-01", "2015-12-31"),),
    job_offer=offer(TEER_1, "a"),
    sibling_in_canada=True,
)


@pytest.mark.parametrize(
    ("on", "lines", "total"),
    [
        # 25 years old; CLB 9; three years; the degree with both (25 + 25); an offer worth 600.
        (YEARS[0], (110, 120, 124, 64, 50, 0, 0, 600), 1068),
        # The law of 2016-11-19: an offer is worth 50, Canadian study 30.
        (YEARS[1], (110, 120, 124, 64, 50, 0, 30, 50), 548),
        # The test is over two years old; the law of 2017-06-06 counts a brother.
        (YEARS[2], (110, 120, 0, 64, 25, 15, 30, 50), 414),
        # 30 years old. The law of 2020-10-20 raised French, of which there is none.
        (YEARS[3], (105, 120, 0, 64, 25, 15, 30, 50), 409),
        # 36 years old; the work has left the ten years; since 2025-03-25 an offer earns nothing.
        (YEARS[4], (72, 120, 0, 0, 0, 15, 30, 0), 237),
    ],
)
def test_one_life_on_each_day_under_the_law_of_the_day(on, lines, total):
    found = points(ONE_LIFE, on)
    named = (
        "age",
        "education",
        "first_language",
        "canadian_work",
        "education_transferability",
        "sibling",
        "canadian_study",
        "arranged_employment",
    )
    assert tuple(found[name] for name in named) == lines
    assert sum(found.values()) == total
    assert all(found[name] == 0 for name in set(found) - set(named))


@pytest.mark.parametrize("law_of", YEARS)
def test_a_nomination_takes_what_the_maximum_leaves(law_of):
    """Section D counts 600 at most: with a nomination everything else in it is cut away, today as in 2016."""
    nominated = person(
        birth_date=date(1996, 11, 23),
        credentials=(canadian("doctoral"),),
        languages=(english(10), french(10)),
        jobs=(here(TEER_1, "2019-01-01"),),
        job_offer=offer(TEER_1, "a"),
        nomination=Province.ON,
    )
    card = crs.score(nominated, TODAY, law_on(law_of))
    assert card.sections[3].points == 600
    # s. 10: 105; doctorate 150; CLB 10 136; second language 24; five years 80; section C: 50 for education.
    assert card.total == 105 + 150 + 136 + 24 + 80 + 50 + 600 == 1145
