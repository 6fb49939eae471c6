"""A case over time: taken, handed over, noted on, moved through its stages, found complete, returned, decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from expressentry import heartbeat
from expressentry.applications.closing import NotInProcess, close
from expressentry.applications.completeness import Lacking, lacking
from expressentry.applications.demands import DemandOpen, NotCompleteYet
from expressentry.applications.stages import FINISHED, change, settle, stage_of
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import (
    Application,
    Decision,
    Demand,
    DemandKind,
    LetterKind,
    Note,
    Payment,
    RefusalGround,
    Stage,
    StageKey,
    StageState,
    User,
    WaitingOn,
    record,
    write,
)
from expressentry.processing.grounds import NEEDS_FAIRNESS, section_of
from expressentry.processing.lock_in import held
from expressentry.refusals import Refusal
from expressentry.rules.law import Law

A = Application
# Stages an officer sets by hand; the others follow from confirming completeness, and from deciding.
BY_HAND = tuple(key for key in StageKey if key not in (StageKey.COMPLETENESS, StageKey.FINAL_DECISION))
STATES = (StageState.IN_PROGRESS, StageState.WAITING, StageState.PASSED, StageState.NOT_NEEDED, StageState.FAILED)


class AlreadyAssigned(Refusal):
    """It is assigned to that officer already."""

    code = "already_assigned"


class AssignedToAnother(Refusal):
    """Another officer has it; it is handed over, not taken."""

    code = "assigned_to_another"


class OlderWaiting(Refusal):
    """An older application of the program waits, so that taking this one first needs a reason."""

    code = "older_waiting"


class TakeFirst(Refusal):
    """Nobody has it and an older one waits: it is taken first, with the reason that needs."""

    code = "take_first"


class AlreadyNoted(Refusal):
    """The same officer wrote the same note last."""

    code = "already_noted"


class StageNotByHand(Refusal):
    """The stage follows from another act."""

    code = "stage_not_by_hand"


class StageUnchanged(Refusal):
    """The stage is in that state already."""

    code = "stage_unchanged"


class AlreadyComplete(Refusal):
    """It was found complete already."""

    code = "already_complete"


class NotComplete(Refusal):
    """Something is missing; `lacking` names it all."""

    code = "case_not_complete"

    def __init__(self, lacking: Sequence[Lacking]) -> None:
        self.lacking = lacking
        super().__init__()


class PaymentsUnconfirmed(Refusal):
    """Payments were declared that nobody has confirmed; `references` names them."""

    code = "payments_unconfirmed"

    def __init__(self, payments: Sequence[Payment]) -> None:
        super().__init__(references=", ".join(payment.reference for payment in payments))


class NothingLacks(Refusal):
    """Nothing is missing and no reason was written, so there is nothing to return it for."""

    code = "nothing_lacks"


class StagesOpen(Refusal):
    """Stages before the final decision are not passed yet; `stages` are they."""

    code = "stages_open"

    def __init__(self, stages: Sequence[StageKey]) -> None:
        self.stages = stages
        super().__init__()


class InvitationNotHeld(Refusal):
    """What the candidate was invited with did not hold at the invitation or at receipt (IRPA 11.2)."""

    code = "invitation_not_held"


class FairnessFirst(Refusal):
    """That ground needs a procedural fairness letter that was answered, or whose time is over."""

    code = "fairness_first"


class GroundDoesNotApply(Refusal):
    """There is no such ground under the program, or for the round."""

    code = "ground_does_not_apply"


# ---- Who has it


def take(application: Application, by: User, at: datetime, reason: str | None = None) -> None:
    """Assign a case nobody has to oneself; before an older one of its program only with a reason, which is kept."""
    _require_in_process(application)
    if application.assigned_to_id == by.id:
        raise AlreadyAssigned
    if application.assigned_to_id is not None:
        raise AssignedToAnother
    jumped = _jump(application, reason)
    _assign(application, by, at)
    record("case.taken", application, by=by, at=at, **jumped)


def hand_over(
    application: Application, to: User, by: User, at: datetime, note: str | None = None, reason: str | None = None
) -> None:
    """Give a case to an officer, perhaps with a note; one that nobody has had goes by the order of the queue too."""
    _require_in_process(application)
    if application.assigned_to_id == to.id:
        raise AlreadyAssigned
    jumped = _jump(application, reason) if application.assigned_to_id is None else {}
    before = application.assigned_to_id
    _assign(application, to, at)
    if note:
        application.notes.append(Note(by_id=by.id, at=at, text=note))
    record("case.handed_over", application, by=by, at=at, **{"from": before}, to=to.id, **jumped)


def _assign(application: Application, to: User, at: datetime) -> None:
    application.assigned_to_id, application.assigned_at = to.id, at


def _jump(application: Application, reason: str | None) -> dict[str, Any]:
    if older_waiting(application) is None:
        return {}
    if not reason:
        raise OlderWaiting
    return {"jumped": True, "reason": reason}


def older_waiting(application: Application) -> str | None:
    """The number of an older case of the same program that nobody has and that waits on an officer, if there is one."""
    older = or_(
        A.received_at < application.received_at,
        and_(A.received_at == application.received_at, A.id < application.id),
    )
    wanted = select(A.number).where(
        A.received_at.is_not(None),
        A.decided_at.is_(None),
        A.assigned_to_id.is_(None),
        A.program == application.program,
        A.waiting_on == WaitingOn.OFFICER,
        A.received_at <= application.received_at,
        older,
    )
    return db.session.scalar(wanted.order_by(A.received_at, A.id).limit(1))


def note(application: Application, text: str, by: User, at: datetime) -> None:
    """Keep a note that officers read."""
    _require_in_process(application)
    if application.notes and (application.notes[-1].by_id, application.notes[-1].text) == (by.id, text):
        raise AlreadyNoted
    application.notes.append(Note(by_id=by.id, at=at, text=text))
    record("case.noted", application, by=by, at=at)


# ---- Its stages


def set_stage(
    application: Application,
    key: StageKey,
    state: StageState,
    by: User,
    at: datetime,
    waiting_on: WaitingOn | None = None,
    waiting_for: str | None = None,
) -> None:
    """Set a stage between completeness and decision. What waits says on whom and for what."""
    _require_in_process(application)
    if key not in BY_HAND or state not in STATES:
        raise StageNotByHand
    if application.complete_at is None:
        raise NotCompleteYet
    if state is StageState.WAITING and (waiting_on is None or not waiting_for):
        raise ValueError("what waits says on whom and for what")
    stage = stage_of(application, key)
    _require_change(stage, state, waiting_on, waiting_for)
    if _asked_of_applicant(application, stage, at):
        raise DemandOpen
    waits = state is StageState.WAITING
    change(stage, state, at, waiting_on if waits else None, waiting_for if waits else None)
    settle(application, at)
    awaited = {"waiting_on": waiting_on, "waiting_for": waiting_for} if waits else {}
    record("case.stage_set", application, by=by, at=at, stage=key.value, state=state.value, **awaited)


def _require_change(stage: Stage, state: StageState, waiting_on: WaitingOn | None, waiting_for: str | None) -> None:
    same = stage.state is state
    if same and (state is not StageState.WAITING or (stage.waiting_on, stage.waiting_for) == (waiting_on, waiting_for)):
        raise StageUnchanged


def _asked_of_applicant(application: Application, stage: Stage, at: datetime) -> bool:
    """True while the stage waits for the answer to an open request: that ends by the answer, or by cancelling it."""
    return stage.state is StageState.WAITING and any(
        demand.is_open(at) and stage.waiting_for == demand.kind.value for demand in application.demands
    )


# ---- Completeness, once


def found_complete(application: Application, by: User, at: datetime, law: Law) -> None:
    """All that section 10 of the Regulations requires is here, and paid: processing begins.

    `law` is that of the day the application was received.
    """
    _require_turn(application)
    if application.complete_at is not None:
        raise AlreadyComplete
    missing = lacking_at_receipt(application, law)
    if missing:
        raise NotComplete(missing)
    unconfirmed = [one for one in application.payments if one.confirmed_at is None and one.rejected_at is None]
    if unconfirmed:
        raise PaymentsUnconfirmed(unconfirmed)
    application.complete_at = at
    change(stage_of(application, StageKey.COMPLETENESS), StageState.PASSED, at)
    change(stage_of(application, StageKey.ELIGIBILITY), StageState.IN_PROGRESS, at)
    settle(application, at)
    record("case.found_complete", application, by=by, at=at)


def lacking_at_receipt(application: Application, law: Law) -> list[Lacking]:
    """What the application lacked on the day it was received: what its applicant was told then."""
    if application.received_at is None:
        raise NotInProcess
    return lacking(application, day_of(application.received_at), law)


def return_incomplete(
    application: Application, reasons: str | None, by: User, at: datetime, law: Law, **named: list[str]
) -> None:
    """Send an incomplete application back with its fees (IRPR 10, 12).

    `named` says what lacks for the letter: `lacking` in English, `lacking_fr` in French.
    """
    _require_turn(application)
    if application.complete_at is not None:
        raise AlreadyComplete
    if not lacking_at_receipt(application, law) and not reasons:
        raise NothingLacks
    refunded = close(application, Decision.INCOMPLETE, by, at, reasons=reasons)
    _write(LetterKind.INCOMPLETE, application, at, **named, reasons=reasons, refund_cents=refunded)


# ---- The decision


def approve(application: Application, by: User, at: datetime, law: Law) -> None:
    """Permanent residence is granted; `law` is that of the day of the invitation, which IRPA 11.2 looks at."""
    _require_decidable(application, at)
    behind = [stage.key for stage in application.stages[:-1] if stage.state not in _DONE]
    if behind:
        raise StagesOpen(behind)
    if not all(one.may_apply for one in held(application, law)):
        raise InvitationNotHeld
    refunded = close(application, Decision.APPROVED, by, at)
    decided = {"program": application.program.value, "decided_at": at.isoformat()}
    _write(LetterKind.APPROVED, application, at, **decided, refund_cents=refunded)


_DONE = FINISHED - {StageState.FAILED}


def refuse(application: Application, ground: RefusalGround, reasons: str, by: User, at: datetime) -> None:
    """Refuse on a ground, with reasons; where the applicant's honesty is in question, only after they were heard."""
    _require_decidable(application, at)
    section = section_of(ground, application)
    if section is None:
        raise GroundDoesNotApply
    if ground in NEEDS_FAIRNESS and not heard(application, at):
        raise FairnessFirst
    refunded = close(application, Decision.REFUSED, by, at, ground=ground, reasons=reasons)
    _write(
        LetterKind.REFUSED,
        application,
        at,
        program=application.program.value,
        decided_at=at.isoformat(),
        ground=ground.value,
        section=section,
        reasons=reasons,
        refund_cents=refunded,
    )


def heard(application: Application, at: datetime) -> bool:
    """True if a fairness letter was answered, or its time to answer is over for certain."""
    at = heartbeat.judged_until(at)
    return any(_answered_or_over(one, at) for one in application.demands if one.kind is DemandKind.PROCEDURAL_FAIRNESS)


def _answered_or_over(demand: Demand, at: datetime) -> bool:
    return demand.cancelled_at is None and (demand.answered_at is not None or not demand.is_open(at))


def _require_decidable(application: Application, at: datetime) -> None:
    _require_turn(application)
    if application.complete_at is None:
        raise NotCompleteYet
    if any(demand.is_open(heartbeat.judged_until(at)) for demand in application.demands):
        raise DemandOpen


def _require_turn(application: Application) -> None:
    """Nothing is settled out of turn by leaving out the step that needs a reason."""
    _require_in_process(application)
    if application.assigned_to_id is None and older_waiting(application) is not None:
        raise TakeFirst


def _require_in_process(application: Application) -> None:
    if not application.in_process:
        raise NotInProcess


def _write(kind: LetterKind, application: Application, at: datetime, **figures: Any) -> None:
    write(kind, application.profile.user_id, about=application, at=at, number=application.number, **figures)
