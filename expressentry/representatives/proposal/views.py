"""The forms of a proposal: the client's sections once more, on a copy, with the live score; then on to the client."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _

from expressentry import clock, drafts, viewings, web
from expressentry.accounts.access import me, representative_required
from expressentry.accounts.keeping.views import keep_refusals
from expressentry.database import begin_writing, db, reading
from expressentry.models import Answer, Answers, Proposal, Scope, SectionKey, ViewingKind, missing_in
from expressentry.models.answers import with_nomination_answer
from expressentry.representatives import access, proposals
from expressentry.representatives.changes import changed_with, changes
from expressentry.representatives.clients import name_of
from expressentry.representatives.forms import OfferForm
from expressentry.representatives.told import told
from expressentry.rules import noc
from expressentry.sections.beside import record_rows
from expressentry.sections.forms import RECORD_FORMS, preview
from expressentry.sections.judging import at_a_glance, beside, find_answer, form_class, judge
from expressentry.sections.section_form import Reading, SectionForm

bp = Blueprint("proposals", __name__, url_prefix="/<any(en,fr):lang>/clients/<int:representation_id>/proposal")
keep_refusals(bp, "representation.refused", note=access.note_refusal)


def _proposal(representation_id: int) -> Proposal:
    """The proposal that is open; refused if the client has answered it meanwhile."""
    found = proposals.open_of(access.acting_or_404(representation_id, Scope.EDIT))
    if found is None:
        raise proposals.ProposalClosed
    return found


def _looked_at(representation_id: int) -> Proposal:
    """The same, whose copy of the client's answers is looked at now, which is noted."""
    begin_writing()
    profile_id = _proposal(representation_id).representation.profile_id
    viewings.note([profile_id], ViewingKind.CLIENT, by=me(), at=clock.now())
    db.session.commit()
    return _proposal(representation_id)


def _client(proposal: Proposal) -> dict[str, Any]:
    """Whose answers they are, for the head of each page."""
    profile = proposal.representation.profile
    return {
        "proposal": proposal,
        "representation": proposal.representation,
        "client_name": name_of(profile.answers) or profile.user.email,
    }


def _judged_on(proposal: Proposal, answers: Answers) -> Answers:
    """The answers as the law judges them: with the nomination the client holds now."""
    return with_nomination_answer(answers, proposal.representation.profile.facts().nomination)


@bp.get("")
@representative_required
def show(representation_id: int) -> Response:
    """The sections, what differs so far, and the way to the client."""
    return _overview(_looked_at(representation_id), OfferForm(formdata=None))


def _overview(proposal: Proposal, form: OfferForm, status: int = 200) -> Response:
    present = proposal.representation.profile.answers
    found = changes(proposal, present)
    return web.page(
        "representatives/proposal.html",
        status=status,
        form=form,
        sections=at_a_glance(proposal.answers),
        changes=told(found, clock.today()),
        judged=judge(changed_with(present, found, clock.now()).facts()),
        before=judge(present.facts()),
        day_of=clock.day_of,
        **_client(proposal),
    )


@bp.post("/offer")
@representative_required
def offer(representation_id: int) -> Any:
    """Send the changes to the client."""
    proposal, form = _proposal(representation_id), OfferForm()
    if not form.validate():
        return _overview(proposal, form, 422)
    proposals.offer(proposal, form.note.data, by=me(), at=clock.now())
    db.session.commit()
    flash(_("The changes are with your client now. Nothing changes before they approve."))
    return web.see_other("representatives.show", representation_id=representation_id)


@bp.post("/taking-back")
@representative_required
def take_back(representation_id: int) -> Any:
    """Back from the client, to be worked on."""
    proposals.take_back(_proposal(representation_id), by=me(), at=clock.now())
    db.session.commit()
    flash(_("The changes are yours again. The client cannot answer them until you send them."))
    return web.see_other(".show", representation_id=representation_id)


@bp.route("/withdrawal", methods=["GET", "POST"])
@representative_required
def withdraw(representation_id: int) -> Any:
    """Give the changes up, after asking."""
    proposal = _proposal(representation_id)
    if request.method == "GET":
        return web.page("representatives/withdraw.html", **_client(proposal))
    proposals.withdraw(proposal, by=me(), at=clock.now())
    db.session.commit()
    flash(_("The changes are withdrawn. Your client's answers are as they were."))
    return web.see_other("representatives.show", representation_id=representation_id)


# ---- The forms


def _answer_or_404(proposal: Proposal, key: SectionKey, record_id: str | None) -> Answer:
    return find_answer(proposal.answers, key, record_id) or abort(404)


@bp.route("/<section:key>", methods=["GET", "POST"])
@bp.route("/<section:key>/<record_id>", methods=["GET", "POST"], endpoint="record")
@representative_required
def section(representation_id: int, key: SectionKey, record_id: str | None = None) -> Any:
    """One form of the copy; saving it goes back to the overview, or to the list a record stands in."""
    proposal = (_looked_at if request.method == "GET" else _proposal)(representation_id)
    answer, kind = _answer_or_404(proposal, key, record_id), form_class(key, record_id)
    if request.method == "GET":
        return _form_page(proposal, key, record_id, kind.of(answer, clock.today()))
    read = kind.read(request.form, clock.today())
    try:
        _amend(proposal, key, record_id, read)
    except drafts.ChangedElsewhere as refusal:
        db.session.rollback()
        return _changed_elsewhere(_proposal(representation_id), key, record_id, read, refusal)
    db.session.commit()
    if read.errors:
        return _form_page(_proposal(representation_id), key, record_id, kind.as_sent(request.form, read), read, 422)
    if record_id is not None:
        return web.see_other(".section", representation_id=representation_id, key=key)
    return web.see_other(".show", representation_id=representation_id)


