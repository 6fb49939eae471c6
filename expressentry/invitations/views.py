"""The candidate's invitation: the letter, and declining it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash
from flask_babel import gettext as _

from expressentry import clock, heartbeat, web
from expressentry.accounts.access import candidate_required, current_profile, me
from expressentry.database import db
from expressentry.invitations import holding, lifecycle
from expressentry.invitations.access import own_invitation_or_404
from expressentry.models import Invitation
from expressentry.pool import lifecycle as pool
from expressentry.rules.facts import Facts
from expressentry.rules.lock_in import Holding
from expressentry.rules.scorecard import frozen_lines

bp = Blueprint("invitations", __name__, url_prefix="/<any(en,fr):lang>/invitations")


@bp.get("/<int:invitation_id>")
@candidate_required
def show(invitation_id: int) -> Response:
    """The letter: program, sixteen lines, total, and the instant it ends."""
    invitation, at = own_invitation_or_404(invitation_id), clock.now()
    return web.page(
        "invitations/show.html",
        invitation=invitation,
        lines=frozen_lines(invitation.scorecard),
        is_open=invitation.is_open(at),
        unjudged=invitation.lapsed_at is None and heartbeat.judged_until(at) < invitation.answer_before <= at,
        days_left=(invitation.answer_before - at).days,
        held=_held(invitation, current_profile().facts()) if invitation.is_open(at) else (),
    )


def _held(invitation: Invitation, facts: Facts) -> tuple[Holding, Holding]:
    """The invitation held against the profile as it stands, today and on the last day to apply."""
    stated = replace(facts, nomination=invitation.expression.facts.nomination)
    return holding.today_and_last_day(invitation, stated, clock.now(), clock.law_of)


@bp.get("/<int:invitation_id>/declining")
@candidate_required
def ask_decline(invitation_id: int) -> Response:
    """What declining does, before it is done."""
    invitation, at = own_invitation_or_404(invitation_id), clock.now()
    return web.page(
        "invitations/decline.html",
        invitation=invitation,
        is_open=invitation.is_open(at),
        score=pool.score_on_return(invitation.expression, at, clock.law()),
    )


@bp.post("/<int:invitation_id>/declining")
@candidate_required
def decline(invitation_id: int) -> Any:
    """Decline, and return to the pool if still eligible."""
    invitation = own_invitation_or_404(invitation_id)
    lifecycle.decline(invitation, me(), at=clock.now(), law=clock.law())
    db.session.commit()
    flash(_("You have declined the invitation."))
    return web.see_other("pool.standing")
