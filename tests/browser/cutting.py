"""A proxy between a browser and the application that cuts the network at a random moment of a request.

Each request has a connection of its own on both sides, so that a cut concerns this request and no other.
"""

import enum
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from threading import Lock, Thread

LOOPBACK = "127.0.0.1"
RESET = struct.pack("ii", 1, 0)
"""The linger option with which closing a socket tells the other side that the connection broke."""
PATIENCE = 30
"""Seconds after which a side that says nothing is given up; reached only when something is wrong."""


class Moment(enum.StrEnum):
    """When the network goes."""

    BEFORE = "before the request"
    WITHIN_REQUEST = "within the request"
    AT_WORK = "while the server works"
    UNANSWERED = "before the answer"
    WITHIN_ANSWER = "within the answer"
    AFTER = "after the answer"


class Cutter:
    """A listening proxy to one port of this machine; cuts nothing until `likely` says how likely it is."""

    def __init__(self, target: int, seed: int) -> None:
        self.target = target
        self.random = Random(seed)  # noqa: S311  # which cuts to try, no secret
        self.likely: dict[str, float] = {}
        """How likely a request is cut, by its method: `{"POST": 0.8, "GET": 0.1}`."""
        self.cuts: Counter[tuple[str, Moment]] = Counter()
        self.lock = Lock()
        self.listener = socket.create_server((LOOPBACK, 0))
        self.address = f"http://{LOOPBACK}:{self.listener.getsockname()[1]}"

    def cuts_of(self, method: str) -> int:
        """How many requests of a method were cut so far."""
        with self.lock:
            return sum(count for (of, _), count in self.cuts.items() if of == method)

    def said(self) -> str:
        """How many requests were cut, and when, for people to read."""
        with self.lock:
            of = Counter(method for method, _ in self.cuts.elements())
            at = Counter(moment for _, moment in self.cuts.elements())
        both = (f"{count} {what}" for counter in (of, at) for what, count in sorted(counter.items()))
        return f"Cut {len(list(self.cuts.elements()))} requests: {', '.join(both)}"

    def listen(self) -> None:
        """Serve until the listener is closed."""
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        near.settimeout(PATIENCE)
        with near, suppress(OSError):
            if request := read_request(near):
                self._pass(near, request)

    def _pass(self, near: socket.socket, request: bytes) -> None:
        moment, share = self._decide(request.partition(b" ")[0].decode())
        if moment is Moment.BEFORE:
            return _break(near)
        with socket.create_connection((LOOPBACK, self.target), PATIENCE) as far:
            if moment is Moment.WITHIN_REQUEST:
                far.sendall(request[: _part(request, share)])
                _break(far)
                return _break(near)
            far.sendall(request)
            if moment is Moment.AT_WORK:
                return _break(near)
            answer = read_all(far)
        if moment is Moment.WITHIN_ANSWER:
            near.sendall(answer[: _part(answer, share)])
        elif moment is not Moment.UNANSWERED:
            near.sendall(answer)
        return _break(near) if moment else None

    def _decide(self, method: str) -> tuple[Moment | None, float]:
        """When this request is cut, if at all, and after which share of the bytes."""
        with self.lock:
            if self.random.random() >= self.likely.get(method, 0):
                return None, 0
            moment = self.random.choice(list(Moment))
            self.cuts[method, moment] += 1
            return moment, self.random.random()


def _part(whole: bytes, share: float) -> int:
    """At least the first byte, never the last."""
    return 1 + int(share * (len(whole) - 2))


def _break(side: socket.socket) -> None:
    side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    side.close()


def read_request(near: socket.socket) -> bytes:
    """One request, changed so that its connection ends with the answer; empty when nobody asks after all."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := near.recv(65536)):
            return b""
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        if not (more := near.recv(65536)):
            return b""
        body += more
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


def read_all(far: socket.socket) -> bytes:
    """Everything until the other side ends."""
    return b"".join(iter(lambda: far.recv(65536), b""))


@contextmanager
def cutting(target: int, seed: int) -> Iterator[Cutter]:
    """A proxy to a port of this machine while the block lasts."""
    cutter = Cutter(target, seed)
    thread = Thread(target=cutter.listen, daemon=True)
    thread.start()
    try:
        yield cutter
    finally:
        # Closing alone would leave accept() waiting.
        cutter.listener.shutdown(socket.SHUT_RDWR)
        cutter.listener.close()
        thread.join(timeout=5)
