"""Postings, Job Match profiles, invitations and offers: every arrow and every refusal."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry import daily
from expressentry.accounts.verifying import NotVerified
from expressentry.database import db
from expressentry.jobs import invitations, matching, offers, postings, seekers
from expressentry.models import Event, JobSeeker, Letter, LetterKind, SectionKey
from expressentry.pool import lifecycle as pool
from expressentry.rules import crs, programs, tables
from expressentry.rules.facts import Province, WorkPermit
from expressentry.rules.programs import Program
from expressentry.rules.scorecard import Factor
from tests.conftest import FACTS, LAW, NOW, TODAY, People, profile_of
from tests.jobs import cases

DAY = timedelta(days=1)


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


# ---- Postings


def test_a_posting_is_open_to_candidates_abroad_from_its_31st_day(context: Flask) -> None:
    made = cases.posting(cases.employer(), at=NOW)
    assert made.opened_on == date(2026, 11, 23)
    assert postings.open_to_foreign_on(made, LAW) == date(2026, 12, 23)
    assert kinds()[-1] == "posting.opened"


def test_only_a_verified_employer_posts(context: Flask) -> None:
    with pytest.raises(NotVerified):
        cases.posting(cases.employer(verified=False))


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (180, False), (181, True)])
def test_the_last_day_is_ahead_but_at_most_180_days(context: Flask, days: int, refused: bool) -> None:
    by = cases.employer()
    if refused:
        with pytest.raises(postings.PostingDays):
            cases.posting(by, at=NOW, days=days)
    else:
        assert cases.posting(by, at=NOW, days=days).is_open(TODAY)


def test_the_same_job_is_not_posted_twice_while_it_is_open(context: Flask) -> None:
    by = cases.employer()
    made = cases.posting(by)
    with pytest.raises(postings.PostedAlready):
        cases.posting(by)
    for changed in ({"place": "Kanata"}, {"skills": ["Python"]}, {"days": 91}):
        cases.posting(by, **changed)
    cases.posting(cases.employer("other@example.org", name="Other Loom Ltd."))
    postings.close(made, by.user, NOW)
    assert cases.posting(by).id != made.id


def test_closing_a_posting_lets_waiting_invitations_lapse(context: Flask, people: People) -> None:
    made = cases.posting(cases.employer())
    one, two = cases.several(people, 2)
    first, second = invitations.invite(made, [one, two], "Come.", made.employer.user, NOW, LAW)
    invitations.accept(first, first.seeker.profile.user, NOW)
    postings.close(made, made.employer.user, NOW)
    assert (first.lapsed_at, second.lapsed_at) == (None, NOW)
    assert kinds()[-1] == "posting.closed"
    with pytest.raises(postings.PostingClosed):
        postings.close(made, made.employer.user, NOW)
    with pytest.raises(invitations.JobInvitationClosed):
        invitations.accept(second, second.seeker.profile.user, NOW)
    with pytest.raises(postings.PostingClosed):
        invitations.invite(made, [two], "Come.", made.employer.user, NOW, LAW)


def test_the_daily_job_ends_a_posting_when_its_last_day_is_over(context: Flask, people: People) -> None:
    made = cases.posting(cases.employer(), days=40)
    (invitation,) = invitations.invite(made, [cases.seeker(people)], "Come.", made.employer.user, NOW, LAW)
    last = made.closes_on
    daily.live_through(NOW, NOW + 9 * DAY)
    assert made.expired_at is None
    daily.live_through(NOW + 9 * DAY, NOW + 12 * DAY)
    assert last == date(2026, 12, 3)
    assert made.expired_at is not None
    assert made.expired_at.isoformat() == "2026-12-04T05:00:00+00:00"
    assert invitation.lapsed_at == made.expired_at
    assert "posting.expired" in kinds()


def test_postings_are_found_by_words_occupation_and_province(context: Flask) -> None:
    by = cases.employer()
    engineer = cases.posting(by)
    cook = cases.posting(
        by, at=NOW, title="Chef cuisinier", noc_code="62200", province=Province.MB, description="", skills=[]
    )
    cases.posting(cases.employer("other@example.org"), title="Shut").closed_at = NOW
    hidden = cases.posting(cases.employer("third@example.org"), title="Engineer, not verified any more")
    hidden.employer.verified_at = None
    db.session.flush()

    def found(text: str = "", **filters: Any) -> list[Any]:
        return postings.search(text, TODAY, **filters).postings

    assert found() == [cook, engineer]
    assert found("soft eng") == [engineer]
    assert found("reseau DONNÉES") == [engineer]
    assert found("python") == [engineer]
    assert found("software cuisinier") == []
    assert found(noc_code="62200") == [cook]
    assert found(province=Province.ON) == [engineer]
    assert found("engineer", province=Province.MB) == []
    assert postings.search("", TODAY + 100 * DAY).postings == []


@pytest.mark.parametrize(
    "odd", ["", " ", '"', "* AND (", "NEAR(a b)", "a\x00b", "🙂", "-x", "' OR 1", "x" * 4000, "ا", "²", "a " * 500]
)
def test_an_odd_search_never_errs(context: Flask, odd: str) -> None:
    cases.posting(cases.employer())
    assert isinstance(postings.search(odd, TODAY).postings, list)


def test_a_long_list_goes_on_behind_its_last_posting(context: Flask) -> None:
    by = cases.employer()
    days = (3, 3, 2, 1, 1, *[0] * 20)
    made = [cases.posting(by, at=NOW - ago * DAY, positions=n + 1) for n, ago in enumerate(days)]
    first = postings.search("", TODAY)
    rest = postings.search("", TODAY, after=first.after)
    assert [one.id for one in first.postings + rest.postings] == [one.id for one in reversed(made)]
    assert (len(first.postings), rest.after) == (20, None)


def test_a_long_list_of_postings_with_words_goes_on(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also past a stretch of postings that hold the words and are closed, or elsewhere."""
    monkeypatch.setattr(postings, "CHUNK", 4)
    monkeypatch.setattr(postings, "MOST_CHUNKS", 20)
    by = cases.employer()
    made = [cases.posting(by, province=(Province.ON, Province.MB)[n % 2], positions=n + 1) for n in range(60)]
    for shut in made[10:40]:
        shut.closed_at = NOW
    db.session.flush()
    first = postings.search("software", TODAY, province=Province.ON)
    assert [one.id for one in first.postings] == [one.id for one in reversed(made[::2]) if one.closed_at is None]
    assert first.after is None
    monkeypatch.setattr(postings, "MOST_CHUNKS", 2)
    pages, after = [], None
    while not pages or after:
        page = postings.search("softw engineer", TODAY, province=Province.MB, after=after)
        pages.append([one.id for one in page.postings])
        after = page.after
    assert [one for page in pages for one in page] == [m.id for m in reversed(made[1::2]) if m.closed_at is None]
    assert [] in pages


