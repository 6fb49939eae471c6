"""Everything that can happen has its sentence; calendars and pictures keep to their forms."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from flask import Flask, g

from expressentry import calendars
from expressentry.analysis import ahead_words, work_drawn, work_words
from expressentry.analysis.ahead import Turn, ahead
from expressentry.analysis.drawing import Axis
from expressentry.analysis.happenings import (
    Birthday,
    CertificateEnds,
    Happening,
    NewInstruments,
    OfferUnsupported,
    OtherOccupation,
    Qualified,
    Report,
    Sitting,
    StayEnds,
    YearsOfWork,
)
from expressentry.analysis.step_line import step_line
from expressentry.calendars import Entry
from expressentry.database import db
from expressentry.rules.experience import Question
from expressentry.rules.facts import EducationLevel, Facts, Job, LanguageTest, Spouse
from expressentry.rules.programs import Program
from expressentry.rules.tables import law_on
from tests.conftest import FACTS, LAW, NOW, TODAY, People, profile_of

MASTERS, TEF = EducationLevel.MASTERS, LanguageTest.TEF_CANADA
SAID: list[tuple[Happening, str]] = [
    (Birthday(32), "You turn 32."),
    (
        Sitting(TEF, False, False, 2),
        "Your test result turns 2 years old and does not count any more: TEF Canada (French).",
    ),
    (Sitting(TEF, False, True, 2), "Your test result begins to count: TEF Canada (French)."),
    (
        Sitting(TEF, True, False, 2),
        "The test result of your spouse or partner turns 2 years old and does not count any more: TEF Canada (French).",
    ),
    (Sitting(TEF, True, True, 2), "The test result of your spouse or partner begins to count: TEF Canada (French)."),
    (
        Report(MASTERS, False, False, 5),
        (
            "The assessment of your credential turns 5 years old and does not count any more: "
            "Master's degree, or a professional degree needed to practise."
        ),
    ),
    (
        Report(MASTERS, False, True, 5),
        (
            "The assessment of your credential begins to count: "
            "Master's degree, or a professional degree needed to practise."
        ),
    ),
    (
        Report(MASTERS, True, False, 5),
        (
            "The assessment of your spouse's or partner's credential turns 5 years old and does not count any more: "
            "Master's degree, or a professional degree needed to practise."
        ),
    ),
    (
        Report(MASTERS, True, True, 5),
        (
            "The assessment of your spouse's or partner's credential begins to count: "
            "Master's degree, or a professional degree needed to practise."
        ),
    ),
    (CertificateEnds("72310"), "Your certificate of qualification is not valid any more: 72310 Carpenters."),
    (OfferUnsupported(), "The labour market impact assessment of your job offer is not valid any more."),
    (
        Qualified("72310"),
        "You are qualified to practise the trade on your own, and work in it begins to count: 72310 Carpenters.",
    ),
    (
        YearsOfWork(Question.CRS_CANADIAN, False, 1, 2),
        "A year of work completes, which makes 2 years. Canadian work, for the score (last ten years).",
    ),
    (
        YearsOfWork(Question.CRS_FOREIGN, False, 2, 1),
        (
            "Work leaves the years that are looked at, and 1 completed year is left. "
            "Foreign work, for the score (last ten years)."
        ),
    ),
    (YearsOfWork(Question.CRS_CANADIAN, True, 0, 1), "Your spouse or partner completes 1 year of Canadian work."),
    (
        YearsOfWork(Question.CRS_CANADIAN, True, 1, 0),
        "Work of your spouse or partner leaves the years that are looked at: 0 completed years are left.",
    ),
    (
        OtherOccupation("72310"),
        (
            "Most of your Canadian work of the years that are looked at is now in another occupation, which sets the "
            "level of language you need: 72310 Carpenters."
        ),
    ),
    (NewInstruments(("crs_core",)), "A new instrument takes effect."),
    (
        StayEnds(datetime(2027, 11, 23, 15, tzinfo=UTC)),
        (
            "Your stay in the pool ends at November 23, 2027, 10:00, unless you are invited before. "
            "You can then submit a new profile."
        ),
    ),
]


@pytest.mark.parametrize(("one", "sentence"), SAID)
def test_every_happening_is_a_sentence(app: Flask, one: Happening, sentence: str) -> None:
    for language in ("en", "fr"):
        with app.test_request_context(f"/{language}/"):
            g.lang = language
            said = ahead_words.happening(one)
            assert said.endswith(".")
            if language == "en":
                assert said == sentence


def test_no_happening_is_forgotten() -> None:
    assert {type(one) for one, _ in SAID} == set(get_args(Happening)) == set(ahead_words._SAID)


def turn(before: int, after: int, **more: object) -> Turn:
    given: dict[str, object] = {"lines": (), "gained": (), "lost": (), "programs": (Program.FSW,)}
    return Turn(TODAY, (Birthday(32), Birthday(32)), before, after, **(given | more))  # type: ignore[arg-type]


def test_effects_and_causes_are_said_once(app: Flask) -> None:
    with app.test_request_context("/en/"):
        g.lang = "en"
        assert ahead_words.causes(turn(1, 2)) == ["You turn 32."]
        assert ahead_words.effects(turn(458, 459)) == ["Your score goes from 458 to 459: 1 point more."]
        assert ahead_words.effects(turn(458, 450)) == ["Your score goes from 458 to 450: 8 points fewer."]
        assert ahead_words.effects(turn(458, 458)) == ["Your score stays 458."]
        lost = turn(458, 458, lost=(Program.FSW,), programs=())
        assert ahead_words.effects(lost)[-1] == "No program takes you any more from that day."
        left = replace(lost, leaves=True)
        assert (
            ahead_words.effects(left)[-1] == "No program takes you any more from that day: your stay in the pool ends."
        )


def test_the_first_change_foreseen_is_the_day_the_pool_scores_anew(context: Flask, people: People) -> None:
    for birth_date in (date(1995, 5, 5), date(1990, 12, 1), date(1993, 3, 31)):
        user = people.in_pool(birth_date=birth_date)
        stay = profile_of(user).expressions[0]
        found = ahead(stay.facts, TODAY, law_on, stay_ends_at=stay.expires_at)
        assert next(turn.on for turn in found.turns if turn.gain or turn.lost or turn.gained) == stay.rescore_on
    db.session.rollback()


# ---- Calendars


def test_long_lines_are_folded_between_letters_and_read_back_whole() -> None:
    text = "é" * 200 + "; a, b\\c\nsecond\r\nthird\x07"
    made = calendars.calendar("A, B", [Entry("k", date(2026, 12, 31), "Ünder", text)], "h.example", NOW)
    lines = made.encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()
    whole = made.replace("\r\n ", "").split("\r\n")
    assert "DESCRIPTION:" + "é" * 200 + "\\; a\\, b\\\\c\\nsecond\\nthird" in whole
    assert "X-WR-CALNAME:A\\, B" in whole
    assert "DTEND;VALUE=DATE:20270101" in whole
    assert "UID:k@h.example" in whole


# ---- Pictures


def test_days_stand_between_the_ends() -> None:
    axis = Axis(date(2020, 1, 1), date(2030, 1, 1), 10.0, 90.0)
    assert (axis.at(date(1999, 1, 1)), axis.at(date(2040, 1, 1))) == (10.0, 90.0)
    assert axis.at(date(2025, 1, 1)) == pytest.approx(50.0, abs=0.1)
    assert [year for year, _ in axis.years(5)] == [2022, 2024, 2026, 2028, 2030]
    assert axis.width(date(2025, 1, 1), date(2025, 1, 1)) == 0.4
    one_day = Axis(TODAY, TODAY)
    assert (one_day.at(TODAY), one_day.years(5), one_day.months(5)) == (0.0, [], [])


def test_the_picture_steps_as_the_score_does() -> None:
    found = ahead(FACTS, TODAY, law_on)
    line = step_line(found)
    assert [step.score for step in line.steps] == [458, *(turn.after for turn in found.turns if turn.gain)]
    assert all(one.right == following.left for one, following in zip(line.steps, line.steps[1:], strict=False))
    assert all(34 <= step.height <= 210 for step in line.steps)
    assert step_line(ahead(Facts(), TODAY, law_on)).steps[0].score == 0


def test_bands_of_the_picture_are_the_stretches_of_the_table(app: Flask) -> None:
    facts = replace(
        FACTS,
        jobs=(
            Job(noc_code="21231", started_on=date(2016, 1, 1), ended_on=date(2018, 1, 1), hours_per_week=40),
            Job(noc_code="21231", started_on=date(2026, 1, 1), ended_on=date(2027, 6, 1), hours_per_week=40),
            Job(noc_code=None, started_on=date(2026, 1, 1), hours_per_week=40),
            Job(noc_code="21231", hours_per_week=40),
        ),
    )
    drawn = work_drawn.draw(work_drawn.Asked(Question.CRS_FOREIGN), facts, TODAY, LAW)
    assert drawn.picture is not None
    kinds = [[band.kind for band in row.bands] for row in drawn.picture.rows]
    assert kinds == [["not", "counted"], ["counted", "to-come"], ["not"], ["counted", "counted"]]
    assert drawn.without_dates == (4,)
    with app.test_request_context("/en/"):
        g.lang = "en"
        labels = [work_words.label(row) for row in drawn.picture.rows]
        assert labels[2:] == ["3. No occupation stated", "All of them together: days that count"]
        assert work_words.dates(facts.jobs[3]) == "No first day stated"


def test_the_partner_is_asked_only_if_there_is_work_of_theirs_that_can_count() -> None:
    job = Job(noc_code="21231", started_on=date(2025, 1, 1), hours_per_week=40, in_canada=True)
    for spouse, asked in (
        (None, False),
        (Spouse(accompanying=True), False),
        (Spouse(accompanying=False, jobs=(job,)), False),
        (Spouse(accompanying=True, citizen_or_permanent_resident=True, jobs=(job,)), False),
        (Spouse(accompanying=True, jobs=(job,)), True),
    ):
        keys = [one.key for one in work_drawn.questions(replace(FACTS, spouse=spouse))]
        assert ("partner" in keys) is asked
