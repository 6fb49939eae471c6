"""What every form of the profile shares: answers that make sense, what was typed and does not, and who saved it."""

import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from babel import Locale
from flask_babel import get_locale
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from expressentry import clock, fields, labels
from expressentry.models import Answer, SectionKey
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


_COUNTRIES: dict[str, list[tuple[str, str]]] = {}
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


def _sort_key(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()


class SectionForm(FlaskForm):
    """One form of the profile: a section, or one record of a section that repeats.

    `tab` names the page it was opened in, `revision` what it was opened on: together they tell a save from another
    tab from one's own. An answer that makes no sense keeps its saved value; what was typed is kept beside it.
    """

    section: ClassVar[SectionKey]
    asked: ClassVar[tuple[Asked, ...]]

    revision = HiddenField()
    tab = HiddenField()

    @classmethod
    def from_answer(cls, answer: Answer) -> "SectionForm":
        """The form as it was left: saved answers, and what was typed and makes no sense yet, with its error."""
        form = cls(formdata=None, data={**answer.values, "revision": str(answer.revision), "tab": secrets.token_hex(4)})
        for name, typed in answer.typed.items():
            field = form._fields.get(name)
            if field is not None:
                field.process(MultiDict([(name, item) for item in (typed if isinstance(typed, list) else [typed])]))
        if answer.typed:
            form.validate()
        return form

    @classmethod
    def from_request(cls, formdata: MultiDict[str, str]) -> "SectionForm":
        """The form as typed. The token was checked before any view."""
        return cls(formdata, meta={"csrf": False})

    @property
    def questions(self) -> Iterator[Any]:
        """The fields that are questions."""
        return (field for field in self if field.name not in ("revision", "tab", "csrf_token"))

    def validate(self, extra_validators: Any = None) -> bool:
        """True if every answer given makes sense; unanswered questions do."""
        sound = super().validate(extra_validators)
        for found in self.impossible(clock.today()):
            field = self._fields.get(found.path)
            if field is not None and not field.errors:
                field.errors = [labels.fault(found)]
                sound = False
        return sound

    def impossible(self, on: date) -> Iterable[Impossible]:
        """What the answers together say that cannot be true, by question."""
        return ()

    def answers(self) -> dict[str, Any]:
        """Every answer that makes sense, by name; `None` for a question left open."""
        return {field.name: field.data for field in self.questions if not field.errors}

    def typed(self) -> dict[str, Any]:
        """What was typed and does not make sense."""
        found = {}
        for field in self.questions:
            if field.errors and field.raw_data:
                raw = [str(item)[: fields.LONGEST_TYPED].replace("\x00", "") for item in field.raw_data]
                found[field.name] = raw if isinstance(field, fields.Choices) else raw[0]
        return found

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


def _slug(wanted: frozenset[Any]) -> str:
    """A name for the answers that open a question, as site.css knows it."""
    if wanted <= {True, False}:
        return "yes" if True in wanted else "no"
    return next(iter(wanted)).replace("_", "-") if len(wanted) == 1 else "any"


def within(prefix: str, found: Iterable[Impossible]) -> Iterator[Impossible]:
    return (Impossible(prefix + one.path, one.fault, one.figures) for one in found)
