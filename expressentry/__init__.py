"""Express Entry: an open system that selects skilled immigrants for Canada by points."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from expressentry import config, database, extensions, web
from expressentry.bodies import SmallRequest
from expressentry.config import ROOT
from expressentry.sessions import RememberingSessions


class App(Flask):
    """Flask without asynchronous views, so that no call has to ask whether it is one."""

    request_class = SmallRequest

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(**overrides: Any) -> Flask:
    """The application with every room open; `overrides` settle configuration, as tests do."""
    app = App(
        __name__,
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(overrides.pop("INSTANCE_PATH", ROOT / "instance")),
    )
    config.configure(app, overrides)
    database.db.init_app(app)
    database.bind_engine(app)
    app.session_interface = RememberingSessions()
    extensions.babel.init_app(app, locale_selector=web.language)
    extensions.csrf.init_app(app)
    extensions.login.init_app(app)
    extensions.migrate.init_app(app, database.db, directory=str(ROOT / "migrations"))
    web.init_app(app)
    _open_rooms(app)
    return app


def _open_rooms(app: Flask) -> None:
    """Register every blueprint and command; rooms are imported here only."""
    from expressentry import commands
    from expressentry.accounts import views as accounts
    from expressentry.advice import views as advice
    from expressentry.applications import views as applications
    from expressentry.applications.answers import views as answers
    from expressentry.calculator import views as calculator
    from expressentry.demo import views as demo
    from expressentry.documents import views as documents
    from expressentry.employers import views as employers
    from expressentry.forecasts import views as forecasts
    from expressentry.invitations import views as invitations
    from expressentry.jobs import views as jobs
    from expressentry.law import views as law
    from expressentry.ledgers import views as ledgers
    from expressentry.letters import views as letters
    from expressentry.nominations import views as nominations
    from expressentry.occupations import views as occupations
    from expressentry.pages import views as pages
    from expressentry.pool import views as pool
    from expressentry.processing.payments import views as processing
    from expressentry.profiles import views as profiles
    from expressentry.provinces import views as provinces
    from expressentry.provinces.cases import views as province_cases
    from expressentry.representatives import views as representatives
    from expressentry.representatives.client import views as representation
    from expressentry.representatives.proposal import views as proposals
    from expressentry.rounds import views as rounds
    from expressentry.seen import views as seen
    from expressentry.service import views as service
    from expressentry.verification import views as verification

    app.url_map.converters["section"] = profiles.SectionConverter
    app.url_map.converters["part"] = answers.PartConverter
    rooms = (pages, accounts, calculator, profiles, occupations, pool, rounds, invitations, applications, answers)
    partners = (nominations, provinces, province_cases, jobs, employers, representatives, verification, seen)
    represented, explained = (representation, proposals), (law, ledgers, advice, forecasts)
    for room in (*rooms, *explained, letters, documents, processing, service, *partners, *represented):
        app.register_blueprint(room.bp)
    if app.config["DEMO"]:
        app.register_blueprint(demo.bp)
        app.register_blueprint(letters.outbox)
    commands.init_app(app)
