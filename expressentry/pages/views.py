"""The public pages."""

from typing import Any

from flask import Blueprint, Response, redirect, url_for
from sqlalchemy import select

from expressentry import clock, web
from expressentry.accounts.access import anyone
from expressentry.database import db
from expressentry.models import Round
from expressentry.pool import standing
from expressentry.rules.programs import Program

bp = Blueprint("pages", __name__)


@bp.get("/")
@anyone
def front() -> Any:
    """To the front page in the language the browser prefers."""
    return redirect(url_for("pages.home", lang=web.language()), code=302)


@bp.get("/healthz")
@anyone
def health() -> Response:
    """That the site answers, and its database too: asked by the heartbeat, and by whatever watches the site."""
    db.session.execute(select(1))
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/<any(en,fr):lang>/")
@anyone
def home() -> Response:
    """What Express Entry is, in two steps."""
    latest = db.session.scalar(select(Round).where(Round.issued_at.is_not(None)).order_by(Round.number.desc()).limit(1))
    return web.page("pages/home.html", latest=latest, size=standing.size(clock.now()), law=clock.law())


@bp.get("/<any(en,fr):lang>/how-it-works")
@anyone
def how_it_works() -> Response:
    """The two steps in full, and what has changed since the founding page."""
    return web.page("pages/how_it_works.html", law=clock.law())


@bp.get("/<any(en,fr):lang>/programs")
@anyone
def programs() -> Response:
    """The three federal programs and the Provincial Nominee Program."""
    return web.page("pages/programs.html", law=clock.law(), funds_sizes=range(1, 8), Program=Program)


@bp.get("/<any(en,fr):lang>/the-pool")
@anyone
def the_pool() -> Response:
    """How the pool ranks, with the distribution of scores now."""
    at = clock.now()
    return web.page(
        "pages/the_pool.html", law=clock.law(), size=standing.size(at), distribution=standing.distribution()
    )


@bp.get("/<any(en,fr):lang>/about")
@anyone
def about() -> Response:
    """What this site is, what it is not, and under which law it runs."""
    return web.page("pages/about.html", law=clock.law())
