"""Everything that must hold before a change lands: lint, types, and the suite on both databases.

What this machine cannot run is said at the end; AZBUKA_TEST_ALL=1 makes leaving anything out a failure.
"""

import os
import subprocess
import sys

from tests.browser import CHROMIUM

POSTGRES = os.environ.get("AZBUKA_TEST_POSTGRES", "")
# What tests/conftest.py groups stays in one process.
TOGETHER = ("-n", "auto", "--dist", "loadgroup")
STEPS = (
    ("lint", ["ruff", "check", "--quiet"]),
    ("format", ["ruff", "format", "--check", "--quiet"]),
    ("types", ["mypy"]),
    ("tests", ["pytest", *TOGETHER]),
)


def step(name: str, command: list[str], **environment: str) -> bool:
    print(f"--- {name}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", *command], env=os.environ | environment, stdin=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def main() -> None:
    passed = all([step(name, command) for name, command in STEPS])
    if POSTGRES:
        on_postgres = ["pytest", *TOGETHER, "-m", "not browser"]
        passed &= step("tests on PostgreSQL", on_postgres, AZBUKA_TEST_DATABASE_URL=POSTGRES)
    left_out = [
        *([] if POSTGRES else ["PostgreSQL: set AZBUKA_TEST_POSTGRES to an empty database's address"]),
        *([] if CHROMIUM else ["the browser: install Chromium"]),
    ]
    for what in left_out:
        print(f"Left out on this machine – {what}.")
    if left_out and os.environ.get("AZBUKA_TEST_ALL"):
        sys.exit("Nothing may be left out here.")
    sys.exit(not passed)


if __name__ == "__main__":
    main()
