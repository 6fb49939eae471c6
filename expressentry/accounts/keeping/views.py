"""Refusals are kept: whoever was told no, or asked for an address that is not there, is written down first."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from expressentry import clock, web
from expressentry.accounts.access import me
from expressentry.database import begin_writing, db
from expressentry.models import record
from expressentry.refusals import Refusal

LONGEST_PATH = 200


def keep_refusals(
    bp: Blueprint, kind: str, *, addresses: bool = True, note: Callable[[str], None] | None = None
) -> None:
    """Keep every lawful "no" of a room as an event of that kind, and unless told otherwise every wrong address too.

    `note` writes the event where a room has more to say of it.
    """
    written = note or partial(note_refusal, kind)

    @bp.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Any:
        written(refusal.code)
        db.session.commit()
        return web.refused(refusal)

    if addresses:

        @bp.errorhandler(404)
        def not_found(_error: Any) -> Any:
            """Somebody may be guessing."""
            written("not_found")
            db.session.commit()
            return web.not_found()


def note_refusal(kind: str, code: str) -> None:
    """Note that who is signed in was refused; whatever the request did is undone first. To be committed."""
    begin_writing()
    if current_user.is_authenticated:
        record(kind, me(), by=me(), at=clock.now(), code=code, path=request.path[:LONGEST_PATH])
