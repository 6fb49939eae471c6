"""The officers' side of applications: the queue, a case and every act on it."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from expressentry import clock, labels, viewings, web
from expressentry.accounts.access import me, officer_required
from expressentry.applications import demands, told
from expressentry.database import begin_writing, db, end_writing
from expressentry.forms import ActForm
from expressentry.models import (
    Application,
    Demand,
    DemandKind,
    RefusalGround,
    StageKey,
    StageState,
    ViewingKind,
    WaitingOn,
)
from expressentry.processing import case, lifecycle, queue
from expressentry.processing.forms import (
    ApproveForm,
    DemandForm,
    FilterForm,
    HandOverForm,
    NoteForm,
    RefuseForm,
    ReturnForm,
    StageForm,
    TakeForm,
    cursor,
    read_cursor,
)
from expressentry.processing.grounds import grounds_of, section_of
from expressentry.refusals import Refusal
from expressentry.rules.programs import Program

bp = Blueprint("processing", __name__, url_prefix="/<any(en,fr):lang>")

CASE = "/cases/<string(length=10):number>"
LARGEST_ID = 2**31


# ---- The queue


@bp.get("/cases")
@officer_required
def index() -> Any:
    """Received applications that wait for a decision, oldest first; or straight to the one of a number."""
    number = request.args.get("number", "").strip().upper()
    if number and queue.received(number) is not None:
        return web.see_other(".show", number=number)
    form, at = FilterForm(request.args), clock.now()
    form.validate()
    shown = queue.page(
        form.filters(current_user.id),
        after=read_cursor(request.args.get("after")),
        before=read_cursor(request.args.get("before")),
    )
    return web.page(
        "processing/index.html",
        fragment="processing/_queue.html",
        form=form,
        shown=shown,
        standard=lambda received_at: case.elapsed(received_at, at),
        chosen={name: value for name, value in request.args.items() if name in form and value},
        after=cursor(shown.after),
        before=cursor(shown.before),
        unknown=number[:20],
    )


@bp.get("/cases/decided")
@officer_required
def decided() -> Response:
    """Cases that ended, the last one first."""
    known = {program.value: program for program in Program}
    program = known.get(request.args.get("program", ""))
    shown = queue.decided(program, read_cursor(request.args.get("after")))
    return web.page("processing/decided.html", program=program, shown=shown, after=cursor(shown.after), every=Program)


# ---- A case


def _case_or_404(number: str) -> Application:
    """A received application; for an act, held until it is done."""
    found = select(Application).where(Application.number == number, Application.received_at.is_not(None))
    return db.session.scalar(found if request.method == "GET" else found.with_for_update()) or abort(404)


@bp.get(CASE)
@officer_required
def show(number: str) -> Response:
    """All of a case on one page. The candidate can read that it was opened."""
    _note_that_it_is_opened(number)
    return _case_page(_case_or_404(number))


def _note_that_it_is_opened(number: str) -> None:
    """Write down that this officer sees who the applicant is, in a transaction of its own: the page takes no lock."""
    begin_writing()
    viewings.note([_case_or_404(number).profile_id], ViewingKind.IDENTIFIED, me(), clock.now())
    db.session.commit()
    end_writing()


def _case_page(
    application: Application, status: int = 200, take: ActForm | None = None, note: ActForm | None = None
) -> Response:
    return web.page(
        "processing/show.html",
        status=status,
        take=take or TakeForm(formdata=None),
        note=note or NoteForm(formdata=None),
        DemandKind=DemandKind,
        **case.whole(application, clock.now()),
    )


@bp.get(f"{CASE}/answers")
@officer_required
def answers(number: str) -> Response:
    """Every answer of the application, to be read or printed. The candidate can read that they were opened."""
    _note_that_it_is_opened(number)
    application, at = _case_or_404(number), clock.now()
    glance = case.at_a_glance(application, at)
    found = case.all_answers(application, glance["received_on"])
    return web.page("processing/answers.html", found=found, **glance)


def _act_page(application: Application, template: str, form: ActForm, status: int = 200, **more: Any) -> Response:
    """The page of one act: what it is, everything it rests on, and its form."""
    glance = case.at_a_glance(application, clock.now())
    return web.page(f"processing/{template}.html", status=status, form=form, **glance, **more)


def _done(application: Application, words: str) -> Any:
    """Keep what was done, and back to the case."""
    db.session.commit()
    flash(words)
    return web.see_other(".show", number=application.number)


def _refused_beside(form: ActForm, name: str, refusal: Refusal) -> None:
    db.session.rollback()
    form.blame(name, labels.refusal(refusal))


@bp.post(f"{CASE}/taking")
@officer_required
def take(number: str) -> Any:
    """Take a case nobody has."""
    application, form = _case_or_404(number), TakeForm()
    if not form.validate():
        return _case_page(application, 422, take=form)
    try:
        lifecycle.take(application, me(), clock.now(), form.reason.data)
    except lifecycle.OlderWaiting as refusal:
        _refused_beside(form, "reason", refusal)
        return _case_page(_case_or_404(number), 422, take=form)
    return _done(application, _("The case is assigned to you."))


@bp.route(f"{CASE}/assignment", methods=["GET", "POST"])
@officer_required
def assign(number: str) -> Any:
    """Give a case to an officer."""
    application = _case_or_404(number)
    officers = {str(user.id): user for user in case.officers()}
    form = HandOverForm.among((id_, user.email) for id_, user in officers.items())
    if request.method == "GET" or not form.validate():
        return _act_page(application, "assign", form, 200 if request.method == "GET" else 422)
    to = officers[form.to.data]
    try:
        lifecycle.hand_over(application, to, me(), clock.now(), form.note.data, form.reason.data)
    except lifecycle.OlderWaiting as refusal:
        _refused_beside(form, "reason", refusal)
        return _act_page(_case_or_404(number), "assign", form, 422)
    return _done(application, _("The case is assigned to %(officer)s.", officer=to.email))


@bp.post(f"{CASE}/notes")
@officer_required
def note(number: str) -> Any:
    """Keep a note."""
    application, form = _case_or_404(number), NoteForm()
    if not form.validate():
        return _case_page(application, 422, note=form)
    lifecycle.note(application, form.text.data, me(), clock.now())
    return _done(application, _("The note is kept."))


@bp.route(f"{CASE}/stages/<key>", methods=["GET", "POST"])
@officer_required
def stage(number: str, key: str) -> Any:
    """Set how far a stage has come."""
    application = _case_or_404(number)
    chosen = next((one for one in lifecycle.BY_HAND if one.value == key), None) or abort(404)
    form = StageForm()
    if request.method == "GET" or not form.validate():
        status = 200 if request.method == "GET" else 422
        return _act_page(application, "stage", form, status, stage=_stage(application, chosen))
    state = StageState(form.state.data)
    awaited = (WaitingOn(form.waiting_on.data), form.waiting_for.data) if state is StageState.WAITING else ()
    lifecycle.set_stage(application, chosen, state, me(), clock.now(), *awaited)
    return _done(application, _("The stage is set."))


def _stage(application: Application, key: StageKey) -> Any:
    return next(one for one in application.stages if one.key is key)


# ---- Completeness


@bp.post(f"{CASE}/completeness")
@officer_required
def find_complete(number: str) -> Any:
    """Find the application complete; what is missing stands on the page of the case."""
    application = _case_or_404(number)
    lifecycle.found_complete(application, me(), clock.now(), _law_at_receipt(application))
    return _done(application, _("The application is found complete."))


@bp.route(f"{CASE}/return", methods=["GET", "POST"])
@officer_required
def give_back(number: str) -> Any:
    """Return an incomplete application with its fees."""
    application, form = _case_or_404(number), ReturnForm()
    law = _law_at_receipt(application)
    lacking = lifecycle.lacking_at_receipt(application, law)
    named = {"lacking": _in("en", application, lacking), "lacking_fr": _in("fr", application, lacking)}
    if request.method == "GET" or not form.validate():
        status = 200 if request.method == "GET" else 422
        return _act_page(application, "return", form, status, lacking=_in(web.language(), application, lacking))
    try:
        lifecycle.return_incomplete(application, form.reasons.data, me(), clock.now(), law, **named)
    except (lifecycle.NothingLacks, lifecycle.TakeFirst, lifecycle.AlreadyComplete) as refusal:
        _refused_beside(form, "reasons", refusal)
        status = 422 if isinstance(refusal, lifecycle.NothingLacks) else 409
        return _act_page(_case_or_404(number), "return", form, status, lacking=named[_LACKING[web.language()]])
    return _done(application, _("The application is returned. The applicant has a letter."))


_LACKING = {"en": "lacking", "fr": "lacking_fr"}


def _in(language: str, application: Application, lacking: list[Any]) -> list[str]:
    """What lacks, in a language: the letter keeps both."""
    with web.speaking(language):
        return [told.lacking(application.answers, one) for one in lacking]


def _law_at_receipt(application: Application) -> Any:
    return clock.law_of(application.received_at or clock.now())


# ---- Requests to the applicant


@bp.route(f"{CASE}/demands/<kind>", methods=["GET", "POST"])
@officer_required
def demand(number: str, kind: str) -> Any:
    """Ask something of the applicant, by letter."""
    application = _case_or_404(number)
    chosen = next((one for one in DemandKind if one.value == kind), None) or abort(404)
    form = DemandForm(data={"days": demands.DAYS[chosen]})
    if request.method == "GET" or not form.validate():
        return _act_page(application, "demand", form, 200 if request.method == "GET" else 422, kind=chosen)
    try:
        demands.make(application, chosen, form.asks.data, form.days.data, me(), clock.now())
    except (demands.DemandOpen, demands.NotCompleteYet) as refusal:
        _refused_beside(form, "asks", refusal)
        return _act_page(_case_or_404(number), "demand", form, 409, kind=chosen)
    return _done(application, _("The request is sent. The applicant has a letter."))


@bp.post(f"{CASE}/demands/<int:demand_id>/cancellation")
@officer_required
def cancel_demand(number: str, demand_id: int) -> Any:
    """Take a request back."""
    application = _case_or_404(number)
    asked: Demand = next((one for one in application.demands if one.id == demand_id), None) or abort(404)
    demands.cancel(asked, me(), clock.now())
    return _done(application, _("The request is cancelled."))


# ---- The decision


@bp.route(f"{CASE}/approval", methods=["GET", "POST"])
@officer_required
def approve(number: str) -> Any:
    """Approve, with everything the approval rests on in view."""
    application, form = _case_or_404(number), ApproveForm()
    if request.method == "GET" or not form.validate():
        return _decision_page(application, "approve", form)
    lifecycle.approve(application, me(), clock.now(), clock.law_of(application.invitation.invited_at))
    return _done(application, _("The application is approved. The applicant has a letter."))


@bp.route(f"{CASE}/refusal", methods=["GET", "POST"])
@officer_required
def refuse(number: str) -> Any:
    """Refuse on a ground, with everything in view."""
    application = _case_or_404(number)
    form = RefuseForm.among((ground, _(section_of(ground, application))) for ground in grounds_of(application))
    if request.method == "GET" or not form.validate():
        return _decision_page(application, "refuse", form)
    try:
        lifecycle.refuse(application, RefusalGround(form.ground.data), form.reasons.data, me(), clock.now())
    except _NOT_YET as refusal:
        _refused_beside(form, "ground", refusal)
        status = 422 if isinstance(refusal, lifecycle.FairnessFirst) else 409
        return _decision_page(_case_or_404(number), "refuse", form, status)
    return _done(application, _("The application is refused. The applicant has a letter."))


# What stands against a refusal for now: the reasons that were typed are shown again.
_NOT_YET = (lifecycle.FairnessFirst, lifecycle.TakeFirst, demands.DemandOpen, demands.NotCompleteYet)


def _decision_page(application: Application, template: str, form: ActForm, status: int = 422) -> Response:
    whole = case.whole(application, clock.now())
    return web.page(f"processing/{template}.html", status=status if form.errors else 200, form=form, **whole)
