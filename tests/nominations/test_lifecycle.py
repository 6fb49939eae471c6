"""A nomination: made, answered, lapsed, withdrawn; its points, its place, and everything it is refused for."""

from datetime import UTC, datetime, timedelta

import pytest

from expressentry import daily
from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import Departure, LetterKind, RoundKind, ScoreCount
from expressentry.models.application_answers import facts_of
from expressentry.nomination_spaces import NoSpace
from expressentry.nominations import lifecycle, notifications, spaces
from expressentry.nominations.requirements import AlreadyNominated, StayOver, StreamNotOffered
from expressentry.pool import lifecycle as pool
from expressentry.pool import standing
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW
from tests.nominations.cases import STREAMS, Partners, events, letter, owner

DAY = timedelta(days=1)
DEADLINE = datetime(2026, 12, 24, tzinfo=UTC)  # the 30th day after 23 November is 23 December


def test_it_holds_a_place_and_tells_the_candidate_who_has_30_days(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.nominated(eoi)
    assert nomination.answer_before == DEADLINE
    assert partners.space() == (1, 0, 4) == partners.space(stream=STREAMS[Province.ON])
    assert events("nomination") == ["nomination.made"]
    assert letter(LetterKind.NOMINATION_RECEIVED).figures == {
        "province": "ON",
        "stream_en": "Ontario Workforce Priority",
        "stream_fr": "Priorité à la main-d'œuvre de l'Ontario",
        "number": eoi.number,
        "certificate_number": "ON-2026-0001",
        "answer_before": "2026-12-24T00:00:00+00:00",
        "before": 458,
        "after": 1058,
    }
    assert (eoi.score, eoi.nominee) == (458, False)


def test_accepted_the_600_points_and_the_requirement_are_there_at_once(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.nominated(eoi)
    lifecycle.accept(nomination, owner(eoi), NOW, LAW)
    assert (eoi.score, eoi.nominee, eoi.facts.nomination) == (1058, True, Province.ON)
    assert eoi.profile.facts() == eoi.facts
    assert nomination.counts
    assert partners.space() == (0, 1, 4)
    assert events("nomination") == ["nomination.made", "nomination.accepted"]
    figures = letter(LetterKind.NOMINATION_ACCEPTED).figures
    assert (figures["before"], figures["after"]) == (458, 1058)
    db.session.flush()
    counts = {row.score: row.candidates for row in db.session.query(ScoreCount)}
    assert (counts.get(458, 0), counts[1058]) == (0, 1)
    assert standing.position(eoi, NOW).rank == 1


def test_the_next_provincial_nominee_round_takes_the_candidate(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.accepted(eoi)
    partners.invite(RoundKind.PNP)
    assert eoi.left_because is Departure.INVITED
    assert eoi.invitations[0].score == 1058


def test_it_is_accepted_on_day_30_and_refused_on_day_31(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.nominated(eoi)
    for act in (lifecycle.accept, lifecycle.accept_and_decline_invitation):
        with pytest.raises(lifecycle.NominationClosed):
            act(nomination, owner(eoi), DEADLINE, LAW)
    with pytest.raises(lifecycle.NominationClosed):
        lifecycle.refuse(nomination, owner(eoi), DEADLINE)
    lifecycle.accept(nomination, owner(eoi), DEADLINE - timedelta(microseconds=1), LAW)
    assert eoi.score == 1058
    with pytest.raises(lifecycle.NominationClosed):
        lifecycle.accept(nomination, owner(eoi), NOW, LAW)


def test_refused_it_gives_nothing_and_frees_the_place(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.nominated(eoi)
    lifecycle.refuse(nomination, owner(eoi), NOW)
    assert (eoi.score, nomination.refused_at, partners.space()) == (458, NOW, (0, 0, 5))
    assert letter(LetterKind.NOMINATION_REFUSED).figures["province"] == "ON"
    partners.nominated(eoi, Province.BC)


def test_over_30_days_the_daily_job_lapses_it(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.nominated(eoi)
    daily.live_through(NOW, DEADLINE - timedelta(seconds=1))
    assert nomination.unanswered
    daily.live_through(DEADLINE - timedelta(seconds=1), NOW + 33 * DAY)
    assert (nomination.lapsed_at, partners.space()) == (DEADLINE, (0, 0, 5))
    assert (eoi.in_pool, eoi.score) == (True, 458)
    assert letter(LetterKind.NOMINATION_LAPSED).written_at == DEADLINE
    assert events("nomination") == ["nomination.made", "nomination.lapsed"]


def test_a_second_nomination_is_refused_whoever_makes_it(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.nominated(eoi)
    for province in (Province.ON, Province.BC):
        with pytest.raises(AlreadyNominated):
            partners.nominated(eoi, province)
    lifecycle.accept(eoi.nominations[0], owner(eoi), NOW, LAW)
    with pytest.raises(AlreadyNominated):
        partners.nominated(eoi, Province.BC)


def test_overdue_it_does_not_hinder_another_province_though_no_job_ran(partners: Partners) -> None:
    eoi = partners.candidate()
    first = partners.nominated(eoi)
    partners.places(province=Province.BC, year=2027)
    second = partners.nominated(eoi, Province.BC, at=NOW + 45 * DAY)
    assert (first.lapsed_at, partners.space()) == (DEADLINE, (0, 0, 5))
    assert (second.year, second.answer_before) == (2027, datetime(2027, 2, 7, tzinfo=UTC))


def test_without_a_free_place_nobody_is_nominated(partners: Partners) -> None:
    one, other = partners.candidate(), partners.candidate()
    partners.places(1)
    partners.nominated(one)
    with pytest.raises(NoSpace) as refused:
        partners.nominated(other)
    assert refused.value.figures == {"year": 2026}
    lifecycle.refuse(one.nominations[0], owner(one), NOW)
    partners.nominated(other)
    assert partners.space() == (1, 0, 0)


def test_a_stream_without_places_of_its_own_has_none(partners: Partners) -> None:
    eoi = partners.candidate()
    spaces.set_places(Province.ON, 2026, "", 5, partners.officer, NOW)
    with pytest.raises(NoSpace):
        lifecycle.nominate(eoi, Province.ON, STREAMS[Province.ON], "1", partners.province(), NOW, LAW)
    with pytest.raises(StreamNotOffered):
        lifecycle.nominate(eoi, Province.ON, "on_human_capital", "1", partners.province(), NOW, LAW)


def test_nobody_whose_stay_is_over_is_nominated(partners: Partners) -> None:
    eoi = partners.candidate()
    with pytest.raises(StayOver):
        partners.nominated(eoi, at=eoi.expires_at)
    pool.withdraw(eoi.profile, NOW)
    with pytest.raises(StayOver):
        partners.nominated(eoi)


def test_only_an_accepted_notification_of_that_province_leads_to_a_nomination(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.places()
    notification = partners.notified(eoi)

    def nominate() -> None:
        args = (eoi, Province.ON, STREAMS[Province.ON], "1", partners.province(), NOW, LAW, notification)
        lifecycle.nominate(*args)

    with pytest.raises(ValueError, match="did not accept"):
        nominate()
    notifications.accept(notification, owner(eoi), NOW)
    nominate()
    assert eoi.nominations[0].notification_id == notification.id


def test_withdrawing_from_the_pool_ends_it_and_frees_the_place(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.accepted(eoi)
    pool.withdraw(eoi.profile, NOW)
    assert (nomination.ended_at, nomination.counts, partners.space()) == (NOW, False, (0, 0, 5))
    assert eoi.profile.facts().nomination is None
    assert events("nomination")[-1] == "nomination.ended"


# ---- Invited


def test_somebody_invited_can_be_nominated_but_answers_the_invitation_first(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.invite(RoundKind.FSW)
    nomination = partners.nominated(eoi)
    with pytest.raises(lifecycle.InvitationFirst):
        lifecycle.accept(nomination, owner(eoi), NOW, LAW)
    lifecycle.refuse(nomination, owner(eoi), NOW)
    assert eoi.left_because is Departure.INVITED


def test_one_step_declines_the_invitation_and_accepts(partners: Partners) -> None:
    eoi = partners.candidate()
    submitted_at, expires_at = eoi.submitted_at, eoi.expires_at
    partners.invite(RoundKind.FSW)
    nomination = partners.nominated(eoi)
    later = NOW + 3 * DAY
    lifecycle.accept_and_decline_invitation(nomination, owner(eoi), later, LAW)
    assert (eoi.in_pool, eoi.score, eoi.nominee) == (True, 1058, True)
    assert (eoi.submitted_at, eoi.expires_at) == (submitted_at, expires_at)
    assert eoi.invitations[0].declined_at == later
    assert (nomination.accepted_at, partners.space()) == (later, (0, 1, 4))
    assert events("nomination")[-1] == "nomination.accepted"
    assert events("invitation")[-1] == "invitation.declined"
    figures = letter(LetterKind.NOMINATION_ACCEPTED).figures
    assert (figures["before"], figures["after"]) == (458, 1058)


def test_one_step_is_refused_without_an_invitation_or_without_a_year_to_return_to(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.nominated(eoi)
    with pytest.raises(lifecycle.NothingToDecline):
        lifecycle.accept_and_decline_invitation(nomination, owner(eoi), NOW, LAW)
    partners.invite(RoundKind.FSW)
    eoi.expires_at = NOW + DAY
    with pytest.raises(StayOver):
        lifecycle.accept_and_decline_invitation(nomination, owner(eoi), NOW + DAY, LAW)
    assert eoi.invitations[0].declined_at is None


def test_declined_first_it_is_accepted_by_itself(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.invite(RoundKind.FSW)
    nomination = partners.nominated(eoi)
    invitations.decline(eoi.invitations[0], owner(eoi), NOW, LAW)
    lifecycle.accept(nomination, owner(eoi), NOW, LAW)
    assert eoi.score == 1058


def test_an_invitation_that_lapses_ends_the_nomination_with_the_stay(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.invite(RoundKind.FSW)
    invitation = eoi.invitations[0]
    nomination = partners.nominated(eoi, at=invitation.answer_before - DAY * 2)
    daily.live_through(invitation.answer_before - DAY, invitation.answer_before + 60 * DAY)
    assert nomination.ended_at == invitation.answer_before
    assert nomination.lapsed_at is None


def test_what_lapsed_before_the_stay_ended_has_lapsed_though_the_job_ran_late(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.invite(RoundKind.FSW)
    nomination = partners.nominated(eoi)
    for _what, batches in daily.steps(NOW + 200 * DAY):
        list(batches)
    assert (nomination.lapsed_at, nomination.ended_at) == (DEADLINE, None)
    assert eoi.left_because is Departure.LAPSED
    assert partners.space() == (0, 0, 5)


def test_an_application_received_ends_what_waits_and_refuses_everything(partners: Partners) -> None:
    eoi = partners.candidate()
    partners.invite(RoundKind.FSW)
    nomination = partners.nominated(eoi)
    application = applications.start(eoi.invitations[0], owner(eoi), NOW)
    applications.receive(application, "Sira Velomar", owner(eoi), NOW, LAW)
    assert (nomination.ended_at, partners.space()) == (NOW, (0, 0, 5))
    for act in (lifecycle.accept, lifecycle.accept_and_decline_invitation):
        with pytest.raises(lifecycle.NominationClosed):
            act(nomination, owner(eoi), NOW, LAW)
    with pytest.raises(StayOver):
        partners.nominated(eoi)


# ---- Withdrawn by the province


def test_withdrawn_before_the_answer_it_is_over(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.nominated(eoi)
    lifecycle.withdraw(nomination, "Made in error.", partners.province(), NOW, LAW)
    assert (partners.space(), eoi.score) == ((0, 0, 5), 458)
    with pytest.raises(lifecycle.NominationClosed):
        lifecycle.accept(nomination, owner(eoi), NOW, LAW)
    with pytest.raises(lifecycle.NominationClosed):
        lifecycle.withdraw(nomination, "Again.", partners.province(), NOW, LAW)
    figures = letter(LetterKind.NOMINATION_WITHDRAWN).figures
    assert (figures["because"], figures["counted"], figures["in_pool"]) == ("Made in error.", False, True)


def test_withdrawn_in_the_pool_the_points_go_at_once(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.accepted(eoi)
    lifecycle.withdraw(nomination, "The job is gone.", partners.province(), NOW, LAW)
    assert (eoi.score, eoi.nominee, eoi.facts.nomination) == (458, False, None)
    assert eoi.profile.facts() == eoi.facts
    assert partners.space() == (0, 0, 5)
    figures = letter(LetterKind.NOMINATION_WITHDRAWN).figures
    assert (figures["counted"], figures["before"], figures["after"]) == (True, 1058, 458)
    assert events("nomination") == ["nomination.made", "nomination.accepted", "nomination.withdrawn"]


def test_withdrawn_after_an_invitation_the_stay_states_it_no_more(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.accepted(eoi)
    partners.invite(RoundKind.PNP)
    lifecycle.withdraw(nomination, "The job is gone.", partners.province(), NOW, LAW)
    assert (eoi.facts.nomination, eoi.left_because) == (None, Departure.INVITED)
    figures = letter(LetterKind.NOMINATION_WITHDRAWN).figures
    assert figures["invited_until"] == eoi.invitations[0].answer_before.isoformat()
    assert figures["application"] is None
    invitations.decline(eoi.invitations[0], owner(eoi), NOW, LAW)
    assert (eoi.in_pool, eoi.score, eoi.nominee) == (True, 458, False)


def test_withdrawn_after_an_application_the_case_states_it_no_more(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.accepted(eoi)
    partners.invite(RoundKind.PNP)
    application = applications.start(eoi.invitations[0], owner(eoi), NOW)
    applications.receive(application, "Sira Velomar", owner(eoi), NOW, LAW)
    assert nomination.counts
    assert eoi.profile.facts().nomination is None
    assert facts_of(application).nomination is Province.ON
    lifecycle.withdraw(nomination, "The job is gone.", partners.province(), NOW + DAY, LAW)
    assert application.nomination_withdrawn_at == NOW + DAY
    assert facts_of(application).nomination is None
    assert letter(LetterKind.NOMINATION_WITHDRAWN).figures["application"] == application.number
    assert partners.space() == (0, 0, 5)


def test_after_the_decision_it_is_not_withdrawn_any_more(partners: Partners) -> None:
    eoi = partners.candidate()
    nomination = partners.accepted(eoi)
    partners.invite(RoundKind.PNP)
    application = applications.start(eoi.invitations[0], owner(eoi), NOW)
    applications.receive(application, "Sira Velomar", owner(eoi), NOW, LAW)
    applications.withdraw(application, owner(eoi), NOW)
    with pytest.raises(lifecycle.ApplicationDecided):
        lifecycle.withdraw(nomination, "Too late.", partners.province(), NOW, LAW)
