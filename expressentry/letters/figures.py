"""What a letter says, read from the figures kept with it; a figure that is missing or makes no sense is `None`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from expressentry.rules.scorecard import Factor, FrozenLine

Member = TypeVar("Member", bound=StrEnum)


class Figures:
    """The figures of a letter, each by its name and as what it stands for."""

    def __init__(self, raw: Any) -> None:
        self._raw: dict[str, Any] = raw if isinstance(raw, dict) else {}

    def text(self, name: str) -> str | None:
        """Words, without blanks around them."""
        value = self._raw.get(name)
        return value.strip() or None if isinstance(value, str) else None

    def whole(self, name: str) -> int | None:
        """A whole number."""
        value = self._raw.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """True if it is stated to be so."""
        return self._raw.get(name) is True

    def day(self, name: str) -> date | None:
        """A day."""
        try:
            return date.fromisoformat(self.text(name) or "")
        except ValueError:
            return None

    def moment(self, name: str) -> datetime | None:
        """A moment, with its time zone."""
        try:
            found = datetime.fromisoformat(self.text(name) or "")
        except ValueError:
            return None
        return found if found.tzinfo is not None else None

    def member(self, kind: type[Member], name: str) -> Member | None:
        """A member of an enum."""
        return next(iter(_members(kind, [self._raw.get(name)])), None)

    def members(self, kind: type[Member], name: str) -> list[Member]:
        """Members of an enum, in their order."""
        return _members(kind, self._list(name))

    def texts(self, name: str) -> list[str]:
        """Several texts."""
        return [value for value in self._list(name) if isinstance(value, str) and value.strip()]

    def by_member(self, outer: type[Member], inner: type[StrEnum], name: str) -> list[tuple[Member, list[StrEnum]]]:
        """For members of one enum, the members of another that belong to each."""
        value = self._raw.get(name)
        pairs = value.items() if isinstance(value, dict) else ()
        found = [(one, _members(inner, many)) for key, many in pairs for one in _members(outer, [key])]
        return [(one, many) for one, many in found if many]

    def shortfalls(self, language: str, program: str) -> list[tuple[str, str]]:
        """In a language, for each requirement a program lacks: what it was tested on, and the rule."""
        said: Any = self._raw.get("shortfalls")
        for name in (language, program):
            said = said.get(name) if isinstance(said, dict) else None
        pairs = said if isinstance(said, list) else []
        return [(str(one[0]), str(one[1])) for one in pairs if isinstance(one, list) and len(one) == 2]

    def lines(self, name: str = "lines") -> list[FrozenLine]:
        """The lines of a scorecard: factor, points and maximum, with or without the points before any maximum."""
        found = []
        for line in self._list(name):
            if not (isinstance(line, list) and len(line) in (3, 4) and all(isinstance(x, int) for x in line[1:])):
                continue
            for factor in _members(Factor, line[:1]):
                found.append(FrozenLine(factor, line[1], line[-2], line[-1]))
        return found

    def _list(self, name: str) -> list[Any]:
        value = self._raw.get(name)
        return value if isinstance(value, list) else []


def _members(kind: type[Member], values: Any) -> list[Member]:
    known = {member.value: member for member in kind}
    return [known[value] for value in values if isinstance(value, str) and value in known]
