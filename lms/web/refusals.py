"""What no person types and no database keeps: a request that carries it is refused before a room sees it."""

from itertools import chain

from flask import Flask, abort, request


def init_app(app: Flask) -> None:
    """Look at every request first."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    # PostgreSQL stores no NUL in a text, and in SQLite it ends texts early.
    fields = chain(request.args.items(multi=True), request.form.items(multi=True))
    if "\0" in request.path or any("\0" in name or "\0" in value for name, value in fields):
        abort(400)
