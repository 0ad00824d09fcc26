"""What no person types and no database keeps: a request that carries it is refused before a room sees it."""

from itertools import chain

from flask import Flask, abort, request

LONGEST_NAME = 200
"""Characters in the name of a field; ours have fewer than fifty."""


def init_app(app: Flask) -> None:
    """Look at every request first."""
    app.before_request(_refuse)


def _refuse() -> None:
    fields = list(chain(request.args.items(multi=True), request.form.items(multi=True)))
    # PostgreSQL stores no NUL in a text, and in SQLite it ends texts early.
    nul = "\0" in request.path or any("\0" in value for _, value in fields)
    # WTForms takes the ² of “rows-²-kind” for the number of a line, and whatever digits stand there in its place.
    if nul or not all(name.isascii() and name.isprintable() and len(name) <= LONGEST_NAME for name, _ in fields):
        abort(400)
