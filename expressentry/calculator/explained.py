"""All that the site can say of facts, as the pages of a candidate say it: reasons, days to come, advice."""

from dataclasses import dataclass
from datetime import date

from expressentry import clock
from expressentry.analysis.advice import Advice, advice
from expressentry.analysis.ahead import Ahead, ahead
from expressentry.analysis.couples import Couples, couples
from expressentry.analysis.ledger import Ledger, ledger
from expressentry.analysis.partner import Partner
from expressentry.analysis.real_rounds import Beside, beside_rounds
from expressentry.analysis.rounds_chart import Chart, chart
from expressentry.analysis.step_line import StepLine, step_line
from expressentry.analysis.work_drawn import Drawn, draw, questions
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law


@dataclass(frozen=True, slots=True)
class Explained:
    """What the partials of `templates/analysis` show of one set of facts."""

    advice: Advice
    ahead: Ahead
    line: StepLine
    ledger: Ledger
    work: tuple[Drawn, ...]
    couples: Couples | None
    rounds: Beside
    chart: Chart | None


def explained(facts: Facts, on: date, law: Law) -> Explained:
    """Everything about these facts on that day."""
    coming, rounds = ahead(facts, on, clock.law_for), beside_rounds(facts, on, law)
    return Explained(
        advice=advice(facts, on, law),
        ahead=coming,
        line=step_line(coming),
        ledger=ledger(facts, on, law),
        work=tuple(draw(asked, facts, on, law) for asked in questions(facts)) if facts.jobs else (),
        couples=couples(facts, Partner(), on, law),
        rounds=rounds,
        chart=chart(rounds),
    )
