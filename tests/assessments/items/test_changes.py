"""What changed between two versions, as its page tells it."""

import copy
from typing import Any

import pytest
from flask import Flask

from lms.assessments.items.changes import Change, changes
from lms.assessments.items.models import ItemVersion
from lms.assessments.states import ItemKind, ItemLevel
from tests.assessments.items.bank import BODY, make_version
from tests.assessments.judging.items import BODIES


def other(version: ItemVersion, **body: Any) -> ItemVersion:
    return make_version(version.item, body=copy.deepcopy(BODY) | body)


def test_nothing_changed(app: Flask) -> None:
    version = make_version()
    assert changes(version, other(version)) == []


def test_only_what_reads_otherwise_is_told(app: Flask) -> None:
    version = make_version()
    assert changes(version, other(version, stem="Ти ___ Марта.", key="b")) == [
        Change("Question", ("Аз ___ Марта.",), ("Ти ___ Марта.",)),
        Change("Answers", ("✓ съм (Първо лице.)", "– си (Второ лице.)"), ("– съм", "✓ си (Първо лице.)")),
    ]


def test_another_order_is_told_whole(app: Flask) -> None:
    version = make_version()
    turned = other(version, choices=[BODY["choices"][place] for place in (1, 0, 2)])
    (change,) = changes(version, turned)
    assert set(change.before) == set(change.after)
    assert change.before != change.after


def test_level_and_topic_are_told_in_words(app: Flask) -> None:
    version = make_version()
    newer = make_version(version.item, level=ItemLevel.B1, topic="doctor")
    assert changes(version, newer) == [Change("Level", ("A1",), ("B1",)), Change("Topic", ("People",), ("Doctor",))]


@pytest.mark.parametrize("kind", ItemKind)
def test_every_kind_tells_its_changes_also_when_it_lacks_something(app: Flask, kind: ItemKind) -> None:
    instruction = {"instruction": "read_answer"}
    version = make_version(kind=kind, body=instruction)
    newer = make_version(version.item, kind=kind, body=instruction | BODIES[kind])
    assert changes(version, newer)
