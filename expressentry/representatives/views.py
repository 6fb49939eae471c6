"""A representative's account, clients, and what may be done for each. Every refusal is kept in the record."""

import json
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select

from expressentry import clock, labels, viewings, web
from expressentry.accounts import verifying
from expressentry.accounts.access import anyone, begin_session, me, representative_required
from expressentry.accounts.keeping.views import keep_refusals
from expressentry.accounts.lifecycle import AddressTaken
from expressentry.database import begin_writing, db
from expressentry.models import Letter, Proposal, Representation, Scope, ViewingKind
from expressentry.pool import lifecycle as pool
from expressentry.refusals import Refusal
from expressentry.representatives import access, clients, file, history, lifecycle, proposals
from expressentry.representatives.forms import AskForm, FilterForm, ParticularsForm, RegistrationForm

bp = Blueprint("representatives", __name__, url_prefix="/<any(en,fr):lang>/clients")
keep_refusals(bp, "representation.refused", note=access.note_refusal)


# ---- The account


@bp.route("/registration", methods=["GET", "POST"])
@anyone
def register() -> Any:
    """A new representative's account."""
    form = RegistrationForm()
    if not form.is_submitted():
        return web.page("representatives/register.html", form=form)
    if form.validate():
        try:
            stated = form.particulars()
            made = lifecycle.register(form.email.data, form.password.data, web.language(), stated, at=clock.now())
            db.session.commit()
            begin_session(made.user)
            return web.see_other(".index")
        except (AddressTaken, verifying.LicenceTaken) as refusal:
            db.session.rollback()
            _blame(form, refusal)
    return web.page("representatives/register.html", form=form, status=422)


def _blame(form: Any, refusal: Refusal) -> None:
    """Say beside a question why its answer is refused."""
    if isinstance(refusal, AddressTaken):
        form.email.errors = [_("There is an account with this address already. Sign in instead.")]
        return
    form.licence_number.errors = [
        _(
            "Somebody else is verified with this licence. Check the number; if the licence is yours, write to an "
            "officer."
        )
    ]


@bp.route("/particulars", methods=["GET", "POST"])
@representative_required
def particulars() -> Any:
    """What the representative states of themselves, to be corrected."""
    own = access.own()
    form = ParticularsForm(obj=own)
    if not form.is_submitted():
        return web.page("representatives/particulars.html", form=form, own=own)
    if form.validate():
        try:
            lifecycle.correct(own, form.particulars(), by=me(), at=clock.now())
            db.session.commit()
            flash(_("An officer will verify your account.") if own.waits else _("Your particulars are kept."))
            return web.see_other(".index")
        except verifying.LicenceTaken as refusal:
            db.session.rollback()
            _blame(form, refusal)
    return web.page("representatives/particulars.html", form=form, own=access.own(), status=422)


# ---- Clients


@bp.get("")
@representative_required
def index() -> Response:
    """Clients by what comes next, and who asks for representation."""
    own, form = access.own(), FilterForm(request.args)
    form.validate()
    sought = form.words.data or ""
    found = clients.clients(own, clock.now(), clock.law(), sought) if own.is_verified else []
    return web.page(
        "representatives/index.html",
        fragment="representatives/_clients.html",
        own=own,
        form=form,
        clients=found,
        sought=sought,
        invitations=_invitations(own.id) if own.is_verified else [],
        day_of=clock.day_of,
    )


def _invitations(representative_id: int) -> list[Representation]:
    """Clients who wait for an answer, the first one first."""
    asked = select(Representation).where(
        Representation.representative_id == representative_id, Representation.asked_by_client.is_(True)
    )
    return [found for found in db.session.scalars(asked.order_by(Representation.id)) if found.unanswered]


@bp.route("/request", methods=["GET", "POST"])
@representative_required
def ask() -> Any:
    """Ask somebody to represent them; the answer tells nothing of the address."""
    own, form = access.own(), AskForm()
    verifying.require(own)
    if not form.is_submitted():
        return web.page("representatives/ask.html", form=form)
    if not form.validate():
        return web.page("representatives/ask.html", form=form, status=422)
    lifecycle.ask(own, form.email.data, form.given(), by=me(), at=clock.now())
    db.session.commit()
    flash(
        _(
            "If %(email)s is the address of a candidate's account, your question is there now. If it is accepted, the "
            "client stands in your list.",
            email=form.email.data,
        )
    )
    return web.see_other(".index")


@bp.get("/<int:representation_id>/invitation")
@representative_required
def invitation(representation_id: int) -> Response:
    """A client's invitation, to be accepted or declined."""
    asked = access.known_or_404(representation_id)
    verifying.require(asked.representative)
    if not asked.unanswered:
        raise lifecycle.RepresentationAnswered
    return web.page("representatives/invitation.html", asked=asked, day_of=clock.day_of)


@bp.post("/<int:representation_id>/acceptance")
@representative_required
def accept(representation_id: int) -> Any:
    """Act for the client from now on."""
    asked = _asked_by_client(representation_id)
    lifecycle.accept(asked, by=me(), at=clock.now())
    db.session.commit()
    flash(_("You represent %(client)s now.", client=asked.profile.user.email))
    return web.see_other(".show", representation_id=representation_id)


@bp.post("/<int:representation_id>/declining")
@representative_required
def decline(representation_id: int) -> Any:
    """Not to act for the client."""
    asked = _asked_by_client(representation_id)
    lifecycle.decline(asked, by=me(), at=clock.now())
    db.session.commit()
    flash(_("You declined. The client is told."))
    return web.see_other(".index")


