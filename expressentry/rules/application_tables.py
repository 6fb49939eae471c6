"""The tables of the application, read and checked: fees, documents, service standard."""

from collections.abc import Mapping
from typing import Any

from expressentry.rules.law import Documents, Fees, MedicalRule, Service
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
