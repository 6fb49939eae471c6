"""What officers ask of applicants: asked with an instant to answer before, then answered, lapsed or cancelled."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from expressentry import heartbeat
from expressentry.applications.closing import NotInProcess
from expressentry.applications.stages import answered_or_over, settle, unanswered, wait_for_answer
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import Application, Demand, DemandKind, LetterKind, User, record, write
from expressentry.refusals import Refusal

# Days to answer if the officer says nothing else. Biometrics: 30 days by the instruction letter (IRPR 12.2 sets none);
# fairness: officers give 7 to 30; the rest is this site's own choice. Never less than a week, or more than 60 days.
DAYS = {
    DemandKind.BIOMETRICS: 30,
    DemandKind.MEDICAL: 30,
    DemandKind.ADDITIONAL_DOCUMENTS: 30,
    DemandKind.INTERVIEW: 14,
    DemandKind.PROCEDURAL_FAIRNESS: 30,
}
FEWEST_DAYS, MOST_DAYS = 7, 60
BATCH = 500


class NotCompleteYet(Refusal):
    """The application was not found complete yet: that comes first."""

    code = "not_complete_yet"


class DemandOpen(Refusal):
    """A request to the applicant is still open."""

    code = "demand_open"


class DemandClosed(Refusal):
    """The request was answered, has lapsed, or was cancelled."""

    code = "demand_closed"


def answer_before(at: datetime, days: int) -> datetime:
    """The first instant too late to answer: midnight UTC after the last day, as with an invitation."""
    return datetime.combine(day_of(at) + timedelta(days=days + 1), time(), UTC)


def make(application: Application, kind: DemandKind, asks: str, days: int, by: User, at: datetime) -> Demand:
    """Ask something of the applicant, by letter; one request of a kind is open at a time."""
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"{days} days to answer")
    if not application.in_process:
        raise NotInProcess
    if application.complete_at is None:
        raise NotCompleteYet
    if any(one.kind is kind and unanswered(one) for one in application.demands):
        raise DemandOpen
    demand = Demand(
        application=application,
        kind=kind,
        asks=asks,
        made_at=at,
        made_by_id=by.id,
        answer_before=answer_before(at, days),
    )
    db.session.add(demand)
    wait_for_answer(demand, at)
    settle(application, at)
    figures = {"answer_before": demand.answer_before.isoformat()}
    record("demand.made", demand, by=by, at=at, application=application.id, demand_kind=kind.value, **figures)
    letter, user_id = LetterKind(kind.value), application.profile.user_id
    write(letter, user_id, about=demand, at=at, number=application.number, asks=asks, **figures)
    return demand


def answer(demand: Demand, text: str, by: User, at: datetime) -> None:
    """The applicant answers in time; once."""
    if not demand.application.in_process:
        raise NotInProcess
    if not demand.is_open(at):
        raise DemandClosed
    demand.answer, demand.answered_at = text, at
    answered_or_over(demand, at)
    record("demand.answered", demand, by=by, at=at, application=demand.application_id, demand_kind=demand.kind.value)


def cancel(demand: Demand, by: User, at: datetime) -> None:
    """Take a request back; the applicant need not answer."""
    if not demand.application.in_process:
        raise NotInProcess
    if not unanswered(demand):
        raise DemandClosed
    demand.cancelled_at = at
    answered_or_over(demand, at)
    record("demand.cancelled", demand, by=by, at=at, application=demand.application_id, demand_kind=demand.kind.value)


def lapse_due(at: datetime) -> int:
    """Lapse every request whose time is over, at the instant it was; how many."""
    return sum(lapse_in_batches(at))


def lapse_in_batches(at: datetime) -> Iterator[int]:
    """The same in batches, each whole and safe to commit; a deadline no heartbeat has followed is not judged yet."""
    due = (
        select(Demand)
        .where(
            Demand.answered_at.is_(None),
            Demand.lapsed_at.is_(None),
            Demand.cancelled_at.is_(None),
            Demand.answer_before <= heartbeat.judged_until(at),
        )
        .order_by(Demand.answer_before, Demand.id)
        .limit(BATCH)
    )
    while batch := db.session.scalars(due).all():
        for demand in batch:
            _lapse(demand)
        db.session.flush()
        yield len(batch)


def _lapse(demand: Demand) -> None:
    instant = demand.lapsed_at = demand.answer_before
    answered_or_over(demand, instant)
    kind = demand.kind.value
    record("demand.lapsed", demand, by=None, at=instant, application=demand.application_id, demand_kind=kind)
