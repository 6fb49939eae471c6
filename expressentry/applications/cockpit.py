"""What an application needs, and what there is of it, today and on the last day: from the first day in the pool on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from expressentry import clock
from expressentry.applications import words
from expressentry.applications.completeness import Entry, entries, entries_of, lacking, owed
from expressentry.applications.differences import differences
from expressentry.invitations import holding
from expressentry.models import Answers, Application, ExpressionOfInterest, Invitation, Profile
from expressentry.models.application_answers import case_of, case_of_profile, facts_of
from expressentry.pool.lifecycle import open_stay
from expressentry.rules import checklist, fees, programs
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.programs import Program


def before_applying(profile: Profile, at: datetime) -> dict[str, Any]:
    """The documents and fees an application would need today, and by the last day of an invitation."""
    on, law, stay = clock.day_of(at), clock.law(), open_stay(profile)
    invitation = next((one for one in stay.invitations if one.is_open(at)), None) if stay else None
    facts, program = _would_apply(profile, stay, invitation, on, law)
    case = case_of_profile(profile.answers, facts, program, on)
    last = holding.last_day(invitation) if invitation else on

    def on_day(day: date, law: Law) -> list[Entry]:
        return entries_of(checklist.checklist(case, day, law), case, (), day, law)

    return {
        "program": program,
        "invitation": invitation,
        "left": invitation.answer_before - at if invitation else None,
        "fees": fees.due(case.people, on, law),
        "on": on,
        "held": holding.today_and_last_day(invitation, facts, at, clock.law_of) if invitation else (),
        **_both_days(on_day(on, law), on_day(last, clock.law_for(last)), last, profile.answers),
    }


def _would_apply(
    profile: Profile, stay: ExpressionOfInterest | None, invitation: Invitation | None, on: date, law: Law
) -> tuple[Facts, Program]:
    """What would be applied with and under: the invitation's program, else the one an invitation would name."""
    if invitation is not None:
        return invitation.expression.facts, invitation.program
    facts = stay.facts if stay is not None else profile.facts()
    named = programs.assess(facts, on, law).program_of_invitation
    return facts, Program(named) if named else Program(law.programs.order[0])


def of_application(application: Application, at: datetime) -> dict[str, Any]:
    """Of a draft all that is there and all that is left, until when."""
    on, law, invitation = clock.day_of(at), clock.law(), application.invitation
    last = holding.last_day(invitation)
    today, then = entries(application, on, law), entries(application, last, clock.law_for(last))
    return {
        "application": application,
        "invitation": invitation,
        "is_draft": application.is_draft(at),
        "left": invitation.answer_before - at,
        "differences": differences(application, on),
        "owed": owed(application, case_of(application), on, law),
        "lacking": lacking(application, on, law),
        "held": holding.today_and_last_day(invitation, facts_of(application), at, clock.law_of),
        **_both_days(today, then if last >= on else today, last, application.answers),
    }


def _both_days(today: Sequence[Entry], then: Sequence[Entry], last: date, answers: Answers) -> dict[str, Any]:
    """The checklist by person, what is asked only later included, with what each item is on the last day."""
    asked_today = {entry.item.key for entry in today}
    only_later = [entry for entry in then if entry.item.key not in asked_today]
    return {
        "groups": words.by_person([*today, *only_later], answers),
        "later": {entry.item.key: entry for entry in then},
        "only_later": {entry.item.key for entry in only_later},
        "last_day": last,
    }
