"""Synthetic applications for permanent residence, with the past rounds that invited them, in every state.

Their answers are invented, and but for the oldest open ones they have no documents: each carries a note that says so.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from expressentry import clock
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import Role, Round, User, record
from expressentry.rules import process
from expressentry.rules.law import Law
from expressentry.seeding_cases.courses import course
from expressentry.seeding_cases.invited import Life, Plan, invited, plans
from expressentry.seeding_cases.papers import LARGEST_SEEDING, give_papers
from expressentry.seeding_cases.rows import Rows

BATCH = 500
OFFICERS = ("records.officer@synthetic.invalid", "second.records.officer@synthetic.invalid")


def applications(number: int, seed: int, at: datetime) -> Iterator[int]:
    """Write `number` applications received in the last twenty months; yields how many after each batch.

    Each applicant's stay in the pool is over. Nobody can sign in as them, and no notice is sent to them.
    """
    chance = Random(seed)  # noqa: S311 - a demonstration, not a secret
    officers = _officers(at)
    rows = Rows(chance, at, officers)
    for plan in plans(number, at, chance):
        yield from _round(plan, rows, chance, at, officers[0])
    if number <= LARGEST_SEEDING:
        give_papers()


def _officers(at: datetime) -> list[User]:
    """Officers that nobody can sign in as, and the first real one, if there is one."""
    for email in OFFICERS:
        if db.session.scalar(select(User.id).where(User.email == email)) is None:
            made = User(email=email, password_hash=None, session_stamp="", role=Role.OFFICER, language="en")
            made.created_at = at
            db.session.add(made)
    db.session.flush()
    synthetic = select(User).where(User.email.in_(OFFICERS)).order_by(User.id)
    real = select(User).where(User.role == Role.OFFICER, User.password_hash.is_not(None)).order_by(User.id).limit(1)
    return [*db.session.scalars(synthetic), *db.session.scalars(real)]


def _round(plan: Plan, rows: Rows, chance: Random, at: datetime, officer: User) -> Iterator[int]:
    """A round, its invitations, and an application on each of them."""
    law = clock.law_of(plan.issued_at)
    lives = invited(plan, law, chance.randrange(2**32))
    submitted = [plan.issued_at - timedelta(days=chance.uniform(1, 150)) for _life in lives]
    ranked = sorted(zip(lives, submitted, strict=True), key=lambda one: (-one[0].score, one[1]))
    round_ = _issued(plan, lives, law, officer)
    latest = min(at, process.answer_before(day_of(plan.issued_at), law)) - timedelta(hours=1)
    for rank, (life, submitted_at) in enumerate(ranked, 1):
        received_at = plan.issued_at + (latest - plan.issued_at) * chance.uniform(0.06, 0.98)
        rows.add(round_, rank, life, submitted_at, course(received_at, at, chance))
        if rank % BATCH == 0 or rank == plan.size:
            rows.flush()
            yield (rank - 1) % BATCH + 1


def _issued(plan: Plan, lives: list[Life], law: Law, officer: User) -> Round:
    scores = [life.score for life in lives]
    round_ = Round(
        kind=plan.kind,
        size=plan.size,
        drafted_by_id=officer.id,
        drafted_at=plan.issued_at - timedelta(hours=1),
        number=1 + (db.session.scalar(select(func.coalesce(func.max(Round.number), 0))) or 0),
        issued_by_id=officer.id,
        issued_at=plan.issued_at,
        answer_before=process.answer_before(day_of(plan.issued_at), law),
        invited=plan.size,
        cut_off_score=min(scores),
        at_cut_off=scores.count(min(scores)),
        left_out=0,
        law_version=law.version,
    )
    record("round.issued", round_, by=officer, at=plan.issued_at, number=round_.number, invited=plan.size)
    db.session.flush()
    return round_
