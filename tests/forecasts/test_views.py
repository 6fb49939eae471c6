"""The pages of the forecast and of the work drawn: in both languages, as files, for strangers and odd answers."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from expressentry.database import db
from expressentry.models import Role
from expressentry.rules.facts import CountedYears, Facts, Job, Spouse
from expressentry.seeding import answers_of
from tests.conftest import FACTS, NOW, PARTICULARS, TODAY, Browser, People, profile_of

Visitor = Callable[..., Browser]
PAGES = ("/profile/forecast", "/profile/work-drawn")
FILES = ("/profile/forecast.ics", "/profile/forecast.csv")


def text_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ")


def unfolded(calendar: str) -> list[str]:
    """The lines of an iCalendar file, as a calendar reads them."""
    return calendar.replace("\r\n ", "").split("\r\n")


# ---- Who may look


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_it_is_for_candidates(visitor: Visitor, people: People, path: str) -> None:
    assert visitor().get(path).status_code == 303
    assert visitor().get(path).location.startswith("/en/sign-in")
    for role in Role:
        if role is not Role.CANDIDATE:
            assert visitor(people.of_role(role)).get(path).status_code == 403


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_the_pages_answer_in_both_languages(visitor: Visitor, people: People, path: str, language: str) -> None:
    for user in (people.candidate(), people.candidate(FACTS), people.in_pool()):
        page = visitor(user, language).get(path)
        assert page.status_code == 200
        assert page.text.count("<h1>") == 1
        assert f'<html lang="{language}">' in page.text


# ---- The forecast


def test_a_draft_is_looked_ahead_two_years(visitor: Visitor, people: People) -> None:
    text = text_of(visitor(people.candidate(FACTS)).get("/profile/forecast").text)
    assert "looked ahead to November 23, 2028. You are not in the pool." in text
    assert "May 5, 2027 −5 You turn 32. Your score goes from 458 to 453: 5 points fewer." in text
    assert "Your test result turns 2 years old and does not count any more: IELTS General Training (English)." in text
    assert "A new test, with its result in the profile before that day, keeps these points." in text
    assert "You no longer meet the requirements of the Federal Skilled Worker" in text
    assert "No program takes you any more from that day." in text
    assert "Your stay in the pool ends" not in text


def test_in_the_pool_it_goes_to_the_end_of_the_stay_and_holds_it(visitor: Visitor, people: People) -> None:
    text = text_of(visitor(people.in_pool()).get("/profile/forecast").text)
    assert "These are the answers the pool ranks, up to the end of your stay on November 23, 2027." in text
    assert "If no answer changes, it will be 453 on November 23, 2027: 5 points fewer." in text
    assert "Your stay in the pool ends at November 23, 2027, 10:00, unless you are invited before." in text
    assert "2028" not in text


def test_the_pool_ranks_what_was_submitted_and_the_profile_can_be_looked_at_too(
    visitor: Visitor, people: People
) -> None:
    user = people.in_pool()
    with people._context():
        profile_of(user).answers = answers_of(replace(FACTS, birth_date=date(1995, 6, 6)), PARTICULARS)
        db.session.commit()
    browser = visitor(user)
    page = browser.get("/profile/forecast").text
    assert "You turn 32" in page
    assert "May 5, 2027" in page
    assert "/en/profile/forecast?answers=now" in page
    now = browser.get("/profile/forecast?answers=now").text
    assert "June 6, 2027" in now
    assert "which the pool does not know" in now
    assert "/en/profile/forecast.csv?answers=now" in now
    assert "2027-06-06" in browser.get("/profile/forecast.csv?answers=now").text
    assert "2027-05-05" in browser.get("/profile/forecast.csv").text


def test_a_stay_whose_time_is_over_is_no_stay(visitor: Visitor, people: People, moment: time_machine.Traveller) -> None:
    user = people.in_pool()
    moment.move_to(NOW + timedelta(days=365, seconds=1))
    assert "You are not in the pool." in visitor(user).get("/profile/forecast").text


def test_nothing_to_come_is_said(visitor: Visitor, people: People) -> None:
    text = text_of(visitor(people.candidate(Facts())).get("/profile/forecast").text)
    assert "Nothing happens by itself up to November 23, 2028" in text


def test_picture_and_table_say_the_same(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate(FACTS)).get("/profile/forecast").text
    picture = page[page.index('<svg class="timeline"') : page.index("</svg>")]
    table = page[page.index('<table class="ahead"') : page.index("</table>")]
    scores = [int(cell) for cell in re.findall(r"<td>(\d+)</td><td>[^<]*</td></tr>", table)]
    named = [int(score) for score in re.findall(r'class="named"[^>]*>(\d+)<', picture)]
    assert scores[0] == named[0] == 458
    assert set(named) <= set(scores)


def test_the_calendar_is_one_that_calendars_read(visitor: Visitor, people: People) -> None:
    answer = visitor(people.in_pool()).get("/profile/forecast.ics")
    assert answer.mimetype == "text/calendar"
    assert "attachment" in answer.headers["Content-Disposition"]
    raw = answer.get_data()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = unfolded(raw.decode())
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20270505" in lines
    assert "DTEND;VALUE=DATE:20270506" in lines
    assert "DTSTART:20271123T150000Z" in lines
    assert "DTSTAMP:20261123T150000Z" in lines
    assert "SUMMARY:Express Entry: your score goes from 458 to 453" in lines
    assert "DESCRIPTION:You turn 32.\\nYour score goes from 458 to 453: 5 points fewer." in lines
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == lines.count("BEGIN:VEVENT") == 2


def test_the_table_is_one_that_spreadsheets_read(visitor: Visitor, people: People) -> None:
    answer = visitor(people.in_pool()).get("/profile/forecast.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["day"], row["score_before"], row["score_after"], row["stay_ends"]) for row in rows] == [
        ("2026-11-23", "", "458", ""),
        ("2027-05-05", "458", "453", ""),
        ("2027-11-23", "453", "453", "yes"),
    ]
    assert rows[1]["points_that_change"] == "Age: 99 → 94"


# ---- The work drawn

HERE: dict[str, Any] = {
    "noc_code": "21231",
    "in_canada": True,
    "paid": True,
    "authorized": True,
    "full_time_student": False,
    "self_employed": False,
    "hours_per_week": 40,
}


def test_each_question_has_its_picture_and_its_words(visitor: Visitor, people: People) -> None:
    facts = replace(FACTS, jobs=(*FACTS.jobs, Job(started_on=date(2025, 1, 1), **HERE)))
    browser = visitor(people.candidate(facts))
    foreign = text_of(browser.get("/profile/work-drawn?for=crs_foreign").text)
    assert "January 6, 2020 to June 28, 2024, 1,636 days: these count." in foreign
    assert "January 1, 2025 to November 22, 2026, 691 days: does not count: the work was in Canada." in foreign
    assert "4 completed years" in foreign
    canadian = text_of(browser.get("/profile/work-drawn?for=cec").text)
    assert "Work from November 23, 2023 on is looked at, up to yesterday." in canadian
    assert "Since January 1, 2025, 40 hours a week" in canadian
    assert "1 completed year. The program asks for 1 completed year." in canadian
    assert "The program asks" not in foreign
    for key in ("crs_canadian", "fsw_continuous", "fsw_experience", "fsw_canadian", "fst"):
        page = browser.get(f"/profile/work-drawn?for={key}")
        assert page.status_code == 200
        assert page.text.count('<rect class="') >= 3


@pytest.mark.parametrize("key", ["partner", "nothing", "", "<script>"])
def test_an_unknown_question_is_no_page(visitor: Visitor, people: People, key: str) -> None:
    assert visitor(people.candidate(FACTS)).get("/profile/work-drawn", query_string={"for": key}).status_code == 404


def test_the_partners_work_is_drawn_by_itself(visitor: Visitor, people: People) -> None:
    partner = Spouse(
        accompanying=True,
        citizen_or_permanent_resident=False,
        jobs=(Job(started_on=date(2024, 1, 1), ended_on=date(2024, 12, 31), **HERE),),
    )
    browser = visitor(people.candidate(replace(FACTS, spouse=partner)))
    text = text_of(browser.get("/profile/work-drawn?for=partner").text)
    assert "January 1, 2024 to December 31, 2024, 366 days: these count." in text
    assert "2020" not in text.split("The same in words")[1]


@pytest.mark.parametrize(
    "jobs",
    [
        (),
        (Job(),),
        (Job(noc_code="21231", hours_per_week=40),),
        (Job(started_on=date(2027, 3, 1), **HERE),),
        (Job(started_on=date(1970, 3, 1), **HERE),),
        (Job(started_on=TODAY, ended_on=TODAY, **HERE),),
        tuple(
            Job(started_on=date(2012 + n % 12, 1 + n % 12, 3), ended_on=None if n % 5 else date(2026, 1, 1), **HERE)
            for n in range(40)
        ),
    ],
    ids=["none", "empty", "without dates", "to come", "long ago", "one day", "forty"],
)
def test_odd_histories_are_drawn_or_said(visitor: Visitor, people: People, jobs: tuple[Job, ...]) -> None:
    browser = visitor(people.candidate(replace(FACTS, jobs=jobs, counted_years=None)))
    for path in ("/profile/forecast", *(f"/profile/work-drawn?for={key}" for key in ("cec", "fsw_continuous", "fst"))):
        page = browser.get(path)
        assert page.status_code == 200
        for place in re.findall(r'(?:x|x1|x2|width)="(-?[\d.]+)%"', page.text):
            assert 0 <= float(place) <= 100


def test_years_stated_in_place_of_jobs_are_said(visitor: Visitor, people: People, app: Any) -> None:
    from expressentry.analysis import work_drawn
    from tests.conftest import LAW

    facts = replace(FACTS, jobs=(), counted_years=CountedYears(canadian=2))
    drawn = work_drawn.draw(work_drawn.questions(facts)[0], facts, TODAY, LAW)
    assert (drawn.counted_years, drawn.picture) == (True, None)


def test_no_page_hangs_on_a_session_or_a_room(app: Any) -> None:
    """The partials serve visitors without an account: no user, no form, no address of a profile."""
    for name in ("_ahead.html", "_work.html"):
        source, _path, _fresh = app.jinja_env.loader.get_source(app.jinja_env, f"analysis/{name}")
        assert source.startswith("{# needs: ")
        assert "current_user" not in source
        assert re.findall(r"url_for\('([a-z_.]+)'", source) in ([], ["law.show"])
