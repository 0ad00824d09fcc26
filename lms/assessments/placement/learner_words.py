"""What a learner reads of their own placement: what their answers show, and the course that follows."""

from flask_babel import lazy_gettext as _l

from lms.assessments.placement.stages import Reading
from lms.assessments.quizzes.models import Attempt
from lms.assessments.states import ItemLevel, Skill
from lms.courses.states import Level

_NEXT_STEPS = {
    Level.LITERACY: _l("We suggest a course in which you learn to read and write."),
    Level.A1: _l("We suggest the course A1 for you."),
    Level.A2: _l("We suggest the course A2 for you."),
    Level.B1: _l("You know a lot already. We will tell you where you can learn more."),
}

_READING = {
    Reading.READS: _l("You read Bulgarian letters."),
    Reading.UNSURE: _l("You read some Bulgarian letters."),
    Reading.NOT_YET: _l("Bulgarian letters are new for you. You will learn them with us, step by step."),
}


_SKILLS = {
    (Skill.LISTENING, ItemLevel.PRE_A1): _l("Listening: you understand single words."),
    (Skill.LISTENING, ItemLevel.A1): _l("Listening: you understand simple sentences."),
    (Skill.LISTENING, ItemLevel.A2): _l("Listening: you understand everyday talk."),
    (Skill.LISTENING, ItemLevel.B1): _l("Listening: you understand most of what people say."),
    (Skill.READING, ItemLevel.PRE_A1): _l("Reading: you read single words."),
    (Skill.READING, ItemLevel.A1): _l("Reading: you understand short, simple texts."),
    (Skill.READING, ItemLevel.A2): _l("Reading: you understand everyday messages and notices."),
    (Skill.READING, ItemLevel.B1): _l("Reading: you understand longer texts."),
    (Skill.USE_OF_LANGUAGE, ItemLevel.PRE_A1): _l("Words and grammar: you know first words."),
    (Skill.USE_OF_LANGUAGE, ItemLevel.A1): _l("Words and grammar: you know how to make simple sentences."),
    (Skill.USE_OF_LANGUAGE, ItemLevel.A2): _l("Words and grammar: you know how to tell what was and what will be."),
    (Skill.USE_OF_LANGUAGE, ItemLevel.B1): _l("Words and grammar: you know how to say almost everything."),
}


def shown(attempt: Attempt) -> list[str]:
    """What a person reads of what their answers show."""
    detail = attempt.detail or {}
    skills = {Skill(skill): ItemLevel(found["level"]) for skill, found in detail.get("skills", {}).items()}
    said = [_READING[Reading(detail["reading"])]] if "reading" in detail else []
    said += [_SKILLS[found] for found in skills.items()]
    return [str(sentence) for sentence in said]


def next_step(level: Level) -> str:
    """What the learner reads about the course that is suggested or decided."""
    return str(_NEXT_STEPS[level])
