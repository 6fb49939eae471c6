"""The room `provinces`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

SEARCHING = ("index", "save_search", "remove_search", "candidate", "identification")
CASES = (
    "notices",
    "notify",
    "cancel",
    "nominations",
    "ask_nominate",
    "nominate",
    "withdraw",
    "export",
    "space",
    "set_places",
)
AUDIENCES = {f"provinces.{name}": "province" for name in SEARCHING} | {
    f"province_cases.{name}": "province" for name in CASES
}
VALUES: dict[str, Any] = {
    "search_id": 1,
    "notification_id": 1,
    "nomination_id": 1,
    "year": 2026,
    "stream_key": "on_workforce_priority",
}
