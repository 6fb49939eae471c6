"""What an application lacks, asked while it is filled in: the one function of completeness on three plain looks."""

import json
from datetime import date
from typing import Any, NamedTuple

from flask_login import current_user
from sqlalchemy import Text, bindparam, select, type_coerce

from expressentry import web
from expressentry.applications import words
from expressentry.applications.access import LARGEST_ID
from expressentry.applications.completeness import Lacking, lacking_in
from expressentry.database import Glance
from expressentry.formats import language
from expressentry.models import Answers, Application, Document, Payment, Profile
from expressentry.models.answers import answers_in
from expressentry.models.application_answers import case_for, with_nomination
from expressentry.rules.facts import Province
from expressentry.rules.fees import FeeItem, Paid
from expressentry.rules.law import Law
from expressentry.rules.programs import Program

MOST_FILES = 1000


class File(NamedTuple):
    """As much of a document as a check needs."""

    slot: str
    issued_on: date | None
    expires_on: date | None
    removed_at: None = None


def _plain(column: Any) -> Any:
    return type_coerce(column, Text)


_APPLICATION = Glance(
    select(
        Application.program,
        _plain(Application.answers),
        _plain(Application.invited_facts),
        Application.nomination_withdrawn_at,
    )
    .join(Profile, Profile.id == Application.profile_id)
    .where(Application.id == bindparam("id"), Profile.user_id == bindparam("user"))
)
_FILES = Glance(
    select(Document.slot, _plain(Document.issued_on), _plain(Document.expires_on)).where(
        Document.application_id == bindparam("id"), Document.removed_at.is_(None)
    )
)
_PAYMENTS = Glance(
    select(_plain(Payment.items), _plain(Payment.paid_on)).where(
        Payment.application_id == bindparam("id"), Payment.rejected_at.is_(None)
    )
)


def lacking(application_id: int, on: date, law: Law) -> str | None:
    """What an application of the candidate who is signed in lacks, as a fragment; `None` if it is not theirs."""
    row = _APPLICATION.one(id=application_id, user=current_user.id) if application_id < LARGEST_ID else None
    if row is None:
        return None
    answers, program = answers_in(row[1]), Program(row[0])
    nominee = program is Program.PNP and row[3] is None
    nominated = json.loads(row[2]).get("nomination") if nominee else None
    facts = with_nomination(answers, Province(nominated) if nominated else None)
    files = [
        File(slot, _day(issued), _day(expires)) for slot, issued, expires in _FILES.many(MOST_FILES, id=application_id)
    ]
    found = lacking_in(answers, case_for(answers, facts, program), files, _paid(application_id), on, law)
    return _told(application_id, answers, tuple(found))


def _day(value: Any) -> date | None:
    """A day as the driver gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _paid(application_id: int) -> list[Paid]:
    return [
        Paid(FeeItem(line["item"]), line["people"], line["cents"], day)
        for items, paid_on in _PAYMENTS.many(MOST_FILES, id=application_id)
        for day in (_day(paid_on),)
        if day is not None
        for line in json.loads(items)
    ]


def _told(application_id: int, answers: Answers, found: tuple[Lacking, ...]) -> str:
    """The fragment; the same lack of the same answers is put into words once in each language."""
    key = ("told", language(), application_id, found)
    pages = answers.once(key, lambda: words.by_page(application_id, answers, found))
    return web.kept("applications/_lacking.html", pages)
