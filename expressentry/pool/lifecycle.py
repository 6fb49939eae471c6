"""A stay in the pool over time: submitted, confirmed anew, rescored, withdrawn, expired, invited away, back."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from expressentry import explain, heartbeat
from expressentry.clock import day_of, start_of
from expressentry.database import db
from expressentry.models import (
    Departure,
    ExpressionOfInterest,
    LetterKind,
    Missing,
    Profile,
    User,
    missing,
    record,
    write,
)
from expressentry.models.answers import with_nomination_answer
from expressentry.pool import ending, scoring
from expressentry.pool.standing import stale
from expressentry.refusals import Refusal
from expressentry.rules import crs, forecast, impossible, process, programs, tables
from expressentry.rules.facts import Facts, Province
from expressentry.rules.forecast import Cause
from expressentry.rules.law import Law
from expressentry.rules.programs import Assessment
from expressentry.rules.scorecard import Scorecard

# A batch of the daily job holds the write lock while it is scored: about a second.
BATCH = 100
LawFor = Callable[[date], Law]  # the law the site runs under on a day
_taken_by = attrgetter("cec", "fsw", "fst", "nominee")


class NotEligible(Refusal):
    """No program takes the candidate; `assessment` says what each lacks."""

    code = "not_eligible"

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__()


class Unfinished(Refusal):
    """Questions are unanswered, or answers contradict each other."""

    code = "unfinished"

    def __init__(self, unanswered: list[Missing], contradictions: list[impossible.Impossible]) -> None:
        self.unanswered, self.contradictions = unanswered, contradictions
        super().__init__()


class AlreadyInPool(Refusal):
    """There is an open stay."""

    code = "already_in_pool"


class InvitationOpen(Refusal):
    """There is an invitation to be answered first."""

    code = "invitation_open"


class NotInPool(Refusal):
    """There is no stay to act on."""

    code = "not_in_pool"


class WouldEndEligibility(Refusal):
    """The update would end the stay, and the candidate has not said that this is understood."""

    code = "would_end_eligibility"


def submit(profile: Profile, at: datetime, law: Law, by: User | None = None) -> ExpressionOfInterest:
    """Enter `profile` into the pool; refused if unfinished, or if no program would take it. `by` a representative."""
    settle(profile, at)
    stay = open_stay(profile)
    if stay is not None:
        raise AlreadyInPool if stay.in_pool else InvitationOpen
    facts, on = profile.facts(), day_of(at)
    _require_finished(profile, facts, on)
    assessment = programs.assess(facts, on, law)
    if not assessment.eligible:
        raise NotEligible(assessment)
    eoi = ExpressionOfInterest(
        number=_new_number(),
        validation_code=f"{secrets.randbelow(10**4):04d}",
        profile_id=profile.id,
        submitted_at=at,
        expires_at=process.stay_expires_at(at, law),
        confirmed_at=at,
        facts=facts,
        answers=profile.answers,
    )
    card = crs.score(facts, on, law)
    scoring.apply(eoi, card, assessment, on, law)
    db.session.add(eoi)
    scoring.count(eoi.score, 1)
    record("expression_of_interest.submitted", eoi, by=by or profile.user, at=at, score=eoi.score)
    _tell_in_the_pool(eoi, card, assessment)
    return eoi


def _tell_in_the_pool(eoi: ExpressionOfInterest, card: Scorecard, assessment: Assessment) -> None:
    _tell(
        eoi,
        LetterKind.IN_THE_POOL,
        eoi.submitted_at,
        score=eoi.score,
        validation_code=eoi.validation_code,
        programs=[program.value for program in assessment.programs],
        submitted_at=eoi.submitted_at.isoformat(),
        expires_at=eoi.expires_at.isoformat(),
        lines=[[line.factor.value, line.points, line.maximum] for line in card.lines],
    )


def _tell(eoi: ExpressionOfInterest, kind: LetterKind, at: datetime, **figures: Any) -> None:
    """Write to the candidate of a stay; of an account nobody can sign in to, no notice needs to be sent."""
    letter = write(kind, eoi.profile.user_id, about=eoi, at=at, number=eoi.number, **figures)
    if eoi.profile.user.password_hash is None:
        letter.notified_at = at


def _require_finished(profile: Profile, facts: Facts, on: date) -> None:
    unanswered, contradictions = list(missing(profile.answers)), list(impossible.in_facts(facts, on))
    if unanswered or contradictions:
        raise Unfinished(unanswered, contradictions)


def _new_number() -> str:
    """A profile number nobody has: E and nine digits that tell nothing about order."""
    while True:
        number = f"E{secrets.randbelow(10**9):09d}"
        if db.session.scalar(select(ExpressionOfInterest.id).where(ExpressionOfInterest.number == number)) is None:
            return number


def open_stay(profile: Profile) -> ExpressionOfInterest | None:
    """The stay that is not over: in the pool, or out for an invitation."""
    return db.session.scalar(
        select(ExpressionOfInterest).where(
            ExpressionOfInterest.profile_id == profile.id,
            or_(
                ExpressionOfInterest.left_at.is_(None),
                ExpressionOfInterest.left_because == Departure.INVITED,
            ),
        )
    )


def settle(profile: Profile, at: datetime) -> None:
    """End this profile's stay if its time is over and no job has said so yet."""
    stay = open_stay(profile)
    if stay is None:
        return
    if stay.in_pool and stay.expires_at <= at:
        expire(stay)
    elif not stay.in_pool:
        deadlines = [invitation.answer_before for invitation in stay.invitations if not invitation.declined_at]
        if deadlines and max(deadlines) <= heartbeat.judged_until(at):
            lapse(stay, max(deadlines))


