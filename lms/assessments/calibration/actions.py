"""Making a calibration and undoing it. What people were told and what was asked of them stays as it was."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.calibration import queries
from lms.assessments.calibration.fitting import Model
from lms.assessments.calibration.models import CalibratedItem, Calibration
from lms.assessments.calibration.reading import Reading, answers_so_far, read
from lms.assessments.calibration.renewing import Renewed, renew
from lms.assessments.calibration.rows import rows
from lms.database import begin_reading, db, end_transaction

LEAST_PEOPLE = 50
"""Placements below which nothing is learned that the writers do not know better."""
LEAST_SPREAD = 0.3
"""Logits by which people must differ at least: among equals no item shows who knows more."""
LEAST_NEW, NEW_SHARE = 200, 0.05
"""The server calibrates again after so many new answers, and so many of those there were."""


def is_due() -> bool:
    """Whether there are enough new answers since the newest calibration, undone or not.

    One that a person undid does not come back the same night: it waits for new answers too.
    """
    last = queries.latest()
    before = last.answers if last else 0
    return answers_so_far() - before >= max(LEAST_NEW, NEW_SHARE * before)


def calibrate(by: Viewer, model: Model) -> Calibration:
    """Estimate all items anew from all answers, and use what comes out from now on.

    The work takes seconds, so others write meanwhile: it ends the transaction it finds. Raises DomainError when there
    are too few placements, when the people hardly differ, and when somebody else calibrated or undid in the meantime.
    """
    begin_reading()
    before, reading = queries.in_use(), read()
    people = len(reading.task.answers.table)
    if people < LEAST_PEOPLE:
        raise DomainError(
            _l(
                "There are %(count)s finished placements; a calibration needs %(least)s.",
                count=people,
                least=LEAST_PEOPLE,
            )
        )
    before_id = before.id if before else None
    end_transaction()
    renewed = renew(reading.task, model)
    if renewed.fit.population.spread(reading.task.answers.said) < LEAST_SPREAD:
        raise DomainError(_l("The people who answered hardly differ in what they know, so their answers say nothing."))
    return _keep(by, before_id, reading, renewed, model)


def _keep(by: Viewer, before_id: int | None, reading: Reading, renewed: Renewed, model: Model) -> Calibration:
    now = queries.in_use()
    if (now.id if now else None) != before_id:
        raise DomainError(_l("Another calibration was made or undone in the meantime. Begin again."))
    people = renewed.fit.population
    made = Calibration(
        made_by_id=by.account_id,
        model=model,
        people=len(reading.task.answers.table),
        answers=int(reading.task.answers.counts().sum()),
        anchors=renewed.anchors,
        mean=people.mean,
        per_statement=people.per_statement,
        sd=people.sd,
    )
    db.session.add(made)
    db.session.flush()
    db.session.execute(insert(CalibratedItem), [{"calibration_id": made.id, **row} for row in rows(reading, renewed)])
    record(by, "calibration.make", "calibration", made.id, model=model, people=made.people, answers=made.answers)
    return made


def undo(by: Viewer, calibration: Calibration) -> None:
    """Go back to the calibration before this one, or to what the writers expect when there is none.

    Raises DomainError for one that is not in use.
    """
    if queries.in_use() is not calibration:
        raise DomainError(_l("Only the calibration in use can be undone."))
    calibration.undone_at, calibration.undone_by_id = clock.now(), by.account_id
    db.session.flush()
    record(by, "calibration.undo", "calibration", calibration.id)
