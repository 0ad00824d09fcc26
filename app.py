"""The WSGI entry: `app` is what gunicorn, waitress and `flask` serve."""

import gc
import sys

from sqlalchemy.orm import configure_mappers

from lms import create_app
from lms.settings import SettingError

try:
    app = create_app()
except SettingError as error:
    sys.exit(f"Azbuka cannot start: {error}")

# Gunicorn makes its processes as copies of this one. What stands here by now, and is never looked at by the collector
# again, they hold in memory together.
configure_mappers()
gc.collect()
gc.freeze()