def confirm(
    profile: Profile, at: datetime, law: Law, *, may_end: bool = False, by: User | None = None
) -> ExpressionOfInterest:
    """Rank the profile as it now stands; the submission time is kept. `by` a representative.

    If no program takes it any more the stay ends, but only if `may_end`: the candidate has said so.
    """
    settle(profile, at)
    eoi = open_stay(profile)
    if eoi is None or not eoi.in_pool:
        raise NotInPool if eoi is None else InvitationOpen
    facts, on = profile.facts(), day_of(at)
    _require_finished(profile, facts, on)
    assessment = programs.assess(facts, on, law)
    if not assessment.eligible and not may_end:
        raise WouldEndEligibility
    before = eoi.score
    eoi.facts, eoi.answers, eoi.confirmed_at = facts, profile.answers, at
    scoring.rescore(eoi, assessment, on, law)
    record("expression_of_interest.confirmed", eoi, by=by or profile.user, at=at, before=before, after=eoi.score)
    if assessment.eligible:
        _tell(eoi, LetterKind.PROFILE_UPDATED, at, before=before, after=eoi.score)
    else:
        _end_as_ineligible(eoi, assessment, at)
    return eoi


def _end_as_ineligible(eoi: ExpressionOfInterest, assessment: Assessment, at: datetime) -> None:
    """End the stay of somebody no program takes any more, and tell them what each one lacks."""
    _leave(eoi, Departure.INELIGIBLE, at)
    _tell(eoi, LetterKind.NOT_ELIGIBLE, at, **explain.shortfalls(assessment))


def withdraw(profile: Profile, at: datetime) -> None:
    """Leave the pool by one's own wish."""
    settle(profile, at)
    eoi = open_stay(profile)
    if eoi is None or not eoi.in_pool:
        raise NotInPool if eoi is None else InvitationOpen
    _leave(eoi, Departure.WITHDRAWN, at)
    record("expression_of_interest.withdrawn", eoi, by=profile.user, at=at)
    _tell(eoi, LetterKind.WITHDRAWN_FROM_POOL, at)


def expire(eoi: ExpressionOfInterest) -> None:
    """End a stay whose year is over, at the instant it was."""
    _leave(eoi, Departure.EXPIRED, eoi.expires_at)
    record("expression_of_interest.expired", eoi, by=None, at=eoi.expires_at)
    _tell(eoi, LetterKind.STAY_EXPIRED, eoi.expires_at, expires_at=eoi.expires_at.isoformat())


def lapse(eoi: ExpressionOfInterest, at: datetime) -> None:
    """End the stay of someone who let an invitation lapse (IRPA 10.1(6))."""
    if eoi.left_because is Departure.INVITED:
        eoi.left_because = Departure.LAPSED
        ending.end_with(eoi, at)
        record("expression_of_interest.lapsed", eoi, by=None, at=at)


def score_on_return(eoi: ExpressionOfInterest, at: datetime, law: Law) -> int | None:
    """The score with which a declined invitation would lead back into the pool; `None` if it would not."""
    on = day_of(at)
    if eoi.expires_at <= at or not programs.assess(eoi.facts, on, law).eligible:
        return None
    return crs.score(eoi.facts, on, law).total


def return_from_invitation(eoi: ExpressionOfInterest, at: datetime, law: Law) -> None:
    """Back into the pool with the first submission time, if the year is not over and a program still takes it."""
    eoi.left_at = eoi.left_because = None
    on = day_of(at)
    assessment = programs.assess(eoi.facts, on, law)
    scoring.apply(eoi, crs.score(eoi.facts, on, law), assessment, on, law)
    scoring.count(eoi.score, 1)
    db.session.flush()
    if eoi.expires_at <= at:
        expire(eoi)
    elif not assessment.eligible:
        record("expression_of_interest.ineligible", eoi, by=None, at=at)
        _end_as_ineligible(eoi, assessment, at)


def take_out_for_invitation(ids: ColumnElement[bool], at: datetime) -> int:
    """Take everyone of the condition out of the pool, set-wise; how many."""
    standing_there = ExpressionOfInterest.left_at.is_(None)
    leaving = db.session.execute(
        select(ExpressionOfInterest.score, func.count()).where(standing_there, ids).group_by(ExpressionOfInterest.score)
    ).all()
    db.session.execute(
        update(ExpressionOfInterest)
        .where(standing_there, ids)
        .values(left_at=at, left_because=Departure.INVITED)
        .execution_options(synchronize_session=False)
    )
    for score, candidates in leaving:
        scoring.count(score, -candidates)
    return sum(candidates for _score, candidates in leaving)


