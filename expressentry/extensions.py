"""The extensions, unbound; `create_app` binds them."""

from flask_babel import Babel
from flask_migrate import Migrate

from expressentry.sessions import Logins, RememberingCsrf

babel = Babel()
csrf = RememberingCsrf()
login = Logins()
migrate = Migrate()
