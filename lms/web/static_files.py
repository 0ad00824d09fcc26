"""Styles, scripts and pictures: their addresses carry what they are, so that a browser keeps them for a year.

The version stands in the path and not behind it: what one file asks of another by a relative address is of the
same version.
"""

from functools import cache
from hashlib import sha256
from typing import Any

import brotli
from flask import Flask, Response, current_app, request, send_from_directory
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from lms.access.declare import public
from lms.settings import ROOT

FOLDER = ROOT / "static"
YEAR = 365 * 24 * 3600
HOUR = 3600
_SAID_BY_AGE = ("Content-Disposition", "Expires")
_SAID_BY_ADDRESS = (*_SAID_BY_AGE, "ETag", "Last-Modified", "Accept-Ranges")


class SessionOfPages(SecureCookieSessionInterface):
    """The session as Flask keeps it, but for files: the same for everybody, they say nothing of a cookie.

    With the cookie renewed by each of them, and all of them depending on it, a browser would ask for every file again.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Put the session into the answer, unless it is a file's."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Serve static/, with the version in every address that a page is given."""
    app.session_interface = SessionOfPages()
    app.add_url_rule("/static/<string(length=12):version>/<path:filename>", "static", static)
    app.url_defaults(_name_version)


@public("styles, scripts and pictures")
def static(version: str, filename: str) -> Response:
    """A file of static/. A page that was kept asks by an older version, and is given what there is now."""
    current = version == version_of_all()
    response = send_from_directory(FOLDER, filename, max_age=YEAR if current else HOUR)
    response.cache_control.immutable = current
    # Said already by the address and by the age above; headers travel uncompressed, with every file.
    for said in _SAID_BY_ADDRESS if current else _SAID_BY_AGE:
        response.headers.pop(said, None)
    # Read here and not by the server, so that it is closed when it travels compressed.
    response.direct_passthrough = False
    response.make_sequence()
    if current and request.accept_encodings["br"] and response.mimetype in current_app.config["COMPRESS_MIMETYPES"]:
        response.set_data(_packed(filename))
        response.content_encoding = "br"
        response.vary.add("Accept-Encoding")
    return response


@cache
def _packed(filename: str) -> bytes:
    """A file as small as it gets: worth the time once, for it is the same in every answer."""
    packed: bytes = brotli.compress((FOLDER / filename).read_bytes(), quality=11)
    return packed


@cache
def version_of_all() -> str:
    """Twelve digits that change when anything in static/ does."""
    found = sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def _name_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static":
        values.setdefault("version", version_of_all())
