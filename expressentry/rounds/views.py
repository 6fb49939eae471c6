"""Rounds: the public list, and for officers the one form, its preview, the issue and the result."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from expressentry import clock, formats, labels, web
from expressentry.accounts.access import anyone, me, officer_required
from expressentry.database import db, reading
from expressentry.models import Role, Round
from expressentry.pool import standing
from expressentry.rounds import lifecycle, report
from expressentry.rounds.forms import RoundForm

bp = Blueprint("rounds", __name__, url_prefix="/<any(en,fr):lang>/rounds")


@bp.get("")
@anyone
def index() -> Response:
    """Every round issued, newest first; an officer sees the drafts too."""
    issued = db.session.scalars(select(Round).where(Round.issued_at.is_not(None)).order_by(Round.number.desc())).all()
    drafts = _drafts() if getattr(current_user, "role", None) is Role.OFFICER else None
    return web.page("rounds/index.html", issued=issued, drafts=drafts)


def _drafts() -> list[Round]:
    wanted = select(Round).where(Round.issued_at.is_(None), Round.discarded_at.is_(None)).order_by(Round.id.desc())
    return list(db.session.scalars(wanted))


@bp.post("")
@officer_required
def draft() -> Any:
    """A new draft."""
    made = lifecycle.draft(me(), at=clock.now())
    db.session.commit()
    return web.see_other("rounds.show", round_id=made.id)


@bp.route("/<int:round_id>", methods=["GET", "POST"])
@officer_required
def show(round_id: int) -> Any:
    """A draft's form, which a post saves; of an issued round, the result."""
    round_ = _round_or_404(round_id)
    if request.method == "POST":
        form = RoundForm()
        if not form.validate():
            return _form_page(round_, form, 422)
        lifecycle.change(round_, form.chosen, form.size.data, form.lowest_score.data, me(), at=clock.now())
        db.session.commit()
        flash(_("The draft is saved."))
        return web.see_other("rounds.show", round_id=round_.id)
    if round_.issued_at is not None:
        return web.page("rounds/result.html", round=round_, mix=report.of_issued(round_))
    return _form_page(round_, RoundForm.of(round_))


def _round_or_404(round_id: int) -> Round:
    found = db.session.scalar(select(Round).where(Round.id == round_id).with_for_update()) if round_id < 2**31 else None
    return found or abort(404)


def _form_page(round_: Round, form: RoundForm, status: int = 200) -> Response:
    return web.page(
        "rounds/show.html", fragment="rounds/_preview.html", status=status, round=round_, form=form, **_previewed(form)
    )


def _previewed(form: RoundForm) -> dict[str, Any]:
    """What would be issued now; nothing while the form makes no sense."""
    if form.errors or form.kind.data is None or form.size.data is None:
        return {"selection": None}
    at, law = clock.now(), clock.law()
    selection = lifecycle.preview(form.chosen, form.size.data, form.lowest_score.data, at, law)
    return {
        "selection": selection,
        "mix": report.of_selection(form.chosen, selection, law),
        "due": standing.due(clock.day_of(at), law.version),
        "law": law,
    }


@bp.post("/<int:round_id>/preview")
@officer_required
@reading
def preview(round_id: int) -> Response:
    """What the form as it stands would issue. Nothing is saved."""
    round_ = _round_or_404(round_id)
    form = RoundForm()
    form.validate()
    return _form_page(round_, form)


@bp.post("/<int:round_id>/invitations")
@officer_required
def issue(round_id: int) -> Any:
    """Issue the round as the form stands. Whoever comes second is shown the result."""
    round_ = _round_or_404(round_id)
    form = RoundForm()
    if round_.issued_at is not None:
        return _already_issued(round_)
    sound = form.validate()
    if not form.confirmed.data:
        form.confirmed.errors, sound = [_("Tick this box to issue the invitations.")], False
    if not sound:
        return _form_page(round_, form, 422)
    try:
        at = clock.now()
        lifecycle.change(round_, form.chosen, form.size.data, form.lowest_score.data, me(), at=at)
        lifecycle.issue(round_, me(), at=at, law=clock.law())
    except lifecycle.NobodyToInvite as refusal:
        db.session.rollback()
        form.size.errors = [labels.refusal(refusal)]
        return _form_page(_round_or_404(round_id), form, 409)
    db.session.commit()
    flash(_("Round %(number)s is issued.", number=round_.number))
    return web.see_other("rounds.show", round_id=round_id)


def _already_issued(round_: Round) -> Any:
    by = round_.issued_by.email if round_.issued_by else ""
    at = formats.utc(round_.issued_at) if round_.issued_at else ""
    flash(_("This round was already issued, by %(by)s at %(at)s. Nothing was issued twice.", by=by, at=at))
    return web.see_other("rounds.show", round_id=round_.id)


@bp.post("/<int:round_id>/discarding")
@officer_required
def discard(round_id: int) -> Any:
    """Discard a draft."""
    lifecycle.discard(_round_or_404(round_id), me(), at=clock.now())
    db.session.commit()
    flash(_("The draft is discarded."))
    return web.see_other("rounds.index")
