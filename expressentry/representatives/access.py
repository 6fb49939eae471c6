"""Whose clients, representations and proposals they are; and refusals, noted before they are told."""

from typing import Any

from flask import abort, request
from flask_login import current_user
from sqlalchemy import Select, select
from werkzeug.exceptions import NotFound

from expressentry import clock
from expressentry.accounts.access import current_profile, me
from expressentry.database import SAFE_METHODS, begin_writing, db
from expressentry.models import Proposal, Representation, Representative, Role, Scope, record
from expressentry.representatives import lifecycle, proposals

LARGEST_ID = 2**31


def own() -> Representative:
    """The representative who is signed in."""
    return db.session.scalars(select(Representative).where(Representative.user_id == current_user.id)).one()


def known_or_404(representation_id: int) -> Representation:
    """A representation of one's own: asked for by the client, or begun once.

    One's own request that nobody accepted does not exist: it would tell whether an address has an account.
    """
    found = _one(select(Representation).where(Representation.id == representation_id), representation_id)
    if found.representative_id != own().id or not (found.asked_by_client or found.accepted_at):
        abort(404)
    return found


def acting_or_404(representation_id: int, scope: Scope | None = None) -> Representation:
    """A client for whom the representative may act now, with that scope if one is named; else refused."""
    found = known_or_404(representation_id)
    lifecycle.require_acting(found, scope)
    return found


def of_client_or_404(representation_id: int) -> Representation:
    """A representation of the candidate who is signed in."""
    found = _one(select(Representation).where(Representation.id == representation_id), representation_id)
    return found if found.profile_id == current_profile().id else abort(404)


def proposal_or_404(proposal_id: int) -> Proposal:
    """Changes that were sent to the candidate who is signed in, answered or not; refused while taken back."""
    found = _one(select(Proposal).where(Proposal.id == proposal_id), proposal_id)
    if found.representation.profile_id != current_profile().id:
        abort(404)
    if found.is_open and found.offered_at is None:
        raise proposals.ProposalMoved if found.note else NotFound
    return found


def _one(wanted: Select[Any], id_: int) -> Any:
    """The record, and nobody else's to change until this request is answered."""
    locked = wanted if request.method in SAFE_METHODS else wanted.with_for_update()
    return (db.session.scalar(locked) if id_ < LARGEST_ID else None) or abort(404)


def note_refusal(code: str) -> None:
    """Note that somebody was refused, with the client it was about; to be committed."""
    begin_writing()
    if not current_user.is_authenticated:
        return
    about = _asked_about()
    client = None if about is None else about.profile_id
    figures = {"code": code, "path": request.path, "client": client}
    record("representation.refused", about or me(), by=me(), at=clock.now(), **figures)


def _asked_about() -> Representation | None:
    """The representation the address names, if it is the asker's own."""
    id_ = (request.view_args or {}).get("representation_id", LARGEST_ID)
    found = db.session.get(Representation, id_) if id_ < LARGEST_ID else None
    if found is None:
        return None
    whose = found.representative.user_id if current_user.role is Role.REPRESENTATIVE else found.profile.user_id
    return found if whose == current_user.id else None
