"""An application over time: begun, kept, received in time and complete, withdrawn; every refusal names its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from expressentry import clock, drafts
from expressentry.applications import lifecycle
from expressentry.applications.completeness import Lack, entries, lacking
from expressentry.applications.differences import differences
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import (
    Application,
    Decision,
    Departure,
    Event,
    Letter,
    LetterKind,
    StageKey,
    StageState,
    WaitingOn,
)
from expressentry.models.application_answers import ApplicationSection, case_of_profile
from expressentry.rules import checklist
from expressentry.rules.checklist import DocumentKind
from expressentry.rules.programs import Program
from tests.applications import factory
from tests.conftest import LAW, NOW, TODAY

PROGRAMS = list(Program)


def kinds(application: Application) -> list[str]:
    """The events of an application, in order."""
    events = select(Event.kind).where(Event.subject == "application", Event.subject_id == application.id)
    return list(db.session.scalars(events.order_by(Event.id)))


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_complete_application_is_received_under_each_program(context: Flask, program: Program) -> None:
    application = factory.received("a@example.org", program, NOW)
    invitation, stay = application.invitation, application.invitation.expression
    assert application.program is program
    assert (application.received_at, application.signed_as) == (NOW, "Sira Velomar")
    assert (application.stage, application.waiting_on) == (StageKey.COMPLETENESS, WaitingOn.OFFICER)
    assert [(stage.key, stage.state) for stage in application.stages][:2] == [
        (StageKey.COMPLETENESS, StageState.IN_PROGRESS),
        (StageKey.ELIGIBILITY, StageState.NOT_STARTED),
    ]
    assert len(application.stages) == 8
    assert (invitation.applied_at, invitation.is_open(NOW), stay.left_because) == (NOW, False, Departure.APPLIED)
    assert kinds(application)[-1] == "application.received"
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.ACKNOWLEDGEMENT)).one()
    assert letter.figures["number"] == application.number
    assert letter.figures["standard_day"] == "2027-05-23"


def test_beginning_twice_is_one_application(context: Flask) -> None:
    application = factory.begun("a@example.org", Program.FSW, NOW)
    again = lifecycle.start(application.invitation, application.profile.user, NOW)
    assert again is application
    assert kinds(application) == ["application.started"]


def test_it_begins_as_the_profile_as_invited_whatever_the_profile_became(context: Flask) -> None:
    user = factory.in_pool("a@example.org", Program.FSW, NOW)
    invitation = factory.invite(user, Program.FSW, NOW)
    profile = user.profile
    about = profile.answers.section("about-you")
    profile.answers = profile.answers.with_section(
        "about-you", about._replace(values={**about.values, "family_name": "Changed"})
    )
    application = lifecycle.start(invitation, user, NOW)
    assert application.answers.section("about-you").values["family_name"] == "Velomar"
    assert application.invited_facts == invitation.expression.facts
    assert differences(application, TODAY) == []


def test_the_personal_history_begins_with_the_jobs(context: Flask) -> None:
    application = factory.begun("a@example.org", Program.FSW, NOW)
    (job,) = application.answers.records(ApplicationSection.PERSONAL_HISTORY)
    assert (job.values["person"], job.values["activity"]) == ("you", "work")
    assert job.values["started_on"] == (TODAY - timedelta(days=2000)).isoformat()


def test_an_invitation_that_is_over_begins_nothing(context: Flask) -> None:
    user = factory.in_pool("a@example.org", Program.FSW, NOW)
    invitation = factory.invite(user, Program.FSW, NOW)
    with pytest.raises(invitations.InvitationClosed):
        lifecycle.start(invitation, user, invitation.answer_before)
    invitations.decline(invitation, user, NOW, LAW)
    with pytest.raises(invitations.InvitationClosed):
        lifecycle.start(invitation, user, NOW)


def test_submitting_at_the_deadline_is_too_late_and_a_moment_before_is_not(context: Flask) -> None:
    """Invited on 23 November 2026, 60 days: the first instant too late is midnight UTC after 22 January 2027."""
    first = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
    instant = datetime(2027, 1, 23, tzinfo=UTC)
    assert first.invitation.answer_before == instant
    with pytest.raises(lifecycle.DeadlinePassed) as refused:
        lifecycle.submit(first, "S", first.profile.user, instant, LAW)
    assert refused.value.instant == instant
    assert first.received_at is None
    lifecycle.submit(first, "S", first.profile.user, instant - timedelta(microseconds=1), clock.law_of(instant))
    assert first.received_at == instant - timedelta(microseconds=1)


def test_submitting_twice_is_refused_and_changes_nothing(context: Flask) -> None:
    application = factory.received("a@example.org", Program.FSW, NOW)
    with pytest.raises(lifecycle.NotADraft):
        lifecycle.submit(application, "S", application.profile.user, NOW, LAW)
    assert kinds(application).count("application.received") == 1


def test_a_received_application_does_not_change(context: Flask) -> None:
    application = factory.received("a@example.org", Program.FSW, NOW)
    by = application.profile.user
    with pytest.raises(lifecycle.NotADraft):
        lifecycle.amend(application, "identity", None, by, NOW, values={}, typed={}, revision="1", tab="x")
    with pytest.raises(lifecycle.NotADraft):
        lifecycle.add_record(application, "addresses", by, NOW)
    with pytest.raises(lifecycle.NotADraft):
        lifecycle.remove_record(application, "addresses", "address-0", by, NOW)
    with pytest.raises(lifecycle.NotADraft):
        lifecycle.explain(application, {"a": "b"}, by, NOW)


def test_two_windows_never_overwrite_each_other_silently(context: Flask) -> None:
    application = factory.begun("a@example.org", Program.FSW, NOW)
    by = application.profile.user
    form = {"typed": {}, "revision": "0"}
    lifecycle.amend(application, "identity", None, by, NOW, values={"birth_city": "Pune"}, tab="one", **form)
    with pytest.raises(drafts.ChangedElsewhere) as refused:
        lifecycle.amend(application, "identity", None, by, NOW, values={"birth_city": "Agra"}, tab="two", **form)
    assert refused.value.saved.values["birth_city"] == "Pune"
    assert application.answers.section("identity").values["birth_city"] == "Pune"


def test_differences_are_named_with_both_answers_and_can_be_explained(context: Flask) -> None:
    application = factory.begun("a@example.org", Program.FSW, NOW)
    by = application.profile.user
    saved = application.answers.section("plans")
    lifecycle.amend(
        application,
        "plans",
        None,
        by,
        NOW,
        values={"funds_cents": 2_900_000},
        typed={},
        revision=str(saved.revision),
        tab="x",
    )
    lifecycle.remove_record(application, "work-history", "work-history-0", by, NOW)
    with context.test_request_context("/en/"):
        found = {one.key: (one.before, one.after) for one in differences(application, TODAY)}
    assert found["plans/funds_cents"] == ("30000", "29000")
    assert found["work-history/work-history-0"][1] == ""
    assert set(found) == {"plans/funds_cents", "work-history/work-history-0"}
    lifecycle.explain(application, {"plans/funds_cents": "I paid tuition."}, by, NOW)
    lifecycle.explain(application, {"plans/funds_cents": "I paid tuition."}, by, NOW)
    assert application.explanations == {"plans/funds_cents": "I paid tuition."}
    assert kinds(application).count("application.explained") == 1


def test_withdrawing_before_processing_repays_everything(context: Flask) -> None:
    """Single applicant received on 23 November 2026: 990 + 600 + 85 dollars were paid."""
    application = factory.received("a@example.org", Program.FSW, NOW)
    assert sum(payment.amount_cents for payment in application.payments) == 167_500
    lifecycle.withdraw(application, application.profile.user, NOW + timedelta(days=3))
    assert (application.decision, application.days_taken) == (Decision.WITHDRAWN, 3)
    assert [payment.refund_cents for payment in application.payments] == [167_500]
    with pytest.raises(lifecycle.NotInProcess):
        lifecycle.withdraw(application, application.profile.user, NOW + timedelta(days=4))


def test_withdrawing_later_repays_the_right_of_permanent_residence_only(context: Flask) -> None:
    application = factory.received("a@example.org", Program.FSW, NOW)
    application.complete_at = NOW + timedelta(days=1)
    lifecycle.withdraw(application, application.profile.user, NOW + timedelta(days=3))
    assert [payment.refund_cents for payment in application.payments] == [60_000]


def test_a_draft_cannot_be_withdrawn(context: Flask) -> None:
    application = factory.begun("a@example.org", Program.FSW, NOW)
    with pytest.raises(lifecycle.NotInProcess):
        lifecycle.withdraw(application, application.profile.user, NOW)


def test_a_fee_rise_before_submission_is_owed_and_named(context: Flask, moment: time_machine.Traveller) -> None:
    """Paid on 29 April 2026 (950 + 575 + 85), received on 30 April: 40 more for processing, nothing for the right."""
    paid_at = datetime(2026, 4, 29, 15, tzinfo=UTC)
    moment.move_to(paid_at)
    application = factory.complete(factory.begun("a@example.org", Program.FSW, paid_at), paid_at)
    assert sum(payment.amount_cents for payment in application.payments) == 161_000
    assert lacking(application, date(2026, 4, 29), clock.law_of(paid_at)) == []
    (fees,) = lacking(application, date(2026, 4, 30), clock.law_for(date(2026, 4, 30)))
    assert (fees.kind, fees.cents) == (Lack.FEES, 4_000)


def test_a_test_that_turns_two_before_submission_is_named(context: Flask) -> None:
    recent = replace(factory.facts_for(Program.FSW, TODAY).languages[0], taken_on=date(2024, 12, 20))
    application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW, languages=(recent,)), NOW)
    assert lacking(application, date(2026, 12, 19), LAW) == []
    (old,) = lacking(application, date(2026, 12, 20), LAW)
    assert (old.kind, old.item and old.item.key) == (Lack.NOT_VALID, "language_test.you.ielts_gt")


def test_an_earlier_application_fills_in_the_next(context: Flask) -> None:
    application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
    user = application.profile.user
    invitations.decline(application.invitation, user, NOW, LAW)
    db.session.flush()
    again = NOW + timedelta(days=1)
    round_ = factory.rounds.draft(factory.officer(), again)
    factory.rounds.issue(round_, factory.officer(), again, LAW)
    invitation = next(one for one in application.invitation.expression.invitations if one.is_open(again))
    second = lifecycle.start(invitation, user, again)
    assert second.answers.section("identity").values["birth_city"] == "Some birth_city"
    assert second.explanations == {}


# ---- An incomplete application cannot be submitted unknowingly


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_required_document_taken_out_is_named(context: Flask, program: Program) -> None:
    application = factory.complete(factory.begun("a@example.org", program, NOW), NOW)
    assert lacking(application, TODAY, LAW) == []
    required = [entry for entry in entries(application, TODAY, LAW) if entry.item.required]
    assert len(required) >= 8
    for entry in required:
        for document in entry.documents:
            document.removed_at = NOW
        assert [one.item.key for one in lacking(application, TODAY, LAW) if one.item] == [entry.item.key]
        with pytest.raises(lifecycle.Incomplete) as refused:
            lifecycle.submit(application, "S", application.profile.user, NOW, LAW)
        assert [one.kind for one in refused.value.lacking] == [Lack.DOCUMENT]
        for document in entry.documents:
            document.removed_at = None


def test_every_required_answer_taken_out_is_named(context: Flask) -> None:
    application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
    full = application.answers
    taken = 0
    for place, raw in full.raw.items():
        forms = raw if isinstance(raw, list) else [raw]
        for form in forms:
            for name in [name for name, value in form["values"].items() if value not in (None, "", [])]:
                values = {other: value for other, value in form["values"].items() if other != name}
                without = [({**one, "values": values} if one is form else one) for one in forms]
                application.answers = type(full)({**full.raw, place: without if isinstance(raw, list) else without[0]})
                if _is_required(place, name, form["values"]):
                    found = [one for one in lacking(application, TODAY, LAW) if one.kind is Lack.ANSWER]
                    assert name in {one.name for one in found}, (place, name)
                    taken += 1
    application.answers = full
    assert taken >= 60
    assert lacking(application, TODAY, LAW) == []


def _is_required(place: str, name: str, values: dict[str, object]) -> bool:
    """True for a question that must be answered as the others are; a name may stand for the other name."""
    from expressentry.models.questions import QUESTIONS as OF_PROFILE
    from expressentry.models.questions import RECORD_QUESTIONS as RECORDS_OF_PROFILE

    section, _, repeats = place.partition("/")
    of_profile = RECORDS_OF_PROFILE if repeats else OF_PROFILE
    added = factory.RECORD_QUESTIONS if repeats else factory.QUESTIONS
    asked = {**{key.value: one for key, one in of_profile.items()}, **{key.value: one for key, one in added.items()}}
    return any(one.name == name and one.asked(values) and one.unless is None for one in asked.get(section, ()))


def test_gaps_are_found_and_named(context: Flask) -> None:
    application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
    by = application.profile.user
    record = application.answers.records("addresses")[-1]
    lifecycle.amend(
        application,
        "addresses",
        record.id,
        by,
        NOW,
        values={"goes_on": False, "ended_on": "2025-06-30"},
        typed={},
        revision=str(record.revision),
        tab="x",
    )
    gaps = [one for one in lacking(application, TODAY, LAW) if one.kind is Lack.ADDRESS_GAP]
    assert [(one.person, one.gap and one.gap.started_on, one.gap and one.gap.ended_on) for one in gaps] == [
        ("you", date(2025, 7, 1), date(2026, 11, 23))
    ]


def test_family_declared_and_listed_must_agree(context: Flask) -> None:
    application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW, family_size=2), NOW)
    (family,) = [one for one in lacking(application, TODAY, LAW) if one.kind is Lack.FAMILY_SIZE]
    assert (family.declared, family.listed) == (2, 1)


def test_no_payment_and_a_rejected_one_are_both_missing(context: Flask) -> None:
    application = factory.complete(factory.begun("a@example.org", Program.FSW, NOW), NOW)
    application.payments[0].rejected_at = NOW
    (fees,) = lacking(application, TODAY, LAW)
    assert (fees.kind, fees.cents) == (Lack.FEES, 167_500)


def test_before_an_invitation_the_checklist_knows_where_one_lives_and_worked(context: Flask) -> None:
    """The profile names India as residence; with a job in Portugal for six months or more, Portugal too."""
    user = factory.in_pool("a@example.org", Program.FSW, NOW)
    answers = user.profile.answers
    facts = answers.facts()

    def countries() -> list[str | None]:
        case = case_of_profile(answers, facts, Program.FSW, TODAY)
        items = checklist.checklist(case, TODAY, LAW)
        return [one.of for one in items if one.kind is DocumentKind.POLICE_CERTIFICATE]

    assert countries() == ["IN"]
    (job,) = answers.records("work-history")
    answers = answers.with_record("work-history", job._replace(values={**job.values, "country": "PT"}))
    assert sorted(filter(None, countries())) == ["IN", "PT"]
