"""Letters as they are read: every kind, in both languages, by the right people, and checked by anybody."""

import io
import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.letters import paper
from expressentry.models import Answers, Decision, Demand, Invitation, Letter, LetterKind, write
from tests.conftest import NOW, Browser, People, profile_of
from tests.letters.figures import FIGURES, applied, asked, invited, letter_ids

Visitor = Callable[..., Browser]

# A stranger may do without; where everything is proved, letters as PDF are too.
WITHOUT_PDF = paper.engine() is None and not os.environ.get("CI")


def text_of(page: str) -> str:
    """What the main part of a page says, without its tags."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


# ---- What they say


@pytest.mark.parametrize(
    "figures", [FIGURES, {}, {kind: {"number": 7, "days": "x", "lines": {}} for kind in LetterKind}]
)
def test_every_kind_reads_in_both_languages_even_without_its_figures(
    app: Flask, people: People, visitor: Visitor, figures: dict[LetterKind, dict[str, Any]]
) -> None:
    user = people.in_pool()
    with app.app_context():
        ids = letter_ids(user, invited(user, people.officer()), figures)
    for language in ("en", "fr"):
        browser = visitor(user, language)
        for kind, id_ in ids.items():
            answer = browser.get(f"/letters/{id_}")
            assert answer.status_code == 200, kind
            said = text_of(answer.text)
            assert "None" not in said, kind
            assert "Undefined" not in said, kind
            assert re.search(r"([0-9A-F]{4}-){3}[0-9A-F]{4}", said), kind
            assert answer.text.count("<h1") == 1, kind


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            LetterKind.IN_THE_POOL,
            ["E000000001", "461", "Canadian Experience Class", "135 / 150", "23, 2027 15:00:00 UTC"],
        ),
        (
            LetterKind.NOT_ELIGIBLE,
            [
                "One year of skilled work in Canada",
                "0 hours counted; 1,560 needed; 1,560 missing",
                "IRPR 87.1(2)",
                "Settlement funds for your family",
            ],
        ),
        (LetterKind.CHANGED_BY_CALENDAR, ["November 23, 2026", "your birthday", "461", "455"]),
        (LetterKind.DRAFT_ABOUT_TO_LAPSE, ["December 7, 2026"]),
        (LetterKind.STAY_ABOUT_TO_EXPIRE, ["in 30 days", "November 23, 2027 15:00:00 UTC", "November 23, 2027, 10:00"]),
        (LetterKind.DEADLINE_REMINDER, ["7 days are left", "January 23, 2027 00:00:00 UTC", "January 22, 2027, 19:00"]),
        (LetterKind.ACKNOWLEDGEMENT, ["A123456789", "May 23, 2027", "Sira Velomar", "IRPR 10 and 12"]),
        (LetterKind.INCOMPLETE, ["Police certificate", "The fee of one child", "$1,590", "another person"]),
        (
            LetterKind.INTERVIEW,
            ["only an outage of this site moves it", "Send the pages", "January 23, 2027 00:00:00 UTC", "IRPA 16(1.1)"],
        ),
        (LetterKind.PROCEDURAL_FAIRNESS, ["The officer's concerns", "Baker v. Canada"]),
        (LetterKind.REFUSED, ["IRPA 40(1)(a)", "forged", "IRPA 72", "$605 is repaid", "inadmissible for five years"]),
        (LetterKind.APPLICATION_WITHDRAWN, ["$600 is repaid"]),
        (LetterKind.INVITATION, ["Apply before January 23, 2027 00:00:00 UTC", "Level of education", "IRPA 11.2"]),
    ],
)
def test_a_letter_says_its_figures(
    app: Flask, people: People, visitor: Visitor, kind: LetterKind, words: list[str]
) -> None:
    user = people.in_pool()
    with app.app_context():
        ids = letter_ids(user, invited(user, people.officer()), FIGURES)
    said = text_of(visitor(user).get(f"/letters/{ids[kind]}").text).replace("&#39;", "'")
    assert [wanted for wanted in words if wanted not in said] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_letter_reads_the_same_whatever_becomes_of_what_it_is_about(
    app: Flask, people: People, visitor: Visitor, language: str
) -> None:
    user, clerk = people.in_pool(), people.officer()
    with app.app_context():
        invitation = invited(user, clerk)
        ids = letter_ids(user, invitation, FIGURES)
        demand = asked(applied(user, invitation), clerk)
        about_demand = write(LetterKind.MEDICAL, user.id, about=demand, at=NOW, **FIGURES[LetterKind.MEDICAL])
        db.session.commit()
        every = {**ids, "demand": about_demand.id}
    browser = visitor(user, language)

    def read() -> dict[Any, str]:
        pages = {kind: browser.get(f"/letters/{id_}").text for kind, id_ in every.items()}
        return {kind: re.search(r"<article.*?</article>", page, re.DOTALL)[0] for kind, page in pages.items()}

    before = read()
    with app.app_context():
        invitation, demand = db.session.scalars(select(Invitation)).one(), db.session.scalars(select(Demand)).one()
        invitation.declined_at = demand.answered_at = NOW
        demand.answer, demand.asks, demand.answer_before = "Here.", "Nothing.", NOW
        demand.application.decision, demand.application.decided_at = Decision.WITHDRAWN, NOW
        invitation.expression.score, invitation.expression.left_at = 1, NOW
        invitation.expression.profile.answers = Answers({})
        db.session.commit()
    after = read()
    assert [kind for kind, text in before.items() if after[kind] != text] == []


def test_an_invitation_says_that_an_outage_moved_its_deadline(app: Flask, people: People, visitor: Visitor) -> None:
    user = people.in_pool()
    with app.app_context():
        invitation = invited(user, people.officer())
        letter = write(LetterKind.INVITATION, user.id, about=invitation, at=NOW)
        invitation.extended_from = invitation.answer_before
        invitation.answer_before += timedelta(days=2)
        db.session.commit()
        path = f"/letters/{letter.id}"
    said = text_of(visitor(user).get(path).text)
    assert "Apply before January 25, 2027 00:00:00 UTC" in said
    assert "down near the first deadline, January 23, 2027 00:00:00 UTC" in said


def test_what_was_missing_is_read_in_the_language_of_the_page(app: Flask, people: People, visitor: Visitor) -> None:
    user = people.candidate()
    with app.app_context():
        both = _write(user, LetterKind.INCOMPLETE, **FIGURES[LetterKind.INCOMPLETE]).id
        one = _write(user, LetterKind.INCOMPLETE, lacking=["Police certificate of India"]).id
    english, french = visitor(user), visitor(user, "fr")
    assert "Police certificate of India" in english.get(f"/letters/{both}").text
    page = french.get(f"/letters/{both}").text
    assert "Certificat de police de l&#39;Inde" in page
    assert "Police certificate" not in page
    assert "Police certificate of India" in french.get(f"/letters/{one}").text


def test_a_request_leads_its_reader_to_where_it_is_answered(app: Flask, people: People, visitor: Visitor) -> None:
    user, officer = people.in_pool(), people.officer()
    with app.app_context():
        demand = asked(applied(user, invited(user, officer)), officer)
        letter = write(LetterKind.INTERVIEW, user.id, about=demand, at=NOW, asks="Come.")
        db.session.commit()
        path, answered_at = f"/letters/{letter.id}", f"/applications/{demand.application_id}/demands/{demand.id}"
    assert f'href="/en{answered_at}"' in visitor(user).get(path).text
    assert visitor(user).get(answered_at).status_code == 200
    assert answered_at not in visitor(officer).get(path).text


def test_what_an_officer_wrote_is_text_and_never_markup(app: Flask, people: People, visitor: Visitor) -> None:
    user = people.candidate()
    with app.app_context():
        id_ = _write(user, LetterKind.INTERVIEW, asks="<script>alert(1)</script>").id
    page = visitor(user).get(f"/letters/{id_}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def _write(user: Any, kind: LetterKind, **figures: Any) -> Letter:
    letter = write(kind, user.id, about=profile_of(user), at=NOW, **figures)
    db.session.commit()
    return letter


# ---- The list


def test_the_list_shows_thirty_at_a_time_newest_first(app: Flask, people: People, visitor: Visitor) -> None:
    user, other = people.candidate(), people.candidate()
    with app.app_context():
        db.session.query(Letter).delete()
        own = [_write(user, LetterKind.PROFILE_UPDATED, number=f"E{n:09d}").id for n in range(65)]
        _write(other, LetterKind.PROFILE_UPDATED, number="E999999999")
    browser, shown, path = visitor(user), [], "/letters"
    for wanted in (30, 30, 5):
        page = browser.get(path).text
        found = [int(id_) for id_ in re.findall(r'href="/en/letters/(\d+)"', page)]
        assert len(found) == wanted
        assert "E999999999" not in page
        shown += found
        older = re.search(r'href="/en(/letters\?before=\d+)"', page)
        path = older[1] if older else ""
    assert shown == own[::-1]
    assert path == ""


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "1", "9" * 30, "9" * 5000, "%00"])
def test_any_place_in_the_list_can_be_asked_for(people: People, visitor: Visitor, before: str) -> None:
    assert visitor(people.candidate()).get(f"/letters?before={before}").status_code == 200


def test_letters_about_invitations_and_requests_show_the_number(app: Flask, people: People, visitor: Visitor) -> None:
    user, officer = people.in_pool(), people.officer()
    with app.app_context():
        invitation = invited(user, officer)
        number = invitation.expression.number
        write(LetterKind.INVITATION_DECLINED, user.id, about=invitation, at=NOW)
        demand = asked(applied(user, invitation), officer)
        write(LetterKind.DEADLINE_REMINDER, user.id, about=demand, at=NOW, what="demand")
        db.session.commit()
    page = text_of(visitor(user).get("/letters").text)
    assert number in page
    assert "A123456789" in page


# ---- Who may read them


def test_a_letter_is_read_by_its_reader_alone_and_by_officers_once_there_is_an_application(
    app: Flask, people: People, visitor: Visitor
) -> None:
    user, officer, other = people.in_pool(), people.officer(), people.candidate()
    with app.app_context():
        invitation = invited(user, officer)
        id_ = _write(user, LetterKind.REFUSED).id
    readers = {"own": visitor(user), "other": visitor(other), "officer": visitor(officer), "stranger": visitor()}
    readable = {f"/letters/{id_}": 200, f"/letters/{id_}/letter.pdf": 404 if WITHOUT_PDF else 200}
    for path, answered in readable.items():
        assert {who: browser.get(path).status_code for who, browser in readers.items()} == {
            "own": answered,
            "other": 404,
            "officer": 404,
            "stranger": 303,
        }
    with app.app_context():
        applied(user, db.session.merge(invitation))
    for path, answered in readable.items():
        found = [readers[who].get(path).status_code for who in ("own", "other", "officer")]
        assert found == [answered, 404, answered]
    assert readers["officer"].get("/letters").status_code == 403
    for missing in (10**6, 2**31, 10**30):
        assert readers["own"].get(f"/letters/{missing}").status_code == 404


def test_a_letter_is_read_in_the_other_language_at_its_own_address(
    app: Flask, people: People, visitor: Visitor
) -> None:
    user = people.candidate()
    with app.app_context():
        id_ = _write(user, LetterKind.APPROVED).id
    assert f'href="/fr/letters/{id_}"' in visitor(user).get(f"/letters/{id_}").text


# ---- On paper


@pytest.mark.skipif(WITHOUT_PDF, reason="WeasyPrint is not installed")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_letter_comes_as_pdf(app: Flask, people: People, visitor: Visitor, language: str) -> None:
    user = people.in_pool()
    with app.app_context():
        ids = letter_ids(user, invited(user, people.officer()), FIGURES)
    browser = visitor(user, language)
    assert "/letter.pdf" in browser.get(f"/letters/{ids[LetterKind.REFUSED]}").text
    for kind in (LetterKind.INVITATION, LetterKind.REFUSED, LetterKind.IN_THE_POOL):
        answer = browser.get(f"/letters/{ids[kind]}/letter.pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-")
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.skipif(WITHOUT_PDF, reason="WeasyPrint is not installed")
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.css", "file:///etc/hostname", "../app.py", "//elsewhere/x"])
def test_a_pdf_is_made_from_the_sites_own_files_only(app: Flask, address: str, caplog: Any) -> None:
    engine = paper.engine()
    assert engine is not None
    seen: list[str] = []
    kept = engine.urls.URLFetcher.fetch

    def watched(self: Any, url: str, headers: Any = None) -> Any:
        seen.append(url)
        return kept(self, url, headers)

    engine.urls.URLFetcher.fetch = watched
    try:
        with app.app_context():
            made = paper.pdf(f'<link rel="stylesheet" href="{address}"><link rel="stylesheet" href="site.css"><p>x')
    finally:
        engine.urls.URLFetcher.fetch = kept
    assert made is not None
    assert io.BytesIO(made).read(5) == b"%PDF-"
    assert any(url.endswith("/static/site.css") for url in seen)
    assert all("/static/" in url and url.startswith("file:///") for url in seen)


def test_without_the_engine_there_is_no_pdf_and_no_link(
    app: Flask, people: People, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine where its import fails."""
    monkeypatch.setattr(paper, "engine", lambda: None)
    user = people.candidate()
    with app.app_context():
        id_ = _write(user, LetterKind.APPROVED).id
    browser = visitor(user)
    assert "letter.pdf" not in browser.get(f"/letters/{id_}").text
    assert browser.get(f"/letters/{id_}/letter.pdf").status_code == 404


