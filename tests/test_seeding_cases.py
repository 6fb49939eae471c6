"""Synthetic applications: every state, nothing impossible, and the pool as it was."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from expressentry import clock, daily, seeding, seeding_cases, synthetic
from expressentry.applications.closing import all_paid
from expressentry.applications.completeness import Lack, Lacking, lacking
from expressentry.applications.differences import differences
from expressentry.applications.forms import FORMS, RECORD_FORMS
from expressentry.applications.stages import FINISHED, settle
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.documents import files
from expressentry.models import (
    Application,
    Decision,
    Departure,
    Document,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Payment,
    Round,
    ScoreCount,
    StageKey,
    StageState,
    User,
    WaitingOn,
)
from expressentry.models.application_answers import facts_in, facts_of, name_of, people, with_nomination
from expressentry.rules import crs, fees, programs, service
from expressentry.rules.household import Relation
from expressentry.rules.programs import Program
from expressentry.seeding_cases.words import NOTE, NOTE_WITH_PAPERS
from tests.conftest import LAW, NOW, make_app
from tests.test_commands import run

NUMBER = 240


@pytest.fixture(scope="module")
def made_once(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a small pool and the cases, made once for all tests here."""
    folder = tmp_path_factory.mktemp("seeded")
    app = make_app(Path(shutil.copy(migrated, folder / "express.sqlite3")))
    with time_machine.travel(NOW, tick=False), app.app_context():
        assert sum(seeding.people(40, 5, NOW, LAW)) == 40
        assert sum(seeding_cases.applications(NUMBER, 5, NOW)) == NUMBER
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


def everything() -> list[Application]:
    return list(db.session.scalars(select(Application)))


def test_the_pool_is_not_disturbed(seeded: Flask) -> None:
    counted = select(func.sum(ScoreCount.candidates))
    in_pool = select(func.count()).select_from(ExpressionOfInterest).where(ExpressionOfInterest.left_at.is_(None))
    assert (db.session.scalar(counted), db.session.scalar(in_pool)) == (40, 40)
    stays = [one.invitation.expression for one in everything()]
    assert len({stay.id for stay in stays}) == NUMBER
    assert {stay.left_because for stay in stays} == {Departure.APPLIED}
    assert all(stay.left_at == stay.invitations[0].invited_at for stay in stays)


def test_rounds_hold_those_they_invited(seeded: Flask) -> None:
    rounds = db.session.scalars(select(Round).order_by(Round.number)).all()
    assert [one.number for one in rounds] == list(range(1, len(rounds) + 1))
    assert [one.issued_at for one in rounds] == sorted(one.issued_at for one in rounds)
    for one in rounds:
        assert one.invited == len(one.invitations) == one.size
        assert one.cut_off_score == min(invitation.score for invitation in one.invitations)
        assert sorted(invitation.rank for invitation in one.invitations) == list(range(1, one.size + 1))
        assert {invitation.law_version for invitation in one.invitations} == {one.law_version}
    assert sum(one.size for one in rounds) == NUMBER


def test_every_state_is_there(seeded: Flask) -> None:
    made = everything()
    assert {one.decision for one in made} == {*Decision, None}
    assert {one.program for one in made} == set(Program)
    assert {one.waiting_on for one in made} == {*WaitingOn, None}
    still = {(stage.key, stage.waiting_on) for one in made for stage in one.stages if stage.state is StageState.WAITING}
    assert {(StageKey.BIOMETRICS, WaitingOn.CANDIDATE), (StageKey.BACKGROUND, WaitingOn.PARTNER)} <= still
    decided = Counter(
        service.within_standard(day_of(one.received_at), day_of(one.decided_at), LAW)
        for one in made
        if one.decision in (Decision.APPROVED, Decision.REFUSED)
    )
    assert 0.6 <= decided[True] / decided.total() <= 0.85


