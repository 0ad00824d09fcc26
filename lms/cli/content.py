"""The content of the item bank and the syllabus from the command line."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.access.errors import DomainError
from lms.access.viewer import SYSTEM
from lms.assessments.loading import load_items
from lms.courses.models import Programme
from lms.courses.syllabus_actions import take_outlines
from lms.courses.syllabus_content import outlines
from lms.database import db


@click.group()
def content() -> None:
    """What is taught and asked: the items and the syllabus in content/."""


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


@content.command()
@click.argument("programme")
@click.argument("outline", nargs=-1, required=True)
@with_appcontext
def syllabus(programme: str, outline: tuple[str, ...]) -> None:
    """Give a PROGRAMME without units those of each OUTLINE in content/syllabus: A1-100 A1.1 A1.2."""
    found = db.session.scalar(select(Programme).where(Programme.code == programme))
    if found is None:
        raise click.ClickException(f"There is no programme {programme}.")
    try:
        known = outlines()
        if unknown := sorted(set(outline) - known.keys()):
            raise click.ClickException(f"There is no outline {', '.join(unknown)}; there are {', '.join(known)}.")
        made = take_outlines(SYSTEM, found, [known[code] for code in outline])
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"{len(made)} units, {sum(unit.hours for unit in made)} of {found.hours} academic hours")
