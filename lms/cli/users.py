"""Accounts from the command line: the first administrator of an installation."""

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.access.errors import DomainError
from lms.access.viewer import SYSTEM, Role
from lms.accounts import actions
from lms.database import db


@click.group()
def user() -> None:
    """Accounts of staff."""


@user.command()
@click.option("--name", prompt=True)
@click.option("--email", prompt="E-mail")
@click.password_option()
@with_appcontext
def administrator(name: str, email: str, password: str) -> None:
    """Create an administrator: the first account of a new installation."""
    try:
        account = actions.create_staff(SYSTEM, Role.ADMINISTRATOR, name, email, [])
        actions.set_password(SYSTEM, account, password)
    except DomainError as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"{email} can sign in at {current_app.config['BASE_URL']}/sign-in")
