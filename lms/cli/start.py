"""Bringing an installation up: the database, the catalogues, the demonstration centre and the server."""

import json
import os
import secrets
import socket
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from lms import demo
from lms.accounts.models import Account
from lms.database import db
from lms.settings import Settings
from lms.web import catalogues


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@click.command()
@with_appcontext
def prepare() -> None:
    """Bring the database and the catalogues of translations up to date."""
    try:
        _settings().data_dir.mkdir(parents=True, exist_ok=True)
        catalogues.compile_all()
        upgrade()
    except (OSError, OperationalError) as error:
        reason = getattr(error, "orig", error)
        raise click.ClickException(
            f"The database or its folder cannot be used ({reason}). "
            f"Is {_settings().data_dir} a folder this user may write to?"
        ) from error


@click.command()
@with_appcontext
@click.pass_context
def start(context: click.Context) -> None:
    """Prepare everything, load the demonstration centre into an empty database, and serve."""
    _check_address(_settings())
    context.invoke(prepare)
    _show(_demo_sign_ins(_settings()))
    serve(_settings())


def _check_address(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        # The server reuses an address that a stopped one has just left, so the probe does too.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            another = f"AZBUKA_PORT={settings.port + 1} make run"
            raise click.ClickException(
                f"{settings.host}:{settings.port} cannot be used ({error.strerror}). "
                f"Stop what runs there, or choose another port: {another}"
            ) from error


def _demo_sign_ins(settings: Settings) -> list[dict[str, str]]:
    """The sign-ins of the demonstration centre, which is made when nobody has an account yet."""
    note = settings.data_dir / "demonstration.json"
    if db.session.scalar(select(func.count()).select_from(Account)) == 0:
        click.echo("Making the demonstration centre …")
        summary = demo.load(password=_memorable_password())
        sign_ins = [vars(entry) for entry in summary.sign_ins]
        _write_private(note, json.dumps(sign_ins, ensure_ascii=False))
        db.session.commit()
    db.session.rollback()
    return json.loads(note.read_text()) if note.exists() else []


def _memorable_password() -> str:
    # Each installation has its own, so that a demonstration somebody can reach is not open to everybody.
    return "-".join(f"{secrets.randbelow(1000):03}" for _ in range(4))


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)


def _show(sign_ins: list[dict[str, str]]) -> None:
    address = current_app.config["BASE_URL"]
    click.echo(f"\nAzbuka is at {address}  (staff: /sign-in, learners: /card; stop with Ctrl+C)\n")
    if sign_ins:
        rows = [("who", "sign in with", "password or PIN"), *(tuple(entry.values()) for entry in sign_ins)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            click.echo("  " + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
        click.echo("")


def serve(settings: Settings) -> None:
    """Become the web server: gunicorn, or waitress where gunicorn does not run (Windows)."""
    sys.stdout.flush()
    if os.name == "nt":
        import waitress

        waitress.serve(
            current_app._get_current_object(),  # type: ignore[attr-defined]
            host=settings.host,
            port=settings.port,
            threads=8,
        )
        return
    command = gunicorn(settings)
    os.execv(command[0], command)  # noqa: S606


def gunicorn(settings: Settings) -> list[str]:
    """The command that serves Azbuka with gunicorn."""
    address = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "--workers": settings.workers,
        "--threads": 4,
        "--bind": f"{address}:{settings.port}",
        "--log-level": "warning",
        "--forwarded-allow-ips": settings.host,
    }
    arguments = [str(part) for option in options.items() for part in option]
    return [sys.executable, "-m", "gunicorn", "--preload", *arguments, "app:app"]
