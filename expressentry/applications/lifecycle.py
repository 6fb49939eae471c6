"""An application over time: started, filled in, received, withdrawn."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select

from expressentry import drafts
from expressentry.applications import prefill
from expressentry.applications.closing import NotInProcess, close
from expressentry.applications.completeness import Lacking, lacking
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.invitations.lifecycle import InvitationClosed
from expressentry.models import (
    Answer,
    Answers,
    Application,
    Decision,
    Departure,
    Invitation,
    LetterKind,
    Stage,
    StageKey,
    StageState,
    User,
    WaitingOn,
    record,
    write,
)
from expressentry.pool import ending
from expressentry.refusals import Refusal
from expressentry.rules import service
from expressentry.rules.law import Law
from expressentry.rules.programs import Program

LONGEST_EXPLANATION = 4000


class NotADraft(Refusal):
    """It was received, or its time is over: it does not change any more."""

    code = "application_not_a_draft"


class DeadlinePassed(Refusal):
    """The instant before which it had to be received is over; `instant` says which."""

    code = "deadline_passed"

    def __init__(self, instant: datetime) -> None:
        self.instant = instant
        super().__init__()


class Incomplete(Refusal):
    """Something is missing that Regulations, section 10, require; `lacking` names it all."""

    code = "application_incomplete"

    def __init__(self, lacking: list[Lacking]) -> None:
        self.lacking = lacking
        super().__init__()


class ExplainedElsewhere(Refusal):
    """Another window explained differences otherwise meanwhile: `names` are theirs, `texts` all that is new here."""

    code = "changed_elsewhere"

    def __init__(self, names: list[str], texts: dict[str, str]) -> None:
        self.names, self.texts = names, texts
        super().__init__()


def start(invitation: Invitation, by: User, at: datetime) -> Application:
    """Begin the application of an invitation, as a copy of the profile as invited; one already begun is that one."""
    if invitation.application is not None:
        return invitation.application
    if not invitation.is_open(at):
        raise InvitationClosed
    stay = invitation.expression
    answers = stay.answers if stay.answers is not None else stay.profile.answers
    application = Application(
        number=_new_number(),
        invitation=invitation,
        profile_id=stay.profile_id,
        program=invitation.program,
        invited_answers=answers,
        invited_facts=stay.facts,
        answers=prefill.begun(answers, _earlier(stay.profile_id)),
        explanations={},
        started_at=at,
        amended_at=at,
        nomination_withdrawn_at=_nomination_withdrawn_at(invitation),
    )
    record("application.started", application, by=by, at=at, invitation=invitation.id)
    return application


def _nomination_withdrawn_at(invitation: Invitation) -> datetime | None:
    """When the province withdrew the nomination this invitation rests on, if it did."""
    stay = invitation.expression
    if invitation.program is not Program.PNP or stay.facts.nomination is not None:
        return None
    withdrawn = (nomination.withdrawn_at for nomination in stay.nominations if nomination.accepted_at is not None)
    return max((moment for moment in withdrawn if moment is not None), default=None)


def _earlier(profile_id: int) -> Answers | None:
    """The answers of this person's application before, if there was one."""
    last = select(Application).where(Application.profile_id == profile_id).order_by(Application.id.desc()).limit(1)
    found = db.session.scalar(last)
    return None if found is None else found.answers


def _new_number() -> str:
    """An application number nobody has: A and nine digits that tell nothing about order."""
    while True:
        number = f"A{secrets.randbelow(10**9):09d}"
        if db.session.scalar(select(Application.id).where(Application.number == number)) is None:
            return number


def amend(application: Application, key: str, record_id: str | None, by: User, at: datetime, **form: Any) -> Answer:
    """Save one form of a draft; refused as `drafts.amended` says."""
    require_draft(application, at)
    before = application.answers
    application.answers, saved, changed = drafts.amended(before, key, record_id, at=at, **form)
    if application.answers is not before:
        application.amended_at = at
        record("application.amended", application, by=by, at=at, section=str(key), record=record_id, changed=changed)
    return saved


