"""The demonstration's partners: what is counted is what there is, scores stay right, and twice adds nothing."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from expressentry import seeding, seeding_cases, seeding_partners
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts.views import DEMO_ADDRESSES, DEMO_PROVINCES
from expressentry.database import db
from expressentry.employers.forms import checks
from expressentry.models import (
    WHOLE_PROVINCE,
    Employer,
    Event,
    ExpressionOfInterest,
    JobInvitation,
    JobSeeker,
    Letter,
    Nomination,
    NominationSpace,
    NotificationOfInterest,
    Posting,
    Representation,
    Representative,
    ScoreCount,
    SoughtOccupation,
    User,
    Viewing,
)
from expressentry.rules import crs, programs
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, TODAY, Browser, make_app

NUMBER, CASES = 800, 40


@pytest.fixture(scope="module")
def made_once(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration, made once for all tests here."""
    folder = tmp_path_factory.mktemp("partners")
    app = make_app(Path(shutil.copy(migrated, folder / "express.sqlite3")))
    with time_machine.travel(NOW, tick=False), app.app_context():
        seeding.demonstration_accounts(DEMO_ADDRESSES, DEMO_PROVINCES, "demonstration only", NOW, LAW)
        assert sum(seeding.people(NUMBER, 5, NOW, LAW)) == NUMBER
        assert sum(seeding_cases.applications(CASES, 5, NOW)) == CASES
        assert seeding_partners.partners(5, NOW, LAW)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def seeded(made_once: Path, tmp_path: Path, moment: Any) -> Iterator[Flask]:
    shutil.copytree(made_once, tmp_path / "site")
    app = make_app(tmp_path / "site" / "express.sqlite3")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def in_pool() -> list[ExpressionOfInterest]:
    return list(db.session.scalars(select(ExpressionOfInterest).where(ExpressionOfInterest.left_at.is_(None))))


def test_the_space_is_as_the_nominations_use_it(seeded: Flask) -> None:
    held: Counter[Any] = Counter()
    used: Counter[Any] = Counter()
    for one in db.session.scalars(select(Nomination)):
        for stream in (one.stream, WHOLE_PROVINCE):
            (used if one.counts else held)[one.province, one.year, stream] += 1
    spaces = db.session.scalars(select(NominationSpace)).all()
    assert {(s.province, s.year, s.stream): s.used for s in spaces if s.used} == dict(used)
    assert {(s.province, s.year, s.stream): s.held for s in spaces if s.held} == dict(held)
    assert sum(used.values()) > 0
    assert sum(held.values()) > 0
    whole = {(s.province, s.year): s.places for s in spaces if s.stream == WHOLE_PROVINCE}
    shared: Counter[Any] = Counter()
    for space in spaces:
        if space.stream != WHOLE_PROVINCE:
            shared[space.province, space.year] += space.places
    assert all(places >= shared[key] for key, places in whole.items())
    assert {province for province, year in whole if year == 2026} == {stream.province for stream in LAW.streams}


def test_every_nominee_has_one_accepted_nomination_and_nobody_else(seeded: Flask) -> None:
    for stay in db.session.scalars(select(ExpressionOfInterest)):
        accepted = [one for one in stay.nominations if one.counts]
        assert [one.province for one in accepted] == ([stay.facts.nomination] if stay.facts.nomination else [])
        assert stay.nominee == bool(accepted)
        for one in accepted:
            assert stay.submitted_at < one.nominated_at <= one.accepted_at <= (stay.left_at or NOW)
            assert one.accepted_at < one.answer_before


def test_every_score_is_that_of_today_and_the_counts_hold_them(seeded: Flask) -> None:
    stays = in_pool()
    assert len(stays) == NUMBER
    assert [stay.number for stay in stays if crs.score(stay.facts, TODAY, LAW).total != stay.score] == []
    assert all(programs.assess(stay.facts, TODAY, LAW).eligible for stay in stays)
    counted = {row.score: row.candidates for row in db.session.scalars(select(ScoreCount)) if row.candidates}
    assert counted == dict(Counter(stay.score for stay in stays))


def test_a_quarter_of_the_pool_is_listed_for_what_it_does(seeded: Flask) -> None:
    stays = {stay.profile_id: stay for stay in in_pool()}
    seekers = db.session.scalars(select(JobSeeker)).all()
    assert 0.2 * NUMBER < len(seekers) < 0.3 * NUMBER
    assert len({seeker.code for seeker in seekers}) == len(seekers)
    sought = {one.seeker_id: one for one in db.session.scalars(select(SoughtOccupation))}
    for seeker in seekers:
        stay, one = stays[seeker.profile_id], sought[seeker.id]
        assert seeker.listed
        assert one.listed
        assert one.noc_code == stay.noc_code
        assert one.province_bits == seeker.province_bits
        assert stay.submitted_at <= seeker.opted_in_at <= NOW


