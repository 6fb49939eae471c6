"""The corners of an application: the day of the fees, the last day, citizens in the family, an earlier union."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask

from expressentry import heartbeat
from expressentry.applications import lifecycle, payments, prefill
from expressentry.applications.closing import close, refund_on
from expressentry.applications.completeness import Lack, lacking
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import Application, Decision, SectionKey, User
from expressentry.models.application_answers import missing
from expressentry.rules.facts import Spouse
from expressentry.rules.programs import Program
from expressentry.rules.tables import law_on
from tests.applications import factory
from tests.applications.test_views import Maker, Visitor, applicant, words
from tests.conftest import FACTS, LAW, NOW, TODAY, Browser

__all__ = ["applicant"]


def test_the_fees_of_a_received_application_are_those_of_the_day_it_was_received(applicant: Maker) -> None:
    """990 dollars since 30 April 2026, 950 before: the fees of an application that is here do not follow the clock."""
    mine = applicant("received")
    with mine.app.app_context():
        mine.application().received_at = datetime(2026, 4, 29, 15, tzinfo=UTC)
        db.session.commit()
    said = mine.said("/fees")
    assert "Fees of your application, received on April 29, 2026" in said
    assert "$950" in said
    assert "if they rise" not in said


def test_from_the_invitation_the_checklist_says_what_expires_before_the_last_day(app: Flask, visitor: Visitor) -> None:
    """A test of 1 December 2024 is good on 23 November 2026 and not on the last day, 22 January 2027."""
    with app.app_context():
        languages = (replace(FACTS.languages[0], taken_on=date(2024, 12, 1)),)
        user = factory.in_pool("a@example.org", Program.FSW, NOW - timedelta(hours=1), languages=languages)
        db.session.commit()
        browser = visitor(user)
    assert "too old" not in words(browser.get("/checklist"))
    with app.app_context():
        factory.invite(db.session.get_one(User, 1), Program.FSW, NOW)
        db.session.commit()
    said = words(browser.get("/checklist"))
    assert "On January 22, 2027: It is too old on that day" in said
    assert "days are left" in said


def test_what_only_the_last_day_asks_is_on_the_list(applicant: Maker) -> None:
    """Seven months in a country are six on the last day only, if the stay began in July."""
    mine = applicant()
    record = mine.post("/answers/addresses/records").location.removeprefix("/en")
    lived = {"person": "you", "country": "PT", "started_on": "2026-07-01", "goes_on": "yes", "tab": "a"}
    assert mine.browser.post(record, lived).status_code == 303
    said = mine.said()
    assert "Portugal asked of an application received on January 22, 2027" in said


def _child(application: Application, **values: Any) -> str:
    names = {"given_names": "Ñandú", "birth_date": "2019-05-05", "accompanying": True}
    return lifecycle.add_record(application, "children", application.profile.user, NOW, **{**names, **values})


def _wanted(application: Application) -> set[str | None]:
    return {one.name for one in lacking(application, TODAY, LAW) if one.kind is Lack.ANSWER}


def test_no_passport_is_asked_of_a_citizen_in_the_family(context: Flask) -> None:
    """A child or a spouse who is a citizen or permanent resident asks nothing of Canada."""
    spouse = Spouse(accompanying=True, citizen_or_permanent_resident=True)
    application = factory.begun("a@example.org", Program.FSW, NOW, spouse=spouse, family_size=3, funds_cents=9_000_000)
    child = _child(application, citizen_or_permanent_resident=True)
    factory.complete(application, NOW)
    for key, record_id in (("spouse-identity", None), ("children", child)):
        saved = application.answers.record(key, child) if record_id else application.answers.section(key)
        assert saved is not None
        none = {name: None for name in saved.values if name.startswith("passport")}
        factory._save(application, key, record_id, none, application.profile.user, NOW)
    assert lacking(application, TODAY, LAW) == []
    factory._save(
        application, "children", child, {"citizen_or_permanent_resident": False}, application.profile.user, NOW
    )
    assert _wanted(application) == {"passport_number", "passport_country", "passport_issued_on", "passport_expires_on"}


def test_an_earlier_union_is_told_and_shown_to_have_ended(context: Flask) -> None:
    application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
    factory._save(application, "identity", None, {"earlier_union": True}, application.profile.user, NOW)
    found = [(one.name, one.item.key if one.item else None) for one in lacking(application, TODAY, law_on(TODAY))]
    assert found == [("earlier_union_particulars", None), (None, "end_of_union.you")]


def test_two_windows_never_overwrite_an_explanation(applicant: Maker) -> None:
    """What another window saved stays; what this one did not touch is not sent back in time."""
    mine = applicant()
    with mine.app.app_context():
        application, by = mine.application(), mine.application().profile.user
        factory._save(application, "plans", None, {"funds_cents": 2_900_000, "provinces": ["ON"]}, by, NOW)
        db.session.commit()
    money, where = "plans/funds_cents", "plans/provinces"
    opened = dict(re.findall(r'name="([^"]+)\.was" value="(\w+)"', mine.get("/differences").text))
    assert set(opened) == {money, where}
    was = {f"{key}.was": mark for key, mark in opened.items()}
    assert mine.post("/differences", {money: "Tuition.", where: "", **was}).status_code == 303
    refused = mine.post("/differences", {money: "Rent.", where: "Family.", **was})
    assert refused.status_code == 409
    assert "Another window saved this meanwhile: “Tuition.”" in refused.text
    assert "Rent." in refused.text
    assert "Family." in refused.text
    assert mine.post("/differences", {money: "", where: "Family.", **was}).status_code == 303
    with mine.app.app_context():
        assert mine.application().explanations == {money: "Tuition.", where: "Family."}
    again = dict(re.findall(r'name="([^"]+\.was)" value="(\w+)"', refused.text))
    assert mine.post("/differences", {money: "Rent.", **again}).status_code == 303
    with mine.app.app_context():
        assert mine.application().explanations == {money: "Rent.", where: "Family."}


def test_a_draft_whose_invitation_was_declined_promises_nothing_and_repays(applicant: Maker) -> None:
    mine = applicant("complete")
    with mine.app.app_context():
        application = mine.application()
        invitations.decline(application.invitation, application.profile.user, NOW, LAW)
        db.session.commit()
    assert "$1,675 will be repaid once its receipt is confirmed" in mine.said("/fees")
    assert "Nothing is owed" not in mine.said("/fees")
    for page in ("", "/submission"):
        assert "Would it hold?" not in mine.said(page)
        assert "correct what has changed" not in mine.said(page)


def test_a_second_application_asks_again_whether_the_lists_are_complete(context: Flask) -> None:
    """What was said is kept; a job that is new since then is in the history."""
    first = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
    job = first.answers.records(SectionKey.WORK_HISTORY)[0]
    newer = first.invited_answers.with_record(SectionKey.WORK_HISTORY, job._replace(id="ab12cd34"))
    again = prefill.begun(newer, first.answers)
    found = {(str(one.section), one.record_id) for one in missing(again)}
    unsaid = {(section, None) for section in ("children", "addresses", "personal-history", "travel")}
    assert found == {*unsaid, ("personal-history", "job-ab12cd34")}
    before = [record.id for record in first.answers.records("personal-history")]
    assert [record.id for record in again.records("personal-history")] == [*before, "job-ab12cd34"]


def test_the_fees_page_tells_what_the_last_day_costs_more(applicant: Maker) -> None:
    """A child who turns 14 before the last day, 22 January 2027, gives biometrics then: 85 dollars."""
    mine = applicant(family_size=2, funds_cents=9_000_000)
    with mine.app.app_context():
        _child(mine.application(), birth_date="2012-12-24", citizen_or_permanent_resident=False)
        db.session.commit()
    assert "only on the last day, January 22, 2027, $85 more is owed" in mine.said("/fees")


def test_what_was_paid_too_much_goes_back_whatever_the_decision(context: Flask) -> None:
    """A child was paid for, 270 dollars, and then left the application."""
    application = factory.begun("a@example.org", Program.FSW, NOW)
    by = application.profile.user
    child = _child(application, citizen_or_permanent_resident=False)
    factory.complete(application, NOW)
    lifecycle.remove_record(application, "children", child, by, NOW)
    assert lacking(application, TODAY, LAW) == []
    lifecycle.submit(application, "Sira Velomar", by, NOW, LAW)
    application.complete_at = NOW
    assert [refund_on(application, end) for end in (Decision.APPROVED, Decision.REFUSED)] == [27_000, 87_000]
    assert close(application, Decision.APPROVED, by, NOW) == 27_000
    assert [payment.refund_cents for payment in application.payments] == [27_000]


def test_a_child_who_turns_22_before_the_last_day_is_told_of(applicant: Maker) -> None:
    """Under 22 is a dependent child, on the last day, 22 January 2027, too."""
    mine = applicant(family_size=3, funds_cents=9_000_000)
    with mine.app.app_context():
        application = mine.application()
        grown = _child(application, given_names="Asha", birth_date="2005-01-22")
        young = _child(application, given_names="Maro", birth_date="2005-01-23")
        db.session.commit()
    said = mine.said("/answers/children")
    assert "Asha is 22 or older by January 22, 2027" in said
    assert "Maro is 22" not in said
    assert "Asha is 22" in mine.said(f"/answers/children/{grown}")
    looked = mine.htmx(f"/answers/children/{young}/look", {"given_names": "Maro", "birth_date": "2004-01-01"})
    assert "Maro is 22" in looked.text


def test_paying_twice_is_told_as_that(applicant: Maker) -> None:
    mine = applicant()
    paid = {"reference": "WIRE-2026-77", "paid_on": "2026-11-23", "amount": "1675"}
    assert mine.post("/payments", paid).status_code == 303
    for reference in ("WIRE-2026-77", "WIRE-2026-78"):
        again = mine.post("/payments", {**paid, "reference": reference})
        assert again.status_code == 409
        assert "$0" not in again.text
        assert "Nothing is owed, so this payment was not recorded." in again.text
    card = mine.post("/payments", {**paid, "reference": "4111 1111 1111 1111"})
    assert card.status_code == 422
    assert "4111" not in card.text


def test_two_addresses_at_once_are_shown_and_block_nothing(app: Flask, moment: object) -> None:
    """Complete since 2006 at one address; a second one from January to June 2024 is remarked on, in days."""
    with app.app_context():
        application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
        by = application.profile.user
        record_id = lifecycle.add_record(application, "addresses", by, NOW, person="you")
        values = {
            "street": "2 Second Street",
            "city": "Pune",
            "country": "IN",
            "started_on": "2024-01-05",
            "goes_on": False,
            "ended_on": "2024-06-30",
        }
        form = {"typed": {}, "revision": "0", "tab": "x"}
        lifecycle.amend(application, "addresses", record_id, by, NOW, values=values, **form)
        assert lacking(application, TODAY, LAW) == []
        application_id, session_id = application.id, by.session_id
        db.session.commit()
    browser = Browser(app.test_client())
    with browser.client.session_transaction() as session:
        session["_user_id"] = session_id
    page = browser.get(f"/applications/{application_id}/answers/addresses").text
    assert "Two addresses at once" in page
    assert "from January 5, 2024 to June 30, 2024" in page


def test_a_passport_whose_file_and_answers_differ_is_pointed_out(app: Flask, moment: object) -> None:
    """The answers say 30 April 2034; the file given expires in 2032 by its own date."""
    with app.app_context():
        application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
        application_id, session_id = application.id, application.profile.user.session_id
        db.session.commit()
    browser = Browser(app.test_client())
    with browser.client.session_transaction() as session:
        session["_user_id"] = session_id
    path = f"/applications/{application_id}/documents/passport.you"
    assert "Your answers say that it expires on April 30, 2034, this document on" in browser.get(path).text
    assert browser.post(path, {"expires_on": "2034-04-30"}, content_type="multipart/form-data").status_code == 303
    assert "Your answers say that it expires" not in browser.get(path).text


def test_a_payment_that_was_rejected_is_told_where_the_stages_are(app: Flask, moment: object) -> None:
    with app.app_context():
        application = factory.received("a@example.org", Program.FSW, NOW)
        reference = application.payments[0].reference
        application_id, session_id = application.id, application.profile.user.session_id
        db.session.commit()
    browser = Browser(app.test_client())
    with browser.client.session_transaction() as session:
        session["_user_id"] = session_id
    told = f"An officer could not find a payment you declared: {reference}."
    assert told not in browser.get(f"/applications/{application_id}").text
    with app.app_context():
        payment = db.session.get_one(Application, application_id).payments[0]
        payments.reject(payment, "No such transfer", factory.officer(), NOW)
        db.session.commit()
    assert told in browser.get(f"/applications/{application_id}").text


def test_just_after_an_outage_nobody_is_told_that_it_is_too_late(app: Flask, moment: Any) -> None:
    """Down from an hour before the deadline; back three minutes after it, before the next heartbeat; then it moves."""
    with app.app_context():
        application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
        deadline, application_id = application.invitation.answer_before, application.id
        session_id, invitation_id = application.profile.user.session_id, application.invitation_id
        heartbeat.beat(deadline - timedelta(hours=1))
        db.session.commit()
    moment.move_to(deadline + timedelta(minutes=3))
    browser = Browser(app.test_client())
    with browser.client.session_transaction() as session:
        session["_user_id"] = session_id
    path = f"/applications/{application_id}/submission"
    answer = browser.post(path)
    assert answer.status_code == 409
    assert "does not know yet whether it was up then" in answer.text
    assert "has lapsed" not in browser.get(f"/invitations/{invitation_id}").text
    with app.app_context():
        heartbeat.beat(deadline + timedelta(minutes=5))
        db.session.commit()
    assert "Declaration and signature" in browser.get(path).text or "things are missing" in browser.get(path).text
    moment.move_to(deadline + timedelta(days=2))
    with app.app_context():
        heartbeat.begin_anew(deadline + timedelta(days=2))
        db.session.commit()
    assert "It is too late: the application had to be received before" in browser.post(path).text
    assert "has lapsed" in browser.get(f"/invitations/{invitation_id}").text
