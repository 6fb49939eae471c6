"""A proposal over time: begun as a copy, filled in, sent, taken back or withdrawn; the client approves or rejects."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from expressentry import drafts
from expressentry.database import db
from expressentry.models import (
    Answer,
    LetterKind,
    Proposal,
    Representation,
    Scope,
    SectionKey,
    User,
    record,
    write,
)
from expressentry.refusals import Refusal
from expressentry.representatives.changes import changed_with, changes, half_typed, seal
from expressentry.representatives.lifecycle import require_acting


class ProposalWaits(Refusal):
    """It was sent, and does not change while the client looks at it."""

    code = "proposal_waits"


class ProposalClosed(Refusal):
    """It was approved, rejected or withdrawn already."""

    code = "proposal_closed"


class NothingProposed(Refusal):
    """Nothing in it differs from the client's answers."""

    code = "nothing_proposed"


class ProposalUnfinished(Refusal):
    """Something typed in it makes no sense yet."""

    code = "proposal_unfinished"


class ProposalMoved(Refusal):
    """What the client approves is not what there is now."""

    code = "proposal_moved"


class ProposalOpen(Refusal):
    """Changes wait that the client has not answered: nothing is submitted before."""

    code = "proposal_open"


def open_of(representation: Representation) -> Proposal | None:
    """The proposal being prepared or waiting for the client."""
    own = select(Proposal).where(Proposal.representation_id == representation.id).order_by(Proposal.id.desc())
    return next((proposal for proposal in db.session.scalars(own) if proposal.is_open), None)


def begin(representation: Representation, by: User, at: datetime, again: Proposal | None = None) -> Proposal:
    """A copy of the client's answers to work on; the one begun before if there is one.

    `again` is a rejected proposal of the same client whose changes are kept in the copy.
    """
    require_acting(representation, Scope.EDIT)
    begun = open_of(representation)
    if begun is not None:
        return begun
    present = representation.profile.answers
    answers = present
    if again is not None:
        answers = changed_with(present, changes(again, present), at)
    proposal = Proposal(
        representation=representation, based_on=present, answers=answers, note="", begun_at=at, amended_at=at
    )
    record("proposal.begun", proposal, by=by, at=at)
    return proposal


def amend(
    proposal: Proposal,
    key: SectionKey,
    record_id: str | None,
    *,
    values: dict[str, Any],
    typed: dict[str, Any],
    revision: str,
    tab: str,
    by: User,
    at: datetime,
) -> Answer:
    """Save one form of the copy; refused as `drafts.amended` says."""
    _require_workable(proposal)
    before = proposal.answers
    proposal.answers, saved, changed = drafts.amended(
        before, key, record_id, values=values, typed=typed, revision=revision, tab=tab, at=at
    )
    if proposal.answers is not before:
        proposal.amended_at = at
        figures = {"section": key.value, "record": record_id, "changed": changed}
        record("proposal.amended", proposal, by=by, at=at, **figures)
    return saved


def add_record(proposal: Proposal, key: SectionKey, by: User, at: datetime) -> str:
    """Add an empty record to a section of the copy; its id."""
    _require_workable(proposal)
    proposal.answers, record_id = drafts.with_new_record(proposal.answers, key)
    proposal.amended_at = at
    record("proposal.record_added", proposal, by=by, at=at, section=key.value, record=record_id)
    return record_id


def remove_record(proposal: Proposal, key: SectionKey, record_id: str, by: User, at: datetime) -> None:
    """Take a record out of the copy; gone already is as good."""
    _require_workable(proposal)
    if proposal.answers.record(key, record_id) is None:
        return
    proposal.answers = proposal.answers.without_record(key, record_id)
    proposal.amended_at = at
    record("proposal.record_removed", proposal, by=by, at=at, section=key.value, record=record_id)


def offer(proposal: Proposal, note: str, by: User, at: datetime) -> None:
    """Send it to the client, with a note."""
    _require_workable(proposal)
    profile = proposal.representation.profile
    found = changes(proposal, profile.answers)
    if half_typed(proposal):
        raise ProposalUnfinished
    if not found:
        raise NothingProposed
    proposal.note, proposal.offered_at = note, at
    record("proposal.offered", proposal, by=by, at=at, changed=[change.key for change in found])
    who = proposal.representation.representative
    told = {"name": who.name, "organisation": who.organisation, "number_of_changes": len(found)}
    letter = write(LetterKind.CHANGES_PROPOSED, profile.user, about=proposal, at=at, **told)
    if profile.user.password_hash is None:
        letter.notified_at = at


def take_back(proposal: Proposal, by: User, at: datetime) -> None:
    """Back to the representative, to be worked on; the client cannot answer it meanwhile."""
    _require_acting_on(proposal)
    if proposal.offered_at is None:
        return
    proposal.offered_at = None
    record("proposal.taken_back", proposal, by=by, at=at)


def withdraw(proposal: Proposal, by: User, at: datetime) -> None:
    """The representative gives it up; it is kept, and can be read."""
    _require_acting_on(proposal)
    proposal.withdrawn_at = at
    record("proposal.withdrawn", proposal, by=by, at=at)


def _require_acting_on(proposal: Proposal) -> None:
    require_acting(proposal.representation, Scope.EDIT)
    if not proposal.is_open:
        raise ProposalClosed


def _require_workable(proposal: Proposal) -> None:
    _require_acting_on(proposal)
    if proposal.offered_at is not None:
        raise ProposalWaits


# ---- The client's answer


def approve(proposal: Proposal, sealed: str, by: User, at: datetime) -> None:
    """Each change that was shown becomes the client's answer; nothing else does. `sealed` says what was shown."""
    _require_waiting(proposal)
    profile = proposal.representation.profile
    found = changes(proposal, profile.answers)
    if seal(proposal, found) != sealed:
        raise ProposalMoved
    names = [change.key for change in found]
    removed = [profile.answers.record(one.section, one.record_id or "") for one in found if one.removed]
    profile.answers = changed_with(profile.answers, found, at)
    profile.amended_at = proposal.approved_at = at
    representative_id = proposal.representation.representative.user_id
    kept = [answer._asdict() for answer in removed if answer is not None]
    record("proposal.approved", proposal, by=by, at=at, changed=names)
    figures = {"proposal": proposal.id, "representative": representative_id, "changed": names, "removed": kept}
    record("profile.amended", profile, by=by, at=at, **figures)


def reject(proposal: Proposal, because: str, by: User, at: datetime) -> None:
    """The client does not want it, and says why."""
    _require_waiting(proposal)
    proposal.rejected_at, proposal.rejected_because = at, because
    record("proposal.rejected", proposal, by=by, at=at)


def _require_waiting(proposal: Proposal) -> None:
    if not proposal.is_open:
        raise ProposalClosed
    if proposal.offered_at is None:
        raise ProposalMoved


def require_none_open(representation: Representation) -> None:
    """Refused while there are changes the client has not answered."""
    if open_of(representation) is not None:
        raise ProposalOpen
