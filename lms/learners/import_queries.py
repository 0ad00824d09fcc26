"""Reading uploaded lists: what their rows say, what of it a viewer may see, and how far a list has come."""

from collections.abc import Collection, Iterable, Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from lms import clock
from lms.access.scope import scoped
from lms.access.viewer import Viewer
from lms.database import db
from lms.learners.import_columns import find_columns
from lms.learners.import_models import Fate, ImportBatch, ImportLike, ImportRow, ImportState, ImportTrait
from lms.learners.import_rules import Finding, read_row
from lms.learners.models import Learner
from lms.learners.rules import Facts

PARAMETERS = 5000
"""How many values one question to the database names."""
SHOWN = 50
"""How many rows of a kind a page shows."""
UNDER_WAY = (ImportState.COMPARING, ImportState.WRITING)
UNFINISHED = (ImportState.COMPARING, ImportState.PREVIEWED, ImportState.WRITING)
_COMPARED = (
    Learner.given_latin,
    Learner.family_latin,
    Learner.given_cyrillic,
    Learner.family_cyrillic,
    Learner.name_native,
    Learner.born_on,
    Learner.born_precision,
    Learner.phone,
    Learner.personal_number,
)


def findings(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[Finding]:
    """What rows say, read as on the day on which the list was uploaded."""
    columns = find_columns([batch.header])
    day = clock.to_local(batch.created_at, batch.centre.time_zone).date()
    return [read_row(row.cells, row.number, columns, day) for row in rows]


def next_rows(batch: ImportBatch, count: int) -> Sequence[ImportRow]:
    """The rows that are to be read next."""
    after = (ImportRow.batch_id == batch.id, ImportRow.number > batch.read_to)
    return db.session.scalars(select(ImportRow).where(*after).order_by(ImportRow.number).limit(count)).all()


def rows_of(batch: ImportBatch, numbers: Collection[int]) -> list[ImportRow]:
    """The rows with these numbers."""
    wanted, found = sorted(numbers), list[ImportRow]()
    for at in range(0, len(wanted), PARAMETERS):
        of = (ImportRow.batch_id == batch.id, ImportRow.number.in_(wanted[at : at + PARAMETERS]))
        found += db.session.scalars(select(ImportRow).where(*of).order_by(ImportRow.number)).all()
    return found


def postings(batch: ImportBatch, traits: Collection[int]) -> dict[int, list[int]]:
    """Which rows have these traits, in their order."""
    wanted, found = sorted(traits), dict[int, list[int]]()
    for at in range(0, len(wanted), PARAMETERS):
        of = (ImportTrait.batch_id == batch.id, ImportTrait.trait.in_(wanted[at : at + PARAMETERS]))
        statement = select(ImportTrait.trait, ImportTrait.number).where(*of)
        for trait, number in db.session.execute(statement.order_by(ImportTrait.trait, ImportTrait.number)):
            found.setdefault(trait, []).append(number)
    return found


def people_after(batch: ImportBatch, count: int) -> dict[int, Facts]:
    """The next people with whom a list is to be compared, whoever may see them, but for those it wrote itself.

    What comes of it is shown by `import_shown`, to each viewer what they may see.
    """
    statement = select(Learner.id, *_COMPARED).where(*_not_compared(batch)).order_by(Learner.id).limit(count)
    return {row.id: Facts(**{name: value for name, value in row._asdict().items() if name != "id"})
            for row in db.session.execute(statement)}  # fmt: skip


def everybody_compared(batch: ImportBatch) -> bool:
    """Whether nobody has a record with whom a list was not compared."""
    return db.session.scalar(select(Learner.id).where(*_not_compared(batch)).limit(1)) is None


def _not_compared(batch: ImportBatch) -> tuple[ColumnElement[bool], ...]:
    own = exists().where(ImportRow.learner_id == Learner.id, ImportRow.batch_id == batch.id)
    return Learner.id > batch.compared_to, Learner.merged_into_id.is_(None), ~own


def resembles(by: Viewer, batch: ImportBatch) -> ColumnElement[bool]:
    """Over the rows of a list: whether a row looks like a person whom the viewer may see."""
    seen = scoped(select(Learner.id), "learners.change", by)
    likes = select(ImportLike.number).where(ImportLike.batch_id == batch.id, ImportLike.learner_id.in_(seen))
    return ImportRow.number.in_(likes)


def kinds(by: Viewer, batch: ImportBatch) -> dict[str, ColumnElement[bool]]:
    """Over ImportRow: which rows of a list are wrong, known already, new or were written meanwhile, to the viewer."""
    known = or_(ImportRow.same_as.is_not(None), resembles(by, batch))
    of = ImportRow.batch_id == batch.id
    return {
        "wrong": and_(of, ImportRow.wrong.is_(True)),
        "known": and_(of, ImportRow.wrong.is_(False), known),
        "chosen": and_(of, ImportRow.wrong.is_(False), known, ImportRow.also),
        "new": and_(of, ImportRow.wrong.is_(False), not_(known)),
        "late": and_(of, ImportRow.fate == Fate.LATE, resembles(by, batch)),
    }


def count_rows(condition: ColumnElement[bool]) -> int:
    """How many rows it holds for."""
    return db.session.scalar(select(func.count()).select_from(ImportRow).where(condition)) or 0


def page_of(condition: ColumnElement[bool], page: int = 1) -> Pagination:
    """One page of the rows it holds for."""
    statement = select(ImportRow).where(condition).order_by(ImportRow.number)
    return db.paginate(statement, page=page, per_page=SHOWN, error_out=False)


def rows_where(condition: ColumnElement[bool], after: int, count: int) -> Sequence[ImportRow]:
    """The rows it holds for, a few at a time."""
    statement = select(ImportRow).where(condition, ImportRow.number > after)
    return db.session.scalars(statement.order_by(ImportRow.number).limit(count)).all()


def unfinished(by: Viewer) -> Sequence[ImportBatch]:
    """The lists the viewer may go on with, the latest first."""
    statement = scoped(select(ImportBatch), "learners.import", by).where(ImportBatch.state.in_(UNFINISHED))
    return db.session.scalars(statement.order_by(ImportBatch.id.desc())).all()
