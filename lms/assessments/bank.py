"""Writing the item bank and its quizzes: an answered version is never edited, only superseded."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from lms.access.audit import record
from lms.access.viewer import SYSTEM, Viewer
from lms.assessments.items import content
from lms.assessments.items.content import QuizPlan, Wording
from lms.assessments.items.models import Item, ItemVersion
from lms.assessments.quizzes.models import Quiz, QuizItem, Response
from lms.database import db


@dataclass
class Loaded:
    """What loading changed, counted in items."""

    created: int = 0
    superseded: int = 0
    replaced: int = 0
    unchanged: int = 0


def load_items(by: Viewer = SYSTEM, directory: Path = content.ITEMS) -> Loaded:
    """Bring the bank and its quizzes up to the files of a folder; doing it again changes nothing.

    Items that no file words are left as they are. Raises ContentError before anything is written.
    """
    files, loaded = content.read_all(directory), Loaded()
    for wording in (item for file in files for item in file.items):
        _load(wording, loaded)
    for file in files:
        if file.quiz:
            _arrange(file.quiz)
    if loaded.created or loaded.superseded or loaded.replaced:
        record(by, "content.load", "item", **vars(loaded))
    return loaded


def _load(wording: Wording, loaded: Loaded) -> None:
    item = db.session.scalar(select(Item).where(Item.code == wording.code))
    if item is None:
        item = Item(code=wording.code, versions=[_version(wording, 1)])
        db.session.add(item)
        loaded.created += 1
    elif _says(item.versions[-1], wording):
        loaded.unchanged += 1
    elif _answered(item.versions[-1]):
        item.versions.append(_version(wording, item.versions[-1].version + 1))
        loaded.superseded += 1
    else:
        latest = item.versions[-1]
        latest.level, latest.skill, latest.kind = wording.level, wording.skill, wording.kind
        latest.body = wording.body
        loaded.replaced += 1
    db.session.flush()


def _version(wording: Wording, number: int) -> ItemVersion:
    return ItemVersion(version=number, level=wording.level, skill=wording.skill, kind=wording.kind, body=wording.body)


def _says(version: ItemVersion, wording: Wording) -> bool:
    found = (version.level, version.skill, version.kind, version.body)
    return found == (wording.level, wording.skill, wording.kind, wording.body)


def _answered(version: ItemVersion) -> bool:
    asked = select(Response.id).where(Response.item_version_id == version.id).limit(1)
    return db.session.scalar(asked) is not None


def _arrange(plan: QuizPlan) -> None:
    quiz = db.session.scalar(select(Quiz).where(Quiz.code == plan.code))
    if quiz is None:
        quiz = Quiz(code=plan.code)
        db.session.add(quiz)
    quiz.kind, quiz.title = plan.kind, plan.title
    db.session.flush()
    items = {item.code: item for item in db.session.scalars(select(Item).where(Item.code.in_(plan.items)))}
    wanted = [items[code].versions[-1].id for code in plan.items]
    if wanted == [line.item_version_id for line in quiz.items]:
        return
    db.session.execute(delete(QuizItem).where(QuizItem.quiz_id == quiz.id))
    db.session.add_all(
        QuizItem(quiz_id=quiz.id, position=position, item_version_id=version_id)
        for position, version_id in enumerate(wanted, 1)
    )
    db.session.flush()
    db.session.expire(quiz, ["items"])
