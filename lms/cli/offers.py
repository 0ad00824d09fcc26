"""Closing the offers nobody answered in time, for a timer of the server."""

import click
from flask.cli import with_appcontext

from lms.access.viewer import SYSTEM
from lms.courses.offer_actions import expire_offers
from lms.database import db


@click.command("expire-offers")
@with_appcontext
def expire() -> None:
    """Give up the places for which nobody answered in time; the people go on waiting."""
    expired = expire_offers(SYSTEM)
    db.session.commit()
    click.echo(f"{expired} offers were not answered in time; their places are free.")
