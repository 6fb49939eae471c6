"""What was done for a client, in words: when, by whom, what changed; to be read, and to be taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, or_, select

from expressentry import labels, sheets
from expressentry.database import db
from expressentry.labels import words
from expressentry.models import (
    Event,
    ExpressionOfInterest,
    Proposal,
    Representation,
    RepresentationEnd,
    Representative,
    Scope,
    SectionKey,
    Viewing,
    ViewingKind,
)
from expressentry.sections.forms import FORMS, LIST_FORMS, RECORD_FORMS

COLUMNS = ("at", "client", "by", "kind", "act", "changed")


@dataclass(frozen=True, slots=True)
class Act:
    """One act: when, for which client, by whom, its kind for machines, what it was, and what it changed."""

    at: datetime
    client: str
    by: str
    kind: str
    what: str
    changed: tuple[str, ...]


def acts(
    representations: Iterable[Representation], own: Representative | None = None, client: str | None = None
) -> list[Act]:
    """All that was done in these representations, the newest first; only the acts of `own` if one is named.

    `client` is what the client is called, where that is not plainly "the client".
    """
    of = {found.id: found for found in representations}
    people = {found.representative.user_id: found.representative for found in of.values()}
    only = people if own is None else {own.user_id: own}
    proposals = _proposals(of)
    events = db.session.scalars(select(Event).where(_about(of, proposals, set(only))).order_by(Event.id.desc()))
    kept = [event for event in events if own is None or event.by_id == own.user_id]
    called = client or _("The client")
    found = [_act(event, of, proposals, people, called) for event in kept]
    return sorted([*found, *_openings(of, only)], key=lambda act: act.at, reverse=True)


def folded(found: Iterable[Act]) -> list[Act]:
    """The acts to be read at a glance: without openings of the file, and work on changes that was kept as it was typed
    told once."""
    shown: list[Act] = []
    for act in found:
        last = shown[-1] if shown else None
        if last is not None and act.kind == last.kind == "proposal.amended" and act.by == last.by:
            shown[-1] = replace(last, changed=tuple(dict.fromkeys([*last.changed, *act.changed])))
        elif act.kind != "viewing.client":
            shown.append(act)
    return shown


def _proposals(of: dict[int, Representation]) -> dict[int, Representation]:
    rows = db.session.execute(select(Proposal.id, Proposal.representation_id).where(Proposal.representation_id.in_(of)))
    return {id_: of[representation_id] for id_, representation_id in rows}


def _about(
    of: dict[int, Representation], proposals: dict[int, Representation], people: set[int]
) -> ColumnElement[bool]:
    stays = select(ExpressionOfInterest.id).where(
        ExpressionOfInterest.profile_id.in_({found.profile_id for found in of.values()})
    )
    return or_(
        and_(Event.subject == Representation.__tablename__, Event.subject_id.in_(of)),
        and_(Event.subject == Proposal.__tablename__, Event.subject_id.in_(proposals)),
        and_(Event.subject == "expression_of_interest", Event.by_id.in_(people), Event.subject_id.in_(stays)),
    )


def _act(
    event: Event,
    of: dict[int, Representation],
    proposals: dict[int, Representation],
    people: dict[int, Representative],
    called: str,
) -> Act:
    if event.subject == Representation.__tablename__:
        client = of[event.subject_id].profile.user.email
    elif event.subject == Proposal.__tablename__:
        client = proposals[event.subject_id].profile.user.email
    else:
        client = _client_of_stay(event.subject_id, of)
    say = _SENTENCES.get(event.kind)
    what = _("A step was recorded") if say is None else say(event.figures)
    return Act(event.at, client, _who(event.by_id, people, called), event.kind, what, tuple(_changed(event.figures)))


def _client_of_stay(expression_id: int, of: dict[int, Representation]) -> str:
    stay = db.session.get_one(ExpressionOfInterest, expression_id)
    return next(found.profile.user.email for found in of.values() if found.profile_id == stay.profile_id)


def _who(by_id: int | None, people: dict[int, Representative], called: str) -> str:
    representative = people.get(by_id or 0)
    if representative is not None:
        return f"{representative.name}, {representative.organisation}"
    return _("The site") if by_id is None else called


def _openings(of: dict[int, Representation], people: dict[int, Representative]) -> list[Act]:
    """Each time a representative opened a client's file."""
    clients = {found.profile_id: found.profile.user.email for found in of.values()}
    seen = select(Viewing).where(
        Viewing.profile_id.in_(clients), Viewing.how == ViewingKind.CLIENT, Viewing.by_id.in_(people)
    )
    return [
        Act(one.at, clients[one.profile_id], _who(one.by_id, people, ""), "viewing.client", _("Opened the file"), ())
        for one in db.session.scalars(seen)
    ]


