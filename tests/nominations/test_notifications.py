"""A notification of interest: sent, answered, taken back, lapsed; and everything it is refused for."""

from datetime import UTC, datetime, timedelta

import pytest

from expressentry import daily, heartbeat
from expressentry.database import db
from expressentry.models import LetterKind
from expressentry.nominations import notifications
from expressentry.nominations.requirements import AlreadyNominated, StayOver, StreamNotOffered
from expressentry.pool import lifecycle as pool
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW
from tests.nominations.cases import Partners, events, letter, owner

DAY = timedelta(days=1)
NOI = "notification_of_interest"


def test_a_candidate_is_told_of_the_stream_and_of_the_instant(partners: Partners) -> None:
    eoi = partners.candidate()
    notification = partners.notified(eoi)
    assert notification.answer_before == datetime(2027, 1, 8, tzinfo=UTC)
    assert events(NOI) == ["notification_of_interest.sent"]
    written = letter(LetterKind.NOTIFICATION_OF_INTEREST)
    assert (written.user_id, written.notified_at) == (owner(eoi).id, NOW)
    assert written.figures == {
        "province": "ON",
        "stream_en": "Ontario Workforce Priority",
        "stream_fr": "Priorité à la main-d'œuvre de l'Ontario",
        "message": "Please apply.",
        "number": eoi.number,
        "answer_before": "2027-01-08T00:00:00+00:00",
    }


def test_it_is_accepted_until_the_last_instant_and_not_at_it(partners: Partners) -> None:
    notification = partners.notified(partners.candidate(), days=7)
    assert notification.answer_before == datetime(2026, 12, 1, tzinfo=UTC)
    with pytest.raises(notifications.NotificationClosed):
        notifications.accept(notification, partners.officer, notification.answer_before)
    at = notification.answer_before - timedelta(seconds=1)
    notifications.accept(notification, owner(notification.expression), at)
    assert notification.accepted_at == at
    with pytest.raises(notifications.NotificationClosed):
        notifications.decline(notification, partners.officer, at)
    with pytest.raises(notifications.NotificationClosed):
        notifications.cancel(notification, partners.officer, at)


def test_declined_or_taken_back_it_is_over_and_a_second_one_may_be_sent(partners: Partners) -> None:
    eoi = partners.candidate()
    first = partners.notified(eoi)
    notifications.decline(first, owner(eoi), NOW)
    second = partners.notified(eoi)
    notifications.cancel(second, partners.province(), NOW)
    partners.notified(eoi)
    assert [kind.split(".")[1] for kind in events(NOI)] == ["sent", "declined", "sent", "cancelled", "sent"]


def test_one_of_a_province_is_open_at_a_time_and_provinces_do_not_hinder_one_another(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.notified(eoi)
    with pytest.raises(notifications.NotificationOpen):
        partners.notified(eoi)
    partners.notified(eoi, Province.BC)


def test_a_province_the_candidate_did_not_name_cannot_send_one(partners: Partners) -> None:
    eoi = partners.candidate()
    with pytest.raises(notifications.ProvinceNotNamed):
        partners.notified(eoi, Province.NB)


def test_a_stream_that_is_not_in_the_law_of_the_day_cannot_be_used(partners: Partners) -> None:
    eoi = partners.candidate()
    for stream in ("on_human_capital", "bc_skilled_worker", ""):
        with pytest.raises(StreamNotOffered):
            notifications.send(eoi, Province.ON, stream, "Hello", 45, partners.province(), NOW, LAW)


def test_nobody_withdrawn_invited_or_expired_is_told_of_interest(partners: Partners) -> None:
    eoi = partners.candidate()
    with pytest.raises(StayOver):
        partners.notified(eoi, at=eoi.expires_at)
    pool.withdraw(eoi.profile, NOW)
    with pytest.raises(StayOver):
        partners.notified(eoi)


def test_somebody_nominated_is_not_told_of_interest(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.nominated(eoi, Province.BC)
    with pytest.raises(AlreadyNominated):
        partners.notified(eoi)


@pytest.mark.parametrize("days", [6, 61])
def test_the_days_to_answer_have_bounds(partners: Partners, days: int) -> None:
    eoi = partners.candidate()
    with pytest.raises(ValueError, match="days to answer"):
        partners.notified(eoi, days=days)


def test_withdrawing_from_the_pool_ends_it(partners: Partners) -> None:
    eoi = partners.candidate()
    notification = partners.notified(eoi)
    pool.withdraw(eoi.profile, NOW)
    assert notification.cancelled_at == NOW
    with pytest.raises(notifications.NotificationClosed):
        notifications.accept(notification, owner(eoi), NOW)
    assert events(NOI)[-1] == "notification_of_interest.ended"


def test_the_daily_job_lapses_it_at_its_instant_once_the_site_was_seen_up(partners: Partners) -> None:
    eoi = partners.candidate()
    notification = partners.notified(eoi, days=7)
    heartbeat.beat(NOW)
    for moment in (NOW + 9 * DAY, NOW + 10 * DAY):
        assert sum(notifications.lapse_in_batches(moment)) == 0
    heartbeat.begin_anew(NOW + 10 * DAY)
    db.session.flush()
    daily.live_through(NOW, NOW + 10 * DAY)
    assert notification.lapsed_at == notification.answer_before
    assert events(NOI) == ["notification_of_interest.sent", "notification_of_interest.lapsed"]


def test_overdue_it_does_not_hinder_the_next_though_no_job_ran(partners: Partners) -> None:
    eoi = partners.candidate()
    first = partners.notified(eoi, days=7)
    partners.notified(eoi, at=NOW + 30 * DAY)
    assert first.lapsed_at == first.answer_before