def _amend(proposal: Proposal, key: SectionKey, record_id: str | None, read: Reading) -> Answer:
    return proposals.amend(
        proposal,
        key,
        record_id,
        values=read.answers,
        typed=read.typed,
        revision=request.form.get("revision", "0")[:20],
        tab=request.form.get("tab", "")[:20],
        by=me(),
        at=clock.now(),
    )


def _form_page(
    proposal: Proposal,
    key: SectionKey,
    record_id: str | None,
    form: SectionForm,
    read: Reading | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """The page of a form, with the score of the copy as it shows it."""
    saved = proposal.answers
    answers = saved if read is None else preview(saved, key, record_id, read)
    return web.page(
        "representatives/section.html",
        status=status,
        key=key,
        record_id=record_id,
        form=form,
        closed=proposal.offered_at is not None,
        record_rows=record_rows(answers, key) if record_id is None and key in RECORD_FORMS else [],
        sections=at_a_glance(saved),
        missing={one.name for one in missing_in(answers, key) if one.record_id == record_id},
        **beside(key, record_id, _judged_on(proposal, answers), read),
        **_client(proposal),
        **more,
    )


@bp.post("/<section:key>/score")
@bp.post("/<section:key>/<record_id>/score", endpoint="record_score")
@representative_required
@reading
def score(representation_id: int, key: SectionKey, record_id: str | None = None) -> Response:
    """Score and eligibility as the form now stands. Nothing is saved."""
    proposal = _proposal(representation_id)
    _answer_or_404(proposal, key, record_id)
    kind = form_class(key, record_id)
    read = kind.read(request.form, clock.today())
    if not web.asked_by_htmx():
        return _form_page(proposal, key, record_id, kind.as_sent(request.form, read), read)
    answers = _judged_on(proposal, preview(proposal.answers, key, record_id, read))
    shown = beside(key, record_id, answers, read)
    shown["levels"] = tuple(shown["levels"].items())
    return web.page("representatives/_look.html", fragment="representatives/_look.html", **shown)


@bp.post("/<section:key>/draft")
@bp.post("/<section:key>/<record_id>/draft", endpoint="record_draft")
@representative_required
def draft(representation_id: int, key: SectionKey, record_id: str | None = None) -> Response:
    """Keep the form as it stands, finished or not."""
    proposal = _proposal(representation_id)
    _answer_or_404(proposal, key, record_id)
    read = form_class(key, record_id).read(request.form, clock.today())
    try:
        saved = _amend(proposal, key, record_id, read)
    except drafts.ChangedElsewhere:
        db.session.rollback()
        return web.page("sections/_draft.html", status=409, saved=None)
    db.session.commit()
    return web.page("sections/_draft.html", saved=saved, at=clock.now(), errors=read.errors)


def _changed_elsewhere(
    proposal: Proposal, key: SectionKey, record_id: str | None, read: Reading, refusal: drafts.ChangedElsewhere
) -> Response:
    """What was saved meanwhile beside what was typed; sending the form again keeps what was typed."""
    kind, on = form_class(key, record_id), clock.today()
    form, pairs = kind.over_saved(request.form, read, refusal.saved, refusal.differing, on)
    return _form_page(proposal, key, record_id, form, read, 409, conflict=pairs)


@bp.post("/<section:key>/records")
@representative_required
def add(representation_id: int, key: SectionKey) -> Any:
    """A new, empty record."""
    proposal = _proposal(representation_id)
    if key not in RECORD_FORMS:
        abort(404)
    record_id = proposals.add_record(proposal, key, by=me(), at=clock.now())
    db.session.commit()
    return web.see_other(".record", representation_id=representation_id, key=key, record_id=record_id)


@bp.route("/<section:key>/<record_id>/removal", methods=["GET", "POST"])
@representative_required
def remove(representation_id: int, key: SectionKey, record_id: str) -> Any:
    """Take a record out of the copy, after asking."""
    proposal = _proposal(representation_id)
    if key not in RECORD_FORMS:
        abort(404)
    if request.method == "GET":
        _answer_or_404(proposal, key, record_id)
        row = next(row for row in record_rows(proposal.answers, key) if row["id"] == record_id)
        shown = {"key": key, "record_id": record_id, "name": row["name"]}
        return web.page("representatives/remove.html", **shown, **_client(proposal))
    proposals.remove_record(proposal, key, record_id, by=me(), at=clock.now())
    db.session.commit()
    flash(_("It is taken out of the copy. Your client's own answers still have it."))
    return web.see_other(".section", representation_id=representation_id, key=key)


@bp.post("/<section:key>/occupations")
@bp.post("/<section:key>/<record_id>/occupations", endpoint="record_occupations")
@representative_required
@reading
def occupations(representation_id: int, key: SectionKey, record_id: str | None = None) -> Response:
    """The form again, with the occupations found for what was typed in one of its occupation fields."""
    proposal = _proposal(representation_id)
    _answer_or_404(proposal, key, record_id)
    kind = form_class(key, record_id)
    read = kind.read(request.form, clock.today())
    name = request.form.get("find", "")
    found = noc.search(request.form.get(f"{name}_search", "")[:200], web.language())
    return _form_page(proposal, key, record_id, kind.as_sent(request.form, read), read, found={name: found})
