"""What a proposal changes, answer by answer, held against the client's answers of today; and the answers with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from expressentry.database import dump_json
from expressentry.drafts import MOST_RECORDS, TooManyRecords, mark
from expressentry.models import Answer, Answers, Proposal, SectionKey
from expressentry.sections import in_words
from expressentry.sections.forms import FORMS, LIST_FORMS, RECORD_FORMS
from expressentry.sections.section_form import SectionForm

NOBODY = Answer("", {}, {}, 0, "", None)


@dataclass(frozen=True, slots=True)
class Change:
    """One answer, or one whole record, that a proposal changes, with all three values in words.

    Of a record added or taken out `name` is `None`. `apart` is true if the client changed the same answer meanwhile.
    """

    section: SectionKey
    record_id: str | None
    name: str | None
    record: str
    question: str
    before: str
    after: str
    present: str
    apart: bool

    @property
    def key(self) -> str:
        """The change, as events name it."""
        return "/".join(part for part in (self.section.value, self.record_id, self.name) if part)

    @property
    def added(self) -> bool:
        """True if a whole record comes."""
        return self.name is None and not self.before

    @property
    def removed(self) -> bool:
        """True if a whole record goes."""
        return self.name is None and not self.after


def changes(proposal: Proposal, present: Answers, on: date) -> list[Change]:
    """All that is left to change, in the order of the profile's pages; what the client has done alike is left out."""
    return list(_changes(proposal.based_on, proposal.answers, present, on))


def _changes(base: Answers, after: Answers, present: Answers, on: date) -> Iterator[Change]:
    for key in SectionKey:
        kind = FORMS.get(key) or LIST_FORMS[key]
        now = present.section(key)
        yield from _of_form(key, None, "", base.section(key), after.section(key), now, on, kind)
        if key in RECORD_FORMS:
            yield from _of_records(key, base, after, present, on)


def _of_records(key: SectionKey, base: Answers, after: Answers, present: Answers, on: date) -> Iterator[Change]:
    kind = RECORD_FORMS[key]
    for old in base.records(key):
        new, now = after.record(key, old.id), present.record(key, old.id)
        if new is None and now is not None:
            yield _removal(key, old, now, on)
        elif new is not None:
            named = in_words.in_short(kind, old, on) or _("An empty entry")
            yield from _of_form(key, old.id, named, old, new, now, on, kind)
    for new in after.records(key):
        if base.record(key, new.id) is None and present.record(key, new.id) is None:
            named = in_words.in_short(kind, new, on) or _("An empty entry")
            yield Change(key, new.id, None, named, "", "", named, "", False)


def _removal(key: SectionKey, old: Answer, now: Answer, on: date) -> Change:
    kind = RECORD_FORMS[key]
    named = in_words.in_short(kind, old, on) or _("An empty entry")
    touched = any(in_words.given(old, name) != in_words.given(now, name) for name in in_words.names(kind))
    present = in_words.in_short(kind, now, on) if touched else named
    return Change(key, old.id, None, named, "", named, "", present, touched)


def _of_form(
    key: SectionKey,
    record_id: str | None,
    record: str,
    old: Answer,
    new: Answer,
    now: Answer | None,
    on: date,
    kind: type[SectionForm],
) -> Iterator[Change]:
    """Every answer of one form that changes; `now` is none if the client took the record out meanwhile."""
    seen = [
        (name, in_words.given(old, name), in_words.given(new, name), None if now is None else in_words.given(now, name))
        for name in in_words.names(kind)
    ]
    changed = [one for one in seen if one[1] != one[2] and (now is None or one[2] != one[3])]
    if not changed:
        return
    forms = [None if answer is None else kind.of(answer._replace(typed={}), on) for answer in (old, new, now)]
    for name, was, _wanted, is_now in changed:
        before, after, present = (_("taken out") if form is None else _said(form._fields[name]) for form in forms)
        question = str(kind.of(NOBODY, on)._fields[name].label.text)
        apart = now is None or was != is_now
        yield Change(key, record_id, name, record, question, before, after, present, apart)


def _said(field: Any) -> str:
    """An answer in words."""
    if field.kind == "tick":
        return _("Yes") if field.data else _("No")
    return in_words.shown(field) if field.data is not None else ""


def changed_with(proposal: Proposal, present: Answers, found: Iterable[Change], at: datetime) -> Answers:
    """The client's answers with these changes; every other answer is as it was."""
    answers = present
    for change in found:
        if change.name is not None:
            answers = _with_answer(proposal.answers, answers, change, at)
        elif change.removed:
            answers = answers.without_record(change.section, change.record_id or "")
        else:
            answers = _with_record(
                answers, change.section, proposal.answers.record(change.section, change.record_id or ""), at
            )
    return answers


def _with_answer(wanted: Answers, answers: Answers, change: Change, at: datetime) -> Answers:
    """One answer; a record the client took out comes back whole."""
    key, name = change.section, change.name or ""
    if change.record_id is None:
        new = wanted.section(key).values.get(name)
        return answers.with_section(key, _saved(answers.section(key), {name: new}, at))
    source, now = wanted.record(key, change.record_id), answers.record(key, change.record_id)
    if now is None:
        return _with_record(answers, key, source, at)
    new = None if source is None else source.values.get(name)
    return answers.with_record(key, _saved(now, {name: new}, at))


def _with_record(answers: Answers, key: SectionKey, source: Answer | None, at: datetime) -> Answers:
    if source is None:
        return answers
    if len(answers.records(key)) >= MOST_RECORDS:
        raise TooManyRecords(most=MOST_RECORDS)
    return answers.with_record(key, _saved(source, {}, at))


def _saved(answer: Answer, values: dict[str, Any], at: datetime) -> Answer:
    """A form with other answers, saved by nobody's window: an open one is then told, and overwrites nothing."""
    typed = {name: text for name, text in answer.typed.items() if name not in values}
    return Answer(answer.id, {**answer.values, **values}, typed, answer.revision + 1, "", at.isoformat())


def half_typed(proposal: Proposal) -> bool:
    """True if the representative left something that makes no sense yet."""
    return any(
        mine.typed != {} and (theirs is None or theirs.typed != mine.typed)
        for mine, theirs in _pairs(proposal.answers, proposal.based_on)
    )


def _pairs(mine: Answers, theirs: Answers) -> Iterator[tuple[Answer, Answer | None]]:
    for key in SectionKey:
        yield mine.section(key), theirs.section(key)
        for record in mine.records(key):
            yield record, theirs.record(key, record.id)


def seal(proposal: Proposal, found: Iterable[Change]) -> str:
    """What stands in the page that shows these very changes: approving anything else is refused."""
    shown = [[change.key, change.before, change.after, change.present] for change in found]
    return mark(dump_json([proposal.id, proposal.answers.raw, shown]))