def rescore_due(at: datetime, law: Law, law_for: LawFor | None = None) -> int:
    """Make every stored score the score of today, as if each day had been lived through on its day; how many."""
    return sum(rescore_in_batches(at, law, law_for))


def rescore_in_batches(at: datetime, law: Law, law_for: LawFor | None = None) -> Iterator[int]:
    """The same in batches, each whole and safe to commit; yields how many stays each touched.

    `law` is that of today; `law_for` knows that of the days before, if it was another.
    """

    def law_on(day: date) -> Law:
        return law if law_for is None or day == day_of(at) else law_for(day)

    for due in (ExpressionOfInterest.expires_at <= at, stale(day_of(at), law.version)):
        while batch := _batch(due):
            with db.session.no_autoflush:  # the batch is written at once, not stay by stay
                for eoi in batch:
                    _live_through(eoi, at, law_on)
            db.session.flush()
            yield len(batch)


def _batch(condition: ColumnElement[bool]) -> Sequence[ExpressionOfInterest]:
    """Some stays in the pool that meet the condition, with whom to write to about them."""
    whom = joinedload(ExpressionOfInterest.profile).load_only(Profile.user_id)
    wanted = select(ExpressionOfInterest).where(ExpressionOfInterest.left_at.is_(None), condition).limit(BATCH)
    ends_with_it = (
        selectinload(ExpressionOfInterest.notifications),
        selectinload(ExpressionOfInterest.nominations),
        joinedload(ExpressionOfInterest.profile).joinedload(Profile.job_seeker),
    )
    whom = whom.joinedload(Profile.user).load_only(User.password_hash)
    return db.session.scalars(wanted.options(whom, *ends_with_it)).all()


def _live_through(eoi: ExpressionOfInterest, at: datetime, law_on: LawFor) -> None:
    """All that the calendar did to a stay since it was scored, each on its day, under the law of that day."""
    day = _next_day(eoi, eoi.scored_on)
    while eoi.in_pool and day is not None and start_of(day) <= at and start_of(day) < eoi.expires_at:
        law = law_on(day)
        if day == eoi.rescore_on or law.version != eoi.law_version:
            _change_by_calendar(eoi, day, start_of(day), law)
        day = _next_day(eoi, day)
    today, law = day_of(at), law_on(day_of(at))
    if eoi.in_pool and eoi.expires_at <= at:
        expire(eoi)
    elif eoi.in_pool and (law.version != eoi.law_version or (eoi.rescore_on is not None and eoi.rescore_on <= today)):
        _change_by_calendar(eoi, today, at, law)  # the site was told to run under another law, or a table was mended


def _next_day(eoi: ExpressionOfInterest, after: date) -> date | None:
    """The next day on which this stay may change: by itself, or because an instrument takes effect."""
    days = (eoi.rescore_on, tables.next_amendment(after))
    return min((day for day in days if day is not None and day > after), default=None)


def _change_by_calendar(eoi: ExpressionOfInterest, on: date, at: datetime, law: Law) -> None:
    """Score a stay anew on a day; it ends if no program takes it, and the candidate is told of any change."""
    assessment = programs.assess(eoi.facts, on, law)
    before, taken_by, version = eoi.score, _taken_by(eoi), eoi.law_version
    scoring.rescore(eoi, assessment, on, law)
    if not assessment.eligible:
        record("expression_of_interest.ineligible", eoi, by=None, at=at)
        _end_as_ineligible(eoi, assessment, at)
    elif (before, taken_by) != (eoi.score, _taken_by(eoi)):
        record("expression_of_interest.rescored", eoi, by=None, at=at, before=before, after=eoi.score)
        causes = [*forecast.causes_on(eoi.facts, on, law), *([Cause.AMENDMENT] if version != law.version else [])]
        _tell(
            eoi,
            LetterKind.CHANGED_BY_CALENDAR,
            at,
            before=before,
            after=eoi.score,
            on=on.isoformat(),
            causes=[cause.value for cause in causes],
        )


def set_nomination(eoi: ExpressionOfInterest, province: Province | None, at: datetime, law: Law) -> None:
    """State an accepted nomination in the facts and the answers of an open stay, or take it away.

    In the pool the score follows at once, and the stay ends if it was the nomination alone that opened the pool.
    """
    eoi.facts = replace(eoi.facts, nomination=province)
    profile = eoi.profile
    profile.answers = with_nomination_answer(profile.answers, province)
    if eoi.answers is not None:
        eoi.answers = with_nomination_answer(eoi.answers, province)
    if eoi.in_pool:
        on = day_of(at)
        assessment = programs.assess(eoi.facts, on, law)
        scoring.rescore(eoi, assessment, on, law)
        if not assessment.eligible:
            record("expression_of_interest.ineligible", eoi, by=None, at=at)
            _end_as_ineligible(eoi, assessment, at)


def _leave(eoi: ExpressionOfInterest, because: Departure, at: datetime) -> None:
    eoi.left_at, eoi.left_because = at, because
    scoring.count(eoi.score, -1)
    ending.end_with(eoi, at)
