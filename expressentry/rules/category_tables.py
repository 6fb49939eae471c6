"""The table of categories, read and checked."""

from collections.abc import Mapping
from typing import Any

from expressentry.rules.facts import EducationLevel
from expressentry.rules.law import Category
from expressentry.rules.reading import require, source_of

KEYS = (
    "french",
    "healthcare",
    "stem",
    "trades",
    "transport",
    "agriculture",
    "education",
    "physicians",
    "senior_managers",
    "researchers",
    "military",
)
UNTESTED = ("foreign_service", "aligned_experience", "forces_offer")
_EXPERIENCE = ("months", "hours", "window_years")


def categories(raw: dict[str, Any], known: frozenset[str]) -> dict[str, Category]:
    """Every category in force, by its key; `known` are the codes of NOC 2021."""
    named = {key: value for key, value in raw.items() if isinstance(value, dict)}
    require(set(named) <= set(KEYS), raw, "an unknown category")
    require(bool(source_of(raw, raw).text), raw, "a source")
    found = {key: read(raw, key) for key in KEYS if key in named}
    for key, category in found.items():
        require(set(category.occupations) <= known, raw, f"{key}: a code of no occupation")
    return found


def read(whole: Mapping[str, Any], key: str) -> Category:
    """One category of the table."""
    raw = whole[key]
    codes = tuple(raw.get("occupations", ()))
    require(bool(raw.get("en") and raw.get("fr") and raw.get("version")), whole, f"{key}: names and version")
    require(len(set(codes)) == len(codes), whole, f"{key}: a code twice")
    require(set(raw.get("untested", ())) <= set(UNTESTED), whole, f"{key}: an unknown condition")
    _one_kind(whole, key, raw)
    return Category(
        key=key,
        name_en=raw["en"],
        name_fr=raw["fr"],
        version=raw["version"],
        french_level=raw.get("french_level"),
        occupations=codes,
        months=raw.get("months", 0),
        hours=raw.get("hours", 0),
        window_years=raw.get("window_years", 0),
        continuous=raw.get("continuous", False),
        canada_only=raw.get("place") == "canada",
        credential_from=EducationLevel(raw["credential_from"]) if "credential_from" in raw else None,
        offer_in_occupations=raw.get("offer_in_occupations", False),
        untested=tuple(raw.get("untested", ())),
        source=source_of(raw, whole),
    )


def _one_kind(whole: Mapping[str, Any], key: str, raw: Mapping[str, Any]) -> None:
    """A category asks for French, for work in listed occupations, or for a credential and an offer in them."""
    if "french_level" in raw:
        require("occupations" not in raw, whole, f"{key}: French or occupations, not both")
        return
    require(bool(raw.get("occupations")), whole, f"{key}: occupations are missing")
    if raw.get("offer_in_occupations") is True:
        require("credential_from" in raw, whole, f"{key}: the credential is missing")
        return
    for name in _EXPERIENCE:
        require(type(raw.get(name)) is int and raw[name] > 0, whole, f"{key}: {name} is missing")
    require(raw.get("single_occupation") is True, whole, f"{key}: work of several occupations is never added up")
    require(type(raw.get("continuous")) is bool, whole, f"{key}: continuous is missing")
    require(raw.get("place") in ("canada", "anywhere"), whole, f"{key}: an unknown place")
