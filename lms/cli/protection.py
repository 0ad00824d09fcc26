"""Naming staff for a minor from the command line: when everybody who was named has left."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.access.viewer import SYSTEM
from lms.accounts.queries import by_email
from lms.database import db
from lms.learners.models import Learner
from lms.learners.safeguarding_actions import name_staff
from lms.learners.safeguarding_queries import NAMEABLE


@click.command()
@click.argument("number")
@click.argument("email")
@with_appcontext
def protect(number: str, email: str) -> None:
    """Name the member of staff with this EMAIL for the person with this NUMBER (A-000123)."""
    learner = db.session.scalars(select(Learner).where(Learner.number == number)).one_or_none()
    account = by_email(email)
    if learner is None:
        raise click.ClickException(f"Nobody has the number {number}.")
    if account is None or account.role not in NAMEABLE or learner.centre not in account.centres:
        raise click.ClickException(f"{email} is no coordinator, mediator or teacher of {learner.centre.name_en}.")
    name_staff(SYSTEM, learner, account)
    db.session.commit()
    click.echo(f"{email} is named for {number}.")
