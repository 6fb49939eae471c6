"""People to put before the law of the application, and their cases."""

from datetime import date

from law_facts import TODAY, person

from expressentry.rules.household import Case, Person, Relation, Stay
from expressentry.rules.programs import Program


def you(**changes):
    """A principal applicant of 31."""
    given = {"key": "you", "relation": Relation.PRINCIPAL, "birth_date": date(1995, 5, 5)} | changes
    return Person(**given)


def partner(**changes):
    """A spouse or partner of 30 who comes along."""
    given = {"key": "spouse", "relation": Relation.SPOUSE, "birth_date": date(1996, 6, 6)} | changes
    return Person(**given)


def child(key="c1", born="2016-03-03", **changes):
    """A dependent child who comes along."""
    return Person(key=key, relation=Relation.CHILD, birth_date=date.fromisoformat(born), **changes)


def stay(country, first, last=None):
    """A stay in a country."""
    return Stay(
        country=country, started_on=date.fromisoformat(first), ended_on=date.fromisoformat(last) if last else None
    )


def case(*people, program="fsw", facts=None, **changes):
    """A case of these people, alone if none are given."""
    return Case(program=Program(program), facts=facts or person(), people=people or (you(),), **changes)


__all__ = ["TODAY", "case", "child", "partner", "stay", "you"]
