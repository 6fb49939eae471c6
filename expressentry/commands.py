"""The commands of `flask`: officers' accounts, the demonstration, the daily job, and scoring in bulk."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from http.client import HTTPException
from typing import IO, Any
from urllib.request import ProxyHandler, build_opener

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from expressentry import bulk, clock, seeding, seeding_cases, seeding_partners
from expressentry import heartbeat as hearts
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts.forms import LONGEST_PASSWORD, SHORTEST_PASSWORD
from expressentry.accounts.views import DEMO_ADDRESSES, DEMO_PASSWORD, DEMO_PROVINCES
from expressentry.daily import steps
from expressentry.database import db, dump_json
from expressentry.documents.files import remove_orphans
from expressentry.letters import notices
from expressentry.models import ExpressionOfInterest, Role
from expressentry.rules import crs, facts_json, programs, tables
from expressentry.rules.facts import Facts, Province
from expressentry.rules.law import Law
from expressentry.rules.scorecard import Scorecard


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (create_officer, create_province_account, set_password, seed, daily, heartbeat, notify, score):
        app.cli.add_command(command)


@click.command("create-officer")
@click.argument("email")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@with_appcontext
def create_officer(email: str, password: str, language: str) -> None:
    """Make an officer's account with this e-mail address."""
    _register(email, password, Role.OFFICER, language)
    click.echo(f"{email} can sign in as an officer.")


def _register(email: str, password: str, role: Role, language: str, province: Province | None = None) -> None:
    _check_length(password)
    try:
        accounts.register(email.strip().casefold(), password, role, language, at=clock.now(), province=province)
    except accounts.AddressTaken:
        db.session.rollback()
        raise click.ClickException("There is an account with this address already.") from None
    db.session.commit()


