"""What a script sends as JSON, read without trust: JSON carries more than a page of ours sends or a database keeps."""

from datetime import UTC, datetime

from flask import request

from lms import clock


def sent_json() -> object:
    """The body of this request; None when it is no JSON, or nested more deeply than Python reads."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def storable(text: str) -> str:
    """A text without halves of signs that were cut in two, which no database keeps: as a browser sends it in a form.

    Raises ValueError when there is a NUL in it: nobody types that.
    """
    if "\0" in text:
        raise ValueError(text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def moment_of(given: object) -> datetime:
    """When something was done, by the clock of the device; when it cannot say so, it counts as done when it arrives."""
    try:
        return datetime.fromisoformat(str(given)).astimezone(UTC)
    except (ValueError, OverflowError):
        return clock.now()
