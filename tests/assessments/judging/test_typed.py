"""Typed answers: what is forgiven, what is not, and that the teacher can see which it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.judging.typed import USUAL, Leniency, match

ALL = frozenset(Leniency)
NONE: frozenset[Leniency] = frozenset()
CYRILLIC = st.text("абвгдежзийклмнопрстуфхцчшщъьюя", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("typed", "wanted", "allowed", "forgiven"),
    [
        ("съм", "съм", NONE, ()),
        ("  съм ", "съм", NONE, ()),
        ("Съм", "съм", USUAL, ("case",)),
        ("искам  да купя", "искам да купя", USUAL, ("spaces",)),
        ("по - голям", "по-голям", USUAL, ("spaces",)),
        ("по–голям", "по-голям", NONE, ()),
        ("живея.", "живея", USUAL, ("punctuation",)),
        ("„Надежда“", "Надежда", USUAL, ("punctuation",)),
        ("пo", "по", USUAL, ("lookalikes",)),  # Latin o
        ("каpта", "карта", USUAL, ("lookalikes",)),  # Latin p
        ("CОФИЯ", "София", USUAL, ("case", "lookalikes")),  # Latin C
        ("живе́я", "живея", USUAL, ("accents",)),
        ("и", "ѝ", USUAL, ("accents",)),
        ("ѝ", "ѝ", NONE, ()),  # и and a grave accent are one letter, however they are encoded
        ("мои", "мой", ALL, ("short_i",)),
        ("kafe", "кафе", ALL, ("transliteration",)),
        ("qbulka", "ябълка", ALL, ("transliteration",)),
        ("6te", "ще", ALL - {Leniency.TRANSLITERATION}, None),
        ("shte", "ще", ALL, ("transliteration",)),
        ("mlqko", "мляко", ALL, ("transliteration",)),
    ],
)
def test_what_is_typed_is_taken_with_what_had_to_be_forgiven(
    typed: str, wanted: str, allowed: frozenset[Leniency], forgiven: tuple[str, ...] | None
) -> None:
    found = match(typed, [wanted], allowed)
    assert (None if found is None else found.forgiven) == forgiven


@pytest.mark.parametrize(
    ("typed", "wanted", "allowed"),
    [
        ("сам", "съм", ALL),
        ("Съм", "съм", USUAL - {Leniency.CASE}),
        ("по голям", "по-голям", USUAL),  # the hyphen is spelling, not punctuation
        ("искамда", "искам да", USUAL),
        ("мои", "мой", USUAL),
        ("и", "ѝ", USUAL - {Leniency.ACCENTS}),
        ("kafe", "кафе", USUAL),
        ("kafenе", "кафе", ALL),
        ("пo", "по", USUAL - {Leniency.LOOKALIKES}),
        ("", "да", ALL),
        ("…", "да", ALL),
    ],
)
def test_what_the_item_does_not_forgive_is_another_answer(
    typed: str, wanted: str, allowed: frozenset[Leniency]
) -> None:
    assert match(typed, [wanted], allowed) is None


def test_of_several_wanted_texts_the_nearest_is_named() -> None:
    found = match("Чете", ["чете", "Чете"])
    assert found is not None
    assert (found.wanted, found.forgiven) == ("Чете", ())


@given(CYRILLIC)
def test_the_wanted_text_itself_needs_no_forgiving(text: str) -> None:
    found = match(text, [text], ALL)
    assert found is not None
    assert found.forgiven == ()


@given(CYRILLIC, CYRILLIC, st.sets(st.sampled_from(Leniency)).map(frozenset))
def test_more_leniency_never_refuses_what_less_takes(a: str, b: str, allowed: frozenset[Leniency]) -> None:
    assert not (match(a, [b], allowed) and not match(a, [b], ALL))


@given(CYRILLIC, CYRILLIC)
def test_two_words_of_other_letters_are_never_one(a: str, b: str) -> None:
    assert (match(a, [b]) is not None) == (a == b)
