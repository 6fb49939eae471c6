"""A representation from the first question to its end, and a proposal from the copy to the client's answer."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from expressentry.accounts import verifying
from expressentry.accounts.verifying import LicenceTaken, NotVerified
from expressentry.database import db
from expressentry.models import (
    Event,
    Letter,
    LetterKind,
    Proposal,
    Representation,
    RepresentationEnd,
    Scope,
    SectionKey,
    User,
)
from expressentry.representatives import changes as changing
from expressentry.representatives import lifecycle, proposals
from tests.conftest import FACTS as FACTS_
from tests.conftest import NOW, People, profile_of
from tests.representatives.factory import changed, client_of, officer, representative, sent

LATER = NOW + timedelta(hours=1)


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def letters_to(user: User) -> list[LetterKind]:
    return list(db.session.scalars(select(Letter.kind).where(Letter.user_id == user.id).order_by(Letter.id)))


# ---- The account


def test_a_licence_that_is_verified_for_somebody_else_is_refused(context: Flask) -> None:
    first = representative()
    with pytest.raises(LicenceTaken):
        representative("Another", "R512345", organisation="Elsewhere")
    second = representative("Another", "R600000")
    with pytest.raises(LicenceTaken):
        lifecycle.correct(second, {**_stated(second), "licence_number": "R512345"}, second.user, NOW)
    assert first.is_verified


def test_what_an_officer_verified_cannot_change_unverified(context: Flask) -> None:
    who = representative()
    lifecycle.correct(who, {**_stated(who), "phone": "613-555-0199"}, who.user, LATER)
    assert who.is_verified
    assert kinds()[-1] == "representative.corrected"
    lifecycle.correct(who, {**_stated(who), "licence_number": "R777777"}, who.user, LATER)
    assert who.waits
    assert who.asked_at == LATER


def _stated(who: Any) -> dict[str, Any]:
    return {name: getattr(who, name) for name in ("name", "organisation", "regulator", "licence_number", "phone")}


# ---- Asked for and answered


def test_a_client_invites_and_the_representative_accepts(context: Flask, people: People) -> None:
    who, user = representative(), people.candidate()
    asked = lifecycle.invite(profile_of(user), who, [Scope.EDIT], NOW)
    assert (asked.unanswered, asked.is_active, asked.scopes) == (True, False, (Scope.EDIT,))
    with pytest.raises(lifecycle.NotActing):
        lifecycle.require_acting(asked)
    lifecycle.accept(asked, who.user, LATER)
    lifecycle.require_acting(asked, Scope.EDIT)
    with pytest.raises(lifecycle.NotInScope):
        lifecycle.require_acting(asked, Scope.SUBMIT)
    with pytest.raises(lifecycle.RepresentationAnswered):
        lifecycle.accept(asked, who.user, LATER)
    assert kinds()[-2:] == ["representation.invited", "representation.begun"]
    assert letters_to(user)[-1] == LetterKind.REPRESENTATION_BEGUN
    assert letters_to(who.user)[-2:] == [LetterKind.REPRESENTATION_ASKED, LetterKind.REPRESENTATION_BEGUN]


def test_nobody_unverified_is_invited_asks_or_acts(context: Flask, people: People) -> None:
    who, user = representative(verified=False), people.candidate()
    with pytest.raises(NotVerified):
        lifecycle.invite(profile_of(user), who, [], NOW)
    with pytest.raises(NotVerified):
        lifecycle.ask(who, user.email, [], who.user, NOW)


def test_one_who_loses_the_verification_acts_no_more(context: Flask, people: People) -> None:
    who = representative()
    representation = client_of(who, people.candidate())
    lifecycle.correct(who, {**_stated(who), "licence_number": "R777777"}, who.user, LATER)
    with pytest.raises(NotVerified):
        lifecycle.require_acting(representation)
    verifying.verify(who, officer(), LATER)
    lifecycle.require_acting(representation)
    verifying.turn_down(who, "The licence was suspended.", officer(), LATER)
    about = Letter.kind == LetterKind.REPRESENTATIVE_VERIFICATION
    letters = db.session.scalars(select(Letter).where(about).order_by(Letter.id)).all()
    assert [letter.figures["verified"] for letter in letters] == [False, True, False]
    assert {letter.user_id for letter in letters} == {representation.profile.user_id}


def test_asking_an_address_says_nothing_of_it(context: Flask, people: People) -> None:
    who, user = representative(), people.candidate()
    assert lifecycle.ask(who, "nobody@example.org", [Scope.EDIT], who.user, NOW) is None
    assert lifecycle.ask(who, "verifying@example.org", [Scope.EDIT], who.user, NOW) is None
    assert db.session.scalars(select(Representation)).all() == []
    assert lifecycle.ask(who, user.email, [Scope.EDIT], who.user, NOW) is None
    assert lifecycle.ask(who, user.email, [Scope.EDIT], who.user, NOW) is None
    (asked,) = db.session.scalars(select(Representation)).all()
    assert (asked.asked_by_client, asked.unanswered) == (False, True)
    assert letters_to(user)[-1] == LetterKind.REPRESENTATION_ASKED


def test_a_client_gives_fewer_scopes_than_wished_for(context: Flask, people: People) -> None:
    who, user = representative(), people.candidate()
    lifecycle.ask(who, user.email, list(Scope), who.user, NOW)
    (asked,) = db.session.scalars(select(Representation)).all()
    lifecycle.accept(asked, profile_of(user).user, LATER, scopes=[Scope.LETTERS])
    assert asked.scopes == (Scope.LETTERS,)


def test_a_declined_invitation_is_told_to_the_client_and_a_declined_request_to_nobody(
    context: Flask, people: People
) -> None:
    who, user = representative(), people.candidate()
    invited = lifecycle.invite(profile_of(user), who, [], NOW)
    lifecycle.decline(invited, who.user, LATER)
    assert letters_to(user)[-1] == LetterKind.REPRESENTATION_ENDED
    before = letters_to(who.user)
    lifecycle.ask(who, user.email, [], who.user, LATER)
    asked = db.session.scalars(select(Representation).order_by(Representation.id.desc())).first()
    assert asked is not None
    lifecycle.decline(asked, profile_of(user).user, LATER)
    assert letters_to(who.user) == before


def test_accepting_another_passes_the_client_on_in_one_step(context: Flask, people: People) -> None:
    first, second, third = representative(), representative("Oda Brill", "R2"), representative("Una Wells", "R3")
    user = people.candidate(FACTS_)
    old = client_of(first, user)
    waiting = sent(old, first_speaking=8.0)
    new = lifecycle.invite(profile_of(user), second, [Scope.EDIT], NOW)
    other = lifecycle.invite(profile_of(user), third, [Scope.EDIT], NOW)
    lifecycle.accept(new, second.user, LATER)
    assert (old.is_active, old.ended_because, old.ended_at) == (False, RepresentationEnd.TRANSFERRED, LATER)
    assert waiting.withdrawn_at == LATER
    assert new.is_active
    assert not other.unanswered
    assert lifecycle.active_of(profile_of(user)) is new
    assert letters_to(first.user)[-1] == LetterKind.REPRESENTATION_ENDED
    with pytest.raises(lifecycle.RepresentationAnswered):
        lifecycle.accept(other, third.user, LATER)


def test_the_database_forbids_a_second_representation(context: Flask, people: People) -> None:
    user = people.candidate()
    client_of(representative(), user)
    second = lifecycle.invite(profile_of(user), representative("Oda Brill", "R2"), [], NOW)
    second.accepted_at = NOW
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_scopes_change_and_it_ends_at_once(context: Flask, people: People) -> None:
    who, user = representative(), people.candidate(FACTS_)
    representation = client_of(who, user)
    lifecycle.rescope(representation, [Scope.LETTERS], profile_of(user).user, LATER)
    with pytest.raises(lifecycle.NotInScope):
        proposals.begin(representation, who.user, LATER)
    lifecycle.revoke(representation, profile_of(user).user, LATER)
    assert representation.ended_because is RepresentationEnd.REVOKED
    with pytest.raises(lifecycle.NotActing):
        lifecycle.require_acting(representation)
    with pytest.raises(lifecycle.RepresentationOver):
        lifecycle.lay_down(representation, who.user, LATER)
    assert kinds()[-2:] == ["representation.rescoped", "representation.ended"]


def test_an_invitation_is_taken_back(context: Flask, people: People) -> None:
    who, user = representative(), people.candidate()
    asked = lifecycle.invite(profile_of(user), who, [], NOW)
    with pytest.raises(lifecycle.AskedAlready):
        lifecycle.invite(profile_of(user), who, [], NOW)
    lifecycle.take_back(asked, profile_of(user).user, LATER)
    with pytest.raises(lifecycle.RepresentationAnswered):
        lifecycle.accept(asked, who.user, LATER)
    assert lifecycle.invite(profile_of(user), who, [], LATER).unanswered


# ---- Proposals


@pytest.fixture
def acting(context: Flask, people: People) -> Representation:
    """A client with a filled-in profile, and a representative with every scope."""
    return client_of(representative(), people.candidate(FACTS_))


def found(proposal: Proposal) -> list[changing.Change]:
    return changing.changes(proposal, proposal.representation.profile.answers)


def sealed(proposal: Proposal) -> str:
    return changing.seal(proposal, found(proposal))


def test_nothing_of_the_client_changes_before_the_approval(acting: Representation) -> None:
    before = acting.profile.answers
    proposal = sent(acting, first_speaking=8.0)
    assert acting.profile.answers.raw == before.raw
    (change,) = found(proposal)
    assert (change.key, change.values(), change.apart) == ("languages/first_speaking", (7.0, 8.0, 7.0), False)
    proposals.approve(proposal, sealed(proposal), acting.profile.user, LATER)
    after = acting.profile.answers
    assert after.section("languages").values["first_speaking"] == 8.0
    assert {key: value for key, value in after.raw.items() if key != "languages"} == {
        key: value for key, value in before.raw.items() if key != "languages"
    }
    assert kinds()[-2:] == ["proposal.approved", "profile.amended"]
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert event.by_id == acting.profile.user_id
    assert event.figures["representative"] == acting.representative.user_id
    assert event.figures["changed"] == ["languages/first_speaking"]


def test_what_the_client_changed_elsewhere_stays(acting: Representation) -> None:
    proposal = sent(acting, first_speaking=8.0)
    _client_answers(acting, "languages", first_reading=6.5)
    _client_answers(acting, "ties", sibling_in_canada=True)
    proposals.approve(proposal, sealed(proposal), acting.profile.user, LATER)
    values = acting.profile.answers.section("languages").values
    assert (values["first_speaking"], values["first_reading"]) == (8.0, 6.5)
    assert acting.profile.answers.section("ties").values["sibling_in_canada"] is True


def test_the_same_answer_changed_by_both_shows_all_three(acting: Representation) -> None:
    proposal = sent(acting, first_speaking=8.0)
    seen = sealed(proposal)
    _client_answers(acting, "languages", first_speaking=6.0)
    (change,) = found(proposal)
    assert (change.values(), change.apart) == ((7.0, 8.0, 6.0), True)
    with pytest.raises(proposals.ProposalMoved):
        proposals.approve(proposal, seen, acting.profile.user, LATER)
    proposals.approve(proposal, sealed(proposal), acting.profile.user, LATER)
    assert acting.profile.answers.section("languages").values["first_speaking"] == 8.0


def test_what_the_client_did_alike_is_no_change(acting: Representation) -> None:
    proposal = sent(acting, first_speaking=8.0)
    _client_answers(acting, "languages", first_speaking=8.0)
    assert found(proposal) == []
    proposals.approve(proposal, sealed(proposal), acting.profile.user, LATER)


def test_records_come_and_go(acting: Representation) -> None:
    by, key = acting.representative.user, SectionKey.WORK_HISTORY
    proposal = proposals.begin(acting, by, NOW)
    job = acting.profile.answers.records(key)[0]
    proposals.remove_record(proposal, key, job.id, by, NOW)
    new = proposals.add_record(proposal, key, by, NOW)
    values = {**job.values, "job_title": "Lead engineer"}
    proposals.amend(proposal, key, new, values=values, typed={}, revision="0", tab="r", by=by, at=NOW)
    gone, come = found(proposal)
    assert (gone.removed, gone.added, come.added, come.removed) == (True, False, True, False)
    assert come.after is not None
    assert come.after.values["job_title"] == "Lead engineer"
    proposals.offer(proposal, "The title was wrong.", by, NOW)
    proposals.approve(proposal, sealed(proposal), acting.profile.user, LATER)
    (kept,) = acting.profile.answers.records(key)
    assert (kept.id, kept.values["job_title"]) == (new, "Lead engineer")
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert event.figures["removed"][0]["id"] == job.id


def test_a_record_the_client_took_out_meanwhile_comes_back_only_by_approval(acting: Representation) -> None:
    by, key = acting.representative.user, SectionKey.WORK_HISTORY
    proposal = proposals.begin(acting, by, NOW)
    job = acting.profile.answers.records(key)[0]
    values = {"hours_per_week": 30}
    proposals.amend(proposal, key, job.id, values=values, typed={}, revision=str(job.revision), tab="r", by=by, at=NOW)
    proposals.offer(proposal, "Hours.", by, NOW)
    acting.profile.answers = acting.profile.answers.without_record(key, job.id)
    (change,) = found(proposal)
    assert (change.apart, change.present) == (True, None)
    proposals.approve(proposal, sealed(proposal), acting.profile.user, LATER)
    (kept,) = acting.profile.answers.records(key)
    assert kept.values == {**job.values, "hours_per_week": 30}


def test_a_proposal_is_sent_once_answered_once_and_not_worked_on_meanwhile(acting: Representation) -> None:
    by, client = acting.representative.user, acting.profile.user
    proposal = sent(acting, first_speaking=8.0)
    with pytest.raises(proposals.ProposalWaits):
        proposals.offer(proposal, "Again.", by, LATER)
    with pytest.raises(proposals.ProposalWaits):
        changed(acting, first_speaking=5.0)
    assert proposals.begin(acting, by, LATER) is proposal
    seen = sealed(proposal)
    proposals.approve(proposal, seen, client, LATER)
    answers = acting.profile.answers
    for again in (
        lambda: proposals.approve(proposal, seen, client, LATER),
        lambda: proposals.reject(proposal, "No.", client, LATER),
        lambda: proposals.take_back(proposal, by, LATER),
        lambda: proposals.withdraw(proposal, by, LATER),
    ):
        with pytest.raises(proposals.ProposalClosed):
            again()
    assert acting.profile.answers is answers


def test_taken_back_it_cannot_be_approved(acting: Representation) -> None:
    proposal = sent(acting, first_speaking=8.0)
    seen = sealed(proposal)
    proposals.take_back(proposal, acting.representative.user, LATER)
    with pytest.raises(proposals.ProposalMoved):
        proposals.approve(proposal, seen, acting.profile.user, LATER)


def test_a_rejected_one_can_be_begun_again_with_its_changes(acting: Representation) -> None:
    proposal = sent(acting, first_speaking=8.0)
    proposals.reject(proposal, "The paper says 7.5.", acting.profile.user, LATER)
    assert acting.profile.answers.section("languages").values["first_speaking"] == 7.0
    again = proposals.begin(acting, acting.representative.user, LATER, again=proposal)
    assert [change.values()[1] for change in found(again)] == [8.0]


def test_nothing_and_nonsense_are_not_sent(acting: Representation) -> None:
    by = acting.representative.user
    proposal = proposals.begin(acting, by, NOW)
    with pytest.raises(proposals.NothingProposed):
        proposals.offer(proposal, "Why.", by, NOW)
    revision = str(proposal.answers.section("languages").revision)
    typed = {"first_reading": "nine"}
    proposals.amend(
        proposal, SectionKey.LANGUAGES, None, values={}, typed=typed, revision=revision, tab="r", by=by, at=NOW
    )
    with pytest.raises(proposals.ProposalUnfinished):
        proposals.offer(proposal, "Why.", by, NOW)


def test_after_the_end_nothing_can_be_sent_or_approved(acting: Representation) -> None:
    proposal = sent(acting, first_speaking=8.0)
    lifecycle.revoke(acting, acting.profile.user, LATER)
    with pytest.raises(proposals.ProposalClosed):
        proposals.approve(proposal, sealed(proposal), acting.profile.user, LATER)
    with pytest.raises(lifecycle.NotActing):
        proposals.take_back(proposal, acting.representative.user, LATER)


def _client_answers(representation: Representation, key: str, **values: Any) -> None:
    answers = representation.profile.answers
    saved = answers.section(key)
    amended = saved._replace(values={**saved.values, **values}, revision=saved.revision + 1)
    representation.profile.answers = answers.with_section(key, amended)
