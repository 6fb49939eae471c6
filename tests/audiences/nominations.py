"""The room `nominations`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "nominations.accept": "candidate",
    "nominations.accept_notification": "candidate",
    "nominations.ask_accept": "candidate",
    "nominations.ask_accept_notification": "candidate",
    "nominations.ask_decline_notification": "candidate",
    "nominations.ask_exchange": "candidate",
    "nominations.ask_refuse": "candidate",
    "nominations.decline_notification": "candidate",
    "nominations.exchange": "candidate",
    "nominations.index": "candidate",
    "nominations.list_spaces": "officer",
    "nominations.refuse": "candidate",
    "nominations.set_space": "officer",
    "nominations.show": "candidate",
    "nominations.show_notification": "candidate",
    "nominations.show_space": "officer",
}
VALUES: dict[str, Any] = {"nomination_id": 1, "notification_id": 1, "year": 2026, "province": "ON"}