def test_nothing_happened_before_it_could(seeded: Flask) -> None:
    for one in everything():
        invitation, stay = one.invitation, one.invitation.expression
        order = [stay.submitted_at, invitation.invited_at, one.started_at, one.received_at]
        order += [moment for moment in (one.complete_at, one.decided_at) if moment] + [NOW]
        assert order == sorted(order)
        assert one.received_at == invitation.applied_at < invitation.answer_before
        assert all(one.received_at <= stage.changed_at <= (one.decided_at or NOW) for stage in one.stages)
        for demand in one.demands:
            assert one.complete_at <= demand.made_at <= NOW < demand.answer_before
        if one.decided_at is not None:
            assert one.days_taken == (day_of(one.decided_at) - day_of(one.received_at)).days


def test_stages_are_as_the_lifecycle_leaves_them(seeded: Flask) -> None:
    """Settling an open case again changes nothing; of a decided one no stage is left open."""
    for one in everything():
        assert [stage.key for stage in one.stages] == list(StageKey)
        if one.decision is not None:
            assert {stage.state for stage in one.stages} <= FINISHED
            assert (one.stages[-1].state is StageState.PASSED) == (one.decision is Decision.APPROVED)
            continue
        before = (one.stage, one.waiting_on)
        settle(one, NOW)
        assert (one.stage, one.waiting_on) == before
        assert (one.complete_at is None) == (one.stage is StageKey.COMPLETENESS)


def test_fees_are_those_of_the_day_and_go_back_as_the_law_says(seeded: Flask) -> None:
    for payment in db.session.scalars(select(Payment)):
        application = payment.application
        assert payment.amount_cents == sum(line["cents"] for line in payment.items) > 0
        right = sum(one.cents for one in all_paid([payment]) if one.item is fees.FeeItem.RIGHT_OF_PERMANENT_RESIDENCE)
        expected = {
            None: None,
            Decision.APPROVED: 0,
            Decision.REFUSED: right,
            Decision.INCOMPLETE: payment.amount_cents,
            Decision.WITHDRAWN: right if application.complete_at else payment.amount_cents,
        }
        assert payment.refund_cents == expected[application.decision]


def test_nobody_can_sign_in_and_nobody_is_told(seeded: Flask) -> None:
    assert db.session.scalars(select(User).where(User.password_hash.is_not(None))).all() == []
    assert db.session.scalars(select(Letter).where(Letter.notified_at.is_(None))).all() == []
    written = Counter(letter.kind for letter in db.session.scalars(select(Letter)))
    decided = Counter(one.decision for one in everything())
    assert written[LetterKind.ACKNOWLEDGEMENT] == NUMBER
    assert written[LetterKind.APPROVED] == decided[Decision.APPROVED]
    assert written[LetterKind.INCOMPLETE] == decided[Decision.INCOMPLETE]


def what_is_lacking(one: Application) -> list[Lacking]:
    return lacking(one, day_of(one.received_at), clock.law_of(one.received_at))


def with_papers() -> list[Application]:
    opened = (one for one in everything() if one.decided_at is None)
    return sorted(opened, key=lambda one: one.received_at)[:25]


def test_the_oldest_open_cases_lack_nothing(seeded: Flask) -> None:
    papered = with_papers()
    assert len(papered) == 25
    for one in papered:
        assert what_is_lacking(one) == []
        assert [note.text for note in one.notes] == [NOTE_WITH_PAPERS]
        for document in one.documents:
            written = files.path_of(document.stored_as).read_bytes()
            assert written.startswith(b"%PDF-1.7")
            assert b"Synthetic document of a demonstration. It proves nothing." in written


def test_the_others_lack_documents_only(seeded: Flask) -> None:
    papered = {one.id for one in with_papers()}
    others = [one for one in everything() if one.id not in papered]
    assert len(others) == 215
    for one in others:
        assert one.documents == []
        assert {lack.kind for lack in what_is_lacking(one)} == {Lack.DOCUMENT}
        assert [note.text for note in one.notes] == [NOTE]


def test_many_cases_have_no_papers(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding_cases, "LARGEST_SEEDING", 9)
    sum(seeding_cases.applications(10, 5, NOW))
    assert [one.documents for one in everything()] == [[]] * 10


