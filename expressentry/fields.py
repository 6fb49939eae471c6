"""Form fields: what a person types, and the plain value it stands for. To anything else they answer with words."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import Field, SelectChoice, SelectMultipleField  # type: ignore[attr-defined]
from wtforms.fields.core import UnboundField

from expressentry import formats, labels
from expressentry.rules import noc

# Control characters but tab and line ends, halves of surrogate pairs, and what is left of bytes that were no text:
# no name, and no database, holds them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
_SPACES = re.compile(r"[\s\u00a0\u202f$]+")
LONGEST_TYPED = 4000


class Question(Field):
    """A question of a form. `data` is the plain JSON value, `None` if unanswered; `raw` is what was typed."""

    kind = "text"

    def __init__(self, label: Any = None, hint: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.hint = hint

    @property
    def raw(self) -> str:
        """What the person typed, to be shown again; else the saved value as they would type it."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    @property
    def shown(self) -> str:
        """The answer in words, to be read."""
        return self.raw

    def written(self, value: Any) -> str:
        """A value as a person would type it."""
        return str(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        self.data = self.understand(valuelist)

    def understand(self, typed: Sequence[str]) -> Any:
        """What the strings sent stand for, `None` for nothing; raises `ValueError` with words for the reader."""
        text = typed[0].strip() if typed else ""
        if not text:
            return None
        if len(text) > LONGEST_TYPED:
            raise ValueError(_("Use at most %(longest)s characters.", longest=getattr(self, "longest", LONGEST_TYPED)))
        if not _plain(text) and UNPRINTABLE.search(text):
            raise ValueError(_("This contains characters that cannot be kept. Type it again."))
        return self.read(text)

    def strings(self, value: Any) -> list[str]:
        """The strings that stand for a value."""
        return [] if value is None else [self.written(value)]

    def read(self, typed: str) -> Any:
        """The value typed; raises `ValueError` with words for the reader."""
        return typed

    def process_data(self, value: Any) -> None:
        self.data = value


def _plain(text: str) -> bool:
    """True if it has neither control characters nor letters beyond ASCII: most answers, known at a glance."""
    return text.isascii() and text.isprintable()


class Text(Question):
    """A line of text in any script."""

    def __init__(self, label: Any = None, hint: Any = None, longest: int = 100, **kwargs: Any) -> None:
        super().__init__(label, hint, **kwargs)
        self.longest = longest
        self.autocomplete = kwargs.get("render_kw", {}).get("autocomplete") if kwargs.get("render_kw") else None

    def read(self, typed: str) -> str:
        if len(typed) > self.longest:
            raise ValueError(_("Use at most %(longest)s characters.", longest=self.longest))
        return typed


class Phone(Text):
    """A telephone number: at least ten digits."""

    def read(self, typed: str) -> str:
        if not re.fullmatch(r"[\d\s().+/-]{10,30}", typed, re.ASCII) or sum(map(str.isdigit, typed)) < 10:
            raise ValueError(_("Write a telephone number with its area code, for example 613-555-0100."))
        return typed


class Paragraphs(Text):
    """Text of several lines."""

    kind = "paragraphs"

    def __init__(self, label: Any = None, hint: Any = None, longest: int = LONGEST_TYPED, **kwargs: Any) -> None:
        super().__init__(label, hint, longest, **kwargs)

    def read(self, typed: str) -> str:
        return super().read(typed.replace("\r\n", "\n").replace("\r", "\n"))


class Password(Question):
    """A password: kept as typed, blanks and all, and never shown again."""

    kind = "password"

    def understand(self, typed: Sequence[str]) -> str | None:
        return typed[0] if typed and typed[0] else None


class Day(Question):
    """A day."""

    kind = "date"

    def read(self, typed: str) -> str:
        try:
            if re.fullmatch(r"[1-9]\d{3}-\d\d-\d\d", typed, re.ASCII):
                return date.fromisoformat(typed).isoformat()
        except ValueError:
            pass
        raise ValueError(_("Write a real date as year-month-day, for example 2026-03-27."))

    @staticmethod
    def day(value: str | None) -> date | None:
        """The day a value stands for."""
        return date.fromisoformat(value) if value else None


class Number(Question):
    """A number with at most two decimals, with a point or a comma before them."""

    kind = "number"

    def read(self, typed: str) -> float | int:
        if typed.isascii() and typed.isdigit() and len(typed) < 10:
            return int(typed)
        plain = _SPACES.sub("", typed).replace(",", ".")
        if not re.fullmatch(r"[+-]?\d{1,9}(\.\d{0,6})?", plain, re.ASCII):
            raise ValueError(_("Write a number, for example 7 or 6.5."))
        number = float(plain)
        return int(number) if number == int(number) else number

    def written(self, value: Any) -> str:
        return formats.decimal(value)


class Whole(Question):
    """A whole number."""

    kind = "number"

    def __init__(
        self, label: Any = None, hint: Any = None, lowest: int = 0, highest: int = 10**9, **kwargs: Any
    ) -> None:
        super().__init__(label, hint, **kwargs)
        self.lowest, self.highest = lowest, highest

    def read(self, typed: str) -> int:
        plain = _SPACES.sub("", typed)
        if len(plain) > 15 or not re.fullmatch(r"[+-]?(\d+|\d{1,3}(,\d{3})+)", plain, re.ASCII):
            raise ValueError(_("Write a whole number, for example 3."))
        number = int(plain.replace(",", ""))
        if not self.lowest <= number <= self.highest:
            raise ValueError(
                _("Write a number from %(lowest)s to %(highest)s.", lowest=self.lowest, highest=self.highest)
            )
        return number


class Money(Question):
    """An amount in Canadian dollars, kept in cents. Reads 25000, 25,000.50, 25 000,50 and 25.000,50 alike."""

    kind = "money"

    def read(self, typed: str) -> int:
        plain = _SPACES.sub("", typed)
        matched = re.fullmatch(r"([+-]?\d[\d.,]*?)(?:[.,](\d{1,2}))?", plain, re.ASCII)
        whole = re.sub(r"[.,](?=\d{3}(\D|$))", "", matched[1]) if matched else ""
        if matched is None or not re.fullmatch(r"[+-]?\d{1,13}", whole, re.ASCII):
            raise ValueError(_("Write an amount in Canadian dollars, for example 25000."))
        if whole.startswith("-"):
            raise ValueError(_("An amount cannot be negative."))
        return int(whole) * 100 + int((matched[2] or "0").ljust(2, "0"))

    def written(self, value: Any) -> str:
        return f"{value // 100}" if value % 100 == 0 else formats.decimal(f"{value // 100}.{value % 100:02d}")


class Choice(Question):
    """One of several: a list to open, or radio buttons if `radio`."""

    kind = "select"

    def __init__(
        self,
        label: Any,
        choices: Callable[[], Iterable[tuple[str, Any]]],
        hint: Any = None,
        radio: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, hint, **kwargs)
        self._choices = choices
        self._known: frozenset[str] | None = None
        self.kind = "radio" if radio else "select"

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Each value with its words."""
        return list(self._choices())

    @property
    def shown(self) -> str:
        return str(dict(self._choices()).get(self.raw, self.raw))

    def read(self, typed: str) -> str:
        if self._known is None:
            self._known = frozenset(value for value, _words in self._choices())
        if typed not in self._known:
            raise ValueError(_("Choose one of the answers given."))
        return typed


class YesNo(Question):
    """Yes or no."""

    kind = "radio"
    choices = [("yes", _("Yes")), ("no", _("No"))]

    @property
    def shown(self) -> str:
        return str(dict(self.choices).get(self.raw, self.raw))

    def read(self, typed: str) -> bool:
        if typed not in ("yes", "no"):
            raise ValueError(_("Choose yes or no."))
        return typed == "yes"

    def written(self, value: Any) -> str:
        return "yes" if value else "no"


class Tick(Question):
    """A box to tick."""

    kind = "tick"

    def read(self, typed: str) -> bool:
        return typed == "yes"

    def written(self, value: Any) -> str:
        return "yes" if value else ""


class Choices(SelectMultipleField):
    """Any of several, as boxes to tick."""

    kind = "checkboxes"

    def __init__(
        self, label: Any, choices: Callable[[], Iterable[tuple[str, Any]]], hint: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(label, choices=lambda: [SelectChoice(value, words) for value, words in choices()], **kwargs)
        self._pairs = choices
        self._known: list[str] | None = None
        self.hint = hint

    @property
    def pairs(self) -> list[tuple[str, Any]]:
        """Each value with its words."""
        return list(self._pairs())

    @property
    def ticked(self) -> list[str]:
        """The values ticked, as typed."""
        return list(self.raw_data or self.data or [])

    @property
    def shown(self) -> str:
        """The answers in words, to be read."""
        return ", ".join(str(words) for value, words in self.pairs if value in self.ticked)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = self.understand(valuelist)

    def understand(self, typed: Sequence[str]) -> list[str]:
        """The values ticked, in their own order; raises `ValueError` with words for the reader."""
        if not typed:
            return []
        if self._known is None:
            self._known = [value for value, _words in self._pairs()]
        if any(value not in self._known for value in typed):
            raise ValueError(_("Choose among the answers given."))
        return [value for value in self._known if value in typed]

    def strings(self, value: Any) -> list[str]:
        """The strings that stand for a value."""
        return list(value or [])

    def pre_validate(self, form: Any) -> None:
        """Checked when read."""


class Occupation(Question):
    """An occupation by its NOC 2021 code, found by typing letters of a title."""

    kind = "occupation"

    @property
    def raw(self) -> str:
        """What was typed, or picked from the list, which comes after it."""
        return str(self.raw_data[-1]) if self.raw_data else self.data or ""

    def understand(self, typed: Sequence[str]) -> Any:
        return super().understand(typed[-1:])

    def read(self, typed: str) -> str:
        code = typed.split(" ", maxsplit=1)[0]
        if noc.find(code) is None:
            raise ValueError(_("There is no occupation with the code %(code)s in NOC 2021.", code=code[:20]))
        return code

    @property
    def occupation(self) -> noc.Occupation | None:
        """The occupation chosen, if the code is known."""
        return noc.find(self.data)


class Upload(Question):
    """One or several files. `data` are those sent; a browser lets no page fill it in again."""

    kind = "file"
    raw = ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = [sent for sent in valuelist if isinstance(sent, FileStorage) and sent.filename]


def of_enum(kind: type[StrEnum], *but: StrEnum) -> Callable[[], list[tuple[str, Any]]]:
    """The members of an enum with their words, as choices."""
    return lambda: [(member.value, labels.words(member)) for member in kind if member not in but]


__all__ = [
    "Choice",
    "Choices",
    "Day",
    "Money",
    "Number",
    "Occupation",
    "Paragraphs",
    "Password",
    "Phone",
    "Question",
    "Text",
    "Tick",
    "UnboundField",
    "Upload",
    "Whole",
    "YesNo",
    "of_enum",
]
