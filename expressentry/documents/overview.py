"""The checklist as it stands: each item for each person, today and on the last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from expressentry import clock, naming
from expressentry.applications.completeness import Entry, entries
from expressentry.models import Application, Document
from expressentry.rules.checklist import DocumentKind, Item, Validity

# Whose day is in the facts, and so known without a file.
DATED_BY_FACTS = (
    DocumentKind.LANGUAGE_TEST,
    DocumentKind.CREDENTIAL_ASSESSMENT,
    DocumentKind.CERTIFICATE_OF_QUALIFICATION,
)


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its files; `checks` are the days it matters on, each with what its dates say then."""

    item: Item
    name: str
    documents: tuple[Document, ...]
    checks: tuple[tuple[date, Validity], ...]

    @property
    def judged(self) -> bool:
        """True if there is a date to judge: of a file that is there, or one in the facts that will not do."""
        if self.documents:
            return self.item.asks_issued_on or self.item.asks_expires_on or self.item.kind in DATED_BY_FACTS
        return self.item.kind in DATED_BY_FACTS and not self.sound_throughout

    @property
    def sound_throughout(self) -> bool:
        """True if it will do on each of the days."""
        return all(validity is Validity.SOUND for _day, validity in self.checks)

    @property
    def state(self) -> str:
        """`not_valid`, `not_to_the_end`, `there`, `missing`, or `optional`."""
        if self.judged and not self.sound_throughout:
            return "not_to_the_end" if self.checks[0][1] is Validity.SOUND else "not_valid"
        if self.documents:
            return "there"
        return "missing" if self.item.required else "optional"


@dataclass(frozen=True, slots=True)
class Overview:
    """The checklist per person, and files in places that are not asked for any more."""

    people: tuple[tuple[str, tuple[Row, ...]], ...]
    others: tuple[Document, ...]

    @property
    def missing(self) -> int:
        """How many required items have no file yet."""
        return sum(row.item.required and not row.documents for _name, rows in self.people for row in rows)


def last_day(application: Application) -> date:
    """The last day in Ottawa on which it can still be submitted."""
    return clock.day_of(application.invitation.answer_before - timedelta(microseconds=1))


def rows(application: Application, at: datetime) -> list[Row]:
    """The items asked for, judged on the day received, or for a draft today and on the last day."""
    if application.received_at is not None:
        moments = [application.received_at]
    else:
        moments = [at]
        if application.invitation.is_open(at) and last_day(application) > clock.day_of(at):
            moments.append(application.invitation.answer_before - timedelta(microseconds=1))
    days = [clock.day_of(moment) for moment in moments]
    judged = [
        {entry.item.key: entry for entry in entries(application, day, clock.law_of(moment))}
        for day, moment in zip(days, moments, strict=True)
    ]
    return [_row(application, key, days, judged) for key in dict.fromkeys(key for found in judged for key in found)]


def _row(application: Application, key: str, days: Sequence[date], judged: list[dict[str, Entry]]) -> Row:
    """An item that is asked on at least one of the days."""
    asked = [(day, found[key]) for day, found in zip(days, judged, strict=True) if key in found]
    entry = asked[0][1]
    return Row(
        item=entry.item,
        name=naming.item(application.answers, entry.item),
        documents=entry.documents,
        checks=tuple((day, found.validity) for day, found in asked),
    )


def overview(application: Application, at: datetime) -> Overview:
    """The whole checklist, in its order, one group after the other for each person."""
    found = rows(application, at)
    people: dict[str, list[Row]] = {}
    for person, theirs in groupby(found, key=lambda row: row.item.person):
        people.setdefault(person, []).extend(theirs)
    known = {row.item.key for row in found}
    others = [
        document
        for document in application.documents
        if document.removed_at is None and document.slot not in known and document.demand_id is None
    ]
    named = tuple((naming.person(application.answers, key), tuple(theirs)) for key, theirs in people.items())
    return Overview(named, tuple(others))
