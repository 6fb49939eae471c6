"""The room `jobs`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "jobs.index": "anyone",
    "jobs.posting": "anyone",
    "jobs.profile": "candidate",
    "jobs.save_profile": "candidate",
    "jobs.occupations": "candidate",
    "jobs.ask_end": "candidate",
    "jobs.end": "candidate",
    "jobs.matches": "candidate",
    "jobs.job_invitations": "candidate",
    "jobs.job_invitation": "candidate",
    "jobs.ask_accept": "candidate",
    "jobs.accept": "candidate",
    "jobs.ask_decline": "candidate",
    "jobs.decline": "candidate",
    "jobs.offer": "candidate",
    "jobs.ask_confirm": "candidate",
    "jobs.confirm": "candidate",
    "jobs.ask_decline_offer": "candidate",
    "jobs.decline_offer": "candidate",
}
VALUES: dict[str, Any] = {"posting_id": 1, "offer_id": 1}
