"""NOC 2021: the 516 unit groups with their TEER category, and a search over their titles and job titles."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from expressentry.rules.tables import read_csv

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Occupation:
    """A unit group of NOC 2021. `teer` is 0 to 5."""

    code: str
    teer: int
    title_en: str
    title_fr: str

    def title(self, language: str) -> str:
        """Its title in `language`, "en" or "fr"."""
        return self.title_fr if language == "fr" else self.title_en


@dataclass(frozen=True, slots=True)
class Match:
    """An occupation found by a search, and the job title that matched if its own title did not."""

    occupation: Occupation
    job_title: str | None


@cache
def occupations() -> dict[str, Occupation]:
    """Every unit group by its five-digit code."""
    rows = read_csv("2022-11-16.csv")
    return {row["code"]: Occupation(row["code"], int(row["teer"]), row["title_en"], row["title_fr"]) for row in rows}


def find(code: str | None) -> Occupation | None:
    """The occupation with this code, if there is one."""
    return occupations().get(code) if code else None


def search(text: str, language: str, limit: int = 12) -> list[Match]:
    """Occupations whose code starts with `text`, or one of whose titles holds every word of it as the start of a word.

    Whole words come before beginnings, titles of the group before job titles, shorter ones before longer.
    Accents and case do not matter.
    """
    words = _words(text)
    if not words:
        return []
    if len(words) == 1 and words[0].isdigit():
        by_code = (Match(found, None) for code, found in occupations().items() if code.startswith(words[0]))
        return list(islice(by_code, limit))
    return list(islice(_by_title(words, _index(language)), limit))


def _by_title(words: list[str], index: "_Index") -> Iterator[Match]:
    seen = set()
    found = set.intersection(*(index.starting(word) for word in words))
    whole = set.intersection(*(index.holding(word) for word in words))
    for number in sorted(found, key=lambda number: (number not in whole, number)):
        title = index.titles[number]
        if title.code not in seen:
            seen.add(title.code)
            yield Match(occupations()[title.code], None if title.of_group else title.text)


@dataclass(frozen=True, slots=True)
class _Title:
    code: str
    text: str
    of_group: bool


class _Index:
    """Titles in order of preference, and for every word the numbers of the titles that hold it."""

    def __init__(self, language: str) -> None:
        groups = [_Title(found.code, found.title(language), True) for found in occupations().values()]
        jobs = [_Title(row["code"], row["title"], False) for row in read_csv(f"2022-11-16.titles.{language}.csv")]
        self.titles = sorted(groups + jobs, key=lambda title: (not title.of_group, len(title.text), title.text))
        holders: dict[str, set[int]] = {}
        for number, title in enumerate(self.titles):
            for word in _words(title.text):
                holders.setdefault(word, set()).add(number)
        self._words = sorted(holders)
        self._holders = [holders[word] for word in self._words]

    def holding(self, word: str) -> set[int]:
        """The numbers of the titles with exactly this word."""
        at = bisect_left(self._words, word)
        return self._holders[at] if at < len(self._words) and self._words[at] == word else set()

    def starting(self, prefix: str) -> set[int]:
        """The numbers of the titles with a word that starts with `prefix`."""
        first = bisect_left(self._words, prefix)
        found: set[int] = set()
        for at in range(first, len(self._words)):
            if not self._words[at].startswith(prefix):
                break
            found |= self._holders[at]
        return found


@cache
def _index(language: str) -> _Index:
    return _Index(language)


def _words(text: str) -> list[str]:
    """Words in lower case without accents; whatever is neither letter nor digit parts them."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in bare.casefold()).split()
