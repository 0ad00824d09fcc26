"""Drawing a quiz from the bank."""

from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.quizzes.blueprint import Candidate, Line, draw
from lms.assessments.states import ItemLevel, Skill

LEVELS, SKILLS, TOPICS = st.sampled_from(ItemLevel), st.sampled_from([Skill.READING, Skill.LISTENING]), ("shop", "work")
LINES = st.lists(st.builds(Line, LEVELS, SKILLS, st.sampled_from([None, *TOPICS]), st.integers(0, 5)), max_size=5)
BANKS = st.lists(
    st.builds(Candidate, st.integers(1, 60), LEVELS, SKILLS, st.sampled_from(TOPICS)),
    max_size=40,
    unique_by=lambda one: one.version_id,
)


@given(LINES, BANKS, st.sets(st.integers(1, 60)), st.text())
def test_a_draw_fits_its_line_and_nothing_is_drawn_twice(
    lines: list[Line], bank: list[Candidate], taken: set[int], seed: str
) -> None:
    drawn = draw(lines, bank, taken, seed)
    assert [one.line for one in drawn] == lines
    everything = [version_id for one in drawn for version_id in one.version_ids]
    assert len(everything) == len(set(everything)) and not taken & set(everything)
    known = {one.version_id: one for one in bank}
    for one in drawn:
        assert one.missing >= 0
        for found in map(known.__getitem__, one.version_ids):
            assert (found.level, found.skill) == (one.line.level, one.line.skill)
            assert one.line.topic in (None, found.topic)
    assert drawn == draw(lines, bank[::-1], taken, seed)


def test_a_line_for_any_topic_leaves_the_others_what_they_need() -> None:
    bank = [Candidate(number, ItemLevel.A1, Skill.READING, topic) for number, topic in enumerate(("shop", "work"), 1)]
    lines = [Line(ItemLevel.A1, Skill.READING, None, 1), Line(ItemLevel.A1, Skill.READING, "shop", 1)]
    for seed in "abcdefgh":
        assert [one.version_ids for one in draw(lines, bank, (), seed)] == [(2,), (1,)]


def test_what_the_bank_does_not_have_is_said() -> None:
    (drawn,) = draw([Line(ItemLevel.B1, Skill.READING, None, 3)], [], (), "seed")
    assert (drawn.version_ids, drawn.missing) == ((), 3)
