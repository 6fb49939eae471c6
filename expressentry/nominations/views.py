"""A candidate's notifications of interest and nominations, and the account of nomination space."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select

from expressentry import clock, labels, web
from expressentry.accounts.access import candidate_required, current_profile, me, officer_required
from expressentry.accounts.keeping.views import keep_refusals, note_refusal
from expressentry.database import SAFE_METHODS, db
from expressentry.models import WHOLE_PROVINCE, ExpressionOfInterest, Nomination, NotificationOfInterest
from expressentry.nomination_spaces import of_year
from expressentry.nominations import lifecycle, notifications, overview, requirements, spaces
from expressentry.nominations.forms import FIRST_YEAR, LAST_YEAR, PlacesForm, YearForm
from expressentry.pool import lifecycle as pool
from expressentry.rules.facts import Province

bp = Blueprint("nominations", __name__, url_prefix="/<any(en,fr):lang>/nominations")
REFUSED = "nominations.refused"
keep_refusals(bp, REFUSED)


LARGEST_ID = 2**31


@bp.get("")
@candidate_required
def index() -> Response:
    """What waits for an answer, the number and code to give to a province, and all that was before."""
    profile, at = current_profile(), clock.now()
    stay = pool.open_stay(profile)
    return web.page(
        "nominations/index.html",
        eoi=stay if stay is not None and requirements.is_open(stay, at) else None,
        nominations=overview.nominations_of(profile.id),
        notifications=overview.notifications_of(profile.id),
        stream_name=overview.stream_name,
        at=at,
    )


def _own(kind: Any, record_id: int) -> Any:
    """One's own notification or nomination; another's does not exist. It is locked by whoever may change it."""
    own = select(kind).join(ExpressionOfInterest)
    own = own.where(kind.id == record_id, ExpressionOfInterest.profile_id == current_profile().id)
    if request.method not in SAFE_METHODS:
        own = own.with_for_update(of=kind)
    return (db.session.scalar(own) if record_id < LARGEST_ID else None) or abort(404)


def _notification_page(template: str, notification_id: int) -> Response:
    """A page about one's own notification of interest."""
    notification, at = _own(NotificationOfInterest, notification_id), clock.now()
    answerable = notification.is_open(at) and requirements.is_open(notification.expression, at)
    return web.page(template, notification=notification, at=at, answerable=answerable, stream_name=overview.stream_name)


@bp.get("/notifications/<int:notification_id>")
@candidate_required
def show_notification(notification_id: int) -> Response:
    """Which province is interested, under which stream, what it writes, and what an answer does."""
    return _notification_page("nominations/notification.html", notification_id)


@bp.get("/notifications/<int:notification_id>/acceptance")
@candidate_required
def ask_accept_notification(notification_id: int) -> Response:
    """What accepting lets the province know, before it is done."""
    return _notification_page("nominations/accept_notification.html", notification_id)


@bp.post("/notifications/<int:notification_id>/acceptance")
@candidate_required
def accept_notification(notification_id: int) -> Any:
    """Accept: the province may know who the candidate is."""
    notification: NotificationOfInterest = _own(NotificationOfInterest, notification_id)
    notifications.accept(notification, me(), clock.now())
    db.session.commit()
    flash(_("You accepted the notification of interest. The province or territory can now see who you are."))
    return web.see_other(".show_notification", notification_id=notification_id)


@bp.get("/notifications/<int:notification_id>/refusal")
@candidate_required
def ask_decline_notification(notification_id: int) -> Response:
    """What declining does, before it is done."""
    return _notification_page("nominations/decline_notification.html", notification_id)


@bp.post("/notifications/<int:notification_id>/refusal")
@candidate_required
def decline_notification(notification_id: int) -> Any:
    """Decline: the province learns nothing more."""
    notification: NotificationOfInterest = _own(NotificationOfInterest, notification_id)
    notifications.decline(notification, me(), clock.now())
    db.session.commit()
    flash(_("You declined the notification of interest."))
    return web.see_other(".show_notification", notification_id=notification_id)


def _nomination_page(template: str, nomination_id: int) -> Response:
    """A page about one's own nomination, with what accepting would do."""
    nomination, at = _own(Nomination, nomination_id), clock.now()
    return web.page(
        template,
        nomination=nomination,
        at=at,
        prospect=overview.prospect(nomination, at, clock.law()) if nomination.is_open(at) else None,
        stream=overview.stream_name(nomination.province, nomination.stream, web.language()),
    )


