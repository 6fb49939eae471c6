"""How an application ends: the one place that sets a decision, works out what is repaid, and lets the case go."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from expressentry.clock import day_of, law_of
from expressentry.models import (
    Application,
    Decision,
    Payment,
    RefusalGround,
    StageKey,
    StageState,
    User,
    record,
)
from expressentry.models.application_answers import case_of
from expressentry.refusals import Refusal
from expressentry.rules import fees, service
from expressentry.rules.fees import Ending, FeeItem, Paid


class NotInProcess(Refusal):
    """It was not received yet, or is decided already."""

    code = "application_not_in_process"


def close(
    application: Application,
    decision: Decision,
    by: User | None,
    at: datetime,
    *,
    ground: RefusalGround | None = None,
    reasons: str | None = None,
) -> int:
    """End a case and note what is to be repaid on each payment; that sum, in cents. The caller writes the letter."""
    if not application.in_process or application.received_at is None:
        raise NotInProcess
    refunded = _refund(application, _ending(application, decision))
    application.decided_at, application.decision = at, decision
    application.ground, application.reasons = ground, reasons
    application.waiting_on = None
    application.days_taken = service.elapsed_days(day_of(application.received_at), day_of(at))
    _close_stages(application, decision, at)
    for demand in application.demands:
        if demand.answered_at is None and demand.lapsed_at is None and demand.cancelled_at is None:
            demand.cancelled_at = at
    record(
        "application.decided",
        application,
        by=by,
        at=at,
        decision=decision.value,
        ground=None if ground is None else ground.value,
        refund_cents=refunded,
        days=application.days_taken,
    )
    return refunded


def _ending(application: Application, decision: Decision) -> Ending:
    """What the ending means for the fees; processing begins once the application is found complete."""
    if decision is Decision.WITHDRAWN:
        return Ending.WITHDRAWN_BEFORE_PROCESSING if application.complete_at is None else Ending.WITHDRAWN
    return {
        Decision.APPROVED: Ending.APPROVED,
        Decision.REFUSED: Ending.REFUSED,
        Decision.INCOMPLETE: Ending.INCOMPLETE,
    }[decision]


def _refund(application: Application, ending: Ending) -> int:
    """Note on each payment that was received what is to be repaid of it."""
    for payment, cents in _refunds(application, ending):
        payment.refund_cents = cents
    return sum(payment.refund_cents or 0 for payment in application.payments)


def _refunds(application: Application, ending: Ending) -> list[tuple[Payment, int]]:
    """What goes back of each payment: what the ending gives back, and of the other fees what was paid too much."""
    counted = [payment for payment in application.payments if payment.rejected_at is None]
    by_ending = fees.refund(all_paid(counted), ending)
    too_much = {item: cents for item, cents in _overpaid(application).items() if item not in by_ending}
    found = []
    for payment in reversed(counted):  # the last payment was the one too many
        cents = sum(fees.refund(paid(payment), ending).values())
        for line in paid(payment):
            back = min(line.cents, too_much.get(line.item, 0))
            too_much[line.item] = too_much.get(line.item, 0) - back
            cents += back
        found.append((payment, cents))
    return found


def _overpaid(application: Application) -> dict[FeeItem, int]:
    """What was paid beyond the fees of the day it was received."""
    if application.received_at is None:
        raise NotInProcess
    on, law = day_of(application.received_at), law_of(application.received_at)
    return fees.overpaid(case_of(application).people, all_paid(application.payments), on, law)


def refund_on(application: Application, decision: Decision) -> int:
    """What would be repaid, in cents, if the application ended that way now."""
    return sum(cents for _payment, cents in _refunds(application, _ending(application, decision)))


def paid(payment: Payment) -> Iterator[Paid]:
    """The fee lines a payment covers."""
    for line in payment.items:
        yield Paid(FeeItem(line["item"]), line["people"], line["cents"], payment.paid_on)


def all_paid(payments: Iterable[Payment]) -> list[Paid]:
    """The fee lines covered by every payment that no officer has rejected."""
    return [line for payment in payments if payment.rejected_at is None for line in paid(payment)]


def _close_stages(application: Application, decision: Decision, at: datetime) -> None:
    last = StageState.PASSED if decision is Decision.APPROVED else StageState.FAILED
    for stage in application.stages:
        if stage.state not in (StageState.NOT_STARTED, StageState.IN_PROGRESS, StageState.WAITING):
            continue
        stage.state = last if stage.key is StageKey.FINAL_DECISION else StageState.NOT_NEEDED
        stage.waiting_on = stage.waiting_for = None
        stage.changed_at = at
