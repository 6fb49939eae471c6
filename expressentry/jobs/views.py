"""Postings for everybody, and the candidate's side of Job Match. A refusal is kept in the record."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from expressentry import clock, labels, web
from expressentry.accounts.access import anyone, candidate_required, current_profile, me
from expressentry.accounts.keeping.views import keep_refusals, note_refusal
from expressentry.database import db, reading
from expressentry.jobs import invitations, matching, offers, postings, seekers, told
from expressentry.jobs.forms import ConfirmOfferForm, SearchForm, SeekerForm
from expressentry.models import JobInvitation, JobSeeker, Offer, Posting, Role, SectionKey
from expressentry.pool.lifecycle import open_stay
from expressentry.rules import noc
from expressentry.rules.facts import WorkPermit

bp = Blueprint("jobs", __name__, url_prefix="/<any(en,fr):lang>/jobs")
REFUSED = "job_match.refused"
keep_refusals(bp, REFUSED)

PAGE = 20


# ---- For everybody


@bp.get("")
@anyone
def index() -> Response:
    """Who is helped how to find a job, and a search among the open postings."""
    form = SearchForm(request.args)
    form.validate()
    shown = postings.search(**form.sought(), on=clock.today(), after=_number("after"))
    return web.page(
        "jobs/index.html",
        fragment="jobs/_postings.html",
        form=form,
        shown=shown,
        chosen={name: value for name in ("words", "occupation", "province") if (value := request.args.get(name))},
        **_law(),
    )


@bp.get("/postings/<int:posting_id>")
@anyone
def posting(posting_id: int) -> Response:
    """One job, for everybody; to a candidate in Job Match also how it fits."""
    found = (db.session.get(Posting, posting_id) if posting_id < 2**31 else None) or abort(404)
    if not found.employer.is_verified:
        abort(404)
    seeker = _seeker() if getattr(current_user, "role", None) is Role.CANDIDATE else None
    match = matching.match(found, seeker) if seeker is not None else None
    return web.page("jobs/posting.html", posting=found, match=match, **_law())


def _number(name: str) -> int | None:
    """A number of the address, if it is one that a record can have."""
    found = request.args.get(name, type=int)
    return found if found is not None and 0 < found < 2**31 else None


def _law() -> dict[str, Any]:
    """What every page of the room tells by: the words, the day and the law."""
    return {"told": told, "on": clock.today(), "law": clock.law()}


# ---- The Job Match profile


def _seeker() -> JobSeeker | None:
    """The candidate's own Job Match profile, while the candidate takes part."""
    seeker = current_profile().job_seeker
    return seeker if seeker is not None and seeker.listed else None


@bp.get("/profile")
@candidate_required
def profile() -> Response:
    """The Job Match profile as it stands, or as the Express Entry profile fills it in."""
    seeker = current_profile().job_seeker
    if seeker is None or request.args.get("from") == "profile":
        wishes = seekers.filled_from(current_profile().facts(), clock.today(), clock.law())
    else:
        wishes = seekers.stated(seeker)
    return _profile_page(SeekerForm.of(wishes))


def _profile_page(form: SeekerForm, status: int = 200, **more: Any) -> Response:
    stay = open_stay(current_profile())
    in_pool = stay is not None and stay.in_pool
    return web.page(
        "jobs/profile.html", form=form, seeker=_seeker(), in_pool=in_pool, status=status, **{"found": {}, **more}
    )


@bp.post("/profile")
@candidate_required
def save_profile() -> Any:
    """Take part with this Job Match profile, or change it."""
    form = SeekerForm()
    if not form.validate():
        return _profile_page(form, status=422)
    if _seeker() is None:
        seekers.opt_in(current_profile(), form.wishes(), at=clock.now())
        flash(_("You take part in Job Match. Employers see a code, and not who you are."))
    else:
        seekers.amend(current_profile(), form.wishes(), at=clock.now())
        flash(_("Your Job Match profile is changed. Employers are matched by it at once."))
    db.session.commit()
    return web.see_other(".matches")


@bp.post("/profile/occupations")
@candidate_required
@reading
def occupations() -> Response:
    """The form again, with the occupations found for what was typed in one of its occupation fields."""
    name = request.form.get("find", "")
    found = noc.search(request.form.get(f"{name}_search", "")[:200], web.language())
    return _profile_page(SeekerForm(), found={name: found})


@bp.get("/profile/ending")
@candidate_required
def ask_end() -> Any:
    """What leaving Job Match does, before it is done."""
    if _seeker() is None:
        return web.see_other(".profile")
    return web.page("jobs/end.html")


@bp.post("/profile/ending")
@candidate_required
def end() -> Any:
    """Leave Job Match, at once."""
    seekers.opt_out(current_profile(), at=clock.now())
    db.session.commit()
    flash(_("You have left Job Match. No employer finds you any more."))
    return web.see_other(".profile")


@bp.get("/matches")
@candidate_required
def matches() -> Response:
    """Postings that match, newest first, and why."""
    seeker = _seeker()
    found = None if seeker is None else matching.for_seeker(seeker, clock.today(), request.args.get("after"))
    waiting = sum(told.waiting(invitation, clock.today()) for invitation in _invitations(None))
    return web.page("jobs/matches.html", seeker=seeker, found=found, waiting=waiting, **_law())


# ---- Invitations


