"""Reading learners: the scopes the permission table uses, and whom a list is compared with."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.import_rules import KnownPerson, known_names
from lms.learners.models import ImportBatch, Learner


def of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people of the viewer's centres."""
    return and_(Learner.centre_id.in_(viewer.centre_ids), Learner.merged_into_id.is_(None))


def accompanied_by(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people of the viewer's centres whom a mediator accompanies."""
    return and_(Learner.mediator_id == viewer.account_id, of_own_centres(viewer))


def own_record(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the signed-in learner's own record."""
    return Learner.account_id == viewer.account_id


def batches_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over ImportBatch: the lists uploaded for the viewer's centres."""
    return ImportBatch.centre_id.in_(viewer.centre_ids)


def known_people(by: Viewer, centre_id: int) -> list[KnownPerson]:
    """Everybody an uploaded list is compared with: the people of its centre whom the viewer may see."""
    statement = scoped(select(Learner), "learners.change", by).where(Learner.centre_id == centre_id)
    return [
        KnownPerson(
            learner.id,
            learner.number,
            known_names(learner.name, learner.name_bg, learner.name_native or ""),
            learner.born_on,
            learner.phone,
        )
        for learner in db.session.scalars(statement)
    ]


def chosen(by: Viewer, learner_ids: Sequence[int], permission: str) -> Sequence[Learner]:
    """The learners with these identifiers over whom the viewer holds the permission, by name."""
    statement = scoped(select(Learner), permission, by).where(Learner.id.in_(learner_ids))
    return db.session.scalars(statement.order_by(Learner.family_cyrillic, Learner.given_cyrillic)).all()
