"""Rounds: drafted, previewed, issued once, recorded; invitations written, answered, lapsed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import (
    Departure,
    Event,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Round,
    RoundKind,
    ScoreCount,
    User,
)
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle
from expressentry.rules.facts import Job, Province
from expressentry.rules.programs import Program
from expressentry.rules.tables import law_on
from tests.conftest import FACTS, LAW, NOW, Browser, People, profile_of

# A year and more of Canadian work: eligible under the Canadian Experience Class too.
IN_CANADA = replace(
    FACTS,
    jobs=(
        *FACTS.jobs,
        Job(
            noc_code="21231",
            started_on=date(2025, 1, 6),
            hours_per_week=40,
            in_canada=True,
            paid=True,
            authorized=True,
            full_time_student=False,
            self_employed=False,
        ),
    ),
)


@pytest.fixture
def officer(context: Flask, people: People) -> User:
    return db.session.get_one(User, people.officer().id)


def drafted(by: User, kind: RoundKind, size: int, lowest: int | None = None) -> Round:
    round_ = lifecycle.draft(by, NOW)
    lifecycle.change(round_, kind, size, lowest, by, NOW)
    return round_


def nominated(people: People, at: datetime = NOW) -> User:
    """A candidate whose accepted nomination counts: no form can claim one."""
    user = people.in_pool(at=at)
    eoi = db.session.scalars(
        select(ExpressionOfInterest).where(ExpressionOfInterest.profile_id == profile_of(user).id)
    ).one()
    pool.set_nomination(eoi, Province.ON, at, LAW)
    db.session.commit()
    return user


def stay(user: User) -> ExpressionOfInterest:
    return db.session.scalars(
        select(ExpressionOfInterest).where(ExpressionOfInterest.profile_id == profile_of(user).id)
    ).one()


# ---- Issuing


def test_a_round_invites_from_the_top_and_takes_out_of_the_pool(context: Flask, people: People, officer: User) -> None:
    """Three at 473, two at 458; three invitations go to the first two of 473 … in the order of submission."""
    order = [people.in_pool(at=NOW - timedelta(hours=n), sibling_in_canada=n < 3) for n in range(5)]
    round_ = drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 4)
    lifecycle.issue(round_, officer, NOW, LAW)
    db.session.commit()
    assert (round_.number, round_.invited, round_.cut_off_score) == (1, 4, 458)
    assert round_.tie_break_at == NOW - timedelta(hours=4)
    assert (round_.at_cut_off, round_.left_out) == (1, 1)
    written = db.session.scalars(select(Invitation).order_by(Invitation.rank)).all()
    assert [i.expression_id for i in written] == [stay(order[n]).id for n in (2, 1, 0, 4)]
    assert {i.program for i in written} == {Program.FSW}
    assert {i.answer_before for i in written} == {datetime(2027, 1, 23, tzinfo=UTC)}
    assert stay(order[3]).in_pool
    assert stay(order[4]).left_because is Departure.INVITED
    assert db.session.scalars(select(ScoreCount.candidates).where(ScoreCount.score == 458)).one() == 1
    assert db.session.scalars(select(ScoreCount.candidates).where(ScoreCount.score == 473)).one() == 0
    assert [e.kind for e in db.session.scalars(select(Event).where(Event.subject == "round"))] == [
        "round.drafted",
        "round.changed",
        "round.issued",
    ]


def test_everybody_invited_is_written_to(context: Flask, people: People, officer: User) -> None:
    """Each with a code of their own; of an account nobody can sign in to, no notice is to be sent."""
    users = [people.in_pool(at=NOW - timedelta(hours=n)) for n in range(3)]
    db.session.get_one(User, users[1].id).password_hash = "x"
    lifecycle.issue(drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 2), officer, NOW, LAW)
    letters = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.INVITATION).order_by(Letter.id)).all()
    by_user = {letter.user_id: letter for letter in letters}
    assert set(by_user) == {users[1].id, users[2].id}
    assert (by_user[users[1].id].notified_at, by_user[users[2].id].notified_at) == (None, NOW)
    for letter in letters:
        assert (letter.about, letter.written_at, letter.figures) == ("invitation", NOW, {})
        assert db.session.get_one(Invitation, letter.about_id).expression.profile.user_id == letter.user_id
        assert re.fullmatch("[0-9a-f]{16}", letter.code)
    assert len({letter.code for letter in letters}) == 2


def test_declining_and_letting_lapse_are_told_by_letter(context: Flask, people: People, officer: User) -> None:
    for _ in range(2):
        people.in_pool()
    lifecycle.issue(drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 2), officer, NOW, LAW)
    first, second = db.session.scalars(select(Invitation).order_by(Invitation.id)).all()
    invitations.decline(first, first.expression.profile.user, NOW + timedelta(days=1), LAW)
    invitations.lapse_due(NOW + timedelta(days=90))
    told = db.session.execute(
        select(Letter.kind, Letter.about_id, Letter.written_at)
        .where(Letter.about == "invitation", Letter.kind != LetterKind.INVITATION)
        .order_by(Letter.id)
    ).all()
    assert told == [
        (LetterKind.INVITATION_DECLINED, first.id, NOW + timedelta(days=1)),
        (LetterKind.INVITATION_LAPSED, second.id, datetime(2027, 1, 23, tzinfo=UTC)),
    ]


def test_a_round_catches_up_on_missed_days_first(context: Flask, people: People, officer: User) -> None:
    """A birthday of four months ago is dated then, though no job has run since."""
    people.in_pool()
    at = datetime(2027, 9, 1, 12, tzinfo=UTC)
    lifecycle.issue(drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 1), officer, at, LAW)
    rescored = db.session.scalars(select(Event).where(Event.kind == "expression_of_interest.rescored")).one()
    assert rescored.at == datetime(2027, 5, 5, 4, 0, tzinfo=UTC)
    assert db.session.scalars(select(Invitation.score)).one() == 453


def test_a_round_is_issued_once(context: Flask, people: People, officer: User) -> None:
    people.in_pool()
    people.in_pool()
    round_ = drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 1)
    lifecycle.issue(round_, officer, NOW, LAW)
    for act in (
        lambda: lifecycle.issue(round_, officer, NOW, LAW),
        lambda: lifecycle.change(round_, RoundKind.CEC, 1, None, officer, NOW),
        lambda: lifecycle.discard(round_, officer, NOW),
    ):
        with pytest.raises(lifecycle.RoundIssued):
            act()
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_a_discarded_draft_is_not_issued(context: Flask, people: People, officer: User) -> None:
    people.in_pool()
    round_ = lifecycle.draft(officer, NOW)
    lifecycle.discard(round_, officer, NOW)
    lifecycle.discard(round_, officer, NOW)
    with pytest.raises(lifecycle.RoundDiscarded):
        lifecycle.issue(round_, officer, NOW, LAW)


def test_a_round_nobody_meets_is_refused(context: Flask, people: People, officer: User) -> None:
    people.in_pool()
    for kind, lowest in ((RoundKind.FST, None), (RoundKind.NO_PROGRAM_SPECIFIED, 459)):
        with pytest.raises(lifecycle.NobodyToInvite):
            lifecycle.issue(drafted(officer, kind, 5, lowest), officer, NOW, LAW)


def test_the_program_is_the_first_in_order_or_that_of_the_round(context: Flask, people: People, officer: User) -> None:
    """CEC before FSW before FST; a nominee only as a provincial nominee, and in no round of a federal program."""
    both, abroad, nominee = people.in_pool(IN_CANADA), people.in_pool(), nominated(people)
    lifecycle.issue(drafted(officer, RoundKind.FSW, 1), officer, NOW, LAW)
    assert stay(both).invitations[0].program is Program.FSW
    invitations.decline(stay(both).invitations[0], officer, NOW, LAW)
    db.session.flush()
    lifecycle.issue(drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 3), officer, NOW, LAW)
    assert [stay(user).invitations[-1].program for user in (both, abroad, nominee)] == [
        Program.CEC,
        Program.FSW,
        Program.PNP,
    ]
    assert stay(nominee).score == 458 + 600 - 0


def test_a_round_for_nominees_invites_them_alone(context: Flask, people: People, officer: User) -> None:
    people.in_pool()
    nominee = nominated(people)
    round_ = drafted(officer, RoundKind.PNP, 10)
    lifecycle.issue(round_, officer, NOW, LAW)
    assert (round_.invited, round_.cut_off_score) == (1, 1058)
    assert stay(nominee).invitations[0].program is Program.PNP


def test_scores_due_are_refreshed_before_selecting(context: Flask, people: People, officer: User) -> None:
    """On 5 May 2027 one turns 32 and falls from 458 to 453, below the other who keeps 457."""
    older = people.in_pool(at=NOW - timedelta(days=1))
    day = datetime(2027, 5, 5, 12, tzinfo=UTC)
    younger = people.in_pool(birth_date=date(1995, 5, 6))
    round_ = drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 1)
    lifecycle.issue(round_, officer, day, LAW)
    assert stay(younger).left_because is Departure.INVITED
    assert (stay(older).in_pool, stay(older).score) == (True, 453)


def test_before_june_2017_everybody_at_the_cut_off_is_invited(context: Flask, people: People, officer: User) -> None:
    law = law_on(date(2017, 1, 1))
    for _ in range(3):
        people.in_pool()
    round_ = drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 1)
    lifecycle.issue(round_, officer, NOW, law)
    assert (round_.invited, round_.left_out, round_.tie_break_at) == (3, 0, None)


# ---- The invitation


def test_the_published_letter_line_by_line(context: Flask, people: People, officer: User, visitor: Any) -> None:
    """Single: age 110, education 135, first language 130, education and foreign work 50 each; 475 in all."""
    result = replace(FACTS.languages[0], speaking=7.5, listening=8.5, reading=7.0, writing=7.0)
    facts = replace(FACTS, birth_date=date(1998, 1, 2), languages=(result,))
    user = people.in_pool(facts)
    lifecycle.issue(drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 1), officer, NOW, LAW)
    invitation = stay(user).invitations[0].id
    db.session.commit()
    page = visitor(user).get(f"/invitations/{invitation}").text
    lines = page[page.index('<table class="lines">') : page.index("<tfoot>")]
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>(\d+) ', lines)
    assert rows == [
        ("Age", "110"),
        ("Level of education", "135"),
        ("First official language", "130"),
        ("Second official language", "0"),
        ("Canadian work experience", "0"),
        ("Spouse or partner: level of education", "0"),
        ("Spouse or partner: first official language", "0"),
        ("Spouse or partner: Canadian work experience", "0"),
        ("Education, with language and Canadian work", "50"),
        ("Foreign work experience, with language and Canadian work", "50"),
        ("Certificate of qualification, with language", "0"),
        ("French proficiency or bilingualism", "0"),
        ("Brother or sister in Canada", "0"),
        ("Education in Canada", "0"),
        ("Arranged employment", "0"),
        ("Provincial or territorial nomination", "0"),
    ]
    assert "<strong>475</strong>" in page
    assert "January 23, 2027 00:00:00 UTC" in page


@pytest.mark.parametrize(
    ("invited_at", "law_day", "before"),
    [
        (datetime(2019, 7, 10, 14, 30, tzinfo=UTC), date(2019, 7, 10), datetime(2019, 9, 9, tzinfo=UTC)),
        (datetime(2017, 10, 4, 14, 30, tzinfo=UTC), date(2017, 10, 4), datetime(2018, 1, 3, tzinfo=UTC)),
    ],
)
def test_invitations_end_at_midnight_utc_after_the_last_day(
    context: Flask, people: People, officer: User, invited_at: datetime, law_day: date, before: datetime
) -> None:
    user = people.in_pool()
    stay(user).law_version = law_on(law_day).version
    stay(user).rescore_on = None
    lifecycle.issue(drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 1), officer, invited_at, law_on(law_day))
    assert stay(user).invitations[0].answer_before == before


def invited(people: People, officer: User, **changed: Any) -> tuple[User, Invitation]:
    user = people.in_pool(**changed)
    lifecycle.issue(drafted(officer, RoundKind.NO_PROGRAM_SPECIFIED, 1), officer, NOW, LAW)
    return user, stay(user).invitations[0]


def test_declining_returns_with_the_first_time_and_expiry(context: Flask, people: People, officer: User) -> None:
    user, invitation = invited(people, officer)
    eoi = stay(user)
    before = (eoi.submitted_at, eoi.expires_at, eoi.number)
    invitations.decline(invitation, profile_of(user).user, NOW + timedelta(days=59), LAW)
    db.session.flush()
    assert eoi.in_pool
    assert (eoi.submitted_at, eoi.expires_at, eoi.number) == before
    assert db.session.scalars(select(ScoreCount.candidates).where(ScoreCount.score == 458)).one() == 1
    with pytest.raises(invitations.InvitationClosed):
        invitations.decline(invitation, profile_of(user).user, NOW + timedelta(days=59), LAW)


def test_an_invitation_can_be_declined_to_the_last_instant(context: Flask, people: People, officer: User) -> None:
    user, invitation = invited(people, officer)
    end = datetime(2027, 1, 23, tzinfo=UTC)
    with pytest.raises(invitations.InvitationClosed):
        invitations.decline(invitation, profile_of(user).user, end, LAW)
    invitations.decline(invitation, profile_of(user).user, end - timedelta(microseconds=1), LAW)
    assert stay(user).in_pool


def test_declining_after_eligibility_is_lost_ends_the_stay(context: Flask, people: People, officer: User) -> None:
    """The test of 2 February 2024 is two years old during the sixty days: no program is left."""
    result = replace(FACTS.languages[0], taken_on=date(2024, 12, 1))
    user, invitation = invited(people, officer, languages=(result,))
    invitations.decline(invitation, profile_of(user).user, datetime(2026, 12, 1, 12, tzinfo=UTC), LAW)
    assert stay(user).left_because is Departure.INELIGIBLE
    assert db.session.scalar(select(func.sum(ScoreCount.candidates))) == 0


def test_no_answer_lapses_at_its_instant_and_ends_the_stay(context: Flask, people: People, officer: User) -> None:
    user, invitation = invited(people, officer)
    assert invitations.lapse_due(datetime(2027, 1, 22, 23, 59, 59, tzinfo=UTC)) == 0
    late = datetime(2027, 3, 1, tzinfo=UTC)
    assert invitations.lapse_due(late) == 1
    assert invitations.lapse_due(late) == 0
    assert invitation.lapsed_at == datetime(2027, 1, 23, tzinfo=UTC)
    assert stay(user).left_because is Departure.LAPSED
    pool.submit(profile_of(user), late, law_on(date(2027, 3, 1)))


def test_after_a_lapse_that_no_job_noticed_a_new_stay_can_begin(context: Flask, people: People, officer: User) -> None:
    user, _invitation = invited(people, officer)
    with pytest.raises(pool.InvitationOpen):
        pool.submit(profile_of(user), NOW + timedelta(days=1), LAW)
    late = datetime(2027, 1, 23, tzinfo=UTC)
    second = pool.submit(profile_of(user), late, LAW)
    assert second.submitted_at == late
    first = db.session.scalars(select(ExpressionOfInterest).order_by(ExpressionOfInterest.id)).first()
    assert (first.left_because, first.id) == (Departure.LAPSED, second.id - 1)
    assert invitations.lapse_due(late) == 1


def test_while_invited_the_profile_cannot_be_confirmed_or_withdrawn(
    context: Flask, people: People, officer: User
) -> None:
    user, _invitation = invited(people, officer)
    for act in (
        lambda: pool.confirm(profile_of(user), NOW, LAW),
        lambda: pool.withdraw(profile_of(user), NOW),
        lambda: pool.submit(profile_of(user), NOW, LAW),
    ):
        with pytest.raises(pool.InvitationOpen):
            act()


# ---- The officers' form


@pytest.fixture
def office(visitor: Callable[..., Browser], people: People) -> Browser:
    return visitor(people.officer())


def test_the_preview_says_what_issuing_then_does(office: Browser, people: People, app: Flask) -> None:
    for n in range(6):
        people.in_pool(at=NOW - timedelta(minutes=n), sibling_in_canada=n < 2)
    office.post("/rounds")
    form = {"kind": "no_program_specified", "size": "4"}
    part = office.htmx("/rounds/1/preview", form)
    assert "<html" not in part.text
    assert re.findall(r"<dd>([^<]+)</dd>", part.text) == ["4", "458", "2"]
    assert "November 23, 2026 14:56:00 UTC" in part.text
    whole = office.post("/rounds/1/preview", form)
    assert "<html" in whole.text
    assert re.findall(r"<dd>([^<]+)</dd>", whole.text) == ["4", "458", "2"]
    issued = office.post("/rounds/1/invitations", {**form, "confirmed": "yes"})
    assert issued.location == "/en/rounds/1"
    result = office.get("/rounds/1").text
    assert re.findall(r"<dd>([^<]+)</dd>", result) == ["4", "458", "2"]
    assert "November 23, 2026 14:56:00 UTC" in result


def test_issuing_again_shows_the_result_and_invites_nobody(office: Browser, people: People, app: Flask) -> None:
    for _ in range(3):
        people.in_pool()
    office.post("/rounds")
    form = {"kind": "fsw", "size": "1", "confirmed": "yes"}
    assert office.post("/rounds/1/invitations", form).status_code == 303
    again = office.post("/rounds/1/invitations", {**form, "size": "2"}, follow_redirects=True)
    assert "Nothing was issued twice" in again.text
    assert office.post("/rounds/1", form).status_code == 409
    assert office.post("/rounds/1/discarding").status_code == 409
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"size": "0"}, "Write a number from 1 to 1000000"),
        ({"size": "-5"}, "Write a number from 1"),
        ({"size": "many"}, "Write a whole number"),
        ({"size": ""}, "Write how many invitations to issue"),
        ({"kind": ""}, "Choose the kind of round"),
        ({"kind": "lottery"}, "Choose one of the answers given"),
        ({"lowest_score": "1201"}, "Write a number from 0 to 1200"),
        ({"confirmed": ""}, "Tick this box"),
    ],
)
def test_a_wrong_form_issues_nothing(
    office: Browser, people: People, app: Flask, changed: dict[str, str], words: str
) -> None:
    people.in_pool()
    office.post("/rounds")
    form = {"kind": "fsw", "size": "1", "confirmed": "yes", **changed}
    answer = office.post("/rounds/1/invitations", form)
    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_a_round_nobody_meets_is_told_on_the_form(office: Browser) -> None:
    office.post("/rounds")
    answer = office.post("/rounds/1/invitations", {"kind": "pnp", "size": "1", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "Nobody in the pool meets the conditions" in answer.text


@pytest.mark.parametrize("path", ["/rounds/99", "/rounds/99999999999999999999", "/rounds/x"])
def test_a_round_that_does_not_exist_is_not_found(office: Browser, path: str) -> None:
    assert office.get(path).status_code == 404
    assert office.post(f"{path}/invitations", {"kind": "cec"}).status_code == 404


def test_everybody_sees_the_rounds_issued_and_only_officers_the_drafts(
    office: Browser, visitor: Callable[..., Browser], people: People
) -> None:
    people.in_pool()
    office.post("/rounds")
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "1", "confirmed": "yes"})
    public = visitor().get("/rounds").text
    assert "Federal Skilled Worker" in public
    assert "Draft 2" not in public
    assert "/en/rounds/1" not in public
    assert "Draft 2" in office.get("/rounds").text


def test_a_candidate_reads_and_declines_their_own_letter_only(
    office: Browser, visitor: Callable[..., Browser], people: People, moment: time_machine.Traveller
) -> None:
    mine, other = visitor(people.in_pool()), visitor(people.candidate())
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "1", "confirmed": "yes"})
    assert mine.get("/invitations/1").status_code == 200
    assert other.get("/invitations/1").status_code == 404
    assert other.post("/invitations/1/declining").status_code == 404
    assert mine.get("/invitations/99999999999999999999").status_code == 404
    assert mine.post("/invitations/1/declining").location == "/en/expression-of-interest"
    refused = mine.post("/invitations/1/declining")
    assert refused.status_code == 409
    assert "already answered, or its time is over" in refused.text
    assert "You declined this invitation" in mine.get("/invitations/1").text


def test_the_letter_of_a_lapsed_invitation_says_so(
    office: Browser, visitor: Callable[..., Browser], people: People, moment: time_machine.Traveller
) -> None:
    user = people.in_pool()
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "1", "confirmed": "yes"})
    moment.move_to(datetime(2027, 1, 23, tzinfo=UTC))
    mine = visitor(user)
    assert "This invitation has lapsed" in mine.get("/invitations/1").text
    assert mine.post("/invitations/1/declining").status_code == 409
    assert "Enter the pool" in mine.get("/expression-of-interest").text


def test_whoever_signs_in_sees_the_invitation_at_once(
    office: Browser, visitor: Callable[..., Browser], people: People, moment: Any
) -> None:
    user = people.in_pool()
    mine = visitor(user)
    assert "You are in the pool with 458 points" in mine.get("/profile").text
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "1", "confirmed": "yes"})
    page = mine.get("/profile").text
    assert "You are invited to apply" in page
    assert "Apply before January 23, 2027 00:00:00 UTC." in page
    assert "/en/invitations/1" in page
    moment.move_to(datetime(2027, 1, 23, tzinfo=UTC))
    mine.sign_in(user)
    page = mine.get("/profile").text
    assert "My profile" in page
    assert "You are invited to apply" not in page


def test_the_letter_holds_the_invitation_against_the_profile(
    office: Browser, visitor: Callable[..., Browser], people: People, moment: Any
) -> None:
    """A test sat on 2025-01-10 is two years old before the last day, 2027-01-22; a sibling gone costs 15 points.

    Without a test there is age 99, education 135 and the sibling.
    """
    test = replace(FACTS.languages[0], taken_on=date(2025, 1, 10))
    user = people.in_pool(languages=(test,), sibling_in_canada=True)
    people.in_pool()
    mine = visitor(user)
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "2", "confirmed": "yes"})
    letter = mine.get("/invitations/1").text
    assert "60 days are left." in letter
    assert letter.count("would rest on a sound invitation") == 1
    assert letter.count("would be refused") == 1
    assert "Something expires before the last day." in letter
    assert cells(letter, "Score, birthdays forgiven") == ["473", "249"]
    mine.post(
        "/profile/ties",
        {
            "sibling_in_canada": "no",
            "relative_in_canada": "no",
            "studied_in_canada": "no",
            "worked_in_canada": "no",
            "revision": "1",
        },
    )
    assert cells(mine.get("/invitations/1").text, "Score, birthdays forgiven") == ["458", "234"]
    assert mine.get("/invitations/1").text.count("would rest on a sound invitation") == 1
    assert "Today you would go back with 473 points" in mine.get("/invitations/1/declining").text
    moment.move_to(datetime(2027, 1, 20, tzinfo=UTC))
    mine.sign_in(user)
    assert "Today you could not go back" in mine.get("/invitations/1/declining").text


def cells(page: str, row: str) -> list[str]:
    """The figures of a row of a table."""
    return re.findall(r"<td>(\d+) ", page.split(row)[1].split("</tr>", maxsplit=1)[0])
