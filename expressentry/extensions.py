"""The extensions, unbound; `create_app` binds them."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate

from expressentry.sessions import RememberingCsrf

babel = Babel()
csrf = RememberingCsrf()
login = LoginManager()
login.session_protection = None  # telephones change their address; the session ends with the password instead
migrate = Migrate()
