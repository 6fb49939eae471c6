"""Every page of every role, in both languages: answered, whole, labelled, with one heading."""

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from flask import Flask

from expressentry.database import db
from expressentry.models import ExpressionOfInterest, Invitation, Round, User
from expressentry.rounds import lifecycle as rounds
from tests.conftest import FACTS, LAW, NOW, Browser, People

PUBLIC = [
    "/",
    "/how-it-works",
    "/programs",
    "/the-pool",
    "/about",
    "/rounds",
    "/occupations",
    "/occupations?q=nurse",
    "/sign-in",
    "/registration",
]
CANDIDATE = [
    "/profile",
    "/profile/about-you",
    "/profile/contact",
    "/profile/spouse",
    "/profile/spouse-education",
    "/profile/spouse-work",
    "/profile/education",
    "/profile/education/education-0",
    "/profile/education/education-0/removal",
    "/profile/languages",
    "/profile/work-history",
    "/profile/work-history/work-history-0",
    "/profile/ties",
    "/profile/job-offer",
    "/profile/plans",
    "/expression-of-interest",
    "/password",
]
IN_POOL = ["/expression-of-interest", "/expression-of-interest/confirmation", "/expression-of-interest/withdrawal"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(visitor: Callable[..., Browser], language: str, path: str) -> None:
    check(visitor(language=language).get(path), language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("facts", [None, FACTS])
@pytest.mark.parametrize("path", CANDIDATE)
def test_candidate_page(visitor: Callable[..., Browser], people: People, language: str, path: str, facts: Any) -> None:
    if facts is None and "-0" in path:
        pytest.skip("an empty profile has no records")
    check(visitor(people.candidate(facts), language).get(path), language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", IN_POOL)
def test_page_of_a_candidate_in_the_pool(
    visitor: Callable[..., Browser], people: People, language: str, path: str
) -> None:
    check(visitor(people.in_pool(), language).get(path), language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_after_a_round(app: Flask, visitor: Callable[..., Browser], people: People, language: str) -> None:
    officer, candidate = people.officer(), people.in_pool()
    people.in_pool()
    with app.app_context():
        round_ = rounds.draft(db.session.get_one(User, officer.id), NOW)
        round_.size = 1
        rounds.issue(round_, db.session.get_one(User, officer.id), NOW, LAW)
        draft = rounds.draft(db.session.get_one(User, officer.id), NOW)
        db.session.commit()
        ids = round_.id, draft.id
        invitation = db.session.query(Invitation).one().id
        number = db.session.query(ExpressionOfInterest).first().number
        assert db.session.get_one(Round, round_.id).invited == 1
    mine = visitor(candidate, language)
    for path in ("/expression-of-interest", f"/invitations/{invitation}", f"/invitations/{invitation}/declining"):
        check(mine.get(path), language)
    office = visitor(officer, language)
    for path in ("/pool", f"/pool/{number}", "/rounds", f"/rounds/{ids[0]}", f"/rounds/{ids[1]}", "/password"):
        check(office.get(path), language)


def check(answer: Any, language: str) -> None:
    """A whole page: valid HTML, its language, one h1, a title, every input labelled, no inline script or style."""
    assert answer.status_code == 200
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    assert page.get("lang") == language
    assert len(page.findall(".//h1")) == 1
    assert len(page.findall(".//main")) == 1
    assert page.find(".//title").text.strip()
    labels = {label.get("for") for label in page.iter("label")}
    for element in page.iter():
        if element.tag in ("input", "select", "textarea") and element.get("type") != "hidden":
            assert element.get("id") in labels, element.attrib
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    for element in page.iter():
        assert element.get("style") is None
        assert not any(str(name).startswith("on") for name in element.attrib)
    assert all(script.get("src") for script in page.iter("script"))
    for anchor in page.iter("a"):
        target = anchor.get("href") or ""
        assert target.startswith(("/", "#")), target
        assert not target.startswith("#") or target[1:] in ids
