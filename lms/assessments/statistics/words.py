"""What figures of items and quizzes say, in sentences for teachers: what it means and what to do."""

from flask_babel import lazy_gettext as _l

TOO_FEW = _l("Too few answers to say anything.")
TOO_FEW_PEOPLE = _l("Too few people to compare.")

FACILITY = (
    _l("Few people are right. Check the key, and whether it is clear what is asked; or move it to a higher level."),
    _l("Neither too easy nor too hard."),
    _l("Nearly everybody is right. It tells little: move it to a lower level."),
)
DISCRIMINATION = (
    _l("Those who know more are more often wrong. Check the key, and whether another answer is right too."),
    _l("It hardly shows who knows more. Make the wrong answers clearly wrong, and take out hints."),
    _l("Those who know more are more often right."),
)
SECONDS = (
    _l("It is answered faster than it can be read. Look for a hint, or for guessing."),
    _l("The time is as usual."),
    _l("It takes long. Shorten the text or the sound, or make two items of it."),
)
ALPHA = (
    _l("It does not tell people apart well. Decide nothing by it alone; replace items that show little, or add some."),
    _l("Good enough for practice and for looking at a group. A decision about one person needs more."),
    _l("Good enough to decide by."),
)

CHOICE_BETTER = _l(
    "Those who choose it know more than those who are right. Perhaps it is right too, or the key is wrong."
)
CHOICE_RARE = _l("Hardly anybody chooses it. Write one that tempts.")
CHOICE_TEMPTS = _l("It tempts those who know less, as it should.")

NO_DIFFERENCE = _l("It is as hard for them as for others who know as much.")
SOMEWHAT_HARDER = _l("It is somewhat harder for them than for others who know as much. Read it with their eyes.")
SOMEWHAT_EASIER = _l(
    "It is somewhat easier for them than for others who know as much. Look for words they know anyway."
)
MUCH_HARDER = _l(
    "It is much harder for them than for others who know as much. Find out why, and do not ask it until then."
)
MUCH_EASIER = _l(
    "It is much easier for them than for others who know as much. Find out why, and do not ask it until then."
)

DEFINITIONS = (
    (
        _l("Which answers"),
        _l(
            "Answers of people of your centres to this wording, in attempts that are finished; the latest 2,000. "
            "Nothing is shown of fewer than five people."
        ),
    ),
    (_l("Right"), _l("The share of answers that are right. “I don’t know” is not right.")),
    (
        _l("Shows who knows more"),
        _l(
            "The correlation between being right and doing well in the rest of the test, without the item itself. "
            "In a quiz, less than 0.2 is little; in a placement, where people are asked what is about right for them, "
            "0.25 is usual and less than 0.1 is little."
        ),
    ),
    (
        _l("Level of who chose an answer"),
        _l("How well they do in the rest, in standard deviations: 0 is the mean of all who were asked the item."),
    ),
    (
        _l("Time for an answer"),
        _l("Half of the answers took at most so long, from the first moment the item was shown."),
    ),
    (
        _l("Reliability"),
        _l(
            "Cronbach's alpha of all finished attempts: from 0 (chance) to 1 (another quiz of this kind would put "
            "people in the same order). What was not answered is not right."
        ),
    ),
    (
        _l("Groups of people"),
        _l(
            "People of a group are compared with others who do as well in the rest (Mantel-Haenszel, in five layers). "
            "A: no difference that matters, B: some, C: a large one. Each side needs 20 people. A difference can be "
            "what is taught, such as words that two languages share: then the item is good, and easy for some."
        ),
    ),
)
"""How it is counted, for the pages and docs/statistics.md."""
