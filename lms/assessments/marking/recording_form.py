"""Recordings that come with the form of a quiz's page, from a browser without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import FileStorage

from lms.access.errors import DomainError
from lms.assessments.marking.recording_actions import as_kept, keep_recording
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import ItemKind
from lms.assessments.taking.arriving import prefix_of
from lms.assessments.taking.queries import Asked
from lms.assessments.taking.rules import Taken
from lms.database import end_transaction
from lms.media import Encoded


@dataclass
class Sent:
    """The recordings of a page, and why others are of no use, by the item's place in the quiz."""

    sounds: dict[int, Encoded] = field(default_factory=dict)
    trouble: dict[int, str] = field(default_factory=dict)


def sent_with(asked: Sequence[Asked], files: Mapping[str, FileStorage]) -> Sent:
    """The files that were chosen for spoken items, as they are kept. They are made so outside of a transaction."""
    names = {one.position: f"{prefix_of(one.position)}recording" for one in asked}
    chosen = {
        one.position: (files[names[one.position]], one.version.body["seconds"])
        for one in asked
        if one.version.kind is ItemKind.SPOKEN and names[one.position] in files and files[names[one.position]].filename
    }
    sent = Sent()
    if chosen:
        end_transaction()
    for position, (file, seconds) in chosen.items():
        try:
            sent.sounds[position] = as_kept(file.read(), seconds)
        except DomainError as refusal:
            sent.trouble[position] = refusal.message
    return sent


def keep_sent(attempt: Attempt, asked: Sequence[Asked], sent: Sent) -> list[Taken]:
    """Keep the recordings of a page; what became of each."""
    versions = {one.position: one.version for one in asked}
    return [keep_recording(attempt, place, versions[place], sound) for place, sound in sent.sounds.items()]
