"""The forecast for a day is the score of that day; each day is told with its causes; a stay in the pool has its end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from time import perf_counter

import pytest

from expressentry.analysis import ahead as module
from expressentry.analysis.ahead import LineChange, ahead
from expressentry.analysis.happenings import (
    Birthday,
    CertificateEnds,
    NewInstruments,
    OfferUnsupported,
    OtherOccupation,
    Qualified,
    Report,
    Sitting,
    StayEnds,
    YearsOfWork,
)
from expressentry.rules import crs, programs
from expressentry.rules.experience import Question
from expressentry.rules.facts import (
    Assessor,
    Certificate,
    Credential,
    EducationLevel,
    Facts,
    Job,
    JobOffer,
    LanguageResult,
    LanguageTest,
    Province,
    Spouse,
    WorkPermit,
)
from expressentry.rules.programs import Program
from expressentry.rules.scorecard import Factor
from expressentry.rules.tables import law_on
from expressentry.synthetic import candidates
from tests.conftest import FACTS, LAW, TODAY

IELTS = {"test": LanguageTest.IELTS_GT, "speaking": 7.0, "listening": 8.0, "reading": 7.0, "writing": 7.0}


def person(seed: int) -> Facts:
    """A synthetic person whose work and papers are made to change in the coming two years."""
    random = Random(seed)
    facts = next(candidates(1, TODAY, LAW, seed=seed)).facts
    jobs = tuple(
        Job(
            noc_code=random.choice(("21231", "63101", "72310", "64100")),
            started_on=TODAY - timedelta(days=random.randint(-200, 4000)),
            ended_on=None,
            hours_per_week=random.choice((12, 15, 40)),
            in_canada=random.random() < 0.5,
        )
        for _ in range(random.randint(0, 6))
    )
    jobs = tuple(
        replace(
            job, ended_on=job.started_on + timedelta(days=random.randint(30, 900)) if random.random() < 0.5 else None
        )
        for job in jobs
        if job.started_on is not None
    )
    return replace(facts, jobs=(*facts.jobs, *jobs), counted_years=None)


# ---- The forecast for a day equals scoring on the day


@pytest.mark.parametrize("seed", range(120))
def test_the_score_foreseen_for_a_day_is_the_score_of_that_day(seed: int) -> None:
    facts, random = person(seed), Random(seed)
    found = ahead(facts, TODAY, law_on)
    assert found.complete
    days = {found.until, *(TODAY + timedelta(days=random.randint(0, 730)) for _ in range(20))}
    for turn in found.turns:
        days |= {turn.on - timedelta(days=1), turn.on}
    for day in days:
        assert found.score_on(day) == crs.score(facts, day, law_on(day)).total
        assert found.programs_on(day) == programs.assess(facts, day, law_on(day)).programs


@pytest.mark.parametrize("seed", range(6))
def test_on_every_single_day(seed: int) -> None:
    facts = person(seed)
    found = ahead(facts, TODAY, law_on)
    for offset in range((found.until - TODAY).days + 1):
        day = TODAY + timedelta(days=offset)
        assert found.score_on(day) == crs.score(facts, day, law_on(day)).total


@pytest.mark.parametrize("first", [date(2016, 6, 1), date(2024, 4, 1)])
def test_under_the_law_of_each_day(first: date) -> None:
    for seed in range(8):
        facts = person(seed)
        found = ahead(facts, first, law_on, until=first + timedelta(days=400))
        for offset in range(0, 400, 3):
            day = first + timedelta(days=offset)
            assert found.score_on(day) == crs.score(facts, day, law_on(day)).total


def test_every_turn_has_a_cause_and_points_that_add_up() -> None:
    for seed in range(60):
        found = ahead(person(seed), TODAY, law_on)
        for turn in found.turns:
            assert turn.happenings
            assert sum(line.after - line.before for line in turn.lines) == turn.gain
        assert [turn.on for turn in found.turns] == sorted({turn.on for turn in found.turns})


def test_days_outside_are_not_guessed() -> None:
    found = ahead(FACTS, TODAY, law_on)
    for day in (TODAY - timedelta(days=1), found.until + timedelta(days=1)):
        with pytest.raises(ValueError, match="is not between"):
            found.score_on(day)


# ---- Each happening, as a literal


def only(facts: Facts, until: date = date(2028, 11, 23)) -> module.Turn:
    (turn,) = ahead(facts, TODAY, law_on, until=until).turns
    return turn


def test_a_birthday() -> None:
    turn = only(FACTS, until=date(2027, 12, 31))
    assert (turn.on, turn.happenings) == (date(2027, 5, 5), (Birthday(32),))
    assert (turn.before, turn.after, turn.gain) == (458, 453, -5)
    assert turn.lines == (LineChange(Factor.AGE, 99, 94),)


def test_a_test_reaches_two_years_and_takes_the_program_with_it() -> None:
    facts = replace(FACTS, birth_date=date(2000, 1, 1), languages=(LanguageResult(taken_on=date(2025, 2, 3), **IELTS),))
    turn = only(facts)
    assert (turn.on, turn.happenings) == (date(2027, 2, 3), (Sitting(LanguageTest.IELTS_GT, False, False, 2),))
    assert (turn.lost, turn.programs, turn.without_program, turn.leaves) == ((Program.FSW,), (), True, False)


def test_a_birthday_on_29_february_is_1_march() -> None:
    facts = replace(FACTS, birth_date=date(1996, 2, 29))
    first, second = (
        turn.on
        for turn in ahead(facts, TODAY, law_on, until=date(2028, 12, 1)).turns
        if turn.gain and isinstance(turn.happenings[0], Birthday)
    )
    assert (first, second) == (date(2027, 3, 1), date(2028, 2, 29))


def test_an_assessment_reaches_five_years() -> None:
    credential = replace(FACTS.credentials[0], assessed_on=date(2022, 1, 15))
    facts = replace(FACTS, birth_date=date(2000, 1, 1), credentials=(credential,))
    turn = only(facts, until=date(2027, 12, 31))
    assert (turn.on, turn.happenings) == (date(2027, 1, 15), (Report(EducationLevel.MASTERS, False, False, 5),))


def test_a_year_of_work_completes_and_one_leaves() -> None:
    base = replace(FACTS, birth_date=date(2000, 1, 1), languages=())
    job = Job(noc_code="21231", started_on=date(2026, 1, 5), hours_per_week=40, in_canada=True)
    turn = only(replace(base, jobs=(job,)), until=date(2027, 6, 1))
    assert (turn.on, turn.happenings) == (date(2027, 1, 4), (YearsOfWork(Question.CRS_CANADIAN, False, 0, 1),))
    old = replace(job, started_on=date(2017, 1, 2), ended_on=date(2018, 1, 1))
    turn = only(replace(base, jobs=(old,)), until=date(2027, 6, 1))
    assert turn.happenings == (YearsOfWork(Question.CRS_CANADIAN, False, 1, 0),)


def test_work_of_the_partner() -> None:
    job = Job(noc_code="21231", started_on=date(2026, 1, 5), hours_per_week=40, in_canada=True)
    facts = replace(FACTS, birth_date=date(2000, 1, 1), languages=(), spouse=Spouse(accompanying=True, jobs=(job,)))
    turn = only(facts, until=date(2027, 6, 1))
    assert (turn.on, turn.happenings) == (date(2027, 1, 4), (YearsOfWork(Question.CRS_CANADIAN, True, 0, 1),))


def test_papers_end_though_no_point_rests_on_them() -> None:
    facts = Facts(
        birth_date=date(2000, 1, 1),
        certificate=Certificate(noc_code="72310", expires_on=date(2027, 4, 5)),
        job_offer=JobOffer(
            noc_code="21231", permit=WorkPermit.NONE, lmia_approved=True, lmia_expires_on=date(2027, 6, 7)
        ),
    )
    first, second = ahead(facts, TODAY, law_on).turns
    assert (first.on, first.happenings, first.gain) == (date(2027, 4, 6), (CertificateEnds("72310"),), 0)
    assert (second.on, second.happenings, second.gain) == (date(2027, 6, 8), (OfferUnsupported(),), 0)


def test_papers_dated_later_begin_to_count() -> None:
    later = Credential(equivalencies=(EducationLevel.DOCTORAL,), assessed_on=date(2026, 12, 5), assessor=Assessor.WES)
    sitting = LanguageResult(taken_on=date(2027, 1, 9), **IELTS)
    facts = Facts(birth_date=date(2000, 1, 1), credentials=(later,), languages=(sitting,))
    first, second = ahead(facts, TODAY, law_on, until=date(2027, 12, 31)).turns
    assert first.happenings == (Report(EducationLevel.DOCTORAL, False, True, 5),)
    assert second.happenings == (Sitting(LanguageTest.IELTS_GT, False, True, 2),)


def trade(**changes: object) -> Facts:
    """A carpenter with a certificate, for whom the trades program decides."""
    given: dict[str, object] = {
        "birth_date": date(2000, 1, 1),
        "languages": (LanguageResult(taken_on=date(2026, 11, 1), **IELTS),),
        "jobs": (Job(noc_code="72310", started_on=date(2020, 1, 1), hours_per_week=40),),
        "primary_occupation": "72310",
        "certificate": Certificate(noc_code="72310"),
        "provinces": (Province.ON,),
        "funds_cents": 3_000_000,
        "family_size": 1,
    }
    return Facts(**(given | changes))  # type: ignore[arg-type]


def test_work_in_a_trade_counts_from_the_day_of_qualifying() -> None:
    turns = ahead(trade(qualified_on=date(2026, 9, 1)), TODAY, law_on).turns
    gained = next(turn for turn in turns if Program.FST in turn.gained)
    assert gained.on == date(2028, 8, 29)
    assert gained.happenings == (YearsOfWork(Question.FST, False, 1, 2),)


def test_the_day_of_qualifying_itself() -> None:
    found = module.happenings.on_day(trade(qualified_on=date(2026, 12, 24)), date(2026, 12, 24), LAW, LAW)
    assert found == (Qualified("72310"),)


def test_another_occupation_takes_the_lead() -> None:
    low = {"test": LanguageTest.CELPIP_G, "speaking": 6, "listening": 6, "reading": 6, "writing": 6}
    facts = Facts(
        birth_date=date(2000, 1, 1),
        languages=(LanguageResult(taken_on=date(2026, 11, 1), **low),),
        jobs=(
            Job(
                noc_code="21231",
                started_on=date(2024, 6, 1),
                ended_on=date(2025, 7, 31),
                hours_per_week=40,
                in_canada=True,
            ),
            Job(noc_code="22220", started_on=date(2026, 1, 1), hours_per_week=40, in_canada=True),
        ),
        provinces=(Province.ON,),
    )
    gained = next(turn for turn in ahead(facts, TODAY, law_on).turns if Program.CEC in turn.gained)
    assert OtherOccupation("22220") in gained.happenings


def test_a_new_instrument() -> None:
    facts = replace(
        FACTS,
        job_offer=JobOffer(
            noc_code="21231",
            full_time=True,
            lasts_a_year=True,
            permit=WorkPermit.LMIA_NAMED_EMPLOYER,
            works_for_employer=True,
        ),
    )
    turns = ahead(facts, date(2025, 3, 1), law_on, until=date(2025, 4, 1)).turns
    assert [(turn.on, turn.happenings, turn.gain) for turn in turns] == [
        (date(2025, 3, 25), (NewInstruments(("crs_additional",)),), -50)
    ]


# ---- The end of a stay in the pool

END = datetime(2027, 11, 23, 15, 0, tzinfo=UTC)


def test_a_stay_is_foreseen_up_to_its_end_and_with_it() -> None:
    found = ahead(FACTS, TODAY, law_on, stay_ends_at=END)
    assert found.until == date(2027, 11, 23)
    last = found.turns[-1]
    assert (last.on, last.happenings, last.leaves) == (date(2027, 11, 23), (StayEnds(END),), True)
    assert [turn.on for turn in found.turns] == [date(2027, 5, 5), date(2027, 11, 23)]


def test_the_last_day_can_bring_something_else_too() -> None:
    found = ahead(replace(FACTS, birth_date=date(1995, 11, 23)), TODAY, law_on, stay_ends_at=END)
    (last,) = found.turns
    assert (last.happenings, last.leaves, last.gain) == ((Birthday(32), StayEnds(END)), True, -5)


def test_a_stay_ends_earlier_when_the_last_program_is_lost() -> None:
    facts = replace(FACTS, languages=(LanguageResult(taken_on=date(2025, 2, 3), **IELTS),))
    found = ahead(facts, TODAY, law_on, stay_ends_at=END)
    left = [turn for turn in found.turns if turn.leaves]
    assert [turn.on for turn in left] == [date(2027, 2, 3)]
    assert not any(isinstance(one, StayEnds) for turn in found.turns for one in turn.happenings)


# ---- Bounded work


def test_too_many_turns_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TURNS", 3)
    facts = person(5)
    whole = ahead(facts, TODAY, law_on, until=date(2036, 1, 1))
    assert (len(whole.turns), whole.complete) == (3, False)
    assert whole.turns[-1].on <= whole.known_until < whole.until
    for offset in range((whole.known_until - TODAY).days + 1):
        day = TODAY + timedelta(days=offset)
        assert whole.score_on(day) == crs.score(facts, day, law_on(day)).total


def test_forty_jobs_of_both_are_foreseen_quickly() -> None:
    random = Random(1)
    jobs = tuple(
        Job(
            noc_code=random.choice(("21231", "63101", "72310")),
            started_on=(first := TODAY - timedelta(days=random.randint(-500, 4000))),
            ended_on=None if random.random() < 0.2 else first + timedelta(days=random.randint(5, 900)),
            hours_per_week=random.choice((5, 10, 12.5)),
            in_canada=random.random() < 0.6,
        )
        for _ in range(40)
    )
    facts = replace(FACTS, jobs=jobs, spouse=Spouse(accompanying=True, jobs=jobs))
    ahead(facts, TODAY - timedelta(days=1), law_on)
    began = perf_counter()
    ahead(facts, TODAY, law_on)
    assert perf_counter() - began < 1.5


def test_facts_of_nobody() -> None:
    found = ahead(Facts(), TODAY, law_on)
    assert (found.score, found.turns, found.last_score, found.complete) == (0, (), 0, True)
