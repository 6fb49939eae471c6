"""An employer's account, postings, matches, invitations and offers. Every refusal is kept in the record."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy import select

from expressentry import clock, viewings, web
from expressentry.accounts import verifying
from expressentry.accounts.access import anyone, begin_session, employer_required, me
from expressentry.accounts.keeping.views import keep_refusals
from expressentry.accounts.lifecycle import AddressTaken
from expressentry.database import begin_writing, db, reading
from expressentry.employers import lifecycle, overview, told
from expressentry.employers.forms import ParticularsForm, RegistrationForm, code_in
from expressentry.employers.offer_forms import InviteForm, OfferForm
from expressentry.employers.posting_forms import PostingForm
from expressentry.jobs import invitations, matching, offers, postings
from expressentry.models import Employer, JobInvitation, JobSeeker, Offer, Posting, ViewingKind
from expressentry.rules import noc

bp = Blueprint("employers", __name__, url_prefix="/<any(en,fr):lang>/employer")
keep_refusals(bp, "employer.refused")

LARGEST_ID = 2**31
MOST_INVITED = 20


def _employer() -> Employer:
    return db.session.scalars(select(Employer).where(Employer.user_id == current_user.id)).one()


# ---- The account


@bp.get("")
@employer_required
def index() -> Any:
    """Whether the account is verified, and its postings, newest first."""
    employer, after = _employer(), request.args.get("after", type=int)
    standings, after = overview.page(
        employer, clock.today(), clock.law(), after if after and after < LARGEST_ID else None
    )
    return web.page("employers/index.html", employer=employer, standings=standings, after=after, told=told)


@bp.route("/registration", methods=["GET", "POST"])
@anyone
def register() -> Any:
    """A new employer's account."""
    form = RegistrationForm()
    if not form.is_submitted():
        return web.page("employers/register.html", form=form)
    if form.validate():
        try:
            employer = lifecycle.register(
                form.email.data, form.password.data, web.language(), form.particulars(), at=clock.now()
            )
            db.session.commit()
            begin_session(employer.user)
            return web.see_other(".index")
        except AddressTaken:
            db.session.rollback()
            form.email.errors = [_("There is an account with this address already. Sign in instead.")]
    return web.page("employers/register.html", form=form, status=422)


@bp.route("/particulars", methods=["GET", "POST"])
@employer_required
def particulars() -> Any:
    """What the employer states of itself, to be corrected."""
    employer = _employer()
    form = ParticularsForm(obj=employer)
    if not form.is_submitted():
        return web.page("employers/particulars.html", form=form, employer=employer)
    if not form.validate():
        return web.page("employers/particulars.html", form=form, employer=employer, status=422)
    lifecycle.correct(employer, form.particulars(), by=me(), at=clock.now())
    db.session.commit()
    flash(_("An officer will verify your account.") if employer.waits else _("Your particulars are kept."))
    return web.see_other(".index")


# ---- Postings


def _posting_or_404(posting_id: int) -> Posting:
    own = select(Posting).join(Employer).where(Posting.id == posting_id, Employer.user_id == current_user.id)
    return (db.session.scalar(own) if posting_id < LARGEST_ID else None) or abort(404)


def _posting_form(**kwargs: Any) -> PostingForm:
    on = clock.today()
    return PostingForm(on, on + timedelta(days=postings.LONGEST_DAYS), **kwargs)


def _posting_page(form: PostingForm, status: int = 200) -> Any:
    return web.page("employers/new_posting.html", form=form, status=status, found=_found())


def _found() -> dict[str, Any]:
    """The occupations found for what was typed under a field."""
    name = request.form.get("find", "")[:40]
    return {name: noc.search(request.form.get(f"{name}_search", "")[:200], web.language())} if name else {}


@bp.route("/postings/new", methods=["GET", "POST"])
@employer_required
@reading
def new_posting() -> Any:
    """The form of a new posting: empty, like an earlier one, or as it was filled in so far."""
    verifying.require(_employer())
    if request.method == "POST":
        return _posting_page(_posting_form())
    like = request.args.get("like", type=int)
    return _posting_page(_posting_form(data=PostingForm.like(_posting_or_404(like)) if like is not None else None))


@bp.post("/postings/preview")
@employer_required
@reading
def preview_posting() -> Any:
    """The posting as everybody would see it, and what follows from posting it."""
    employer, form, on = _employer(), _posting_form(), clock.today()
    verifying.require(employer)
    if not form.validate():
        return _posting_page(form, 422)
    shown = SimpleNamespace(**form.particulars(), employer=employer, opened_on=on)
    abroad_on = postings.open_to_foreign_on(Posting(opened_on=on), clock.law())
    return web.page("employers/preview_posting.html", form=form, posting=shown, abroad_on=abroad_on, told=told)