@click.command("create-province-account")
@click.argument("email")
@click.option("--province", "code", required=True, help="Its two letters, such as ON.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@with_appcontext
def create_province_account(email: str, code: str, password: str, language: str) -> None:
    """Make an account of a province or territory, which sees the candidates of that province alone."""
    province = _province(code)
    _register(email, password, Role.PROVINCE, language, province)
    click.echo(f"{email} can sign in for {province.value}.")


def _province(code: str) -> Province:
    known = [province.value for province in Province if province is not Province.QC]
    asked = code.strip().upper()
    if asked == Province.QC.value:
        raise click.ClickException("Quebec selects its own immigrants, and nominates nobody through Express Entry.")
    if asked not in known:
        raise click.ClickException(f"There is no province or territory {asked[:20]}. Write one of {', '.join(known)}.")
    return Province(asked)


@click.command("set-password")
@click.argument("email")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for if not given.")
@with_appcontext
def set_password(email: str, password: str) -> None:
    """Give an account a new password, for somebody who forgot theirs. It ends their sessions."""
    _check_length(password)
    user = accounts.find(email.strip().casefold())
    if user is None:
        raise click.ClickException("There is no account with this address.")
    accounts.change_password(user, password, by=None, at=clock.now())
    db.session.commit()
    click.echo(f"{email} can sign in with the new password; every session of theirs has ended.")


def _check_length(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise click.ClickException(f"The password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")


@click.command("seed")
@click.option("--candidates", "number", type=click.IntRange(0, 1_000_000), default=5000, show_default=True)
@click.option("--applications", "cases", type=click.IntRange(0, 1_000_000), default=0, show_default=True)
@click.option("--seed", "chance", type=int, default=2026, show_default=True, help="Same seed, same people.")
@click.option("--demo", is_flag=True, help="Also the accounts that the sign-in page shows in demo mode.")
@with_appcontext
def seed(number: int, cases: int, chance: int, demo: bool) -> None:
    """Fill an empty pool with synthetic candidates, and the queue of officers with synthetic applications.

    A pool that holds anybody is left as it is. The demonstration also has provinces, employers and representatives.
    """
    at, law = clock.now(), clock.law()
    if demo:
        seeding.demonstration_accounts(DEMO_ADDRESSES, DEMO_PROVINCES, DEMO_PASSWORD, at, law)
        db.session.commit()
    if db.session.scalar(select(ExpressionOfInterest.id).limit(1)):
        click.echo("The pool is not empty: nobody was added.")
    else:
        _fill_pool(number, cases, chance, at, law)
    if demo:
        seeding_partners.partners(chance, at, law)
    db.session.commit()


def _fill_pool(number: int, cases: int, chance: int, at: datetime, law: Law) -> None:
    with click.progressbar(length=number, label=f"Seeding {number} candidates", file=sys.stderr) as bar:
        for made in seeding.people(number, chance, at, law):
            bar.update(made)
    with click.progressbar(length=cases, label=f"Seeding {cases} applications", file=sys.stderr) as bar:
        for made in seeding_cases.applications(cases, chance, at) if cases else ():
            bar.update(made)


@click.command("daily")
@with_appcontext
def daily() -> None:
    """End, lapse, rescore and remind whatever is due, catching up on missed days. Twice does no harm.

    Each batch is kept as soon as it is done: broken off, the next run goes on from there.
    """
    for what, batches in steps(clock.now()):
        total = 0
        for touched in batches:
            db.session.commit()
            if total:
                click.echo(f"{what}: {total + touched} so far", err=True)
            total += touched
        db.session.commit()
        click.echo(f"{what}: {total}")
    click.echo(f"stray files removed: {remove_orphans()}")
    click.echo(f"notices sent: {_send_notices()}")


@click.command("heartbeat")
@click.option("--url", default="http://127.0.0.1:5000/healthz", show_default=True, help="Where the site answers.")
@click.option("--restart", is_flag=True, help="The timer was stopped on purpose: begin anew, record no outage.")
@with_appcontext
def heartbeat(url: str, restart: bool) -> None:
    """Note that the site is up, after asking it. Run it every five minutes.

    A pause of more than ten minutes is recorded as an outage, and moves the deadlines it touched.
    """
    fault = _unwell(url)
    if fault is not None:
        raise click.ClickException(f"{url}: {fault}")
    at = clock.now()
    outage = None
    if restart:
        hearts.begin_anew(at)
    else:
        outage = hearts.beat(at)
    db.session.commit()
    if outage is not None:
        click.echo(f"The site was down from {outage.began_at.isoformat()} to {outage.ended_at.isoformat()}.")


def _unwell(url: str) -> str | None:
    """What is wrong with the site that answers there; `None` if it is well."""
    if not url.startswith(("http://", "https://")):
        return "not an address of the web"
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=10) as answer:
            return None if answer.status == 200 else f"answered {answer.status}"
    except (OSError, HTTPException, ValueError) as fault:
        return str(fault)


@click.command("notify")
@with_appcontext
def notify() -> None:
    """Send a notice, without its content, of every letter that has none yet. Twice does no harm."""
    sent, left = _send_notices(), notices.left()
    click.echo(f"{sent} notices sent, {left} left for the next time.")
    if left:
        sys.exit(1)


def _send_notices() -> int:
    """How many notices were sent, each kept as sent at once."""
    total = 0
    for sent in notices.deliver(clock.now()):
        db.session.commit()
        total = sent
    return total


@click.command("score")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--on", "on_day", type=click.DateTime(["%Y-%m-%d"]), help="The day of facts and law; today in Ottawa.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a line, and stop.")
@click.option("--totals-only", is_flag=True, help="Print the score alone, line for line; an empty line for none.")
@with_appcontext
def score(file: IO[bytes], on_day: datetime | None, schema: bool, totals_only: bool) -> None:
    """Score facts: JSON Lines in, one line each out. A line that cannot be read is told on standard error.

    The file is never held whole. On a terminal the progress is shown.
    """
    if schema:
        click.echo(json.dumps(facts_json.schema(), indent=2, ensure_ascii=False))
        return
    on = clock.today() if on_day is None else on_day.date()
    try:
        law = tables.law_on(on) if on_day is not None else clock.law()
    except tables.NotInForce:
        raise click.ClickException(f"Express Entry was not in force on {on}.") from None
    with bulk.followed(file) as followed:
        if not bulk.scored(followed, _answer(on, law, totals_only), on, sys.stdout, sys.stderr, keep_count=totals_only):
            sys.exit(1)


def _answer(on: date, law: Law, totals_only: bool) -> Callable[[Facts], str]:
    """What is printed of facts."""
    if totals_only:
        return lambda facts: bulk.total(facts, on, law)
    return lambda facts: dump_json(_scored(facts, on, law))


def _scored(facts: Facts, on: date, law: Law) -> dict[str, Any]:
    card, assessment = crs.score(facts, on, law), programs.assess(facts, on, law)
    return {
        "on": on.isoformat(),
        "total": card.total,
        "sections": {section.name.value: section.points for section in card.sections},
        "lines": _lines_of(card),
        "eligible": [program.value for program in assessment.programs],
        "invited_under": assessment.program_of_invitation,
        "eligibility": {result.program.value: _eligibility(result, assessment.barred) for result in assessment.results},
        "rules": {"version": law.version, "in_force": {part: day.isoformat() for part, day in law.in_force.items()}},
    }


def _lines_of(card: Scorecard) -> list[dict[str, Any]]:
    return [
        {
            "factor": line.factor.value,
            "raw": line.raw,
            "points": line.points,
            "maximum": line.maximum,
            "cuts": [{"by": cut.kind.value, "limit": cut.limit, "cost": cut.cost} for cut in line.cuts],
            "source": line.source.text if line.source else None,
        }
        for line in card.lines
    ]


def _eligibility(result: programs.ProgramResult, barred: bool) -> dict[str, Any]:
    requirements = [
        {
            "requirement": requirement.key.value,
            "met": requirement.met,
            "have": _stated(requirement, requirement.have),
            "need": _stated(requirement, requirement.need),
            "short": _stated(requirement, requirement.short),
            "source": requirement.source.text,
        }
        for requirement in result.requirements
    ]
    made: dict[str, Any] = {"met": result.met and not barred, "requirements": requirements}
    if result.grid is not None:
        made["grid"] = {"total": result.grid.total, **{line.factor.value: line.points for line in result.grid.lines}}
    return made


_IN_HOURS = (
    programs.RequirementKey.CANADIAN_WORK,
    programs.RequirementKey.CONTINUOUS_WORK,
    programs.RequirementKey.TRADE_WORK,
)


def _stated(requirement: programs.Requirement, value: Any) -> Any:
    """A figure of a requirement, with work in hours, cut to two decimals."""
    if requirement.key in _IN_HOURS and value is not None:
        return value // 7 / 100
    return list(value) if isinstance(value, tuple) else value
