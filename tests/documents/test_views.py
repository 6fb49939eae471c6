"""Documents through the real site: what is taken, what is not, and who may have it back."""

import hashlib
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from expressentry.applications import demands
from expressentry.database import db
from expressentry.documents import files
from expressentry.models import Application, DemandKind, Event, User
from tests.conftest import NOW, Browser, People
from tests.documents.conftest import (
    EICAR,
    FORM,
    JPEG,
    PASSPORT,
    PDF,
    PNG,
    Applicant,
    applicants,
    noise,
    pages,
    parts,
    pdf,
    receive,
)

Visitor = Callable[..., Browser]


def words(page: Any) -> str:
    """The text of the main part of a page."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


# ---- What is taken


def test_several_files_in_one_place_are_stored_dated_and_logged_once(applicant: Applicant) -> None:
    answer = applicant.send(("p1.pdf", PDF), ("p2.jpeg", JPEG), ("p3.png", PNG), expires_on="2030-05-04")
    assert (answer.status_code, answer.location) == (303, f"/en{applicant.path}/{PASSPORT}")
    found = applicant.documents()
    assert [(one.name, one.media_type, one.size) for one in found] == [
        ("p1.pdf", "application/pdf", len(PDF)),
        ("p2.jpeg", "image/jpeg", len(JPEG)),
        ("p3.png", "image/png", len(PNG)),
    ]
    assert [one.sha256 for one in found] == [hashlib.sha256(content).hexdigest() for content in (PDF, JPEG, PNG)]
    assert {str(one.expires_on) for one in found} == {"2030-05-04"}
    stored = sorted(one.stored_as for one in found)
    assert [f"{path.parent.name}/{path.name}" for path in applicant.on_disk()] == stored
    with applicant.app.app_context():
        events = db.session.scalars(select(Event).where(Event.kind.like("document.%"))).all()
    assert [event.kind for event in events] == ["document.added"]
    assert len(events[0].figures["documents"]) == 3
    assert events[0].figures["expires_on"] == "2030-05-04"


def test_the_pages_show_what_is_there_and_whether_it_will_do(applicant: Applicant) -> None:
    """Invited 2026-11-23, so the last day in Ottawa is 2027-01-22; this passport ends in between."""
    assert "still missing" in words(applicant.browser.get(applicant.path))
    assert "missing" in words(applicant.browser.get(applicant.path))
    applicant.send(("mine.pdf", PDF), expires_on="2027-01-15")
    page = words(applicant.browser.get(f"{applicant.path}/{PASSPORT}"))
    assert "If you submit today, November 23, 2026: It is valid on that day" in page
    assert "If you submit on the last day, January 22, 2027: It has expired by that day" in page
    assert "mine.pdf" in page
    assert "not valid to the last day" in words(applicant.browser.get(applicant.path))
    applicant.browser.post(f"{applicant.path}/{PASSPORT}", {"expires_on": "2026-11-22"})
    assert "will not do" in words(applicant.browser.get(applicant.path))
    french = Browser(applicant.browser.client, "fr")
    assert french.get(f"{applicant.path}/{PASSPORT}").status_code == 200
    assert french.get(applicant.path).status_code == 200


def test_dates_are_saved_without_sending_the_file_again(applicant: Applicant) -> None:
    applicant.send(("mine.pdf", PDF))
    answer = applicant.browser.post(f"{applicant.path}/{PASSPORT}", {"expires_on": "2031-01-01"})
    assert answer.status_code == 303
    assert [str(one.expires_on) for one in applicant.documents()] == ["2031-01-01"]
    applicant.browser.post(f"{applicant.path}/{PASSPORT}", {"expires_on": "2031-01-01"})
    with applicant.app.app_context():
        kinds = db.session.scalars(select(Event.kind).where(Event.kind.like("document.%")).order_by(Event.id)).all()
    assert kinds == ["document.added", "document.dated"]


def test_a_date_that_is_none_is_told_beside_it_and_stays(applicant: Applicant) -> None:
    answer = applicant.send(("mine.pdf", PDF), expires_on="2031-13-01")
    assert answer.status_code == 422
    assert 'value="2031-13-01"' in answer.text
    assert applicant.on_disk() == []
    assert applicant.documents() == []


def test_nothing_chosen_is_told(applicant: Applicant) -> None:
    answer = applicant.browser.post(f"{applicant.path}/{PASSPORT}", {"expires_on": "2031-01-01"})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_the_same_file_again_is_kept_once_and_told(applicant: Applicant) -> None:
    assert applicant.send(("a.pdf", PDF), ("b.pdf", PDF)).status_code == 303
    assert "1 file was here already, byte for byte" in words(applicant.browser.get(f"{applicant.path}/{PASSPORT}"))
    assert applicant.send(("c.pdf", PDF)).status_code == 303
    assert [one.name for one in applicant.documents()] == ["a.pdf"]
    assert len(applicant.on_disk()) == 1
    assert applicant.send(("a.pdf", PDF), slot="photo.you").status_code == 303
    assert len(applicant.documents()) == 2


def test_new_files_take_the_place_of_old_ones_which_are_kept(applicant: Applicant) -> None:
    applicant.send(("old.pdf", pdf(1)), ("same.pdf", pdf(2)))
    answer = applicant.send(("new.pdf", pdf(3)), ("again.pdf", pdf(2)), replaces="yes")
    assert answer.status_code == 303
    assert [(one.name, one.removed_at is None) for one in applicant.documents()] == [
        ("old.pdf", False),
        ("same.pdf", True),
        ("new.pdf", True),
    ]
    assert len(applicant.on_disk()) == 3


# ---- What is not taken


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("letter.pdf", b"Dear officer, I am text.", "is not a PDF, JPEG or PNG file"),
        ("empty.pdf", b"", "is empty"),
        ("virus.pdf", EICAR, "is not a PDF, JPEG or PNG file"),
        ("page.pdf", b"<html><script>alert(1)</script>", "is not a PDF, JPEG or PNG file"),
        ("setup.pdf", b"MZ" + bytes(200), "is not a PDF, JPEG or PNG file"),
        ("moving.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x08acTL" + bytes(40), "is not a PDF, JPEG or PNG file"),
        ("large.pdf", noise(11 * 1024 * 1024), "is larger than 10 MB"),
        ("just.pdf", noise(10 * 1024 * 1024 + 1), "is larger than 10 MB"),
    ],
)
def test_a_file_that_may_not_be_kept_is_told_and_leaves_nothing(
    applicant: Applicant, name: str, content: bytes, why: str
) -> None:
    answer = applicant.send((name, content))
    assert answer.status_code == 422
    assert f"“{name}” {why}" in answer.text
    assert applicant.documents() == []
    assert applicant.on_disk() == []


def test_good_files_stay_though_others_were_refused(applicant: Applicant) -> None:
    answer = applicant.send(("a.pdf", PDF), ("b.pdf", b"text"), ("c.pdf", b""), ("d.png", PNG))
    assert answer.status_code == 422
    assert "2 files were added." in answer.text
    assert "“b.pdf” is not a PDF" in answer.text
    assert "“c.pdf” is empty" in answer.text
    assert [one.name for one in applicant.documents()] == ["a.pdf", "d.png"]
    assert len(applicant.on_disk()) == 2


def test_the_largest_file_and_one_of_4000_pages_are_taken(applicant: Applicant) -> None:
    assert applicant.send(("just.pdf", noise(10 * 1024 * 1024)), ("pages.pdf", pages(4000))).status_code == 303
    assert [one.size for one in applicant.documents()] == [10 * 1024 * 1024, len(pages(4000))]


def test_a_place_holds_twenty_files(applicant: Applicant) -> None:
    answer = applicant.send(*((f"{n}.pdf", pdf(n)) for n in range(21)))
    assert answer.status_code == 422
    assert "An item holds at most 20 files." in answer.text
    assert (applicant.documents(), applicant.on_disk()) == ([], [])
    assert applicant.send(*((f"{n}.pdf", pdf(n)) for n in range(20))).status_code == 303
    assert applicant.send(("one-more.pdf", pdf(30))).status_code == 422
    assert len(applicant.documents()) == len(applicant.on_disk()) == 20
    assert applicant.send(("instead.pdf", pdf(31)), replaces="yes").status_code == 303


def test_more_than_fifty_files_or_120_megabytes_at_once_are_a_page(applicant: Applicant) -> None:
    answer = applicant.send(*((f"{n}.pdf", pdf(n)) for n in range(80)))
    assert answer.status_code == 413
    assert "50 files and 120 MB together" in words(answer)
    length = {"CONTENT_LENGTH": str(121 * 1024 * 1024)}
    answer = applicant.browser.client.post(
        f"/en{applicant.path}/{PASSPORT}", content_type=f"{FORM}; boundary=x", environ_overrides=length
    )
    assert answer.status_code == 413
    assert "Open the page again" in words(answer)
    assert (applicant.documents(), applicant.on_disk()) == ([], [])


def test_only_the_places_for_files_take_large_bodies(applicant: Applicant, visitor: Visitor) -> None:
    big = noise(300 * 1024)
    assert applicant.browser.post("/profile/ties", {"x": parts([("a.pdf", big)])}, content_type=FORM).status_code == 413
    stranger = applicant.send(("a.pdf", big), browser=visitor())
    assert stranger.status_code == 413
    assert "You are signed out, so no files are taken from you" in words(stranger)
    text = {"expires_on": "x" * (300 * 1024)}
    assert applicant.browser.post(f"{applicant.path}/{PASSPORT}", text, content_type=FORM).status_code == 413
    assert applicant.on_disk() == []


def test_a_form_without_its_token_says_that_files_must_be_chosen_again(applicant: Applicant) -> None:
    answer = applicant.browser.client.post(
        f"/en{applicant.path}/{PASSPORT}",
        data={"csrf_token": "old", "files": parts([("a.pdf", PDF)])},
        content_type=FORM,
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 400
    assert "Files cannot be sent again from here" in words(answer)
    assert "Send it again" not in answer.text
    assert f'href="/en{applicant.path}/{PASSPORT}"' in answer.text
    assert applicant.on_disk() == []


@pytest.mark.parametrize("content", [b"", b"nonsense", b"--x\r\nContent-Disposition: form-data; name=files\r\n"])
def test_a_body_that_is_no_form_is_a_page_of_ours(applicant: Applicant, content: bytes) -> None:
    for kind in (f"{FORM}; boundary=x", FORM, "application/pdf", ""):
        answer = applicant.browser.client.post(f"/en{applicant.path}/{PASSPORT}", data=content, content_type=kind)
        assert answer.status_code == 400
    assert applicant.on_disk() == []


# ---- Names


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system.ini", "system.ini.pdf"),
        ("C:\\Users\\me\\scan.PDF", "scan.PDF"),
        ("a\x00b.pdf", "ab.pdf"),
        ("con.pdf", "_con.pdf"),
        ("n" * 300 + ".pdf", "n" * 196 + ".pdf"),
        ("cod\u202efdp.exe", "codfdp.exe.pdf"),
        ("Pâtissière №1.pdf", "Pâtissière №1.pdf"),
        ("گذر\u200cنامه.pdf", "گذر\u200cنامه.pdf"),
        ("photo.jpg", "photo.pdf"),
        (" .. ", "document.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    ],
)
def test_a_name_is_made_fit_and_never_a_path(app: Flask, sent: str, kept: str) -> None:
    assert files.clean_name(sent, "application/pdf") == kept


def test_nasty_names_through_the_site(applicant: Applicant) -> None:
    names = [
        "../../etc/passwd",
        "cod\u202efdp.exe",
        "con.pdf",
        "x" * 300,
        "<b>bold</b>.pdf",
        "é\u0301.pdf",
        'q"uote.pdf',
    ]
    assert applicant.send(*((name, pdf(n)) for n, name in enumerate(names))).status_code == 303
    page = applicant.browser.get(f"{applicant.path}/{PASSPORT}")
    assert "<b>bold" not in page.text
    assert "\u202e" not in page.text
    for document in applicant.documents():
        answer = applicant.browser.get(f"{applicant.path}/files/{document.id}")
        assert answer.status_code == 200
        header = answer.headers["Content-Disposition"]
        assert header.startswith("attachment; filename")
        assert "\n" not in header
        assert len(document.name) <= 200
    for path in applicant.on_disk():
        assert re.fullmatch(r"[0-9a-f]{32}", path.name)


def test_control_characters_in_the_raw_header_are_removed(applicant: Applicant) -> None:
    token = applicant.browser.token()
    body = (
        (
            f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            '--x\r\nContent-Disposition: form-data; name="files"; filename="a\x00b\x07.pdf"\r\n\r\n'
        ).encode()
        + PDF
        + b"\r\n--x--\r\n"
    )
    answer = applicant.browser.client.post(
        f"/en{applicant.path}/{PASSPORT}", data=body, content_type=f"{FORM}; boundary=x"
    )
    assert answer.status_code == 303
    assert [one.name for one in applicant.documents()] == ["ab.pdf"]


# ---- Handing out


def test_a_virus_in_a_pdf_is_stored_and_handed_out_as_an_attachment_only(applicant: Applicant) -> None:
    content = PDF + EICAR
    assert applicant.send(("Übersicht.pdf", content)).status_code == 303
    document = applicant.documents()[0]
    answer = applicant.browser.get(f"{applicant.path}/files/{document.id}")
    assert answer.data == content
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == "attachment; filename=Ubersicht.pdf; filename*=UTF-8''%C3%9Cbersicht.pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.getlist("Cache-Control") == ["no-store"]
    policies = headers.getlist("Content-Security-Policy")
    assert "sandbox" in policies
    assert any("default-src 'none'" in policy for policy in policies)
    assert unquote("%C3%9Cbersicht.pdf") == document.name
    mode = files_mode(applicant.on_disk()[0])
    assert mode & 0o111 == 0
    assert mode & 0o077 == 0


def files_mode(path: Path) -> int:
    return path.stat().st_mode


def test_files_are_for_their_owner_and_for_officers_once_received(app: Flask, people: People, visitor: Visitor) -> None:
    mine, other = applicants(app, people, visitor, 2)
    mine.send(("a.pdf", PDF))
    address = f"{mine.path}/files/{mine.documents()[0].id}"
    officer = visitor(people.officer("second@example.org"))
    assert mine.browser.get(address).status_code == 200
    assert other.browser.get(address).status_code == 404
    assert (
        other.browser.get(address.replace(f"/{mine.application_id}/", f"/{other.application_id}/")).status_code == 404
    )
    assert visitor().get(address).location.startswith("/en/sign-in")
    assert officer.get(address).status_code == 404
    receive(mine)
    assert officer.get(address).status_code == 200
    assert officer.get(address).data == PDF
    assert other.browser.get(address).status_code == 404
    assert officer.get(f"{mine.path}/files/{2**40}").status_code == 404
    assert officer.get(mine.path).status_code == 403
    assert officer.get(f"{address}/removal").status_code == 403


def test_another_candidate_sees_adds_and_removes_nothing(app: Flask, people: People, visitor: Visitor) -> None:
    mine, other = applicants(app, people, visitor, 2)
    mine.send(("a.pdf", PDF))
    removal = f"{mine.path}/files/{mine.documents()[0].id}/removal"
    assert other.browser.get(mine.path).status_code == 404
    assert other.browser.get(f"{mine.path}/{PASSPORT}").status_code == 404
    assert mine.send(("b.pdf", pdf(2)), browser=other.browser).status_code == 404
    assert other.browser.get(removal).status_code == 404
    assert other.browser.post(removal).status_code == 404
    assert [one.removed_at for one in mine.documents()] == [None]
    assert len(mine.on_disk()) == 1


def test_a_file_that_is_gone_from_the_disk_is_a_page(applicant: Applicant) -> None:
    applicant.send(("a.pdf", PDF))
    applicant.on_disk()[0].unlink()
    assert applicant.browser.get(f"{applicant.path}/files/{applicant.documents()[0].id}").status_code == 404


# ---- Removing, and when nothing changes any more


def test_removing_asks_first_and_keeps_the_file(applicant: Applicant) -> None:
    applicant.send(("a.pdf", PDF))
    address = f"{applicant.path}/files/{applicant.documents()[0].id}/removal"
    assert "kept until the decision" in words(applicant.browser.get(address))
    answer = applicant.browser.post(address)
    assert answer.location == f"/en{applicant.path}/{PASSPORT}"
    assert applicant.documents()[0].removed_at == NOW
    assert len(applicant.on_disk()) == 1
    assert "No file yet." in words(applicant.browser.get(f"{applicant.path}/{PASSPORT}"))
    assert applicant.browser.post(address).status_code == 303
    assert "removed already" in words(applicant.browser.get(address))


def test_after_submission_and_after_the_deadline_nothing_is_taken(
    applicant: Applicant, moment: time_machine.Traveller
) -> None:
    applicant.send(("a.pdf", PDF))
    removal = f"{applicant.path}/files/{applicant.documents()[0].id}/removal"
    moment.move_to(NOW + timedelta(days=61))
    applicant.browser.sign_in(applicant.user)
    assert applicant.send(("b.pdf", pdf(2))).status_code == 409
    assert applicant.browser.get(applicant.path).status_code == 200
    moment.move_to(NOW)
    applicant.browser.sign_in(applicant.user)
    receive(applicant)
    assert applicant.send(("b.pdf", pdf(2))).status_code == 409
    assert applicant.browser.post(f"{applicant.path}/{PASSPORT}", {"expires_on": "2031-01-01"}).status_code == 409
    assert applicant.browser.post(removal).status_code == 409
    assert [one.removed_at for one in applicant.documents()] == [None]
    assert len(applicant.on_disk()) == 1
    page = applicant.browser.get(f"{applicant.path}/{PASSPORT}")
    assert "data-upload" not in page.text
    assert "do not change any more" in words(applicant.browser.get(applicant.path))


def test_places_that_are_not_asked_for_do_not_exist(applicant: Applicant) -> None:
    for slot in ("passport.spouse", "nonsense", "demand.1", "%00", "..%2f..", "a" * 3000):
        assert applicant.browser.get(f"{applicant.path}/{slot}").status_code == 404
        assert applicant.send(("a.pdf", PDF), slot=slot).status_code == 404
    assert applicant.on_disk() == []


def test_files_of_an_item_no_longer_asked_for_are_shown_and_can_be_removed(applicant: Applicant) -> None:
    job = "reference_letter.you.work-history-0"
    assert applicant.send(("letter.pdf", PDF), slot=job).status_code == 303
    with applicant.app.app_context():
        application = db.session.get_one(Application, applicant.application_id)
        application.answers = application.answers.without_record("work-history", "work-history-0")
        db.session.commit()
    assert "Files that are not asked for any more" in words(applicant.browser.get(applicant.path))
    page = applicant.browser.get(f"{applicant.path}/{job}")
    assert "letter.pdf" in page.text
    assert "data-upload" not in page.text
    assert applicant.send(("more.pdf", pdf(2)), slot=job).status_code == 404
    answer = applicant.browser.post(f"{applicant.path}/files/{applicant.documents()[0].id}/removal")
    assert applicant.browser.client.get(answer.location).status_code == 200


# ---- In answer to a request


@pytest.fixture
def demand(applicant: Applicant, people: People) -> str:
    """An officer asks for more; the address to answer with files."""
    receive(applicant)
    with applicant.app.app_context():
        officer = db.session.scalars(select(User).where(User.email == "officer@example.org")).one()
        application = db.session.get_one(Application, applicant.application_id)
        application.complete_at = NOW
        made = demands.make(application, DemandKind.ADDITIONAL_DOCUMENTS, "Send it.", 30, officer, NOW)
        db.session.commit()
        return f"/applications/{application.id}/demands/{made.id}/documents"


def test_files_answer_a_request_while_it_is_open(
    applicant: Applicant, demand: str, visitor: Visitor, people: People, moment: time_machine.Traveller
) -> None:
    assert "Send it." in words(applicant.browser.get(demand))
    sent = {"files": parts([("a.pdf", PDF), ("b.pdf", b"text")])}
    answer = applicant.browser.post(demand, sent, content_type=FORM)
    assert answer.status_code == 422
    assert "1 file was added." in words(answer)
    document = applicant.documents()[0]
    assert (document.name, document.slot) == ("a.pdf", f"demand.{document.demand_id}")
    stranger = visitor(people.candidate())
    assert stranger.get(demand).status_code == 404
    sent = {"files": parts([("c.pdf", pdf(3))])}
    assert stranger.post(demand, sent, content_type=FORM).status_code == 404
    assert visitor(people.officer("third@example.org")).get(f"{applicant.path}/files/{document.id}").data == PDF
    answer = applicant.browser.post(f"{applicant.path}/files/{document.id}/removal")
    assert answer.location == f"/en{demand}"
    moment.move_to(NOW + timedelta(days=40))
    applicant.browser.sign_in(applicant.user)
    sent = {"files": parts([("d.pdf", pdf(4))])}
    assert applicant.browser.post(demand, sent, content_type=FORM).status_code == 409
    assert "data-upload" not in applicant.browser.get(demand).text
    nobodys, sent = demand.replace("/demands/", "/demands/99"), {"files": parts([("d.pdf", pdf(4))])}
    assert applicant.browser.post(nobodys, sent, content_type=FORM).status_code == 404


# ---- Two at once


def test_two_uploads_at_once_are_both_kept_and_a_double_once(applicant: Applicant, visitor: Visitor) -> None:
    browsers = [visitor(applicant.user) for _ in range(2)]
    for browser in browsers:
        browser.token()
    answers: list[int] = []

    def send(browser: Browser, number: int) -> None:
        given = ((f"{number}-{n}.pdf", noise(300_000, 10 * number + n)) for n in range(3))
        answers.append(applicant.send(*given, ("both.pdf", PDF), browser=browser).status_code)

    threads = [threading.Thread(target=send, args=(browser, n)) for n, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303]
    assert len(applicant.documents()) == len(applicant.on_disk()) == 7