@bp.post("/postings")
@employer_required
def post() -> Any:
    """Post the job."""
    employer, form = _employer(), _posting_form()
    verifying.require(employer)
    if not form.validate():
        return _posting_page(form, 422)
    posting = postings.post(employer, form.particulars(), by=me(), at=clock.now())
    db.session.commit()
    flash(_("The job is posted."))
    return web.see_other(".posting", posting_id=posting.id)


@bp.get("/postings/<int:posting_id>")
@employer_required
def posting(posting_id: int) -> Any:
    """A posting: how it stands, and whom it invited."""
    shown = _posting_or_404(posting_id)
    standing = overview.standing(shown, clock.today(), clock.law())
    return web.page("employers/posting.html", posting=shown, standing=standing, told=told)


@bp.route("/postings/<int:posting_id>/closing", methods=["GET", "POST"])
@employer_required
def close(posting_id: int) -> Any:
    """Close a posting, after asking."""
    shown = _posting_or_404(posting_id)
    if request.method == "GET":
        standing = overview.standing(shown, clock.today(), clock.law())
        return web.page("employers/close.html", posting=shown, standing=standing)
    postings.close(shown, by=me(), at=clock.now())
    db.session.commit()
    flash(_("The posting is closed."))
    return web.see_other(".posting", posting_id=posting_id)


# ---- Candidates, under a code. Each one shown is noted in the same transaction.


def _open_or_refused(posting_id: int) -> Posting:
    """A posting that candidates may be shown for."""
    shown = _posting_or_404(posting_id)
    verifying.require(shown.employer)
    if not shown.is_open(clock.today()):
        raise postings.PostingClosed
    return shown


def _note(profile_ids: Iterable[int], how: ViewingKind, shown: Posting) -> None:
    viewings.note(profile_ids, how, by=me(), at=clock.now(), posting_id=shown.id)


@bp.get("/postings/<int:posting_id>/candidates")
@employer_required
def candidates(posting_id: int) -> Any:
    """Candidates who match a posting, strongest first, under their codes."""
    begin_writing()
    shown = _open_or_refused(posting_id)
    found = matching.for_posting(shown, clock.today(), clock.law(), code_in(request.args.get("after")))
    _note((match.seeker.profile_id for match in found.matches), ViewingKind.MATCHED, shown)
    invited = {invitation.seeker_id for invitation in shown.invitations}
    page = web.page("employers/candidates.html", posting=shown, found=found, invited=invited, told=told)
    db.session.commit()
    return page


@bp.get("/postings/<int:posting_id>/candidates/<code>")
@employer_required
def candidate(posting_id: int, code: str) -> Any:
    """A posting and one candidate side by side; nobody of few."""
    begin_writing()
    shown, on = _open_or_refused(posting_id), clock.today()
    found = matching.for_posting(shown, on, clock.law())
    seekers = matching.chosen([code_in(code) or abort(404)])
    match = matching.match(shown, seekers[0]) if seekers and not found.few and not found.opens_on else None
    if match is None:
        abort(404)
    _note([match.seeker.profile_id], ViewingKind.MATCHED, shown)
    page = web.page(
        "employers/candidate.html",
        posting=shown,
        match=match,
        invited=any(invitation.seeker_id == match.seeker.id for invitation in shown.invitations),
        told=told,
    )
    db.session.commit()
    return page


# ---- Invitations


@bp.route("/postings/<int:posting_id>/invitations", methods=["GET", "POST"])
@employer_required
def invite(posting_id: int) -> Any:
    """Invite the candidates that were ticked, or all of few: first the message, then it is done."""
    shown, form = _open_or_refused(posting_id), InviteForm()
    codes = [code_in(code) or abort(404) for code in request.values.getlist("code")[:MOST_INVITED]]
    few = _few_or_refused(shown)
    if not codes and not few:
        return _nobody(posting_id, _("Tick the candidates you want to invite."))
    if request.method == "GET" or not form.validate():
        status = 200 if request.method == "GET" else 422
        return web.page("employers/invite.html", status=status, posting=shown, codes=codes, form=form)
    chosen = _chosen(shown, codes, few)
    if not codes and not chosen:
        return _nobody(posting_id, _("At present nobody matches. Nobody was invited."))
    made = invitations.invite(shown, chosen, form.message.data, by=me(), at=clock.now(), law=clock.law())
    db.session.commit()
    flash(ngettext("%(num)d candidate is invited.", "%(num)d candidates are invited.", len(made)))
    return web.see_other(".posting", posting_id=posting_id)


