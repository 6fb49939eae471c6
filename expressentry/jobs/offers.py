"""Job offers made through Job Match: made, taken back, declined, or confirmed into the candidate's profile."""

from datetime import datetime
from typing import Any

from expressentry import drafts
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.jobs.invitations import tell_employer
from expressentry.models import JobInvitation, LetterKind, Offer, Profile, SectionKey, User, record, write
from expressentry.refusals import Refusal
from expressentry.rules.facts import WorkPermit

# What is answered about the employer of an offer, and must be answered anew about another one.
OF_THE_EMPLOYER = ("works_for_employer", "permit_occupation_matches", "year_with_employer")


class NotAccepted(Refusal):
    """The candidate has not accepted the invitation, so nothing can be offered."""

    code = "job_invitation_not_accepted"


class OfferOpen(Refusal):
    """There is an offer the candidate has not answered yet."""

    code = "offer_open"


class OfferSettled(Refusal):
    """The offer was confirmed, declined or taken back."""

    code = "offer_settled"


class OfferInProfile(Refusal):
    """The profile states another job offer, and the candidate has not said that this one takes its place."""

    code = "offer_in_profile"


def make(invitation: JobInvitation, particulars: dict[str, Any], by: User, at: datetime) -> Offer:
    """Offer the job to a candidate who accepted the invitation."""
    verifying.require(invitation.posting.employer)
    if invitation.accepted_at is None:
        raise NotAccepted
    if any(offer.unanswered for offer in invitation.offers):
        raise OfferOpen
    offer = Offer(**particulars, invitation=invitation, made_at=at)
    db.session.add(offer)
    record("offer.made", offer, by=by, at=at, invitation=invitation.id)
    _tell(offer, at)
    return offer


def _tell(offer: Offer, at: datetime) -> None:
    posting, user = offer.invitation.posting, offer.invitation.seeker.profile.user
    letter = write(
        LetterKind.JOB_OFFER,
        user,
        about=offer,
        at=at,
        title=offer.title,
        employer=posting.employer.legal_name,
        noc_code=offer.noc_code,
        wage_cents=offer.wage_cents,
        wage_per=offer.wage_per.value,
        hours_per_week=offer.hours_per_week,
        starts_on=offer.starts_on.isoformat(),
        lmia_number=offer.lmia_number,
        lmia_expires_on=None if offer.lmia_expires_on is None else offer.lmia_expires_on.isoformat(),
        exemption=offer.exemption,
    )
    if user.password_hash is None:
        letter.notified_at = at


def withdraw(offer: Offer, by: User, at: datetime) -> None:
    """The employer takes back an offer that was not answered."""
    _require_unanswered(offer)
    offer.withdrawn_at = at
    record("offer.withdrawn", offer, by=by, at=at)


def decline(offer: Offer, by: User, at: datetime) -> None:
    """The candidate does not want it; the profile stays as it is."""
    _require_unanswered(offer)
    offer.declined_at = at
    record("offer.declined", offer, by=by, at=at)
    tell_employer(LetterKind.OFFER_ANSWERED, offer.invitation, about=offer, at=at, confirmed=False)


def confirm(offer: Offer, permit: WorkPermit, by: User, at: datetime, *, replacing: bool = False) -> None:
    """Write the offer into the candidate's profile; refused if it states another one, unless this takes its place.

    What stood there is kept in the event.
    """
    _require_unanswered(offer)
    profile = offer.invitation.seeker.profile
    if in_profile(profile) and not replacing:
        raise OfferInProfile
    offer.confirmed_at = at
    before = profile.answers.section(SectionKey.JOB_OFFER).values
    changed = _write(profile, stated(offer, permit), at)
    record("offer.confirmed", offer, by=by, at=at, before=before, changed=changed)
    tell_employer(LetterKind.OFFER_ANSWERED, offer.invitation, about=offer, at=at, confirmed=True)


def _write(profile: Profile, values: dict[str, Any], at: datetime) -> list[str]:
    """Save values into the section on a job offer; the names that changed."""
    saved = profile.answers.section(SectionKey.JOB_OFFER)
    typed = {name: text for name, text in saved.typed.items() if name not in values}
    profile.answers, _form, changed = drafts.amended(
        profile.answers,
        SectionKey.JOB_OFFER,
        None,
        values=values,
        typed=typed,
        revision=str(saved.revision),
        tab="",
        at=at,
    )
    profile.amended_at = at
    return changed


def stated(offer: Offer, permit: WorkPermit | None) -> dict[str, Any]:
    """The answers of the section on a job offer that an offer gives; those about the employer are to be given anew."""
    return {
        "has_offer": True,
        "employer_name": offer.invitation.posting.employer.legal_name,
        "noc_code": offer.noc_code,
        "employers": offer.employers,
        "employer_excluded": offer.employer_excluded,
        "full_time": offer.full_time,
        "lasts_a_year": offer.lasts_a_year,
        "permit": None if permit is None else permit.value,
        **dict.fromkeys(OF_THE_EMPLOYER),
        "lmia_approved": offer.lmia_number is not None,
        "lmia_number": offer.lmia_number,
        "lmia_expires_on": None if offer.lmia_expires_on is None else offer.lmia_expires_on.isoformat(),
    }


def in_profile(profile: Profile) -> bool:
    """True if the profile states a job offer already."""
    return profile.answers.section(SectionKey.JOB_OFFER).values.get("has_offer") is True


def _require_unanswered(offer: Offer) -> None:
    if not offer.unanswered:
        raise OfferSettled
