"""Employers, verified or waiting."""

from typing import Any

from expressentry.accounts import verifying
from expressentry.employers import lifecycle
from expressentry.models import Employer, User
from expressentry.rules.facts import Province
from tests.conftest import NOW

STATED: dict[str, Any] = {
    "legal_name": "Maple Loom Ltd.",
    "business_number": "123456782RP0001",
    "street": "12 Weaver Street",
    "city": "Ottawa",
    "province": Province.ON,
    "postal_code": "K1A 0B1",
    "contact_name": "Ana Tesk",
    "contact_phone": "613-555-0100",
}
# The same as an employer types it.
TYPED = {
    **STATED,
    "province": "ON",
    "business_number": "123 456 782 rp 0001",
    "postal_code": "k1a0b1",
}
ACCOUNT = {"email": "Jobs@Maple.example", "password": "a long enough password", "repeated": "a long enough password"}


def waiting(email: str = "jobs@maple.example", **changed: Any) -> Employer:
    """An employer whose account waits for an officer."""
    return lifecycle.register(email, None, "en", {**STATED, **changed}, NOW)


def verified(officer: User, email: str = "jobs@maple.example", **changed: Any) -> Employer:
    """An employer whose account an officer has verified."""
    employer = waiting(email, **changed)
    verifying.verify(employer, by=officer, at=NOW)
    return employer
