"""Recounting attendance from what was entered, for a timer of the server and after every restored copy."""

import sys
from collections.abc import Collection, Iterable

import click
from flask.cli import with_appcontext

from lms.access.viewer import SYSTEM
from lms.attendance.mending import mend
from lms.attendance.recount import Finding, cohorts_in_batches, findings
from lms.database import begin_reading, end_transaction

COHORTS = 20
"""Cohorts that are recounted at a time; between two batches others write."""


@click.command("verify")
@click.option("--repair", is_flag=True, help="Mend marks and totals by the entries.")
@with_appcontext
def verify(repair: bool) -> None:
    """Recount every mark from its entries and every total from the marks; ends with 1 if anything differs."""
    begin_reading()
    batches = cohorts_in_batches(COHORTS)
    left = 0
    for batch in batches:
        begin_reading()
        found = findings(batch)
        end_transaction()
        left += _repair(batch) if found and repair else _tell("", found)
    click.echo(f"{left} difference{'s' if left > 1 else ''}." if left else "Everything adds up.")
    if left:
        sys.exit(1)


def _repair(cohort_ids: Iterable[int]) -> int:
    """Mend these cohorts, each in a transaction of its own; returns how much only a person can mend."""
    left = 0
    for cohort_id in cohort_ids:
        mended, not_mended = mend(SYSTEM, cohort_id)
        end_transaction()
        _tell("mended: ", mended)
        left += _tell("", not_mended)
    return left


def _tell(first: str, found: Collection[Finding]) -> int:
    for one in found:
        click.echo(f"{first}{one}")
    return len(found)
