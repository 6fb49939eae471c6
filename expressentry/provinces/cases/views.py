"""What a province sends and decides: notifications of interest, nominations, and the places it has for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from expressentry import clock, formats, labels, nomination_spaces, sheets, web
from expressentry.accounts.access import me, province_required
from expressentry.accounts.keeping.views import keep_refusals
from expressentry.database import SAFE_METHODS, db
from expressentry.models import (
    WHOLE_PROVINCE,
    ExpressionOfInterest,
    Invitation,
    Nomination,
    NominationSpace,
    NotificationOfInterest,
    ViewingKind,
)
from expressentry.nominations import lifecycle, notifications, spaces
from expressentry.provinces import sight
from expressentry.provinces.forms import NominationForm, NotificationForm, PlacesForm, WithdrawalForm
from expressentry.provinces.sight import Sight
from expressentry.provinces.views import REFUSED, note_looks, note_refusal, own_province, seen_or_404
from expressentry.refusals import Refusal
from expressentry.rules import process, streams
from expressentry.rules.facts import Province

bp = Blueprint("province_cases", __name__, url_prefix="/<any(en,fr):lang>/province")
keep_refusals(bp, REFUSED)
PAGE = 50
YEARS = range(2015, 2101)


def _refused(refusal: Refusal) -> str:
    """The words beside a form that was refused, once that is recorded."""
    note_refusal(refusal.code)
    return str(labels.refusal(refusal))


def _page_of(kind: Any) -> tuple[list[Any], int | None]:
    """The newest of the province, or those before one, and where to go on."""
    before = request.args.get("before", type=int)
    with_stay = joinedload(kind.expression)
    invited = with_stay.selectinload(ExpressionOfInterest.invitations).joinedload(Invitation.application)
    wanted = select(kind).where(kind.province == own_province())
    wanted = wanted.options(with_stay.selectinload(ExpressionOfInterest.nominations), invited)
    if before is not None and 0 < before < 2**31:
        wanted = wanted.where(kind.id < before)
    rows = list(db.session.scalars(wanted.order_by(kind.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


# ---- Notifications of interest


@bp.get("/notifications")
@province_required
def notices() -> Response:
    """What the province has sent, and what became of it."""
    rows, before = _page_of(NotificationOfInterest)
    return web.page("provinces/notifications.html", rows=rows, before=before, at=clock.now(), known=streams.known)


@bp.route("/candidates/<number>/notification", methods=["GET", "POST"])
@province_required
def notify(number: str) -> Any:
    """Tell a candidate that the province is interested."""
    seen, law = seen_or_404(number), clock.law()
    form = NotificationForm(own_province(), law)
    if not form.is_submitted():
        return _notification_page(seen, form)
    if not form.validate():
        return _notification_page(seen, form, 422)
    said = (form.stream.data, form.message.data, form.days.data)
    try:
        notifications.send(seen.eoi, own_province(), *said, by=me(), at=clock.now(), law=law)
    except Refusal as refusal:
        words = _refused(refusal)
        return _notification_page(seen_or_404(number), form, 409, words)
    db.session.commit()
    flash(_("The notification of interest is sent. The candidate has a letter in the account."))
    return web.see_other("provinces.candidate", number=number)


def _notification_page(seen: Sight, form: NotificationForm, status: int = 200, words: str | None = None) -> Response:
    return web.page("provinces/notify.html", status=status, seen=seen, eoi=seen.eoi, form=form, refused=words)


@bp.route("/notifications/<int:notification_id>/cancellation", methods=["GET", "POST"])
@province_required
def cancel(notification_id: int) -> Any:
    """Take a notification of interest back before it is answered."""
    notification = _own_or_404(NotificationOfInterest, notification_id)
    if request.method == "GET":
        return web.page("provinces/cancel.html", notification=notification, at=clock.now())
    notifications.cancel(notification, me(), clock.now())
    db.session.commit()
    flash(_("The notification of interest is taken back."))
    return web.see_other("province_cases.notices")


def _own_or_404(kind: Any, id_: int) -> Any:
    """A record of the province, locked by whoever may change it; one of another province does not exist."""
    locked = None if request.method in SAFE_METHODS else {"of": kind}
    found = db.session.get(kind, id_, with_for_update=locked) if id_ < 2**31 else None
    return found if found is not None and found.province is own_province() else abort(404)


# ---- Nominations


@bp.get("/nominations")
@province_required
def nominations() -> Response:
    """Whom the province has nominated, and what became of it."""
    rows, before = _page_of(Nomination)
    at = clock.now()
    open_to_withdrawal = {one.id for one in rows if lifecycle.can_be_withdrawn(one, at)}
    page: dict[str, Any] = {"at": at, "known": streams.known, "open_to_withdrawal": open_to_withdrawal}
    return web.page("provinces/nominations.html", rows=rows, before=before, **page)


@bp.get("/candidates/<number>/nomination")
@province_required
def ask_nominate(number: str) -> Response:
    """Which stream and certificate; once both are given, what confirming does, with the score: that is a look."""
    seen = seen_or_404(number)
    sight.require_turned_to(seen)
    form = NominationForm(own_province(), clock.law(), request.args)
    if not any(name in request.args for name in ("stream", "certificate_number")):
        return _nomination_page(seen, NominationForm(own_province(), clock.law(), formdata=None))
    if not form.validate():
        return _nomination_page(seen, form, 422)
    answer = _confirmation_page(seen, form)
    note_looks([seen.eoi.profile_id], ViewingKind.OPENED, clock.now())
    return answer


@bp.post("/candidates/<number>/nomination")
@province_required
def nominate(number: str) -> Any:
    """Confirm the nomination electronically."""
    seen, law = seen_or_404(number), clock.law()
    sight.require_turned_to(seen)
    form = NominationForm(own_province(), law)
    if not form.validate():
        return _nomination_page(seen, form, 422)
    said = (form.stream.data, form.certificate_number.data)
    try:
        lifecycle.nominate(seen.eoi, own_province(), *said, me(), clock.now(), law, notification=seen.accepted)
    except Refusal as refusal:
        words = _refused(refusal)
        return _nomination_page(seen_or_404(number), form, 409, words)
    db.session.commit()
    flash(_("The nomination is confirmed. The candidate has a letter in the account, and answers in time."))
    return web.see_other("province_cases.nominations")


def _nomination_page(seen: Sight, form: NominationForm, status: int = 200, words: str | None = None) -> Response:
    accounts = nomination_spaces.of_year(own_province(), clock.today().year)
    rows = [(stream, accounts.get(stream.key)) for stream in form.offered]
    page: dict[str, Any] = {"seen": seen, "eoi": seen.eoi, "rows": rows, "year": clock.today().year}
    return web.page("provinces/nominate.html", status=status, form=form, refused=words, **page)


def _confirmation_page(seen: Sight, form: NominationForm) -> Response:
    """What confirming does: to the account of places, and until when the candidate answers."""
    on, law, province = clock.today(), clock.law(), own_province()
    return web.page(
        "provinces/confirm.html",
        seen=seen,
        eoi=seen.eoi,
        form=form,
        stream=streams.find(province, form.stream.data, law),
        accounts=[nomination_spaces.find(province, on.year, name) for name in (WHOLE_PROVINCE, form.stream.data)],
        year=on.year,
        answer_before=process.nomination_answer_before(on, law),
        with_it=lifecycle.score_with(seen.eoi, province, clock.now(), law),
    )


@bp.route("/nominations/<int:nomination_id>/withdrawal", methods=["GET", "POST"])
@province_required
def withdraw(nomination_id: int) -> Any:
    """Withdraw a nomination, with a reason the candidate reads."""
    nomination, form = _own_or_404(Nomination, nomination_id), WithdrawalForm()
    if not form.is_submitted():
        return _withdrawal_page(nomination, form)
    if not form.validate():
        return _withdrawal_page(nomination, form, 422)
    lifecycle.withdraw(nomination, form.because.data, me(), clock.now(), clock.law())
    db.session.commit()
    flash(_("The nomination is withdrawn. The candidate has a letter with your reason."))
    return web.see_other("province_cases.nominations")


def _withdrawal_page(nomination: Nomination, form: WithdrawalForm, status: int = 200) -> Response:
    eoi, at = nomination.expression, clock.now()
    page: dict[str, Any] = {"eoi": eoi, "at": at, "open_to_withdrawal": lifecycle.can_be_withdrawn(nomination, at)}
    return web.page("provinces/withdraw.html", status=status, nomination=nomination, form=form, **page)


CSV_COLUMNS = (
    "nomination",
    "profile_number",
    "stream",
    "year",
    "certificate_number",
    "nominated_at",
    "answer_before",
    "accepted_at",
    "refused_at",
    "lapsed_at",
    "withdrawn_at",
    "withdrawn_because",
    "ended_at",
)


@bp.get("/nominations.csv")
@province_required
def export() -> Response:
    """Every nomination of the province, as CSV."""
    lines = "".join(_csv(own_province()))
    headers = {"Content-Disposition": "attachment; filename=nominations.csv"}
    return Response(lines, mimetype="text/csv; charset=utf-8", headers=headers)


def _csv(province: Province) -> Iterator[str]:
    yield sheets.line(CSV_COLUMNS)
    wanted = select(Nomination).where(Nomination.province == province).options(joinedload(Nomination.expression))
    for one in db.session.scalars(wanted.order_by(Nomination.id)):
        first = (one.id, one.expression.number, one.stream, one.year, one.certificate_number)
        moments = (one.nominated_at, one.answer_before, one.accepted_at, one.refused_at, one.lapsed_at)
        last = (_iso(one.withdrawn_at), one.withdrawn_because, _iso(one.ended_at))
        yield sheets.line((*first, *map(_iso, moments), *last))


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


# ---- The places for nominations


@bp.get("/space")
@province_required
def space() -> Response:
    """The account of the province for a year: places, used, held and free, in all and by stream."""
    province, year = own_province(), request.args.get("year", clock.today().year, type=int)
    if year not in YEARS:
        abort(404)
    accounts = nomination_spaces.of_year(province, year)
    wanted = select(NominationSpace.year).where(NominationSpace.province == province).distinct()
    years = sorted({*db.session.scalars(wanted), clock.today().year})
    return web.page(
        "provinces/space.html",
        province=province,
        year=year,
        years=years,
        whole=accounts.pop(WHOLE_PROVINCE, None),
        rows=_streams_of(province, accounts),
    )


def _streams_of(province: Province, accounts: dict[str, NominationSpace]) -> list[tuple[str, str, Any]]:
    """Each stream in the law of today, or with places for the year: key, name and account."""
    keys = dict.fromkeys([*(stream.key for stream in streams.of(province, clock.law())), *accounts])
    named = ((key, streams.known(province, key)) for key in keys)
    language = formats.language()
    return [(key, key if stream is None else stream.name(language), accounts.get(key)) for key, stream in named]


@bp.route("/space/<int:year>/<stream_key>", methods=["GET", "POST"])
@province_required
def set_places(year: int, stream_key: str) -> Any:
    """How many of the province's places a stream has."""
    province = own_province()
    stream = streams.known(province, stream_key)
    if stream is None or year not in YEARS:
        abort(404)
    accounts = nomination_spaces.of_year(province, year)
    account = accounts.get(stream_key)
    form = PlacesForm(data={"places": None if account is None else account.places})
    page: dict[str, Any] = {
        "year": year,
        "stream": stream,
        "account": account,
        "whole": accounts.get(WHOLE_PROVINCE),
    }
    if not form.is_submitted():
        return web.page("provinces/places.html", form=form, **page)
    if not form.validate():
        return web.page("provinces/places.html", form=form, status=422, **page)
    try:
        spaces.set_places(province, year, stream_key, form.places.data, me(), clock.now())
    except Refusal as refusal:
        form.places.errors = [_refused(refusal)]
        return web.page("provinces/places.html", form=form, status=409, **page)
    db.session.commit()
    flash(_("The places are set."))
    return web.see_other("province_cases.space", year=year)