def _invitations(before: int | None) -> list[JobInvitation]:
    """One's own invitations, newest first, with one more than a page holds."""
    own = select(JobInvitation).join(JobSeeker).where(JobSeeker.profile_id == current_profile().id)
    if before is not None:
        own = own.where(JobInvitation.id < before)
    return list(db.session.scalars(own.order_by(JobInvitation.id.desc()).limit(PAGE + 1)))


def _own_or_404(invitation_id: int) -> JobInvitation:
    """One's own invitation; another's does not exist."""
    invitation = db.session.get(JobInvitation, invitation_id) if invitation_id < 2**31 else None
    if invitation is None or invitation.seeker.profile_id != current_profile().id:
        abort(404)
    return invitation


@bp.get("/invitations")
@candidate_required
def job_invitations() -> Response:
    """Invitations to apply for a job, each with its offers."""
    found = _invitations(_number("before"))
    more = found[PAGE - 1].id if len(found) > PAGE else None
    return web.page("jobs/invitations.html", invitations=found[:PAGE], before=more, **_law())


@bp.get("/invitations/<int:invitation_id>")
@candidate_required
def job_invitation(invitation_id: int) -> Response:
    """One invitation: the job, the message, how it fits, and the answer."""
    invitation = _own_or_404(invitation_id)
    match = matching.match(invitation.posting, invitation.seeker)
    return web.page("jobs/invitation.html", invitation=invitation, match=match, **_law())


@bp.get("/invitations/<int:invitation_id>/acceptance")
@candidate_required
def ask_accept(invitation_id: int) -> Response:
    """What accepting tells the employer, before it is told."""
    invitation = _own_or_404(invitation_id)
    return web.page("jobs/accept.html", invitation=invitation, revealed=invitations.identity(invitation), **_law())


@bp.post("/invitations/<int:invitation_id>/acceptance")
@candidate_required
def accept(invitation_id: int) -> Any:
    """Accept: the employer learns who it is."""
    invitations.accept(_own_or_404(invitation_id), me(), at=clock.now())
    db.session.commit()
    flash(_("You accepted the invitation. The employer can now write to you."))
    return web.see_other(".job_invitation", invitation_id=invitation_id)


@bp.get("/invitations/<int:invitation_id>/declining")
@candidate_required
def ask_decline(invitation_id: int) -> Response:
    """What declining does, before it is done."""
    return web.page("jobs/decline.html", invitation=_own_or_404(invitation_id), **_law())


@bp.post("/invitations/<int:invitation_id>/declining")
@candidate_required
def decline(invitation_id: int) -> Any:
    """Decline, and stay unknown."""
    invitations.decline(_own_or_404(invitation_id), me(), at=clock.now())
    db.session.commit()
    flash(_("You declined the invitation. The employer does not learn who you are."))
    return web.see_other(".job_invitations")


# ---- Offers


def _offer_or_404(offer_id: int) -> Offer:
    """An offer to oneself; another's does not exist."""
    offer = db.session.get(Offer, offer_id) if offer_id < 2**31 else None
    if offer is None or offer.invitation.seeker.profile_id != current_profile().id:
        abort(404)
    return offer


@bp.get("/offers/<int:offer_id>")
@candidate_required
def offer(offer_id: int) -> Response:
    """One job offer with all it says, and the answer."""
    return web.page("jobs/offer.html", offer=_offer_or_404(offer_id), **_law())


@bp.get("/offers/<int:offer_id>/confirmation")
@candidate_required
def ask_confirm(offer_id: int) -> Response:
    """What confirming writes into the profile, beside what stands there."""
    offer = _offer_or_404(offer_id)
    return _confirm_page(offer, ConfirmOfferForm(offers.in_profile(current_profile())))


def _confirm_page(offer: Offer, form: ConfirmOfferForm, status: int = 200, refused: str | None = None) -> Response:
    before = current_profile().answers.section(SectionKey.JOB_OFFER).values
    beside = told.beside(before, {**before, **offers.stated(offer, None)})
    return web.page(
        "jobs/confirm.html", offer=offer, form=form, beside=beside, refused=refused, status=status, **_law()
    )


@bp.post("/offers/<int:offer_id>/confirmation")
@candidate_required
def confirm(offer_id: int) -> Any:
    """Write the offer into the profile, and go on with the questions it opens."""
    offer = _offer_or_404(offer_id)
    form = ConfirmOfferForm(offers.in_profile(current_profile()))
    if not form.validate():
        return _confirm_page(offer, form, status=422)
    try:
        permit = WorkPermit(form.permit.data)
        offers.confirm(offer, permit, me(), at=clock.now(), replacing=bool(form.replacing.data))
    except offers.OfferInProfile as refusal:
        note_refusal(REFUSED, refusal.code)
        db.session.commit()
        return _confirm_page(_offer_or_404(offer_id), form, status=409, refused=labels.refusal(refusal))
    db.session.commit()
    flash(_("The offer stands in your profile. Look through this section: it may ask you more."))
    return web.see_other("profiles.section", key=SectionKey.JOB_OFFER)


@bp.get("/offers/<int:offer_id>/declining")
@candidate_required
def ask_decline_offer(offer_id: int) -> Response:
    """What declining an offer does, before it is done."""
    return web.page("jobs/decline_offer.html", offer=_offer_or_404(offer_id), **_law())


@bp.post("/offers/<int:offer_id>/declining")
@candidate_required
def decline_offer(offer_id: int) -> Any:
    """Decline an offer; the profile stays as it is."""
    offers.decline(_offer_or_404(offer_id), me(), at=clock.now())
    db.session.commit()
    flash(_("You declined the offer. Your profile stays as it is."))
    return web.see_other(".job_invitations")
