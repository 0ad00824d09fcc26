"""Bringing the bank and its quizzes up to content/items: an answered version is never edited, only superseded."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from lms.access.audit import record
from lms.access.viewer import SYSTEM, Viewer
from lms.assessments.items import content
from lms.assessments.items.content import QuizPlan, Wording
from lms.assessments.items.models import Item
from lms.assessments.items.recordings import Recordings
from lms.assessments.items.versions import reword, says_the_same, supersede, version_of
from lms.assessments.quizzes.queries import is_answered
from lms.assessments.quizzes.quiz_models import Quiz, QuizItem
from lms.assessments.states import ItemState
from lms.database import db

Bank = dict[str, Item]


@dataclass
class Loaded:
    """What loading changed, counted in items."""

    created: int = 0
    superseded: int = 0
    replaced: int = 0
    unchanged: int = 0
    kept: int = 0
    """Items whose newest version somebody wrote here: a file does not overrule a person."""


def load_items(by: Viewer = SYSTEM, directory: Path = content.ITEMS) -> Loaded:
    """Bring the bank up to the files of a folder, with the recordings beside it; doing it again changes nothing.

    What a file words was read by a second person before it came here, so it is live at once. Items that no
    file words are left as they are. Raises ContentError before anything is written.
    """
    files = content.read_all(directory)
    known = {item.code: item for item in db.session.scalars(select(Item).options(selectinload(Item.versions)))}
    recordings, loaded = Recordings.beside(directory), Loaded()
    for wording in (item for file in files for item in file.items):
        _load(wording, known, recordings, loaded)
    db.session.flush()
    for file in files:
        if file.quiz:
            _arrange(file.quiz, known)
    if loaded.created or loaded.superseded or loaded.replaced:
        record(by, "content.load", "item", **vars(loaded))
    return loaded


def _load(wording: Wording, known: Bank, recordings: Recordings, loaded: Loaded) -> None:
    item, wanted = known.get(wording.code), version_of(wording, recordings.sound_of(wording))
    if item is None:
        wanted.state = ItemState.LIVE
        known[wording.code] = item = Item(code=wording.code, versions=[wanted])
        db.session.add(item)
        loaded.created += 1
    elif item.latest.author_id is not None:
        loaded.kept += 1
    elif says_the_same(item.latest, wanted):
        loaded.unchanged += 1
    elif is_answered(item.latest):
        supersede(item, wanted)
        loaded.superseded += 1
    else:
        reword(item.latest, wanted)
        loaded.replaced += 1


def _arrange(plan: QuizPlan, known: Bank) -> None:
    quiz = db.session.scalar(select(Quiz).where(Quiz.code == plan.code))
    if quiz is None:
        quiz = Quiz(code=plan.code)
        db.session.add(quiz)
    quiz.kind, quiz.title = plan.kind, plan.title
    db.session.flush()
    # The newest version of an item may be a draft that somebody writes here.
    wanted = [(known[code].live or known[code].latest).id for code in plan.items]
    if wanted == [line.item_version_id for line in quiz.items]:
        return
    db.session.execute(delete(QuizItem).where(QuizItem.quiz_id == quiz.id))
    db.session.add_all(
        QuizItem(quiz_id=quiz.id, position=position, item_version_id=version_id)
        for position, version_id in enumerate(wanted, 1)
    )
    db.session.flush()
    db.session.expire(quiz, ["items"])
