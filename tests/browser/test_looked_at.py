"""The pages of verification and of who looked at a candidate can be used by everybody, wide and narrow."""

from collections.abc import Callable

import pytest

from expressentry import clock, viewings
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, Role, ViewingKind, record
from expressentry.rules.facts import Province
from expressentry.rules.programs import Program
from tests.applications import factory as applications
from tests.browser.accessible import sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.verification import factory

pytestmark = pytest.mark.browser


def people_in(site: Site) -> dict[str, str]:
    """An officer and a candidate who was looked at, by their sessions; accounts that wait, verified and turned down."""
    with site.app.app_context():
        at = clock.now()
        candidate = applications.in_pool("seen@example.org", Program.FSW, at)
        officer = accounts.register("clerk@example.org", None, Role.OFFICER, "en", at)
        ontario = accounts.register("on@example.org", None, Role.PROVINCE, "en", at, Province.ON)
        viewings.note([candidate.profile.id] * 3, ViewingKind.LISTED, ontario, at)
        viewings.note([candidate.profile.id], ViewingKind.OPENED, officer, at)
        stay = db.session.query(ExpressionOfInterest).filter_by(profile_id=candidate.profile.id).one()
        record("province.code_failed", stay, by=ontario, at=at)
        employer, representative = factory.employer(at=at), factory.representative(at=at)
        factory.representative("second@lark.example", at, name="Somebody Else")
        verifying.verify(employer, officer, at)
        verifying.turn_down(representative, "The register has no such number.", officer, at)
        db.session.commit()
        return {"officer": officer.session_id, "candidate": candidate.session_id}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_can_be_used_by_everybody(site: Site, visit: Callable[..., Visit], language: str) -> None:
    sessions = people_in(site)
    pages = {
        "officer": [
            "/verification",
            "/verification?find=lark",
            "/verification/employers/1",
            "/verification/employers/1/refusal",
            "/verification/representatives/1",
            "/verification/representatives/2",
        ],
        "candidate": ["/who-has-seen-me"],
    }
    for role, paths in pages.items():
        visitor = visit(language)
        sign_in(site, visitor.page, sessions[role])
        assert walk(visitor, paths) == []
