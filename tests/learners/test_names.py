"""Names in two alphabets."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.learners.names import clean, fold, script_of, to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("България", "Bulgaria"),
        ("Мария", "Maria"),
        ("София", "Sofia"),
        ("Юлия", "Yulia"),
        ("Щерев", "Shterev"),
        ("Жечка Цонева", "Zhechka Tsoneva"),
        ("Ъглен", "Aglen"),
        ("Кьосе", "Kyose"),
        ("Анна-Мария", "Anna-Maria"),
        ("ИВАН", "IVAN"),
        ("Олексій", "Oleksiy"),
        ("Мария Иванова", "Maria Ivanova"),
    ],
)
def test_cyrillic_becomes_latin_by_the_act(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Yulia", "Юлия"),
        ("Maria", "Мария"),
        ("Olena Kovalenko", "Олена Коваленко"),
        ("Al-Haddad", "Ал-Хаддад"),
        ("Shcherbakova", "Щербакова"),
        ("Ayşe Yıldız", "Айше Йълдъз"),
        ("Jamal", "Джамал"),
        ("Zhang", "Жанг"),
        ("Khalid", "Халид"),
    ],
)
def test_latin_suggests_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@given(st.text("абвгдежзийклмнопрстуфхцчшщъьюяАБВЖЩЮЯ -'", max_size=40))
def test_latin_of_bulgarian_has_no_letter_of_another_alphabet(name: str) -> None:
    assert not set(to_latin(name)) - set(string.ascii_letters + " -'")


@given(st.text(string.ascii_letters + " -", max_size=40))
def test_cyrillic_of_latin_leaves_no_latin_letter(name: str) -> None:
    assert script_of(to_cyrillic(name)) in ("cyrillic", "")


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Olena", "latin"),
        ("Олена", "cyrillic"),
        ("محمد", "other"),
        ("李秀英", "other"),
        ("12", ""),
        ("Ayşe", "latin"),
    ],
)
def test_the_script_of_a_name_is_seen(name: str, script: str) -> None:
    assert script_of(name) == script


@pytest.mark.parametrize(
    ("one", "other"),
    [("Йорданова", "йорданова"), ("María  José", "maria jose"), ("AL-HADDAD", "al haddad"), ("Ё", "Е")],
)
def test_folding_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@example("𝓐")
@given(st.text(max_size=60))
def test_cleaning_and_folding_twice_is_doing_it_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


def test_marks_of_direction_do_not_stay_in_a_name() -> None:
    assert clean("\u202eOlena\u200f \t Koval\u0000") == "Olena Koval"
