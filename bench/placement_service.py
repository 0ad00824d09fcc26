"""How many answers of placements the whole service takes in a second, from four phones at once.

As `flask lms start` serves it. An answer is what a phone sends; the answer to it brings the next question.
The clients run on the same machine, in this process, and take their share of its processors.
"""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from urllib.parse import urlencode

from bench.placements import FORM, FROM_SCRIPT, PAGE, Sitting, make_sittings, question_on
from bench.ratio import reference_ms
from bench.rolls import installation
from bench.served import azbuka, processor_seconds

CLIENTS = 4
WANTED = 150
"""Answers a second."""


def main(short: bool) -> None:
    """Print answers a second, and what each takes of the processors."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("left out: only Linux says what processes take")
        return
    with installation() as (app, folder):
        sittings = make_sittings(app, CLIENTS * (2 if short else 30))
        with azbuka(folder) as (port, process):
            used, begun = processor_seconds(process), time.perf_counter()
            with ThreadPoolExecutor(CLIENTS) as pool:
                answers = sum(pool.map(_sit_all, repeat(port), (sittings[n::CLIENTS] for n in range(CLIENTS))))
            taken, each_ms = time.perf_counter() - begun, 1000 * (processor_seconds(process) - used) / answers
    print(f"{f'answers a second, {WANTED} wanted':<56} {answers / taken:10.0f}")
    print(f"{'what one takes of the processors':<56} {each_ms:10.2f} ms {each_ms / reference_ms():8.2f} x reference")


def _sit_all(port: int, sittings: Sequence[Sitting]) -> int:
    """Sit placements one after the other on one connection; how many answers were given."""
    connection, answers = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
    for sitting in sittings:
        question = question_on(_ask(connection, sitting, "GET", PAGE))
        while question:
            question = question_on(_ask(connection, sitting, "POST", question.action, urlencode(question.answer)))
            answers += 1
    connection.close()
    return answers


def _ask(connection: http.client.HTTPConnection, sitting: Sitting, method: str, path: str, body: str = "") -> str:
    connection.request(method, path, body or None, {"Cookie": sitting.cookie} | (FORM | FROM_SCRIPT if body else {}))
    answer = connection.getresponse()
    said = answer.read().decode()
    assert answer.status in (200, 303), said
    return said
