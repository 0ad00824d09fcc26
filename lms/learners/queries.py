"""Reading learners: the scopes the permission table uses, and people by what a form named."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select, union

from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.import_models import ImportBatch
from lms.learners.models import Learner
from lms.learners.safeguarding_models import NamedStaff


def hidden_from(viewer: Viewer) -> Select[Any]:
    """The identifiers of the unaccompanied minors for whom the viewer is not named.

    Every scope that leads to people leaves them out, so that for the viewer there is no such record.
    """
    named = select(NamedStaff.learner_id).where(NamedStaff.account_id == viewer.account_id)
    return select(Learner.id).where(Learner.unaccompanied, Learner.id.not_in(named))


def known_to(viewer: Viewer) -> ColumnElement[bool]:
    """Condition on Learner: whom `hidden_from` does not name, asked of one row at a time."""
    named = select(NamedStaff.learner_id).where(NamedStaff.account_id == viewer.account_id)
    return or_(not_(Learner.unaccompanied), Learner.id.in_(named))


def of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people of the viewer's centres, but for minors they are not named for."""
    own = and_(Learner.centre_id.in_(viewer.centre_ids), Learner.merged_into_id.is_(None))
    return and_(own, known_to(viewer))


def named_for(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people of the viewer's centres for whom the viewer is named."""
    named = select(NamedStaff.learner_id).where(NamedStaff.account_id == viewer.account_id)
    own = and_(Learner.centre_id.in_(viewer.centre_ids), Learner.merged_into_id.is_(None))
    return and_(own, Learner.id.in_(named))


def accompanied_by(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the people of the viewer's centres whom a mediator accompanies or is named for."""
    # One list of identifiers, because no index serves “this or among those”.
    accompanied = select(Learner.id).where(Learner.mediator_id == viewer.account_id)
    named = select(NamedStaff.learner_id).where(NamedStaff.account_id == viewer.account_id)
    return and_(Learner.id.in_(union(accompanied, named)), of_own_centres(viewer))


def own_record(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over Learner: the signed-in learner's own record."""
    return Learner.account_id == viewer.account_id


def batches_of_own_centres(viewer: Viewer) -> ColumnElement[bool]:
    """Scope over ImportBatch: the lists uploaded for the viewer's centres."""
    return ImportBatch.centre_id.in_(viewer.centre_ids)


def chosen(by: Viewer, learner_ids: Sequence[int], permission: str) -> Sequence[Learner]:
    """The learners with these identifiers over whom the viewer holds the permission, by name."""
    statement = scoped(select(Learner), permission, by).where(Learner.id.in_(learner_ids))
    return db.session.scalars(statement.order_by(Learner.family_cyrillic, Learner.given_cyrillic)).all()


def openable(by: Viewer, learner_ids: Iterable[int]) -> frozenset[int]:
    """Which of these people's records the viewer may open: a teacher reads names whose records are closed to them."""
    statement = scoped(select(Learner.id), "learners.view", by).where(Learner.id.in_(list(learner_ids)))
    return frozenset(db.session.scalars(statement))
