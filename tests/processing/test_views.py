"""The officers' pages: the queue, a case and its acts, payments; in both languages, with and without htmx."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from expressentry.applications import demands, payments
from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.models import (
    Application,
    Decision,
    DemandKind,
    Event,
    Letter,
    LetterKind,
    Payment,
    Role,
    StageState,
    User,
)
from expressentry.processing import lifecycle
from expressentry.rules.programs import Program
from tests.conftest import LAW, NOW, Browser, People
from tests.processing.cases import applicant, begun, complete, received


@pytest.fixture
def clerk(app: Flask, people: People) -> User:
    return people.officer()


@pytest.fixture
def office(visitor: Callable[..., Browser], clerk: User) -> Browser:
    return visitor(clerk)


Made = Callable[..., str]


@pytest.fixture
def made(app: Flask, people: People, clerk: User) -> Made:
    """Makes a case, and says its number: received, complete, or found complete with its payment confirmed."""

    def make(kind: str = "reviewed", minutes: int = 0, program: Program | None = None) -> str:
        with app.app_context():
            officer, at = db.session.get_one(User, clerk.id), NOW + timedelta(minutes=minutes)
            application = {"draft": begun, "received": received}.get(kind, complete)(people, officer, at=at)
            if kind == "reviewed":
                payments.confirm(application.payments[0], officer, NOW)
                lifecycle.found_complete(application, officer, NOW, LAW)
            application.program = program or application.program
            db.session.commit()
            return application.number

    return make


def case(number: str) -> Application:
    """The case as it is now; in an application context."""
    return db.session.scalars(select(Application).where(Application.number == number)).one()


def count(kind: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == kind)) or 0


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# ---- The queue


def test_the_queue_shows_what_waits_oldest_first(office: Browser, made: Made) -> None:
    newer, older, draft = made("received", 5), made("received"), made("draft")
    page = office.get("/cases").text
    assert page.index(older) < page.index(newer)
    assert draft not in page
    assert "181 days left to the standard, May 23, 2027" in text(page)
    assert "Nobody" in page
    assert older not in office.get("/cases?program=cec").text
    assert older in office.get("/cases?program=fsw&stage=completeness&waiting_on=officer&whose=nobody").text
    assert "No application meets these conditions." in office.get("/cases?whose=mine").text
    fragment = office.client.get("/en/cases?whose=nobody", headers={"HX-Request": "true"})
    assert fragment.headers["Vary"] == "HX-Request"
    assert "<html" not in fragment.text
    assert older in fragment.text
    assert office.get("/cases?program=nonsense&after=~&before=x~9").status_code == 200


def test_a_case_past_the_standard_says_so(office: Browser, made: Made, clerk: User, moment: Any) -> None:
    made("received")
    moment.move_to(NOW + timedelta(days=200))
    office.sign_in(clerk)
    assert "19 days past the standard" in text(office.get("/cases").text)


def test_a_number_opens_its_case_exactly(office: Browser, made: Made) -> None:
    number, draft = made("received"), made("draft")
    assert office.get(f"/cases?number= {number.lower()} ").location == f"/en/cases/{number}"
    for unknown in (draft, "A12", "<b>"):
        page = office.get(f"/cases?number={unknown}")
        assert page.status_code == 200
        assert "was received." in page.text
        assert "<b>" not in page.text
    assert office.get(f"/cases/{draft}").status_code == 404
    assert office.get("/cases/A999999999").status_code == 404


def test_pages_of_the_queue_follow_one_another(office: Browser, made: Made, app: Flask) -> None:
    numbers = [made("received", minutes) for minutes in range(3)]
    with app.app_context():
        from expressentry.processing import queue

        queue.PAGE, before = 2, queue.PAGE
        try:
            first = office.get("/cases").text
            assert [number in first for number in numbers] == [True, True, False]
            following = re.findall(r'href="([^"]+after=[^"]+)"', first)[0].replace("&amp;", "&")
            second = office.client.get(following).text
            assert [number in second for number in numbers] == [False, False, True]
            back = re.findall(r'href="([^"]+before=[^"]+)"', second)[0].replace("&amp;", "&")
            assert [number in office.client.get(back).text for number in numbers] == [True, True, False]
        finally:
            queue.PAGE = before


def test_decided_cases_have_a_list_of_their_own(office: Browser, made: Made) -> None:
    number = made("received")
    assert "No application was decided yet." in office.get("/cases/decided").text
    office.post(f"/cases/{number}/return", {"confirmed": "yes"})
    assert number not in office.get("/cases").text
    assert number in office.get("/cases/decided").text
    assert number in office.get("/cases/decided?program=fsw").text
    assert number not in office.get("/cases/decided?program=cec").text
    assert office.get("/cases/decided?program=x&after=~~").status_code == 200


# ---- A case


def test_a_case_shows_all_that_was_declared(office: Browser, made: Made, visitor: Callable[..., Browser]) -> None:
    number = made("complete")
    page = text(office.get(f"/cases/{number}").text)
    assert "Sira Velomar" in page
    assert "Principal applicant" in page
    assert "Invited in round 1, under the Federal Skilled Worker Program, with 458 points; the lowest score" in page
    assert page.count("✓ holds") == 2
    assert "Nothing was missing on the day it was received, November 23, 2026." in page
    assert "The application says what the profile said when invited." in page
    assert "Police certificate: India" in page
    assert "to be confirmed" in page
    assert "The application was received" in page
    answers = text(office.get(f"/cases/{number}/answers").text)
    assert "Family name Velomar" in answers
    assert "Master" in answers
    french = visitor(_officer_of(office), "fr")
    assert french.get(f"/cases/{number}").status_code == 200
    assert french.get(f"/cases/{number}/answers").status_code == 200


def _officer_of(office: Browser) -> Any:
    with office.client.application.app_context():
        return db.session.scalars(select(User).where(User.email == "officer@example.org")).one()


def test_what_differs_from_the_profile_is_shown_with_its_explanation(office: Browser, made: Made, app: Flask) -> None:
    number = made("received")
    with app.app_context():
        application = case(number)
        about = application.answers.section("about-you")
        changed = about._replace(values={**about.values, "family_name": "Velomar-Iyer"})
        application.answers = application.answers.with_section("about-you", changed)
        application.explanations = {"about-you/family_name": "I married."}
        db.session.commit()
    page = text(office.get(f"/cases/{number}").text)
    assert "Family name Profile: Velomar" in page
    assert "Application: Velomar-Iyer I married." in page


def test_a_case_is_taken_handed_over_and_noted_on(office: Browser, made: Made, people: People, app: Flask) -> None:
    number, colleague = made("received"), people.officer("colleague@example.org")
    assert office.post(f"/cases/{number}/taking").location == f"/en/cases/{number}"
    assert "The case is assigned to you." in office.get(f"/cases/{number}").text
    assert office.post(f"/cases/{number}/taking").status_code == 409
    assert number in office.get("/cases?whose=mine").text
    assert office.get(f"/cases/{number}/assignment").status_code == 200
    assert "Choose an officer." in office.post(f"/cases/{number}/assignment").text
    assert office.post(f"/cases/{number}/assignment", {"to": "999"}).status_code == 422
    handed = office.post(f"/cases/{number}/assignment", {"to": str(colleague.id), "note": "Please go on.\r\nThanks."})
    assert handed.status_code == 303
    assert office.post(f"/cases/{number}/assignment", {"to": str(colleague.id)}).status_code == 409
    assert office.post(f"/cases/{number}/notes", {"text": " "}).status_code == 422
    assert office.post(f"/cases/{number}/notes", {"text": "x" * 4001}).status_code == 422
    assert office.post(f"/cases/{number}/notes", {"text": "<b>Checked</b>"}).status_code == 303
    assert office.post(f"/cases/{number}/notes", {"text": "<b>Checked</b>"}).status_code == 409
    page = office.get(f"/cases/{number}").text
    assert "&lt;b&gt;Checked&lt;/b&gt;" in page
    assert "Please go on.\nThanks." in page
    assert "Assigned to colleague@example.org" in page
    with app.app_context():
        assert [count(f"case.{kind}") for kind in ("taken", "handed_over", "noted")] == [1, 1, 1]


def test_a_newer_file_is_taken_first_only_with_a_reason(office: Browser, made: Made, app: Flask, clerk: User) -> None:
    older, newer = made("received"), made("received", 1)
    assert older in office.get(f"/cases/{newer}").text
    refused = office.post(f"/cases/{newer}/taking")
    assert refused.status_code == 422
    assert "An older application of this program waits for an officer. Write why" in refused.text
    refused = office.post(f"/cases/{newer}/assignment", {"to": str(clerk.id), "note": "kept"})
    assert refused.status_code == 422
    assert ">kept</textarea>" in refused.text
    assert office.post(f"/cases/{newer}/taking", {"reason": "Medical emergency"}).status_code == 303
    assert "before an older one. Reason: Medical emergency" in office.get(f"/cases/{newer}").text
    assert office.post(f"/cases/{older}/taking").status_code == 303


def test_stages_are_set_from_their_page(office: Browser, made: Made, app: Flask) -> None:
    number = made()
    path = f"/cases/{number}/stages/background"
    assert office.get(path).status_code == 200
    for unknown in ("completeness", "final_decision", "nonsense"):
        assert office.get(f"/cases/{number}/stages/{unknown}").status_code == 404
    assert office.post(path).status_code == 422
    assert office.post(path, {"state": "not_started"}).status_code == 422
    refused = office.post(path, {"state": "waiting", "waiting_for": "Screening"})
    assert refused.status_code == 422
    assert "Choose on whom it waits." in refused.text
    assert 'value="Screening"' in refused.text
    assert (
        office.post(path, {"state": "waiting", "waiting_for": "Screening", "waiting_on": "partner"}).status_code == 303
    )
    page = text(office.get(f"/cases/{number}").text)
    assert "Waiting for: Screening" in page
    assert "A partner organisation" in page
    assert office.post(path, {"state": "passed"}).status_code == 303
    again = office.post(path, {"state": "passed"})
    assert again.status_code == 409
    assert "in that state already" in again.text


def test_completeness_is_confirmed_on_the_page_of_the_case(office: Browser, made: Made, app: Flask) -> None:
    number, lacking = made("complete"), made("received")
    assert "Find it complete" not in office.get(f"/cases/{number}").text
    refused = office.post(f"/cases/{number}/completeness")
    assert refused.status_code == 409
    assert "These payments are not confirmed yet: BANK-" in refused.text
    assert office.post(f"/cases/{lacking}/completeness").status_code == 409
    with app.app_context():
        payment = case(number).payments[0].id
    assert number in office.get("/payments").text
    assert office.post(f"/payments/{payment}/confirmation").location == "/en/payments"
    assert "Find it complete" in office.get(f"/cases/{number}").text
    assert office.post(f"/cases/{number}/completeness").status_code == 303
    assert office.post(f"/cases/{number}/completeness").status_code == 409
    with app.app_context():
        assert case(number).complete_at == NOW


def test_an_incomplete_application_is_returned_naming_what_lacks(office: Browser, made: Made, app: Flask) -> None:
    number, whole = made("received"), made("complete")
    page = text(office.get(f"/cases/{number}/return").text)
    assert "this document is missing: Passport or travel document" in page
    assert office.post(f"/cases/{number}/return").status_code == 422
    assert office.post(f"/cases/{number}/return", {"confirmed": "yes"}).status_code == 303
    assert office.post(f"/cases/{number}/return", {"confirmed": "yes"}).status_code == 409
    refused = office.post(f"/cases/{whole}/return", {"confirmed": "yes"})
    assert refused.status_code == 422
    assert "Nothing is missing. Write why the application is returned." in refused.text
    with app.app_context():
        assert case(number).decision is Decision.INCOMPLETE
        figures = db.session.scalars(select(Letter.figures).where(Letter.kind == LetterKind.INCOMPLETE)).one()
    assert len(figures["lacking"]) == len(figures["lacking_fr"]) > 10
    assert any("Passport or travel document" in one for one in figures["lacking"])


def test_a_request_is_sent_and_cancelled(office: Browser, made: Made, app: Flask) -> None:
    number = made()
    path = f"/cases/{number}/demands/interview"
    assert 'value="14"' in office.get(path).text
    assert office.get(f"/cases/{number}/demands/nonsense").status_code == 404
    refused = office.post(path, {"asks": "Call us.", "days": "5"})
    assert refused.status_code == 422
    assert "Write a number from 7 to 60." in refused.text
    assert ">Call us.</textarea>" in refused.text
    assert office.post(path, {"asks": "Call us.", "days": "14"}).status_code == 303
    assert office.post(path, {"asks": "Call us.", "days": "14"}).status_code == 409
    page = text(office.get(f"/cases/{number}").text)
    assert "to be answered before December 8, 2026 00:00:00 UTC." in page
    with app.app_context():
        asked = case(number).demands[0].id
    assert office.post(f"/cases/{number}/demands/{asked + 1}/cancellation").status_code == 404
    assert office.post(f"/cases/{number}/demands/{asked}/cancellation").status_code == 303
    assert office.post(f"/cases/{number}/demands/{asked}/cancellation").status_code == 409


def test_an_application_is_approved_with_everything_in_view(office: Browser, made: Made, app: Flask) -> None:
    number = made()
    page = text(office.get(f"/cases/{number}/approval").text)
    assert "✓ holds" in page
    assert "Found complete on" in page
    assert office.post(f"/cases/{number}/approval").status_code == 422
    refused = office.post(f"/cases/{number}/approval", {"confirmed": "yes"})
    assert refused.status_code == 409
    assert "Some stages are not passed yet" in refused.text
    with app.app_context():
        officer = db.session.get_one(User, _officer_of(office).id)
        for key in lifecycle.BY_HAND:
            lifecycle.set_stage(case(number), key, StageState.PASSED, officer, NOW)
        db.session.commit()
    assert office.post(f"/cases/{number}/approval", {"confirmed": "yes"}).status_code == 303
    assert "The application is approved." in office.get(f"/cases/{number}").text
    again = office.post(f"/cases/{number}/approval", {"confirmed": "yes"})
    assert again.status_code == 409
    assert "decided already" in again.text
    with app.app_context():
        assert case(number).decision is Decision.APPROVED
        assert count("application.decided") == 1


def test_an_application_is_refused_on_a_ground_with_reasons(office: Browser, made: Made, app: Flask) -> None:
    number = made()
    page = office.get(f"/cases/{number}/refusal").text
    assert "Settlement funds were not shown (IRPR 76(1)(b))" in text(page)
    assert 'value="category_not_met"' not in page
    sent = {"ground": "misrepresentation", "reasons": "Forged.", "confirmed": "yes"}
    for lacking in sent:
        assert office.post(f"/cases/{number}/refusal", {**sent, lacking: ""}).status_code == 422
    assert office.post(f"/cases/{number}/refusal", {**sent, "ground": "nonsense"}).status_code == 422
    refused = office.post(f"/cases/{number}/refusal", sent)
    assert refused.status_code == 422
    assert "On this ground the applicant must be heard first." in refused.text
    assert ">Forged.</textarea>" in refused.text
    assert office.post(f"/cases/{number}/refusal", {**sent, "ground": "funds"}).status_code == 303
    assert office.post(f"/cases/{number}/refusal", {**sent, "ground": "funds"}).status_code == 409
    with app.app_context():
        assert case(number).reasons == "Forged."


# ---- What is over


def test_what_an_officer_typed_is_shown_again_when_it_cannot_be_done_yet(
    office: Browser, made: Made, app: Flask
) -> None:
    number = made("complete")
    typed = "A long and careful text."
    early = {
        "demands/medical": ({"asks": typed, "days": "30"}, "not found complete yet"),
        "refusal": ({"ground": "funds", "reasons": typed, "confirmed": "yes"}, "not found complete yet"),
    }
    later = {
        "demands/interview": ({"asks": typed, "days": "30"}, "is still open"),
        "refusal": ({"ground": "funds", "reasons": typed, "confirmed": "yes"}, "is still open"),
        "return": ({"reasons": typed, "confirmed": "yes"}, "The application was found complete already"),
    }
    for acts in (early, later):
        for path, (data, words) in acts.items():
            answer = office.post(f"/cases/{number}/{path}", data)
            assert answer.status_code == 409, path
            assert typed in answer.text, path
            assert words in answer.text, path
        with app.app_context():
            case(number).complete_at = NOW
            if not case(number).demands:
                demands.make(case(number), DemandKind.INTERVIEW, "Call us.", 14, _some_officer(), NOW)
            db.session.commit()


def _some_officer() -> User:
    return db.session.scalars(select(User).where(User.role == Role.OFFICER)).first()


def test_an_officer_acting_on_a_withdrawn_case_is_told_so_and_changes_nothing(
    office: Browser, made: Made, app: Flask, clerk: User
) -> None:
    number = made()
    with app.app_context():
        officer = db.session.get_one(User, clerk.id)
        asked = demands.make(case(number), DemandKind.INTERVIEW, "Call us.", 14, officer, NOW).id
        applications.withdraw(case(number), applicant(case(number)), NOW)
        db.session.commit()
        before = [db.session.execute(select(table)).all() for table in db.metadatas[None].sorted_tables]
    acts: dict[str, dict[str, str]] = {
        "taking": {},
        "assignment": {"to": str(clerk.id)},
        "notes": {"text": "Late."},
        "stages/medical": {"state": "passed"},
        "completeness": {},
        "return": {"confirmed": "yes", "reasons": "Late."},
        "demands/medical": {"asks": "See a doctor.", "days": "30"},
        f"demands/{asked}/cancellation": {},
        "approval": {"confirmed": "yes"},
        "refusal": {"ground": "funds", "reasons": "None.", "confirmed": "yes"},
    }
    for path, data in acts.items():
        answer = office.post(f"/cases/{number}/{path}", data)
        assert answer.status_code == 409, path
        assert "decided already" in answer.text, path
    with app.app_context():
        after = [db.session.execute(select(table)).all() for table in db.metadatas[None].sorted_tables]
        assert after == before
    page = office.get(f"/cases/{number}").text
    assert "Withdrawn by the applicant" in page
    assert "/taking" not in page


# ---- Payments


def test_a_payment_is_confirmed_or_rejected_once(office: Browser, made: Made, app: Flask) -> None:
    made("complete"), made("complete", 1)
    with app.app_context():
        first, second = (payment.id for payment in db.session.scalars(select(Payment).order_by(Payment.id)))
    assert office.post(f"/payments/{first}/confirmation").status_code == 303
    assert office.post(f"/payments/{first}/confirmation").status_code == 409
    assert office.get(f"/payments/{second}/rejection").status_code == 200
    assert "Write why the payment is rejected." in office.post(f"/payments/{second}/rejection").text
    assert office.post(f"/payments/{second}/rejection", {"because": "Not found."}).status_code == 303
    assert office.post(f"/payments/{second}/rejection", {"because": "Not found."}).status_code == 409
    assert "No payment waits to be confirmed." in office.get("/payments").text
    assert office.get("/payments?after=x").status_code == 200
    assert office.post("/payments/999/confirmation").status_code == 404
    assert office.post("/payments/99999999999999999999/confirmation").status_code == 404


def test_what_is_due_back_is_marked_as_repaid(office: Browser, made: Made, app: Flask) -> None:
    number = made("complete")
    with app.app_context():
        payment = case(number).payments[0].id
    office.post(f"/payments/{payment}/confirmation")
    assert "Nothing is to be repaid." in office.get("/payments/refunds").text
    assert office.post(f"/payments/{payment}/repayment").status_code == 409
    office.post(f"/cases/{number}/return", {"confirmed": "yes", "reasons": "Unsigned."})
    assert "$1,675" in office.get("/payments/refunds").text
    assert office.post(f"/payments/{payment}/repayment").location == "/en/payments/refunds"
    assert office.post(f"/payments/{payment}/repayment").status_code == 409
    assert "repaid: $1,675" in office.get(f"/cases/{number}").text


def sent(content: bytes, name: str = "list.csv") -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name)}


def test_a_bank_list_is_taken_in_and_told_line_by_line(office: Browser, made: Made, app: Flask) -> None:
    number = made("complete")
    with app.app_context():
        reference = case(number).payments[0].reference
    content = f"reference;amount;received_on\n{reference};1675,00;2026-11-23\nOTHER;5,00;2026-11-23\nx\n"
    for encoded in (content.encode(), b"\xef\xbb\xbf" + content.encode()):
        done = office.post("/payments/imports", sent(encoded))
        assert done.status_code == 303
        page = text(office.client.get(done.location).text)
        assert "No such payment was declared" in page
        assert "This line cannot be read" in page
    assert f"2 {reference} Confirmed before" in page
    assert "2 Payments imported" not in page
    with app.app_context():
        assert case(number).payments[0].confirmed_at == NOW
        assert count("payment.confirmed") == 1
        assert count("payments.imported") == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a CSV file that is not empty."),
        (b"reference,amount\nA,5\n", "The first line must name the columns"),
        (b"reference,amount,received_on\n\xe9\n", "is not text in UTF-8"),
        (b"PK\x03\x04\x00\x00", "The first line must name the columns"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(office: Browser, content: bytes, words: str) -> None:
    answer = office.post("/payments/imports", sent(content))
    assert answer.status_code == 422
    assert words in answer.text


def test_a_form_without_a_file_is_refused_in_words(office: Browser) -> None:
    for data in ({}, {"file": "not a file"}, sent(b"x", "")):
        answer = office.post("/payments/imports", data)
        assert answer.status_code == 422
        assert "Choose a CSV file" in answer.text
    assert office.get("/payments/imports").status_code == 200
    assert office.get("/payments/imports/1").status_code == 404
    assert office.get("/payments/imports/99999999999999999999").status_code == 404


# ---- Who may


PATHS = (
    "/cases",
    "/cases/decided",
    "/cases/{number}",
    "/cases/{number}/answers",
    "/cases/{number}/assignment",
    "/cases/{number}/stages/medical",
    "/cases/{number}/return",
    "/cases/{number}/demands/medical",
    "/cases/{number}/approval",
    "/cases/{number}/refusal",
    "/payments",
    "/payments/refunds",
    "/payments/imports",
)


def test_only_officers_read_cases(made: Made, visitor: Callable[..., Browser], app: Flask, clerk: User) -> None:
    number = made()
    with app.app_context():
        owner = applicant(case(number))
        db.session.expunge(owner)
    candidate, stranger = visitor(owner), visitor()
    for path in PATHS:
        address = path.format(number=number)
        assert candidate.get(address).status_code == 403, path
        assert stranger.get(address).location.startswith("/en/sign-in"), path
        for language in ("en", "fr"):
            assert visitor(clerk, language).get(address).status_code == 200, path


def test_nothing_of_a_note_reaches_the_applicants_letters(office: Browser, made: Made, app: Flask) -> None:
    number = made()
    office.post(f"/cases/{number}/notes", {"text": "Suspicious seal."})
    office.post(f"/cases/{number}/demands/interview", {"asks": "Call us.", "days": "14"})
    with app.app_context():
        assert "Suspicious" not in str(db.session.scalars(select(Letter.figures)).all())
