"""Who counts as a minor, and what the record of one must say."""

from dataclasses import dataclass
from datetime import date

from lms.learners.models import BirthPrecision
from lms.learners.safeguarding_models import Relation

OF_AGE = 18


@dataclass(frozen=True)
class Around:
    """The adults around a minor; the names of the fields are those of the Safeguarding record."""

    guardian_name: str | None = None
    guardian_relation: Relation | None = None
    guardian_phone: str | None = None
    guardian_language: str | None = None
    contact_name: str | None = None
    contact_role: str | None = None
    contact_phone: str | None = None

    def __bool__(self) -> bool:
        return any(vars(self).values())


def of_age_on(born_on: date, precision: BirthPrecision) -> date:
    """The first day on which somebody is surely of age: known only by the year, they may be born on its last day."""
    if precision is BirthPrecision.YEAR:
        return date(born_on.year + OF_AGE, 12, 31)
    try:
        return born_on.replace(year=born_on.year + OF_AGE)
    except ValueError:
        # Born on 29 February: of age when 28 February has passed.
        return date(born_on.year + OF_AGE, 3, 1)


def is_minor(born_on: date | None, precision: BirthPrecision | None, today: date) -> bool:
    """Whether somebody is, or may still be, under 18. Of whom no birth date is known, none is assumed."""
    return born_on is not None and precision is not None and today < of_age_on(born_on, precision)
