"""Forgetting what is personal in requests that were decided long ago, for a timer of the server."""

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.database import db
from lms.learners.request_actions import forget_requests


@click.command("forget-requests")
@with_appcontext
def forget() -> None:
    """Remove what is personal from requests decided more than AZBUKA_REQUEST_DAYS days ago."""
    forgotten = forget_requests(current_app.config["SETTINGS"].request_days)
    db.session.commit()
    click.echo(f"Personal data was removed from {forgotten} requests.")
