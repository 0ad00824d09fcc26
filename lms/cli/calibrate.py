"""Calibrating the items from the command line, by hand or by a timer of the server."""

import click
from flask.cli import with_appcontext

from lms.access.errors import DomainError
from lms.access.viewer import SYSTEM
from lms.assessments.calibration import actions
from lms.assessments.calibration.fitting import Model
from lms.database import db


@click.command("calibrate")
@click.option(
    "--model",
    type=click.Choice([one.value for one in Model]),
    default=Model.TWO_PARAMETERS.value,
    help="What is estimated.",
)
@click.option("--if-due", is_flag=True, help="Only when there are enough new answers; for a timer.")
@with_appcontext
def calibrate(model: str, if_due: bool) -> None:
    """Estimate how hard the items are from what people answered in placements, and use it from now on."""
    if if_due and not actions.is_due():
        click.echo("There are too few new answers.")
        return
    try:
        made = actions.calibrate(SYSTEM, Model(model))
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"Calibration {made.id}: {made.answers} answers of {made.people} placements, {made.anchors} anchors.")