def test_everybody_declared_is_listed(seeded: Flask) -> None:
    sizes = Counter()
    for one in everything():
        listed = people(one.answers)
        assert len(listed) == one.invited_facts.family_size
        assert all(person.birth_date < day_of(one.received_at) for person in listed)
        parents = [person.birth_date for person in listed if person.relation is not Relation.CHILD]
        for child in listed[len(parents) :]:
            assert min((child.birth_date - born).days for born in parents) > 18 * 365
        sizes[len(listed)] += 1
    assert min(sizes) == 1
    assert max(sizes) >= 4


def test_what_was_added_changes_neither_score_nor_program(seeded: Flask) -> None:
    for one in everything():
        on, law = day_of(one.invitation.invited_at), clock.law_of(one.invitation.invited_at)
        for answers in (one.answers, one.invited_answers):
            facts = with_nomination(answers, one.invited_facts.nomination)
            assert crs.score(facts, on, law).total == one.invitation.score
            assert programs.assess(facts, on, law).eligible == programs.assess(one.invited_facts, on, law).eligible
        assert one.explanations or facts_of(one) == facts_in(one.invited_answers, one)


def test_no_answer_is_one_that_a_form_refuses(seeded: Flask) -> None:
    with seeded.test_request_context():
        for one in everything():
            on, answers = day_of(one.received_at), one.answers
            for key, form in FORMS.items():
                assert list(form.impossible(answers.section(key).values, on)) == []
            for key, form in RECORD_FORMS.items():
                for record in answers.records(key):
                    assert list(form.impossible(record.values, on)) == []


def test_a_few_differ_from_the_profile_and_explain_it(seeded: Flask) -> None:
    differing = 0
    with seeded.test_request_context():
        for one in everything():
            found = differences(one, day_of(one.received_at))
            assert [difference.key for difference in found] == list(one.explanations)
            differing += len(found)
    assert 8 <= differing <= 40


def test_every_name_is_made_of_invented_syllables(seeded: Flask) -> None:
    syllables = {one for kind in synthetic.SYLLABLES for one in kind.split()}
    for one in everything():
        for person in people(one.answers):
            for name in name_of(one.answers, person.key).lower().split():
                assert any(name == first + second for first in syllables for second in (*syllables, ""))


def test_the_daily_job_finds_nothing_to_do_to_them(seeded: Flask) -> None:
    before = [(one.id, one.stage, one.waiting_on, one.decision) for one in everything()]
    for _what, batches in daily.steps(NOW):
        for _touched in batches:
            pass
    assert [(one.id, one.stage, one.waiting_on, one.decision) for one in everything()] == before
    lapsed = select(func.count()).select_from(Invitation).where(Invitation.lapsed_at.is_not(None))
    assert db.session.scalar(lapsed) == 0


def test_the_command_adds_applications(app: Flask, moment: Any) -> None:
    assert run(app, "seed", "--candidates", "20", "--applications", "30").exit_code == 0
    with app.app_context():
        given = db.session.scalar(select(func.count(Document.id)))
        assert (len(everything()), given > 0) == (30, True)
    again = run(app, "seed", "--candidates", "20", "--applications", "30")
    assert (again.exit_code, again.output.strip()) == (0, "The pool is not empty: nobody was added.")
    with app.app_context():
        assert (len(everything()), db.session.scalar(select(func.count(Document.id)))) == (30, given)


def test_the_same_seed_makes_the_same_cases(migrated: Path, tmp_path: Path, moment: Any) -> None:
    made = []
    for name in ("one", "other"):
        path = tmp_path / f"{name}.sqlite3"
        path.write_bytes(migrated.read_bytes())
        app = make_app(path)
        with app.app_context():
            sum(seeding_cases.applications(20, 9, clock.now()))
            made.append([(one.number, one.received_at, one.decision, one.answers.raw) for one in everything()])
            db.session.rollback()
    assert made[0] == made[1]
