"""Looks at candidates, noted as they happen: whoever saw a candidate is written down in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert

from expressentry.database import db
from expressentry.models import User, Viewing, ViewingKind


def note(profile_ids: Iterable[int], how: ViewingKind, by: User, at: datetime, posting_id: int | None = None) -> None:
    """Note that somebody saw these candidates; in one statement, however many."""
    rows = [{"profile_id": id_, "by_id": by.id, "how": how, "at": at, "posting_id": posting_id} for id_ in profile_ids]
    if rows:
        db.session.execute(insert(Viewing), rows)
