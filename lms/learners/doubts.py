"""Facts that do not fit together: said to whoever writes them, who may know better."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from stdnum.bg import egn, pnf

from lms.learners.models import BirthPrecision, Sex
from lms.learners.rules import Facts

SCHOOL_BEGINS_AT = 4


@dataclass(frozen=True)
class Doubt:
    """Two facts that disagree: at which field it is said, and in which words."""

    field: str
    text: Any


def is_egn(number: str | None) -> bool:
    """Whether a number can only be a ЕГН, in which the birth date and the sex are written."""
    return number is not None and egn.is_valid(number) and not pnf.is_valid(number)


def _sex_of(number: str) -> Sex:
    # The ninth digit is even for men, odd for women (Ordinance on ЕСГРАОН).
    return Sex.MALE if int(number[8]) % 2 == 0 else Sex.FEMALE


def with_number(facts: Facts) -> Facts:
    """The facts with the birth date and sex that a ЕГН says, where they were left open."""
    if not is_egn(facts.personal_number):
        return facts
    number = facts.personal_number or ""
    if facts.born_on is None:
        facts = replace(facts, born_on=egn.get_birth_date(number), born_precision=BirthPrecision.DAY)
    return replace(facts, sex=_sex_of(number)) if facts.sex is Sex.UNKNOWN else facts


def doubts(facts: Facts, today: date) -> list[Doubt]:
    """What of the facts does not fit together."""
    found = []
    if is_egn(facts.personal_number):
        found += _against_number(facts, facts.personal_number or "")
    if facts.born_on and facts.schooling_years:
        age = today.year - facts.born_on.year
        if facts.schooling_years > max(age - SCHOOL_BEGINS_AT, 0):
            years = facts.schooling_years
            text = _l("%(years)s years of schooling are many for somebody of about %(age)s.", years=years, age=age)
            found.append(Doubt("schooling_years", text))
    return found


def _against_number(facts: Facts, number: str) -> list[Doubt]:
    found, written = [], egn.get_birth_date(number)
    whole = facts.born_precision is BirthPrecision.DAY
    if facts.born_on and (facts.born_on != written if whole else facts.born_on.year != written.year):
        text = _l("The personal number says that the person was born on %(day)s.", day=f"{written:%d.%m.%Y}")
        found.append(Doubt("born", text))
    if facts.sex in (Sex.FEMALE, Sex.MALE) and facts.sex is not _sex_of(number):
        found.append(Doubt("sex", _l("The personal number is that of the other sex.")))
    return found
