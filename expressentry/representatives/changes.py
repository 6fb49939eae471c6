"""What a proposal changes, answer by answer, held against the client's answers of today; and the answers with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from expressentry.database import dump_json
from expressentry.drafts import MOST_RECORDS, TooManyRecords, mark
from expressentry.models import Answer, Answers, Proposal, SectionKey
from expressentry.sections.in_words import given


@dataclass(frozen=True, slots=True)
class Change:
    """One answer, or one whole record, that a proposal changes.

    Of a record added or taken out `name` is `None`. `before`, `after` and `present` are the forms it stands in: as the
    copy was made, as proposed, and as the client has it today; none where there is no such record. `apart` is true if
    the client changed the same answer meanwhile.
    """

    section: SectionKey
    record_id: str | None
    name: str | None
    before: Answer | None
    after: Answer | None
    present: Answer | None

    @property
    def key(self) -> str:
        """The change, as events name it."""
        return "/".join(part for part in (self.section.value, self.record_id, self.name) if part)

    @property
    def added(self) -> bool:
        """True if a whole record comes."""
        return self.name is None and self.before is None

    @property
    def removed(self) -> bool:
        """True if a whole record goes."""
        return self.name is None and self.after is None

    @property
    def apart(self) -> bool:
        """True if the client changed the same meanwhile."""
        if self.added:
            return False
        return self._value(self.before) != self._value(self.present)

    def values(self) -> tuple[Any, Any, Any]:
        """What stands there before, after and today."""
        return self._value(self.before), self._value(self.after), self._value(self.present)

    def _value(self, answer: Answer | None) -> Any:
        if answer is None:
            return "taken out"
        return given(answer, self.name) if self.name else {name: given(answer, name) for name in sorted(answer.values)}


def changes(proposal: Proposal, present: Answers) -> list[Change]:
    """All that is left to change, section by section; what the client has done alike is left out."""
    return list(_changes(proposal.based_on, proposal.answers, present))


def _changes(base: Answers, after: Answers, present: Answers) -> Iterator[Change]:
    for key in SectionKey:
        yield from _of_form(key, None, base.section(key), after.section(key), present.section(key))
        for old in base.records(key):
            new, now = after.record(key, old.id), present.record(key, old.id)
            if new is not None:
                yield from _of_form(key, old.id, old, new, now)
            elif now is not None:
                yield Change(key, old.id, None, old, None, now)
        for new in after.records(key):
            if base.record(key, new.id) is None and present.record(key, new.id) is None:
                yield Change(key, new.id, None, None, new, None)


def _of_form(key: SectionKey, record_id: str | None, old: Answer, new: Answer, now: Answer | None) -> Iterator[Change]:
    """Every answer of one form that changes; `now` is none if the client took the record out meanwhile."""
    for name in sorted({*old.values, *new.values}):
        wanted = given(new, name)
        if given(old, name) != wanted and (now is None or given(now, name) != wanted):
            yield Change(key, record_id, name, old, new, now)


def changed_with(present: Answers, found: Iterable[Change], at: datetime) -> Answers:
    """The client's answers with these changes; every other answer is as it was."""
    answers = present
    for change in found:
        key, id_ = change.section, change.record_id
        if change.removed:
            answers = answers.without_record(key, id_ or "")
        elif change.added:
            answers = _with_record(answers, key, change.after, at)
        else:
            answers = _with_answer(answers, change, at)
    return answers


def _with_answer(answers: Answers, change: Change, at: datetime) -> Answers:
    """One answer; a record the client took out comes back whole."""
    key, name, wanted = change.section, change.name or "", change.after
    new = None if wanted is None else wanted.values.get(name)
    if change.record_id is None:
        return answers.with_section(key, _saved(answers.section(key), {name: new}, at))
    now = answers.record(key, change.record_id)
    if now is None:
        return _with_record(answers, key, wanted, at)
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
    return mark(dump_json([proposal.id, [[change.key, *change.values()] for change in found]]))
