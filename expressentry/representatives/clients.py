"""A representative's clients at a glance: where each stands, the score, and what must not be let pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from expressentry.clock import day_of, start_of
from expressentry.database import db
from expressentry.labels import words
from expressentry.models import (
    Answers,
    Application,
    ClientState,
    Departure,
    ExpressionOfInterest,
    Profile,
    Proposal,
    Representation,
    Representative,
    SectionKey,
    Watched,
)
from expressentry.rules import crs
from expressentry.rules.forecast import Cause, expiries
from expressentry.rules.law import Law

_EXPIRIES = {
    Cause.LANGUAGE_EXPIRES: Watched.LANGUAGE_TEST,
    Cause.ASSESSMENT_EXPIRES: Watched.ASSESSMENT,
    Cause.CERTIFICATE_EXPIRES: Watched.CERTIFICATE,
    Cause.LMIA_EXPIRES: Watched.LMIA,
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment from which something is too late; of an expiry the whole day."""

    at: datetime
    what: Watched

    @property
    def on(self) -> date | None:
        """The day, if it is not a moment."""
        return day_of(self.at) if self.what in _EXPIRIES.values() else None


@dataclass(frozen=True, slots=True)
class Client:
    """One client as a representative sees them in a list."""

    representation: Representation
    name: str
    number: str | None
    state: ClientState
    score: int
    deadlines: tuple[Deadline, ...]
    proposal: Proposal | None
    stay: ExpressionOfInterest | None
    application: Application | None

    @property
    def next(self) -> Deadline | None:
        """The first thing that must not be let pass."""
        return self.deadlines[0] if self.deadlines else None

    @property
    def said(self) -> str:
        """What the list says of the client, to be searched."""
        email = self.representation.profile.user.email
        watched = words(self.next.what) if self.next else ""
        return " ".join([self.name, email, self.number or "", words(self.state), watched]).casefold()


def clients(representative: Representative, at: datetime, law: Law, sought: str = "") -> list[Client]:
    """Every client, whoever has the next deadline first; only those of whom the list says every word sought.

    As many statements however many clients there are.
    """
    found = list(db.session.scalars(_active(representative)))
    applications = _newest_applications([one.profile_id for one in found])
    seen = [_client(one, applications.get(one.profile_id), at, law) for one in found]
    wanted = sought.casefold().split()
    kept = [client for client in seen if all(word in client.said for word in wanted)] if wanted else seen
    return sorted(kept, key=lambda client: (client.next is None, client.next and client.next.at, client.name))


def one(representation: Representation, at: datetime, law: Law) -> Client:
    """One client."""
    return _client(
        representation, _newest_applications([representation.profile_id]).get(representation.profile_id), at, law
    )


def name_of(answers: Answers) -> str:
    """The name a client stated."""
    stated = answers.section(SectionKey.ABOUT_YOU).values
    return " ".join(stated[part] for part in ("given_names", "family_name") if stated.get(part))


def _active(representative: Representative) -> Select[Any]:
    stay = ExpressionOfInterest
    whole = joinedload(Representation.profile)
    stays = whole.selectinload(Profile.expressions)
    few = load_only(stay.number, stay.profile_id, stay.score, stay.expires_at, stay.left_at, stay.left_because)
    return (
        select(Representation)
        .where(
            Representation.representative_id == representative.id,
            Representation.accepted_at.is_not(None),
            Representation.ended_at.is_(None),
        )
        .options(
            whole.joinedload(Profile.user),
            stays.options(few),
            stays.selectinload(stay.invitations),
            stays.selectinload(stay.notifications),
            stays.selectinload(stay.nominations),
            selectinload(Representation.proposals).load_only(*_PROPOSAL),
        )
    )


# Of the proposals, all but the documents in them.
_PROPOSAL = (
    Proposal.representation_id,
    Proposal.offered_at,
    Proposal.approved_at,
    Proposal.rejected_at,
    Proposal.withdrawn_at,
)


def _newest_applications(profile_ids: list[int]) -> dict[int, Application]:
    """The newest application of each profile that was received, with what was asked in it."""
    wanted = (
        select(Application)
        .where(Application.profile_id.in_(profile_ids), Application.received_at.is_not(None))
        .order_by(Application.id)
        .options(selectinload(Application.demands))
    )
    return {found.profile_id: found for found in db.session.scalars(wanted)}


def _client(representation: Representation, application: Application | None, at: datetime, law: Law) -> Client:
    profile = representation.profile
    stay, facts = _open_stay(profile, at), profile.answers.facts()
    state = _state(stay, application)
    watched = sorted(_deadlines(stay, application, at), key=lambda deadline: deadline.at)
    if state in (ClientState.DRAFT, ClientState.IN_POOL, ClientState.INVITED):
        days = ((start_of(day), _EXPIRIES[cause]) for day, cause in expiries(facts, law))
        watched = sorted([*watched, *(Deadline(*one) for one in days if one[0] > at)], key=lambda one: one.at)
    return Client(
        representation=representation,
        name=name_of(profile.answers) or profile.user.email,
        number=application.number if application and stay is None else stay.number if stay else None,
        state=state,
        score=stay.score if stay else crs.score(facts, day_of(at), law).total,
        deadlines=tuple(watched),
        proposal=next((proposal for proposal in representation.proposals if proposal.is_open), None),
        stay=stay,
        application=application,
    )


def _open_stay(profile: Profile, at: datetime) -> ExpressionOfInterest | None:
    """The stay in the pool that is not over, or that an open invitation has interrupted."""
    for stay in profile.expressions:
        if stay.in_pool and stay.expires_at > at:
            return stay
        if stay.left_because is Departure.INVITED and any(one.is_open(at) for one in stay.invitations):
            return stay
    return None


def _state(stay: ExpressionOfInterest | None, application: Application | None) -> ClientState:
    if stay is not None:
        return ClientState.IN_POOL if stay.in_pool else ClientState.INVITED
    if application is not None:
        return ClientState.APPLIED if application.in_process else ClientState.DECIDED
    return ClientState.DRAFT


def _deadlines(stay: ExpressionOfInterest | None, application: Application | None, at: datetime) -> Iterator[Deadline]:
    if application is not None and application.in_process:
        for demand in application.demands:
            if demand.is_open(at):
                yield Deadline(demand.answer_before, Watched.DEMAND)
    if stay is None:
        return
    if stay.in_pool:
        yield Deadline(stay.expires_at, Watched.STAY)
    for kind, open_ones in (
        (Watched.INVITATION, stay.invitations),
        (Watched.NOTIFICATION, stay.notifications),
        (Watched.NOMINATION, stay.nominations),
    ):
        yield from (Deadline(one.answer_before, kind) for one in open_ones if one.is_open(at))
