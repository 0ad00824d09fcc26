"""What learners read of marking."""

from flask_babel import lazy_gettext as _l

CRITERIA = {
    "task": _l("What you had to say"),
    "range": _l("Words"),
    "grammar": _l("Grammar"),
    "clarity": _l("How you speak"),
    "spelling": _l("How you write the words"),
}
"""The criteria of our rubrics, short enough for somebody who has just begun to read."""
