"""How synthetic applications went: received when, found complete when, at which stage, waiting on whom, decided how.

Every share and length below is a guess that makes a demonstration worth looking at; none of it is law or a record.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from expressentry.applications.demands import DAYS, answer_before
from expressentry.applications.stages import FINISHED
from expressentry.models import Decision, DemandKind, StageKey, StageState, WaitingOn
from expressentry.seeding_cases.words import SCREENING

# Days from receipt to a decision on the application: seven of ten inside six months.
MIDDLE, SPREAD, SHORTEST, LONGEST = 5.06, 0.37, 35, 900
FATES = {Decision.APPROVED: 85, Decision.REFUSED: 8, Decision.WITHDRAWN: 3, Decision.INCOMPLETE: 4}
# The part of the way from completeness to decision at which each stage is over.
OVER_AT = {
    StageKey.ELIGIBILITY: 0.45,
    StageKey.MEDICAL: 0.52,
    StageKey.ADDITIONAL_DOCUMENTS: 0.6,
    StageKey.INTERVIEW: 0.6,
    StageKey.BIOMETRICS: 0.72,
    StageKey.BACKGROUND: 0.95,
    StageKey.FINAL_DECISION: 1.0,
}
SELDOM_NEEDED = (StageKey.ADDITIONAL_DOCUMENTS, StageKey.INTERVIEW)
# What may be asked while a case is at a stage, how often, and the stage that then waits.
ASKED_AT = {
    StageKey.ELIGIBILITY: (DemandKind.ADDITIONAL_DOCUMENTS, 0.15, StageKey.ADDITIONAL_DOCUMENTS),
    StageKey.MEDICAL: (DemandKind.MEDICAL, 0.4, StageKey.MEDICAL),
    StageKey.BIOMETRICS: (DemandKind.BIOMETRICS, 0.6, StageKey.BIOMETRICS),
}
SCREENED = 0.35


@dataclass(slots=True)
class Step:
    """A stage as it stands."""

    key: StageKey
    state: StageState
    changed_at: datetime
    waiting_on: WaitingOn | None = None
    waiting_for: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked of the candidate and not answered yet."""

    kind: DemandKind
    made_at: datetime
    answer_before: datetime


@dataclass(slots=True)
class Course:
    """One application from its receipt on, as far as it has come."""

    received_at: datetime
    complete_at: datetime | None = None
    decided_at: datetime | None = None
    decision: Decision | None = None
    steps: list[Step] = field(default_factory=list)
    question: Question | None = None

    @property
    def stage(self) -> StageKey:
        """The first stage that is not over; the last once all are."""
        return next((step.key for step in self.steps if step.state not in FINISHED), StageKey.FINAL_DECISION)

    @property
    def waiting_on(self) -> WaitingOn | None:
        """Who must act next; nobody once it is decided."""
        if self.decided_at is not None:
            return None
        awaited = {step.waiting_on for step in self.steps if step.state is StageState.WAITING}
        return next((who for who in (WaitingOn.CANDIDATE, WaitingOn.PARTNER) if who in awaited), WaitingOn.OFFICER)


def course(received_at: datetime, at: datetime, chance: Random) -> Course:
    """What became of an application received then, as it stands at a moment."""
    fate = chance.choices(list(FATES), list(FATES.values()))[0]
    ends_at = received_at + timedelta(days=_days(fate, chance), seconds=chance.randrange(8 * 3600))
    made = Course(received_at)
    complete_at = received_at + timedelta(days=chance.uniform(4, 24))
    if fate is not Decision.INCOMPLETE and complete_at < min(at, ends_at):
        made.complete_at = complete_at
    if ends_at <= at:
        made.decided_at, made.decision = ends_at, fate
    made.steps = _steps(made, ends_at, at)
    if made.decision is not None:
        _close(made, ends_at)
    elif made.complete_at is not None:
        _wait(made, made.complete_at, at, chance)
    return made


def _days(fate: Decision, chance: Random) -> int:
    if fate is Decision.INCOMPLETE:
        return chance.randrange(4, 40)
    if fate is Decision.WITHDRAWN:
        return chance.randrange(3, 160)
    return round(min(LONGEST, max(SHORTEST, chance.lognormvariate(MIDDLE, SPREAD))))


def _steps(made: Course, ends_at: datetime, at: datetime) -> list[Step]:
    """Every stage by its place on the way; those after the first unfinished one have not begun."""
    complete_at, until = made.complete_at, made.decided_at or at
    if complete_at is None:
        later = [Step(key, StageState.NOT_STARTED, made.received_at) for key in OVER_AT]
        return [_in_progress(StageKey.COMPLETENESS, made.received_at), *later]
    steps, since = [Step(StageKey.COMPLETENESS, StageState.PASSED, complete_at)], complete_at
    for key, part in OVER_AT.items():
        over_at = complete_at + part * (ends_at - complete_at)
        if over_at <= until and key is not StageKey.FINAL_DECISION:
            steps.append(Step(key, StageState.NOT_NEEDED if key in SELDOM_NEEDED else StageState.PASSED, over_at))
        elif since < until and steps[-1].state in FINISHED:
            steps.append(_in_progress(key, since))
        else:
            steps.append(Step(key, StageState.NOT_STARTED, made.received_at))
        since = over_at
    return steps


def _in_progress(key: StageKey, since: datetime) -> Step:
    return Step(key, StageState.IN_PROGRESS, since, WaitingOn.OFFICER)


def _close(made: Course, decided_at: datetime) -> None:
    """As `closing.close` leaves the stages."""
    last = StageState.PASSED if made.decision is Decision.APPROVED else StageState.FAILED
    for step in made.steps:
        if step.state not in FINISHED:
            step.state = last if step.key is StageKey.FINAL_DECISION else StageState.NOT_NEEDED
            step.waiting_on, step.changed_at = None, decided_at


def _wait(made: Course, complete_at: datetime, at: datetime, chance: Random) -> None:
    """Some open cases stand still, until the candidate answers or a partner has reported."""
    since = max(complete_at, at - timedelta(days=chance.uniform(1, 25)))
    if made.stage is StageKey.BACKGROUND and chance.random() < SCREENED:
        since = max(complete_at, at - timedelta(days=chance.uniform(1, 120)))
        _stand_still(made, StageKey.BACKGROUND, since, WaitingOn.PARTNER, SCREENING)
    kind, share, waits = ASKED_AT.get(made.stage, (DemandKind.INTERVIEW, 0.0, StageKey.INTERVIEW))
    if chance.random() < share:
        made.question = Question(kind, since, answer_before(since, DAYS[kind]))
        _stand_still(made, waits, since, WaitingOn.CANDIDATE, kind.value)


def _stand_still(made: Course, key: StageKey, since: datetime, who: WaitingOn, what: str) -> None:
    for step in made.steps:
        if step.key is key:
            step.state, step.changed_at, step.waiting_on, step.waiting_for = StageState.WAITING, since, who, what
