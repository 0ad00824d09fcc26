"""Deleting recordings that have served, for a timer of the server."""

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.access.viewer import SYSTEM
from lms.assessments.marking.recording_actions import forget_recordings
from lms.database import db


@click.command("forget-recordings")
@with_appcontext
def forget() -> None:
    """Delete recordings whose results were shown more than AZBUKA_RECORDING_DAYS days ago."""
    deleted = forget_recordings(SYSTEM, current_app.config["SETTINGS"].recording_days)
    db.session.commit()
    click.echo(f"{deleted} recordings were deleted.")
