"""The candidate's side: who represents them and how far, changes to approve, and all that was done."""

import json
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import or_, select

from expressentry import clock, web
from expressentry.accounts.access import candidate_required, current_profile, me
from expressentry.accounts.keeping.views import keep_refusals
from expressentry.database import db
from expressentry.models import Proposal, Representation, Representative
from expressentry.representatives import access, history, lifecycle, proposals
from expressentry.representatives.changes import changed_with, changes, seal
from expressentry.representatives.forms import FindForm, RejectForm, ScopesForm
from expressentry.representatives.told import told
from expressentry.sections.judging import judge

bp = Blueprint("representation", __name__, url_prefix="/<any(en,fr):lang>/representation")
keep_refusals(bp, "representation.refused", note=access.note_refusal)

MOST_FOUND = 20


def _own() -> list[Representation]:
    """Every representation of the candidate, the newest first."""
    own = select(Representation).where(Representation.profile_id == current_profile().id)
    return list(db.session.scalars(own.order_by(Representation.id.desc())))


@bp.get("")
@candidate_required
def index() -> Response:
    """Who represents the candidate, what waits for an answer, and who did before."""
    found = _own()
    active = next((one for one in found if one.is_active), None)
    sent = [proposal for one in found for proposal in one.proposals if proposal.offered_at or not proposal.is_open]
    return web.page(
        "representation/index.html",
        active=active,
        waiting=[proposal for proposal in sent if proposal.is_open],
        answered=sorted((p for p in sent if not p.is_open and p.offered_at), key=lambda p: p.id, reverse=True),
        asked=[one for one in found if one.unanswered and not one.asked_by_client],
        invited=[one for one in found if one.unanswered and one.asked_by_client],
        past=[one for one in found if one.accepted_at and one.ended_at],
        day_of=clock.day_of,
    )


# ---- A representative is found, invited, answered


@bp.get("/representatives")
@candidate_required
def find() -> Response:
    """Verified representatives by name, firm or licence number."""
    form = FindForm(request.args)
    asked = form.validate() and bool(form.words.data)
    return web.page(
        "representation/find.html",
        fragment="representation/_found.html",
        form=form,
        asked=asked,
        found=_search(form.words.data) if asked else [],
        most=MOST_FOUND,
    )


def _search(words: str) -> list[Representative]:
    wanted = select(Representative).where(Representative.verified_at.is_not(None))
    for word in words.split()[:6]:
        part = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        columns = (Representative.name, Representative.organisation, Representative.licence_number)
        wanted = wanted.where(or_(*(column.ilike(part, escape="\\") for column in columns)))
    return list(db.session.scalars(wanted.order_by(Representative.name, Representative.id).limit(MOST_FOUND)))


@bp.route("/representatives/<int:representative_id>", methods=["GET", "POST"])
@candidate_required
def invite(representative_id: int) -> Any:
    """Who it is, what they may do, and what an invitation means; then it is sent."""
    verified = select(Representative).where(
        Representative.id == representative_id, Representative.verified_at.is_not(None)
    )
    found = (db.session.scalar(verified) if representative_id < access.LARGEST_ID else None) or abort(404)
    form = ScopesForm()
    if not form.is_submitted() or not form.validate():
        status = 422 if form.is_submitted() else 200
        active = lifecycle.active_of(current_profile())
        return web.page("representation/invite.html", representative=found, form=form, active=active, status=status)
    lifecycle.invite(current_profile(), found, form.given(), at=clock.now())
    db.session.commit()
    flash(_("Your invitation is sent. It begins when %(name)s accepts.", name=found.name))
    return web.see_other(".index")


@bp.route("/<int:representation_id>/acceptance", methods=["GET", "POST"])
@candidate_required
def accept(representation_id: int) -> Any:
    """A representative's request, to be accepted with these scopes or fewer, or declined."""
    asked = access.of_client_or_404(representation_id)
    if asked.asked_by_client:
        abort(404)
    form = ScopesForm(data={"scopes": [scope.value for scope in asked.scopes]})
    if not form.is_submitted() or not form.validate():
        if not asked.unanswered:
            raise lifecycle.RepresentationAnswered
        status, active = 422 if form.is_submitted() else 200, lifecycle.active_of(current_profile())
        return web.page("representation/accept.html", asked=asked, form=form, active=active, status=status)
    lifecycle.accept(asked, by=me(), at=clock.now(), scopes=form.given())
    db.session.commit()
    flash(_("%(name)s represents you now.", name=asked.representative.name))
    return web.see_other(".index")


