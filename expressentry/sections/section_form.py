"""What every form of the profile shares: answers that make sense, what was typed and does not, and who saved it."""

import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar

from babel import Locale
from flask_babel import get_locale
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from expressentry import fields, labels
from expressentry.models import Answer
from expressentry.models.questions import Question as Asked
from expressentry.rules.impossible import Impossible


def countries() -> list[tuple[str, str]]:
    """Countries and territories by name in the reader's language."""
    found = _COUNTRIES.get(str(get_locale()))
    if found is None:
        names = Locale.parse(str(get_locale())).territories
        listed = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code not in _NOT_COUNTRIES]
        found = _COUNTRIES[str(get_locale())] = sorted(listed, key=lambda pair: _sort_key(pair[1]))
    return found


def country_name(code: str | None) -> str:
    """A country or territory by its name in the reader's language; empty if none is given."""
    return "" if code is None else dict(countries()).get(code, code)


_COUNTRIES: dict[str, list[tuple[str, str]]] = {}
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


def _sort_key(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form that was sent says: the answers that make sense, words for those that do not, and what was typed."""

    answers: dict[str, Any]
    errors: dict[str, str]
    typed: dict[str, Any]


class SectionForm(FlaskForm):
    """One form of the profile: a section, or one record of a section that repeats.

    `tab` names the page it was opened in, `revision` what it was opened on: together they tell a save from another
    tab from one's own. An answer that makes no sense keeps its saved value; what was typed is kept beside it.
    """

    class Meta:
        """The token is checked before any view."""

        csrf = False

    section: ClassVar[str]
    asked: ClassVar[tuple[Asked, ...]]

    revision = HiddenField()
    tab = HiddenField()

    @classmethod
    def read(cls, sent: MultiDict[str, str], on: date) -> Reading:
        """What was sent says; an open question is `None`. The one reading for preview, draft and save."""
        answers: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for name, field in cls._prototypes():
            try:
                answers[name] = field.understand(dict.get(sent, name, ()))  # the list itself: `getlist` copies it
            except ValueError as problem:
                errors[name] = str(problem.args[0])
        for found in list(cls.impossible(answers, on)):
            if found.path in answers:
                del answers[found.path]
                errors[found.path] = labels.fault(found)
        return Reading(answers, errors, {name: _as_typed(cls, name, sent.getlist(name)) for name in errors})

    @classmethod
    @cache
    def _prototypes(cls) -> list[tuple[str, Any]]:
        """The questions as fields that hold no answer: reading needs no more, and a form is dear to make."""
        return [(field.name, field) for field in cls(formdata=None).questions]

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        """What the answers together say that cannot be true, by question."""
        return ()

    @classmethod
    def of(cls, answer: Answer, on: date) -> "SectionForm":
        """The form as it was left: saved answers, and what was typed and makes no sense yet, with its error."""
        strings: MultiDict[str, str] = MultiDict()
        for name, field in cls._prototypes():
            typed = answer.typed.get(name)
            shown = field.strings(answer.values.get(name)) if typed is None else typed
            strings.setlist(name, shown if isinstance(shown, list) else [shown])
        strings["revision"], strings["tab"] = str(answer.revision), secrets.token_hex(4)
        return cls.as_sent(strings, cls.read(strings, on))

    @classmethod
    def as_sent(cls, sent: MultiDict[str, str], reading: Reading) -> "SectionForm":
        """The form as typed, with what its reading says beside each question."""
        form = cls(sent)
        for name, words in reading.errors.items():
            form._fields[name].errors = [words]
        return form

    @classmethod
    def over_saved(
        cls, sent: MultiDict[str, str], reading: Reading, saved: Answer, differing: Iterable[str], on: date
    ) -> tuple["SectionForm", list[tuple[Any, Any]]]:
        """What was typed, to be saved over another window's answers, and each differing question with its answer."""
        again = MultiDict(sent)
        again["revision"] = str(saved.revision)
        typed, there = cls.as_sent(again, reading), cls.of(saved, on)
        return typed, [(typed._fields[name], there._fields[name]) for name in differing]

    @property
    def questions(self) -> Iterator[Any]:
        """The fields that are questions."""
        return (field for field in self if field.name not in ("revision", "tab"))

    def when(self, name: str) -> list[str]:
        """The style classes that hide a question until the answers before it ask for it."""
        asked = next((question for question in self.asked if question.name == name), None)
        if asked is None:
            return list(self.shown_with.get(name, ()))
        return [f"if-{other}-{_slug(wanted)}" for other, wanted in asked.when]

    # Questions that need no answer but belong to others: the classes that hide them with those.
    shown_with: ClassVar[dict[str, tuple[str, ...]]] = {}

    def required(self, name: str) -> bool:
        """True if the profile cannot enter the pool without an answer here."""
        return any(question.name == name for question in self.asked)


def _as_typed(form: type[SectionForm], name: str, sent: list[str]) -> Any:
    """What was typed, cut where it is still too long to be read, so that it is told again."""
    kept = [fields.UNPRINTABLE.sub("\ufffd", item[: fields.LONGEST_TYPED + 1]) for item in sent]
    return kept if isinstance(dict(form._prototypes())[name], fields.Choices) else "".join(kept[-1:])


def _slug(wanted: frozenset[Any]) -> str:
    """A name for the answers that open a question, as site.css knows it."""
    if wanted <= {True, False}:
        return "yes" if True in wanted else "no"
    return next(iter(wanted)).replace("_", "-") if len(wanted) == 1 else "any"


def within(prefix: str, found: Iterable[Impossible]) -> Iterator[Impossible]:
    """The same statements with their questions' prefix."""
    return (Impossible(prefix + one.path, one.fault, one.figures) for one in found)
