"""The WSGI entry: `app` is what gunicorn, waitress and `flask` serve."""

from lms import create_app

app = create_app()
