"""All that a visitor has answered, as it travels: in a form's hidden field, and in the file kept at home.

Nothing of it stays on the server. What comes back is read as strictly as if a stranger had written it: every value
through the question it answers, and anything that does not fit refuses the whole.
"""

import base64
import binascii
import json
import math
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from expressentry import drafts, fields
from expressentry.calculator.asked import FORMS, HIGHEST_RECORD, RECORD_FORMS, Place, answer_at
from expressentry.database import dump_json
from expressentry.models import Answer, Answers, SectionKey
from expressentry.sections.section_form import Reading, SectionForm

FORMAT, VERSION = "express-entry-calculator", 1
MOST_BYTES = 200_000
MOST_SCENARIOS, LONGEST_NAME = 3, 60
MOST_TURNS = 10**6


class Unreadable(ValueError):
    """What was brought back is not what this calculator gave away; `words` say why. Nothing of it was taken over."""

    def __init__(self, words: Any) -> None:
        self.words = words
        super().__init__(str(words))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One set of answers; the name is empty until a visitor gives it one."""

    name: str = ""
    answers: Answers = field(default_factory=lambda: Answers({}))


@dataclass(frozen=True, slots=True)
class Workbook:
    """Up to three scenarios, the one that is filled in, and how often something was written into it."""

    scenarios: tuple[Scenario, ...] = (Scenario(),)
    shown: int = 0
    turn: int = 0

    @property
    def answers(self) -> Answers:
        """The answers of the scenario that is filled in."""
        return self.scenarios[self.shown].answers

    def with_answers(self, answers: Answers) -> "Workbook":
        """The same with other answers in the scenario that is filled in."""
        return self.with_scenario(self.shown, replace(self.scenarios[self.shown], answers=answers))

    def with_scenario(self, index: int, scenario: Scenario) -> "Workbook":
        """The same with one scenario replaced."""
        others = (*self.scenarios[:index], scenario, *self.scenarios[index + 1 :])
        return replace(self, scenarios=others, turn=self.turn + 1)

    def copied(self, name: str) -> "Workbook":
        """The same with a copy of the scenario that is filled in, which is then the one filled in."""
        if len(self.scenarios) >= MOST_SCENARIOS:
            return self
        others = (*self.scenarios, Scenario(name, self.answers))
        return Workbook(others, len(others) - 1, self.turn + 1)

    def without(self, index: int) -> "Workbook":
        """The same without one scenario, unless it is the only one."""
        if len(self.scenarios) == 1:
            return self
        others = (*self.scenarios[:index], *self.scenarios[index + 1 :])
        shown = self.shown - (self.shown > index)
        return Workbook(others, min(shown, len(others) - 1), self.turn + 1)


def with_form(answers: Answers, at: Place, reading: Reading) -> Answers:
    """These answers with what one form says; an answer that makes no sense leaves the one before it."""
    kept = answer_at(answers, at)
    filled = kept._replace(values=_given({**kept.values, **reading.answers}), revision=1)
    if at.record_id is None:
        return answers.with_section(at.key, filled)
    if answers.record(at.key, at.record_id) is None and len(answers.records(at.key)) >= drafts.MOST_RECORDS:
        raise drafts.TooManyRecords(most=drafts.MOST_RECORDS)
    return answers.with_record(at.key, filled)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


# ---- Giving it away


def document(workbook: Workbook, on: date) -> dict[str, Any]:
    """All of it as the file kept at home holds it."""
    scenarios = [{"name": one.name, "answers": _plain(one.answers)} for one in workbook.scenarios]
    return {
        "format": FORMAT,
        "version": VERSION,
        "saved_on": on.isoformat(),
        "shown": workbook.shown,
        "turn": workbook.turn,
        "scenarios": scenarios,
    }


def _plain(answers: Answers) -> dict[str, Any]:
    """Each section that was begun: its answers, or its records with theirs."""
    plain: dict[str, Any] = {}
    for key in SectionKey:
        if key in FORMS and answers.section(key).values:
            plain[key.value] = _given(answers.section(key).values)
        elif key in RECORD_FORMS and answers.records(key):
            plain[key.value] = [{"id": int(one.id), **_given(one.values)} for one in answers.records(key)]
    return plain


def packed(workbook: Workbook, on: date) -> str:
    """All of it for a hidden field, as short as it gets."""
    return base64.urlsafe_b64encode(zlib.compress(dump_json(document(workbook, on)).encode(), 6)).decode()


# ---- Taking it back

DAMAGED = _("What this page carried along was damaged. Go back one page and try again.")
NOT_OURS = _("This is not a file of this calculator. Choose the one you downloaded here.")
NOT_WHOLE = _("This file is cut off or damaged: it cannot be read to its end. Choose another copy of it.")
TOO_LARGE = _("This file is too large to be one of this calculator. Choose the one you downloaded here.")


def unpacked(text: str, on: date) -> Workbook:
    """What a hidden field holds."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
        unpacking = zlib.decompressobj()
        whole = unpacking.decompress(raw, MOST_BYTES + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise Unreadable(DAMAGED) from None
    if not unpacking.eof and len(whole) <= MOST_BYTES:
        raise Unreadable(DAMAGED)
    return opened(whole, on)


def opened(whole: bytes, on: date) -> Workbook:
    """What a file holds; raises `Unreadable` unless it is exactly what this calculator writes."""
    if len(whole) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    data = _json(whole)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable(NOT_OURS)
    version = data.get("version")
    if version != VERSION or isinstance(version, bool):
        written = version if isinstance(version, int) and abs(version) < 10**6 else "?"
        raise Unreadable(
            _(
                "This file has version %(version)s of the format; this calculator reads version %(ours)s alone.",
                version=written,
                ours=VERSION,
            )
        )
    return _workbook(data, on)


def _json(whole: bytes) -> Any:
    """JSON without repeated names, and without numbers that are none."""
    try:
        return json.loads(whole.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Unreadable(NOT_OURS) from None
    except RecursionError:
        raise Unreadable(NOT_OURS) from None
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(NOT_WHOLE) from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise changed("JSON")
    return found


def _no_number(name: str) -> float:
    raise changed(name)


def changed(place: str, why: Any = None) -> Unreadable:
    """The refusal of something that was changed by hand: where, and what its question says to it."""
    if why is None:
        return Unreadable(
            _(
                "This file was changed since it was saved: “%(place)s” does not fit. Nothing of it was used.",
                place=place,
            )
        )
    return Unreadable(
        _(
            "This file was changed since it was saved: “%(place)s” does not fit (%(why)s). Nothing of it was used.",
            place=place,
            why=why,
        )
    )


def _workbook(data: dict[str, Any], on: date) -> Workbook:
    names = ("format", "version", "saved_on", "shown", "turn", "scenarios")
    _only(data, names, "")
    _day(data.get("saved_on"))
    scenarios = data.get("scenarios")
    if not isinstance(scenarios, list) or not 1 <= len(scenarios) <= MOST_SCENARIOS:
        raise changed("scenarios")
    read = tuple(_scenario(one, f"scenarios[{index}]", on) for index, one in enumerate(scenarios))
    shown = _whole(data.get("shown"), "shown", 0, len(read) - 1)
    return Workbook(read, shown, _whole(data.get("turn"), "turn", 0, MOST_TURNS))


def _day(value: Any) -> None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        raise changed("saved_on") from None


def _whole(value: Any, place: str, lowest: int, highest: int) -> int:
    if type(value) is not int or not lowest <= value <= highest:
        raise changed(place)
    return value


def _only(data: dict[str, Any], names: Iterable[str], place: str) -> None:
    known = set(names)
    for name in data:
        if name not in known:
            raise changed(f"{place}{name}"[:80])


def _scenario(data: Any, place: str, on: date) -> Scenario:
    if not isinstance(data, dict):
        raise changed(place)
    _only(data, ("name", "answers"), f"{place}.")
    name, sections = data.get("name"), data.get("answers")
    if not isinstance(name, str) or len(name) > LONGEST_NAME or fields.UNPRINTABLE.search(name):
        raise changed(f"{place}.name")
    if not isinstance(sections, dict):
        raise changed(f"{place}.answers")
    raw: dict[str, Any] = {}
    for written, stated in sections.items():
        here = f"{place}.{written}"[:80]
        if written in FORMS:
            raw[written] = _answer("", FORMS[SectionKey(written)], stated, here, on)._asdict()
        elif written in RECORD_FORMS:
            raw[f"{written}/records"] = _records(SectionKey(written), stated, here, on)
        else:
            raise changed(here)
    return Scenario(name, Answers(raw))


def _records(key: SectionKey, stated: Any, place: str, on: date) -> list[dict[str, Any]]:
    if not isinstance(stated, list) or len(stated) > drafts.MOST_RECORDS:
        raise changed(place)
    read: list[dict[str, Any]] = []
    for index, one in enumerate(stated):
        here = f"{place}[{index}]"
        if not isinstance(one, dict):
            raise changed(here)
        number = str(_whole(one.get("id"), f"{here}.id", 1, HIGHEST_RECORD))
        if any(earlier["id"] == number for earlier in read):
            raise changed(f"{here}.id")
        values = {name: value for name, value in one.items() if name != "id"}
        read.append(_answer(number, RECORD_FORMS[key], values, here, on)._asdict())
    return read


def _answer(number: str, form: type[SectionForm], stated: Any, place: str, on: date) -> Answer:
    """One form's answers, each as its own question reads it."""
    if not isinstance(stated, dict):
        raise changed(place)
    questions = dict(form._prototypes())
    _only(stated, questions, f"{place}.")
    sent: MultiDict[str, str] = MultiDict()
    for name, value in stated.items():
        if not _fits(questions[name], value):
            raise changed(f"{place}.{name}")
        sent.setlist(name, questions[name].strings(value))
    reading = form.read(sent, on)
    for name, words in reading.errors.items():
        raise changed(f"{place}.{name}", words)
    if _given(reading.answers) != stated:
        raise changed(place)
    return Answer(number, stated, {}, 1, "", None)


def _fits(question: Any, value: Any) -> bool:
    """True if this kind of value can answer this question."""
    return next(fits for kind, fits in _KINDS if isinstance(question, kind))(value)


def _is_text(value: Any) -> bool:
    return type(value) is str and len(value) <= fields.LONGEST_TYPED


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and abs(value) < 10**9


_KINDS: tuple[tuple[Any, Callable[[Any], bool]], ...] = (
    ((fields.YesNo, fields.Tick), lambda value: type(value) is bool),
    (fields.Number, _is_number),
    ((fields.Whole, fields.Money), lambda value: type(value) is int and abs(value) < 10**15),
    (fields.Choices, lambda value: type(value) is list and len(value) < 100 and all(map(_is_text, value))),
    (fields.Question, _is_text),
)
