"""Placements under way in an installation with the whole bank: learners who come to their first item.

They say “I don’t know” to every item, so that each sits the shortest placement there is; what the server does for an
answer is the same whatever it says, but for judging it.
"""

import re
from dataclasses import dataclass
from html import unescape

from flask import Flask

from bench.rolls import cookie_of
from lms.assessments.loading import load_items
from lms.assessments.placement import actions
from lms.assessments.placement.stages import Stage
from lms.database import db
from lms.demo.answers import right
from lms.learners.models import Learner
from tests.factories import make_centre, make_learner, make_learner_account

PAGE = "/placement"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FROM_SCRIPT = {"Sec-Fetch-Dest": "empty"}
"""What a browser says of a request that a script makes."""
_FIELD = re.compile(r'<input[^>]*name="(csrf_token|version)"[^>]*value="([^"]*)"')
_ACTION = re.compile(r'<form method="post" action="(/placement/\d+)"')


@dataclass(frozen=True)
class Sitting:
    """A learner in the middle of a placement: the session of their phone."""

    cookie: str


@dataclass(frozen=True)
class Question:
    """What a page asks: where an answer to it goes, and what the form carries besides."""

    action: str
    fields: dict[str, str]

    @property
    def answer(self) -> dict[str, str]:
        """What pressing “I don’t know” sends."""
        return self.fields | {"unknown": "1"}


def make_sittings(app: Flask, count: int) -> list[Sitting]:
    """So many learners who come to their first item now."""
    load_items()
    centre = make_centre()
    made = [_sitting(app, make_learner(centre, account=make_learner_account(centre))) for _ in range(count)]
    db.session.commit()
    return made


def _sitting(app: Flask, learner: Learner) -> Sitting:
    account = learner.account
    assert account
    by = account.viewer
    attempt = actions.start(by, learner, "en")
    while actions.stage_of(attempt) is Stage.LETTERS:
        version = attempt.asked
        assert version
        actions.answer(by, attempt, version.id, right(version.kind, version.body))
    actions.say_can_do(by, attempt, [])
    return Sitting(cookie_of(app, account.get_id()))


def question_on(page: str) -> Question | None:
    """What a page asks; None when the placement is over."""
    action = _ACTION.search(page)
    return Question(action[1], {name: unescape(value) for name, value in _FIELD.findall(page)}) if action else None
