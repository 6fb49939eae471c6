"""A profile over time: answers amended, records added and taken out."""

from datetime import datetime
from typing import Any

from expressentry import drafts
from expressentry.models import Answer, Profile, SectionKey, record


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