# ---- Job Match profiles


def test_a_job_match_profile_is_filled_from_the_express_entry_profile() -> None:
    assert seekers.filled_from(FACTS, TODAY, LAW) == {
        "strict": False,
        "english_level": 9,
        "french_level": 0,
        "education_rank": 6,
        "provinces": [Province.BC, Province.ON],
        "wage_cents": None,
        "hours_per_week": None,
        "skills": [],
        "occupations": [("21231", 4)],
    }


def test_job_match_is_joined_and_left_at_once(context: Flask, people: People) -> None:
    profile = profile_of(people.in_pool(FACTS))
    seeker = seekers.opt_in(profile, cases.WISHES, NOW)
    made = cases.posting(cases.employer())
    code = seeker.code
    assert matching.match(made, seeker) is not None
    with pytest.raises(seekers.AlreadyListed):
        seekers.opt_in(profile, cases.WISHES, NOW)
    seekers.amend(profile, {**cases.WISHES, "occupations": [("21232", 2), ("21231", 4)]}, NOW)
    assert [(one.noc_code, one.years, one.strength, one.listed) for one in seeker.occupations] == [
        ("21231", 4, 57, True),
        ("21232", 2, 51, True),
    ]
    (invitation,) = invitations.invite(made, [seeker], "Come.", made.employer.user, NOW, LAW)
    seekers.opt_out(profile, NOW)
    assert (seeker.listed, seeker.opted_out_at, invitation.lapsed_at) == (False, NOW, NOW)
    assert matching.match(made, seeker) is None
    with pytest.raises(seekers.NotListed):
        seekers.opt_out(profile, NOW)
    with pytest.raises(seekers.NotListed):
        seekers.amend(profile, cases.WISHES, NOW)
    assert seekers.opt_in(profile, cases.WISHES, NOW) is seeker
    assert (seeker.code != code, seeker.opted_out_at, seeker.listed) == (True, None, True)
    assert [kind for kind in kinds() if kind.startswith("job_seeker")] == [
        "job_seeker.opted_in",
        "job_seeker.amended",
        "job_seeker.opted_out",
        "job_seeker.opted_in",
    ]


def test_only_who_stands_in_the_pool_joins_and_leaving_the_pool_ends_it(context: Flask, people: People) -> None:
    with pytest.raises(pool.NotInPool):
        seekers.opt_in(profile_of(people.candidate(FACTS)), cases.WISHES, NOW)
    profile = profile_of(people.in_pool(FACTS))
    seeker = seekers.opt_in(profile, cases.WISHES, NOW)
    pool.withdraw(profile, NOW)
    assert seeker.listed is False
    pool.submit(profile, NOW, LAW)
    assert seeker.listed is False


