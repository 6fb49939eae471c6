"""Applications with nothing but a program and their days, one after the other, closed by the lifecycle itself."""

from datetime import datetime, timedelta

from expressentry.applications.closing import close
from expressentry.applications.stages import change, settle, stage_of
from expressentry.database import db
from expressentry.models import (
    Answers,
    Application,
    Decision,
    Demand,
    DemandKind,
    ExpressionOfInterest,
    Invitation,
    Round,
    RoundKind,
    Stage,
    StageKey,
    StageState,
    User,
    WaitingOn,
)
from expressentry.rules.programs import Program
from tests.conftest import FACTS, NOW, People, profile_of


class Cases:
    """Makes cases, each on a round of its own; all are of one candidate, which no figure looks at."""

    def __init__(self, people: People) -> None:
        self.candidate, self.officer = people.in_pool(), people.officer()
        self.profile = profile_of(self.candidate)
        self.stay_id = db.session.scalars(db.select(ExpressionOfInterest.id)).one()
        self.made = 0

    def received(self, at: datetime, program: Program = Program.CEC, number: str | None = None) -> Application:
        """A case received then."""
        self.made += 1
        round_ = Round(kind=RoundKind.CEC, size=1, drafted_by_id=self.officer.id, drafted_at=at)
        db.session.add(round_)
        db.session.flush()
        invitation = Invitation(
            round_id=round_.id,
            expression_id=self.stay_id,
            program=program,
            invited_at=at,
            answer_before=at + timedelta(days=60),
            rank=1,
            score=500,
            scorecard={},
            law_version="",
            applied_at=at,
        )
        application = Application(
            number=number or f"A{self.made:09d}",
            invitation=invitation,
            profile_id=self.profile.id,
            program=program,
            invited_answers=Answers({}),
            invited_facts=FACTS,
            answers=Answers({}),
            explanations={},
            started_at=at,
            amended_at=at,
            received_at=at,
            stage=StageKey.COMPLETENESS,
            waiting_on=WaitingOn.OFFICER,
        )
        db.session.add(application)
        db.session.flush()
        return application

    def decided(
        self, received_at: datetime, at: datetime, program: Program = Program.CEC, how: Decision = Decision.APPROVED
    ) -> Application:
        """A case received and decided at these moments."""
        application = self.received(received_at, program)
        close(application, how, None, at)
        db.session.flush()
        return application

    def took(self, days: int, program: Program = Program.CEC, decided_at: datetime = NOW) -> Application:
        """A case that took so many days."""
        return self.decided(decided_at - timedelta(days=days), decided_at, program)

    def with_stages(self, application: Application) -> Application:
        """The same with its stages, the first of them in progress."""
        for position, key in enumerate(StageKey):
            begun = StageState.IN_PROGRESS if position == 0 else StageState.NOT_STARTED
            stage = Stage(position=position, key=key, state=begun, changed_at=application.received_at)
            application.stages.append(stage)
        return application

    def wait(self, application: Application, key: StageKey, on: WaitingOn, what: str, since: datetime) -> Application:
        """The same with a stage that waits."""
        change(stage_of(application, key), StageState.WAITING, since, on, what)
        settle(application, since)
        db.session.flush()
        return application

    def ask(self, application: Application, kind: DemandKind, before: datetime) -> Demand:
        """A request to its candidate."""
        made = Demand(
            application=application,
            kind=kind,
            asks="Please.",
            made_at=NOW,
            made_by_id=self.officer.id,
            answer_before=before,
        )
        db.session.add(made)
        db.session.flush()
        return made


def officer_of(cases: Cases) -> User:
    """The officer these cases were made with."""
    return cases.officer
