"""Putting a quiz together: sections, items from the bank by hand or drawn, their order; copying it.

A quiz that anybody began is never changed: what one person was asked, everybody was.
"""

import secrets
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.assessments.items.models import ItemVersion
from lms.assessments.quizzes import blueprint, building_queries
from lms.assessments.quizzes.blueprint import Draw
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem, QuizSection
from lms.assessments.states import ItemState, Layout, QuizKind
from lms.database import db

LARGEST = 100
"""Items a quiz may have."""
Contents = list[tuple[int | None, list[int]]]
"""For each section (None: before all of them) the versions of its items in their order."""


def make_quiz(
    by: Viewer,
    title: str,
    kind: QuizKind,
    layout: Layout,
    shuffled: bool,
    minutes: int | None,
    pass_percent: int | None,
) -> Quiz:
    """Make a quiz that has no items yet; `minutes` is how long one sitting may last."""
    quiz = Quiz(code=f"q-{secrets.token_hex(4)}", title=title, kind=kind, made_by_id=by.account_id, active=True)
    quiz.layout, quiz.shuffled, quiz.minutes, quiz.pass_percent = layout, shuffled, minutes, pass_percent
    db.session.add(quiz)
    db.session.flush()
    record(by, "quiz.make", "quiz", quiz.id)
    return quiz


def change_quiz(by: Viewer, quiz: Quiz, **facts: object) -> None:
    """Change what a quiz is called and how it is taken. Raises DomainError when somebody has begun it."""
    _not_begun(quiz)
    for name, value in facts.items():
        setattr(quiz, name, value)
    record(by, "quiz.change", "quiz", quiz.id)


def add_section(by: Viewer, quiz: Quiz, title: str) -> QuizSection:
    """Add a section at the end. Raises DomainError when somebody has begun the quiz."""
    _not_begun(quiz)
    section = QuizSection(quiz_id=quiz.id, position=len(quiz.sections) + 1, title=title)
    db.session.add(section)
    db.session.flush()
    db.session.expire(quiz, ["sections"])
    record(by, "quiz.change", "quiz", quiz.id)
    return section


def add_items(by: Viewer, quiz: Quiz, version_ids: Sequence[int], section_id: int | None) -> None:
    """Put live items of the bank at the end of a section; what is in the quiz already stays where it is.

    Raises DomainError when somebody has begun the quiz, an item is not live, or the quiz would be too long.
    """
    _not_begun(quiz)
    there = _contents(quiz)
    known = {version_id for _, ids in there for version_id in ids}
    new = [one for one in dict.fromkeys(version_ids) if one not in known]
    versions = [db.session.get(ItemVersion, one) for one in new]
    if any(one is None or one.state is not ItemState.LIVE for one in versions):
        raise DomainError(_l("One of these items is no longer live. Look at the list again."))
    if len(known) + len(new) > LARGEST:
        raise DomainError(_l("A quiz has at most %(most)s items.", most=LARGEST))
    if section_id not in {one for one, _ in there}:
        there.append((section_id, []))
    _lay_out(by, quiz, [(one, ids + new if one == section_id else ids) for one, ids in there])


def remove_item(by: Viewer, quiz: Quiz, position: int) -> None:
    """Take an item out of a quiz. Raises DomainError when somebody has begun it."""
    _not_begun(quiz)
    line = db.session.get(QuizItem, (quiz.id, position))
    gone = line.item_version_id if line else None
    _lay_out(by, quiz, [(section, [one for one in ids if one != gone]) for section, ids in _contents(quiz)])


def move_item(by: Viewer, quiz: Quiz, position: int, steps: int) -> None:
    """Move an item up (-1) or down (1) within its section. Raises DomainError when somebody has begun the quiz."""
    _not_begun(quiz)
    line = db.session.get(QuizItem, (quiz.id, position))
    there = _contents(quiz)
    for _section, ids in there:
        if line and line.item_version_id in ids:
            at = ids.index(line.item_version_id)
            ids.insert(max(0, at + steps), ids.pop(at))
    _lay_out(by, quiz, there)


def draw_items(by: Viewer, quiz: Quiz, lines: Sequence[blueprint.Line], section_id: int | None) -> list[Draw]:
    """Draw items from the bank by a blueprint into a section; what each line gave.

    Raises DomainError when somebody has begun the quiz, or it would be too long.
    """
    taken = [version_id for _, ids in _contents(quiz) for version_id in ids]
    drawn = blueprint.draw(lines, building_queries.candidates(), taken, secrets.token_hex(8))
    add_items(by, quiz, [version_id for one in drawn for version_id in one.version_ids], section_id)
    return drawn


def copy_quiz(by: Viewer, quiz: Quiz, title: str) -> Quiz:
    """Make a quiz like another, with its sections and items, which can be changed."""
    facts = quiz.layout, quiz.shuffled, quiz.minutes, quiz.pass_percent
    copy = make_quiz(by, title, quiz.kind, *facts)
    for section, lines in building_queries.contents(quiz):
        new = add_section(by, copy, section.title) if section else None
        versions = [line.item_version.item.live or line.item_version for line in lines]
        # The wording that is live now: a copy is for people to come.
        live = [one.id for one in versions if one.state is ItemState.LIVE]
        add_items(by, copy, live, new.id if new else None)
    return copy


def _contents(quiz: Quiz) -> Contents:
    found = building_queries.contents(quiz)
    return [(section.id if section else None, [one.item_version_id for one in lines]) for section, lines in found]


def _lay_out(by: Viewer, quiz: Quiz, contents: Contents) -> None:
    db.session.execute(delete(QuizItem).where(QuizItem.quiz_id == quiz.id))
    db.session.expire(quiz, ["items"])
    order = sorted(contents, key=lambda one: one[0] is not None)
    lines = [(section_id, version_id) for section_id, ids in order for version_id in ids]
    for position, (section_id, version_id) in enumerate(lines, 1):
        line = QuizItem(quiz_id=quiz.id, position=position, item_version_id=version_id, section_id=section_id)
        db.session.add(line)
    db.session.flush()
    record(by, "quiz.change", "quiz", quiz.id, items=len(lines))


def _not_begun(quiz: Quiz) -> None:
    if building_queries.is_begun(quiz):
        raise DomainError(_l("Somebody has begun this quiz, so it is not changed any more. Make a copy."))
