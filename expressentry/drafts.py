"""Forms kept as they are filled in: saved over what was saved before, but never over another window's answers."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from expressentry.models import Answer, Answers
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


def amended(
    answers: Answers,
    key: str,
    record_id: str | None,
    *,
    values: dict[str, Any],
    typed: dict[str, Any],
    revision: str,
    tab: str,
    at: datetime,
) -> tuple[Answers, Answer, list[str]]:
    """These answers with one form saved, that form as saved, and the names that changed; the same ones if nothing did.

    Answers left out of `values` stay as they are. A form opened before somebody else's save, and not by the tab that
    made it, is refused where the two differ. Raises `LookupError` for a record that is gone.
    """
    saved = _saved(answers, key, record_id)
    changed = sorted(name for name, value in values.items() if saved.values.get(name) != value)
    if not changed and typed == saved.typed and saved.revision:
        return answers, saved, []
    if str(saved.revision) != revision and (saved.tab != tab or not tab):
        raise ChangedElsewhere(saved, changed)
    form = Answer(saved.id, {**saved.values, **values}, typed, saved.revision + 1, tab, at.isoformat())
    return answers.with_section(key, form) if record_id is None else answers.with_record(key, form), form, changed


def _saved(answers: Answers, key: str, record_id: str | None) -> Answer:
    if record_id is None:
        return answers.section(key)
    found = answers.record(key, record_id)
    if found is None:
        raise LookupError(record_id)
    return found


def with_new_record(answers: Answers, key: str, values: dict[str, Any] | None = None) -> tuple[Answers, str]:
    """These answers with an empty record added to a section that repeats, and its id."""
    if len(answers.records(key)) >= MOST_RECORDS:
        raise TooManyRecords(most=MOST_RECORDS)
    record_id = secrets.token_hex(4)
    return answers.with_record(key, Answer(record_id, values or {}, {}, 0, "", None)), record_id


def mark(text: str | None) -> str:
    """What stands in a page for a text it was opened on."""
    return hashlib.sha256((text or "").encode()).hexdigest()[:16]


def written_here(
    saved: dict[str, str], texts: dict[str, str], seen: dict[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Texts that a page changes, and the names of those that another page changed otherwise since it was opened.

    `seen` holds the `mark` of each text the page was opened on; a text without one is taken as written here.
    """
    changed = {name: text for name, text in texts.items() if mark(text) != seen.get(name)}
    meanwhile = [
        name
        for name, text in changed.items()
        if name in seen and seen[name] != mark(saved.get(name)) and text != saved.get(name, "")
    ]
    return changed, meanwhile
