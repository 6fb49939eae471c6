"""The candidate's documents: the checklist, each item of it, and the files themselves."""

from flask import Blueprint

bp = Blueprint("documents", __name__, url_prefix="/<any(en,fr):lang>/applications/<int:application_id>")
