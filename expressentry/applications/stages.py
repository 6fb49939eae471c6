"""The stages of a case, and what follows from them: which one it is at, and who must act next."""

from datetime import datetime

from expressentry.models import Application, Demand, DemandKind, Stage, StageKey, StageState, WaitingOn

FINISHED = frozenset({StageState.PASSED, StageState.NOT_NEEDED, StageState.FAILED})
STAGE_OF = {
    DemandKind.BIOMETRICS: StageKey.BIOMETRICS,
    DemandKind.MEDICAL: StageKey.MEDICAL,
    DemandKind.ADDITIONAL_DOCUMENTS: StageKey.ADDITIONAL_DOCUMENTS,
    DemandKind.INTERVIEW: StageKey.INTERVIEW,
}
# What a fairness letter can be about, in order; the decision itself once both are settled.
_CONTESTED = (StageKey.ELIGIBILITY, StageKey.BACKGROUND, StageKey.FINAL_DECISION)


def stage_of(application: Application, key: StageKey) -> Stage:
    """One stage of a received application."""
    return next(stage for stage in application.stages if stage.key is key)


def unanswered(demand: Demand) -> bool:
    """True if a request was neither answered, nor has lapsed, nor was cancelled; the instant is not looked at."""
    return demand.answered_at is None and demand.lapsed_at is None and demand.cancelled_at is None


def change(
    stage: Stage,
    state: StageState,
    at: datetime,
    waiting_on: WaitingOn | None = None,
    waiting_for: str | None = None,
) -> None:
    """Set a stage. What is in progress is an officer's; only what waits or is in progress is anybody's."""
    stage.state, stage.changed_at = state, at
    stage.waiting_on = WaitingOn.OFFICER if state is StageState.IN_PROGRESS else waiting_on
    stage.waiting_for = waiting_for


def wait_for_answer(demand: Demand, at: datetime) -> None:
    """The stage a request belongs to waits on the applicant."""
    application = demand.application
    key = STAGE_OF.get(demand.kind) or next(
        key for key in _CONTESTED if key is StageKey.FINAL_DECISION or stage_of(application, key).state not in FINISHED
    )
    change(stage_of(application, key), StageState.WAITING, at, WaitingOn.CANDIDATE, demand.kind.value)


def answered_or_over(demand: Demand, at: datetime) -> None:
    """A request was answered, lapsed or cancelled: its stage goes on with an officer. Nothing else of a closed case."""
    if demand.application.in_process:
        for stage in demand.application.stages:
            if stage.state is StageState.WAITING and stage.waiting_for == demand.kind.value:
                change(stage, StageState.IN_PROGRESS, at)
        settle(demand.application, at)


def settle(application: Application, at: datetime) -> None:
    """Set the columns of the queue: the first stage that is not finished, and who must act next.

    The applicant if a request is open or a stage waits on them; else a partner if one waits on it; else an officer.
    """
    open_stages = [stage for stage in application.stages if stage.state not in FINISHED]
    application.stage = open_stages[0].key
    awaited = {stage.waiting_on for stage in open_stages if stage.state is StageState.WAITING}
    if WaitingOn.CANDIDATE in awaited or any(demand.is_open(at) for demand in application.demands):
        application.waiting_on = WaitingOn.CANDIDATE
    else:
        application.waiting_on = WaitingOn.PARTNER if WaitingOn.PARTNER in awaited else WaitingOn.OFFICER
