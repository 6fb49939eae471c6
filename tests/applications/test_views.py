"""The candidate's pages of an application: forms, fees, submission, requests; bad input, two tabs, and who may ask."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from expressentry.applications import demands
from expressentry.applications.answers.views import all_sections
from expressentry.database import db
from expressentry.models import Application, Demand, DemandKind, Event, Payment, SectionKey, User
from expressentry.models.application_answers import ApplicationSection
from expressentry.processing import lifecycle as processing
from expressentry.rules.facts import Spouse
from expressentry.rules.programs import Program
from tests.applications import factory
from tests.conftest import FACTS, LAW, NOW, Browser, People

Visitor = Callable[..., Browser]
LANGUAGES = ("en", "fr")
LISTS = (
    "education",
    "work-history",
    "children",
    "addresses",
    "personal-history",
    "travel",
    "spouse-education",
    "spouse-work",
)
SIGNED = {"truthful": "yes", "understood": "yes", "signed_as": "Sira Velomar"}
CARD = "4111 1111 1111 1111"


@dataclass
class Applicant:
    """A candidate with an application, at the site."""

    app: Flask
    user: User
    browser: Browser
    application_id: int

    @property
    def path(self) -> str:
        return f"/applications/{self.application_id}"

    def get(self, path: str = "", **kwargs: Any) -> Any:
        return self.browser.get(self.path + path, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None) -> Any:
        return self.browser.post(self.path + path, data)

    def htmx(self, path: str, data: dict[str, Any] | None = None) -> Any:
        return self.browser.htmx(self.path + path, data)

    def said(self, path: str = "") -> str:
        """The words of a page."""
        answer = self.get(path, follow_redirects=True)
        assert answer.status_code == 200
        return words(answer)

    def application(self) -> Application:
        """The application, in the context of the caller."""
        return db.session.get_one(Application, self.application_id)

    def values(self, key: str) -> dict[str, Any]:
        """The saved answers of a section."""
        with self.app.app_context():
            return dict(self.application().answers.section(key).values)

    def kinds(self) -> list[str]:
        """The events of the application."""
        with self.app.app_context():
            mine = (Event.subject == "application", Event.subject_id == self.application_id)
            return list(db.session.scalars(select(Event.kind).where(*mine).order_by(Event.id)))


def words(answer: Any) -> str:
    """The text of the main part of a page, or of all of a fragment."""
    body = answer.text
    if "<main" in body:
        body = body[body.index("<main") : body.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


Maker = Callable[..., Applicant]


@pytest.fixture
def applicant(app: Flask, visitor: Visitor) -> Maker:
    """Makes a candidate with an application that is `begun`, `complete` or `received`."""

    def make(how: str = "begun", email: str = "mine@example.org", language: str = "en", **changed: Any) -> Applicant:
        with app.app_context():
            application = factory.begun(email, Program.FSW, NOW, **changed)
            if how != "begun":
                factory.complete(application, NOW)
            by = application.profile.user
            if how == "received":
                factory.lifecycle.submit(application, "Sira Velomar", by, NOW, LAW)
            db.session.commit()
            user, application_id = db.session.get_one(User, by.id), application.id
            db.session.expunge(user)
        return Applicant(app, user, visitor(user, language), application_id)

    return make


@pytest.fixture
def mine(applicant: Maker) -> Applicant:
    """A draft just begun."""
    return applicant()


def asked(mine: Applicant, kind: DemandKind = DemandKind.INTERVIEW, days: int = 14) -> str:
    """An officer asks something of an applicant; the address of the request."""
    with mine.app.app_context():
        application, officer = mine.application(), factory.officer()
        if application.complete_at is None:
            for payment in application.payments:
                payment.confirmed_at = NOW
            processing.found_complete(application, officer, NOW, LAW)
        demand = demands.make(application, kind, "Come on <Monday>.", days, officer, NOW)
        db.session.commit()
        return f"/demands/{demand.id}"


# ---- Every page, in both languages


DRAFT_PAGES = ("", "/differences", "/fees", "/receipt", "/submission", "/documents")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", ["begun", "complete", "received"])
def test_every_page_is_whole_and_in_its_language(applicant: Maker, how: str, language: str) -> None:
    mine = applicant(how, language=language, spouse=Spouse(accompanying=True), family_size=2)
    with mine.app.app_context():
        keys = [key.value for key in all_sections(mine.application().answers)]
        record = mine.application().answers.records("personal-history")[0].id
    assert len(keys) == len(SectionKey) + len(ApplicationSection)
    paths = [*DRAFT_PAGES, *(f"/answers/{key}" for key in keys)]
    paths += [f"/answers/personal-history/{record}", f"/answers/personal-history/{record}/removal"]
    for path in paths:
        if how == "received" and path == "/submission":
            assert mine.get(path).location == f"/{language}{mine.path}"
            continue
        answer = mine.get(path)
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1, path
        assert f'<html lang="{language}">' in answer.text
    withdrawal = mine.get("/withdrawal")
    assert withdrawal.status_code == (200 if how == "received" else 303)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checklist_before_an_invitation_and_after_it(
    app: Flask, visitor: Visitor, people: People, language: str
) -> None:
    browser = visitor(people.in_pool(), language)
    page = browser.get("/checklist")
    assert page.status_code == 200
    assert "/application" not in re.findall(r'action="([^"]*)"', page.text)
    empty = visitor(people.candidate(), language).get("/checklist")
    assert empty.status_code == 200
    with app.app_context():
        user = factory.in_pool("invited@example.org", Program.CEC, NOW)
        invitation = factory.invite(user, Program.CEC, NOW)
        db.session.commit()
        invited, place = visitor(user, language), f"/invitations/{invitation.id}/application"
    assert f'action="/{language}{place}"' in invited.get("/checklist").text
    begun = invited.post(place)
    assert begun.status_code == 303
    assert invited.post(place).location == begun.location
    assert invited.get("/checklist").location == begun.location


def test_the_checklist_names_what_is_asked_of_a_skilled_worker(visitor: Visitor, people: People) -> None:
    said = words(visitor(people.in_pool()).get("/checklist"))
    for document in ("Passport or travel document", "Proof of settlement funds", "Proof of the medical exam"):
        assert document in said
    assert "for the Federal Skilled Worker Program, as if you applied on November 23, 2026" in said
    assert "$1,675" in said


@pytest.mark.parametrize("key", [*SectionKey, *ApplicationSection])
def test_every_section_is_looked_at_kept_as_a_draft_and_saved(applicant: Maker, key: str) -> None:
    mine = applicant(spouse=Spouse(accompanying=True), family_size=2)
    place = f"/answers/{key}"
    whole, part = mine.post(f"{place}/look"), mine.htmx(f"{place}/look")
    assert (whole.status_code, part.status_code) == (200, 200)
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert part.headers["Vary"] == "HX-Request"
    draft = mine.htmx(f"{place}/draft", {"revision": revision(mine, key), "tab": "a"})
    assert draft.status_code == 200
    assert "<html" not in draft.text
    assert mine.post(place, {"revision": revision(mine, key), "tab": "b"}).status_code == 303
    if key in LISTS:
        record = mine.post(f"{place}/records").location.removeprefix("/en")
        for path, status in (("", 303), ("/look", 200), ("/draft", 200), ("/occupations", 200), ("/removal", 303)):
            assert mine.browser.post(record + path, {"tab": "a"}).status_code == status, path
    else:
        assert mine.post(f"{place}/records").status_code == 404


def revision(mine: Applicant, key: str) -> str:
    """The order number of the form as its page holds it."""
    found = re.search(r'name="revision" value="(\d+)"', mine.get(f"/answers/{key}").text)
    assert found is not None
    return found[1]


def test_going_on_leads_through_every_section_and_back_to_the_overview(mine: Applicant) -> None:
    with mine.app.app_context():
        keys = [key.value for key in all_sections(mine.application().answers)]
    for key, then in zip(keys, [*keys[1:], None], strict=True):
        went = mine.post(f"/answers/{key}", {"revision": revision(mine, key), "tab": "a"}).location
        assert went == f"/en{mine.path}" + (f"/answers/{then}" if then else "")


# ---- Answers


def test_what_is_saved_is_shown_again(mine: Applicant) -> None:
    given = {"birth_city": "Pune <b>", "passport_number": "Z1", "height_cm": "171", "native_language": "मराठी"}
    assert mine.post("/answers/identity", given).status_code == 303
    page = mine.get("/answers/identity").text
    assert 'value="Pune &lt;b&gt;"' in page
    assert 'value="मराठी"' in page
    assert mine.values("identity")["height_cm"] == 171


@pytest.mark.parametrize(
    ("key", "question", "typed", "said"),
    [
        ("identity", "passport_issued_on", "2026-11-24", "This day is in the future"),
        ("identity", "passport_expires_on", "2026-02-30", "Write a real date"),
        ("identity", "height_cm", "12", "Write a number from 50 to 260"),
        ("identity", "height_cm", "tall", "Write a whole number"),
        ("identity", "eye_colour", "purple", "Choose one of the answers given"),
        ("identity", "birth_city", "A" * 101, "Use at most 100 characters"),
        ("identity", "birth_city", "Pu\x07ne", "contains characters that cannot be kept"),
        ("identity", "other_names", "maybe", "Choose yes or no"),
        ("spouse-identity", "birth_date", "2027-01-01", "This day is in the future"),
        ("spouse-identity", "union_began_on", "2027-01-01", "This day is in the future"),
        ("parents-and-schooling", "years_primary", "31", "Write a number from 0 to 30"),
        ("parents-and-schooling", "parent1_birth_date", "2026-11-24", "This day is in the future"),
        ("parents-and-schooling", "parent2_birth_country", "XX", "Choose one of the answers given"),
        ("background", "criminal", "perhaps", "Choose yes or no"),
        ("background", "criminal_particulars", "x" * 4001, "Use at most 4000 characters"),
        ("plans", "funds_cents", "-5", "An amount cannot be negative"),
        ("languages", "first_speaking", "6.3", "from 0 to 9 in steps of 0.5"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(
    applicant: Maker, key: str, question: str, typed: str, said: str
) -> None:
    mine = applicant(spouse=Spouse(accompanying=True), family_size=2)
    rest = {"first_test": "ielts_gt", "first_taken_on": "2026-02-02"} if key == "languages" else {}
    answer = mine.post(f"/answers/{key}", {**rest, question: typed, "revision": revision(mine, key), "tab": "a"})
    assert answer.status_code == 422
    for page in (answer, mine.get(f"/answers/{key}")):
        assert said in page.text
        assert f'href="#{question}' in page.text
        if typed.isascii() and typed.isprintable() and question not in ("eye_colour", "other_names", "criminal"):
            assert "country" in question or typed[:4000] in page.text
    assert mine.htmx(f"/answers/{key}/look", {**rest, question: typed}).status_code == 200
    draft = mine.htmx(f"/answers/{key}/draft", {**rest, question: typed, "tab": "a"})
    assert "Some answers do not make sense yet" in draft.text


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("addresses", {"started_on": "2026-11-24"}, "This day is in the future"),
        ("addresses", {"started_on": "2020-01-02", "goes_on": "no", "ended_on": "2020-01-01"}, "before the first day"),
        ("personal-history", {"person": "somebody"}, "Choose one of the answers given"),
        ("personal-history", {"activity": "juggling"}, "Choose one of the answers given"),
        ("travel", {"ended_on": "2026-12-01"}, "This day is in the future"),
        ("children", {"birth_date": "2026-12-01"}, "This day is in the future"),
    ],
)
def test_a_record_that_cannot_be_is_told_and_kept(mine: Applicant, key: str, given: dict[str, str], said: str) -> None:
    record = mine.post(f"/answers/{key}/records").location.removeprefix("/en")
    answer = mine.browser.post(record, {**given, "tab": "a"})
    assert answer.status_code == 422
    assert said in answer.text
    assert said in mine.browser.get(record).text


def test_the_person_of_a_time_is_one_of_the_family(mine: Applicant) -> None:
    child = mine.post("/answers/children/records").location.rsplit("/", 1)[1]
    mine.post(f"/answers/children/{child}", {"given_names": "Ñandú", "tab": "a"})
    record = mine.post("/answers/addresses/records").location.removeprefix("/en")
    page = mine.browser.get(record).text
    assert 'id="person-you"' in page
    assert f'id="person-{child}"' in page
    assert "Ñandú" in page
    assert mine.browser.post(record, {"person": child, "tab": "a"}).status_code == 303
    assert mine.browser.post(record, {"person": "spouse", "tab": "a"}).status_code == 422


def test_gaps_are_named_beside_the_form_as_it_stands(mine: Applicant) -> None:
    """Ten years before 23 November 2026; the address typed begins in 2020, so that four years are open."""
    record = mine.post("/answers/addresses/records").location.removeprefix(f"/en{mine.path}")
    typed = {"person": "you", "started_on": "2020-12-24", "goes_on": "yes"}
    part = mine.htmx(f"{record}/look", typed)
    assert "Sira Velomar : from November 23, 2016 to December 23, 2020" in words(part).replace(" :", " :")
    assert "Times not accounted for" in part.text
    closed = mine.htmx(f"{record}/look", {**typed, "started_on": "2016-12-23"})
    assert "Times not accounted for" not in closed.text
    assert "Times not accounted for" in mine.get("/answers/addresses").text
    mine.post(record, {**typed, "tab": "a"})
    assert "from November 23, 2016 to December 23, 2020" in mine.said("/answers/addresses")
    assert "from November 23, 2016 to December 23, 2020" in mine.said("/submission")


def test_the_invitation_is_held_against_the_form_as_it_stands(mine: Applicant) -> None:
    """Funds of 1,000 dollars are not enough for the program; nothing is saved by looking."""
    before = mine.values("plans")
    part = mine.htmx("/answers/plans/look", {"funds_cents": "1000", "family_size": "1", "primary_occupation": "21231"})
    assert "would be refused" in part.text
    assert mine.values("plans") == before


def test_an_occupation_is_found_and_picked_without_javascript(mine: Applicant) -> None:
    sent = {"primary_occupation": "", "primary_occupation_search": "welder", "find": "primary_occupation"}
    found = mine.post("/answers/plans/occupations", {**sent, "funds_cents": "123"})
    assert 'name="primary_occupation" value="72106"' in found.text
    assert 'value="123"' in found.text


# ---- Two tabs


def test_the_second_of_two_tabs_is_told_what_changed_and_may_keep_its_own(mine: Applicant) -> None:
    first = {"birth_city": "From the first", "revision": "0", "tab": "one"}
    second = {"birth_city": "From the second", "revision": "0", "tab": "two"}
    assert mine.post("/answers/identity", first).status_code == 303
    told = mine.post("/answers/identity", second)
    assert told.status_code == 409
    assert "These answers were changed in another window" in told.text
    assert "From the first" in words(told)
    assert 'value="From the second"' in told.text
    assert mine.values("identity")["birth_city"] == "From the first"
    draft = mine.htmx("/answers/identity/draft", second)
    assert draft.status_code == 409
    assert "Not saved" in draft.text
    newer = re.search(r'name="revision" value="(\d+)"', told.text)
    assert newer is not None
    assert mine.post("/answers/identity", {**second, "revision": newer[1]}).status_code == 303
    assert mine.values("identity")["birth_city"] == "From the second"


def test_two_tabs_with_one_record(mine: Applicant) -> None:
    record = mine.post("/answers/travel/records").location.removeprefix("/en")
    mine.browser.post(record, {"purpose": "One", "revision": "0", "tab": "one"})
    told = mine.browser.post(record, {"purpose": "Two", "revision": "0", "tab": "two"})
    assert told.status_code == 409
    assert "One" in words(told)
    mine.browser.post(f"{record}/removal")
    gone = mine.browser.post(record, {"purpose": "Two", "revision": "1", "tab": "two"})
    assert gone.status_code == 404
    assert "Two" in gone.text


# ---- Records


def test_a_record_is_added_and_removed(mine: Applicant) -> None:
    record = mine.post("/answers/travel/records").location.removeprefix("/en")
    mine.browser.post(record, {"purpose": "Holidays", "country": "PT", "tab": "a"})
    assert "Holidays, Portugal" in mine.said("/answers/travel").replace(" · ", ", ")
    assert "Holidays" in words(mine.browser.get(f"{record}/removal"))
    assert mine.browser.post(f"{record}/removal").location == f"/en{mine.path}/answers/travel"
    assert "Holidays" not in mine.said("/answers/travel")
    assert mine.browser.post(f"{record}/removal").status_code == 303
    assert mine.browser.get(record).status_code == 404
    assert mine.browser.get(f"{record}/removal").status_code == 404
    assert mine.kinds().count("application.record_removed") == 1


def test_the_forty_first_record_is_refused_in_words(mine: Applicant) -> None:
    for _ in range(40):
        assert mine.post("/answers/children/records").status_code == 303
    refused = mine.post("/answers/children/records")
    assert refused.status_code == 409
    assert "at most 40 entries" in refused.text


# ---- Differences


def test_differences_are_shown_with_both_answers_and_explained(mine: Applicant) -> None:
    assert "Nothing differs from your profile as invited." in mine.said("/differences")
    mine.post("/answers/plans", {**plans(mine), "funds_cents": "29000"})
    said = mine.said("/differences")
    assert "As invited 30000 Now 29000" in said
    assert "1 answer differs from your profile as invited." in mine.said()
    assert mine.post("/differences", {"plans/funds_cents": "I paid <tuition>."}).status_code == 303
    assert "I paid &lt;tuition&gt;." in mine.get("/differences").text
    with mine.app.app_context():
        assert mine.application().explanations == {"plans/funds_cents": "I paid <tuition>."}
    mine.post("/differences", {"plans/funds_cents": "", "nothing/else": "x"})
    with mine.app.app_context():
        assert mine.application().explanations == {}


@pytest.mark.parametrize("text", ["x" * 4001, "x" * 60_000, "bell\x07", "\x00"])
def test_an_explanation_that_cannot_be_kept_is_told(mine: Applicant, text: str) -> None:
    mine.post("/answers/plans", {**plans(mine), "funds_cents": "29000"})
    refused = mine.post("/differences", {"plans/funds_cents": text})
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert 'href="#plans/funds_cents"' in refused.text
    with mine.app.app_context():
        assert mine.application().explanations == {}


def plans(mine: Applicant) -> dict[str, Any]:
    """The plans as the form sends them."""
    return {
        "primary_occupation": "21231",
        "has_certificate": "no",
        "provinces": ["ON", "BC"],
        "family_size": "1",
        "funds_cents": "30000",
        "barred_for_misrepresentation": "no",
        "revision": revision(mine, "plans"),
        "tab": "a",
    }


# ---- Fees: 990 + 600 + 85 for a single applicant since 30 April 2026


PAID = {"reference": "wire 2026-77", "paid_on": "2026-11-23", "amount": "1675"}


def test_a_payment_is_recorded_confirmed_and_has_a_receipt(mine: Applicant, visitor: Visitor) -> None:
    assert "Record a payment of $1,675" in mine.said("/fees")
    assert "there is no receipt" in mine.said("/receipt")
    assert mine.post("/payments", PAID).location == f"/en{mine.path}/fees"
    said = mine.said("/fees")
    assert "WIRE2026-77" in said
    assert "Nothing is owed." in said
    with mine.app.app_context():
        (payment,) = mine.application().payments
        assert (payment.reference, payment.amount_cents) == ("WIRE2026-77", 167_500)
        officer, payment_id = visitor(factory.officer()), payment.id
    assert officer.post(f"/payments/{payment_id}/confirmation").status_code == 303
    assert "Receipt confirmed on November 23, 2026" in mine.said("/fees")
    receipt = mine.said("/receipt")
    assert "Payment WIRE2026-77 of November 23, 2026, received" in receipt
    assert "Right of permanent residence fee $600" in receipt


def test_days_are_those_of_ottawa(applicant: Maker) -> None:
    """Two in the morning UTC is the evening before in Ottawa: of a receipt, and of a deadline an outage moved there."""
    mine = applicant("complete")
    with mine.app.app_context():
        mine.application().payments[0].confirmed_at = datetime(2026, 11, 24, 2, tzinfo=UTC)
        mine.application().invitation.answer_before = datetime(2027, 1, 25, 2, tzinfo=UTC)
        db.session.commit()
    assert "Receipt confirmed on November 23, 2026" in mine.said("/fees")
    assert "Each is judged today and on the last day, January 24, 2027." in mine.said()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "1674.99"}, "The amount owed today is $1,675. Pay exactly that."),
        ({"amount": "9999999999"}, "Pay exactly that."),
        ({"amount": "-1675"}, "An amount cannot be negative"),
        ({"amount": "all of it"}, "Write an amount in Canadian dollars"),
        ({"amount": ""}, "Pay exactly that."),
        ({"paid_on": "2026-11-24"}, "This day is in the future"),
        ({"paid_on": "2026-11-22"}, "You were invited on November 23, 2026; nothing was owed before."),
        ({"paid_on": "1900-01-01"}, "You were invited on November 23, 2026; nothing was owed before."),
        ({"paid_on": "yesterday"}, "Write a real date"),
        ({"paid_on": ""}, "Write the day you paid."),
        ({"reference": ""}, "6 to 40 letters, digits and dashes."),
        ({"reference": "short"}, "6 to 40 letters, digits and dashes."),
        ({"reference": "x" * 41}, "6 to 40 letters, digits and dashes."),
        ({"reference": "x" * 61}, "6 to 40 letters, digits and dashes."),
        ({"reference": "WIRE/2026?"}, "6 to 40 letters, digits and dashes."),
        ({"reference": "ＷＩＲＥ２０２６"}, "6 to 40 letters, digits and dashes."),
        ({"reference": "WIRE\x002026"}, "6 to 40 letters, digits and dashes."),
    ],
)
def test_a_payment_that_cannot_be_is_told_and_not_recorded(mine: Applicant, changed: dict[str, str], said: str) -> None:
    refused = mine.post("/payments", {**PAID, **changed})
    assert refused.status_code == 422
    assert said in refused.text
    kept = {**PAID, **changed}
    assert all(f'value="{kept[name]}"' in refused.text for name in ("paid_on", "amount"))
    with mine.app.app_context():
        assert mine.application().payments == []


@pytest.mark.parametrize(
    "typed", [CARD, "4111-1111-1111-1111", "4111111111111111", "card 5555555555554444 thanks", "378282246310005"]
)
@pytest.mark.parametrize("field", ["reference"])
def test_a_card_number_is_neither_kept_nor_shown(mine: Applicant, typed: str, field: str) -> None:
    refused = mine.post("/payments", {**PAID, field: typed})
    assert refused.status_code == 422
    assert "Never write a card number here. Write the reference on the receipt of the payment." in refused.text
    digits = re.sub(r"\D", "", typed)
    assert digits not in re.sub(r"[\s-]", "", refused.text)
    assert typed not in refused.text
    with mine.app.app_context():
        assert mine.application().payments == []
        for table in db.metadatas[None].sorted_tables:
            assert digits not in re.sub(r"[\s-]", "", str(db.session.execute(select(table)).all())), table.name


def test_a_card_number_is_not_shown_by_an_error_page_either(mine: Applicant) -> None:
    """A session that ended shows what was typed again; of a card number it must not."""
    answer = mine.browser.client.post(f"/en{mine.path}/payments", data={**PAID, "reference": CARD})
    assert answer.status_code == 400
    assert CARD not in answer.text


def test_the_same_reference_is_recorded_once(applicant: Maker) -> None:
    first, second = applicant(), applicant(email="second@example.org")
    assert first.post("/payments", PAID).status_code == 303
    refused = second.post("/payments", PAID)
    assert refused.status_code == 409
    assert "A payment with this reference is recorded already" in refused.text
    with first.app.app_context():
        assert len(db.session.scalars(select(Payment)).all()) == 1


def test_paying_when_nothing_is_owed_is_refused(mine: Applicant) -> None:
    mine.post("/payments", PAID)
    again = mine.post("/payments", {**PAID, "reference": "WIRE-2026-78", "amount": "0"})
    assert again.status_code == 409
    assert "Nothing is owed, so this payment was not recorded." in again.text
    assert mine.post("/payments", {**PAID, "reference": "WIRE-2026-78"}).status_code == 409
    with mine.app.app_context():
        assert len(mine.application().payments) == 1


# ---- Submission


def test_an_application_is_signed_submitted_and_received_once(applicant: Maker) -> None:
    mine = applicant("complete")
    assert "Nothing is missing." in mine.said("/submission")
    for left_out in SIGNED:
        unsigned = mine.post("/submission", {name: value for name, value in SIGNED.items() if name != left_out})
        assert unsigned.status_code == 422, left_out
        assert f'id="{left_out}-error"' in unsigned.text
    assert mine.post("/submission", {**SIGNED, "signed_as": "x" * 201}).status_code == 422
    assert mine.post("/submission", {**SIGNED, "signed_as": "Si\x00ra"}).status_code == 422
    assert mine.post("/submission", SIGNED).location == f"/en{mine.path}"
    again = mine.post("/submission", SIGNED)
    assert again.status_code == 409
    assert mine.kinds().count("application.received") == 1
    assert mine.get("/submission").location == f"/en{mine.path}"
    assert "Acknowledgement of receipt" in mine.browser.get("/letters").text


def test_an_incomplete_application_is_refused_with_all_that_is_missing_and_where(mine: Applicant) -> None:
    refused = mine.post("/submission", SIGNED)
    assert refused.status_code == 409
    said = words(refused)
    for missing in (
        "This question is not answered: “City or town of birth”",
        "Sira Velomar: no address is given from November 23, 2016 to November 23, 2026.",
        "Sira Velomar: this document is missing: Passport or travel document.",
        "Fees are not paid: $1,675.",
    ):
        assert missing in said
    links = re.findall(r'<li><a href="(/en/applications/[^"]+)"', refused.text)
    assert len(links) > 30
    for link in set(links):
        assert mine.browser.client.get(link).status_code == 200, link
    with mine.app.app_context():
        assert mine.application().received_at is None


def test_too_late_is_refused_with_the_instant(applicant: Maker, moment: time_machine.Traveller) -> None:
    """Invited on 23 November 2026: sixty days end on 22 January 2027, midnight UTC."""
    mine = applicant("complete")
    moment.move_to("2027-01-22T23:59:59+00:00")
    mine.browser.sign_in(mine.user)
    assert "Nothing is missing." in mine.said("/submission")
    moment.move_to("2027-01-23T00:00:00+00:00")
    refused = mine.post("/submission", SIGNED)
    assert refused.status_code == 409
    assert "the application had to be received before January 23, 2027" in words(refused)
    for path, data in DRAFT_POSTS.items():
        assert mine.post(path, data).status_code in (409, 422), path
    assert mine.get().status_code == 200


def test_a_declined_invitation_ends_the_draft(applicant: Maker) -> None:
    mine = applicant("complete")
    with mine.app.app_context():
        invitation_id = mine.application().invitation_id
    assert mine.browser.post(f"/invitations/{invitation_id}/declining").status_code == 303
    assert mine.post("/submission", SIGNED).status_code == 409
    assert mine.post("/answers/identity", {"birth_city": "x", "tab": "a"}).status_code == 409
    assert "never submitted" in mine.said()


# ---- After it was received


DRAFT_POSTS: dict[str, dict[str, Any]] = {
    "/answers/identity": {"birth_city": "Late", "revision": "99", "tab": "a"},
    "/answers/identity/draft": {"birth_city": "Late", "revision": "99", "tab": "a"},
    "/answers/addresses/records": {},
    "/answers/personal-history/job-0": {"description": "Late", "revision": "99", "tab": "a"},
    "/answers/personal-history/job-0/draft": {"description": "Late", "revision": "99", "tab": "a"},
    "/answers/personal-history/job-0/removal": {},
    "/differences": {"x": "y"},
    "/payments": {**PAID, "amount": "0", "reference": "LATE-2026"},
    "/submission": SIGNED,
}


def test_a_received_application_changes_no_more(applicant: Maker) -> None:
    mine = applicant("received")
    with mine.app.app_context():
        before = _contents()
    for path, data in DRAFT_POSTS.items():
        assert mine.post(path, data).status_code == 409, path
        assert mine.htmx(path, data).status_code == 409, path
    with mine.app.app_context():
        assert _contents() == before
    assert mine.post("/answers/identity/look", {"birth_city": "x"}).status_code == 200


def _contents() -> list[Any]:
    return [db.session.execute(select(table)).all() for table in db.metadatas[None].sorted_tables]


def test_withdrawing_says_what_it_does_and_happens_once(applicant: Maker) -> None:
    mine = applicant("received")
    assert "$1,675 would be repaid." in mine.said("/withdrawal")
    assert mine.post("/withdrawal").location == f"/en{mine.path}"
    said = mine.said()
    assert "Withdrawn by the applicant" in said
    assert "$1,675 is repaid." in said
    assert "Not carried further: the case is closed." in said
    assert "We will send a message if this changes." not in said
    assert "ended without a decision on it" in said
    again = mine.post("/withdrawal")
    assert again.status_code == 409
    assert mine.get("/withdrawal").location == f"/en{mine.path}"
    assert mine.kinds().count("application.decided") + mine.kinds().count("application.withdrawn") == 1


def test_a_draft_is_not_withdrawn(mine: Applicant) -> None:
    assert mine.get("/withdrawal").status_code == 303
    assert mine.post("/withdrawal").status_code == 409


# ---- What officers ask


def test_a_request_is_read_and_answered_once(applicant: Maker) -> None:
    mine = applicant("received")
    place = asked(mine)
    page = mine.get(place)
    assert "Come on &lt;Monday&gt;." in page.text
    assert "Answer before" in mine.said()
    for empty in ("", "   ", "\n"):
        assert mine.post(place, {"answer": empty}).status_code == 422
    assert mine.post(place).status_code == 422
    assert mine.post(place, {"answer": "x" * 4001}).status_code == 422
    assert mine.post(place, {"answer": "bell\x07"}).status_code == 422
    assert mine.post(place, {"answer": "I shall.\r\nThank you."}).location == f"/en{mine.path}"
    again = mine.post(place, {"answer": "No, wait."})
    assert again.status_code == 409
    assert "already answered" in again.text
    with mine.app.app_context():
        assert db.session.scalars(select(Demand)).one().answer == "I shall.\nThank you."
    assert "answered on November 23, 2026" in mine.said()
    assert "I shall." in mine.said(place)


def test_an_answer_too_late_is_refused(applicant: Maker, moment: time_machine.Traveller) -> None:
    """Asked on 23 November for 14 days: midnight UTC after 7 December is too late."""
    mine = applicant("received")
    place = asked(mine)
    moment.move_to("2026-12-08T00:00:00+00:00")
    late = mine.post(place, {"answer": "Here I am."})
    assert late.status_code == 409
    assert "its time is over" in late.text
    assert "Answer before December 8, 2026 00:00:00 UTC" in late.text
    assert re.search(r"Not sent.*<blockquote class=.said.>Here I am.</blockquote>", late.text, re.DOTALL)
    assert "not answered in time" in mine.said()
    assert "This cannot be answered any more." in mine.said(place)


def test_after_withdrawal_nothing_is_answered(applicant: Maker) -> None:
    mine = applicant("received")
    place = asked(mine)
    mine.post("/withdrawal")
    assert mine.post(place, {"answer": "x"}).status_code == 409
    assert mine.get(place).status_code == 200


def test_a_cancelled_request_is_not_answered(applicant: Maker, visitor: Visitor) -> None:
    mine = applicant("received")
    place = asked(mine)
    with mine.app.app_context():
        number, officer = mine.application().number, visitor(factory.officer())
    assert officer.post(f"/cases/{number}{place}/cancellation").status_code == 303
    assert mine.post(place, {"answer": "x"}).status_code == 409
    assert "no longer asked" in mine.said()


# ---- Who may ask


def test_another_candidates_application_does_not_exist(applicant: Maker, visitor: Visitor, people: People) -> None:
    mine = applicant("received")
    place = asked(mine)
    other, officer, stranger = visitor(people.candidate(FACTS)), visitor(people.officer()), visitor()
    gets = [*DRAFT_PAGES, "/withdrawal", place, "/answers/identity", "/answers/personal-history/job-0"]
    posts = [*DRAFT_POSTS, "/withdrawal", place, "/answers/identity/look", "/answers/plans/occupations"]
    for path in gets:
        assert other.get(mine.path + path).status_code == 404, path
        assert officer.get(mine.path + path).status_code == 403, path
        assert stranger.get(mine.path + path).location.startswith("/en/sign-in"), path
    for path in posts:
        assert other.post(mine.path + path, {"answer": "x"}).status_code == 404, path
        assert officer.post(mine.path + path).status_code == 403, path
        assert stranger.post(mine.path + path).location.startswith("/en/sign-in"), path
    with mine.app.app_context():
        number = mine.application().number
        invitation_id = mine.application().invitation_id
        assert mine.application().decided_at is None
    assert other.post(f"/invitations/{invitation_id}/application").status_code == 404
    assert mine.browser.get(f"/cases/{number}").status_code == 403


@pytest.mark.parametrize("id_", ["0", "2", str(2**31), str(2**63), "9" * 40])
def test_ids_that_are_nobodys_are_not_found(mine: Applicant, id_: str) -> None:
    browser = mine.browser
    for path in ("", "/fees", "/submission", "/differences", "/answers/identity", "/documents", "/withdrawal"):
        assert browser.get(f"/applications/{id_}{path}").status_code == 404, path
    for path in DRAFT_POSTS:
        assert browser.post(f"/applications/{id_}{path}").status_code == 404, path
    assert mine.get(f"/demands/{id_}").status_code == 404
    assert mine.post(f"/demands/{id_}", {"answer": "x"}).status_code == 404
    assert browser.post(f"/invitations/{'0' if id_ == '2' else id_}/application").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/answers/nothing",
        "/answers/IDENTITY",
        "/answers/identity/record",
        "/answers/travel/nothing",
        "/answers/travel/nothing/look",
        "/answers/travel/nothing/draft",
        "/answers/travel/nothing/occupations",
        "/answers/identity/records",
        "/answers/identity/x/removal",
        "/answers/addresses/%00",
        "/answers/addresses/" + "x" * 2000,
        "/answers/..%2f..%2fetc",
    ],
)
def test_what_does_not_exist_is_not_found(mine: Applicant, path: str) -> None:
    answer = mine.post(path, {"birth_city": "kept on screen", "tab": "a"})
    assert answer.status_code in (404, 405)
    assert "kept on screen" in answer.text


# ---- Nothing a person can send is a fault of the site


ODD: tuple[dict[str, Any], ...] = (
    {},
    {"revision": "x" * 500, "tab": "\x00" * 30},
    {"revision": "-1", "tab": "a", "listed_all": "perhaps"},
    {"revision": ["1", "2"], "tab": ["a", "b"], "person": ["you", "spouse"], "birth_city": ["One", "Two"]},
    {"unknown": "x", "csrf": "y", "id": "1", "application_id": "2"},
    {"find": "nothing", "nothing_search": "x" * 3000, "primary_occupation_search": "\x00"},
)
ODD_VALUES = (
    "x" * 5000,
    "\x00\x01\x7f",
    "\ud800",
    "é" * 100 + "\u202e",
    "-1",
    "1e309",
    "NaN",
    "٣",
    "0001-01-01",
    "9999-12-31",
    "{}",
    "[]",
    "null",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%s %(x)s {x}",
)


@pytest.mark.parametrize("how", ["begun", "received"])
def test_odd_forms_are_never_a_fault(applicant: Maker, how: str) -> None:
    mine = applicant(how, spouse=Spouse(accompanying=True), family_size=2)
    place = asked(mine) if how == "received" else "/demands/1"
    token = {"csrf_token": mine.browser.token()}
    for path in [*_posts(mine), "/differences", "/payments", "/submission", place]:
        for turn, data in enumerate(ODD):
            headers = {"HX-Request": "true"} if turn % 2 else {}
            sent = mine.browser.client.post(f"/en{mine.path}{path}", data={**token, **data}, headers=headers)
            assert sent.status_code < 500, (path, data)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_values_are_never_a_fault_and_every_page_still_opens(applicant: Maker, value: str) -> None:
    mine = applicant(spouse=Spouse(accompanying=True), family_size=2)
    sent = value.encode("utf-8", "surrogatepass")
    with mine.app.app_context():
        answers = mine.application().answers
        places = [
            *all_sections(answers),
            *(f"personal-history/{one.id}" for one in answers.records("personal-history")),
        ]
        records = {key: mine.post(f"/answers/{key}/records").location for key in LISTS}
    places += [location.split("/answers/")[1] for location in records.values()]
    for place in places:
        names = set(re.findall(r' name="([^"]+)"', mine.get(f"/answers/{place}").text))
        data = {name: sent for name in names if name not in ("csrf_token", "find")}
        data |= {"revision": revision(mine, place), "tab": "a"}
        for path in ("/look", "/draft", ""):
            assert mine.htmx(f"/answers/{place}{path}", data).status_code in (200, 303, 422), (place, path)
    mine.post("/differences", {"plans/funds_cents": sent})
    for name in PAID:
        assert mine.post("/payments", {**PAID, name: sent}).status_code in (303, 422), name
    assert mine.post("/submission", {**SIGNED, "signed_as": sent}).status_code in (409, 422)
    for path in (*DRAFT_PAGES, *(f"/answers/{place}" for place in places)):
        assert mine.get(path).status_code == 200, path


def _posts(mine: Applicant) -> list[str]:
    """The address of every form of the answers that is sent."""
    with mine.app.app_context():
        keys = [key.value for key in all_sections(mine.application().answers)]
    found = [f"/answers/{key}{path}" for key in keys for path in ("", "/look", "/draft", "/occupations")]
    record = "/answers/personal-history/job-0"
    return [*found, *(record + path for path in ("", "/look", "/draft", "/occupations"))]


def test_a_question_of_another_section_is_left_alone(mine: Applicant) -> None:
    mine.post("/answers/travel", {"listed_all": "yes", "family_name": "Other", "funds_cents": "1", "tab": "a"})
    assert mine.values("travel") == {"listed_all": True}


def test_a_draft_may_be_left_for_weeks(mine: Applicant, moment: time_machine.Traveller) -> None:
    mine.post("/answers/identity", {"birth_city": "Pune", "tab": "a"})
    moment.shift(timedelta(days=45))
    mine.browser.sign_in(mine.user)
    assert 'value="Pune"' in mine.get("/answers/identity").text
