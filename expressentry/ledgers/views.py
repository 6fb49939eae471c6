"""Every point with its reason: the candidate's own, as submitted, as invited, and for officers; two sides compared."""

import json
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, request
from sqlalchemy import select

from expressentry import clock, viewings, web
from expressentry.accounts.access import candidate_required, current_answers, current_profile, me, officer_required
from expressentry.accounts.keeping.views import keep_refusals
from expressentry.analysis.comparing import compare as comparison_of
from expressentry.analysis.ledger import Ledger, ledger
from expressentry.analysis.ledger_json import as_json
from expressentry.database import begin_writing, db, end_writing
from expressentry.invitations.access import own_invitation_or_404
from expressentry.ledgers.forms import ComparisonForm, LedgerForm
from expressentry.models import ExpressionOfInterest, ViewingKind
from expressentry.pool.lifecycle import open_stay
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.scorecard import frozen_lines
from expressentry.rules.tables import law_on

bp = Blueprint("ledgers", __name__, url_prefix="/<any(en,fr):lang>")
keep_refusals(bp, "ledgers.refused")


@bp.get("/profile/ledger")
@bp.get("/profile/ledger.json", endpoint="download")
@candidate_required
def show() -> Response:
    """The ledger of the answers as they stand, on any day under any law."""
    return _answer("ledgers/show.html", current_answers().facts())


@bp.get("/expression-of-interest/ledger")
@bp.get("/expression-of-interest/ledger.json", endpoint="download_submitted")
@candidate_required
def submitted() -> Response:
    """The ledger of the answers as last submitted to the pool."""
    stay = open_stay(current_profile()) or abort(404)
    return _answer("ledgers/submitted.html", stay.facts, stay=stay)


@bp.get("/pool/<number>/ledger")
@bp.get("/pool/<number>/ledger.json", endpoint="download_candidate")
@officer_required
def candidate(number: str) -> Response:
    """An officer's ledger of a candidate, as last submitted. The candidate can read that it was looked at."""
    begin_writing()
    stay = db.session.scalar(select(ExpressionOfInterest).where(ExpressionOfInterest.number == number)) or abort(404)
    viewings.note([stay.profile_id], ViewingKind.OPENED, me(), clock.now())
    db.session.commit()
    end_writing()
    return _answer("ledgers/candidate.html", stay.facts, stay=stay)


@bp.get("/invitations/<int:invitation_id>/ledger")
@bp.get("/invitations/<int:invitation_id>/ledger.json", endpoint="download_invitation")
@candidate_required
def invitation(invitation_id: int) -> Response:
    """The ledger of an invitation, on its own day; without reasons if the answers it rests on have changed since."""
    given = own_invitation_or_404(invitation_id)
    on, law = clock.day_of(given.invited_at), clock.law_of(given.invited_at)
    facts = given.application.invited_facts if given.application else given.expression.facts
    then = ledger(facts, on, law)
    holds = [entry.line.points for entry in then.entries] == [line.points for line in frozen_lines(given.scorecard)]
    if _plain():
        return _download(then) if holds else abort(404)
    return web.page("ledgers/invitation.html", invitation=given, ledger=then if holds else None, on=on)


def _answer(template: str, facts: Facts, **context: Any) -> Response:
    """The ledger on the day and under the law the address names, as a page or as JSON; or what is wrong with them."""
    form = LedgerForm.asked(request.args, clock.today())
    found = None if form.errors else ledger(facts, *_standpoint(*form.days))
    if not _plain():
        return web.page(template, status=422 if form.errors else 200, form=form, ledger=found, **context)
    if found is None:
        errors = {name: [str(told) for told in every] for name, every in form.errors.items()}
        return Response(json.dumps({"errors": errors}, ensure_ascii=False), 422, mimetype="application/json")
    return _download(found)


def _plain() -> bool:
    """True if the address is that of the JSON."""
    return request.path.endswith(".json")


def _standpoint(on: date, chosen: date | None) -> tuple[date, Law]:
    """A day, and the law chosen for it: its own unless another is named, today's for days still to come."""
    return on, law_on(chosen) if chosen else clock.law_for(min(on, clock.today()))


def _download(found: Ledger) -> Response:
    headers = {"Content-Disposition": f"attachment; filename=ledger-{found.on}.json"}
    return Response(
        json.dumps(as_json(found), ensure_ascii=False, indent=2), mimetype="application/json", headers=headers
    )


@bp.get("/profile/compare")
@candidate_required
def compare() -> Response:
    """The same answers on two days under two laws, side by side."""
    form, facts = ComparisonForm.asked(request.args, clock.today()), current_answers().facts()
    sides = None if form.errors else (_standpoint(*form.days), _standpoint(*form.other_days))
    return web.page(
        "ledgers/compare.html",
        status=422 if form.errors else 200,
        form=form,
        comparison=comparison_of(facts, *sides) if sides and request.args else None,
    )
