"""Who may ask each endpoint, room by room; and a value for each part of an address."""

from typing import Any

from tests.audiences import (
    advice,
    calculator,
    core,
    employers,
    forecasts,
    jobs,
    law,
    ledgers,
    nominations,
    provinces,
    representatives,
    seen,
    verification,
)

ROOMS = (
    advice,
    calculator,
    core,
    employers,
    forecasts,
    jobs,
    law,
    ledgers,
    nominations,
    provinces,
    representatives,
    seen,
    verification,
)
AUDIENCES: dict[str, str] = {name: audience for room in ROOMS for name, audience in room.AUDIENCES.items()}
VALUES: dict[str, Any] = {name: value for room in ROOMS for name, value in room.VALUES.items()}
