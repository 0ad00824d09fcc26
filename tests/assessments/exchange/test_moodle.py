"""Moodle XML: items there and back, and files as Moodle writes them."""

import re
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from lms.access.errors import DomainError
from lms.assessments.exchange.moodle.reading import read
from lms.assessments.exchange.moodle.writing import write
from lms.assessments.states import ItemKind
from tests.assessments.exchange.items import items
from tests.soak import tries

Item = dict[str, Any]
LONGEST_TAG = 50
"""Letters after which Moodle cuts a tag."""


@pytest.mark.parametrize("kind", ItemKind)
def test_items_of_every_kind_come_back_the_same(kind: ItemKind) -> None:
    @tries(50)
    @given(items(kind))
    def there_and_back(item: Item) -> None:
        written = write([item])
        assert written.count == 1
        (found,) = read(written.data).items
        assert found.item == item
        assert (found.lost, found.faults, found.unfinished) == ((), (), ())

    there_and_back()


@tries(50)
@given(items(ItemKind.MATCHING))
def test_no_tag_is_longer_than_moodle_keeps(item: Item) -> None:
    tags = [tag.text or "" for tag in fromstring(write([item]).data).iterfind("question/tags/tag/text")]
    assert tags and max(map(len, tags)) <= LONGEST_TAG


def question(kind: str, inner: str, text: str = "Кой е тук?", format_: str = "html") -> str:
    return f"""<question type="{kind}"><name><text>Въпрос</text></name>
      <questiontext format="{format_}"><text><![CDATA[{text}]]></text></questiontext>{inner}</question>"""


def answer(text: str, fraction: str = "0", why: str = "", inner: str = "") -> str:
    feedback = f'<feedback format="html"><text>{why}</text></feedback>' if why else ""
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{feedback}{inner}</answer>'


