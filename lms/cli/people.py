"""Records of people from the command line."""

import click
from flask.cli import with_appcontext

from lms.database import db
from lms.learners.search_actions import rebuild_keys


@click.command("rebuild-search")
@with_appcontext
def rebuild_search() -> None:
    """Write anew the keys under which people are found; needed when the rules of spelling changed."""
    count = rebuild_keys()
    db.session.commit()
    click.echo(f"{count} people can be found")
