"""What `flask run` finds."""

from threading import Lock
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import inspect

from expressentry import create_app
from expressentry.database import db

app = create_app()
serve, lock = app.wsgi_app, Lock()


def make_the_database_first(environ: Any, start_response: Any) -> Any:
    """In a new checkout the first request makes the database; after that this function is out of the way."""
    with lock, app.app_context():
        if app.wsgi_app is not serve and not inspect(db.engine).get_table_names():
            upgrade()
        app.wsgi_app = serve  # type: ignore[method-assign]
    return serve(environ, start_response)


app.wsgi_app = make_the_database_first  # type: ignore[method-assign]
