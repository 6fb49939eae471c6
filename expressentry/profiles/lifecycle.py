"""A profile over time: answers amended, records added and taken out."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select

from expressentry import drafts
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import (
    Answer,
    Answers,
    Application,
    Departure,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Profile,
    SectionKey,
    User,
    record,
    write,
)

BATCH = 100
WARNED_BEFORE = timedelta(days=14)
SHORTEST_NOTICE = timedelta(days=7)


def amend(
    profile: Profile,
    key: SectionKey,
    record_id: str | None,
    *,
    values: dict[str, Any],
    typed: dict[str, Any],
    revision: str,
    tab: str,
    at: datetime,
) -> Answer:
    """Save one form; refused as `drafts.amended` says."""
    before = profile.answers
    profile.answers, saved, changed = drafts.amended(
        profile.answers, key, record_id, values=values, typed=typed, revision=revision, tab=tab, at=at
    )
    if profile.answers is not before:
        profile.amended_at = at
        record("profile.amended", profile, by=profile.user, at=at, section=key.value, changed=changed)
    return saved


def add_record(profile: Profile, key: SectionKey, at: datetime) -> str:
    """Add an empty record to a section that repeats; its id."""
    profile.answers, record_id = drafts.with_new_record(profile.answers, key)
    profile.amended_at = at
    record("profile.record_added", profile, by=profile.user, at=at, section=key.value, record=record_id)
    return record_id


def remove_record(profile: Profile, key: SectionKey, record_id: str, at: datetime) -> None:
    """Take a record out; gone already is as good."""
    removed = profile.answers.record(key, record_id)
    if removed is None:
        return
    profile.answers = profile.answers.without_record(key, record_id)
    profile.amended_at = at
    record("profile.record_removed", profile, by=profile.user, at=at, section=key.value, record=removed._asdict())


# ---- Drafts that nobody comes back to


def warn_in_batches(at: datetime, draft_days: int) -> Iterator[int]:
    """Warn whoever's draft is about to lapse, in batches, each safe to commit; yields how many each warned."""
    for batch in _idle(at, timedelta(days=draft_days) - WARNED_BEFORE):
        due = [(profile, idle_since(profile) + timedelta(days=draft_days)) for profile in batch]
        warned = [_warn(profile, falls, at) for profile, falls in due if at >= falls - WARNED_BEFORE]
        db.session.flush()
        yield sum(warned)


def _warn(profile: Profile, falls: datetime, at: datetime) -> bool:
    """Write one warning, unless there is one since the answers were last touched."""
    if _warned_at(profile) is not None:
        return False
    lapses_on = day_of(max(falls, at + SHORTEST_NOTICE)).isoformat()
    write(LetterKind.DRAFT_ABOUT_TO_LAPSE, profile.user_id, about=profile, at=at, lapses_on=lapses_on)
    return True


def lapse_in_batches(at: datetime, draft_days: int) -> Iterator[int]:
    """Lapse the drafts whose owners were warned and did not come back; yields how many each batch lapsed."""
    for batch in _idle(at, timedelta(days=draft_days)):
        lapsed = 0
        for profile in batch:
            warned_at = _warned_at(profile)
            falls = idle_since(profile) + timedelta(days=draft_days)
            if warned_at is not None and (instant := max(falls, warned_at + SHORTEST_NOTICE)) <= at:
                lapse_draft(profile, instant)
                lapsed += 1
        db.session.flush()
        yield lapsed


def lapse_draft(profile: Profile, at: datetime) -> None:
    """Empty the answers of a profile that nobody came back to."""
    profile.answers = Answers({})
    record("profile.draft_lapsed", profile, by=None, at=at)


def _idle(at: datetime, longer_than: timedelta) -> Iterator[Sequence[Profile]]:
    """Profiles with answers untouched for so long, that stand nowhere, of accounts somebody can sign in to."""
    stays, applications = ExpressionOfInterest, Application
    open_stay = or_(stays.left_at.is_(None), stays.left_because == Departure.INVITED)
    in_process = (applications.received_at.is_not(None), applications.decided_at.is_(None))
    idle = (
        select(Profile)
        .join(User)
        .where(
            User.password_hash.is_not(None),
            Profile.amended_at <= at - longer_than,
            Profile.answers != Answers({}),
            ~exists().where(stays.profile_id == Profile.id, open_stay),
            ~exists().where(applications.profile_id == Profile.id, *in_process),
        )
        .order_by(User.id)  # entered by the account: of most, nobody can sign in to in a demonstration
        .limit(BATCH)
    )
    last = 0
    while batch := db.session.scalars(idle.where(User.id > last)).all():
        last = batch[-1].user_id
        yield batch


def idle_since(profile: Profile) -> datetime:
    """When the answers were last touched, or last of use: a stay, an invitation or an application ended."""
    own = ExpressionOfInterest.profile_id == profile.id
    ends = (
        select(func.max(ExpressionOfInterest.left_at)).where(own),
        select(func.max(func.coalesce(Invitation.declined_at, Invitation.lapsed_at)))
        .join(ExpressionOfInterest)
        .where(own),
        select(func.max(Application.decided_at)).where(Application.profile_id == profile.id),
    )
    return max([profile.amended_at, *(end for query in ends if (end := db.session.scalar(query)) is not None)])


def _warned_at(profile: Profile) -> datetime | None:
    """When the owner was warned that the draft, as it stands, is about to lapse."""
    return db.session.scalar(
        select(func.max(Letter.written_at)).where(
            Letter.about == Profile.__tablename__,
            Letter.about_id == profile.id,
            Letter.kind == LetterKind.DRAFT_ABOUT_TO_LAPSE,
            Letter.written_at >= idle_since(profile),
        )
    )
