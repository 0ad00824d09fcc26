"""The content of the item bank from the command line."""

import click
from flask.cli import with_appcontext

from lms.access.errors import DomainError
from lms.assessments.bank import load_items
from lms.database import db


@click.group()
def content() -> None:
    """What is taught and asked: the items in content/."""


@content.command()
@with_appcontext
def load() -> None:
    """Bring the item bank up to date with content/items; what was answered is superseded, never edited."""
    try:
        done = load_items()
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(
        f"{done.created} items created, {done.superseded} superseded, "
        f"{done.replaced} replaced, {done.unchanged} unchanged"
    )
