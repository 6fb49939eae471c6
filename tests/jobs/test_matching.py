"""What fits and what is missing; who is shown to whom, in what order, and by which index."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from expressentry.database import db
from expressentry.jobs import matching, postings, seekers
from expressentry.jobs.matching import Band, Verdict
from expressentry.models import Criterion, JobSeeker, Posting, SoughtOccupation, WagePeriod
from expressentry.models.jobs import posted_with
from expressentry.models.pool import province_bits
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, TODAY, People
from tests.jobs import cases

DAY = timedelta(days=1)


def _posting(**changed: Any) -> Posting:
    return Posting(**{**cases.POSTING, **changed})


def _seeker(**changed: Any) -> tuple[JobSeeker, SoughtOccupation]:
    wishes = {**cases.WISHES, **changed}
    ((code, years),) = wishes.pop("occupations")
    bits = province_bits(wishes.pop("provinces"))
    return JobSeeker(**wishes, province_bits=bits), SoughtOccupation(noc_code=code, years=years)


def _verdicts(posting: Posting, **changed: Any) -> dict[str, str]:
    return {one.criterion.value: one.verdict.value for one in matching.fit(posting, *_seeker(**changed)).compared}


def test_every_criterion_has_a_verdict_with_both_sides() -> None:
    fit = matching.fit(_posting(), *_seeker(wage_cents=5_000, hours_per_week=30))
    assert [(one.criterion.value, one.verdict.value, one.posting, one.seeker) for one in fit.compared] == [
        ("occupation", "fits", "21231", "21231"),
        ("province", "fits", Province.ON, [Province.BC, Province.ON]),
        ("english", "fits", 7, 9),
        ("french", "not_asked", None, 0),
        ("education", "fits", 5, 6),
        ("experience", "fits", 3, 4),
        ("skills", "preferred_missing", ["Python", "SQL"], ["Python"]),
        ("wage", "preferred_missing", 4_500, 5_000),
        ("hours", "fits", 40, 30),
    ]
    assert fit.strictly is True


@pytest.mark.parametrize(
    ("posting", "seeker", "criterion", "verdict"),
    [
        ({"english_level": 10}, {}, "english", "missing"),
        ({"english_level": 10, "preferred": ["english"]}, {}, "english", "preferred_missing"),
        ({"french_level": 5}, {"french_level": 5}, "french", "fits"),
        ({"french_level": 5}, {"french_level": 4}, "french", "missing"),
        ({"education_rank": 7}, {}, "education", "missing"),
        ({"experience_years": 4}, {}, "experience", "fits"),
        ({"experience_years": 5}, {}, "experience", "missing"),
        ({"skills": ["PYTHON "]}, {}, "skills", "fits"),
        ({"skills": ["Rust"], "preferred": []}, {}, "skills", "missing"),
        ({"skills": []}, {}, "skills", "not_asked"),
        ({}, {"wage_cents": 4_500}, "wage", "fits"),
        ({}, {"wage_cents": 4_501}, "wage", "preferred_missing"),
        ({}, {"wage_cents": 4_501, "strict": True}, "wage", "missing"),
        ({"hours_per_week": 20}, {"hours_per_week": 30, "strict": True}, "hours", "missing"),
        ({"province": Province.MB}, {}, "province", "missing"),
        ({"noc_code": "21232"}, {}, "occupation", "missing"),
    ],
)
def test_verdicts(posting: dict[str, Any], seeker: dict[str, Any], criterion: str, verdict: str) -> None:
    assert _verdicts(_posting(**posting), **seeker)[criterion] == verdict


def test_a_yearly_wage_is_compared_by_the_hour() -> None:
    """93,600 dollars a year for 40 hours in 52 weeks are 45 dollars an hour."""
    yearly = _posting(wage_cents=9_360_000, wage_per=WagePeriod.YEAR)
    assert matching.hourly_cents(yearly) == 4_500
    assert matching.hourly_cents(_posting(wage_cents=9_360_000, wage_per=WagePeriod.YEAR, hours_per_week=36)) == 5_000


def test_strength_is_three_for_the_better_language_education_and_years_and_one_for_the_other_language() -> None:
    assert matching.strength(9, 0, 6, 4) == 27 + 0 + 18 + 12
    assert matching.strength(5, 7, 2, 0) == 21 + 5 + 6
    assert matching.strength(12, 12, 7, 30) == 36 + 12 + 21 + 30


def test_an_employer_sees_bands_and_no_wishes() -> None:
    seen = matching.fit(_posting(), *_seeker(wage_cents=4_000, hours_per_week=30)).blunted()
    sides = {one.criterion: one.seeker for one in seen.compared}
    assert sides == {
        Criterion.OCCUPATION: "21231",
        Criterion.PROVINCE: [Province.ON],
        Criterion.ENGLISH: Band(9, None),
        Criterion.FRENCH: Band(0, 0),
        Criterion.EDUCATION: 6,
        Criterion.EXPERIENCE: Band(3, 5),
        Criterion.SKILLS: ["Python"],
        Criterion.WAGE: None,
        Criterion.HOURS: None,
    }
    assert seen.verdict(Criterion.WAGE) is Verdict.FITS


# ---- Who is shown


def test_candidates_abroad_are_shown_from_day_31(context: Flask, people: People) -> None:
    cases.several(people, 5)
    young = cases.posting(cases.employer(), at=NOW - 29 * DAY)
    before = matching.for_posting(young, TODAY, LAW)
    assert (before.matches, before.opens_on, before.few) == ([], TODAY + DAY, False)
    after = matching.for_posting(young, TODAY + DAY, LAW)
    assert (len(after.matches), after.opens_on, after.few) == (5, None, False)


def test_few_candidates_are_not_shown_but_can_be_invited(context: Flask, people: People) -> None:
    made = cases.posting(cases.employer())
    assert matching.for_posting(made, TODAY, LAW).few is True
    four = cases.several(people, 4)
    found = matching.for_posting(made, TODAY, LAW)
    assert (found.matches, found.few, found.after) == ([], True, None)
    assert matching.all_of_few(made, TODAY, LAW) == four
    fifth = cases.seeker(people)
    assert len(matching.for_posting(made, TODAY, LAW).matches) == 5
    assert matching.all_of_few(made, TODAY, LAW) == []
    seekers.opt_out(fifth.profile, NOW)
    db.session.flush()
    assert matching.for_posting(made, TODAY, LAW, after=four[0].code).few is True


def test_the_strongest_come_first_and_only_those_of_occupation_and_province(context: Flask, people: People) -> None:
    weak = cases.seeker(people, english_level=5)
    strong = cases.seeker(people, french_level=8)
    cases.seeker(people, provinces=[Province.BC])
    cases.seeker(people, occupations=[("62200", 9)])
    alike = cases.several(people, 3)
    found = matching.for_posting(cases.posting(cases.employer()), TODAY, LAW)
    assert [match.seeker for match in found.matches] == [strong, *alike, weak]
    assert found.matches[-1].fit.of(Verdict.MISSING) == [Criterion.ENGLISH]


def test_a_strict_candidate_is_shown_only_where_everything_fits(context: Flask, people: People) -> None:
    cases.several(people, 5)
    strict = cases.seeker(people, strict=True, french_level=1)
    by = cases.employer()
    fitting, demanding = cases.posting(by), cases.posting(by, english_level=10)
    preferring = cases.posting(by, english_level=10, preferred=["english", "skills"])
    mean = cases.posting(by, wage_cents=2_000)
    seekers.amend(strict.profile, {**cases.WISHES, "strict": True, "wage_cents": 3_000}, NOW)
    db.session.flush()

    def shown(posting: Posting) -> bool:
        return strict in [match.seeker for match in matching.for_posting(posting, TODAY, LAW).matches]

    assert [shown(posting) for posting in (fitting, demanding, preferring, mean)] == [True, False, True, False]
    assert {match.posting for match in matching.for_seeker(strict, TODAY).matches} == {fitting, preferring}


def test_a_long_list_of_candidates_goes_on_behind_a_code(context: Flask, people: People) -> None:
    made = cases.posting(cases.employer())
    one = cases.seeker(people)
    several = [one, *(_copy(one, number) for number in range(1, 47))]
    first = matching.for_posting(made, TODAY, LAW)
    second = matching.for_posting(made, TODAY, LAW, after=first.after)
    third = matching.for_posting(made, TODAY, LAW, after=second.after)
    assert [len(page.matches) for page in (first, second, third)] == [20, 20, 7]
    assert third.after is None
    assert {match.seeker.id for page in (first, second, third) for match in page.matches} == {s.id for s in several}
    assert len(matching.for_posting(made, TODAY, LAW, after="NOBODY").matches) == 20


def _copy(one: JobSeeker, number: int) -> JobSeeker:
    """Somebody else who seeks the same; of a profile with nothing in it."""
    from expressentry.accounts import lifecycle as accounts
    from expressentry.models import Role

    user = accounts.register(f"copy{number}@example.org", None, Role.CANDIDATE, "en", NOW)
    made = JobSeeker(profile=user.profile, code=f"COPY{number}", opted_in_at=NOW, listed=True)
    seekers._state(made, seekers.stated(one), NOW)
    db.session.add(made)
    db.session.flush()
    return made


def test_a_candidate_sees_the_newest_postings_of_each_occupation_first(context: Flask, people: People) -> None:
    seeker = cases.seeker(people, occupations=[("21231", 4), ("21232", 2)])
    by = cases.employer()
    old, newer = cases.posting(by), cases.posting(by, noc_code="21232", at=NOW - 3 * DAY)
    newest = cases.posting(by, at=NOW - DAY)
    cases.posting(by, noc_code="62200")
    cases.posting(by, province=Province.MB)
    cases.posting(by, title="Shut").closed_at = NOW
    unverified = cases.posting(cases.employer("other@example.org"))
    unverified.employer.verified_at = None
    db.session.flush()
    assert [match.posting for match in matching.for_seeker(seeker, TODAY).matches] == [newest, newer, old]
    assert [match.posting for match in matching.for_seeker(seeker, TODAY, after=str(newest.id)).matches] == [newer, old]
    assert [match.posting for match in matching.for_seeker(seeker, TODAY, after="x").matches] == [newest, newer, old]


def test_a_long_list_of_postings_goes_on_behind_one(context: Flask, people: People) -> None:
    seeker = cases.seeker(people, occupations=[("21231", 4), ("21232", 2)])
    by = cases.employer()
    made = [
        cases.posting(by, noc_code=("21231", "21232")[n % 2], at=NOW - (n // 3) * DAY, positions=n + 1)
        for n in range(45)
    ]
    pages, after = [], None
    for _page in range(3):
        found = matching.for_seeker(seeker, TODAY, after=after)
        pages.append([match.posting for match in found.matches])
        after = found.after
    order = sorted(made, key=lambda posting: (posting.opened_on, posting.id), reverse=True)
    assert [posting for page in pages for posting in page] == order
    assert ([len(page) for page in pages], after) == ([20, 20, 5], None)


# ---- By an index


def _plan(query: Any) -> list[str]:
    compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    return [row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()]


@pytest.mark.parametrize("place", [None, (57, 12)])
@pytest.mark.parametrize("province", seekers.PROVINCES)
def test_candidates_are_read_along_the_index_of_their_province(context: Flask, province: Any, place: Any) -> None:
    plan = _plan(matching.candidates("21231", province, place, 50))
    assert f"USING INDEX ix_sought_{province.lower()} (noc_code=?" in plan[0]
    assert "SEARCH job_seeker USING INTEGER PRIMARY KEY" in plan[1]
    assert not any("TEMP B-TREE" in line or "SCAN" in line for line in plan)


def test_postings_are_read_along_the_index_of_their_occupation(context: Flask) -> None:
    made = cases.posting(cases.employer())
    for after in (None, made.id):
        plan = _plan(matching.of_occupation("21231", after, 25))
        assert any("USING INDEX ix_posting_occupation (noc_code=?" in line for line in plan)
        assert not any("TEMP B-TREE" in line or "SCAN" in line for line in plan)


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "ix_posting_newest"),
        ({"noc_code": "21231"}, "ix_posting_occupation"),
        ({"province": Province.ON}, "ix_posting_province"),
    ],
)
def test_the_public_list_is_read_along_an_index(context: Flask, filters: dict[str, Any], index: str) -> None:
    made = cases.posting(cases.employer())
    for after in (None, made.id):
        plan = _plan(postings.newest_first(postings.found(TODAY, **filters), after).limit(21))
        assert any(index in line for line in plan)
        assert not any("TEMP B-TREE" in line for line in plan)


def test_postgresql_is_asked_for_the_same_words_in_its_own_way() -> None:
    asked = str(posted_with(["réseau", "soft"], 9, 400).compile(dialect=postgresql.dialect()))
    posted = "to_tsvector('simple', title || ' ' || description || ' ' || skills)"  # as the index has it
    assert asked.startswith(f"SELECT id FROM posting WHERE {posted} @@ to_tsquery('simple', ")
    assert asked.endswith("ORDER BY id DESC LIMIT %(param_3)s::INTEGER")
