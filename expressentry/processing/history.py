"""What happened to a case, in words: who did what, when."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import or_, select

from expressentry import formats
from expressentry.database import db
from expressentry.labels import words
from expressentry.models import Application, Decision, DemandKind, Event, Role, StageKey, StageState, User, WaitingOn
from expressentry.rules.checklist import DocumentKind

# Steps an applicant took while filling in: many, and of no use to whoever decides.
_LEFT_OUT = ("application.amended", "application.record_added", "application.record_removed", "application.explained")


class Step(NamedTuple):
    """One step: when, by whom, and what it was."""

    at: datetime
    by: str
    what: str


def steps(application: Application) -> list[Step]:
    """Every step of a case, of its requests, payments and documents, the first one first."""
    subjects = {
        "application": [application.id],
        "demand": [demand.id for demand in application.demands],
        "payment": [payment.id for payment in application.payments],
        "document": [document.id for document in application.documents],
    }
    about = or_(*((Event.subject == name) & Event.subject_id.in_(ids) for name, ids in subjects.items() if ids))
    wanted = select(Event).where(about, Event.kind.not_in(_LEFT_OUT)).order_by(Event.at, Event.id)
    events = list(db.session.scalars(wanted))
    people = _people(events)
    return [Step(event.at, _who(people.get(event.by_id or 0)), _what(event, people)) for event in events]


def _people(events: list[Event]) -> dict[int, User]:
    named = {event.by_id for event in events}
    named |= {event.figures.get(name) for event in events for name in ("to", "from")}
    found = db.session.scalars(select(User).where(User.id.in_([id_ for id_ in named if id_ is not None])))
    return {user.id: user for user in found}


def _who(user: User | None) -> str:
    if user is None:
        return _("The site")
    return user.email if user.role is Role.OFFICER else _("The applicant")


def _what(event: Event, people: dict[int, User]) -> str:
    figures = event.figures
    if event.kind == "case.handed_over":
        to = people.get(figures.get("to", 0))
        sentence = _("Assigned to %(officer)s", officer="–" if to is None else to.email)
    else:
        say = _SENTENCES.get(event.kind)
        sentence = _("A step was recorded") if say is None else say(figures)
    if figures.get("jumped"):
        return _("%(step)s, before an older one. Reason: %(reason)s", step=sentence, reason=figures.get("reason", ""))
    return sentence


def _money(figures: dict[str, Any], name: str = "amount_cents") -> str:
    return formats.money(figures.get(name) or 0)


def _decided(figures: dict[str, Any]) -> str:
    decision = words(Decision(figures["decision"]))
    if figures.get("refund_cents"):
        repaid = _money(figures, "refund_cents")
        return _("Decision: %(decision)s. To be repaid: %(repaid)s", decision=decision, repaid=repaid)
    return _("Decision: %(decision)s", decision=decision)


def _stage_set(figures: dict[str, Any]) -> str:
    stage, state = words(StageKey(figures["stage"])), words(StageState(figures["state"]))
    if figures.get("waiting_for"):
        return _(
            "%(stage)s: %(state)s for %(what)s (%(whom)s)",
            stage=stage,
            state=state,
            what=figures["waiting_for"],
            whom=words(WaitingOn(figures["waiting_on"])),
        )
    return _("%(stage)s: %(state)s", stage=stage, state=state)


def _demand(figures: dict[str, Any]) -> str:
    kind = figures.get("demand_kind")
    return words(DemandKind(kind)) if kind else _("Request to the applicant")


def _document(figures: dict[str, Any]) -> str:
    """What a file was given as: a kind of document, or an answer to a request."""
    kind = str(figures.get("slot", "")).split(".")[0]
    return words(DocumentKind(kind)) if kind in set(DocumentKind) else _("a file in answer to a request")


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "application.started": lambda _figures: _("The application was begun"),
    "application.received": lambda _figures: _("The application was received"),
    "application.decided": _decided,
    "case.taken": lambda _figures: _("Taken from the queue"),
    "case.noted": lambda _figures: _("A note was written"),
    "case.stage_set": _stage_set,
    "case.found_complete": lambda _figures: _("The application was found complete"),
    "demand.made": lambda figures: _("Sent: %(demand)s", demand=_demand(figures)),
    "demand.answered": lambda figures: _("Answered: %(demand)s", demand=_demand(figures)),
    "demand.cancelled": lambda figures: _("Cancelled: %(demand)s", demand=_demand(figures)),
    "demand.lapsed": lambda figures: _("Not answered in time: %(demand)s", demand=_demand(figures)),
    "demand.extended": lambda figures: _("Time to answer extended: %(demand)s", demand=_demand(figures)),
    "document.added": lambda figures: _("Added: %(document)s", document=_document(figures)),
    "document.dated": lambda figures: _("Dates changed: %(document)s", document=_document(figures)),
    "document.removed": lambda figures: _("Removed: %(document)s", document=_document(figures)),
    "document.purged": lambda _figures: _("The file of a removed document was deleted"),
    "payment.declared": lambda figures: _("A payment of %(amount)s was declared", amount=_money(figures)),
    "payment.confirmed": lambda figures: _("The payment of %(amount)s was confirmed", amount=_money(figures)),
    "payment.rejected": lambda figures: _(
        "The payment of %(amount)s was rejected: %(because)s",
        amount=_money(figures),
        because=figures.get("because", ""),
    ),
    "payment.refunded": lambda figures: _("%(amount)s were repaid", amount=_money(figures, "refund_cents")),
}
