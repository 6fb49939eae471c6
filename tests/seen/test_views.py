"""The page tells the whole truth of the log, in both languages, and so does the download."""

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry import viewings
from expressentry.clock import OTTAWA
from expressentry.database import db
from expressentry.models import (
    ExpressionOfInterest,
    Posting,
    Profile,
    Role,
    User,
    Viewing,
    ViewingKind,
    WagePeriod,
    record,
)
from expressentry.rules.facts import Province
from expressentry.rules.programs import Program
from tests.applications import factory as applications
from tests.conftest import NOW, Browser, People
from tests.verification import factory

Visitor = Callable[..., Browser]

# How many looks a sentence of the page stands for, by the words that say so; else it is one.
OFTEN = re.compile(r"\s?: ([\d,\u202f\xa0]+) (?:times, last at|fois, la dernière à)")


def text_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def looks_on(page: str) -> int:
    """The sum of all looks that the page tells."""
    days = re.findall(r"<section>\s*<h3>.*?</section>", page, re.DOTALL)
    sentences = [one for day in days for one in re.findall(r"<li>(.*?)</li>", day, re.DOTALL)]
    counts = [OFTEN.search(one) for one in sentences]
    return sum(int(re.sub(r"\D", "", found[1])) if found else 1 for found in counts)


def older(page: str) -> str:
    """Where the page with older looks is; empty if there is none."""
    links = page[page.index('<p class="pages">') :]
    found = re.search(r"who-has-seen-me\?before=(\d+)", links)
    return f"/who-has-seen-me?before={found[1]}" if found else ""


