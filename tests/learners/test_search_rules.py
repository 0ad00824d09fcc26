"""Which spellings are one name and which names are two, by a table of examples, and what a question asks for."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learners.search_rules import KeyKind, Match, asked, keys_of, other_spellings, pieces, romanised

ONE_NAME = """
Mohammed Muhammad Mohamed Mohamad Мохамед Мухаммад Мохаммед محمد
Yulia Julia Iuliia Yuliya Юлия Юлія
Aleksandr Alexander Aleksander Александър Александр
Khaled Khalid Халед Халид خالد
Nguyen Нгуен Nguyễn
Olena Олена
Elena Yelena Елена
Yousef Yusuf Youssef Iusef Юсеф Юсуф يوسف
Ahmad Ahmed Ахмед Ахмад أحمد احمد
Fatima Fatimah Fatma Фатима Фатма فاطمة فاطمه
Hussein Husayn Hossain Hussain Хюсеин Хосейн حسين حسین
Hasan Hassan Хасан حسن
Omar Umar Умар Омар عمر
Ali Али علي علی
Ibrahim Ebrahim Ибрахим إبراهيم ابراهيم
Khadija Khadidja Хадиджа خديجة
Layla Leila Laila Лейла Лайла ليلى
Maryam Mariam Мариам مريم مریم
Natalia Nataliia Nataliya Наталия Наталія Наталья
Tatiana Tatyana Tetiana Татяна Татьяна
Oksana Оксана Oxana
Dmitrii Dmitriy Dmitry Дмитрий Dmitri
Sergei Serhii Sergey Sergiy Сергей Сергий Сергій
Andrii Andriy Andrei Андрий Андрей Андрій
Yevgeni Evgeni Evgenii Yevhenii Евгени Євгеній Евгений
Yurii Yuri Iurii Yuriy Юрий Юрій
Halyna Galina Галина
Bohdan Bogdan Богдан
Hnatiuk Gnatyuk Гнатюк
Liudmyla Lyudmila Ludmila Людмила
Liubov Lyubov Lubov Любов Любовь
Ksenia Kseniia Xenia Ксения
Mahmoud Mahmud Махмуд محمود
Mustafa Mostafa Moustafa Мустафа مصطفى
Said Saeed Saïd Саид سعيد
Darwish Darvish Даруиш Дарвиш درويش
Jamal Djamal Джамал جمال
Cemal Джемал Jamal
Gülşen Гюлшен
Çelik Челик
Yılmaz Yilmaz Йълмаз
Aysel Aisel Айсел
Ayşe Aisha Aysha Айше Айша عائشة
Zhanna Жанна Janna Жана
Polishchuk Полищук Поліщук
Shterev Щерев
Zaitsev Zaytsev Зайцев
Reza Riza Реза رضا
Ramadan Рамадан رمضان
Ramazan Рамазан رمضان
Qasim Kasim Касим قاسم
Mansour Mansur Мансур منصور
Nour Noor Nur Нур نور
Karim Kareem Карим كريم کریم
Tarek Tariq Тарек طارق
Parwana Parvana Парвана پروانه
Sargsyan Саргсян Սարգսյան
Abdullah Abdulla Абдула عبدالله
Wafa Vafa Уафа Вафа وفاء
Yordan Jordan Iordan Йордан
Nurcan Nurjan Нурджан
Saleh Salih Салех صالح
Ziad Ziyad Зияд زياد
Zeynep Zeinep Зейнеп
Huda Hoda Худа هدى
Mykola Микола
Wang Уан Ван 王
"""
TWO_NAMES = """
Olena Elena
Hasan Hussein
حسن حسين
Salma Salim
Marina Mariana
Karim Karima
Ali Alia
Ivan Ivana
Maria Mara
Nadia Nada
Ahmad Hamid
Mahmoud Mohammed
Omar Amir
Yulia Lilia
Anna Hanna
Khaled Walid
Petrov Petrova
Alina Olena
Nikola Nikolai
Fatima Fahim
Aziz Aziza
Sara Sahar
Rania Rana
Yana Yanina
Jamal Kamal
Tarek Turki
Wang Wei
Li Lo
Kovalenko Kovalchuk
Shevchuk Savchuk
Amina Emine
Iryna Arina
Boris Barsa
"""


def answered(question: str, name: str) -> Match | None:
    """The best answer of a name of one word to a question of one word."""
    return asked(question)[0].match(name.casefold())


@pytest.mark.parametrize("group", ONE_NAME.strip().splitlines())
def test_spellings_of_one_name_find_each_other(group: str) -> None:
    for one, other in combinations(group.split(), 2):
        for question, name in ((one, other), (other, one)):
            match = answered(question, name)
            assert match is not None, f"{question} does not find {name}"
            assert match <= Match.VARIANT, f"{question} finds {name} only as {match.name}"


@pytest.mark.parametrize("pair", TWO_NAMES.strip().splitlines())
def test_two_names_are_not_taken_for_one(pair: str) -> None:
    one, other = pair.split()
    for question, name in ((one, other), (other, one)):
        assert answered(question, name) not in (Match.EXACT, Match.VARIANT), f"{question} is taken for {name}"


def test_the_word_itself_comes_before_its_beginning_before_a_variant_before_a_part() -> None:
    names = ["karim", "karimov", "kareem", "kareemullah", "abdulkarim"]
    assert [answered("Karim", name) for name in names] == list(Match)


@pytest.mark.parametrize(
    ("question", "digits", "is_number"),
    [
        ("A-000123", "000123", True),
        ("а 123", "123", True),
        ("123", "123", False),
        ("0888 123 456", "0888123456", False),
        ("+359 (88) 812-34-56", "359888123456", False),
        ("٠٨٨٨", "0888", False),
    ],
)
def test_digits_that_stand_together_are_one(question: str, digits: str, is_number: bool) -> None:
    (term,) = asked(question)
    assert (term.digits, term.is_number) == (digits, is_number)


def test_a_name_and_digits_are_asked_for_together() -> None:
    assert [term.text for term in asked("Olena 0888 12 Koval")] == ["0888 12", "olena", "koval"]


@pytest.mark.parametrize("question", ["", "  ", "\0", "²", "%_", "\u202e", "'", "🙂", "a" * 5000, "ا" * 500])
def test_nothing_that_is_typed_is_too_strange(question: str) -> None:
    for term in asked(question):
        assert term.digits or term.forms


def test_the_page_can_say_why_somebody_was_found() -> None:
    terms = asked("Mohamed ali")
    shown = [(piece.text, piece.match) for piece in pieces("Muhammad Al-Alimi", terms) if piece.match is not None]
    assert shown == [("Muhammad", Match.VARIANT), ("Alimi", Match.PREFIX)]
    assert other_spellings(["Muhammad Alimi", "Мухаммад"], terms) == [("mohamed", "Muhammad")]
    assert other_spellings(["Mohamed"], asked("Mohamed")) == []


def test_a_number_is_a_key_with_and_without_its_zeros() -> None:
    numbers = {key for kind, key in keys_of(["Olena"], ["A-000123"]) if kind is KeyKind.NUMBER}
    assert numbers == {"000123", "123"}


@given(st.text(min_size=1, max_size=80))
def test_any_text_is_read_without_failing_and_within_bounds(text: str) -> None:
    for kind, key in keys_of([text], []):
        assert len(key) <= 600, kind
    assert "".join(piece.text for piece in pieces(text, asked(text))) == text
    assert all(romanised(term.text) for term in asked(text) if not term.digits)