def _nobody(posting_id: int, words: str) -> Any:
    """Back to the list: nobody was invited."""
    flash(words)
    return web.see_other(".candidates", posting_id=posting_id)


def _few_or_refused(shown: Posting) -> bool:
    """True if so few match that none is shown; refused while the posting is for residents first."""
    found, law = matching.for_posting(shown, clock.today(), clock.law()), clock.law()
    if found.opens_on is not None:
        raise invitations.ResidentsFirst(day=law.job_match.residents_first_days + 1)
    return found.few


def _chosen(shown: Posting, codes: list[str], few: bool) -> list[JobSeeker]:
    """The candidates named, or all of few; one of few cannot be named, or a narrow posting would tell who fits it."""
    if not codes:
        return matching.all_of_few(shown, clock.today(), clock.law())
    seekers = [] if few else matching.chosen(codes)
    return seekers if len(seekers) == len(set(codes)) else []


def _invitation_or_404(invitation_id: int) -> JobInvitation:
    own = select(JobInvitation).join(Posting).join(Employer).where(Employer.user_id == current_user.id)
    one = own.where(JobInvitation.id == invitation_id)
    return (db.session.scalar(one) if invitation_id < LARGEST_ID else None) or abort(404)


@bp.get("/invitations/<int:invitation_id>")
@employer_required
def invitation(invitation_id: int) -> Any:
    """An invitation; once accepted with the candidate's name, and that it was seen is noted."""
    begin_writing()
    shown = _invitation_or_404(invitation_id)
    revealed = invitations.revealed(shown)
    if revealed is not None:
        _note([shown.seeker.profile_id], ViewingKind.REVEALED, shown.posting)
    page = web.page("employers/invitation.html", invitation=shown, revealed=revealed, told=told)
    db.session.commit()
    return page


# ---- Offers


def _offerable_or_refused(invitation_id: int) -> JobInvitation:
    """An accepted invitation without an offer that waits for an answer."""
    shown = _invitation_or_404(invitation_id)
    verifying.require(shown.posting.employer)
    if shown.accepted_at is None:
        raise offers.NotAccepted
    if any(offer.unanswered for offer in shown.offers):
        raise offers.OfferOpen
    return shown


def _offer_page(shown: JobInvitation, form: OfferForm, status: int = 200) -> Any:
    return web.page("employers/new_offer.html", invitation=shown, form=form, status=status, found=_found())


@bp.route("/invitations/<int:invitation_id>/offers/new", methods=["GET", "POST"])
@employer_required
@reading
def new_offer(invitation_id: int) -> Any:
    """The form of an offer, as the job was posted, or as it was filled in so far."""
    shown = _offerable_or_refused(invitation_id)
    return _offer_page(shown, OfferForm(clock.today(), data=OfferForm.like(shown.posting)))


@bp.post("/invitations/<int:invitation_id>/offers/preview")
@employer_required
@reading
def preview_offer(invitation_id: int) -> Any:
    """The offer as the candidate would read it."""
    shown, form = _offerable_or_refused(invitation_id), OfferForm(clock.today())
    if not form.validate():
        return _offer_page(shown, form, 422)
    offer = SimpleNamespace(**form.particulars(), invitation=shown)
    return web.page("employers/preview_offer.html", invitation=shown, form=form, offer=offer, told=told)


@bp.post("/invitations/<int:invitation_id>/offers")
@employer_required
def make_offer(invitation_id: int) -> Any:
    """Make the offer."""
    shown, form = _offerable_or_refused(invitation_id), OfferForm(clock.today())
    if not form.validate():
        return _offer_page(shown, form, 422)
    offers.make(shown, form.particulars(), by=me(), at=clock.now())
    db.session.commit()
    flash(_("The offer is made. The candidate reads it and confirms or declines it."))
    return web.see_other(".invitation", invitation_id=invitation_id)


@bp.route("/offers/<int:offer_id>/withdrawal", methods=["GET", "POST"])
@employer_required
def withdraw_offer(offer_id: int) -> Any:
    """Take back an offer, after asking."""
    own = select(Offer).join(JobInvitation).join(Posting).join(Employer).where(Employer.user_id == current_user.id)
    offer = (db.session.scalar(own.where(Offer.id == offer_id)) if offer_id < LARGEST_ID else None) or abort(404)
    if request.method == "GET":
        return web.page("employers/withdraw_offer.html", offer=offer, told=told)
    offers.withdraw(offer, by=me(), at=clock.now())
    db.session.commit()
    flash(_("The offer is taken back."))
    return web.see_other(".invitation", invitation_id=offer.invitation_id)
