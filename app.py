"""What `flask run` finds."""

from expressentry import create_app

app = create_app()
