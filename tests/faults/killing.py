"""An Azbuka in processes of its own, as people start it, that can be killed; and telephones that keep sending to it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Collection
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from threading import Condition, Event
from urllib.parse import urlencode
from uuid import UUID

from lms.cli.start import gunicorn
from lms.settings import ROOT, Settings, from_environment
from tests.factories import PASSWORD

LOOPBACK = "127.0.0.1"
PATIENCE = 60
"""Seconds after which a server counts as not coming up; it takes a few, more on a busy machine."""
SOON = 0.02
"""Seconds until a telephone whose parcel was not answered sends it again."""
TRIES = round(PATIENCE / SOON)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


class Server:
    """The server with its data in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        mine = {"AZBUKA_DATA_DIR": str(folder / "data"), "AZBUKA_PORT": str(self.port), "FLASK_APP": "app.py"}
        others = {name: value for name, value in os.environ.items() if not name.startswith("AZBUKA_")}
        self.environment = others | mine
        self.settings: Settings = from_environment(mine)
        self.log = (folder / "server.log").open("ab")
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        self.first: subprocess.Popen[bytes] | None = None
        self.group = 0
        """The process group that serves now; 0: none."""

    def verify(self) -> str:
        """What `flask lms verify` says."""
        command = [sys.executable, "-m", "flask", "lms", "verify"]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    def start_as_people_do(self) -> None:
        """Start it with all that `make run` does."""
        command = [sys.executable, "-m", "flask", "lms", "start"]
        self.first = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self.group = self.first.pid

    def start_again(self) -> None:
        """Start the server it became."""
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(json.dumps(gunicorn(self.settings)) + "\n")
        self.nursery.stdin.flush()
        self.group = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        """Kill all its processes at once; afterwards the port is free."""
        os.killpg(self.group, signal.SIGKILL)
        if self.first and self.first.pid == self.group:
            self.first.wait()
        self.group = 0
        # The workers let go of the port a moment later.
        free = False
        while not free:
            with socket.socket() as probe, suppress(OSError):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((LOOPBACK, self.port))
                free = True

    def close(self) -> None:
        """Leave nothing running."""
        if self.group:
            self.kill()
        self.nursery.communicate()
        self.log.close()


@dataclass
class Acknowledged:
    """What telephones made and what the server answered them, counted by all of them together."""

    made: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    broken: int = 0
    """How many times the server died over a parcel."""
    news: Condition = field(default_factory=Condition)

    def take(self, identifiers: Collection[str]) -> None:
        """Note that the server has answered these."""
        with self.news:
            self.answered.update(identifiers)
            self.news.notify_all()

    def wait_for(self, more: int) -> None:
        """Wait until so many more entries are answered. Raises AssertionError when the server does not come up."""
        with self.news:
            enough = len(self.answered) + more
            assert self.news.wait_for(lambda: len(self.answered) >= enough, PATIENCE), "the server does not answer"


class Telephone:
    """Makes entries, sends them until they are answered, and then makes the next; used by one thread."""

    def __init__(self, port: int, session: tuple[str, int], rolls: dict[int, list[int]], seed: int) -> None:
        """`session` is a cookie and whose account it is; `rolls` the lessons, each with the people to be marked."""
        self.port, (self.cookie, self.account), self.rolls = port, session, rolls
        self.random = Random(seed)  # noqa: S311  # what to mark, no secret

    def work(self, known: Acknowledged, over: Event) -> None:
        """Mark and send until it is over and nothing is left to be sent."""
        while not over.is_set():
            lesson, parcel = self._parcel()
            identifiers = [str(entry["id"]) for entry in parcel]
            with known.news:
                known.made.update(identifiers)
            for _ in range(TRIES):
                if self._send(lesson, parcel, known):
                    break
                Event().wait(SOON)
            else:
                raise AssertionError("the server does not answer")
            known.take(identifiers)

    def _parcel(self) -> tuple[int, list[dict[str, object]]]:
        lesson = self.random.choice(list(self.rolls))
        return lesson, [
            {
                "id": str(UUID(int=self.random.getrandbits(128), version=4)),
                "enrolment": enrolment,
                "kind": self.random.choice(["present", "absent", "excused"]),
                "made_at": datetime.now(UTC).isoformat(),
                "based_on": 0,
            }
            for enrolment in self.random.sample(self.rolls[lesson], self.random.randint(1, 3))
        ]

    def _send(self, lesson: int, parcel: list[dict[str, object]], known: Acknowledged) -> bool:
        """Whether the server has answered every entry of a parcel, all of them as taken."""
        headers = {"Cookie": self.cookie, "X-Azbuka-Account": str(self.account), "Content-Type": "application/json"}
        with closing(HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)) as line:
            try:
                line.connect()
            except OSError:
                return False
            try:
                line.request("POST", f"/lessons/{lesson}/entries", json.dumps({"entries": parcel}), headers)
                answer = line.getresponse()
                said = json.loads(answer.read()) if answer.status == 200 else None
            except (OSError, HTTPException):
                with known.news:
                    known.broken += 1
                return False
        assert said, f"the server answered {answer.status}"
        kinds = {one["id"]: one["kind"] for one in said["answers"]}
        assert all(kinds[one["id"]] in ("applied", "conflict", "already_known") for one in parcel), said
        return True


def sign_in(port: int, email: str) -> str:
    """Sign in as a member of staff by the form; gives the cookie. Waits until the server is up."""
    up = Event()
    while not up.wait(SOON):
        with suppress(OSError), socket.create_connection((LOOPBACK, port)):
            up.set()
    _, page, cookie = ask(port, "GET", "/sign-in")
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    form = {"email": email, "password": PASSWORD, "csrf_token": found[1]}
    status, page, cookie = ask(port, "POST", "/sign-in", urlencode(form), cookie)
    assert status in (302, 303), page
    return cookie


def ask(port: int, method: str, address: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    """Status, page and cookie of one request by a browser that keeps nothing."""
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection(LOOPBACK, port, timeout=PATIENCE)) as line:
        line.request(method, address, body, headers)
        answer = line.getresponse()
        given = (answer.headers["Set-Cookie"] or cookie).partition(";")[0]
        return answer.status, answer.read().decode(), given
