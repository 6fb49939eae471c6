"""What `flask run` finds."""

from flask_migrate import upgrade
from sqlalchemy import inspect

from expressentry import create_app
from expressentry.database import db

app = create_app()

with app.app_context():
    if not inspect(db.engine).get_table_names():  # a new checkout: the first start makes the database
        upgrade()
