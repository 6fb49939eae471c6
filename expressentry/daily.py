"""The daily job: all that time does by itself, step by step, each dated when it happened."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from expressentry import clock, reminders
from expressentry.applications import demands
from expressentry.documents import lifecycle as documents
from expressentry.invitations import lifecycle as invitations
from expressentry.jobs import postings
from expressentry.nominations import lifecycle as nominations
from expressentry.nominations import notifications
from expressentry.pool import lifecycle as pool
from expressentry.profiles import lifecycle as profiles

# A step in batches, each safe to commit, that yield how many records they touched.
Batches = Iterator[int]


def steps(at: datetime) -> Iterator[tuple[str, Batches]]:
    """The steps in their order, each with what it counts. Any of them may be broken off and begun again."""
    law = clock.law_of(at)
    days = law.service.draft_days
    yield "invitations lapsed", invitations.lapse_in_batches(at)
    yield "requests to candidates lapsed", demands.lapse_in_batches(at)
    yield "stays in the pool ended or rescored", pool.rescore_in_batches(at, law, clock.law_for)
    yield "notifications of interest lapsed", notifications.lapse_in_batches(at)
    yield "nominations lapsed", nominations.lapse_in_batches(at)
    yield "postings expired", postings.expire_in_batches(at)
    yield "reminders written", reminders.remind_in_batches(at)
    yield "drafts lapsed", profiles.lapse_in_batches(at, days)
    yield "warnings that a draft is about to lapse", profiles.warn_in_batches(at, days)
    yield "replaced documents of decided applications forgotten", documents.purge_in_batches(at)


def live_through(since: datetime, until: datetime) -> None:
    """Do what the job would have done had it run at the beginning of each day on the way, and at the end of it."""
    day = clock.day_of(since) + timedelta(days=1)
    while (moment := clock.start_of(day)) < until:
        _run(moment)
        day += timedelta(days=1)
    _run(until)


def _run(at: datetime) -> None:
    for _what, batches in steps(at):
        for _touched in batches:
            pass
