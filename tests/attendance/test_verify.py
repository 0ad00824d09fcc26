"""`flask lms verify`: finds each kind of difference, says it in plain words, and mends what entries can tell."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, func, select, update

from lms import clock
from lms.access.models import AuditLine
from lms.attendance.models import Entry, Mark, MarkKind
from lms.attendance.set_aside_models import Obstacle, SetAside
from lms.attendance.totals_models import EnrolmentTotal, LessonTotal
from lms.database import db
from tests.attendance.conftest import Scene

Verify = Callable[..., Result]


@pytest.fixture
def verify(app: Flask, scene: Scene) -> Verify:
    """The command, over a roll with a correction, a conflict and an excuse."""
    scene.call(0, MarkKind.LATE, minutes=10)
    scene.call(0, MarkKind.PRESENT, based_on=1)
    scene.call(1, MarkKind.PRESENT)
    scene.call(1, MarkKind.ABSENT)
    scene.call(2, MarkKind.EXCUSED, reason="лекар")
    db.session.commit()

    def run(*options: str) -> Result:
        db.session.commit()
        done = app.test_cli_runner().invoke(args=["lms", "verify", *options])
        db.session.expire_all()
        return done

    return run


def of(scene: Scene, person: int) -> int:
    return scene.people[person].id


def test_what_was_entered_by_the_rules_adds_up(verify: Verify) -> None:
    done = verify()
    assert (done.exit_code, done.output) == (0, "Everything adds up.\n")


def mend_and_look(verify: Verify, *said: str) -> None:
    """Each difference is found twice, mended, and found no more."""
    for _ in range(2):
        found = verify()
        assert found.exit_code == 1
        assert all(one in found.output for one in said), found.output
        assert f"{len(found.output.splitlines()) - 1} difference" in found.output
    mended = verify("--repair")
    assert mended.exit_code == 0, mended.output
    assert mended.output.startswith("mended: ") and mended.output.endswith("Everything adds up.\n")
    assert verify().output == "Everything adds up.\n"


def test_a_mark_that_says_something_else_is_mended_and_so_are_the_totals(verify: Verify, scene: Scene) -> None:
    before = [tuple(row) for row in db.session.execute(select(LessonTotal.__table__))]
    wrong = {"kind": MarkKind.ABSENT, "minutes_attended": 0, "version": 7}
    db.session.execute(update(Mark).where(Mark.enrolment_id == of(scene, 0)).values(wrong))
    mend_and_look(
        verify,
        f"lesson {scene.lesson.id}, enrolment {of(scene, 0)}: the mark says kind absent, its entries present; "
        "the mark says minutes_attended 0, its entries 90; the mark says version 7, its entries 2",
        f"enrolment {of(scene, 0)}: the total says present 1, the marks 0",
    )
    assert [tuple(row) for row in db.session.execute(select(LessonTotal.__table__))] == before
    lines = db.session.execute(
        select(AuditLine.act, AuditLine.subject_type, AuditLine.subject_id, AuditLine.account_id)
    )
    assert ("mark.mend", "lesson", scene.lesson.id, None) in list(map(tuple, lines))


def test_a_mark_that_is_gone_comes_back(verify: Verify, scene: Scene) -> None:
    db.session.execute(delete(Mark).where(Mark.enrolment_id == of(scene, 1)))
    mend_and_look(verify, "there is no mark of 2 entries")
    assert scene.mark(1).in_conflict


def test_a_mark_that_nobody_entered_goes(verify: Verify, scene: Scene) -> None:
    db.session.execute(delete(Mark).where(Mark.enrolment_id == of(scene, 2)))
    db.session.execute(delete(Entry).where(Entry.enrolment_id == of(scene, 2)))
    borrowed = db.session.scalars(select(Entry.id).limit(1)).one()
    db.session.add(
        Mark(
            lesson_id=scene.lesson.id,
            enrolment_id=of(scene, 2),
            kind=MarkKind.PRESENT,
            minutes_attended=90,
            entry_id=borrowed,
        )
    )
    mend_and_look(verify, "there is a mark without an entry")
    assert db.session.scalar(select(func.count(Mark.id))) == 2


def test_a_conflict_that_is_hidden_or_made_up_is_found(verify: Verify, scene: Scene) -> None:
    db.session.execute(update(Mark).where(Mark.enrolment_id == of(scene, 1)).values(in_conflict=False))
    db.session.execute(update(Mark).where(Mark.enrolment_id == of(scene, 0)).values(in_conflict=True))
    mend_and_look(
        verify,
        "the mark says in_conflict False, its entries True",
        "the mark says in_conflict True, its entries False",
    )


def test_another_reason_is_found_without_saying_either(verify: Verify, scene: Scene) -> None:
    db.session.execute(update(Mark).where(Mark.enrolment_id == of(scene, 2)).values(reason="погребение"))
    mend_and_look(verify, "the mark gives another reason than its entries")
    assert "погребение" not in verify().output
    details = str(db.session.scalars(select(AuditLine.detail)).all())
    assert "погребение" not in details and "лекар" not in details
    assert scene.mark(2).reason == "лекар"


@pytest.mark.parametrize("model", [EnrolmentTotal, LessonTotal])
def test_totals_that_are_wrong_or_gone_are_counted_anew(
    verify: Verify, scene: Scene, model: type[EnrolmentTotal] | type[LessonTotal]
) -> None:
    db.session.execute(update(model).values(late=5))
    mend_and_look(verify, "the total says late 5, the marks 0")
    db.session.execute(delete(model))
    mend_and_look(verify, "the total says excused 0, the marks 1")


def test_an_entry_that_is_missing_is_said_and_left_to_a_person(verify: Verify, scene: Scene) -> None:
    first = db.session.scalars(select(Entry).where(Entry.enrolment_id == of(scene, 0), Entry.version == 1)).one()
    db.session.delete(first)
    for option in ((), ("--repair",), ("--repair",)):
        done = verify(*option)
        assert done.exit_code == 1
        assert f"enrolment {of(scene, 0)}: the entries are numbered 2" in done.output
    assert done.output.splitlines()[-1] == "1 difference."
    assert scene.mark(0).version == 1, "the mark is made of the entries there are"


def test_an_identifier_that_was_taken_and_set_aside_is_said(verify: Verify, scene: Scene) -> None:
    entry = db.session.scalars(select(Entry).limit(1)).one()
    facts = {"lesson_id": entry.lesson_id, "enrolment_id": entry.enrolment_id, "kind": entry.kind}
    db.session.add(SetAside(entry_id=entry.id, made_at=clock.now(), why=Obstacle.CANCELLED, **facts))
    done = verify("--repair")
    assert done.exit_code == 1 and f"the entry {entry.id} was taken and set aside" in done.output


def test_a_reason_in_other_words_that_won_is_what_the_mark_says(verify: Verify, scene: Scene) -> None:
    scene.call(2, MarkKind.EXCUSED, reason="болест", id=str(uuid4()))
    assert verify().exit_code == 0
