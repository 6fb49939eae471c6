"""What ends with a stay in the pool: notifications of interest, a nomination, the listing in Job Match."""

from datetime import datetime

from expressentry import nomination_spaces
from expressentry.models import ExpressionOfInterest, JobSeeker, record
from expressentry.models.answers import with_nomination_answer


def end_with(eoi: ExpressionOfInterest, at: datetime) -> None:
    """The stay is over: nobody finds or nominates the candidate by it, and a nomination of it gives nothing more."""
    for notification in eoi.notifications:
        if notification.unanswered:
            notification.cancelled_at = at
            record("notification_of_interest.ended", notification, by=None, at=at)
    for nomination in eoi.nominations:
        if not nomination.is_over:
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
