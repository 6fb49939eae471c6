"""The candidate's application: the checklist from the first day, the way to submission, and what happens after it."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select

from expressentry import application_words, clock, drafts, formats, heartbeat, labels, processing_times, web
from expressentry.accounts.access import candidate_required, current_profile, me
from expressentry.applications import cockpit, demands, lifecycle, payments, quick, words
from expressentry.applications.access import LARGEST_ID, own_application_or_404
from expressentry.applications.answers.views import at_a_glance
from expressentry.applications.closing import NotInProcess, all_paid, refund_on
from expressentry.applications.completeness import lacking, owed
from expressentry.applications.differences import differences
from expressentry.applications.forms import (
    DemandAnswerForm,
    PaymentForm,
    SubmissionForm,
    explanation,
    read_explanations,
)
from expressentry.database import db
from expressentry.invitations import holding
from expressentry.models import (
    Application,
    Decision,
    Demand,
    ExpressionOfInterest,
    Invitation,
    Profile,
)
from expressentry.models.application_answers import case_of, facts_of
from expressentry.rules import fees

bp = Blueprint("applications", __name__, url_prefix="/<any(en,fr):lang>")


# ---- Before an invitation


@bp.get("/checklist")
@candidate_required
def checklist() -> Any:
    """The documents and fees an application would need today; of an application begun, its own."""
    profile, at = current_profile(), clock.now()
    application = _begun(profile, at)
    if application is not None:
        return web.see_other("applications.show", application_id=application.id)
    return web.page("applications/checklist.html", **cockpit.before_applying(profile, at))


def _begun(profile: Profile, at: datetime) -> Application | None:
    """The latest application, if it can still be filled in or is being processed."""
    latest = select(Application).where(Application.profile_id == profile.id).order_by(Application.id.desc()).limit(1)
    found = db.session.scalar(latest)
    return found if found is not None and (found.in_process or found.is_draft(at)) else None


@bp.post("/invitations/<int:invitation_id>/application")
@candidate_required
def start(invitation_id: int) -> Any:
    """Begin the application of an invitation; one that was begun is opened."""
    own = (
        select(Invitation)
        .join(ExpressionOfInterest)
        .where(Invitation.id == invitation_id, ExpressionOfInterest.profile_id == current_profile().id)
    )
    invitation = (db.session.scalar(own) if invitation_id < LARGEST_ID else None) or abort(404)
    application = lifecycle.start(invitation, me(), clock.now())
    db.session.commit()
    return web.see_other("applications.show", application_id=application.id)


# ---- The application


@bp.get("/applications/<int:application_id>")
@candidate_required
def show(application_id: int) -> Any:
    """Of a draft what is done and what is left, until when; of a received application how far it has come."""
    application, at = own_application_or_404(application_id), clock.now()
    if application.received_at is not None:
        return _status_page(application, at)
    found = cockpit.of_application(application, at)
    return web.page("applications/show.html", **found, sections=at_a_glance(application.answers))


def _status_page(application: Application, at: datetime) -> Response:
    return web.page(
        "applications/status.html",
        application=application,
        invitation=application.invitation,
        at=at,
        clock=processing_times.for_candidate(application, clock.day_of(at), clock.law()),
        open_demands=[demand for demand in application.demands if demand.is_open(at)],
        refund=sum(payment.refund_cents or 0 for payment in application.payments),
        withdrawn=application.decision is Decision.WITHDRAWN,
    )


@bp.route("/applications/<int:application_id>/differences", methods=["GET", "POST"])
@candidate_required
def explain(application_id: int) -> Any:
    """Where the application differs from the profile as invited, with a place to explain each."""
    application = own_application_or_404(application_id)
    found = differences(application, clock.today())
    if request.method == "GET":
        return _explanations_page(application, found, application.explanations, {})
    texts, errors = read_explanations(request.form, [one.key for one in found if one.key in request.form])
    seen = _seen([one.key for one in found])
    if errors:
        return _explanations_page(application, found, {**texts, **_typed(errors)}, errors, 422, seen)
    try:
        lifecycle.explain(application, texts, me(), clock.now(), seen)
    except lifecycle.ExplainedElsewhere as refusal:
        db.session.rollback()
        return _explained_elsewhere(own_application_or_404(application_id), refusal)
    db.session.commit()
    flash(_("Your explanations are saved."))
    return web.see_other("applications.show", application_id=application_id)


def _typed(errors: dict[str, str]) -> dict[str, str]:
    return {key: request.form.get(key, "")[: lifecycle.LONGEST_EXPLANATION] for key in errors}


def _seen(keys: list[str]) -> dict[str, str]:
    """The marks of the explanations that the page was opened on."""
    return {key: request.form[f"{key}.was"] for key in keys if f"{key}.was" in request.form}


def _explained_elsewhere(application: Application, refusal: lifecycle.ExplainedElsewhere) -> Response:
    """What another window saved meanwhile beside what is written here; saving again keeps what is written here."""
    errors = {
        key: _(
            "Another window saved this meanwhile: “%(saved)s”. Nothing was overwritten; save again to keep yours.",
            saved=application.explanations.get(key) or _("nothing"),
        )
        for key in refusal.names
    }
    found = differences(application, clock.today())
    return _explanations_page(application, found, {**application.explanations, **refusal.texts}, errors, 409)


def _explanations_page(
    application: Application,
    found: list[Any],
    texts: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
    seen: dict[str, str] | None = None,
) -> Response:
    marks = {one.key: drafts.mark(application.explanations.get(one.key)) for one in found}
    return web.page(
        "applications/differences.html",
        status=status,
        application=application,
        is_draft=application.is_draft(clock.now()),
        rows=[(one, explanation(one.key, texts.get(one.key), errors.get(one.key))) for one in found],
        errors=errors,
        marks={**marks, **(seen or {})},
    )


# ---- Fees


@bp.get("/applications/<int:application_id>/fees")
@candidate_required
def show_fees(application_id: int) -> Response:
    """What is due, paid and still owed today."""
    return _fees_page(own_application_or_404(application_id), PaymentForm(formdata=None))


@bp.post("/applications/<int:application_id>/payments")
@candidate_required
def pay(application_id: int) -> Any:
    """Record a payment made elsewhere, by its reference."""
    application, at, form = own_application_or_404(application_id), clock.now(), PaymentForm()
    lines = owed(application, case_of(application), clock.day_of(at), clock.law())
    cents = sum(line.total_cents for line in lines)
    reference = _reference(form)
    if not _sound(form, cents, clock.day_of(application.invitation.invited_at)) or reference is None:
        return _fees_page(application, form, 422)
    paid_on = date.fromisoformat(form.paid_on.data)
    try:
        payments.declare(application, reference, payments.items_of(lines), cents, paid_on, by=me(), at=at)
    except payments.PaymentReferenceUsed as refusal:
        db.session.rollback()
        form.reference.errors = [labels.refusal(refusal)]
        return _fees_page(own_application_or_404(application_id), form, 409)
    db.session.commit()
    flash(_("Your payment is recorded. An officer confirms its receipt."))
    return web.see_other("applications.show_fees", application_id=application_id)


def _reference(form: PaymentForm) -> str | None:
    """The reference as it is kept; else words stand beside the field, and a card number is not shown again."""
    form.validate()
    try:
        return payments.PROVIDER.read(form.reference.raw)
    except payments.UnusableReference as problem:
        form.reference.errors = [application_words.PAYMENTS[problem.key]]
        if problem.key == "card_number":
            form.reference.raw_data = []
            form.reference.data = None
        return None


def _sound(form: PaymentForm, cents: int, first: date) -> bool:
    """True if a reference, a day from `first` to today and exactly the sum owed were written; else words beside it.

    Where nothing is owed no sum is right, which the domain refuses.
    """
    if form.paid_on.data is None and not form.paid_on.errors:
        form.paid_on.errors = [_("Write the day you paid.")]
    elif form.paid_on.data and date.fromisoformat(form.paid_on.data) > clock.today():
        form.paid_on.errors = [_("This day is in the future. Give a day that has passed.")]
    elif form.paid_on.data and date.fromisoformat(form.paid_on.data) < first:
        form.paid_on.errors = [_("You were invited on %(day)s; nothing was owed before.", day=formats.day(first))]
    if cents and form.amount.data != cents and not form.amount.errors:
        form.amount.errors = [_("The amount owed today is %(amount)s. Pay exactly that.", amount=formats.money(cents))]
    return not form.errors


def _fees_page(application: Application, form: PaymentForm, status: int = 200) -> Response:
    at, case = application.received_at or clock.now(), case_of(application)
    on, law = clock.day_of(at), clock.law_of(at)
    last = max(on, holding.last_day(application.invitation))
    due, still = fees.due(case.people, on, law), owed(application, case, on, law)
    return web.page(
        "applications/fees.html",
        status=status,
        application=application,
        is_draft=application.is_draft(clock.now()),
        form=form,
        due=due,
        due_cents=sum(line.total_cents for line in due),
        owed=still,
        last_day=last,
        owed_then=sum(line.total_cents for line in owed(application, case, last, clock.law_for(last))),
        too_much=sum(fees.overpaid(case.people, all_paid(application.payments), on, law).values()),
        back={payment.id: payments.refund_due(payment) for payment in application.payments},
        instructions=_instructions(application, sum(line.total_cents for line in still)),
        on=on,
    )


@bp.get("/applications/<int:application_id>/receipt")
@candidate_required
def receipt(application_id: int) -> Response:
    """The fees an officer has confirmed as received, to be printed."""
    return web.page(
        "applications/receipt.html", application=own_application_or_404(application_id), fee_item=fees.FeeItem
    )


def _instructions(application: Application, cents: int) -> str:
    """How to pay what is owed, as the provider says."""
    key, figures = payments.PROVIDER.instructions(cents, application)
    return str(application_words.PAYMENTS[key]) % {**figures, "amount": formats.money(cents)}


# ---- Submission


@bp.get("/applications/<int:application_id>/submission")
@candidate_required
def ask_submit(application_id: int) -> Any:
    """What is still missing, or the declaration and the signature; for htmx only what is missing."""
    if web.asked_by_htmx():
        return web.fragment(quick.lacking(application_id, clock.today(), clock.law()) or abort(404))
    application = own_application_or_404(application_id)
    if application.received_at is not None:
        return web.see_other("applications.show", application_id=application_id)
    return _submission_page(application, SubmissionForm(formdata=None))


@bp.post("/applications/<int:application_id>/submission")
@candidate_required
def submit(application_id: int) -> Any:
    """Submit; refused with the instant if it is too late, or with all that is missing."""
    application, form, at = own_application_or_404(application_id), SubmissionForm(), clock.now()
    if application.received_at is None and application.is_draft(at) and not form.validate():
        return _submission_page(application, form, 422)
    try:
        lifecycle.submit(application, form.signed_as.data or "", me(), at, clock.law())
    except (lifecycle.Incomplete, lifecycle.DeadlinePassed) as refusal:
        db.session.rollback()
        return _submission_page(own_application_or_404(application_id), form, 409, refused=_refused(refusal))
    db.session.commit()
    flash(_("Your application is received. Its number is %(number)s.", number=application.number))
    return web.see_other("applications.show", application_id=application_id)


def _refused(refusal: Any) -> str:
    if not isinstance(refusal, lifecycle.DeadlinePassed):
        return labels.refusal(refusal)
    instant = formats.utc(refusal.instant)
    if heartbeat.judged_until(clock.now()) < refusal.instant:
        return _(
            "The application had to be received before %(instant)s. This site does not know yet whether it was up "
            "then: if it was down, the deadline moves within minutes. Try again a little later.",
            instant=instant,
        )
    return _("It is too late: the application had to be received before %(instant)s.", instant=instant)


def _submission_page(application: Application, form: SubmissionForm, status: int = 200, refused: str = "") -> Response:
    at, law = clock.now(), clock.law()
    return web.page(
        "applications/submission.html",
        status=status,
        application=application,
        invitation=application.invitation,
        left=application.invitation.answer_before - at,
        is_draft=application.is_draft(at),
        form=form,
        refused=refused,
        lacking=words.by_page(application.id, application.answers, lacking(application, clock.day_of(at), law)),
        unexplained=[
            one for one in differences(application, clock.day_of(at)) if one.key not in application.explanations
        ],
        held=holding.today_and_last_day(application.invitation, facts_of(application), at, clock.law_of),
    )


# ---- After it was received


@bp.get("/applications/<int:application_id>/withdrawal")
@candidate_required
def ask_withdraw(application_id: int) -> Any:
    """What withdrawing does, and what would be repaid, before it is done."""
    application = own_application_or_404(application_id)
    if not application.in_process:
        return web.see_other("applications.show", application_id=application_id)
    return web.page(
        "applications/withdraw.html", application=application, refund=refund_on(application, Decision.WITHDRAWN)
    )


@bp.post("/applications/<int:application_id>/withdrawal")
@candidate_required
def withdraw(application_id: int) -> Any:
    """Take the application back."""
    lifecycle.withdraw(own_application_or_404(application_id), me(), clock.now())
    db.session.commit()
    flash(_("Your application is withdrawn."))
    return web.see_other("applications.show", application_id=application_id)


@bp.get("/applications/<int:application_id>/demands/<int:demand_id>")
@candidate_required
def show_demand(application_id: int, demand_id: int) -> Response:
    """Something an officer asked, and the form that answers it."""
    demand = _demand_or_404(application_id, demand_id)
    return _demand_page(demand, DemandAnswerForm(formdata=None, data={"answer": demand.answer}))


@bp.post("/applications/<int:application_id>/demands/<int:demand_id>")
@candidate_required
def answer_demand(application_id: int, demand_id: int) -> Any:
    """Answer what an officer asked; if it is too late the page says so, and shows what was typed."""
    demand, form = _demand_or_404(application_id, demand_id), DemandAnswerForm()
    sound = form.validate()
    if sound and not form.answer.data:
        form.answer.errors, sound = [_("Write your answer.")], False
    if not sound:
        return _demand_page(demand, form, 422)
    try:
        demands.answer(demand, form.answer.data, by=me(), at=clock.now())
    except (demands.DemandClosed, NotInProcess) as refusal:
        db.session.rollback()
        return _demand_page(_demand_or_404(application_id, demand_id), form, 409, labels.refusal(refusal))
    db.session.commit()
    flash(_("Your answer is sent."))
    return web.see_other("applications.show", application_id=application_id)


def _demand_or_404(application_id: int, demand_id: int) -> Demand:
    demands_of = own_application_or_404(application_id).demands
    return next((demand for demand in demands_of if demand.id == demand_id), None) or abort(404)


def _demand_page(demand: Demand, form: DemandAnswerForm, status: int = 200, refused: str = "") -> Response:
    return web.page(
        "applications/demand.html",
        status=status,
        application=demand.application,
        demand=demand,
        is_open=demand.is_open(clock.now()),
        form=form,
        refused=refused,
        files=[one for one in demand.application.documents if one.demand_id == demand.id and one.removed_at is None],
    )
