"""A candidate's own place in the pool, and the officers' page of it."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, flash, request, stream_with_context
from flask_babel import gettext as _
from sqlalchemy import select

from expressentry import clock, labels, sheets, viewings, web
from expressentry.accounts.access import candidate_required, current_profile, me, officer_required
from expressentry.database import begin_writing, db, end_writing
from expressentry.models import ExpressionOfInterest, Profile, ViewingKind, missing
from expressentry.pool import lifecycle
from expressentry.pool import standing as standings
from expressentry.pool.forms import FilterForm, cursor, read_cursor
from expressentry.rules import crs, experience, forecast, impossible, noc, programs
from expressentry.rules.years import completed_years, years_after

bp = Blueprint("pool", __name__, url_prefix="/<any(en,fr):lang>")


@bp.get("/expression-of-interest")
@candidate_required
def standing() -> Response:
    """Where the candidate stands: in the pool with rank and score, invited, or what is missing to enter."""
    profile, at = current_profile(), clock.now()
    eoi = _stay_at(profile)
    past = [stay for stay in profile.expressions if stay is not eoi]
    if eoi is None:
        return web.page("pool/entry.html", past=past, **_entry(profile))
    if not eoi.in_pool:
        invitation = max(eoi.invitations, key=lambda invitation: invitation.id)
        return web.page("pool/invited.html", eoi=eoi, invitation=invitation, past=past)
    on, law = clock.today(), clock.law()
    return web.page(
        "pool/standing.html",
        eoi=eoi,
        past=past,
        position=standings.position(eoi, at),
        assessment=programs.assess(eoi.facts, on, law),
        scorecard=crs.score(eoi.facts, on, law),
        change=forecast.next_change(eoi.facts, on, law, until=clock.day_of(eoi.expires_at)),
        differs=profile.facts() != eoi.facts,
    )


def _stay_at(profile: Profile) -> ExpressionOfInterest | None:
    """The open stay, unless its time is over though no job has said so yet."""
    eoi, at = lifecycle.open_stay(profile), clock.now()
    if eoi is None or (eoi.in_pool and eoi.expires_at <= at):
        return None
    return eoi if eoi.in_pool or any(invitation.is_open(at) for invitation in eoi.invitations) else None


def _entry(profile: Profile) -> dict[str, Any]:
    """What stands between a profile and the pool."""
    facts, on, law = profile.facts(), clock.today(), clock.law()
    unanswered: dict[Any, int] = {}
    for question in missing(profile.answers):
        unanswered[question.section] = unanswered.get(question.section, 0) + 1
    return {
        "unanswered": unanswered,
        "contradictions": [(found, labels.fault(found)) for found in impossible.in_facts(facts, on)],
        "assessment": programs.assess(facts, on, law),
        "scorecard": crs.score(facts, on, law),
    }


@bp.post("/expression-of-interest")
@candidate_required
def submit() -> Any:
    """Enter the pool; if that cannot be, the page says exactly what is missing."""
    profile = current_profile()
    try:
        eoi = lifecycle.submit(profile, at=clock.now(), law=clock.law())
    except (lifecycle.Unfinished, lifecycle.NotEligible) as refusal:
        db.session.rollback()
        words = labels.refusal(refusal)
        return web.page("pool/entry.html", status=409, past=[], refused=words, **_entry(current_profile()))
    db.session.commit()
    flash(_("You are in the pool. Your profile number is %(number)s.", number=eoi.number))
    return web.see_other("pool.standing")


@bp.get("/expression-of-interest/confirmation")
@candidate_required
def ask_confirm() -> Any:
    """Score, rank and eligibility before and after, to decide on an update."""
    profile, at, on, law = current_profile(), clock.now(), clock.today(), clock.law()
    eoi = _stay_at(profile)
    if eoi is None or not eoi.in_pool:
        return web.see_other("pool.standing")
    entry = _entry(profile)
    return web.page(
        "pool/confirm.html",
        eoi=eoi,
        before=crs.score(eoi.facts, on, law),
        before_assessment=programs.assess(eoi.facts, on, law),
        rank_before=standings.position(eoi, at).rank,
        rank_after=standings.rank_if(entry["scorecard"].total, eoi, at),
        **entry,
    )


@bp.post("/expression-of-interest/confirmation")
@candidate_required
def confirm() -> Any:
    """Rank the profile as it now stands."""
    may_end = request.form.get("may_end") == "yes"
    eoi = lifecycle.confirm(current_profile(), at=clock.now(), law=clock.law(), may_end=may_end)
    db.session.commit()
    if eoi.in_pool:
        flash(_("Your update is confirmed. Your score in the pool is now %(score)s.", score=eoi.score))
    else:
        flash(_("Your update is confirmed, and your stay in the pool has ended."))
    return web.see_other("pool.standing")


@bp.get("/expression-of-interest/withdrawal")
@candidate_required
def ask_withdraw() -> Any:
    """What withdrawing does, before it is done."""
    eoi = _stay_at(current_profile())
    if eoi is None or not eoi.in_pool:
        return web.see_other("pool.standing")
    return web.page("pool/withdraw.html", eoi=eoi)


@bp.post("/expression-of-interest/withdrawal")
@candidate_required
def withdraw() -> Any:
    """Leave the pool."""
    lifecycle.withdraw(current_profile(), at=clock.now())
    db.session.commit()
    flash(_("You have left the pool. Your profile is kept, and you can enter again."))
    return web.see_other("pool.standing")


@bp.get("/pool")
@officer_required
def index() -> Response:
    """The ranked candidates, filtered and page by page, with the distribution of scores."""
    form, at = _filter_form(), clock.now()
    shown = standings.page(
        form.filters,
        at,
        after=read_cursor(request.args.get("after")),
        before=read_cursor(request.args.get("before")),
    )
    chosen = {name: value for name, value in request.args.items() if name in form and value}
    return web.page(
        "pool/index.html",
        fragment="pool/_ranked.html",
        form=form,
        shown=shown,
        chosen=chosen,
        after=cursor(shown.after),
        before=cursor(shown.before),
        on=clock.today(),
        size=standings.size(at),
        due=standings.due(clock.today(), clock.law().version),
        distribution=[] if web.asked_by_htmx() else standings.distribution(),
    )


def _filter_form() -> FilterForm:
    form = FilterForm(request.args)
    form.validate()
    return form


@bp.get("/pool/candidates.csv")
@officer_required
def export() -> Response:
    """Everyone the filters find, as CSV."""
    rows = stream_with_context(_csv(_filter_form()))
    headers = {"Content-Disposition": "attachment; filename=pool.csv"}
    return Response(rows, mimetype="text/csv; charset=utf-8", headers=headers)


CSV_COLUMNS = (
    "rank",
    "profile_number",
    "score",
    "programs",
    "submitted_at",
    "age",
    "noc_code",
    "teer",
    "first_language",
    "lowest_level",
    "canadian_years",
    "foreign_years",
    "provinces",
)


def _csv(form: FilterForm) -> Iterator[str]:
    on = clock.today()
    yield sheets.line(CSV_COLUMNS)
    for ranked in standings.export(form.filters, clock.now()):
        row = ranked.row
        kinds = [name for name in ("cec", "fsw", "fst", "nominee") if getattr(row, name)]
        age = None if row.birth_date is None else completed_years(row.birth_date, on)
        yield sheets.line(
            (
                ranked.rank,
                row.number,
                row.score,
                " ".join(kinds),
                row.submitted_at.isoformat(),
                age,
                row.noc_code,
                row.teer,
                row.first_language,
                row.lowest_level,
                row.canadian_years,
                row.foreign_years,
                row.provinces.strip(),
            )
        )


@bp.get("/pool/<number>")
@officer_required
def show(number: str) -> Response:
    """One candidate's full scorecard, on the facts as last submitted. The candidate can read that it was looked at."""
    begin_writing()
    eoi = db.session.scalar(select(ExpressionOfInterest).where(ExpressionOfInterest.number == number)) or abort(404)
    at, on, law = clock.now(), clock.today(), clock.law()
    viewings.note([eoi.profile_id], ViewingKind.OPENED, me(), at)
    db.session.commit()
    end_writing()
    counts = [experience.count(question, eoi.facts, on, law) for question in experience.Question]
    return web.page(
        "pool/show.html",
        eoi=eoi,
        position=standings.position(eoi, at) if eoi.in_pool else None,
        scorecard=crs.score(eoi.facts, on, law),
        assessment=programs.assess(eoi.facts, on, law),
        occupation=noc.find(eoi.noc_code),
        counts=[count for count in counts if count.jobs],
        change=forecast.next_change(eoi.facts, on, law, until=years_after(on, 1)),
        on=on,
    )