# ---- Invitations


def test_an_invitation_names_nobody_until_it_is_accepted(context: Flask, people: People) -> None:
    made, seeker = cases.posting(cases.employer()), cases.seeker(people)
    (invitation,) = invitations.invite(made, [seeker], "We would like to meet.", made.employer.user, NOW, LAW)
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.JOB_INVITATION)).one()
    assert letter.user_id == seeker.profile.user_id
    assert letter.figures["code"] == invitation.code
    assert invitation.code != seeker.code
    assert invitations.revealed(invitation) is None
    invitations.accept(invitation, seeker.profile.user, NOW)
    revealed = invitations.revealed(invitation)
    assert revealed is not None
    assert (revealed.name, revealed.email) == ("Sira Velomar", seeker.profile.user.email)
    assert revealed.number is not None
    assert revealed.number.startswith("E")
    (answered,) = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.JOB_INVITATION_ANSWERED))
    assert answered.user_id == made.employer.user_id
    assert answered.figures == {"code": invitation.code, "title": "Software engineer", "accepted": True}
    for act in (invitations.accept, invitations.decline):
        with pytest.raises(invitations.JobInvitationClosed):
            act(invitation, seeker.profile.user, NOW)
    assert kinds()[-2:] == ["posting.invited", "job_invitation.accepted"]


def test_declining_leaves_the_candidate_unknown(context: Flask, people: People) -> None:
    made, seeker = cases.posting(cases.employer()), cases.seeker(people)
    (invitation,) = invitations.invite(made, [seeker], "", made.employer.user, NOW, LAW)
    invitations.decline(invitation, seeker.profile.user, NOW)
    assert invitations.revealed(invitation) is None
    assert _told(made.employer.user_id) == [(LetterKind.JOB_INVITATION_ANSWERED, False)]
    with pytest.raises(invitations.AlreadyInvited):
        invitations.invite(made, [seeker], "", made.employer.user, NOW, LAW)


def _told(user_id: int) -> list[tuple[LetterKind, bool]]:
    """The letters to an employer on answers, and what each says the answer was."""
    letters = db.session.scalars(select(Letter).where(Letter.user_id == user_id).order_by(Letter.id))
    return [(letter.kind, letter.figures.get("accepted", letter.figures.get("confirmed"))) for letter in letters]


def test_nobody_is_invited_before_day_31_or_without_a_match(context: Flask, people: People) -> None:
    by = cases.employer()
    seeker = cases.seeker(people)
    young = cases.posting(by, at=NOW - 29 * DAY)
    with pytest.raises(invitations.ResidentsFirst):
        invitations.invite(young, [seeker], "", by.user, NOW, LAW)
    assert len(invitations.invite(young, [seeker], "", by.user, NOW + DAY, LAW)) == 1
    elsewhere = cases.posting(by, province=Province.MB)
    for wanted in ([seeker], []):
        with pytest.raises(invitations.NoMatch):
            invitations.invite(elsewhere, wanted, "", by.user, NOW, LAW)
    mended = cases.posting(by)
    seekers.opt_out(seeker.profile, NOW)
    with pytest.raises(invitations.NoMatch):
        invitations.invite(mended, [seeker], "", by.user, NOW, LAW)
    by.verified_at = None
    with pytest.raises(NotVerified):
        invitations.invite(mended, [seeker], "", by.user, NOW, LAW)


# ---- Offers


def _offered(people: People, **changed: Any) -> Any:
    made, seeker = cases.posting(cases.employer()), cases.seeker(people)
    (invitation,) = invitations.invite(made, [seeker], "", made.employer.user, NOW, LAW)
    with pytest.raises(offers.NotAccepted):
        offers.make(invitation, cases.OFFER, made.employer.user, NOW)
    invitations.accept(invitation, seeker.profile.user, NOW)
    return offers.make(invitation, {**cases.OFFER, **changed}, made.employer.user, NOW)


def test_an_offer_is_made_once_at_a_time(context: Flask, people: People) -> None:
    offer = _offered(people)
    by, candidate = offer.invitation.posting.employer.user, offer.invitation.seeker.profile.user
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.JOB_OFFER)).one()
    assert (letter.user_id, letter.figures["lmia_number"]) == (candidate.id, "8123456")
    with pytest.raises(offers.OfferOpen):
        offers.make(offer.invitation, cases.OFFER, by, NOW)
    offers.withdraw(offer, by, NOW)
    for act in (offers.withdraw, offers.decline):
        with pytest.raises(offers.OfferSettled):
            act(offer, by, NOW)
    with pytest.raises(offers.OfferSettled):
        offers.confirm(offer, WorkPermit.NONE, candidate, NOW)
    again = offers.make(offer.invitation, cases.OFFER, by, NOW)
    offers.decline(again, candidate, NOW)
    assert not offers.in_profile(offer.invitation.seeker.profile)
    assert kinds()[-4:] == ["offer.made", "offer.withdrawn", "offer.made", "offer.declined"]
    assert _told(by.id)[-1] == (LetterKind.OFFER_ANSWERED, False)


