"""The room `employers`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "employers.candidate": "employer",
    "employers.candidates": "employer",
    "employers.close": "employer",
    "employers.index": "employer",
    "employers.invitation": "employer",
    "employers.invite": "employer",
    "employers.make_offer": "employer",
    "employers.new_offer": "employer",
    "employers.new_posting": "employer",
    "employers.particulars": "employer",
    "employers.post": "employer",
    "employers.posting": "employer",
    "employers.preview_offer": "employer",
    "employers.preview_posting": "employer",
    "employers.register": "anyone",
    "employers.withdraw_offer": "employer",
}
VALUES: dict[str, Any] = {"posting_id": 1, "invitation_id": 1, "offer_id": 1, "code": "A2B3C4D5E6"}
