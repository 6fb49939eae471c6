"""A case over time: every step, and every refusal of one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.applications import demands, payments
from expressentry.applications import lifecycle as applications
from expressentry.applications.closing import NotInProcess
from expressentry.applications.stages import answered_or_over, stage_of
from expressentry.database import db
from expressentry.models import (
    Application,
    Decision,
    DemandKind,
    Event,
    Heartbeat,
    Letter,
    LetterKind,
    RefusalGround,
    StageKey,
    StageState,
    User,
    WaitingOn,
)
from expressentry.processing import lifecycle
from expressentry.rules.programs import Program
from tests.conftest import LAW, NOW, People
from tests.processing.cases import applicant, complete, received

LATER = NOW + timedelta(days=3)
REVIEWED = (
    StageKey.ELIGIBILITY,
    StageKey.MEDICAL,
    StageKey.ADDITIONAL_DOCUMENTS,
    StageKey.INTERVIEW,
    StageKey.BIOMETRICS,
    StageKey.BACKGROUND,
)


@pytest.fixture
def officer(context: Flask, people: People) -> User:
    return db.session.get_one(User, people.officer().id)


@pytest.fixture
def colleague(context: Flask, people: People) -> User:
    return db.session.get_one(User, people.officer("colleague@example.org").id)


@pytest.fixture
def case(people: People, officer: User) -> Application:
    """A complete application whose payment is confirmed, found complete."""
    application = complete(people, officer)
    payments.confirm(application.payments[0], officer, NOW)
    lifecycle.found_complete(application, officer, NOW, LAW)
    return application


def pass_all(application: Application, officer: User) -> None:
    for key in REVIEWED:
        lifecycle.set_stage(application, key, StageState.PASSED, officer, NOW)


def last_event(application: Application) -> Event:
    found = select(Event).where(Event.subject == "application", Event.subject_id == application.id)
    return db.session.scalars(found.order_by(Event.id.desc()).limit(1)).one()


def letters(application: Application) -> list[LetterKind]:
    found = select(Letter.kind).where(Letter.user_id == applicant(application).id, Letter.about != "users")
    return list(db.session.scalars(found.order_by(Letter.id)))


def contents() -> list[Any]:
    db.session.flush()
    return [db.session.execute(select(table)).all() for table in db.metadatas[None].sorted_tables]


# ---- Who has it


def test_a_case_is_taken_once(people: People, officer: User, colleague: User) -> None:
    application = received(people, officer)
    lifecycle.take(application, officer, LATER)
    assert (application.assigned_to_id, application.assigned_at) == (officer.id, LATER)
    assert last_event(application).kind == "case.taken"
    assert last_event(application).figures == {}
    with pytest.raises(lifecycle.AlreadyAssigned):
        lifecycle.take(application, officer, LATER)
    with pytest.raises(lifecycle.AssignedToAnother):
        lifecycle.take(application, colleague, LATER)


def test_taking_a_newer_file_first_needs_a_reason_which_is_kept(people: People, officer: User) -> None:
    older = received(people, officer, at=NOW)
    newer = received(people, officer, at=NOW + timedelta(minutes=1))
    for reason in (None, ""):
        with pytest.raises(lifecycle.OlderWaiting):
            lifecycle.take(newer, officer, LATER, reason)
    assert newer.assigned_to_id is None
    lifecycle.take(newer, officer, LATER, "Medical emergency.")
    assert last_event(newer).figures == {"jumped": True, "reason": "Medical emergency."}
    lifecycle.take(older, officer, LATER, "Not needed, not kept.")
    assert last_event(older).figures == {}


def test_a_newer_file_is_not_settled_out_of_turn_by_leaving_out_the_taking(people: People, officer: User) -> None:
    older, newer = complete(people, officer), complete(people, officer, at=NOW + timedelta(minutes=1))
    settling: list[Callable[[], Any]] = [
        lambda: lifecycle.found_complete(newer, officer, LATER, LAW),
        lambda: lifecycle.return_incomplete(newer, "Not signed.", officer, LATER, LAW),
        lambda: lifecycle.approve(newer, officer, LATER, LAW),
        lambda: lifecycle.refuse(newer, RefusalGround.FUNDS, "None.", officer, LATER),
    ]
    for act in settling:
        with pytest.raises(lifecycle.TakeFirst):
            act()
    lifecycle.take(newer, officer, LATER, "Medical emergency.")
    lifecycle.return_incomplete(newer, "Not signed.", officer, LATER, LAW)
    lifecycle.return_incomplete(older, "Not signed.", officer, LATER, LAW)


def test_only_older_files_of_the_program_that_nobody_has_and_that_wait_on_an_officer_count(
    people: People, officer: User, colleague: User
) -> None:
    older, newer = received(people, officer), received(people, officer, at=NOW + timedelta(minutes=1))
    assert lifecycle.older_waiting(newer) == older.number
    assert lifecycle.older_waiting(older) is None
    older.program = Program.CEC
    assert lifecycle.older_waiting(newer) is None
    older.program, older.waiting_on = newer.program, WaitingOn.CANDIDATE
    assert lifecycle.older_waiting(newer) is None
    older.waiting_on, older.assigned_to_id = WaitingOn.OFFICER, colleague.id
    assert lifecycle.older_waiting(newer) is None


def test_of_two_received_at_the_same_instant_the_first_is_older(people: People, officer: User) -> None:
    first, second = received(people, officer), received(people, officer)
    assert lifecycle.older_waiting(second) == first.number
    assert lifecycle.older_waiting(first) is None


def test_handing_over_keeps_from_whom_to_whom_and_the_note(people: People, officer: User, colleague: User) -> None:
    application = received(people, officer)
    lifecycle.take(application, officer, NOW)
    lifecycle.hand_over(application, colleague, officer, LATER, "I am away.")
    assert application.assigned_to_id == colleague.id
    assert [note.text for note in application.notes] == ["I am away."]
    assert last_event(application).kind == "case.handed_over"
    assert last_event(application).figures == {"from": officer.id, "to": colleague.id}
    with pytest.raises(lifecycle.AlreadyAssigned):
        lifecycle.hand_over(application, colleague, officer, LATER)


def test_assigning_a_case_nobody_has_goes_by_the_order_of_the_queue(
    people: People, officer: User, colleague: User
) -> None:
    received(people, officer)
    newer = received(people, officer, at=NOW + timedelta(minutes=1))
    with pytest.raises(lifecycle.OlderWaiting):
        lifecycle.hand_over(newer, colleague, officer, LATER)
    lifecycle.hand_over(newer, colleague, officer, LATER, reason="Speaks the language.")
    assert last_event(newer).figures["reason"] == "Speaks the language."


def test_a_note_is_not_kept_twice_in_a_row(people: People, officer: User, colleague: User) -> None:
    application = received(people, officer)
    lifecycle.note(application, "Called the employer.", officer, NOW)
    with pytest.raises(lifecycle.AlreadyNoted):
        lifecycle.note(application, "Called the employer.", officer, LATER)
    lifecycle.note(application, "Called the employer.", colleague, LATER)
    assert [(note.text, note.by_id) for note in application.notes] == [
        ("Called the employer.", officer.id),
        ("Called the employer.", colleague.id),
    ]


# ---- Completeness


def test_a_complete_application_is_found_complete_once(people: People, officer: User) -> None:
    application = complete(people, officer)
    with pytest.raises(lifecycle.PaymentsUnconfirmed) as refused:
        lifecycle.found_complete(application, officer, LATER, LAW)
    assert refused.value.figures == {"references": application.payments[0].reference}
    payments.confirm(application.payments[0], officer, LATER)
    lifecycle.found_complete(application, officer, LATER, LAW)
    assert application.complete_at == LATER
    assert stage_of(application, StageKey.COMPLETENESS).state is StageState.PASSED
    assert stage_of(application, StageKey.ELIGIBILITY).state is StageState.IN_PROGRESS
    assert (application.stage, application.waiting_on) == (StageKey.ELIGIBILITY, WaitingOn.OFFICER)
    assert last_event(application).kind == "case.found_complete"
    with pytest.raises(lifecycle.AlreadyComplete):
        lifecycle.found_complete(application, officer, LATER, LAW)
    with pytest.raises(lifecycle.AlreadyComplete):
        lifecycle.return_incomplete(application, "Late.", officer, LATER, LAW)


def test_an_incomplete_application_is_not_found_complete(people: People, officer: User) -> None:
    application = received(people, officer)
    with pytest.raises(lifecycle.NotComplete) as refused:
        lifecycle.found_complete(application, officer, LATER, LAW)
    assert len(refused.value.lacking) > 10
    assert application.complete_at is None


def test_a_rejected_payment_leaves_the_application_incomplete(people: People, officer: User) -> None:
    application = complete(people, officer)
    payments.reject(application.payments[0], "No such transfer.", officer, LATER)
    with pytest.raises(lifecycle.NotComplete) as refused:
        lifecycle.found_complete(application, officer, LATER, LAW)
    assert [one.cents for one in refused.value.lacking] == [167500]


def test_an_incomplete_application_is_returned_with_its_fees(people: People, officer: User) -> None:
    application = complete(people, officer)
    payments.confirm(application.payments[0], officer, NOW)
    with pytest.raises(lifecycle.NothingLacks):
        lifecycle.return_incomplete(application, None, officer, LATER, LAW)
    named = {"lacking": ["A page."], "lacking_fr": ["Une page."]}
    lifecycle.return_incomplete(application, "The photo shows somebody else.", officer, LATER, LAW, **named)
    assert application.decision is Decision.INCOMPLETE
    assert payments.refund_due(application.payments[0]) == 167500
    assert letters(application)[-1] is LetterKind.INCOMPLETE
    figures = db.session.scalars(select(Letter.figures).order_by(Letter.id.desc()).limit(1)).one()
    assert figures["refund_cents"] == 167500
    assert figures["reasons"] == "The photo shows somebody else."
    assert (figures["lacking"], figures["lacking_fr"]) == (["A page."], ["Une page."])
    with pytest.raises(NotInProcess):
        lifecycle.return_incomplete(application, "Again.", officer, LATER, LAW)


def test_what_lacks_is_reason_enough(people: People, officer: User) -> None:
    application = received(people, officer)
    lifecycle.return_incomplete(application, None, officer, LATER, LAW)
    assert application.decision is Decision.INCOMPLETE


# ---- Stages


@pytest.mark.parametrize("key", [StageKey.COMPLETENESS, StageKey.FINAL_DECISION])
def test_completeness_and_decision_are_not_set_by_hand(case: Application, officer: User, key: StageKey) -> None:
    with pytest.raises(lifecycle.StageNotByHand):
        lifecycle.set_stage(case, key, StageState.PASSED, officer, LATER)


def test_no_stage_moves_before_completeness(people: People, officer: User) -> None:
    application = received(people, officer)
    with pytest.raises(demands.NotCompleteYet):
        lifecycle.set_stage(application, StageKey.MEDICAL, StageState.PASSED, officer, LATER)
    with pytest.raises(demands.NotCompleteYet):
        demands.make(application, DemandKind.MEDICAL, "See a doctor.", 30, officer, LATER)


def test_a_stage_is_not_set_back_to_its_start_nor_twice(case: Application, officer: User) -> None:
    with pytest.raises(lifecycle.StageNotByHand):
        lifecycle.set_stage(case, StageKey.MEDICAL, StageState.NOT_STARTED, officer, LATER)
    with pytest.raises(lifecycle.StageUnchanged):
        lifecycle.set_stage(case, StageKey.ELIGIBILITY, StageState.IN_PROGRESS, officer, LATER)
    with pytest.raises(ValueError, match="on whom and for what"):
        lifecycle.set_stage(case, StageKey.MEDICAL, StageState.WAITING, officer, LATER)


def test_the_stage_of_a_case_is_the_first_not_finished(case: Application, officer: User) -> None:
    lifecycle.set_stage(case, StageKey.MEDICAL, StageState.PASSED, officer, NOW)
    assert case.stage is StageKey.ELIGIBILITY
    lifecycle.set_stage(case, StageKey.ELIGIBILITY, StageState.PASSED, officer, NOW)
    assert case.stage is StageKey.ADDITIONAL_DOCUMENTS
    lifecycle.set_stage(case, StageKey.ADDITIONAL_DOCUMENTS, StageState.NOT_NEEDED, officer, NOW)
    lifecycle.set_stage(case, StageKey.INTERVIEW, StageState.FAILED, officer, NOW)
    assert case.stage is StageKey.BIOMETRICS
    lifecycle.set_stage(case, StageKey.MEDICAL, StageState.IN_PROGRESS, officer, NOW)
    assert case.stage is StageKey.MEDICAL
    assert last_event(case).figures == {"stage": "medical", "state": "in_progress"}


def test_who_is_waited_for_the_applicant_before_a_partner_before_an_officer(case: Application, officer: User) -> None:
    security = (StageKey.BACKGROUND, StageState.WAITING, officer, NOW, WaitingOn.PARTNER, "Security screening")
    lifecycle.set_stage(case, *security)
    assert case.waiting_on is WaitingOn.PARTNER
    stage = stage_of(case, StageKey.BACKGROUND)
    assert (stage.waiting_on, stage.waiting_for) == (WaitingOn.PARTNER, "Security screening")
    with pytest.raises(lifecycle.StageUnchanged):
        lifecycle.set_stage(case, *security)
    lifecycle.set_stage(
        case, StageKey.INTERVIEW, StageState.WAITING, officer, NOW, WaitingOn.CANDIDATE, "A date that suits"
    )
    assert case.waiting_on is WaitingOn.CANDIDATE
    lifecycle.set_stage(case, StageKey.INTERVIEW, StageState.PASSED, officer, NOW)
    assert case.waiting_on is WaitingOn.PARTNER
    lifecycle.set_stage(case, StageKey.BACKGROUND, StageState.PASSED, officer, NOW)
    assert case.waiting_on is WaitingOn.OFFICER
    assert (stage.waiting_on, stage.waiting_for) == (None, None)


# ---- Requests


def test_a_request_is_a_letter_with_an_instant_and_its_stage_waits(case: Application, officer: User) -> None:
    """Asked on 23 November with 30 days: the last one is 23 December, and midnight UTC after it is too late."""
    demand = demands.make(case, DemandKind.BIOMETRICS, "Go to a service point.", 30, officer, NOW)
    assert demand.answer_before == datetime(2026, 12, 24, tzinfo=UTC)
    stage = stage_of(case, StageKey.BIOMETRICS)
    assert (stage.state, stage.waiting_on, stage.waiting_for) == (
        StageState.WAITING,
        WaitingOn.CANDIDATE,
        "biometrics",
    )
    assert case.waiting_on is WaitingOn.CANDIDATE
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.BIOMETRICS)).one()
    assert (letter.about, letter.about_id, letter.user_id) == ("demand", demand.id, applicant(case).id)
    assert letter.figures == {
        "number": case.number,
        "asks": "Go to a service point.",
        "answer_before": "2026-12-24T00:00:00+00:00",
    }
    with pytest.raises(demands.DemandOpen):
        demands.make(case, DemandKind.BIOMETRICS, "Again.", 30, officer, NOW)
    with pytest.raises(demands.DemandOpen):
        lifecycle.set_stage(case, StageKey.BIOMETRICS, StageState.PASSED, officer, NOW)


@pytest.mark.parametrize("days", [6, 61])
def test_a_request_gives_a_week_to_sixty_days(case: Application, officer: User, days: int) -> None:
    with pytest.raises(ValueError, match="days to answer"):
        demands.make(case, DemandKind.MEDICAL, "See a doctor.", days, officer, NOW)


def test_a_cancelled_request_gives_the_stage_back(case: Application, officer: User) -> None:
    demand = demands.make(case, DemandKind.MEDICAL, "See a doctor.", 7, officer, NOW)
    demands.cancel(demand, officer, LATER)
    assert stage_of(case, StageKey.MEDICAL).state is StageState.IN_PROGRESS
    assert case.waiting_on is WaitingOn.OFFICER
    with pytest.raises(demands.DemandClosed):
        demands.cancel(demand, officer, LATER)
    assert demands.make(case, DemandKind.MEDICAL, "See a doctor.", 60, officer, LATER).is_open(LATER)


def test_a_request_nobody_answers_lapses_and_the_case_goes_on(case: Application, officer: User) -> None:
    demand = demands.make(case, DemandKind.INTERVIEW, "Call us.", 14, officer, NOW)
    before = datetime(2026, 12, 8, tzinfo=UTC)
    assert demand.answer_before == before
    assert demands.lapse_due(before - timedelta(seconds=1)) == 0
    assert demands.lapse_due(before) == 1
    assert (demand.lapsed_at, case.waiting_on) == (before, WaitingOn.OFFICER)
    assert stage_of(case, StageKey.INTERVIEW).state is StageState.IN_PROGRESS
    assert demands.lapse_due(before) == 0
    with pytest.raises(demands.DemandClosed):
        demands.cancel(demand, officer, before)


def test_a_fairness_letter_holds_up_what_it_is_about(case: Application, officer: User) -> None:
    kind = DemandKind.PROCEDURAL_FAIRNESS
    demands.cancel(demands.make(case, kind, "Explain.", 30, officer, NOW), officer, NOW)
    assert stage_of(case, StageKey.ELIGIBILITY).state is StageState.IN_PROGRESS
    pass_all_but = (StageKey.ELIGIBILITY, StageKey.BACKGROUND)
    lifecycle.set_stage(case, pass_all_but[0], StageState.PASSED, officer, NOW)
    demands.cancel(demands.make(case, kind, "Explain.", 30, officer, NOW), officer, NOW)
    assert stage_of(case, StageKey.BACKGROUND).state is StageState.IN_PROGRESS
    lifecycle.set_stage(case, pass_all_but[1], StageState.PASSED, officer, NOW)
    demands.make(case, kind, "Explain.", 30, officer, NOW)
    assert stage_of(case, StageKey.FINAL_DECISION).state is StageState.WAITING


# ---- The decision


def test_an_application_is_approved_once_everything_is_passed(case: Application, officer: User) -> None:
    with pytest.raises(lifecycle.StagesOpen) as refused:
        lifecycle.approve(case, officer, LATER, LAW)
    assert refused.value.stages == list(REVIEWED)
    pass_all(case, officer)
    assert (case.stage, case.waiting_on) == (StageKey.FINAL_DECISION, WaitingOn.OFFICER)
    demand = demands.make(case, DemandKind.ADDITIONAL_DOCUMENTS, "A diploma.", 30, officer, NOW)
    with pytest.raises(demands.DemandOpen):
        lifecycle.approve(case, officer, LATER, LAW)
    demands.cancel(demand, officer, LATER)
    lifecycle.set_stage(case, StageKey.ADDITIONAL_DOCUMENTS, StageState.NOT_NEEDED, officer, LATER)
    lifecycle.approve(case, officer, LATER, LAW)
    assert (case.decision, case.decided_at, case.days_taken) == (Decision.APPROVED, LATER, 3)
    assert stage_of(case, StageKey.FINAL_DECISION).state is StageState.PASSED
    assert letters(case)[-1] is LetterKind.APPROVED
    assert [payments.refund_due(payment) for payment in case.payments] == [0]
    with pytest.raises(NotInProcess):
        lifecycle.approve(case, officer, LATER, LAW)


def test_a_failed_stage_stands_against_approval(case: Application, officer: User) -> None:
    pass_all(case, officer)
    lifecycle.set_stage(case, StageKey.MEDICAL, StageState.FAILED, officer, NOW)
    with pytest.raises(lifecycle.StagesOpen) as refused:
        lifecycle.approve(case, officer, LATER, LAW)
    assert refused.value.stages == [StageKey.MEDICAL]


def test_nothing_is_decided_before_completeness(people: People, officer: User) -> None:
    application = complete(people, officer)
    with pytest.raises(demands.NotCompleteYet):
        lifecycle.approve(application, officer, LATER, LAW)
    with pytest.raises(demands.NotCompleteYet):
        lifecycle.refuse(application, RefusalGround.FUNDS, "None shown.", officer, LATER)


def test_an_invitation_that_does_not_hold_is_not_approved(case: Application, officer: User) -> None:
    """Without the only language test no program takes the applicant (IRPA 11.2(1)(a))."""
    pass_all(case, officer)
    languages = case.answers.section("languages")
    case.answers = case.answers.with_section("languages", languages._replace(values={"first_test": "none"}))
    with pytest.raises(lifecycle.InvitationNotHeld):
        lifecycle.approve(case, officer, LATER, LAW)


@pytest.mark.parametrize(
    ("ground", "section"),
    [
        (RefusalGround.ENTRY_CRITERIA_NOT_MET, "IRPA 11.2(1)(a)"),
        (RefusalGround.RANK_NOT_SUPPORTED, "IRPA 11.2(1)(b)"),
        (RefusalGround.CLASS_REQUIREMENTS, "IRPR 75(3) and 76"),
        (RefusalGround.FUNDS, "IRPR 76(1)(b)"),
        (RefusalGround.INTENDS_QUEBEC, "IRPR 75(1)"),
    ],
)
def test_a_refusal_cites_its_section(case: Application, officer: User, ground: RefusalGround, section: str) -> None:
    lifecycle.refuse(case, ground, "As explained.", officer, LATER)
    assert (case.decision, case.ground, case.reasons) == (Decision.REFUSED, ground, "As explained.")
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.REFUSED)).one()
    assert letter.figures == {
        "number": case.number,
        "program": "fsw",
        "decided_at": LATER.isoformat(),
        "ground": ground.value,
        "section": section,
        "reasons": "As explained.",
        "refund_cents": 60000,
    }
    assert payments.refund_due(case.payments[0]) == 60000
    with pytest.raises(NotInProcess):
        lifecycle.refuse(case, ground, "Again.", officer, LATER)


@pytest.mark.parametrize(
    ("program", "ground"),
    [
        (Program.CEC, RefusalGround.FUNDS),
        (Program.PNP, RefusalGround.FUNDS),
        (Program.FSW, RefusalGround.CATEGORY_NOT_MET),
    ],
)
def test_a_ground_that_does_not_exist_for_the_program_is_refused(
    case: Application, officer: User, program: Program, ground: RefusalGround
) -> None:
    case.program = program
    with pytest.raises(lifecycle.GroundDoesNotApply):
        lifecycle.refuse(case, ground, "As explained.", officer, LATER)


@pytest.mark.parametrize(
    "ground",
    [RefusalGround.MISREPRESENTATION, RefusalGround.UNTRUTHFUL_OR_NO_DOCUMENTS, RefusalGround.INADMISSIBLE],
)
def test_whose_honesty_is_in_question_is_heard_first(case: Application, officer: User, ground: RefusalGround) -> None:
    def refuse(at: datetime) -> None:
        lifecycle.refuse(case, ground, "The reference letter is forged.", officer, at)

    with pytest.raises(lifecycle.FairnessFirst):
        refuse(NOW)
    demand = demands.make(case, DemandKind.PROCEDURAL_FAIRNESS, "Explain the letter.", 7, officer, NOW)
    with pytest.raises(demands.DemandOpen):
        refuse(demand.answer_before - timedelta(seconds=1))
    demands.cancel(demand, officer, NOW)
    with pytest.raises(lifecycle.FairnessFirst):
        refuse(NOW)
    again = demands.make(case, DemandKind.PROCEDURAL_FAIRNESS, "Explain the letter.", 7, officer, NOW)
    refuse(again.answer_before)
    assert case.decision is Decision.REFUSED


def test_nobody_is_refused_unheard_while_the_site_may_have_been_down(case: Application, officer: User) -> None:
    """A deadline that no heartbeat has followed yet may still be moved by an outage."""
    asked = demands.make(case, DemandKind.PROCEDURAL_FAIRNESS, "Explain the letter.", 7, officer, NOW)
    db.session.add(Heartbeat(id=1, last_at=asked.answer_before - timedelta(minutes=3)))
    over = asked.answer_before + timedelta(minutes=1)
    with pytest.raises(demands.DemandOpen):
        lifecycle.refuse(case, RefusalGround.MISREPRESENTATION, "Forged.", officer, over)
    db.session.get_one(Heartbeat, 1).last_at = asked.answer_before
    lifecycle.refuse(case, RefusalGround.MISREPRESENTATION, "Forged.", officer, over)
    assert case.decision is Decision.REFUSED


def test_an_answered_fairness_letter_opens_the_decision(case: Application, officer: User) -> None:
    demand = demands.make(case, DemandKind.PROCEDURAL_FAIRNESS, "Explain the letter.", 30, officer, NOW)
    demand.answer, demand.answered_at = "It is genuine.", LATER
    answered_or_over(demand, LATER)
    assert stage_of(case, StageKey.ELIGIBILITY).state is StageState.IN_PROGRESS
    lifecycle.refuse(case, RefusalGround.MISREPRESENTATION, "It is not.", officer, LATER)
    assert case.ground is RefusalGround.MISREPRESENTATION


# ---- What is over


ACTS: list[Callable[[Application, User, User], Any]] = [
    lambda case, officer, other: lifecycle.take(case, other, LATER),
    lambda case, officer, other: lifecycle.hand_over(case, other, officer, LATER),
    lambda case, officer, other: lifecycle.note(case, "Late.", officer, LATER),
    lambda case, officer, other: lifecycle.set_stage(case, StageKey.MEDICAL, StageState.PASSED, officer, LATER),
    lambda case, officer, other: lifecycle.found_complete(case, officer, LATER, LAW),
    lambda case, officer, other: lifecycle.return_incomplete(case, "Late.", officer, LATER, LAW),
    lambda case, officer, other: demands.make(case, DemandKind.MEDICAL, "See a doctor.", 30, officer, LATER),
    lambda case, officer, other: demands.cancel(case.demands[0], officer, LATER),
    lambda case, officer, other: lifecycle.approve(case, officer, LATER, LAW),
    lambda case, officer, other: lifecycle.refuse(case, RefusalGround.FUNDS, "None.", officer, LATER),
]


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_to_a_case_that_was_withdrawn(
    case: Application, officer: User, colleague: User, act: Callable[[Application, User, User], Any]
) -> None:
    demands.make(case, DemandKind.INTERVIEW, "Call us.", 30, officer, NOW)
    applications.withdraw(case, applicant(case), NOW)
    before = contents()
    with pytest.raises(NotInProcess):
        act(case, officer, colleague)
    assert contents() == before


def test_nothing_is_done_to_a_draft(people: People, officer: User, colleague: User) -> None:
    from tests.processing.cases import begun

    draft = begun(people, officer)
    for act in ACTS[:7]:
        with pytest.raises(NotInProcess):
            act(draft, officer, colleague)
