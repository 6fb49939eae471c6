"""The demonstration's clock. This room is open in demonstration mode only."""

from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _

from expressentry import clock, formats, web
from expressentry.accounts.access import me, officer_required
from expressentry.database import db
from expressentry.demo import lifecycle
from expressentry.demo.forms import ClockForm

bp = Blueprint("demo", __name__, url_prefix="/<any(en,fr):lang>/clock")


@bp.get("")
@officer_required
def show() -> Any:
    """Where the clock stands, and the form that moves it."""
    return web.page("demo/clock.html", form=ClockForm(formdata=None, data={"seen": lifecycle.position()}))


@bp.post("")
@officer_required
def move() -> Any:
    """Move the clock forward."""
    form = ClockForm()
    if not form.validate():
        return web.page("demo/clock.html", status=422, form=form)
    at = lifecycle.move(me(), form.ahead(clock.now()), form.seen.data or "")
    db.session.commit()
    flash(_("The clock stands at %(instant)s now. What fell due on the way has happened.", instant=formats.ottawa(at)))
    return web.see_other("demo.show")
