"""A deadline when the site itself was down. This is the site's own rule, not law: the law extends nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(hours=24)
SHORTEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which the site could not be used."""

    began_at: datetime
    ended_at: datetime


def extended(deadline: datetime, outages: Iterable[Outage]) -> datetime:
    """The deadline, or 24 hours after the last outage that touched its last 24 hours, whichever is later.

    Outages shorter than 15 minutes do not count. An outage in the hours so won moves it again.
    """
    for outage in sorted(outages, key=lambda one: one.ended_at):
        long_enough = outage.ended_at - outage.began_at >= SHORTEST
        if long_enough and outage.began_at <= deadline and outage.ended_at >= deadline - GRACE:
            deadline = max(deadline, outage.ended_at + GRACE)
    return deadline
