"""The rows of synthetic applications, gathered and written table by table."""

import secrets
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from expressentry import clock
from expressentry.applications.payments import PROVIDER, items_of
from expressentry.clock import day_of
from expressentry.database import Base, db
from expressentry.models import (
    Application,
    Decision,
    Demand,
    Departure,
    Event,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Note,
    Payment,
    Profile,
    RefusalGround,
    Role,
    Round,
    Stage,
    User,
)
from expressentry.models.application_answers import people
from expressentry.processing.grounds import section_of
from expressentry.rules import fees, process, service
from expressentry.rules.fees import Ending, FeeItem, Paid
from expressentry.seeding_cases.courses import Course, Question
from expressentry.seeding_cases.invited import Life
from expressentry.seeding_cases.words import ASKS, NOTE, REFUSED, RETURNED

TABLES = (User, Profile, ExpressionOfInterest, Invitation, Application, Payment, Stage, Demand, Note, Letter, Event)
REASONS = {Decision.REFUSED: REFUSED, Decision.INCOMPLETE: RETURNED}
GROUND = RefusalGround.CLASS_REQUIREMENTS
LETTERS = {
    Decision.APPROVED: LetterKind.APPROVED,
    Decision.REFUSED: LetterKind.REFUSED,
    Decision.INCOMPLETE: LetterKind.INCOMPLETE,
    Decision.WITHDRAWN: LetterKind.APPLICATION_WITHDRAWN,
}


