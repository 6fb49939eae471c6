"""Nominees have their nominations, and each province its nomination space, used by them."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts.views import DEMO_PROVINCES
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import (
    WHOLE_PROVINCE,
    Event,
    ExpressionOfInterest,
    Nomination,
    NominationSpace,
    Profile,
    Role,
    User,
)
from expressentry.rules import process, streams
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

# How far into a stay the province nominates: the first of these on a day on which it has a stream.
WHEN = (0.2, 0.4, 0.6, 0.8, 0.95, 0.05)
FEWEST_PLACES, RESERVE = 40, 20


class Account(NamedTuple):
    """One account of nomination space."""

    province: Province
    year: int
    stream: str


def nominees_and_places(at: datetime, law: Law) -> None:
    """Every nominee of the pool and of an application has an accepted nomination; the space is as they use it."""
    last = db.session.scalar(select(func.coalesce(func.max(Nomination.id), 0))) or 0
    desks: dict[Province, int] = {
        province: _desk(province, at).id for province in Province if province is not Province.QC
    }
    rows, events = [], []
    for id_, stay in enumerate(_nominees(), last + 1):
        row = _nomination(id_, stay, at, desks)
        if row is not None:
            rows.append(row)
            events += _events(row, stay.user_id)
    if rows:
        db.session.execute(insert(Nomination), rows)
        db.session.execute(insert(Event), events)
    _places(Counter(Account(row["province"], row["year"], row["stream"]) for row in rows), at, law)


def _nominees() -> list[Any]:
    e = ExpressionOfInterest
    has_one = select(Nomination.id).where(Nomination.expression_id == e.id).exists()
    wanted = select(e.id, Profile.user_id, e.facts, e.submitted_at, e.left_at).join(Profile).where(e.nominee, ~has_one)
    return [row for row in db.session.execute(wanted.order_by(e.id)) if row.facts.nomination is not None]


def _desk(province: Province, at: datetime) -> User:
    """The demonstration's account of the province, else one that nobody can sign in to."""
    own = next((email for email, shown in DEMO_PROVINCES.items() if shown is province), None)
    email = own or f"desk.{province.value.lower()}@synthetic.invalid"
    return accounts.find(email) or accounts.register(email, None, Role.PROVINCE, "en", at, province)


def _nomination(id_: int, stay: Any, at: datetime, desks: dict[Province, int]) -> dict[str, Any] | None:
    province, until = stay.facts.nomination, stay.left_at or at
    for share in WHEN:
        nominated_at = stay.submitted_at + (until - stay.submitted_at) * share
        law = clock.law_of(nominated_at)
        offered = streams.of(province, law)
        if offered:
            return {
                "id": id_,
                "expression_id": stay.id,
                "province": province,
                "stream": offered[stay.id % len(offered)].key,
                "year": day_of(nominated_at).year,
                "certificate_number": f"{province.value}-SYN-{stay.id:07d}",
                "nominated_at": nominated_at,
                "nominated_by_id": desks[province],
                "answer_before": process.nomination_answer_before(day_of(nominated_at), law),
                "accepted_at": nominated_at + (until - nominated_at) * 0.05,
            }
    return None


def _events(row: dict[str, Any], candidate_id: int) -> list[dict[str, Any]]:
    about = {"subject": Nomination.__tablename__, "subject_id": row["id"], "figures": {"stream": row["stream"]}}
    made = {"kind": "nomination.made", "at": row["nominated_at"], "by_id": row["nominated_by_id"]}
    return [
        {**about, **made},
        {**about, "kind": "nomination.accepted", "at": row["accepted_at"], "by_id": candidate_id},
    ]


def _places(used: Counter[Account], at: datetime, law: Law) -> None:
    """Each stream twice what is used of it and never few, each province what its streams have and a reserve."""
    offered = {Account(stream.province, day_of(at).year, stream.key) for stream in law.streams}
    places = {account: max(FEWEST_PLACES, 2 * used[account]) for account in sorted(offered | set(used))}
    rows = [
        {**account._asdict(), "places": number, "used": used[account], "held": 0} for account, number in places.items()
    ]
    for province, year in sorted({account[:2] for account in places}):
        own = [account for account in places if account[:2] == (province, year)]
        whole = {"places": sum(places[one] for one in own) + RESERVE, "used": sum(used[one] for one in own)}
        rows.append({"province": province, "year": year, "stream": WHOLE_PROVINCE, "held": 0, **whole})
    db.session.execute(insert(NominationSpace), rows)