@bp.post("/<int:representation_id>/declining")
@candidate_required
def decline(representation_id: int) -> Any:
    """Not to be represented by whoever asked."""
    asked = access.of_client_or_404(representation_id)
    if asked.asked_by_client:
        abort(404)
    lifecycle.decline(asked, by=me(), at=clock.now())
    db.session.commit()
    flash(_("You declined. The representative is not told, and has seen nothing of you."))
    return web.see_other(".index")


# ---- Scopes, and the end


@bp.route("/<int:representation_id>/scopes", methods=["GET", "POST"])
@candidate_required
def scopes(representation_id: int) -> Any:
    """What the representative may do from now on."""
    representation = access.of_client_or_404(representation_id)
    form = ScopesForm(data={"scopes": [scope.value for scope in representation.scopes]})
    if not form.is_submitted() or not form.validate():
        if not representation.is_active:
            raise lifecycle.RepresentationOver
        status = 422 if form.is_submitted() else 200
        return web.page("representation/scopes.html", representation=representation, form=form, status=status)
    lifecycle.rescope(representation, form.given(), by=me(), at=clock.now())
    db.session.commit()
    flash(_("It is changed, from this moment on."))
    return web.see_other(".index")


@bp.route("/<int:representation_id>/ending", methods=["GET", "POST"])
@candidate_required
def end(representation_id: int) -> Any:
    """End the representation, or take an invitation back, after asking."""
    representation = access.of_client_or_404(representation_id)
    if request.method == "GET":
        if not (representation.is_active or representation.unanswered):
            raise lifecycle.RepresentationOver
        return web.page("representation/end.html", representation=representation)
    if representation.unanswered and representation.asked_by_client:
        lifecycle.take_back(representation, by=me(), at=clock.now())
    else:
        lifecycle.revoke(representation, by=me(), at=clock.now())
    db.session.commit()
    flash(_("It has ended. Nothing more can be done for you by this representative."))
    return web.see_other(".index")


# ---- Changes to approve


@bp.get("/proposals/<int:proposal_id>")
@candidate_required
def proposal(proposal_id: int) -> Response:
    """The exact changes, before and after, with what they do to the score."""
    return _proposal_page(access.proposal_or_404(proposal_id), RejectForm(formdata=None))


def _proposal_page(shown: Proposal, form: RejectForm, status: int = 200) -> Response:
    present = current_profile().answers
    found = changes(shown, present if shown.is_open else shown.based_on)
    after = changed_with(present, found, clock.now()) if shown.is_open else shown.answers
    return web.page(
        "representation/proposal.html",
        status=status,
        proposal=shown,
        representation=shown.representation,
        changes=told(found, clock.today()),
        apart=[change for change in found if change.apart],
        sealed=seal(shown, found),
        form=form,
        before=judge(present.facts()) if shown.is_open else None,
        after=judge(after.facts()) if shown.is_open else None,
        day_of=clock.day_of,
    )


@bp.post("/proposals/<int:proposal_id>/approval")
@candidate_required
def approve(proposal_id: int) -> Any:
    """The changes, as the page showed them, become the candidate's own answers."""
    answered = access.proposal_or_404(proposal_id)
    proposals.approve(answered, request.form.get("sealed", "")[:40], by=me(), at=clock.now())
    db.session.commit()
    flash(_("You approved the changes. They are your answers now."))
    return web.see_other(".proposal", proposal_id=proposal_id)


@bp.post("/proposals/<int:proposal_id>/rejection")
@candidate_required
def reject(proposal_id: int) -> Any:
    """The candidate does not want the changes, and says why."""
    answered, form = access.proposal_or_404(proposal_id), RejectForm()
    if not form.validate() and answered.is_open:
        return _proposal_page(answered, form, 422)
    proposals.reject(answered, form.because.data or "", by=me(), at=clock.now())
    db.session.commit()
    flash(_("You rejected the changes. Your answers are as they were."))
    return web.see_other(".proposal", proposal_id=proposal_id)


# ---- All that was done


@bp.get("/history")
@candidate_required
def acts() -> Response:
    """What was done by representatives, and in their representations, the newest first."""
    found = history.folded(history.acts(_own(), client=_("You")))
    return web.page("representation/history.html", acts=found)


@bp.get("/history.<any(csv,json):suffix>")
@candidate_required
def export(suffix: str) -> Response:
    """The same, and each opening of the file, to take away."""
    found = history.acts(_own())
    headers = {"Content-Disposition": f"attachment; filename=representation.{suffix}"}
    if suffix == "csv":
        return Response(history.csv(found), mimetype="text/csv; charset=utf-8", headers=headers)
    text = json.dumps(history.plain(found), ensure_ascii=False, indent=2)
    return Response(text, mimetype="application/json", headers=headers)
