"""A profile over time: answers amended, records added and taken out."""

import secrets
from datetime import datetime
from typing import Any

from expressentry.models import Answer, Answers, Profile, SectionKey, record
from expressentry.refusals import Refusal

MOST_RECORDS = 40


class ChangedElsewhere(Refusal):
    """Another tab saved these answers meanwhile; `saved` are its answers, `differing` the names that differ."""

    code = "changed_elsewhere"

    def __init__(self, saved: Answer, differing: list[str]) -> None:
        self.saved, self.differing = saved, differing
        super().__init__()


class TooManyRecords(Refusal):
    """A section holds no more records than `MOST_RECORDS`."""

    code = "too_many_records"


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
    """Save one form. Answers left out of `values` stay as they are.

    A form opened before somebody else's save, and not by the tab that made it, is refused where the two differ.
    """
    answers = profile.answers
    saved = _saved(answers, key, record_id)
    changed = sorted(name for name, value in values.items() if saved.values.get(name) != value)
    if not changed and typed == saved.typed and saved.revision:
        return saved
    if str(saved.revision) != revision and (saved.tab != tab or not tab):
        raise ChangedElsewhere(saved, changed)
    amended = Answer(saved.id, {**saved.values, **values}, typed, saved.revision + 1, tab, at.isoformat())
    if record_id is None:
        profile.answers = answers.with_section(key, amended)
    else:
        profile.answers = answers.with_record(key, amended)
    profile.amended_at = at
    record("profile.amended", profile, by=profile.user, at=at, section=key.value, changed=changed)
    return amended


def _saved(answers: Answers, key: SectionKey, record_id: str | None) -> Answer:
    if record_id is None:
        return answers.section(key)
    found = answers.record(key, record_id)
    if found is None:
        raise LookupError(record_id)
    return found


def add_record(profile: Profile, key: SectionKey, at: datetime) -> str:
    """Add an empty record to a section that repeats; its id."""
    if len(profile.answers.records(key)) >= MOST_RECORDS:
        raise TooManyRecords(most=MOST_RECORDS)
    record_id = secrets.token_hex(4)
    profile.answers = profile.answers.with_record(key, Answer(record_id, {}, {}, 0, "", None))
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
