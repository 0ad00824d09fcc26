"""What the server spends on a placement: choosing among a thousand items, and from an answer to the next question.

From the answer to the next question is the one request of a phone: the answer to it brings the next question. Without
JavaScript it is two, sending the form and the page it leads to; both ways are printed. Printed too is what the first
question weighs on the way to a phone that has seen nothing yet: the page, its styles and its scripts, compressed,
without the sound.
"""

import logging
import re
import statistics
import time
from contextvars import Context
from typing import Any
from urllib.parse import urljoin

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from numpy.random import default_rng

from bench.placement_bank import bank_of
from bench.placements import FROM_SCRIPT, PAGE, Sitting, make_sittings, question_on
from bench.ratio import reference_ms, report
from bench.rolls import installation
from lms.assessments.placement import belief
from lms.assessments.placement.selection import Exposure, next_item

ITEMS, ALLOWED_CHOOSING = 1000, 3
ALLOWED_ANSWER = 12
"""Milliseconds."""
ALLOWED_KB = 60
_FILES = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
_IMPORTS = re.compile(r'import\s(?:[^"\']*?from\s*)?["\'](\.[^"\']+)["\']')


def main(short: bool) -> None:
    """Print each figure with what is allowed."""
    rng = default_rng(1)
    bank, now = bank_of(rng, ITEMS), belief.start()
    shown = Exposure(np.zeros(ITEMS, dtype=np.int64), 0)
    free = np.ones(ITEMS, dtype=bool)
    report(
        f"next of {ITEMS} items, {ALLOWED_CHOOSING} ms allowed",
        lambda: next_item(now, bank, free, {}, shown, 6, rng),
        20 if short else 200,
    )
    with installation() as (app, _folder):
        # A line of the log for each request would stand between the figures.
        logging.getLogger("azbuka").setLevel(logging.WARNING)
        sittings = make_sittings(app, 4 if short else 40)
        weight = _weight(app, sittings[0]) / 1024
        in_place, as_pages = (
            statistics.median(one for sitting in some for one in _answers(app, sitting, headers))
            for some, headers in ((sittings[::2], FROM_SCRIPT), (sittings[1::2], {}))
        )
        logging.getLogger("azbuka").setLevel(logging.INFO)
    name = f"answer to next question, {ALLOWED_ANSWER} ms allowed"
    for way, taken in ((name, in_place), ("  without JavaScript", as_pages)):
        print(f"{way:<56} {taken:10.2f} ms {taken / reference_ms():8.2f} x reference")
    print(f"{f'the first question without its sound, {ALLOWED_KB} KB allowed':<56} {weight:10.1f} KB")


def _answers(app: Flask, sitting: Sitting, headers: dict[str, str]) -> list[float]:
    """Milliseconds from each answer to the page with the next question, until the placement is over."""
    client, taken = app.test_client(use_cookies=False), []
    question = question_on(_ask(client, sitting, "GET", PAGE))
    while question:
        begun = time.perf_counter()
        page = _ask(client, sitting, "POST", question.action, data=question.answer, headers=headers)
        if not headers:
            page = _ask(client, sitting, "GET", PAGE)
        taken.append((time.perf_counter() - begun) * 1000)
        question = question_on(page)
    return taken


def _ask(client: FlaskClient, sitting: Sitting, method: str, path: str, **given: Any) -> str:
    given["headers"] = {"Cookie": sitting.cookie, **given.get("headers", {})}
    # An empty context, as in a server: nothing of this benchmark's own application context is at hand.
    answer = Context().run(client.open, path, method=method, **given)
    assert answer.status_code in (200, 303), answer.status
    return str(answer.text)


def _weight(app: Flask, sitting: Sitting) -> int:
    """Bytes of the page with the first question and of every style and script it needs, as they travel."""
    client, page = app.test_client(use_cookies=False), PAGE
    question = _ask(client, sitting, "GET", page)
    total, wanted, seen = _travels(client, page, sitting.cookie), _FILES.findall(question), set[str]()
    while wanted:
        address = wanted.pop()
        if address not in seen:
            seen.add(address)
            total += _travels(client, address)
            with client.get(address) as plain:
                wanted += [urljoin(address, found) for found in _IMPORTS.findall(plain.text)]
    return total


def _travels(client: FlaskClient, address: str, cookie: str = "") -> int:
    headers = {"Accept-Encoding": "br, gzip"} | ({"Cookie": cookie} if cookie else {})
    with client.get(address, headers=headers) as answer:
        return len(answer.data)
