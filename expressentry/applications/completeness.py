"""Whether an application is complete (IRPR 10): one answer for the applicant, the submission and the officer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from expressentry.applications.closing import all_paid
from expressentry.models import Answers, Application, SectionKey
from expressentry.models.application_answers import ApplicationSection, case_of, missing, people, spans
from expressentry.rules import checklist, fees, personal_history
from expressentry.rules.checklist import Item, Validity
from expressentry.rules.fees import FeeLine, Paid
from expressentry.rules.household import Case
from expressentry.rules.law import Law
from expressentry.rules.personal_history import Gap


class Lack(StrEnum):
    """What kind of thing an application lacks."""

    ANSWER = "answer"
    ADDRESS_GAP = "address_gap"
    HISTORY_GAP = "history_gap"
    FAMILY_SIZE = "family_size"
    DOCUMENT = "document"
    NOT_VALID = "not_valid"
    FEES = "fees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """One thing an application lacks, with all that is needed to say so and to go where it is mended."""

    kind: Lack
    section: str | None = None
    record_id: str | None = None
    name: str | None = None
    person: str | None = None
    gap: Gap | None = None
    item: Item | None = None
    validity: Validity | None = None
    declared: int | None = None
    listed: int | None = None
    cents: int | None = None


class Given(Protocol):
    """What a check needs to know of a file: a `Document`, or as much of one."""

    @property
    def slot(self) -> Any: ...

    @property
    def issued_on(self) -> Any: ...

    @property
    def expires_on(self) -> Any: ...

    @property
    def removed_at(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the checklist with the files given for it, and whether they will do on the day of the check."""

    item: Item
    documents: tuple[Any, ...]
    validity: Validity

    @property
    def present(self) -> bool:
        """True if a file is there."""
        return bool(self.documents)

    @property
    def sound(self) -> bool:
        """True if nothing is to be mended: it is there and valid, or it is not needed and not there."""
        return self.validity is Validity.SOUND if self.documents else not self.item.required


def lacking(application: Application, on: date, law: Law) -> list[Lacking]:
    """All that an application received on `on` would lack, in the order of its pages; nothing if it is complete."""
    paid = all_paid(application.payments)
    return lacking_in(application.answers, case_of(application), application.documents, paid, on, law)


def lacking_in(
    answers: Answers, case: Case, documents: Sequence[Given], paid: Sequence[Paid], on: date, law: Law
) -> list[Lacking]:
    """The same of its parts: the answers and the case they state, the files, and the fee lines paid."""
    return [
        *answers.once(("lacking", *_of(case), on, law), lambda: tuple(_unsaid(answers, case, on, law))),
        *_documents(_entries(answers, case, documents, on, law)),
        *_fees(case, paid, on, law),
    ]


def _of(case: Case) -> tuple[Any, ...]:
    """What a case of given answers can differ in."""
    return case.program, case.facts.nomination


def _unsaid(answers: Answers, case: Case, on: date, law: Law) -> Iterator[Lacking]:
    yield from _answers(answers)
    yield from _family(answers, case)
    yield from gaps_of(answers, on, law)


def _answers(answers: Answers) -> Iterator[Lacking]:
    for one in missing(answers):
        yield Lacking(kind=Lack.ANSWER, section=str(one.section), record_id=one.record_id, name=one.name)


def _family(answers: Answers, case: Case) -> Iterator[Lacking]:
    """Everybody declared must be listed, accompanying or not (IRPR 10(2)(a))."""
    declared = answers.section(SectionKey.PLANS).values.get("family_size")
    if declared is not None and declared != len(case.people):
        yield Lacking(
            kind=Lack.FAMILY_SIZE,
            section=ApplicationSection.CHILDREN.value,
            declared=declared,
            listed=len(case.people),
        )


def gaps_of(answers: Answers, on: date, law: Law) -> Iterator[Lacking]:
    """The stretches that addresses and personal history leave open, for every adult who is examined."""
    for person in people(answers):
        if not person.examined or not person.adult(on):
            continue
        first, last = personal_history.period(person.birth_date, on, law.documents.history_years)
        for section, kind in _TIMES:
            for gap in personal_history.gaps(spans(answers, section, person.key), first, last):
                yield Lacking(kind=kind, section=section.value, person=person.key, gap=gap)


def overlaps_of(answers: Answers, on: date) -> Iterator[tuple[str, Gap]]:
    """The stretches for which somebody names two addresses at once, with whose they are: a remark, nothing lacks."""
    for person in people(answers):
        times = spans(answers, ApplicationSection.ADDRESSES, person.key)
        for twice in personal_history.overlaps(times, on):
            yield person.key, twice


_TIMES = (
    (ApplicationSection.ADDRESSES, Lack.ADDRESS_GAP),
    (ApplicationSection.PERSONAL_HISTORY, Lack.HISTORY_GAP),
)


def entries(application: Application, on: date, law: Law) -> list[Entry]:
    """The checklist of an application received on `on`, with what is there for each item."""
    return _entries(application.answers, case_of(application), application.documents, on, law)


def _entries(answers: Answers, case: Case, documents: Sequence[Given], on: date, law: Law) -> list[Entry]:
    items = answers.once(("checklist", *_of(case), on, law), lambda: checklist.checklist(case, on, law))
    return entries_of(items, case, documents, on, law)


def entries_of(items: Sequence[Item], case: Case, documents: Sequence[Given], on: date, law: Law) -> list[Entry]:
    """Items of a checklist with their files. Of several files the one that does best decides for their item."""
    given: dict[str, list[Given]] = {}
    for document in documents:
        if document.removed_at is None:
            given.setdefault(document.slot, []).append(document)
    made = []
    for item in items:
        there = tuple(given.get(item.key, ()))
        made.append(Entry(item, there, _validity(item, there, case, on, law)))
    return made


def _validity(item: Item, documents: tuple[Given, ...], case: Case, on: date, law: Law) -> Validity:
    """What the dates say; the dates of the item are those of the file that does best."""
    dates = [(document.issued_on, document.expires_on) for document in documents] or [(None, None)]
    found = [checklist.validity(item, case, issued_on, expires_on, on, law) for issued_on, expires_on in dates]
    return Validity.SOUND if Validity.SOUND in found else found[-1]


def _documents(made: list[Entry]) -> Iterator[Lacking]:
    for entry in made:
        if entry.present and entry.validity is not Validity.SOUND:
            yield Lacking(kind=Lack.NOT_VALID, item=entry.item, person=entry.item.person, validity=entry.validity)
        elif not entry.present and entry.item.required:
            yield Lacking(kind=Lack.DOCUMENT, item=entry.item, person=entry.item.person)


def _fees(case: Case, paid: Sequence[Paid], on: date, law: Law) -> Iterator[Lacking]:
    cents = sum(line.total_cents for line in fees.owed(case.people, paid, on, law))
    if cents:
        yield Lacking(kind=Lack.FEES, cents=cents)


def owed(application: Application, case: Case, on: date, law: Law) -> tuple[FeeLine, ...]:
    """What is still to be paid if the application is received on `on`."""
    return fees.owed(case.people, all_paid(application.payments), on, law)