def _changed(figures: dict[str, Any]) -> Iterable[str]:
    """The questions an act changed, by their section and their words."""
    names = figures.get("changed") or []
    if "section" in figures:
        place = "/".join(part for part in (figures["section"], figures.get("record")) if part)
        names = [f"{place}/{name}" for name in names] or [place]
    return (question(name) for name in names)


def question(key: str) -> str:
    """The question a change is named by, in words, after its section."""
    place, *rest = key.split("/")
    section = SectionKey(place)
    name = rest[-1] if rest else ""
    for kind in (FORMS.get(section), RECORD_FORMS.get(section), LIST_FORMS.get(section)):
        field = None if kind is None else dict(kind._prototypes()).get(name)
        if field is not None:
            return f"{words(section)} – {field.label.text}"
    return words(section)


def csv(found: Iterable[Act]) -> str:
    """The acts as CSV."""
    rows = [(act.at.isoformat(), act.client, act.by, act.kind, act.what, "; ".join(act.changed)) for act in found]
    return "".join(sheets.line(row) for row in [COLUMNS, *rows])


def plain(found: Iterable[Act]) -> list[dict[str, Any]]:
    """The acts as plain values, for JSON."""
    return [
        {
            "at": act.at.isoformat(),
            "client": act.client,
            "by": act.by,
            "kind": act.kind,
            "act": act.what,
            "changed": list(act.changed),
        }
        for act in found
    ]


def _scopes(figures: dict[str, Any]) -> str:
    given = [words(Scope(value)) for value in figures.get("scopes", ())]
    return "; ".join([_("Read the profile"), *given])


def _ended(figures: dict[str, Any]) -> str:
    return words(RepresentationEnd(figures["because"]))


def _refused(figures: dict[str, Any]) -> str:
    why = str(labels.REFUSALS.get(figures.get("code", ""), ""))
    if not why or "%(" in why:
        return _("Tried something that was refused")
    return _("Tried something that was refused: %(why)s", why=why)


def _offered(figures: dict[str, Any]) -> str:
    number = len(figures.get("changed") or [])
    return ngettext("Sent %(num)d change to the client", "Sent %(num)d changes to the client", number)


def _approved(figures: dict[str, Any]) -> str:
    number = len(figures.get("changed") or [])
    return ngettext("Approved %(num)d change", "Approved %(num)d changes", number)


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "representation.invited": lambda figures: _(
        "Invited the representative. Scopes: %(scopes)s", scopes=_scopes(figures)
    ),
    "representation.asked": lambda figures: _(
        "Asked to represent the client. Scopes: %(scopes)s", scopes=_scopes(figures)
    ),
    "representation.begun": lambda figures: _("The representation began. Scopes: %(scopes)s", scopes=_scopes(figures)),
    "representation.declined": lambda _figures: _("Declined the representation"),
    "representation.taken_back": lambda _figures: _("Took the invitation back"),
    "representation.rescoped": lambda figures: _("Changed the scopes to: %(scopes)s", scopes=_scopes(figures)),
    "representation.ended": _ended,
    "representation.refused": _refused,
    "proposal.begun": lambda _figures: _("Began to prepare changes"),
    "proposal.amended": lambda _figures: _("Worked on changes, not sent yet"),
    "proposal.record_added": lambda _figures: _("Added an entry to the changes, not sent yet"),
    "proposal.record_removed": lambda _figures: _("Took an entry out of the changes, not sent yet"),
    "proposal.offered": _offered,
    "proposal.taken_back": lambda _figures: _("Took the changes back to work on them"),
    "proposal.withdrawn": lambda _figures: _("Withdrew the changes"),
    "proposal.approved": _approved,
    "proposal.rejected": lambda _figures: _("Rejected the changes"),
    "expression_of_interest.submitted": lambda figures: _(
        "Submitted the profile to the pool, with %(score)s points", score=figures.get("score")
    ),
    "expression_of_interest.confirmed": lambda figures: _(
        "Confirmed an update in the pool: from %(before)s to %(after)s points",
        before=figures.get("before"),
        after=figures.get("after"),
    ),
}