def file(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{"".join(questions)}</quiz>'.encode()


def only(*args: str, **given: str) -> Any:
    (found,) = read(file(question(*args, **given))).items
    return found


THREE = answer("аз", "100") + answer("ти", "0", "Пита се за мен.") + answer("тя")


def test_one_choice() -> None:
    found = only("multichoice", "<single>true</single>" + THREE, text="<p>Кой е <b>тук</b>?</p>")
    assert found.item["stem"] == "Кой е тук?"
    assert (found.item["kind"], found.item["key"]) == ("single_choice", "a")
    assert found.item["choices"][1] == {"id": "b", "text": "ти", "tempts": "Пита се за мен."}
    assert found.lost == ("Emphasis is not kept.",)
    assert found.unfinished == ("grammar", "why", "tempts")


def test_several_choices() -> None:
    answers = [answer("а", "50"), answer("б", "50"), answer("в", "-50"), answer("г", "-50")]
    found = only("multichoice", "<single>false</single>" + "".join(answers))
    assert (found.item["kind"], found.item["keys"], found.lost) == ("several_choices", ["a", "b"], ())


def test_several_choices_of_which_all_are_wanted() -> None:
    answers = "".join(answer(text, "100" if text in "аб" else "0") for text in "абвг")
    found = only("multichoiceset", answers)
    assert (found.item["kind"], found.item["keys"]) == ("several_choices", ["a", "b"])


def test_a_part_of_the_mark_is_named() -> None:
    found = only("multichoice", THREE + answer("те", "33.33333"))
    assert found.lost == ("“те” earns a part of the mark; here it is wrong.",)


def test_true_and_false() -> None:
    found = only("truefalse", answer("true", "0", "Не, утре е.") + answer("false", "100"), text="Днес е петък.")
    assert (found.item["kind"], found.item["key"], found.item["stem"]) == ("true_false", "false", "Днес е петък.")
    assert (found.item["tempts"], found.faults) == ({"true": "Не, утре е."}, ())


def test_a_short_answer() -> None:
    answers = answer("съм", "100") + answer("си", "0", "За „ти“.") + answer("*", "0", "Не.")
    found = only("shortanswer", "<usecase>1</usecase>" + answers, text="Аз ___ тук.")
    assert found.item["gaps"] == [{"accept": ["съм"], "tempts": [{"text": "си", "why": "За „ти“."}]}]
    assert found.item["forgive"] == ["spaces", "punctuation", "lookalikes", "accents"]
    assert found.lost == ("“*” stands for many answers; it is left out.",)


def test_a_short_answer_without_a_place_gets_one() -> None:
    assert only("shortanswer", answer("София", "100"), text="Столицата?").item["stem"] == "Столицата?\n___"


def test_a_number() -> None:
    found = only("numerical", answer("3.5", "100", inner="<tolerance>0.5</tolerance>"), text="Колко?")
    assert found.item["gaps"] == [{"accept": ["3.5"]}]
    assert found.lost == ("3.5 is right up to 0.5 more or less; here only the number itself is.",)


def pair(left: str, right: str) -> str:
    return f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer></subquestion>'


def test_pairs_and_what_fits_nothing() -> None:
    pairs = pair("котка", "мяу") + pair("куче", "бау") + pair("крава", "му") + pair("", "ку")
    found = only("matching", pairs)
    assert only("ddmatch", pairs).item == found.item
    assert len(found.item["pairs"]) == 3
    assert found.item["extra"] == [{"side": {"text": "ку"}}]
    assert found.unfinished == ("grammar", "why", "tempts")


def test_parts_in_order() -> None:
    found = only("ordering", answer("аз", "1") + answer("съм", "2") + answer("тук", "3"), text="")
    assert (found.item["kind"], found.item["parts"]) == ("ordering", ["аз", "съм", "тук"])


def test_an_essay() -> None:
    inner = (
        "<minwordlimit>20</minwordlimit><maxwordlimit>40</maxwordlimit><attachments>1</attachments>"
        '<graderinfo format="html"><text>Здравей!</text></graderinfo>'
        '<responsetemplate format="html"><text>Здравей,</text></responsetemplate>'
    )
    found = only("essay", inner, text="Напишете писмо.")
    assert (found.item["words"], found.item["model"]) == ({"least": 20, "most": 40}, "Здравей!")
    assert len(found.lost) == 2


@pytest.mark.parametrize(
    ("text", "stem", "gaps"),
    [
        (
            "<p>Аз {1:SHORTANSWER:=съм#Така.~%0%си#За „ти“.} тук, а тя {1:SA:=е}.</p>",
            "Аз ___ тук, а тя ___.",
            [{"accept": ["съм"], "tempts": [{"text": "си", "why": "За „ти“."}]}, {"accept": ["е"]}],
        ),
        (r"{1:SA:=а\}б~=в\~г~=д\#е~=&#123;&amp;&#125;}", "___", [{"accept": ["а}б", "в~г", "д#е", "{&}"]}]),
        ("{:NM:=5}", "___", [{"accept": ["5"]}]),
        (
            "Аз {1:MCS:съм~=бях#Минало.~%0%ще съм#Бъдеще.} там вчера.",
            "Аз ___ там вчера.",
            [
                {
                    "choices": [
                        {"id": "a", "text": "съм"},
                        {"id": "b", "text": "бях"},
                        {"id": "c", "text": "ще съм", "tempts": "Бъдеще."},
                    ],
                    "key": "b",
                }
            ],
        ),
    ],
)
def test_answers_in_a_text(text: str, stem: str, gaps: list[Item]) -> None:
    found = only("cloze", "", text=text)
    assert (found.item["stem"], found.item["gaps"], found.faults) == (stem, gaps, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Само текст.", "There is nothing to answer."),
        ("Аз {1:SA:=съм", "A brace is opened and not closed, or closed and not opened."),
        ("{1:SA:=а} {1:MC:=а~б~в}", "Some gaps are typed in and others chosen for; an item has gaps of one kind."),
        ("{1:MULTIRESPONSE:=а~=б}", "Gaps of the type “MULTIRESPONSE” are not known here."),
        ("{1:SA:=а}" * 5, "Gaps: at most 4 are possible, and there are 5."),
    ],
)
def test_what_is_embedded_and_cannot_be_asked(text: str, said: str) -> None:
    assert said in only("cloze", "", text=text).faults


def words(tag: str, *found: tuple[str, str]) -> str:
    return "".join(f"<{tag}><text>{text}</text><group>{group}</group></{tag}>" for text, group in found)


@pytest.mark.parametrize("tag", ["selectoption", "dragbox"])
def test_words_for_places(tag: str) -> None:
    options = words(tag, ("съм", "1"), ("тук", "2"), ("си", "1"), ("там", "2"), ("е", "1"), ("къде", "2"))
    kind = "gapselect" if tag == "selectoption" else "ddwtos"
    found = only(kind, options, text="Аз [[1]] [[2]].")
    assert found.item["stem"] == "Аз ___ ___."
    offered = [[choice["text"] for choice in gap["choices"]] for gap in found.item["gaps"]]
    assert offered == [["съм", "си", "е"], ["тук", "там", "къде"]]
    assert [gap["key"] for gap in found.item["gaps"]] == ["a", "a"]
    assert found.lost == (() if kind == "gapselect" else ("Words are chosen from a list and not dragged.",))