def test_a_confirmed_offer_stands_in_the_profile_with_its_particulars(context: Flask, people: People) -> None:
    offer = _offered(people)
    profile = offer.invitation.seeker.profile
    offers.confirm(offer, WorkPermit.NONE, profile.user, NOW)
    values = profile.answers.section(SectionKey.JOB_OFFER).values
    assert {name: value for name, value in values.items() if value is not None} == {
        "has_offer": True,
        "employer_name": "Maple Loom Ltd.",
        "noc_code": "21231",
        "employers": 1,
        "employer_excluded": False,
        "full_time": True,
        "lasts_a_year": True,
        "permit": "none",
        "lmia_approved": True,
        "lmia_number": "8123456",
        "lmia_expires_on": "2027-05-20",
    }
    assert profile.facts().job_offer.lmia_expires_on == date(2027, 5, 20)
    assert _told(offer.invitation.posting.employer.user_id)[-1] == (LetterKind.OFFER_ANSWERED, True)


def test_an_offer_takes_the_place_of_another_only_if_the_candidate_says_so(context: Flask, people: People) -> None:
    offer = _offered(people, lmia_number=None, lmia_expires_on=None)
    profile = offer.invitation.seeker.profile
    before = {"has_offer": True, "employer_name": "Other Inc.", "works_for_employer": True, "noc_code": "62200"}
    section = profile.answers.section(SectionKey.JOB_OFFER)
    profile.answers = profile.answers.with_section(SectionKey.JOB_OFFER, section._replace(values=before, revision=4))
    with pytest.raises(offers.OfferInProfile):
        offers.confirm(offer, WorkPermit.OTHER_AUTHORIZATION, profile.user, NOW)
    offers.confirm(offer, WorkPermit.OTHER_AUTHORIZATION, profile.user, NOW, replacing=True)
    saved = profile.answers.section(SectionKey.JOB_OFFER)
    assert saved.revision == 5
    assert (saved.values["employer_name"], saved.values["works_for_employer"]) == ("Maple Loom Ltd.", None)
    assert (saved.values["lmia_approved"], saved.values["lmia_number"]) == (False, None)
    event = db.session.scalars(select(Event).where(Event.kind == "offer.confirmed")).one()
    assert event.figures["before"] == before


@pytest.mark.parametrize(
    ("law_on", "noc_code", "points"),
    [
        (date(2016, 11, 18), "21231", 600),
        (date(2016, 11, 19), "21231", 50),
        (date(2025, 3, 24), "21231", 50),
        (date(2025, 3, 24), "00012", 200),
        (date(2025, 3, 25), "21231", 0),
        (date(2026, 11, 23), "21231", 0),
    ],
)
def test_a_confirmed_offer_counts_where_the_law_of_the_day_counts_it(
    context: Flask, people: People, law_on: date, noc_code: str, points: int
) -> None:
    offer = _offered(people, noc_code=noc_code)
    profile = offer.invitation.seeker.profile
    offers.confirm(offer, WorkPermit.NONE, profile.user, NOW)
    facts, law = profile.facts(), tables.law_on(law_on)
    lines = {line.factor: line.points for line in crs.score(facts, TODAY, law).lines}
    assert lines.get(Factor.ARRANGED_EMPLOYMENT, 0) == points


def test_a_confirmed_offer_is_arranged_employment_of_the_federal_skilled_worker_grid(
    context: Flask, people: People
) -> None:
    offer = _offered(people)
    profile = offer.invitation.seeker.profile
    before = programs.assess(profile.facts(), TODAY, LAW)
    offers.confirm(offer, WorkPermit.NONE, profile.user, NOW)
    after = programs.assess(profile.facts(), TODAY, LAW)
    assert _grid(after) - _grid(before) == 15  # 10 for the offer, 5 for adaptability (IRPR 82, 83)


def _grid(assessment: Any) -> int:
    result = next(result for result in assessment.results if result.program is Program.FSW)
    return int(result.grid.total)


def test_everything_of_a_candidate_goes_with_the_code(context: Flask, people: People) -> None:
    cases.seeker(people)
    seeker = db.session.scalars(select(JobSeeker)).one()
    assert len(seeker.code) == 10
    assert set(seeker.code) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
