"""Prepares this folder and runs Azbuka or its tests, with nothing but Python.

`python bootstrap.py run` or `python bootstrap.py test`. Makes the virtual environment, installs the
pinned dependencies once, and hands over to the command.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN, DEVELOP = ("requirements.txt",), ("requirements.txt", "requirements-dev.txt")


def stop(sentence: str) -> None:
    """End with one sentence a person can act on."""
    sys.exit(f"Azbuka cannot start: {sentence}")


def check_python() -> None:
    """Say what is missing from this Python."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:2]))
        stop(f"it needs Python 3.11 or newer, and this is {found}. Try: make run PYTHON=python3.11")
    for module in ("ensurepip", "sqlite3", "ssl"):
        try:
            __import__(module)
        except ImportError:
            stop(f"this Python lacks “{module}”. On Debian: apt install python3-venv libsqlite3-0 openssl.")


def install(files: tuple[str, ...]) -> None:
    """Install the pinned dependencies, unless exactly these are installed already."""
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in files)).hexdigest()
    note = VENV / f"installed-{len(files)}"
    if PYTHON.exists() and note.exists() and note.read_text() == wanted:
        return
    try:
        if not PYTHON.exists():
            print("Making the virtual environment …", flush=True)
            venv.create(VENV, with_pip=True)
        print("Installing what Azbuka needs (a minute or two, once) …", flush=True)
        command = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            # What is imported is compiled then; most of what is installed never is, and all of it takes half a minute.
            "--no-compile",
            "--require-hashes",
        ]
        subprocess.run([*command, *(part for name in files for part in ("-r", HERE / name))], check=True)
        note.write_text(wanted)
    except OSError as error:
        stop(f"the folder {HERE} cannot be written to ({error.strerror}). Copy it to a folder of your own.")
    except subprocess.CalledProcessError:
        stop("its dependencies could not be installed; the lines above say why. Is there a network?")


def hand_over(*command: str) -> None:
    """Run a command of the virtual environment in this folder and end with its result."""
    os.chdir(HERE)
    environment = os.environ | {"FLASK_APP": "app.py", "PYTHONUTF8": "1"}
    try:
        sys.exit(subprocess.run([PYTHON, "-m", *command], env=environment, check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(0)


def main() -> None:
    """Do what was asked for."""
    asked = sys.argv[1:2]
    if asked not in (["run"], ["test"], ["install"]):
        sys.exit("Say what to do: python bootstrap.py run, or python bootstrap.py test")
    check_python()
    install(RUN if asked == ["run"] else DEVELOP)
    if asked == ["run"]:
        hand_over("flask", "lms", "start")
    elif asked == ["test"]:
        hand_over("tests")


if __name__ == "__main__":
    main()
