"""Accounts that wait for an officer."""

from datetime import datetime
from typing import Any

from expressentry.accounts import lifecycle as accounts
from expressentry.accounts import verifying
from expressentry.models import Employer, Regulator, Representative, Role
from expressentry.rules.facts import Province
from tests.conftest import NOW


def employer(email: str = "jobs@maple.example", at: datetime = NOW, **changed: Any) -> Employer:
    """An employer that has just asked."""
    stated = {
        "legal_name": "Maple Loom Ltd.",
        "business_number": "123456782RP0001",
        "street": "12 Weaver Street",
        "city": "Ottawa",
        "province": Province.ON,
        "postal_code": "K1A 0B1",
        "contact_name": "Ana Tesk",
        "contact_phone": "613-555-0100",
    }
    user = accounts.register(email, None, Role.EMPLOYER, "en", at)
    made = Employer(user=user, user_id=user.id, **{**stated, **changed})
    verifying.ask(made, user, at)
    return made


def representative(email: str = "counsel@lark.example", at: datetime = NOW, **changed: Any) -> Representative:
    """A representative that has just asked."""
    stated = {
        "name": "Ola Renn",
        "organisation": "Lark Immigration",
        "regulator": Regulator.CICC,
        "licence_number": "R500001",
        "phone": "613-555-0101",
    }
    user = accounts.register(email, None, Role.REPRESENTATIVE, "en", at)
    made = Representative(user=user, user_id=user.id, **{**stated, **changed})
    verifying.ask(made, user, at)
    return made