# ---- Checked by anybody


def _code(page: str) -> str:
    found = re.search(r"<code>([0-9A-F]{4}(?:-[0-9A-F]{4}){3})</code>", page)
    assert found is not None
    return found[1]


def test_the_code_shown_verifies_and_one_changed_digit_does_not(app: Flask, people: People, visitor: Visitor) -> None:
    user = people.candidate()
    with app.app_context():
        id_ = _write(user, LetterKind.PROFILE_UPDATED, number="E000000001", before=301, after=302).id
    code = _code(visitor(user).get(f"/letters/{id_}").text)
    stranger = visitor()
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} ", code.replace("-", "–")):
        page = stranger.get("/letters/verification", query_string={"code": typed})
        assert page.status_code == 200, typed
        said = text_of(page.text)
        assert "This letter was written here" in said
        assert "Your profile in the pool was updated" in said
        assert "E000000001" in said
        assert "November 23, 2026" in said
        assert [personal for personal in (user.email, "301", "302", "Velomar") if personal in said] == []
    for place in (0, 18):
        changed = code[:place] + ("0" if code[place] != "0" else "1") + code[place + 1 :]
        said = text_of(stranger.get("/letters/verification", query_string={"code": changed}).text)
        assert "No letter has this code" in said
        assert "was updated" not in said


def test_letters_taken_for_figures_are_read_as_meant(app: Flask, people: People, visitor: Visitor) -> None:
    user = people.candidate()
    with app.app_context():
        letter = _write(user, LetterKind.APPROVED)
        letter.code = "0123456789abcd10"
        db.session.commit()
    page = visitor().get("/letters/verification?code=OI23-4567-89AB-CDlo")
    assert "This letter was written here" in page.text


@pytest.mark.parametrize("typed", ["", " ", "1234", "G" * 16, "0" * 15, "0" * 17, "\x00" * 16, "<b>", "0" * 5000, "🙂"])
def test_what_is_no_code_is_told_beside_the_field_and_kept(visitor: Visitor, typed: str) -> None:
    for language, told in (("en", "There is a problem"), ("fr", "Il y a un problème")):
        page = visitor(language=language).get("/letters/verification", query_string={"code": typed})
        assert page.status_code == 422
        assert told in page.text
        assert 'aria-invalid="true"' in page.text
        if typed == "1234":
            assert 'value="1234"' in page.text


def test_the_page_that_checks_letters_is_linked_from_every_page(visitor: Visitor) -> None:
    assert 'href="/en/letters/verification"' in visitor().get("/about").text
    assert visitor().get("/letters/verification").status_code == 200
