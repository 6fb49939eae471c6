"""Proposals: what was put forward and is not in force. They are read by name only, and nothing is scored by them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from expressentry.rules.law import Source
from expressentry.rules.reading import require, source_of

PROPOSED = Path(__file__).parent / "instruments_proposed"


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that would change: the part of the law it touches, and what would be different."""

    part: str
    en: str
    fr: str

    def text(self, language: str) -> str:
        """What would be different, in `language`, "en" or "fr"."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes that were put forward. `looked_on` is the newest day on which nothing of them was in force."""

    key: str
    name_en: str
    name_fr: str
    proposed_on: date
    consulted_from: date
    consulted_to: date
    looked_on: date
    changes: tuple[Wish, ...]
    source: Source

    def name(self, language: str) -> str:
        """Its name in `language`, "en" or "fr"."""
        return self.name_fr if language == "fr" else self.name_en


@cache
def names() -> tuple[str, ...]:
    """The names of all proposals, the newest last."""
    return tuple(sorted((path.stem for path in PROPOSED.glob("*.toml")), key=lambda name: proposed(name).proposed_on))


@cache
def proposed(name: str) -> Proposal:
    """The proposal of that name; raises `KeyError` if there is none."""
    path = PROPOSED / f"{name}.toml"
    if path not in set(PROPOSED.glob("*.toml")):
        raise KeyError(name)
    with path.open("rb") as file:
        return _proposal(name, tomllib.load(file) | {"_name": f"proposed/{name}"})


def _proposal(name: str, raw: dict[str, Any]) -> Proposal:
    for key in ("proposed_on", "consulted_from", "consulted_to", "looked_on"):
        require(type(raw.get(key)) is date, raw, f"{key} is missing")
    changes = tuple(Wish(change["part"], change["en"], change["fr"]) for change in raw.get("changes", ()))
    require(bool(changes), raw, "it changes nothing")
    return Proposal(
        key=name,
        name_en=raw["name"]["en"],
        name_fr=raw["name"]["fr"],
        proposed_on=raw["proposed_on"],
        consulted_from=raw["consulted_from"],
        consulted_to=raw["consulted_to"],
        looked_on=raw["looked_on"],
        changes=changes,
        source=source_of(raw, raw),
    )
