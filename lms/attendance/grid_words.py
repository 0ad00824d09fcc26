"""How the numbers of an attendance grid are counted, for the page, its print and its download."""

from flask_babel import lazy_gettext as _l

DEFINITIONS = (
    (
        _l("Hours attended"),
        _l(
            "Minutes attended divided by the academic hour. A late person attended the lesson without the minutes "
            "missed; absent and excused hours are not attended; an hour that is not marked is held but not attended."
        ),
    ),
    (
        _l("Hours held"),
        _l("Academic hours of the lessons held while the person was in the cohort. Cancelled lessons are not counted."),
    ),
    (_l("Hours excused"), _l("Of the hours held, those of lessons from which the person was excused.")),
    (_l("Attendance"), _l("Hours attended divided by hours held.")),
    (_l("In the room"), _l("People present, late or gone early, for however long.")),
    (_l("Person-hours"), _l("Academic hours attended by all people of the lesson together.")),
)
"""What a number is called, and how it is counted."""
