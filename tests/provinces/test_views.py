"""The pages of a province's search, its saved searches, a candidate, and number with code."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from expressentry.database import db
from expressentry.models import NotificationOfInterest, RoundKind, SavedSearch, User
from expressentry.pool import lifecycle as pool
from expressentry.provinces import search
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, Browser, People, profile_of
from tests.provinces.cases import SECRETS, Made, events, looks, nominated, notified, places, stay_of

Visitor = Callable[..., Browser]


@pytest.fixture
def candidate(people: People) -> User:
    """Somebody in the pool who named Ontario and British Columbia."""
    return people.in_pool()


@pytest.fixture
def made(app: Flask, candidate: User) -> Made:
    return stay_of(app, candidate)


@pytest.fixture
def ontario(people: People) -> User:
    return people.province(Province.ON)


@pytest.fixture
def alberta(people: People) -> User:
    return people.province(Province.AB)


def body(page: Any) -> str:
    """The main part of a page, as text."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


# ---- Searching


def test_nobody_is_listed_or_noted_before_something_is_asked(
    app: Flask, visitor: Visitor, made: Made, ontario: User
) -> None:
    page = visitor(ontario).get("/province")
    assert page.status_code == 200
    assert made.number not in page.text
    assert looks(app) == []


@pytest.mark.parametrize("htmx", [False, True])
def test_whoever_is_listed_is_noted(app: Flask, visitor: Visitor, made: Made, ontario: User, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    page = visitor(ontario).get("/province?score_from=&age_to=40", headers=headers)
    assert page.status_code == 200
    assert made.number in page.text
    assert ("<html" in page.text) is not htmx
    assert looks(app) == [("listed", made.profile_id)]


def test_a_search_shows_nothing_that_tells_who_it_is(visitor: Visitor, made: Made, ontario: User, app: Flask) -> None:
    page = visitor(ontario).get("/province?number=").text
    assert made.number in page
    assert not [secret for secret in (*SECRETS, "India") if secret in page]
    assert f">{made.score}<" in page


def test_another_province_finds_nobody_who_did_not_name_it(
    app: Flask, visitor: Visitor, made: Made, alberta: User
) -> None:
    for asked in ("score_from=0", f"number={made.number}", "occupation=21231"):
        assert made.number not in re.sub(
            r'value="[^"]*"|href="[^"]*"', "", visitor(alberta).get(f"/province?{asked}").text
        )
    assert looks(app) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("score_from=abc", "score_from"),
        ("score_from=500&score_to=400", "score_to"),
        ("age_from=-3", "age_from"),
        ("age_from=40&age_to=20", "age_to"),
        ("age_from=9999999999999999", "age_from"),
        ("education=wizard", "education"),
        ("english=3", "english"),
        ("occupation=00000", "occupation"),
        ("teer=9", "teer"),
        ("first_language=klingon", "first_language"),
        ("foreign_years=%00", "foreign_years"),
        ("number=E12", "number"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_makes_no_sense_is_told_and_kept_and_nobody_is_listed(
    app: Flask, visitor: Visitor, made: Made, ontario: User, asked: str, field: str, language: str
) -> None:
    page = visitor(ontario, language).get(f"/province?{asked}")
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert made.number not in page.text
    value = asked.rsplit("=", maxsplit=1)[-1]
    if "%" not in value and field not in ("education", "english", "teer", "first_language"):
        assert f'value="{value}"' in page.text
    assert visitor(ontario, language).get(f"/province?{asked}", headers={"HX-Request": "true"}).status_code == 422
    assert looks(app) == []


@pytest.mark.parametrize("after", ["x", "1~2~3", "480~2026-01-01T00:00~1", "480~0", "480~999999999", "-1~1", "9" * 400])
def test_a_broken_place_in_the_address_is_the_first_page(
    visitor: Visitor, made: Made, ontario: User, after: str
) -> None:
    page = visitor(ontario).get(f"/province?score_from=0&after={after}")
    assert page.status_code == 200
    assert made.number in page.text


@pytest.mark.parametrize("htmx", [False, True])
def test_pages_of_everybody_follow_each_other(
    app: Flask, visitor: Visitor, people: People, ontario: User, monkeypatch: pytest.MonkeyPatch, htmx: bool
) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    for minutes in range(5):
        people.in_pool(at=NOW - timedelta(minutes=minutes))
    browser, headers = visitor(ontario), {"HX-Request": "true"} if htmx else {}
    page, seen = browser.get("/province?number=", headers=headers).text, []
    for pages_left in (2, 1, 0):
        seen += re.findall(r"/province/candidates/(E[0-9]{9})", page)
        further = re.search(r'href="(/en/province[?]after=[^"]+)"[^>]*>Next page', page)
        assert (further is not None) == bool(pages_left)
        if further is not None:
            assert "2026" not in further[1]
            page = browser.client.get(further[1].replace("&amp;", "&"), headers=headers).text
            assert "First page" in page
    assert len(seen) == len(set(seen)) == 5
    assert len(looks(app)) == 5


def test_a_page_that_is_not_full_says_how_far_it_looked(
    visitor: Visitor, people: People, ontario: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "BUDGET", 2)
    for minutes in range(3):
        people.in_pool(at=NOW - timedelta(minutes=minutes))
    page = visitor(ontario).get("/province?age_from=60").text
    assert "looked at the next 2 candidates by rank, down to a score of 458" in page
    further = re.search(r'href="([^"]+)"[^>]*>Look further', page)
    assert further is not None
    page = visitor(ontario).get(further[1].removeprefix("/en").replace("&amp;", "&")).text
    assert "Nobody else in the pool meets these conditions." in page


# ---- Saved searches


def test_a_search_is_saved_run_and_removed_by_anybody_of_the_province(
    app: Flask, visitor: Visitor, made: Made, ontario: User, alberta: User
) -> None:
    browser = visitor(ontario)
    path = "/province/searches/new?age_to=35&education=secondary&after=x"
    assert "Secondary school diploma" in browser.get(path).text
    answer = browser.post(path, {"name": "Young <b>"})
    assert answer.status_code == 303
    page = browser.get("/province").text
    assert "Young &lt;b&gt;" in page
    run = re.search(r'<li><a href="([^"]+)">Young', page)
    assert run is not None
    assert made.number in browser.client.get(run[1].replace("&amp;", "&")).text
    assert "Young" not in visitor(alberta).get("/province").text
    assert visitor(alberta).get("/province/searches/1/removal").status_code == 404
    assert visitor(alberta).post("/province/searches/1/removal").status_code == 404
    assert browser.get("/province/searches/1/removal").status_code == 200
    assert browser.post("/province/searches/1/removal").status_code == 303
    with app.app_context():
        assert db.session.query(SavedSearch).count() == 0
    assert [event.kind for event in events(app, "saved_search.saved")] == ["saved_search.saved"]
    assert [event.figures["name"] for event in events(app, "saved_search.removed")] == ["Young <b>"]
    assert [event.figures["code"] for event in events(app, "province.refused")] == ["not_found", "not_found"]


def test_a_search_that_makes_no_sense_is_not_saved(visitor: Visitor, ontario: User) -> None:
    answer = visitor(ontario).get("/province/searches/new?score_from=abc&endpoint=x&_scheme=y")
    assert answer.status_code == 303
    assert answer.location == "/en/province?score_from=abc"


def test_a_name_is_needed_and_given_once(app: Flask, visitor: Visitor, ontario: User, alberta: User) -> None:
    browser = visitor(ontario)
    path = "/province/searches/new?age_to=35"
    for name in ("", " ", "x" * 81):
        assert browser.post(path, {"name": name}).status_code == 422
    assert browser.post(path, {"name": "Ours"}).status_code == 303
    again = browser.post(path, {"name": "Ours"})
    assert again.status_code == 409
    assert "another search under this name" in again.text
    assert 'value="Ours"' in again.text
    assert visitor(alberta).post(path, {"name": "Ours"}).status_code == 303
    assert [event.figures["code"] for event in events(app, "province.refused")] == ["search_name_taken"]
    assert browser.post("/province/searches/new?age_to=x", {"name": "No"}).status_code == 303


@pytest.mark.parametrize("search_id", ["0", "7", "99999999999"])
def test_a_search_that_is_not_there(visitor: Visitor, ontario: User, search_id: str) -> None:
    assert visitor(ontario).get(f"/province/searches/{search_id}/removal").status_code == 404


# ---- A candidate


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_candidate_is_shown_without_name(
    app: Flask, visitor: Visitor, made: Made, ontario: User, language: str
) -> None:
    page = visitor(ontario, language).get(f"/province/candidates/{made.number}")
    assert page.status_code == 200
    assert not [secret for secret in SECRETS if secret in page.text]
    assert made.code not in body(page).split()
    assert str(made.score) in page.text
    assert "21231" in page.text
    assert not re.search("spouse|époux|sister|sœur", body(page))
    assert looks(app) == [("opened", made.profile_id)]


def test_addresses_cannot_be_guessed(app: Flask, visitor: Visitor, made: Made, alberta: User) -> None:
    """Not named, and no such number: the same page, each recorded, nobody noted as seen."""
    browser = visitor(alberta)
    pages = [browser.get(f"/province/candidates/{number}") for number in (made.number, "E000000000", "nonsense")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert len({body(page) for page in pages}) == 1
    assert looks(app) == []
    paths = [event.figures["path"] for event in events(app, "province.refused")]
    assert paths == [f"/en/province/candidates/{number}" for number in (made.number, "E000000000", "nonsense")]
    for part in ("notification", "nomination"):
        assert browser.get(f"/province/candidates/{made.number}/{part}").status_code == 404
        assert browser.post(f"/province/candidates/{made.number}/{part}").status_code == 404


def test_an_accepted_notification_shows_surname_and_date_of_birth(
    app: Flask, visitor: Visitor, made: Made, ontario: User
) -> None:
    sent = notified(app, made, ontario, accepted=False)
    assert "Velomar" not in visitor(ontario).get(f"/province/candidates/{made.number}").text
    with app.app_context():
        db.session.get_one(NotificationOfInterest, sent).accepted_at = NOW
        db.session.commit()
    page = visitor(ontario).get(f"/province/candidates/{made.number}").text
    assert "Velomar" in page
    assert "May 5, 1995" in page
    assert "Sira" not in page
    assert "candidate1@example.org" not in page
    assert looks(app) == [("opened", made.profile_id), ("identified", made.profile_id)]


def test_a_nomination_shows_them_to_the_province_that_made_it_alone(
    app: Flask, visitor: Visitor, people: People, made: Made, ontario: User
) -> None:
    places(app, people.officer())
    nominated(app, made, ontario)
    assert "Velomar" in visitor(ontario).get(f"/province/candidates/{made.number}").text
    british_columbia = visitor(people.province(Province.BC))
    assert "Velomar" not in british_columbia.get(f"/province/candidates/{made.number}").text


def test_after_the_stay_nothing_is_shown_to_the_curious_and_no_particulars_to_those_it_concerned(
    app: Flask, visitor: Visitor, people: People, candidate: User, made: Made, ontario: User
) -> None:
    notified(app, made, ontario)
    with app.app_context():
        pool.withdraw(profile_of(candidate), NOW)
        db.session.commit()
    page = visitor(ontario).get(f"/province/candidates/{made.number}")
    assert page.status_code == 200
    assert "This stay in the pool is over" in page.text
    assert not [secret for secret in (*SECRETS, "21231") if secret in page.text]
    assert looks(app) == []
    british_columbia = visitor(people.province(Province.BC))
    assert british_columbia.get(f"/province/candidates/{made.number}").status_code == 404


def test_an_invited_candidate_is_seen_only_by_those_between_whom_something_stands(
    app: Flask, visitor: Visitor, people: People, made: Made, ontario: User
) -> None:
    notified(app, made, ontario)
    with app.app_context():
        round_ = rounds.draft(people.officer(), NOW)
        rounds.change(round_, RoundKind.FSW, 1, None, people.officer("second@example.org"), NOW)
        rounds.issue(round_, people.officer("third@example.org"), NOW, LAW)
        db.session.commit()
    page = visitor(ontario).get(f"/province/candidates/{made.number}")
    assert "This candidate has an open invitation to apply." in page.text
    assert "Velomar" in page.text
    assert "Send a notification" not in page.text
    british_columbia = visitor(people.province(Province.BC))
    assert british_columbia.get(f"/province/candidates/{made.number}").status_code == 404
    assert made.number not in body(british_columbia.get("/province?score_from=0"))


# ---- Number and code


def test_number_and_code_show_who_it_is_though_the_province_was_not_named(
    app: Flask, visitor: Visitor, made: Made, alberta: User
) -> None:
    browser = visitor(alberta)
    typed = f" {made.number[:4].lower()} {made.number[4:7]}-{made.number[7:]} "
    answer = browser.post("/province/identification", {"number": typed, "code": f"{made.code[:2]} {made.code[2:]}"})
    assert answer.status_code == 303
    assert answer.location.endswith(f"/province/candidates/{made.number}")
    assert looks(app) == [("identified", made.profile_id)]
    assert [event.figures for event in events(app, "province.identified")] == [{"number": made.number}]
    page = browser.get(f"/province/candidates/{made.number}").text
    assert "Velomar" in page
    assert "Send a notification of interest" not in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_wrong_code_and_a_number_nobody_has_are_told_alike(
    app: Flask, visitor: Visitor, made: Made, ontario: User, language: str
) -> None:
    browser = visitor(ontario, language)
    wrong = f"{(int(made.code) + 1) % 10_000:04d}"
    pages = [
        browser.post("/province/identification", {"number": number, "code": wrong})
        for number in (made.number, "E000000000")
    ]
    assert [page.status_code for page in pages] == [422, 422]
    said = [body(page) for page in pages]
    assert said[0] == said[1]
    assert looks(app) == []
    failed = events(app, "province.code_failed")
    assert [(event.subject, event.figures) for event in failed] == [
        ("expression_of_interest", {"number": made.number}),
        ("users", {}),
    ]
    assert failed[0].subject_id == made.id


@pytest.mark.parametrize("exists", [True, False])
def test_five_wrong_codes_lock_the_number_for_the_province_for_a_day(
    app: Flask, visitor: Visitor, people: People, made: Made, ontario: User, moment: Any, exists: bool
) -> None:
    number = made.number if exists else "E000000000"
    wrong = f"{(int(made.code) + 1) % 10_000:04d}"
    browser = visitor(ontario)
    for _ in range(5):
        assert browser.post("/province/identification", {"number": number, "code": wrong}).status_code == 422
    locked = browser.post("/province/identification", {"number": number, "code": made.code})
    assert locked.status_code == 429
    assert "You can try again from November 24, 2026, 10:00, Ottawa time." in locked.text
    colleague = visitor(people._register("second@example.org", ontario.role, province=Province.ON))
    assert colleague.post("/province/identification", {"number": number, "code": made.code}).status_code == 429
    other = visitor(people.province(Province.BC))
    assert other.post("/province/identification", {"number": number, "code": made.code}).status_code == (
        303 if exists else 422
    )
    moment.move_to(NOW + timedelta(days=1, seconds=1))
    after = browser.post("/province/identification", {"number": number, "code": made.code})
    assert after.status_code == (303 if exists else 422)
    assert sum("locked" in event.figures for event in events(app, "province.code_failed")) == 2


def test_twenty_wrong_codes_lock_the_account_for_an_hour(
    app: Flask, visitor: Visitor, made: Made, ontario: User, moment: Any
) -> None:
    browser = visitor(ontario)
    for n in range(10):
        browser.post("/province/identification", {"number": f"E00000000{n}", "code": "0000"})
    assert browser.post("/province/identification", {"number": made.number, "code": made.code}).status_code == 303
    for n in range(10):
        browser.post("/province/identification", {"number": f"E10000000{n}", "code": "0000"})
    answer = browser.post("/province/identification", {"number": made.number, "code": made.code})
    assert answer.status_code == 429
    moment.move_to(NOW + timedelta(hours=1, seconds=1))
    assert browser.post("/province/identification", {"number": made.number, "code": made.code}).status_code == 303


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", ""),
        ("E12", "1234"),
        ("E123456789", "12a4"),
        ("E123456789", "12345"),
        ("Ｅ123456789", "١٢٣٤"),
        ("x" * 5000, "\x00"),
    ],
)
def test_what_cannot_be_a_number_or_a_code_is_no_try(
    app: Flask, visitor: Visitor, ontario: User, number: str, code: str
) -> None:
    answer = visitor(ontario).post("/province/identification", {"number": number, "code": code})
    assert answer.status_code == 422
    assert events(app, "province.code_failed") == []


def test_the_code_of_a_stay_that_is_over_opens_nothing(
    app: Flask, visitor: Visitor, candidate: User, made: Made, alberta: User
) -> None:
    with app.app_context():
        pool.withdraw(profile_of(candidate), NOW)
        db.session.commit()
    answer = visitor(alberta).post("/province/identification", {"number": made.number, "code": made.code})
    assert answer.status_code == 409
    assert "is over" in answer.text
    assert "Velomar" not in answer.text
    assert looks(app) == []
    assert visitor(alberta).get(f"/province/candidates/{made.number}").status_code == 404
    assert [event.figures["code"] for event in events(app, "province.refused")] == ["stay_over", "not_found"]
