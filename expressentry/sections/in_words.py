"""Answers in words: each question with what was answered, and where two sets of answers differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from expressentry import explain, formats
from expressentry.models import Answer, Answers, SectionKey
from expressentry.sections.section_form import SectionForm

Forms = Mapping[Any, type[SectionForm]]


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


def form(kind: type[SectionForm], answer: Answer, on: date) -> list[tuple[str, str]]:
    """Each question of a form that was answered, and the answer."""
    filled = kind.of(answer._replace(typed={}), on)
    answered = (field for field in filled.questions if answer.values.get(field.name) is not None)
    return [(str(field.label.text), shown(field)) for field in answered]


def shown(field: Any) -> str:
    """An answer in words: an occupation by its title too, a day and an amount as they are read."""
    if field.kind == "occupation":
        return explain.occupation(field.data)
    if field.kind == "date" and field.data is not None:
        return formats.day(date.fromisoformat(field.data))
    if field.kind == "money" and field.data is not None:
        return formats.money(field.data)
    return str(field.shown)


def between(before: Answers, after: Answers, on: date, forms: Forms, record_forms: Forms) -> list[Difference]:
    """Every answer of the profile that differs, in the order of the profile's pages."""
    found: list[Difference] = []
    for key in SectionKey:
        if key.value in record_forms:
            found += _of_records(key, before.records(key), after.records(key), on, record_forms[key.value])
        else:
            found += of_form(key, None, before.section(key), after.section(key), on, forms[key.value])
    return found


def of_form(
    key: SectionKey, record_id: str | None, before: Answer, after: Answer, on: date, kind: type[SectionForm]
) -> Iterator[Difference]:
    """Every answer of one form that differs."""
    changed = [name for name in names(kind) if given(before, name) != given(after, name)]
    if not changed:
        return
    old, new = kind.of(before._replace(typed={}), on), kind.of(after._replace(typed={}), on)
    for name in changed:
        field = new._fields[name]
        yield Difference(key, record_id, name, str(field.label.text), old._fields[name].shown, field.shown)


def names(kind: type[SectionForm]) -> list[str]:
    """The questions of a form."""
    return [name for name, _field in kind._prototypes()]


def given(answer: Answer, name: str) -> Any:
    """The answer; an empty one and none are the same, and of several ticked the order says nothing."""
    value = answer.values.get(name)
    return None if value in ("", []) else sorted(value) if isinstance(value, list) else value


def _of_records(
    key: SectionKey, before: list[Answer], after: list[Answer], on: date, kind: type[SectionForm]
) -> Iterator[Difference]:
    new = {record.id: record for record in after}
    for record in before:
        if record.id not in new:
            yield Difference(key, record.id, None, "", in_short(kind, record, on), "")
        else:
            yield from of_form(key, record.id, record, new.pop(record.id), on, kind)
    for record in new.values():
        yield Difference(key, record.id, None, "", "", in_short(kind, record, on))


def in_short(kind: type[SectionForm], record: Answer, on: date) -> str:
    """A record in one line: its first answers."""
    filled = kind.of(record._replace(typed={}), on)
    return ", ".join([field.shown for field in filled.questions if field.shown][:5])