def posting(employer_id: int, title: str) -> Posting:
    made = Posting(
        employer_id=employer_id,
        title=title,
        description="",
        how_to_apply="",
        noc_code="72106",
        province=Province.ON,
        place="Ottawa",
        skills=[],
        preferred=[],
        wage_cents=3000,
        wage_per=WagePeriod.HOUR,
        hours_per_week=40,
        permanent=True,
        positions=1,
        opened_at=NOW,
        opened_on=NOW.date(),
        closes_on=NOW.date(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def random_log(profile_id: int, rows: int, seed: int) -> None:
    """Looks of every kind by everybody, over three hundred days; ids follow time."""
    chance = random.Random(seed)
    employer, counsel = factory.employer(), factory.representative()
    own = posting(employer.id, "Welder")
    roles = {
        ViewingKind.LISTED: select(User).where(User.role == Role.PROVINCE),
        ViewingKind.OPENED: select(User).where(User.role.in_((Role.PROVINCE, Role.OFFICER))),
        ViewingKind.IDENTIFIED: select(User).where(User.role.in_((Role.PROVINCE, Role.OFFICER))),
        ViewingKind.MATCHED: select(User).where(User.id == employer.user_id),
        ViewingKind.REVEALED: select(User).where(User.id == employer.user_id),
        ViewingKind.CLIENT: select(User).where(User.id == counsel.user_id),
    }
    by = {how: db.session.scalars(wanted).all() for how, wanted in roles.items()}
    moments = sorted(NOW - timedelta(minutes=chance.expovariate(1 / 40_000) % 430_000) for _row in range(rows))
    for at in moments:
        how = chance.choice(list(ViewingKind))
        about = own.id if how is ViewingKind.MATCHED else None
        viewings.note([profile_id], how, chance.choice(by[how]), at, about)
    db.session.commit()


@pytest.fixture
def seen(app: Flask, people: People) -> tuple[User, int]:
    """A candidate with a log of 1,000 rows; somebody else's looks are in between."""
    user, other = people.in_pool(), people.in_pool()
    people.officer()
    for province in (Province.ON, Province.BC, Province.NT):
        people.province(province)
    with app.app_context():
        ids = {u.id: db.session.scalar(select(Profile.id).where(Profile.user_id == u.id)) for u in (user, other)}
        random_log(ids[user.id], 1000, seed=4)
        viewings.note([ids[other.id]] * 7, ViewingKind.LISTED, db.session.get_one(User, user.id), NOW)
        db.session.commit()
        return user, ids[user.id]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_row_of_the_log_is_told_once(app: Flask, visitor: Visitor, seen: Any, language: str) -> None:
    """Page after page: the looks told add up to the rows kept, and nobody is left out."""
    user, profile_id = seen
    browser, path, told, said = visitor(user, language), "/who-has-seen-me", 0, ""
    for _page in range(50):
        page = browser.get(path).text
        told, said = told + looks_on(page), said + text_of(page)
        path = older(page)
        if not path:
            break
    with app.app_context():
        kept = db.session.scalars(select(Viewing).where(Viewing.profile_id == profile_id)).all()
        assert told == len(kept) == 1000
    names = {"en": ["Northwest Territories", "An officer"], "fr": ["Territoires du Nord-Ouest"]}
    wanted = [*names[language], "Ontario", "Maple Loom Ltd.", "Ola Renn", "Welder"]
    assert [name for name in wanted if name not in said] == []


def test_a_day_stands_on_one_page_and_its_looks_are_gathered(app: Flask, visitor: Visitor, seen: Any) -> None:
    user, profile_id = seen
    browser, path, days = visitor(user), "/who-has-seen-me", []
    while path:
        page = browser.get(path).text
        days += re.findall(r"<section>\s*<h3>(.*?)</h3>", page)
        path = older(page)
    assert len(days) == len(set(days))
    with app.app_context():
        kept = db.session.scalars(select(Viewing.at).where(Viewing.profile_id == profile_id)).all()
    assert len(days) == len({at.astimezone(OTTAWA).date() for at in kept})


def test_the_months_hold_the_same_looks(app: Flask, visitor: Visitor, seen: Any) -> None:
    user, profile_id = seen
    page = visitor(user).get("/who-has-seen-me").text
    rows = dict(re.findall(r'<tr><th scope="row">(\w+ \d{4})</th><td>([\d,]+)</td>', page))
    with app.app_context():
        moments = db.session.scalars(select(Viewing.at).where(Viewing.profile_id == profile_id)).all()
    kept = Counter(at.astimezone(OTTAWA).strftime("%B %Y") for at in moments)
    assert len(rows) == 12
    assert {month: int(number.replace(",", "")) for month, number in rows.items() if number != "0"} == kept


def test_the_download_holds_every_row(app: Flask, visitor: Visitor, seen: Any) -> None:
    user, profile_id = seen
    answer = visitor(user).get("/who-has-seen-me/looks.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    with app.app_context():
        wanted = select(Viewing).where(Viewing.profile_id == profile_id).order_by(Viewing.id.desc())
        kept = db.session.scalars(wanted).all()
        assert [(row["moment_utc"], row["kind_of_look"]) for row in rows] == [
            (one.at.isoformat(), one.how.value) for one in kept
        ]
    assert {row["viewer"] for row in rows if row["kind_of_viewer"] == "employer"} == {"Maple Loom Ltd."}
    assert {row["posting"] for row in rows if row["kind_of_look"] == "matched"} == {"Welder"}
    assert {row["viewer"] for row in rows if row["kind_of_viewer"] == "officer"} == {"An officer"}


def test_a_look_is_told_in_words(app: Flask, visitor: Visitor, people: People) -> None:
    user, ontario, officer = people.in_pool(), people.province(), people.officer()
    with app.app_context():
        profile_id = db.session.scalar(select(Profile.id).where(Profile.user_id == user.id))
        at = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
        by = db.session.get_one(User, ontario.id)
        for minutes in (0, 5, 10):
            viewings.note([profile_id], ViewingKind.LISTED, by, at + timedelta(minutes=minutes))
        viewings.note([profile_id], ViewingKind.OPENED, by, NOW)
        viewings.note([profile_id], ViewingKind.IDENTIFIED, db.session.get_one(User, officer.id), NOW)
        db.session.commit()
    said = text_of(visitor(user).get("/who-has-seen-me").text)
    assert "5 looks at you are written down." in said
    assert "November 23, 2026 An officer opened your application, with your name and all you stated" in said
    assert "Ontario viewed your profile, without your name, at 10:00:00." in said
    assert (
        "November 21, 2026 Ontario listed you among the results of a search, without your name: "
        "3 times, last at 23:40:00." in said
    )


def test_nobody_has_looked_yet(visitor: Visitor, people: People) -> None:
    user = people.in_pool()
    said = text_of(visitor(user).get("/who-has-seen-me").text)
    assert "Nobody has looked at you yet." in said
    assert "Officers can list the pool" in said
    assert visitor(user).get("/who-has-seen-me/looks.csv").text.count("\r\n") == 1


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "9" * 30, "٣", "1"])
def test_a_page_that_makes_no_sense_does_no_harm(visitor: Visitor, people: People, before: str) -> None:
    answer = visitor(people.in_pool()).get("/who-has-seen-me", query_string={"before": before})
    assert answer.status_code == 200


def test_wrong_codes_typed_for_ones_number_are_told(app: Flask, visitor: Visitor, people: People) -> None:
    user, other, ontario = people.in_pool(), people.in_pool(), people.province()
    with app.app_context():
        by = db.session.get_one(User, ontario.id)
        for whose, times in ((user, 2), (other, 1)):
            own = select(ExpressionOfInterest).join(Profile).where(Profile.user_id == whose.id)
            for _time in range(times):
                record("province.code_failed", db.session.scalars(own).one(), by=by, at=NOW)
        db.session.commit()
    said = text_of(visitor(user).get("/who-has-seen-me").text)
    assert "Ontario tried validation codes with your profile number: 2 times, last at 10:00:00" in said
    assert "Nobody has looked at you yet." in said


def test_an_officer_who_opens_a_candidate_is_written_down(app: Flask, visitor: Visitor, people: People) -> None:
    user, officer = people.in_pool(), people.officer()
    with app.app_context():
        number = db.session.scalar(select(ExpressionOfInterest.number))
    browser = visitor(officer)
    assert browser.get(f"/pool/{number}").status_code == 200
    assert browser.get("/pool").status_code == 200
    assert browser.get("/pool/candidates.csv").status_code == 200
    assert browser.get("/pool/E999999999x").status_code == 404
    with app.app_context():
        look = db.session.scalars(select(Viewing)).one()
        assert (look.how, look.by_id, look.at) == (ViewingKind.OPENED, officer.id, NOW)
    assert "An officer viewed your profile, without your name" in visitor(user).get("/who-has-seen-me").text


@pytest.mark.parametrize("page", ["", "/answers"])
def test_an_officer_who_opens_a_case_is_written_down_as_knowing_the_applicant(
    app: Flask, visitor: Visitor, people: People, page: str
) -> None:
    officer = people.officer()
    with app.app_context():
        application = applications.received("a@example.org", Program.FSW, NOW)
        db.session.commit()
        number, profile_id, user = application.number, application.profile_id, application.profile.user
        db.session.expunge(user)
    assert visitor(officer).get(f"/cases/{number}{page}").status_code == 200
    with app.app_context():
        look = db.session.scalars(select(Viewing)).one()
        assert (look.how, look.by_id, look.profile_id) == (ViewingKind.IDENTIFIED, officer.id, profile_id)
    assert "An officer opened your application" in visitor(user).get("/who-has-seen-me").text