@bp.get("/<int:nomination_id>")
@candidate_required
def show(nomination_id: int) -> Response:
    """Province, stream and certificate, the deadline, and the score and rank with it."""
    return _nomination_page("nominations/show.html", nomination_id)


@bp.get("/<int:nomination_id>/acceptance")
@candidate_required
def ask_accept(nomination_id: int) -> Response:
    """What accepting does, before it is done."""
    return _nomination_page("nominations/accept.html", nomination_id)


@bp.post("/<int:nomination_id>/acceptance")
@candidate_required
def accept(nomination_id: int) -> Any:
    """Accept: the points are there at once."""
    nomination: Nomination = _own(Nomination, nomination_id)
    lifecycle.accept(nomination, me(), clock.now(), clock.law())
    db.session.commit()
    return _accepted(nomination)


@bp.get("/<int:nomination_id>/exchange")
@candidate_required
def ask_exchange(nomination_id: int) -> Response:
    """What declining the invitation and accepting in one step does, before it is done."""
    return _nomination_page("nominations/exchange.html", nomination_id)


@bp.post("/<int:nomination_id>/exchange")
@candidate_required
def exchange(nomination_id: int) -> Any:
    """The invitation is declined and the nomination accepted, both or neither."""
    nomination: Nomination = _own(Nomination, nomination_id)
    lifecycle.accept_and_decline_invitation(nomination, me(), clock.now(), clock.law())
    db.session.commit()
    return _accepted(nomination)


def _accepted(nomination: Nomination) -> Any:
    flash(_("You accepted the nomination. Your score is %(score)s.", score=nomination.expression.score))
    return web.see_other("pool.standing")


@bp.get("/<int:nomination_id>/refusal")
@candidate_required
def ask_refuse(nomination_id: int) -> Response:
    """What refusing does, before it is done."""
    return _nomination_page("nominations/refuse.html", nomination_id)


@bp.post("/<int:nomination_id>/refusal")
@candidate_required
def refuse(nomination_id: int) -> Any:
    """Refuse: no points, and the place is free for somebody else."""
    nomination: Nomination = _own(Nomination, nomination_id)
    lifecycle.refuse(nomination, me(), clock.now())
    db.session.commit()
    flash(_("You refused the nomination."))
    return web.see_other(".show", nomination_id=nomination_id)


@bp.get("/spaces")
@officer_required
def list_spaces() -> Response:
    """The places of every province for a year: used, held, free."""
    form = YearForm(request.args)
    sound = form.validate()
    year = form.year.data if sound and form.year.data else clock.today().year
    if sound:
        form.year.data = year
    accounts = overview.accounts_of_year(year, clock.law())
    return web.page("nominations/spaces.html", status=200 if sound else 422, form=form, year=year, accounts=accounts)


def _account_or_404(year: int, province: str) -> Province:
    """A province that nominates, in a year in which it can."""
    known = province in Province.__members__ and FIRST_YEAR <= year <= LAST_YEAR
    found = Province[province] if known else abort(404)
    return found if any(one.province is found for one in overview.accounts_of_year(year, clock.law())) else abort(404)


@bp.get("/spaces/<int:year>/<province>")
@officer_required
def show_space(year: int, province: str) -> Response:
    """The places of one province for a year, and of its streams."""
    account = of_year(_account_or_404(year, province), year).get(WHOLE_PROVINCE)
    form = PlacesForm(formdata=None, data={"places": None if account is None else account.places})
    return _space_page(form, year, Province[province])


@bp.post("/spaces/<int:year>/<province>")
@officer_required
def set_space(year: int, province: str) -> Any:
    """Set how many nominations the province may make in the year."""
    whose, form = _account_or_404(year, province), PlacesForm()
    if not form.validate():
        return _space_page(form, year, whose, status=422)
    try:
        spaces.set_places(whose, year, WHOLE_PROVINCE, form.places.data, me(), clock.now())
    except (spaces.BelowTaken, spaces.BelowStreams) as refusal:
        note_refusal(REFUSED, refusal.code)
        db.session.commit()
        form.places.errors = [labels.refusal(refusal)]
        return _space_page(form, year, whose, status=409)
    db.session.commit()
    flash(_("The places for %(year)s are saved.", year=year))
    return web.see_other(".list_spaces", year=year)


def _space_page(form: PlacesForm, year: int, province: Province, status: int = 200) -> Response:
    return web.page(
        "nominations/space.html",
        status=status,
        form=form,
        year=year,
        province=province,
        accounts=of_year(province, year),
        stream_name=overview.stream_name,
    )
