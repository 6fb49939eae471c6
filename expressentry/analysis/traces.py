"""Which facts that depend on the day bear on a line or a requirement, and what each of them gives to it."""

from collections.abc import Callable, Mapping
from typing import Any

from expressentry.rules.day_bound import DayBound
from expressentry.rules.programs import Assessment, RequirementKey
from expressentry.rules.scorecard import Factor, Line, Scorecard
from expressentry.rules.selection_grid import GridFactor

# A line or a requirement of a program.
Key = tuple[Any, ...]
# What each fact gives to a line or a requirement; `True` where nothing else bears on it, so that any change is its own.
Trace = Mapping[DayBound, Any]

_GRID = {
    GridFactor.AGE: DayBound.AGE,
    GridFactor.EDUCATION: DayBound.ASSESSMENT,
    GridFactor.EXPERIENCE: DayBound.WORK,
    GridFactor.FIRST_LANGUAGE: DayBound.LANGUAGE,
    GridFactor.ARRANGED_EMPLOYMENT: DayBound.OFFER,
}


def traces(card: Scorecard, assessment: Assessment) -> Mapping[Key, Trace]:
    """What the facts give to each line and requirement of which more than one of them bears on."""
    lines = {line.factor: line for line in card.lines}
    found: dict[Key, Trace] = {(factor,): trace(lines) for factor, trace in _LINES.items()}
    for result in assessment.results:
        for requirement in result.requirements:
            key = (result.program, requirement.key)
            if requirement.key is RequirementKey.LANGUAGE:
                found[key] = {DayBound.LANGUAGE: requirement.have, DayBound.WORK: requirement.need}
            if requirement.key is RequirementKey.GRID and result.grid is not None:
                found[key] = {_GRID[one.factor]: one.points for one in result.grid.lines if one.factor in _GRID}
    return found


def _levels(lines: Mapping[Factor, Line]) -> Any:
    return [part.basis for part in lines[Factor.FIRST_LANGUAGE].parts]


_LINES: Mapping[Factor, Callable[[Mapping[Factor, Line]], Trace]] = {
    Factor.EDUCATION_TRANSFERABILITY: lambda lines: {
        DayBound.ASSESSMENT: lines[Factor.EDUCATION].basis,
        DayBound.LANGUAGE: _levels(lines),
        DayBound.WORK: lines[Factor.CANADIAN_WORK].basis,
    },
    Factor.FOREIGN_WORK_TRANSFERABILITY: lambda lines: {
        DayBound.LANGUAGE: _levels(lines),
        DayBound.WORK: (lines[Factor.CANADIAN_WORK].basis, lines[Factor.FOREIGN_WORK_TRANSFERABILITY].basis),
    },
    Factor.CERTIFICATE: lambda lines: {
        DayBound.LANGUAGE: _levels(lines),
        DayBound.CERTIFICATE: lines[Factor.CERTIFICATE].basis,
    },
}

# The facts that alone bear on a line or a requirement, where more than one might not.
BEARING: Mapping[Factor | RequirementKey, frozenset[DayBound]] = {
    Factor.AGE: frozenset({DayBound.AGE}),
    Factor.EDUCATION: frozenset({DayBound.ASSESSMENT}),
    Factor.FIRST_LANGUAGE: frozenset({DayBound.LANGUAGE}),
    Factor.SECOND_LANGUAGE: frozenset({DayBound.LANGUAGE}),
    Factor.CANADIAN_WORK: frozenset({DayBound.WORK}),
    Factor.SPOUSE_EDUCATION: frozenset({DayBound.ASSESSMENT}),
    Factor.SPOUSE_LANGUAGE: frozenset({DayBound.LANGUAGE}),
    Factor.SPOUSE_CANADIAN_WORK: frozenset({DayBound.WORK}),
    Factor.FRENCH: frozenset({DayBound.LANGUAGE}),
    Factor.ARRANGED_EMPLOYMENT: frozenset({DayBound.OFFER}),
    RequirementKey.CANADIAN_WORK: frozenset({DayBound.WORK}),
    RequirementKey.CONTINUOUS_WORK: frozenset({DayBound.WORK}),
    RequirementKey.EDUCATION: frozenset({DayBound.ASSESSMENT}),
    RequirementKey.PROFESSIONAL_BODY: frozenset({DayBound.ASSESSMENT}),
    RequirementKey.FUNDS: frozenset({DayBound.OFFER}),
    RequirementKey.TRADE_WORK: frozenset({DayBound.WORK}),
    RequirementKey.CERTIFICATE_OR_OFFER: frozenset({DayBound.CERTIFICATE, DayBound.OFFER}),
}
