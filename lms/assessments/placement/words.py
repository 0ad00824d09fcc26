"""A placement in plain words for staff: what was found, how sure it is, how it came about and why it ended."""

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.assessments.items.rubrics import rubrics
from lms.assessments.placement.findings import FAST, FEW, SLOW
from lms.assessments.placement.models import PlacementTalk
from lms.assessments.placement.rules import Stop
from lms.assessments.placement.stages import Reading, Stage
from lms.assessments.placement.statements import CAN_DO
from lms.assessments.quizzes.models import Attempt
from lms.assessments.rulings.recounting import recounted
from lms.assessments.states import AttemptState
from lms.courses.states import Level

LEVEL_NAMES = {
    Level.LITERACY: _l("Literacy"),
    Level.A1: "A1",
    Level.A2: "A2",
    Level.B1: _l("Above our courses"),
}

READING_FOUND = {
    Reading.READS: _l("The person reads Cyrillic letters and short words."),
    Reading.UNSURE: _l("The person reads some Cyrillic, not yet with certainty."),
    Reading.NOT_YET: _l("The person does not read Cyrillic yet, so nothing more was asked."),
}

STOPS = {
    Stop.SURE: _l("It ended because the level was sure enough."),
    Stop.BETWEEN: _l("It ended because more items would hardly have made the level surer."),
    Stop.LONG_ENOUGH: _l("It ended after the largest number of items."),
    Stop.FLOOR: _l("It ended early because nothing was right yet: nobody is asked on for nothing."),
    Stop.NO_ITEMS: _l("It ended because no more items were there that the person had not met."),
}


WHERE = {
    Stage.READY: _l("The person has not begun yet."),
    Stage.LETTERS: _l("The person is at the letters and can go on within three days."),
    Stage.CAN_DO: _l("The person has done the letters and can go on within three days."),
    Stage.ITEMS: _l("The person is at the questions and can go on within three days."),
    Stage.OVER: _l("The person stopped and did not go on within three days. They can begin anew."),
}


def can_do(attempt: Attempt) -> str | None:
    """What a person said of themselves, in one text; None when they were not asked."""
    if attempt.can_do is None or (attempt.detail or {}).get("reading") == Reading.NOT_YET:
        return None
    said = [str(CAN_DO[code][1]) for code in attempt.can_do if code in CAN_DO]
    return " ".join(said or [_("nothing yet")])


def talk_lines(talk: PlacementTalk) -> list[tuple[str, str]]:
    """What a talk showed: each criterion with the line that was chosen, in the language of the page."""
    spoken = "bg" if str(get_locale()) == "bg" else "en"
    criteria = rubrics()[talk.rubric].criteria if talk.rubric in rubrics() else ()
    return [(one.name[spoken], one.bands[talk.points[one.code]][spoken]) for one in criteria if one.code in talk.points]


def conclusion(attempt: Attempt) -> str:
    """How sure a proposal is, in a sentence."""
    likely = (attempt.detail or {}).get("courses")
    if not likely or attempt.suggested_level is None:
        return ""
    first, second, *_rest = sorted(likely, key=lambda level: -likely[level])
    facts = {
        "level": LEVEL_NAMES[Level(first)],
        "sure": round(100 * likely[first]),
        "other": LEVEL_NAMES[Level(second)],
        "less": round(100 * likely[second]),
    }
    return str(_("%(level)s with %(sure)s %% certainty; %(other)s is possible with %(less)s %%.", **facts))


def notes(attempt: Attempt) -> list[str]:
    """What a coordinator should know about how the answers came about."""
    detail, said = attempt.detail or {}, []
    if detail.get("fast", 0) >= FEW:
        said.append(_("%(number)s answers came in less than %(seconds)s seconds.", number=detail["fast"], seconds=FAST))
    if detail.get("slow", 0) >= FEW:
        minutes = SLOW // 60
        said.append(_("%(number)s answers took more than %(minutes)s minutes.", number=detail["slow"], minutes=minutes))
    if again := recounted(attempt):
        before = LEVEL_NAMES[Level(again.before)]
        said.append(_("An answer was marked anew. Before that the suggestion was: %(level)s.", level=before))
        if attempt.decided_at and attempt.decided_at < again.at:
            said.append(_("The level was decided before that, and stays as decided."))
    return said


def standing(attempt: Attempt) -> tuple[str, str]:
    """Where a placement stands, and the tone of its badge."""
    if attempt.state is AttemptState.STARTED:
        return _("in progress"), "info"
    if attempt.state is AttemptState.LAPSED:
        return _("left unfinished"), "neutral"
    if attempt.decided_level is None:
        return _("to decide"), "warn"
    if attempt.decided_level is attempt.suggested_level:
        return _("confirmed"), "good"
    return _("decided otherwise"), "good"
