"""One letter of every kind, with all its figures."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from expressentry.database import db
from expressentry.models import (
    Application,
    Demand,
    DemandKind,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    RoundKind,
    User,
    write,
)
from expressentry.rounds import lifecycle as rounds
from tests.conftest import LAW, NOW, profile_of

DEADLINE = "2027-01-23T00:00:00+00:00"
LINES = [["age", 100, 110], ["education", 135, 150], ["nomination", 0, 600]]
REQUEST = {"number": "A123456789", "asks": "Send the pages\nthat are missing.", "answer_before": DEADLINE}
PROVINCE = {
    "number": "E000000001",
    "province": "ON",
    "stream_en": "Ontario Workforce Priority",
    "stream_fr": "Priorité à la main-d'œuvre de l'Ontario",
}
NOMINATED = {**PROVINCE, "certificate_number": "ON-2026-0001"}
NOTIFIED = {**PROVINCE, "message": "Please apply\non our portal.", "answer_before": DEADLINE}

REPRESENTATIVE = {
    "name": "Ilva Torme",
    "organisation": "Torme and Daughters",
    "licence_number": "R512345",
    "regulator": "cicc",
}

FIGURES: dict[LetterKind, dict[str, Any]] = {
    LetterKind.ACCOUNT_CREATED: {},
    LetterKind.DRAFT_ABOUT_TO_LAPSE: {"lapses_on": "2026-12-07"},
    LetterKind.IN_THE_POOL: {
        "number": "E000000001",
        "validation_code": "0417",
        "score": 461,
        "programs": ["cec", "fsw"],
        "submitted_at": "2026-11-23T15:00:00+00:00",
        "expires_at": "2027-11-23T15:00:00+00:00",
        "lines": LINES,
    },
    LetterKind.NOT_ELIGIBLE: {
        "number": "E000000001",
        "programs_lacking": {"cec": ["canadian_work"], "fsw": ["funds"]},
        "shortfalls": {
            "en": {"cec": [["0 hours counted; 1,560 needed; 1,560 missing", "IRPR 87.1(2)"]]},
            "fr": {"cec": [["0 heure", "RIPR"]]},
        },
    },
    LetterKind.PROFILE_UPDATED: {"number": "E000000001", "before": 455, "after": 461},
    LetterKind.CHANGED_BY_CALENDAR: {
        "number": "E000000001",
        "before": 461,
        "after": 455,
        "on": "2026-11-23",
        "causes": ["birthday", "language_expires"],
    },
    LetterKind.STAY_ABOUT_TO_EXPIRE: {"number": "E000000001", "expires_at": "2027-11-23T15:00:00+00:00", "days": 30},
    LetterKind.WITHDRAWN_FROM_POOL: {"number": "E000000001"},
    LetterKind.STAY_EXPIRED: {"number": "E000000001", "expires_at": "2027-11-23T15:00:00+00:00"},
    LetterKind.INVITATION: {},
    LetterKind.INVITATION_DECLINED: {},
    LetterKind.INVITATION_LAPSED: {},
    LetterKind.DEADLINE_REMINDER: {"what": "demand", "answer_before": DEADLINE, "days": 7},
    LetterKind.ACKNOWLEDGEMENT: {
        "number": "A123456789",
        "received_at": "2026-11-23T15:00:00+00:00",
        "program": "fsw",
        "standard_day": "2027-05-23",
        "signed_as": "Sira Velomar",
    },
    LetterKind.INCOMPLETE: {
        "number": "A123456789",
        "lacking": ["Police certificate of India", "The fee of one child"],
        "lacking_fr": ["Certificat de police de l'Inde", "Les frais pour un enfant"],
        "refund_cents": 159_000,
        "reasons": "The certificate is of another person.",
    },
    LetterKind.BIOMETRICS: REQUEST,
    LetterKind.MEDICAL: REQUEST,
    LetterKind.ADDITIONAL_DOCUMENTS: REQUEST,
    LetterKind.INTERVIEW: REQUEST,
    LetterKind.PROCEDURAL_FAIRNESS: REQUEST,
    LetterKind.APPROVED: {"number": "A123456789", "program": "fsw", "decided_at": "2027-03-01T15:00:00+00:00"},
    LetterKind.REFUSED: {
        "number": "A123456789",
        "program": "fsw",
        "decided_at": "2027-03-01T15:00:00+00:00",
        "ground": "misrepresentation",
        "section": "IRPA 40(1)(a)",
        "reasons": "The reference letter is forged.",
        "refund_cents": 60_500,
    },
    LetterKind.APPLICATION_WITHDRAWN: {"number": "A123456789", "refund_cents": 60_000},
    LetterKind.NOTIFICATION_OF_INTEREST: NOTIFIED,
    LetterKind.NOMINATION_RECEIVED: {**NOMINATED, "answer_before": DEADLINE, "before": 458, "after": 1058},
    LetterKind.NOMINATION_ACCEPTED: {**NOMINATED, "before": 458, "after": 1058},
    LetterKind.NOMINATION_REFUSED: NOMINATED,
    LetterKind.NOMINATION_LAPSED: {**NOMINATED, "answer_before": DEADLINE},
    LetterKind.NOMINATION_WITHDRAWN: {
        **NOMINATED,
        "because": "The employer closed.",
        "counted": True,
        "invited_until": DEADLINE,
        "application": "A123456789",
        "in_pool": False,
        "before": 1058,
        "after": 1058,
    },
    LetterKind.JOB_INVITATION: {
        "code": "K7Q2M9XDAB",
        "title": "Software engineer",
        "employer": "Maple Loom Ltd.",
        "place": "Ottawa",
        "province": "ON",
        "noc_code": "21231",
        "message": "We would like to meet you.\nWrite to us.",
    },
    LetterKind.JOB_INVITATION_ANSWERED: {"code": "K7Q2M9XDAB", "title": "Software engineer", "accepted": True},
    LetterKind.OFFER_ANSWERED: {"code": "K7Q2M9XDAB", "title": "Software engineer", "confirmed": True},
    LetterKind.REPRESENTATION_ASKED: {**REPRESENTATIVE, "scopes": ["edit"]},
    LetterKind.REPRESENTATION_BEGUN: {**REPRESENTATIVE, "scopes": ["edit", "submit", "letters"]},
    LetterKind.REPRESENTATION_ENDED: {**REPRESENTATIVE, "how": "revoked"},
    LetterKind.REPRESENTATIVE_VERIFICATION: {**REPRESENTATIVE, "verified": False},
    LetterKind.CHANGES_PROPOSED: {"name": "Ilva Torme", "organisation": "Torme and Daughters", "number_of_changes": 3},
    LetterKind.JOB_OFFER: {
        "title": "Software engineer",
        "employer": "Maple Loom Ltd.",
        "noc_code": "21231",
        "wage_cents": 4_500,
        "wage_per": "hour",
        "hours_per_week": 40,
        "starts_on": "2027-02-01",
        "lmia_number": "8123456",
        "lmia_expires_on": "2027-05-20",
        "exemption": None,
    },
    LetterKind.ACCOUNT_VERIFIED: {},
    LetterKind.ACCOUNT_NOT_VERIFIED: {"because": "The register has no such number."},
}


def letter_ids(user: User, about: Any, figures: dict[LetterKind, dict[str, Any]]) -> dict[LetterKind, int]:
    """A letter of every kind to `user`, about a record of theirs."""
    written = {kind: write(kind, user.id, about=about, at=NOW, **figures.get(kind, {})) for kind in LetterKind}
    db.session.commit()
    return {kind: letter.id for kind, letter in written.items()}


def invited(user: User, officer: User) -> Invitation:
    """Invite a candidate in the pool by a round of one."""
    round_ = rounds.draft(db.session.get_one(User, officer.id), NOW)
    round_.kind, round_.size = RoundKind.NO_PROGRAM_SPECIFIED, 1
    rounds.issue(round_, db.session.get_one(User, officer.id), NOW, LAW)
    db.session.commit()
    own = select(Invitation).join(ExpressionOfInterest)
    return db.session.scalars(own.where(ExpressionOfInterest.profile_id == profile_of(user).id)).one()


def applied(user: User, invitation: Invitation) -> Application:
    """An application on an invitation, as a record only."""
    stay = invitation.expression
    application = Application(
        number="A123456789",
        invitation=invitation,
        profile_id=stay.profile_id,
        program=invitation.program,
        invited_answers=stay.profile.answers,
        invited_facts=stay.facts,
        answers=stay.profile.answers,
        explanations={},
        started_at=NOW,
        amended_at=NOW,
        received_at=NOW,
    )
    db.session.add(application)
    db.session.commit()
    return application


def asked(application: Application, officer: User) -> Demand:
    """A request to the applicant."""
    demand = Demand(
        application=application,
        kind=DemandKind.INTERVIEW,
        asks="Come.",
        made_at=NOW,
        made_by_id=officer.id,
        answer_before=datetime.fromisoformat(DEADLINE),
    )
    db.session.add(demand)
    db.session.commit()
    return demand


def letters() -> list[Letter]:
    """Every letter, in the order written."""
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))
