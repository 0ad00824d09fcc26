"""The WSGI entry: `app` is what gunicorn, waitress and `flask` serve."""

import sys

from lms import create_app
from lms.settings import SettingError

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"Azbuka cannot start: {error}")
