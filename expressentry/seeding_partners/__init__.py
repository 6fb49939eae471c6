"""The demonstration's partners: provinces, employers and representatives, and what they did; all of it invented."""

from datetime import datetime
from random import Random

from sqlalchemy import select

from expressentry.accounts import lifecycle as accounts
from expressentry.accounts.views import DEMO_ADDRESSES
from expressentry.database import db
from expressentry.models import Employer, Role, User
from expressentry.rules.law import Law
from expressentry.seeding_partners import counsel, interest, job_match, space


def partners(seed: int, at: datetime, law: Law) -> bool:
    """Write what the partners are and did, around the people who are there; false if that was done before.

    Of those that wait for an answer nobody is told by e-mail but the accounts that the sign-in page shows.
    """
    shown = {role: accounts.find(email) for email, role in reversed(DEMO_ADDRESSES.items())}
    officer, employer, representative = (shown[r] for r in (Role.OFFICER, Role.EMPLOYER, Role.REPRESENTATIVE))
    if officer is None or employer is None or representative is None or _done(employer):
        return False
    chance = Random(seed)  # noqa: S311 - a demonstration, not a secret
    space.nominees_and_places(at, law)
    interest.of_provinces(at, law)
    job_match.opted_in(chance, at)
    job_match.employers(employer, officer, chance, at, law)
    counsel.representatives(representative, officer, at)
    return True


def _done(employer: User) -> bool:
    return db.session.scalar(select(Employer.id).where(Employer.user_id == employer.id)) is not None
