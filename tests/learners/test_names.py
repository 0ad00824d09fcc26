"""Names in two alphabets."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.learners.names import clean, fold, script_of, to_bulgarian, to_cyrillic, to_latin


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
        # Word-final -ия is -ia, elsewhere each letter by itself.
        ("Виктория", "Viktoria"),
        ("Анастасия", "Anastasia"),
        ("Евгения", "Evgenia"),
        ("Гергия-Мария", "Gergia-Maria"),
        ("Стефаниян", "Stefaniyan"),
        ("Илиян", "Iliyan"),
        ("Илия", "Ilia"),
        ("БЪЛГАРИЯ", "BULGARIA"),
        ("Българиянка", "Balgariyanka"),
        # ъ is a, щ is sht, ц is ts, й is y, ю is yu, я is ya, ж is zh, х is h.
        ("Ангелов", "Angelov"),
        ("Борисов", "Borisov"),
        ("Велизар", "Velizar"),
        ("Георги", "Georgi"),
        ("Димитър", "Dimitar"),
        ("Елена", "Elena"),
        ("Живко", "Zhivko"),
        ("Здравко", "Zdravko"),
        ("Иванка", "Ivanka"),
        ("Йордан", "Yordan"),
        ("Йордан Йовков", "Yordan Yovkov"),
        ("Калин", "Kalin"),
        ("Любомир", "Lyubomir"),
        ("Момчил", "Momchil"),
        ("Николай", "Nikolay"),
        ("Огнян", "Ognyan"),
        ("Пламен", "Plamen"),
        ("Радослав", "Radoslav"),
        ("Стоян", "Stoyan"),
        ("Тодор", "Todor"),
        ("Ушев", "Ushev"),
        ("Филип", "Filip"),
        ("Христо Ботев", "Hristo Botev"),
        ("Цветан", "Tsvetan"),
        ("Чавдар", "Chavdar"),
        ("Шишман", "Shishman"),
        ("Щилиян", "Shtiliyan"),
        ("Ъглова", "Aglova"),
        ("Юри", "Yuri"),
        ("Явор", "Yavor"),
        ("Търговище", "Targovishte"),
        ("Видин", "Vidin"),
        ("Хасково", "Haskovo"),
        ("Кърджали", "Kardzhali"),
        ("Разград", "Razgrad"),
        ("Стара Загора", "Stara Zagora"),
        ("Бургас", "Burgas"),
        # дж is dzh, дз is dz, ьо is yo, йо is yo.
        ("Джамал", "Dzhamal"),
        ("Хаджиев", "Hadzhiev"),
        ("Дзверев", "Dzverev"),
        ("Годзев", "Godzev"),
        ("Жельо", "Zhelyo"),
        ("Гьокче", "Gyokche"),
        ("Синьо", "Sinyo"),
        ("Пейо Яворов", "Peyo Yavorov"),
        ("ЩЕРЕВ", "SHTEREV"),
        ("Щ.", "Sht."),
        ("д'Артанян", "d'Artanyan"),
        # Names in other Cyrillic alphabets come by way of the Bulgarian letters.
        ("Юлія", "Yulia"),
        ("Семён", "Semyon"),
        ("Наталья", "Natalia"),
        ("Ольга Коваль", "Olga Koval"),
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
        ("Nataliia Tkachenko", "Наталия Ткаченко"),
        ("Yurii Lysenko", "Юрий Лисенко"),
        ("Oleksiy", "Олексий"),
        ("Zelenskyi", "Зеленски"),
        ("Dostoevsky", "Достоевски"),
        ("Olha", "Олга"),
        ("Pyotr Semyonov", "Пьотър Семьонов"),
        ("Mohammed", "Мохамед"),
        ("Muhammad", "Мухамад"),
        ("Hussein", "Хюсеин"),
        ("Youssef", "Юсеф"),
        ("Fatima Al-Masri", "Фатима Ал-Масри"),
        ("Gholam", "Голам"),
        ("Mahmoud Darwish", "Махмуд Даруиш"),
        ("Recep Şahin", "Реджеп Шахин"),
        ("Özgür Çelik", "Ьозгюр Челик"),
        ("Erdoğan", "Ердоган"),
        ("Gulchehra", "Гулчехра"),
        ("Nurlan Bekov", "Нурлан Беков"),
        ("Oʻgʻli", "Огли"),
        ("Armen Petrosyan", "Армен Петросян"),
        ("Ion Țurcanu", "Ион Цуркану"),
        ("Nguyễn", "Нгуен"),
        ("Đặng", "Данг"),
        ("José Muñoz", "Хосе Муноз"),
        ("Chidi Okafor", "Чиди Окафор"),
        ("Santos", "Сантос"),
        ("Rahman", "Рахман"),
        ("Kim Ji-woo", "Ким Джи-уу"),
        ("John Smith", "Джон Смит"),
        ("ANNA", "АННА"),
    ],
)
def test_latin_suggests_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("written", "bulgarian"),
    [
        ("Олексій", "Олексий"),
        ("Юлія", "Юлия"),
        ("Євген", "Евген"),
        ("Дем’ян", "Демян"),
        ("Ґалина", "Галина"),
        ("Быков", "Биков"),
        ("Эдуард", "Едуард"),
        ("Пётр", "Пьотр"),
        ("Ёлкин", "Йолкин"),
        ("Артёмов", "Артьомов"),
        ("Игорь", "Игор"),
        ("Татьяна", "Татяна"),
        ("Наталья", "Наталия"),
        ("Јован Ђурић", "Йован Джурич"),
        ("Қанат", "Канат"),
        ("Жельо Кьосев", "Жельо Кьосев"),
        ("Ъглен", "Ъглен"),
    ],
)
def test_other_cyrillic_letters_become_bulgarian_ones(written: str, bulgarian: str) -> None:
    assert to_bulgarian(written) == bulgarian


@given(st.text("абвгдежзийклмнопрстуфхцчшщъюя АЖЩЮЯ-", max_size=40).filter(lambda text: not text.endswith("ья")))
def test_a_bulgarian_name_stays_as_it_is(name: str) -> None:
    assert to_bulgarian(name) == name


@given(st.text(max_size=60))
def test_no_text_whatever_makes_transliteration_fail_or_lose_a_name(text: str) -> None:
    letters = [sign for sign in text if sign.isalpha() and script_of(sign) in ("latin", "cyrillic")]
    for change in (to_latin, to_bulgarian, to_cyrillic):
        assert any(map(str.isalpha, change(text))) >= bool(letters)


@given(st.text("אبتثجحख़字한ไ", max_size=30))
def test_letters_of_other_scripts_stay(text: str) -> None:
    assert to_latin(text) == to_bulgarian(text) == text


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
