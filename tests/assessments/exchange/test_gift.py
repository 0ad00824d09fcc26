"""GIFT: items there and back, and files that other people wrote."""

from typing import Any

import pytest
from hypothesis import given

from lms.access.errors import DomainError
from lms.assessments.exchange.gift.reading import read
from lms.assessments.exchange.gift.writing import write
from lms.assessments.states import ItemKind
from tests.assessments.exchange.items import items
from tests.soak import tries

Item = dict[str, Any]


@pytest.mark.parametrize("kind", ItemKind)
def test_items_of_every_kind_come_back_the_same_or_are_named(kind: ItemKind) -> None:
    @tries(50)
    @given(items(kind))
    def there_and_back(item: Item) -> None:
        written = write([item])
        left_out = [loss.code for loss in written.losses if loss.left_out]
        if left_out:
            assert (left_out, written.count) == ([item["code"]], 0)
            return
        (found,) = read(written.data).items
        assert found.item == item
        assert (found.lost, found.faults, found.unfinished) == ((), (), ())

    there_and_back()


@pytest.mark.parametrize(
    ("kind", "carried"),
    [(kind, kind is not ItemKind.ORDERING) for kind in ItemKind],
)
def test_only_parts_in_order_have_no_place_in_gift(kind: ItemKind, carried: bool) -> None:
    @tries(10)
    @given(items(kind).filter(lambda item: len(item.get("gaps", "x")) == 1 and "->" not in str(item)))
    def carries(item: Item) -> None:
        assert write([item]).count == carried

    carries()


def only(text: str) -> Any:
    (found,) = read(text.encode()).items
    return found


def item(text: str) -> Item:
    found = only(text)
    assert found.faults == ()
    return {name: value for name, value in found.item.items() if name not in ("level", "skill", "topic")}


def test_a_choice_with_notes_and_comments() -> None:
    found = only(
        """// от урок 3
        ::поздрав::Как поздравявате съседката сутрин? {
          =Добро утро!#Точно така.
          ~Лека нощ!#Казва се преди сън.
          ~Наздраве!
          ####Сутрин се казва „Добро утро“.
        }"""
    )
    assert found.item["stem"] == "Как поздравявате съседката сутрин?"
    assert found.item["choices"] == [
        {"id": "a", "text": "Добро утро!"},
        {"id": "b", "text": "Лека нощ!", "tempts": "Казва се преди сън."},
        {"id": "c", "text": "Наздраве!"},
    ]
    assert (found.item["key"], found.item["why"]) == ("a", "Сутрин се казва „Добро утро“.")
    assert found.lost == ("The note “Точно така.” on a right answer.",)
    assert found.unfinished == ("grammar", "tempts")
    assert found.name == "поздрав"


def test_what_is_said_to_the_right_answer_is_why_where_nothing_else_is_said() -> None:
    assert item("Пет и пет? {=десет#Пет и пет са десет. ~единайсет ~девет}")["why"] == "Пет и пет са десет."


def test_a_gap_in_the_middle_of_a_sentence() -> None:
    found = item("Аз {~си =съм ~е} Марта.")
    assert (found["stem"], found["instruction"], found["key"]) == ("Аз ___ Марта.", "fill_gap", "b")


def test_several_choices_by_their_weights() -> None:
    found = item("Кои са плодове? {~%50%ябълка ~%50%круша ~%-50%лук ~%-50%ориз}")
    assert (found["kind"], found["keys"]) == ("several_choices", ["a", "b"])


def test_different_weights_are_named() -> None:
    found = only("Кои са плодове? {~%70%ябълка ~%30%круша ~%-50%лук ~%-50%ориз}")
    assert found.lost == ("The right choices have different weights; here each counts the same.",)


def test_a_part_of_the_mark_is_named() -> None:
    found = only("Кой е плод? {=ябълка ~%50%домат ~лук}")
    assert found.lost == ("“домат” earns a part of the mark; here it is wrong.",)


def test_one_right_choice_of_several_is_one_choice() -> None:
    found = only("Кой е плод? {~%100%ябълка ~лук ~ориз}")
    assert (found.item["kind"], found.item["key"]) == ("single_choice", "a")
    assert found.lost == ("Several could be chosen; since one is right, one is chosen.",)


@pytest.mark.parametrize("word", ["T", "TRUE", "F#Не е.#Вярно е.", "FALSE"])
def test_true_and_false(word: str) -> None:
    found = only(f"Петък е преди събота.{{{word}}}")
    assert found.item["kind"] == "true_false"
    assert found.item["key"] == ("true" if word.startswith("T") else "false")
    assert found.unfinished[-2:] == ("text", "tempts")
    if "#" in word:
        assert (found.item["tempts"], found.item["why"]) == ({"true": "Не е."}, "Вярно е.")


def test_typed_answers() -> None:
    found = only(
        "Столицата на България е {=София =%100%гр. София =%50%Софиа#Пише се с „я“. =%0%Пловдив#Вторият град.}."
    )
    gap = found.item["gaps"][0]
    assert found.item["stem"] == "Столицата на България е ___."
    assert gap["accept"] == ["София", "гр. София"]
    assert gap["tempts"] == [{"text": "Софиа", "why": "Пише се с „я“."}, {"text": "Пловдив", "why": "Вторият град."}]
    assert found.lost == ("“Софиа” earns a part of the mark; here it is wrong.",)


