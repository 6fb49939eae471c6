"""Synthetic candidates follow the published pool, are eligible, and are nobody."""

from datetime import date

import pytest

from expressentry.rules import crs, facts_json, impossible, programs
from expressentry.rules.facts import Province
from expressentry.rules.programs import Program
from expressentry.rules.tables import law_on
from expressentry.synthetic import Synthetic, candidates, published_bands, quotas

ON = date(2026, 11, 23)
LAW = law_on(ON)

# Published on 2026-08-16: 226,859 people in the pool.
SHARES = {
    (601, 1200): 0.0019,
    (501, 600): 0.0822,
    (491, 500): 0.0569,
    (481, 490): 0.0576,
    (471, 480): 0.0733,
    (461, 470): 0.0711,
    (451, 460): 0.0653,
    (441, 450): 0.0598,
    (431, 440): 0.0583,
    (421, 430): 0.0524,
    (411, 420): 0.0497,
    (401, 410): 0.0471,
    (351, 400): 0.2142,
    (301, 350): 0.0761,
    (0, 300): 0.0340,
}


@pytest.fixture(scope="module")
def made() -> list[Synthetic]:
    return list(candidates(2000, ON, LAW))


@pytest.fixture(scope="module")
def scores(made: list[Synthetic]) -> list[int]:
    return [crs.score(one.facts, ON, LAW).total for one in made]


@pytest.fixture(scope="module")
def assessments(made: list[Synthetic]) -> list[programs.Assessment]:
    return [programs.assess(one.facts, ON, LAW) for one in made]


def test_as_many_as_asked(made: list[Synthetic]) -> None:
    assert len(made) == 2000


@pytest.mark.parametrize(("low", "high"), SHARES)
def test_scores_follow_the_published_bands(scores: list[int], low: int, high: int) -> None:
    share = sum(low <= score <= high for score in scores) / 2000
    assert share == pytest.approx(SHARES[low, high], abs=0.02)


def test_bands_come_in_no_order(scores: list[int]) -> None:
    first_half, second_half = scores[:1000], scores[1000:]
    assert abs(sum(first_half) - sum(second_half)) / 1000 < 15
    assert scores != sorted(scores)
    assert scores != sorted(scores, reverse=True)


def test_all_are_eligible(assessments: list[programs.Assessment]) -> None:
    assert all(assessment.eligible for assessment in assessments)


def test_every_program_takes_some(assessments: list[programs.Assessment]) -> None:
    shares = {program: sum(program in one.programs for one in assessments) / 2000 for program in Program}
    assert shares[Program.CEC] > 0.3
    assert shares[Program.FSW] > 0.3
    assert shares[Program.FST] >= 0.015


def test_nothing_impossible(made: list[Synthetic]) -> None:
    assert [fault for one in made for fault in impossible.in_facts(one.facts, ON)] == []


def test_nominees_are_those_above_600(made: list[Synthetic], scores: list[int]) -> None:
    nominees = [one for one in made if one.facts.nomination is not None]
    assert len(nominees) == 4
    assert all(score > 600 for one, score in zip(made, scores, strict=True) if one in nominees)
    assert not {one.facts.nomination for one in nominees} & {Province.QC, Province.NU}
    assert all(one.facts.nomination in one.facts.provinces for one in nominees)


def test_facts_are_a_life_and_not_counted_years(made: list[Synthetic]) -> None:
    assert all(one.facts.jobs and one.facts.counted_years is None for one in made)
    assert 0.3 < sum(one.facts.spouse is not None for one in made) / 2000 < 0.5
    assert sum(len(one.facts.languages) == 2 for one in made) > 100
    assert sum(one.facts.certificate is not None for one in made) >= 30


def test_facts_survive_as_json(made: list[Synthetic]) -> None:
    assert all(facts_json.decode(facts_json.encode(one.facts)) == one.facts for one in made[:200])


def test_days_are_spread(made: list[Synthetic]) -> None:
    assert len({one.facts.birth_date for one in made}) > 1500
    assert len({one.facts.languages[0].taken_on for one in made}) > 500
    assert len({one.facts.jobs[0].started_on for one in made}) > 800


def test_particulars_are_invented_names_and_countries(made: list[Synthetic]) -> None:
    for one in made:
        assert set(one.particulars) == {"family_name", "given_names", "country_of_residence", "citizenship"}
        for name in (one.particulars["family_name"], *one.particulars["given_names"].split(" ")):
            assert name
            assert name.isalpha()
        for country in (one.particulars["country_of_residence"], one.particulars["citizenship"]):
            assert len(country) == 2
            assert country.isupper()
    assert any(one.particulars["country_of_residence"] == "CA" for one in made)
    assert any(not one.particulars["family_name"].isascii() for one in made)


def test_same_arguments_same_candidates(made: list[Synthetic]) -> None:
    again = list(candidates(300, ON, LAW, seed=7))
    assert again == list(candidates(300, ON, LAW, seed=7))
    assert again != list(candidates(300, ON, LAW, seed=8))
    assert made[:300] == list(candidates(2000, ON, LAW, seed=2026))[:300]


@pytest.mark.parametrize("number", [0, 1, 2, 20])
def test_small_numbers(number: int) -> None:
    made = list(candidates(number, ON, LAW))
    assert len(made) == number
    assert all(programs.assess(one.facts, ON, LAW).eligible for one in made)


def test_a_leap_day_under_an_older_law() -> None:
    on = date(2024, 2, 29)
    made = list(candidates(200, on, law_on(on)))
    assert all(programs.assess(one.facts, on, law_on(on)).eligible for one in made)
    assert [fault for one in made for fault in impossible.in_facts(one.facts, on)] == []


def test_quotas_go_by_largest_remainder() -> None:
    assert sum(quotas(5000, published_bands())) == 5000
    assert quotas(5000, published_bands())[:2] == [10, 411]
    assert quotas(20, published_bands()) == [0, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 4, 2, 1]


def test_the_newest_published_day_is_read() -> None:
    bands = published_bands()
    assert len(bands) == 15
    assert (bands[0].low, bands[0].high, bands[0].count) == (601, 1200, 439)
    assert sum(band.count for band in bands) == 226_859