def add_record(application: Application, key: str, by: User, at: datetime, **values: Any) -> str:
    """Add a record to a section that repeats; its id."""
    require_draft(application, at)
    application.answers, record_id = drafts.with_new_record(application.answers, key, values)
    application.amended_at = at
    record("application.record_added", application, by=by, at=at, section=str(key), record=record_id)
    return record_id


def remove_record(application: Application, key: str, record_id: str, by: User, at: datetime) -> None:
    """Take a record out; gone already is as good."""
    require_draft(application, at)
    removed = application.answers.record(key, record_id)
    if removed is None:
        return
    application.answers = application.answers.without_record(key, record_id)
    application.amended_at = at
    record("application.record_removed", application, by=by, at=at, section=str(key), record=removed._asdict())


def explain(
    application: Application,
    explanations: dict[str, str],
    by: User,
    at: datetime,
    seen: dict[str, str] | None = None,
) -> None:
    """Keep what is said about differences from the profile; what is left out stays as it is.

    `seen` tells what the page was opened on, so that it never overwrites what another one saved meanwhile.
    """
    require_draft(application, at)
    changed, meanwhile = drafts.written_here(application.explanations, explanations, seen or {})
    if meanwhile:
        raise ExplainedElsewhere(meanwhile, changed)
    kept = {**application.explanations, **changed}
    kept = {name: words for name, words in kept.items() if words}
    if kept == application.explanations:
        return
    application.explanations = kept
    application.amended_at = at
    record("application.explained", application, by=by, at=at, differences=sorted(changed))


def submit(application: Application, signed_as: str, by: User, at: datetime, law: Law) -> None:
    """Receive a complete application in time; refused with the instant, or with all that is missing."""
    if application.received_at is not None or application.decided_at is not None:
        raise NotADraft
    if not application.invitation.unanswered:
        raise NotADraft
    if at >= application.invitation.answer_before:
        raise DeadlinePassed(application.invitation.answer_before)
    missing = lacking(application, day_of(at), law)
    if missing:
        raise Incomplete(missing)
    receive(application, signed_as, by, at, law)


def receive(application: Application, signed_as: str, by: User, at: datetime, law: Law) -> None:
    """The application is here: it stands in the queue, the invitation is answered, the stay in the pool is over."""
    invitation, stay = application.invitation, application.invitation.expression
    application.received_at, application.signed_as = at, signed_as
    application.stage, application.waiting_on = StageKey.COMPLETENESS, WaitingOn.OFFICER
    for position, key in enumerate(StageKey):
        first = key is StageKey.COMPLETENESS
        application.stages.append(
            Stage(
                position=position,
                key=key,
                state=StageState.IN_PROGRESS if first else StageState.NOT_STARTED,
                waiting_on=WaitingOn.OFFICER if first else None,
                waiting_for=None,
                changed_at=at,
            )
        )
    invitation.applied_at = at
    stay.left_because = Departure.APPLIED
    ending.end_with_application(stay, at)
    record("application.received", application, by=by, at=at, program=application.program.value)
    write(
        LetterKind.ACKNOWLEDGEMENT,
        by,
        about=application,
        at=at,
        number=application.number,
        received_at=at.isoformat(),
        program=application.program.value,
        standard_day=service.standard_day(day_of(at), law).isoformat(),
        signed_as=signed_as,
    )


def withdraw(application: Application, by: User, at: datetime) -> None:
    """Take a received application back before a decision; what is repaid follows from how far it had come."""
    if not application.in_process:
        raise NotInProcess
    refunded = close(application, Decision.WITHDRAWN, by, at)
    write(
        LetterKind.APPLICATION_WITHDRAWN,
        by,
        about=application,
        at=at,
        number=application.number,
        refund_cents=refunded,
    )


def require_draft(application: Application, at: datetime) -> None:
    """Refuse a change to what is no draft any more."""
    if application.received_at is not None or not application.invitation.unanswered:
        raise NotADraft
    if at >= application.invitation.answer_before:
        raise DeadlinePassed(application.invitation.answer_before)