def test_a_place_without_a_word_is_named() -> None:
    assert only("gapselect", words("selectoption", ("а", "1")), text="[[1]] [[7]]").faults == (
        "There is no word for the place 7.",
    )


@pytest.mark.parametrize("kind", ["description", "random", "calculated", "ddimageortext", "<"[:0] or "stack"])
def test_what_has_no_place_here_is_named_and_the_others_come(kind: str) -> None:
    found = read(file(question(kind, ""), question("multichoice", THREE))).items
    assert [bool(one.faults) for one in found] == [True, False]
    assert [str(one.place) for one in found] == ["question 1", "question 2"]


def test_what_is_true_of_the_whole_file_is_said_once() -> None:
    category = '<question type="category"><category><text>$course$/top/Уроци</text></category></question>'
    inner = f"<defaultgrade>2.0</defaultgrade><correctfeedback><text>Браво!</text></correctfeedback>{THREE}"
    found = read(file(category, question("multichoice", inner), question("multichoice", inner)))
    assert list(map(str, found.remarks)) == [
        "Categories are not kept: $course$/top/Уроци.",
        "How many marks a question earns is not kept.",
        "What is said to every right or wrong answer is not kept, only what is said to each.",
        "Names of questions are not kept; their items get codes.",
    ]
    assert len(found.items) == 2


def test_code_tags_and_hints() -> None:
    inner = "<idnumber>A2-R-11</idnumber><hint><text>…</text></hint><tags><tag><text>лесно</text></tag></tags>"
    found = only("multichoice", inner + THREE)
    assert found.item["code"] == "A2-R-11"
    assert found.lost == ("Tags are not kept: лесно.", "Hints are not kept.")


def test_formats_of_texts() -> None:
    assert only("multichoice", THREE, text="2 <b> 3", format_="plain_text").item["stem"] == "2 <b> 3"
    assert only("multichoice", THREE, text="един\nдва", format_="moodle_auto_format").item["stem"] == "един\nдва"
    assert only("multichoice", THREE, text="*дума*", format_="markdown").lost == (
        "Signs of Markdown stay as they stand.",
    )


def test_what_is_edited_elsewhere_is_taken_as_edited(whole: Item) -> None:
    data = write([whole]).data.decode().replace(">ти<", ">Вие<")
    (found,) = read(data.encode()).items
    assert found.item == whole | {
        "choices": [whole["choices"][0], whole["choices"][1] | {"text": "Вие"}, whole["choices"][2]]
    }


@pytest.fixture
def whole() -> Item:
    choices = [{"id": one, "text": text, "tempts": "Прилича."} for one, text in (("a", "аз"), ("b", "ти"), ("c", "тя"))]
    del choices[0]["tempts"]
    head = {"kind": "single_choice", "level": "A1", "skill": "reading", "topic": "people", "instruction": "read_answer"}
    return head | {
        "code": "A1-R-11",
        "grammar": "проба",
        "stem": "Кой?",
        "choices": choices,
        "key": "a",
        "why": "Така е.",
    }


ATTACKS = {
    "a file of the server": '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "a page of another server": '<!DOCTYPE q SYSTEM "http://example.org/q.dtd"><quiz/>',
    "a billion laughs": '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>',
    "depth without a bottom": "<quiz>" + "<question>" * 5000 + "</question>" * 5000 + "</quiz>",
    "no XML": "<quiz><question></quiz>",
    "an unknown encoding": '<?xml version="1.0" encoding="klingon"?><quiz/>',
    "no questions": "<quiz></quiz>",
    "nothing": "",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_that_is_no_file_of_questions_is_refused_in_words(attack: str) -> None:
    with pytest.raises(DomainError) as refused:
        read(ATTACKS[attack].encode())
    assert re.search(r"[.]$", str(refused.value))


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("cp1251", "windows-1251")])
def test_a_file_is_read_whatever_wrote_it(encoding: str, said: str) -> None:
    text = file(question("multichoice", THREE)).decode().replace("UTF-8", said)
    assert read(text.encode(encoding)).items[0].item["stem"] == "Кой е тук?"


def test_script_in_html_is_gone() -> None:
    found = only("multichoice", THREE, text='Кой<script>alert(1)</script> <img src=x onerror="x()">е тук?')
    assert found.item["stem"] == "Кой е тук?"
    assert set(found.lost) == {"A picture or formula is not kept.", "Code in the text was removed."}
