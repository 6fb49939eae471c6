"""Invitations to apply for a job: sent without knowing to whom, accepted or declined; accepting tells who it is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from expressentry.accounts import verifying
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.jobs import matching
from expressentry.jobs.postings import PostingClosed, open_to_foreign_on
from expressentry.models import ExpressionOfInterest, JobInvitation, JobSeeker, LetterKind, Posting, User, record, write
from expressentry.models.application_answers import YOU, name_of
from expressentry.refusals import Refusal
from expressentry.rules.law import Law

# Letters and digits that nobody takes for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class ResidentsFirst(Refusal):
    """The posting is still for Canadians and permanent residents first."""

    code = "residents_first"


class NoMatch(Refusal):
    """A candidate is not listed any more, or does not match the posting."""

    code = "no_match"


class AlreadyInvited(Refusal):
    """Everybody named was invited for this posting before."""

    code = "already_invited"


class JobInvitationClosed(Refusal):
    """The invitation was answered, or has lapsed."""

    code = "job_invitation_closed"


@dataclass(frozen=True, slots=True)
class Revealed:
    """Who a candidate is that accepted an invitation."""

    name: str
    email: str
    number: str | None


def new_code() -> str:
    """Ten letters and digits that say nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def invite(
    posting: Posting, seekers: Sequence[JobSeeker], message: str, by: User, at: datetime, law: Law
) -> list[JobInvitation]:
    """Invite candidates who match the posting now, each once; those invited before are passed over."""
    verifying.require(posting.employer)
    if not posting.is_open(day_of(at)):
        raise PostingClosed
    if day_of(at) < open_to_foreign_on(posting, law):
        raise ResidentsFirst(day=law.job_match.residents_first_days + 1)
    if not seekers or not all(seeker.listed and matching.match(posting, seeker) for seeker in seekers):
        raise NoMatch
    invited = {invitation.seeker_id for invitation in posting.invitations}
    wanted = [seeker for seeker in seekers if seeker.id not in invited]
    if not wanted:
        raise AlreadyInvited
    invitations = [_invite(posting, seeker, message, at) for seeker in wanted]
    record("posting.invited", posting, by=by, at=at, invitations=[invitation.id for invitation in invitations])
    return invitations


def _invite(posting: Posting, seeker: JobSeeker, message: str, at: datetime) -> JobInvitation:
    invitation = JobInvitation(posting=posting, seeker=seeker, code=new_code(), message=message, invited_at=at)
    db.session.add(invitation)
    user = seeker.profile.user
    letter = write(
        LetterKind.JOB_INVITATION,
        user,
        about=invitation,
        at=at,
        code=invitation.code,
        title=posting.title,
        employer=posting.employer.legal_name,
        place=posting.place,
        province=posting.province.value,
        noc_code=posting.noc_code,
        message=message,
    )
    if user.password_hash is None:
        letter.notified_at = at
    return invitation


def accept(invitation: JobInvitation, by: User, at: datetime) -> None:
    """The candidate is willing: from now on the employer knows who it is."""
    _require_open(invitation, at)
    invitation.accepted_at = at
    record("job_invitation.accepted", invitation, by=by, at=at)
    tell_employer(LetterKind.JOB_INVITATION_ANSWERED, invitation, about=invitation, at=at, accepted=True)


def decline(invitation: JobInvitation, by: User, at: datetime) -> None:
    """The candidate is not willing, and stays unknown to the employer."""
    _require_open(invitation, at)
    invitation.declined_at = at
    record("job_invitation.declined", invitation, by=by, at=at)
    tell_employer(LetterKind.JOB_INVITATION_ANSWERED, invitation, about=invitation, at=at, accepted=False)


def tell_employer(kind: LetterKind, invitation: JobInvitation, *, about: Any, at: datetime, **answer: bool) -> None:
    """Write to the employer how a candidate answered: by the code of the invitation, never by name."""
    user = invitation.posting.employer.user
    letter = write(kind, user, about=about, at=at, code=invitation.code, title=invitation.posting.title, **answer)
    if user.password_hash is None:
        letter.notified_at = at


def _require_open(invitation: JobInvitation, at: datetime) -> None:
    if not (invitation.unanswered and invitation.posting.is_open(day_of(at))):
        raise JobInvitationClosed


def revealed(invitation: JobInvitation) -> Revealed | None:
    """Who the candidate is, for the employer that invited; nothing until the candidate accepts."""
    return None if invitation.accepted_at is None else identity(invitation)


def identity(invitation: JobInvitation) -> Revealed:
    """What accepting tells: name, e-mail address, and the profile number of the latest stay in the pool."""
    profile = invitation.seeker.profile
    e = ExpressionOfInterest
    number = db.session.scalar(select(e.number).where(e.profile_id == profile.id).order_by(e.id.desc()).limit(1))
    return Revealed(name_of(profile.answers, YOU), profile.user.email, number)