def test_patterns_are_named() -> None:
    found = only("Град? {=Соф* =София}")
    assert found.item["gaps"] == [{"accept": ["София"]}]
    assert found.lost == ("“Соф*” stands for many answers; it is left out.",)


def test_numbers() -> None:
    assert item("Колко е 2 + 3? {#5}")["gaps"] == [{"accept": ["5"]}]
    found = only("Колко е пи? {#3.14:0.01}")
    assert found.item["gaps"] == [{"accept": ["3.14"]}]
    assert found.lost == ("3.14 is right up to 0.01 more or less; here only the number itself is.",)
    assert only("Колко? {#1..5}").faults == ("Every number of 1..5 is right; that cannot be said here.",)


def test_pairs() -> None:
    found = item("Свържете. {=котка -> мяу =куче -> бау =крава -> му = -> кукуригу}")
    assert [(pair["left"]["text"], pair["right"]["text"]) for pair in found["pairs"]] == [
        ("котка", "мяу"), ("куче", "бау"), ("крава", "му")
    ]  # fmt: skip
    assert found["extra"] == [{"side": {"text": "кукуригу"}}]


def test_an_essay() -> None:
    found = only("Напишете на съседа защо няма да дойдете. {}")
    assert (found.item["kind"], found.item["skill"], found.item["rubric"]) == ("written", "writing", "written-a1")
    assert found.unfinished == ("grammar", "model")


def test_signs_that_are_meant_as_letters() -> None:
    found = item(r"Колко е 2 \= 1 + \{1\}\: \~ \# \\? {=a\=b ~c\~d ~e\#f}")
    assert found["stem"] == r"Колко е 2 = 1 + {1}: ~ # \?"
    assert [one["text"] for one in found["choices"]] == ["a=b", "c~d", "e#f"]


def test_html_and_what_is_lost_of_it() -> None:
    found = only("[html]<p>Кой е <b>тук</b>?</p><script>x()</script>{=<em>аз</em> ~ти ~тя}")
    assert found.item["stem"] == "Кой е тук?"
    assert found.item["choices"][0]["text"] == "аз"
    assert found.lost == ("Emphasis is not kept.", "Code in the text was removed.")


def test_plain_text_is_no_html() -> None:
    assert item("[plain]Кое е <b>? {=а ~б ~в}")["stem"] == "Кое е <b>?"


def test_lines_of_the_source_are_lines() -> None:
    assert item("Първи ред\nвтори ред {=а ~б ~в}")["stem"] == "Първи ред\nвтори ред"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Това е само текст.", "There is nothing to answer."),
        ("Кой? {=а ~б", "A brace is opened and not closed, or closed and not opened."),
        ("Кой? =а ~б}", "A brace is opened and not closed, or closed and not opened."),
        ("Кой? {=а ~б} {", "A brace is opened and not closed, or closed and not opened."),
        ("Свържете. {=а -> б =в}", "“в” has no arrow -> between its two sides."),
        ("Кой? {=да ~не}", "Choices: at least 3 are needed, and there are 2."),
        ("Кой? {~да ~не ~може би}", "Key: at least 2 are needed, and there are 0."),
        ("Кой? {=А ~а ~б}", "“а” stands there twice."),
        ("Кой ___ и ___? {=а ~б ~в}", "There are 2 gaps, and 0 are wanted."),
    ],
)
def test_what_cannot_be_an_item_says_why_and_where(text: str, said: str) -> None:
    found = only(f"// нещо\n\n\n{text}")
    assert str(found.place) == "line 4"
    assert said in [str(one) for one in found.faults]


def test_one_mistake_does_not_spoil_the_others() -> None:
    found = read("А? {=а ~б ~в}\n\nБ? {=а\n\nВ? {=а ~б ~в}".encode()).items
    assert [bool(one.faults) for one in found] == [False, True, False]


def test_categories_names_and_tags_are_named() -> None:
    found = read("$CATEGORY: $course$/top/Уроци\n\n// [id:въпрос 1] [tag:лесни]\n::Първи::А? {=а ~б ~в}".encode())
    assert list(map(str, found.remarks)) == [
        "Categories are not kept: $course$/top/Уроци.",
        "Names of questions are not kept; their items get codes.",
    ]
    assert found.items[0].lost == ("Tags are not kept: лесни.",)


def test_the_code_is_taken_from_the_mark_or_the_name() -> None:
    assert item("// [id:A1-U-77]\nА? {=а ~б ~в}")["code"] == "A1-U-77"
    assert item("::A1-U-78::А? {=а ~б ~в}")["code"] == "A1-U-78"
    assert "code" not in item("::Q1::А? {=а ~б ~в}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_file_is_read_whatever_wrote_it(encoding: str) -> None:
    (found,) = read("Кой е тук?\r\n{=аз ~ти ~тя}\r\n".encode(encoding)).items
    assert found.item and found.item["stem"] == "Кой е тук?"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"// \xd1\x85"])
def test_a_file_without_questions_says_so(data: bytes) -> None:
    with pytest.raises(DomainError, match="no questions"):
        read(data)


def test_notes_that_are_no_json_are_passed_over() -> None:
    assert item("// azbuka: {broken\n// azbuka: [1]\nА? {=а ~б ~в}")["stem"] == "А?"