def _asked_by_client(representation_id: int) -> Representation:
    """A client's invitation: what one asked for oneself is the client's to answer."""
    asked = access.known_or_404(representation_id)
    verifying.require(asked.representative)
    return asked if asked.asked_by_client else abort(404)


# ---- One client


@bp.get("/<int:representation_id>")
@representative_required
def show(representation_id: int) -> Response:
    """A client's file: answers, score, deadlines, application; that it was opened is noted."""
    representation, at = _opened(representation_id), clock.now()
    shown = file.whole(clients.one(representation, at, clock.law()), at)
    return web.page("representatives/show.html", **shown)


def _opened(representation_id: int, scope: Scope | None = None) -> Representation:
    """A client whose file is opened now, which is noted."""
    begin_writing()
    opened = access.acting_or_404(representation_id, scope)
    viewings.note([opened.profile_id], ViewingKind.CLIENT, by=me(), at=clock.now())
    db.session.commit()
    return access.acting_or_404(representation_id, scope)


@bp.get("/<int:representation_id>/letters")
@representative_required
def letters(representation_id: int) -> Response:
    """A client's letters, newest first."""
    representation = _opened(representation_id, Scope.LETTERS)
    before = request.args.get("before", type=int)
    wanted = select(Letter).where(Letter.user_id == representation.profile.user_id, file.readable(representation.id))
    if before is not None and 0 < before < 2**62:
        wanted = wanted.where(Letter.id < before)
    found = list(db.session.scalars(wanted.order_by(Letter.id.desc()).limit(file.PAGE + 1)))
    shown, more = found[: file.PAGE], len(found) > file.PAGE
    return web.page(
        "representatives/letters.html",
        representation=representation,
        client_name=clients.name_of(representation.profile.answers) or representation.profile.user.email,
        letters=shown,
        before=shown[-1].id if more else None,
        newest=before is None,
        day_of=clock.day_of,
    )


@bp.route("/<int:representation_id>/ending", methods=["GET", "POST"])
@representative_required
def lay_down(representation_id: int) -> Any:
    """Lay the representation down, after asking."""
    representation = access.acting_or_404(representation_id)
    if request.method == "GET":
        return web.page("representatives/lay_down.html", representation=representation)
    lifecycle.lay_down(representation, by=me(), at=clock.now())
    db.session.commit()
    flash(_("You do not represent this client any more. The client is told."))
    return web.see_other(".index")


@bp.post("/<int:representation_id>/proposal")
@representative_required
def propose(representation_id: int) -> Any:
    """Begin to prepare changes, or go on with those begun."""
    representation = access.acting_or_404(representation_id, Scope.EDIT)
    again = None
    if request.form.get("again", "").isdigit() and int(request.form["again"][:9]) < access.LARGEST_ID:
        again = db.session.get(Proposal, int(request.form["again"][:9]))
        if again is None or again.representation_id != representation.id or again.rejected_at is None:
            abort(404)
    proposals.begin(representation, by=me(), at=clock.now(), again=again)
    db.session.commit()
    return web.see_other("proposals.show", representation_id=representation_id)


@bp.route("/<int:representation_id>/submission", methods=["GET", "POST"])
@representative_required
def submission(representation_id: int) -> Any:
    """Enter the pool, or confirm an update there, with the client's own answers: what they typed or approved."""
    if request.method == "GET":
        return _submission_page(_opened(representation_id, Scope.SUBMIT))
    representation = access.acting_or_404(representation_id, Scope.SUBMIT)
    proposals.require_none_open(representation)
    try:
        stay = file.submit(representation.profile, by=me(), at=clock.now(), law=clock.law())
    except (pool.Unfinished, pool.NotEligible, pool.WouldEndEligibility) as refusal:
        access.note_refusal(refusal.code)
        db.session.commit()
        told = str(labels.refusal(refusal))
        return _submission_page(access.acting_or_404(representation_id, Scope.SUBMIT), told)
    db.session.commit()
    flash(_("Submitted. The client's score in the pool is %(score)s.", score=stay.score))
    return web.see_other(".show", representation_id=representation_id)


def _submission_page(representation: Representation, told: str | None = None) -> Response:
    shown = file.before_submission(representation, clock.now(), clock.law())
    return web.page("representatives/submission.html", told=told, status=409 if told else 200, **shown)


# ---- What was done, to take away


@bp.get("/<int:representation_id>/acts.<any(csv,json):suffix>")
@representative_required
def acts(representation_id: int, suffix: str) -> Response:
    """All that the representative did for a client."""
    own, representation = access.own(), access.acting_or_404(representation_id)
    return _taken_away(history.acts([representation], own), suffix)


@bp.get("/acts.<any(csv,json):suffix>")
@representative_required
def all_acts(suffix: str) -> Response:
    """All that the representative did for every client there ever was: without the clients' answers."""
    own = access.own()
    begun = [found for found in own.representations if found.accepted_at is not None]
    return _taken_away(history.acts(begun, own), suffix)


def _taken_away(found: list[history.Act], suffix: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename=acts.{suffix}"}
    if suffix == "csv":
        return Response(history.csv(found), mimetype="text/csv; charset=utf-8", headers=headers)
    text = json.dumps(history.plain(found), ensure_ascii=False, indent=2)
    return Response(text, mimetype="application/json", headers=headers)
