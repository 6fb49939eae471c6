"""Where an application says something else than the profile it was invited on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from expressentry.applications.forms import FORMS, RECORD_FORMS
from expressentry.models import Answer, Application, SectionKey
from expressentry.models.application_answers import ApplicationSection

_PASSPORT = ("passport_number", "passport_country", "passport_expires_on")


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer, or one whole record, that differs: where, what it is called, and both answers in words.

    Of a record added or taken out `name` is `None` and one of the two is empty. `key` names the difference for good.
    """

    section: SectionKey
    record_id: str | None
    name: str | None
    label: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """The difference, as its explanation is kept under it."""
        return "/".join(part for part in (self.section.value, self.record_id, self.name) if part)


def differences(application: Application, on: date) -> list[Difference]:
    """Every answer of the profile as invited that the application changes, in the order of the profile's pages."""
    before, after = application.invited_answers, application.answers
    found: list[Difference] = []
    for key in SectionKey:
        if key.value in RECORD_FORMS:
            found += _of_records(key, before.records(key), after.records(key), on)
        else:
            found += _of_form(key, None, before.section(key), after.section(key), on)
    return [*found, *_of_passport(application, on)]


def _of_form(key: SectionKey, record_id: str | None, before: Answer, after: Answer, on: date) -> Iterator[Difference]:
    kind = FORMS[key.value] if record_id is None else RECORD_FORMS[key.value]
    changed = [name for name in _names(kind) if _given(before, name) != _given(after, name)]
    if not changed:
        return
    old, new = kind.of(before._replace(typed={}), on), kind.of(after._replace(typed={}), on)
    for name in changed:
        field = new._fields[name]
        yield Difference(key, record_id, name, str(field.label.text), old._fields[name].shown, field.shown)


def _names(kind: Any) -> list[str]:
    return [name for name, _field in kind._prototypes()]


def _given(answer: Answer, name: str) -> Any:
    """The answer; an empty one and none are the same, and of several ticked the order says nothing."""
    value = answer.values.get(name)
    return None if value in ("", []) else sorted(value) if isinstance(value, list) else value


def _of_records(key: SectionKey, before: list[Answer], after: list[Answer], on: date) -> Iterator[Difference]:
    new = {record.id: record for record in after}
    for record in before:
        if record.id not in new:
            yield Difference(key, record.id, None, "", _in_short(key, record, on), "")
        else:
            yield from _of_form(key, record.id, record, new.pop(record.id), on)
    for record in new.values():
        yield Difference(key, record.id, None, "", "", _in_short(key, record, on))


def _in_short(key: SectionKey, record: Answer, on: date) -> str:
    """A record in one line: its first answers."""
    form = RECORD_FORMS[key.value].of(record._replace(typed={}), on)
    return ", ".join([field.shown for field in form.questions if field.shown][:5])


def _of_passport(application: Application, on: date) -> Iterator[Difference]:
    """The passport, which the profile asks among the contacts; only if the profile names one."""
    stated = application.invited_answers.section(SectionKey.CONTACT)
    given = application.answers.section(ApplicationSection.IDENTITY)
    kind = FORMS[ApplicationSection.IDENTITY.value]
    old, new = kind.of(stated._replace(typed={}), on), kind.of(given._replace(typed={}), on)
    for name in _PASSPORT:
        if _given(stated, name) is not None and _given(stated, name) != _given(given, name):
            field = new._fields[name]
            yield Difference(
                SectionKey.CONTACT, None, name, str(field.label.text), old._fields[name].shown, field.shown
            )