def test_employers_have_posted_and_say_that_they_are_invented(seeded: Flask) -> None:
    employers = db.session.scalars(select(Employer)).all()
    assert [employer.is_verified for employer in employers].count(True) == 13
    assert [employer.waits for employer in employers].count(True) == 1
    assert all(employer.legal_name.endswith("(invented)") for employer in employers)
    assert all(checks(employer.business_number[:9]) for employer in employers)
    postings = db.session.scalars(select(Posting)).all()
    assert len(postings) == 59
    assert all(one.is_open(TODAY) and one.employer.is_verified for one in postings)
    assert {(NOW - one.opened_at).days // 10 for one in postings} >= {0, 1, 2, 3, 4, 5}
    invited = db.session.scalars(select(JobInvitation)).all()
    assert [one.accepted_at is not None for one in invited].count(True) == 1
    assert all(one.posting.employer.user.email == "employer@example.org" for one in invited)


def test_the_representative_has_three_clients_and_one_proposal(seeded: Flask) -> None:
    own = db.session.scalars(select(Representative).where(Representative.verified_at.is_not(None))).one()
    assert own.user.email == "representative@example.org"
    acting = db.session.scalars(select(Representation)).all()
    assert len(acting) == 3
    assert all(one.is_active and one.representative is own for one in acting)
    assert all(one.profile.user.password_hash is None for one in acting)
    (proposal,) = [proposal for one in acting for proposal in one.proposals]
    assert proposal.offered_at == NOW
    assert proposal.answers.facts().funds_cents - proposal.based_on.facts().funds_cents == 250_000
    waiting = db.session.scalars(select(Representative).where(Representative.verified_at.is_(None))).one()
    assert waiting.waits


def test_ontario_and_british_columbia_have_told_some_of_their_interest(seeded: Flask) -> None:
    sent = db.session.scalars(select(NotificationOfInterest)).all()
    assert {one.province for one in sent} == {Province.ON, Province.BC}
    assert {bool(one.accepted_at) for one in sent} == {True, False}
    assert any(one.declined_at for one in sent)
    assert any(one.is_open(NOW) for one in sent)
    waiting = [one for one in db.session.scalars(select(Nomination)) if one.is_open(NOW)]
    assert {one.province for one in waiting} == {Province.ON, Province.BC}
    assert all(not one.expression.nominee for one in waiting)


def test_whoever_cannot_sign_in_is_not_written_to(seeded: Flask) -> None:
    untold = select(User.email).join(Letter, Letter.user_id == User.id).where(Letter.notified_at.is_(None))
    assert set(db.session.scalars(untold)) <= set(DEMO_ADDRESSES)


def test_a_second_time_adds_nothing(seeded: Flask) -> None:
    tables = (Nomination, NominationSpace, Posting, JobSeeker, Viewing, Event, User, Letter)

    def rows() -> list[int | None]:
        return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = rows()
    assert not seeding_partners.partners(5, NOW, LAW)
    assert rows() == before


def test_each_account_shown_has_something_to_look_at(made_once: Path, tmp_path: Path, moment: Any) -> None:
    shutil.copytree(made_once, tmp_path / "site")
    app = make_app(tmp_path / "site" / "express.sqlite3")
    pages = {
        "ontario@example.org": ("/province", "Search"),
        "employer@example.org": ("/employer", "Maplewick Works"),
        "representative@example.org": ("/clients", "Your clients"),
        "officer@example.org": ("/verification", "Drem Orchards"),
    }
    for email, (path, words) in pages.items():
        with app.app_context():
            user = accounts.find(email)
            db.session.expunge(user)
        answer = Browser(app.test_client()).sign_in(user).get(path)
        assert answer.status_code == 200, email
        assert words in answer.text
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_an_empty_pool_has_partners_too(database: Path, moment: Any) -> None:
    app = make_app(database)
    with app.app_context():
        seeding.demonstration_accounts(DEMO_ADDRESSES, DEMO_PROVINCES, "demonstration only", NOW, LAW)
        assert seeding_partners.partners(5, NOW, LAW)
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Posting)) == 59
        assert db.session.scalar(select(func.count()).select_from(Representation)) == 0
        db.session.remove()
        db.engine.dispose()
