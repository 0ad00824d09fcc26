"""A service in processes of its own, over HTTP: Azbuka as `flask lms start` serves it, or another served alike."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.rolls import SECRET
from lms.settings import ROOT

PATIENCE = 30
"""Seconds within which a service answers."""
LIKE_AZBUKA = ("--preload", "--workers", "2", "--threads", "4", "--log-level", "warning")
"""How lms/cli/start.py runs gunicorn with the settings as they are."""


@contextmanager
def azbuka(folder: Path) -> Iterator[tuple[int, int]]:
    """Azbuka over the installation in a folder, as `make run` starts it; gives its port and its process."""
    port = _free_port()
    facts = {"AZBUKA_DATA_DIR": str(folder), "AZBUKA_PORT": str(port), "AZBUKA_SECRET_KEY": SECRET}
    yield from _running(["flask", "--app", "app.py", "lms", "start"], facts, port, "/health")


@contextmanager
def under_gunicorn(app: str, **facts: str) -> Iterator[tuple[int, int]]:
    """Another application with as many processes and threads; gives its port and its process."""
    port = _free_port()
    yield from _running(["gunicorn", *LIKE_AZBUKA, "--bind", f"127.0.0.1:{port}", app], facts, port, "/")


def memory_mb(process: int) -> float:
    """What a process and those it has started hold in memory, in megabytes; what they share is counted once (PSS)."""
    return sum(_own_mb(one) for one in (process, *_descendants(process)))


def processor_seconds(process: int) -> float:
    """What a process and those it has started have used of the processors so far, in seconds."""
    used = [_stat(Path(f"/proc/{one}/stat")) for one in (process, *_descendants(process))]
    return sum(int(fields[11]) + int(fields[12]) for fields in used) / os.sysconf("SC_CLK_TCK")


def _running(module: list[str], facts: dict[str, str], port: int, asked: str) -> Iterator[tuple[int, int]]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("AZBUKA_")}
    command = [sys.executable, "-m", *module]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=settings | facts, stdout=quiet, stderr=quiet) as process:  # noqa: S603
        try:
            _wait_until_it_answers(process, port, asked)
            yield port, process.pid
        finally:
            process.terminate()


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, asked: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", asked)
            connection.getresponse()
        except OSError:
            assert process.poll() is None, "the service has ended"
            assert time.monotonic() < until, "the service does not answer"
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _descendants(process: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(_stat(stat)[1])
        except OSError:  # it has ended meanwhile
            continue
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _stat(path: Path) -> list[str]:
    """The fields of /proc/…/stat from the third on: the second is a name that may hold anything."""
    return path.read_text().rpartition(")")[2].split()


def _own_mb(process: int) -> float:
    held = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    assert held
    return int(held[1]) / 1024