class Rows:
    """Gathers what each application needs in every table, then writes it, a statement for each table.

    The first two officers act, and nobody can sign in as them; a third may have open cases.
    """

    def __init__(self, chance: Random, at: datetime, officers: list[User]) -> None:
        self._chance, self._at, self._officers = chance, at, [officer.id for officer in officers]
        self._rows: dict[type[Base], list[dict[str, Any]]] = {}
        self._person = max(_last(User), _last(Profile), _last(ExpressionOfInterest))
        numbered: tuple[type[Base], ...] = (Invitation, Application, Demand, Payment)
        self._last = {model: _last(model) for model in numbered}
        self._stays = set(db.session.scalars(select(ExpressionOfInterest.number)))
        self._cases = set(db.session.scalars(select(Application.number)))

    def flush(self) -> None:
        """Write what was gathered."""
        for model in TABLES:
            rows = self._rows.pop(model, None)
            if rows:
                db.session.execute(insert(model), rows)

    def add(self, round_: Round, rank: int, life: Life, submitted_at: datetime, went: Course) -> None:
        """One application with all that came before and after it."""
        self._person += 1
        self._stay(round_, life, submitted_at)
        invitation = self._invitation(round_, rank, life, went)
        number = self._number("A", self._cases)
        refund = self._payment(number, life, went)
        officer = self._chance.choice(self._officers[:2])
        has_it = officer if went.decided_at else self._chance.choice(self._officers)
        id_ = self._application(invitation, number, life, went, has_it)
        self._received(id_, number, life, went)
        self._stages(id_, went)
        self._note(Note, application_id=id_, by_id=officer, at=went.received_at, text=NOTE)
        if went.complete_at is not None:
            self._event("case.found_complete", Application, id_, officer, went.complete_at)
        if went.question is not None:
            self._asked(id_, number, went.question, officer)
        if went.decided_at is not None and went.decision is not None:
            self._decided(id_, number, life, went.decided_at, went.decision, officer, _days(went), refund)

    # ---- Before the application

    def _stay(self, round_: Round, life: Life, submitted_at: datetime) -> None:
        id_, number = self._person, self._number("E", self._stays)
        self._note(
            User,
            id=id_,
            email=f"{number.lower()}@synthetic.invalid",
            password_hash=None,
            session_stamp="",
            role=Role.CANDIDATE,
            language="en",
            created_at=submitted_at,
        )
        profile = {"user_id": id_, "answers": life.answers, "created_at": submitted_at, "amended_at": submitted_at}
        self._note(Profile, id=id_, **profile)
        self._note(
            ExpressionOfInterest,
            id=id_,
            number=number,
            profile_id=id_,
            submitted_at=submitted_at,
            expires_at=process.stay_expires_at(submitted_at, clock.law_of(submitted_at)),
            confirmed_at=submitted_at,
            facts=life.facts,
            **life.columns,
            left_at=round_.issued_at,
            left_because=Departure.APPLIED,
        )
        self._event("expression_of_interest.submitted", ExpressionOfInterest, id_, id_, submitted_at, score=life.score)

    def _invitation(self, round_: Round, rank: int, life: Life, went: Course) -> int:
        self._note(
            Invitation,
            id=self._next(Invitation),
            round_id=round_.id,
            expression_id=self._person,
            program=life.program,
            invited_at=round_.issued_at,
            answer_before=round_.answer_before,
            rank=rank,
            score=life.score,
            scorecard=life.columns["scorecard"],
            law_version=life.columns["law_version"],
            applied_at=went.received_at,
        )
        return self._last[Invitation]

    # ---- The application

    def _application(self, invitation: int, number: str, life: Life, went: Course, has_it: int) -> int:
        id_, started_at = self._next(Application), went.received_at - timedelta(hours=self._chance.uniform(3, 60))
        taken_at = went.complete_at or went.decided_at
        reasons = None if went.decision is None else REASONS.get(went.decision)
        self._note(
            Application,
            id=id_,
            number=number,
            invitation_id=invitation,
            profile_id=self._person,
            program=life.program,
            invited_answers=life.answers,
            invited_facts=life.facts,
            answers=life.application,
            explanations=life.explanations,
            started_at=started_at,
            amended_at=went.received_at,
            signed_as=life.signed_as,
            received_at=went.received_at,
            stage=went.stage,
            waiting_on=went.waiting_on,
            assigned_to_id=has_it if taken_at else None,
            assigned_at=taken_at,
            complete_at=went.complete_at,
            decided_at=went.decided_at,
            decision=went.decision,
            ground=GROUND if went.decision is Decision.REFUSED else None,
            reasons=reasons,
            days_taken=_days(went),
        )
        self._event("application.started", Application, id_, self._person, started_at, invitation=invitation)
        if life.explanations:
            explained = sorted(life.explanations)
            self._event(
                "application.explained", Application, id_, self._person, went.received_at, differences=explained
            )
        return id_

    def _payment(self, number: str, life: Life, went: Course) -> int | None:
        """What was paid and, of an ended application, repaid; in cents."""
        on, received_at = day_of(went.received_at), went.received_at
        items = items_of(fees.due(people(life.application), on, clock.law_of(received_at)))
        refund = None if went.decision is None else _refund(items, went, went.decision)
        confirmed_at, repaid_at = received_at + timedelta(days=2), (went.decided_at or self._at) + timedelta(days=21)
        confirmed, repaid = confirmed_at <= self._at, bool(refund) and repaid_at <= self._at
        self._note(
            Payment,
            id=self._next(Payment),
            application_id=self._last[Application] + 1,
            provider=PROVIDER.name,
            reference=f"SYN-{number}",
            amount_cents=sum(item["cents"] for item in items),
            items=items,
            paid_on=on,
            declared_at=received_at - timedelta(minutes=20),
            confirmed_at=confirmed_at if confirmed else None,
            confirmed_by_id=self._officers[0] if confirmed else None,
            refund_cents=refund,
            refunded_at=repaid_at if repaid else None,
        )
        return refund

    def _received(self, id_: int, number: str, life: Life, went: Course) -> None:
        at, program = went.received_at, life.program.value
        standard_day = service.standard_day(day_of(at), clock.law_of(at)).isoformat()
        self._event("application.received", Application, id_, self._person, at, program=program)
        told = {"number": number, "received_at": at.isoformat(), "program": program, "standard_day": standard_day}
        self._letter(LetterKind.ACKNOWLEDGEMENT, Application, id_, at, **told, signed_as=life.signed_as)

    def _stages(self, id_: int, went: Course) -> None:
        for position, step in enumerate(went.steps):
            self._note(
                Stage,
                application_id=id_,
                position=position,
                key=step.key,
                state=step.state,
                waiting_on=step.waiting_on,
                waiting_for=step.waiting_for,
                changed_at=step.changed_at,
            )

    def _asked(self, id_: int, number: str, asked: Question, officer: int) -> None:
        kind, made_at, asks, before = asked.kind, asked.made_at, ASKS[asked.kind], asked.answer_before
        demand = self._next(Demand)
        self._note(
            Demand,
            id=demand,
            application_id=id_,
            kind=kind,
            asks=asks,
            made_at=made_at,
            made_by_id=officer,
            answer_before=before,
        )
        figures = {"application": id_, "demand_kind": kind.value, "answer_before": before.isoformat()}
        self._event("demand.made", Demand, demand, officer, made_at, **figures)
        told = {"number": number, "asks": asks, "answer_before": before.isoformat()}
        self._letter(LetterKind(kind.value), Demand, demand, made_at, **told)

    def _decided(
        self,
        id_: int,
        number: str,
        life: Life,
        at: datetime,
        decision: Decision,
        officer: int,
        days: int | None,
        refund: int | None,
    ) -> None:
        ground, reasons = (GROUND if decision is Decision.REFUSED else None), REASONS.get(decision)
        by = self._person if decision is Decision.WITHDRAWN else officer
        about = {"decision": decision.value, "ground": None if ground is None else ground.value}
        self._event("application.decided", Application, id_, by, at, **about, refund_cents=refund, days=days)
        told: dict[str, Any] = {"program": life.program.value, "decided_at": at.isoformat()}
        if ground is not None:
            section = section_of(ground, Application(program=life.program))
            told |= {"ground": ground.value, "section": section, "reasons": reasons}
        elif decision is not Decision.APPROVED:
            told = {"refund_cents": refund}
            told |= {"lacking": [], "reasons": reasons} if decision is Decision.INCOMPLETE else {}
        self._letter(LETTERS[decision], Application, id_, at, number=number, **told)

    # ---- Rows

    def _note(self, model: type[Base], **row: Any) -> None:
        self._rows.setdefault(model, []).append(row)

    def _next(self, model: type[Base]) -> int:
        self._last[model] += 1
        return self._last[model]

    def _event(self, kind: str, subject: type[Base], id_: int, by: int, at: datetime, **figures: Any) -> None:
        about = subject.__tablename__
        self._note(Event, kind=kind, subject=about, subject_id=id_, by_id=by, at=at, figures=figures)

    def _letter(self, kind: LetterKind, subject: type[Base], id_: int, at: datetime, **figures: Any) -> None:
        self._note(
            Letter,
            kind=kind,
            code=secrets.token_hex(8),
            user_id=self._person,
            about=subject.__tablename__,
            about_id=id_,
            written_at=at,
            figures=figures,
            notified_at=at,
        )

    def _number(self, letter: str, taken: set[str]) -> str:
        while (number := f"{letter}{self._chance.randrange(10**9):09d}") in taken:
            pass
        taken.add(number)
        return number


def _refund(items: list[dict[str, Any]], went: Course, decision: Decision) -> int:
    """What goes back, as `closing.close` works it out."""
    ending = {
        Decision.APPROVED: Ending.APPROVED,
        Decision.REFUSED: Ending.REFUSED,
        Decision.INCOMPLETE: Ending.INCOMPLETE,
        Decision.WITHDRAWN: Ending.WITHDRAWN if went.complete_at else Ending.WITHDRAWN_BEFORE_PROCESSING,
    }[decision]
    on = day_of(went.received_at)
    paid = [Paid(FeeItem(item["item"]), item["people"], item["cents"], on) for item in items]
    return sum(fees.refund(paid, ending).values())


def _days(went: Course) -> int | None:
    if went.decided_at is None:
        return None
    return service.elapsed_days(day_of(went.received_at), day_of(went.decided_at))


def _last(model: Any) -> int:
    return db.session.scalar(select(func.coalesce(func.max(model.id), 0))) or 0
