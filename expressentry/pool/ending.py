"""What ends with a stay in the pool: notifications of interest, a nomination, the listing in Job Match."""

from collections.abc import Iterable
from datetime import datetime

from expressentry import nomination_spaces
from expressentry.models import ExpressionOfInterest, JobSeeker, Nomination, record
from expressentry.models.answers import with_nomination_answer


def end_with(eoi: ExpressionOfInterest, at: datetime) -> None:
    """The stay is over: nobody finds or nominates the candidate by it, and a nomination of it gives nothing more."""
    _end(eoi, [nomination for nomination in eoi.nominations if not nomination.is_over], at)


def end_with_application(eoi: ExpressionOfInterest, at: datetime) -> None:
    """An application was received: what still waits for an answer ends; an accepted nomination goes with it."""
    _end(eoi, [nomination for nomination in eoi.nominations if nomination.unanswered], at)


def _end(eoi: ExpressionOfInterest, nominations: Iterable[Nomination], at: datetime) -> None:
    """End notifications, these nominations and the listing; a later profile does not state the nomination again.

    What nobody had answered when its own time was over is left to lapse, dated at that instant.
    """
    for notification in eoi.notifications:
        if notification.unanswered and at < notification.answer_before:
            notification.cancelled_at = at
            record("notification_of_interest.ended", notification, by=None, at=at)
    for nomination in nominations:
        if nomination.unanswered and nomination.answer_before <= at:
            continue
        nomination_spaces.free(nomination)
        nomination.ended_at = at
        record("nomination.ended", nomination, by=None, at=at)
    if eoi.facts.nomination is not None:
        eoi.profile.answers = with_nomination_answer(eoi.profile.answers, None)
    if eoi.profile.job_seeker is not None and eoi.profile.job_seeker.listed:
        unlist(eoi.profile.job_seeker)


def unlist(seeker: JobSeeker) -> None:
    """Employers find this candidate no more."""
    seeker.listed = False
    for occupation in seeker.occupations:
        occupation.listed = False
