"""The tables that no score rests on, read and checked: fees, documents, service, nominations, streams, jobs."""

from collections.abc import Mapping
from typing import Any

from expressentry.rules.facts import Province
from expressentry.rules.law import Documents, Fees, JobMatch, MedicalRule, Nominations, Service, Stream
from expressentry.rules.reading import require, source_of

_STATED = {
    "processing": ("principal", "spouse", "child"),
    "right_of_permanent_residence": ("each",),
    "biometrics": ("each", "family_maximum", "from_age", "to_age"),
    "police": ("months", "from_age", "years", "stay_months"),
    "medical": ("months", "reuse_years"),
    "history": ("years",),
    "standard": ("months", "percent"),
    "drafts": ("days",),
}


def _part(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table inside the table, with every whole number it must state."""
    part: dict[str, Any] = raw.get(name, {})
    for key in _STATED[name]:
        require(type(part.get(key)) is int and part[key] >= 0, raw, f"{name}: {key} is missing")
    return part


def fees(raw: dict[str, Any]) -> Fees:
    """Fees, written in dollars."""
    processing, right, biometrics = (
        _part(raw, name) for name in ("processing", "right_of_permanent_residence", "biometrics")
    )
    require(biometrics["each"] <= biometrics["family_maximum"], raw, "a family pays at least what one person does")
    return Fees(
        principal_cents=100 * processing["principal"],
        spouse_cents=100 * processing["spouse"],
        child_cents=100 * processing["child"],
        right_cents=100 * right["each"],
        biometrics_cents=100 * biometrics["each"],
        biometrics_family_maximum_cents=100 * biometrics["family_maximum"],
        biometrics_from_age=biometrics["from_age"],
        biometrics_to_age=biometrics["to_age"],
        source=source_of(processing, raw),
        right_source=source_of(right, raw),
        biometrics_source=source_of(biometrics, raw),
    )


def documents(raw: dict[str, Any]) -> Documents:
    """Documents and their age."""
    police, medical = _part(raw, "police"), _part(raw, "medical")
    require(medical.get("rule") in set(MedicalRule), raw, "medical: an unknown rule")
    return Documents(
        medical=MedicalRule(medical["rule"]),
        medical_months=medical["months"],
        medical_reuse_years=medical["reuse_years"],
        police_months=police["months"],
        police_from_age=police["from_age"],
        police_years=police["years"],
        stay_months=police["stay_months"],
        history_years=_part(raw, "history")["years"],
        source=source_of(raw, raw),
        police_source=source_of(police, raw),
        medical_source=source_of(medical, raw),
    )


def service(raw: dict[str, Any]) -> Service:
    """The service standard and the life of a draft."""
    standard, drafts = _part(raw, "standard"), _part(raw, "drafts")
    return Service(
        months=standard["months"],
        percent=standard["percent"],
        draft_days=drafts["days"],
        source=source_of(standard, raw),
        draft_source=source_of(drafts, raw),
    )


def nominations(raw: dict[str, Any]) -> Nominations:
    """How long a candidate has to answer a nomination."""
    return Nominations(_days(raw, "accept_days"), source_of(raw, raw))


def job_match(raw: dict[str, Any]) -> JobMatch:
    """How long postings are for Canadians and permanent residents alone."""
    return JobMatch(_days(raw, "residents_first_days"), source_of(raw, raw))


def _days(raw: Mapping[str, Any], key: str) -> int:
    days = raw.get(key)
    require(type(days) is int and days > 0, raw, f"{key} is missing")
    return int(raw[key])


def streams(raw: dict[str, Any]) -> tuple[Stream, ...]:
    """The streams of every province that has any; Quebec selects on its own."""
    require(raw.get("columns") == ["key", "province", "en", "fr", "status"], raw, "columns are missing")
    rows, source = raw.get("rows", []), source_of(raw, raw)
    for row in rows:
        require(len(row) == 5 and all(row), raw, f"a row is not whole: {row}")
        require(row[1] in set(Province) - {Province.QC}, raw, f"{row[0]}: not a province that nominates")
        require(row[4] in ("open", "unconfirmed"), raw, f"{row[0]}: an unknown status")
    require(len({row[0] for row in rows}) == len(rows) > 0, raw, "streams are missing, or one stands twice")
    return tuple(Stream(row[0], Province(row[1]), row[2], row[3], row[4] == "open", source) for row in rows)
