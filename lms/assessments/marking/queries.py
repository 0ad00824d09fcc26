"""Reading what was given to answers."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.assessments.items.models import ItemVersion
from lms.assessments.items.rubrics import Rubric, rubrics
from lms.assessments.marking.models import Rating
from lms.assessments.marking.rules import Given, Rated
from lms.assessments.quizzes.models import Response
from lms.database import db


def rubric_of(version: ItemVersion) -> Rubric:
    """The rubric by which answers to an item are marked."""
    return rubrics()[version.body["rubric"]]


def ratings_of(response: Response) -> Sequence[Rating]:
    """What was given to an answer, in the order in which it was first given."""
    return ratings_by_response([response.id]).get(response.id, ())


def ratings_by_response(response_ids: Iterable[int]) -> Mapping[int, Sequence[Rating]]:
    """What was given to each of these answers."""
    asked = select(Rating).where(Rating.response_id.in_(list(response_ids))).options(joinedload(Rating.marker))
    found = db.session.scalars(asked.order_by(Rating.response_id, Rating.id))
    return {key: tuple(group) for key, group in groupby(found, key=lambda one: one.response_id)}


def rated(response: Response, ratings: Iterable[Rating]) -> Rated:
    """What was given to an answer, as the rules see it."""
    rubric = rubric_of(response.item_version)
    given = tuple(Given(one.marker_id, rubric.share(one.points), one.settles) for one in ratings)
    return Rated(given, response.second_wanted_by_id)
