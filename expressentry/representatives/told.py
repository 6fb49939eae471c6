"""Changes in words: each question as it is asked, and its answers before, after and today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from expressentry.models import Answer, SectionKey
from expressentry.representatives.changes import Change
from expressentry.sections import in_words
from expressentry.sections.beside import record_name
from expressentry.sections.forms import FORMS, LIST_FORMS, RECORD_FORMS
from expressentry.sections.section_form import SectionForm


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words. Of a whole record `question` is empty, and `lines` are all its questions with their answers.

    `kept` are those of the client's own record of today, where it is another than the one taken out.
    """

    section: SectionKey
    record_id: str | None
    record: str
    question: str
    before: str
    after: str
    present: str
    lines: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    added: bool
    removed: bool
    apart: bool


def told(found: Iterable[Change], on: date) -> list[Told]:
    """Each change in words, in the order of the sections and of the questions in them."""
    return sorted((_told(change, on) for change in found), key=_place)


def _place(one: Told) -> tuple[int, str, int]:
    order = list(SectionKey).index(one.section)
    kind = _form(one.section, one.record_id)
    asked = [str(field.label.text) for _name, field in kind._prototypes()]
    return order, one.record_id or "", asked.index(one.question) if one.question in asked else 0


def _form(section: SectionKey, record_id: str | None) -> type[SectionForm]:
    if record_id is not None:
        return RECORD_FORMS[section]
    return FORMS.get(section) or LIST_FORMS[section]


def _told(change: Change, on: date) -> Told:
    kind = _form(change.section, change.record_id)
    stands = change.before or change.after
    record = "" if change.record_id is None or stands is None else record_name(change.section, stands.values)
    question, before, after, present = "", "", "", ""
    lines: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    if change.name is None:
        lines = _lines(kind, stands, on)
        kept = _lines(kind, change.present, on) if change.apart else ()
    else:
        states = (change.before, change.after, change.present)
        before, after, present = (_said(kind, one, change.name, on) for one in states)
        question = str(dict(kind._prototypes())[change.name].label.text)
    return Told(
        change.section,
        change.record_id,
        record,
        question,
        before,
        after,
        present,
        lines,
        kept,
        change.added,
        change.removed,
        change.apart,
    )


def _lines(kind: type[SectionForm], record: Answer | None, on: date) -> tuple[tuple[str, str], ...]:
    return () if record is None else tuple(in_words.form(kind, record, on))


def _said(kind: type[SectionForm], answer: Answer | None, name: str, on: date) -> str:
    """An answer in words; of a record that is gone, that it is."""
    if answer is None:
        return _("the whole entry is taken out")
    field: Any = kind.of(answer._replace(typed={}), on)._fields[name]
    if field.kind == "tick":
        return _("Yes") if field.data else _("No")
    return in_words.shown(field) if field.data is not None else ""
