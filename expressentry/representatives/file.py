"""One client's file as the representative reads it, and its submission."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from expressentry import labels
from expressentry.clock import day_of
from expressentry.models import (
    Answers,
    ExpressionOfInterest,
    Letter,
    Profile,
    Proposal,
    Representation,
    SectionKey,
    User,
    missing,
)
from expressentry.pool import lifecycle as pool
from expressentry.representatives.clients import Client, name_of
from expressentry.representatives.proposals import open_of
from expressentry.rules import crs, impossible, programs
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.sections import in_words
from expressentry.sections.forms import FORMS, RECORD_FORMS
from expressentry.sections.judging import judge

PAGE = 30


def whole(client: Client, at: datetime) -> dict[str, Any]:
    """Everything on the page of a client."""
    profile, representation = client.representation.profile, client.representation
    closed = [proposal for proposal in representation.proposals if not proposal.is_open]
    return {
        "client": client,
        "representation": representation,
        "scopes": representation.scopes,
        "sections": answers_in_words(profile.answers, day_of(at)),
        "judged": judge(profile.facts()),
        "differs": client.stay is not None and client.stay.in_pool and profile.facts() != client.stay.facts,
        "closed": sorted(closed, key=lambda proposal: proposal.id, reverse=True),
        "day_of": day_of,
    }


def answers_in_words(answers: Answers, on: date) -> list[dict[str, Any]]:
    """Every answer, section by section as the client sees them: its forms, each a list of question and answer."""
    return [{"key": key, "forms": _forms(answers, key, on)} for key in answers.sections()]


def _forms(answers: Answers, key: SectionKey, on: date) -> list[list[tuple[str, str]]]:
    if key in RECORD_FORMS:
        return [in_words.form(RECORD_FORMS[key], record, on) for record in answers.records(key)]
    return [in_words.form(FORMS[key], answers.section(key), on)]


def readable(representation_id: int) -> ColumnElement[bool]:
    """The letters to a client that their representative reads: not those about other representations."""
    own = select(Proposal.id).where(Proposal.representation_id == representation_id)
    about = Letter.about.not_in((Representation.__tablename__, Proposal.__tablename__))
    this = (Letter.about == Representation.__tablename__) & (Letter.about_id == representation_id)
    return or_(about, this, (Letter.about == Proposal.__tablename__) & Letter.about_id.in_(own))


def submit(profile: Profile, by: User, at: datetime, law: Law) -> ExpressionOfInterest:
    """The client's own answers enter the pool, or are confirmed there; never what would end the stay."""
    pool.settle(profile, at)
    stay = pool.open_stay(profile)
    if stay is not None and stay.in_pool:
        return pool.confirm(profile, at, law, by=by)
    return pool.submit(profile, at, law, by=by)


def before_submission(representation: Representation, at: datetime, law: Law) -> dict[str, Any]:
    """What would be submitted: the score before and after, the programs, and what stands in the way."""
    profile = representation.profile
    on, facts = day_of(at), profile.facts()
    stay = pool.open_stay(profile)
    standing = stay if stay is not None and stay.in_pool and stay.expires_at > at else None
    return {
        "representation": representation,
        "client_name": name_of(profile.answers) or profile.user.email,
        "stay": standing,
        "invited": stay is not None and not stay.in_pool,
        "unchanged": standing is not None and standing.facts == facts,
        "proposal": open_of(representation),
        "before": None if standing is None else crs.score(standing.facts, on, law),
        "before_assessment": None if standing is None else programs.assess(standing.facts, on, law),
        "scorecard": crs.score(facts, on, law),
        "assessment": programs.assess(facts, on, law),
        **_obstacles(profile, facts, on),
    }


def _obstacles(profile: Profile, facts: Facts, on: date) -> dict[str, Any]:
    unanswered: dict[Any, int] = {}
    for one in missing(profile.answers):
        unanswered[one.section] = unanswered.get(one.section, 0) + 1
    told = [labels.fault(found) for found in impossible.in_facts(facts, on)]
    return {"unanswered": unanswered, "contradictions": told}
