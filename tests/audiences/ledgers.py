"""The room `ledgers`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "ledgers.candidate": "officer",
    "ledgers.compare": "candidate",
    "ledgers.download": "candidate",
    "ledgers.download_candidate": "officer",
    "ledgers.download_invitation": "candidate",
    "ledgers.download_submitted": "candidate",
    "ledgers.invitation": "candidate",
    "ledgers.show": "candidate",
    "ledgers.submitted": "candidate",
}
VALUES: dict[str, Any] = {}
