"""From a province's interest to a case that cannot be approved, each step on a day of its own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from expressentry import daily
from expressentry.applications import lifecycle as applications
from expressentry.applications import payments
from expressentry.database import db
from expressentry.models import Decision, Letter, LetterKind, RefusalGround, RoundKind, StageKey, StageState
from expressentry.nominations import lifecycle, notifications
from expressentry.processing import lifecycle as processing
from expressentry.processing.lock_in import held
from expressentry.rules.facts import Province
from expressentry.rules.programs import Program
from tests.conftest import LAW, NOW
from tests.nominations.cases import STREAMS, Partners, owner
from tests.processing.cases import SIGNATURE, fill

DAY = timedelta(days=1)


def test_a_nomination_carries_an_application_until_the_province_withdraws_it(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.places()
    ontario, sira, officer = partners.province(), owner(eoi), partners.officer

    notification = partners.notified(eoi)
    notifications.accept(notification, sira, NOW + DAY)
    nomination = lifecycle.nominate(
        eoi, Province.ON, STREAMS[Province.ON], "ON-1", ontario, NOW + 2 * DAY, LAW, notification
    )
    daily.live_through(NOW, NOW + 3 * DAY)
    lifecycle.accept(nomination, sira, NOW + 3 * DAY, LAW)
    assert eoi.score == 1058

    partners.invite(RoundKind.PNP, at=NOW + 4 * DAY)
    invitation = eoi.invitations[0]
    assert (invitation.program, invitation.score) == (Program.PNP, 1058)

    at = NOW + 5 * DAY
    application = applications.start(invitation, sira, at)
    fill(application, at)
    applications.submit(application, SIGNATURE, sira, at, LAW)
    db.session.flush()
    payments.confirm(application.payments[0], officer, at)
    processing.found_complete(application, officer, at, LAW)
    for key in list(StageKey)[1:-1]:
        processing.set_stage(application, key, StageState.PASSED, officer, at)
    assert all(one.may_apply for one in held(application, LAW))

    lifecycle.withdraw(nomination, "The employer closed.", ontario, NOW + 6 * DAY, LAW)
    assert not any(one.may_apply for one in held(application, LAW))
    with pytest.raises(processing.InvitationNotHeld):
        processing.approve(application, officer, NOW + 7 * DAY, LAW)
    reasons = "The nomination was withdrawn."
    processing.refuse(application, RefusalGround.CLASS_REQUIREMENTS, reasons, officer, NOW + 7 * DAY)
    assert application.decision is Decision.REFUSED
    assert partners.space() == (0, 0, 5)
    assert sira.profile.facts().nomination is None

    db.session.flush()
    told = db.session.scalars(select(Letter.kind).where(Letter.user_id == sira.id).order_by(Letter.id)).all()
    assert told == [
        LetterKind.ACCOUNT_CREATED,
        LetterKind.IN_THE_POOL,
        LetterKind.NOTIFICATION_OF_INTEREST,
        LetterKind.NOMINATION_RECEIVED,
        LetterKind.NOMINATION_ACCEPTED,
        LetterKind.INVITATION,
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.NOMINATION_WITHDRAWN,
        LetterKind.REFUSED,
    ]
    refused = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.REFUSED)).one()
    assert refused.figures["section"] == "IRPR 87"
