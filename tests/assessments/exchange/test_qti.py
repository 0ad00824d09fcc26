"""QTI 2.1 and 3.0: items there and back, and packages as other programs write them."""

import io
import zipfile
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from lms.access.errors import DomainError
from lms.assessments.exchange.qti.packing import write
from lms.assessments.exchange.qti.unpacking import read, read_single
from lms.assessments.states import ItemKind
from tests.assessments.exchange.items import items
from tests.soak import tries

Item = dict[str, Any]
VERSIONS = ("2.1", "3.0")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ItemKind)
def test_items_of_every_kind_come_back_the_same(kind: ItemKind, version: str) -> None:
    @tries(25)
    @given(items(kind))
    def there_and_back(item: Item) -> None:
        written = write([item], version)
        assert written.count == 1
        (found,) = read(written.data).items
        assert found.item == item
        assert (found.lost, found.faults, found.unfinished) == ((), (), ())

    there_and_back()


@pytest.mark.parametrize(
    ("version", "names"),
    [
        ("2.1", {"assessmentItem", "responseDeclaration", "itemBody", "responseProcessing", "modalFeedback"}),
        ("3.0", {"qti-assessment-item", "qti-response-declaration", "qti-item-body", "qti-content-body"}),
    ],
)
def test_each_version_has_its_own_names(version: str, names: set[str]) -> None:
    item = {
        "kind": "single_choice", "code": "A1-R-11", "level": "A1", "skill": "reading", "topic": "people",
        "grammar": "проба", "instruction": "read_answer", "stem": "Кой?", "key": "a", "why": "Така е.",
        "choices": [{"id": "a", "text": "аз"}, {"id": "b", "text": "ти", "tempts": "…"}],
    }  # fmt: skip
    archive = zipfile.ZipFile(io.BytesIO(write([item], version).data))
    assert archive.namelist() == ["items/A1-R-11.xml", "imsmanifest.xml"]
    found = {one.tag.rpartition("}")[2] for one in fromstring(archive.read("items/A1-R-11.xml")).iter()}
    assert names <= found
    qti = {name for name in found if name.startswith("qti-")}
    assert qti == (set() if version == "2.1" else found - {"p"})


# --- packages of others ---------------------------------------------------------------------------------------------

OLD, NEW = "http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


def packed(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def package(*bodies: str, type_: str = "imsqti_item_xmlv2p1") -> bytes:
    names = [f"item{n}.xml" for n in range(1, len(bodies) + 1)]
    resources = "".join(
        f'<resource identifier="{n}" type="{type_}" href="{n}"><file href="{n}"/></resource>' for n in names
    )
    manifest = (
        f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'
    )
    return packed({"imsmanifest.xml": manifest} | dict(zip(names, bodies, strict=True)))


def item(declarations: str, body: str, rest: str = "", attributes: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <assessmentItem xmlns="{OLD}" identifier="q-17" title="Въпрос" {attributes}>
      {declarations}
      <itemBody>
        {body}
      </itemBody>
      {rest}
    </assessmentItem>"""


def answer(correct: str, cardinality: str = "single", mapping: str = "", name: str = "RESPONSE") -> str:
    values = "".join(f"<value>{one}</value>" for one in correct.split("|"))
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="identifier">'
        f"<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
    )


def choices(*texts: str, tag: str = "simpleChoice") -> str:
    return "".join(f'<{tag} identifier="C{n}">{text}</{tag}>' for n, text in enumerate(texts, 1))


def only(text: str) -> Any:
    (found,) = read(package(text)).items
    return found


def ask(kind: str, inner: str, attributes: str = "") -> str:
    return f'<{kind} responseIdentifier="RESPONSE" {attributes}>{inner}</{kind}>'


def test_one_choice() -> None:
    inner = "<prompt>Кой е <strong>тук</strong>?</prompt>" + choices(
        'аз<feedbackInline outcomeIdentifier="F" identifier="C1" showHide="show">Точно.</feedbackInline>', "ти", "тя"
    )
    said = '<modalFeedback outcomeIdentifier="F" identifier="C2" showHide="show"><p>Не ти.</p></modalFeedback>'
    asked = ask("choiceInteraction", inner, 'maxChoices="1"')
    found = only(item(answer("C1"), f"<p>Вижте.</p>{asked}", said))
    assert found.item["stem"] == "Вижте.\nКой е тук?"
    assert found.item["choices"] == [
        {"id": "a", "text": "аз"},
        {"id": "b", "text": "ти", "tempts": "Не ти."},
        {"id": "c", "text": "тя"},
    ]
    assert (found.item["key"], found.item["why"]) == ("a", "Точно.")
    assert found.lost == ("Emphasis is not kept.",)
    assert (found.name, "code" in found.item) == ("Въпрос", False)


def test_several_choices_and_a_part_of_the_mark() -> None:
    mapping = '<mapping><mapEntry mapKey="C1" mappedValue="1"/><mapEntry mapKey="C4" mappedValue="0.5"/></mapping>'
    inner = choices("а", "б", "в", "г", "д")
    found = only(item(answer("C1|C2", "multiple", mapping), f"<p>Кои?</p>{ask('choiceInteraction', inner)}"))
    assert (found.item["kind"], found.item["keys"]) == ("several_choices", ["a", "b"])
    assert found.lost == ("“г” earns a part of the mark; here it is wrong.",)


def test_gaps_to_type_in() -> None:
    mapping = '<mapping><mapEntry mapKey="съм" mappedValue="1"/><mapEntry mapKey="Съм" mappedValue="0.5"/></mapping>'
    gap = '<textEntryInteraction responseIdentifier="{}"/>'
    body = f"<p>Аз {gap.format('RESPONSE')} тук, а ти {gap.format('R2')}.</p>"
    found = only(item(answer("съм", mapping=mapping) + answer("там", name="R2"), body))
    assert found.item["stem"] == "Аз ___ тук, а ти ___."
    assert [gap["accept"] for gap in found.item["gaps"]] == [["съм"], ["там"]]
    assert "“Съм” earns a part of the mark; here it is wrong." in found.lost


def test_gaps_with_lists() -> None:
    inner = choices("съм", "си", "е", tag="inlineChoice")
    found = only(item(answer("C2"), f"<p>Ти {ask('inlineChoiceInteraction', inner)} тук.</p>"))
    assert (found.item["kind"], found.item["stem"]) == ("gap_list", "Ти ___ тук.")
    assert found.item["gaps"][0]["key"] == "b"


def test_parts_in_order() -> None:
    inner = choices("тук", "аз", "съм")
    found = only(item(answer("C2|C3|C1", "ordered"), ask("orderInteraction", inner)))
    assert found.item["parts"] == ["аз", "съм", "тук"]


def test_pairs() -> None:
    def side(*texts: str, letter: str) -> str:
        tag = "simpleAssociableChoice"
        inner = "".join(f'<{tag} identifier="{letter}{n}" matchMax="1">{one}</{tag}>' for n, one in enumerate(texts, 1))
        return f"<simpleMatchSet>{inner}</simpleMatchSet>"

    sides = side("котка", "куче", "крава", letter="A") + side("бау", "му", "мяу", "ку", letter="B")
    found = only(item(answer("A1 B3|A2 B1|A3 B2", "multiple"), ask("matchInteraction", sides)))
    assert [(one["left"]["text"], one["right"]["text"]) for one in found.item["pairs"]] == [
        ("котка", "мяу"), ("куче", "бау"), ("крава", "му")
    ]  # fmt: skip
    assert found.item["extra"] == [{"side": {"text": "ку"}}]


def test_a_long_text() -> None:
    rubrics = (("scorer", "Здравей!"), ("candidate", "Пишете."))
    rubric = "".join(f'<rubricBlock view="{view}"><p>{text}</p></rubricBlock>' for view, text in rubrics)
    found = only(item("", f"<p>Напишете.</p>{rubric}{ask('extendedTextInteraction', '')}"))
    assert (found.item["kind"], found.item["model"]) == ("written", "Здравей!")
    assert found.lost == ("What is said beside the question is not kept.",)


NEW_ITEM = f"""<qti-assessment-item xmlns="{NEW}" identifier="A2-R-15" title="Къде?">
  <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>ChoiceB</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body>
    <div>Пощата е до аптеката.</div>
    <qti-choice-interaction response-identifier="RESPONSE" max-choices="1">
      <qti-prompt>Къде е пощата?</qti-prompt>
      <qti-simple-choice identifier="ChoiceA">в аптеката</qti-simple-choice>
      <qti-simple-choice identifier="ChoiceB">до аптеката</qti-simple-choice>
      <qti-simple-choice identifier="ChoiceC">зад аптеката</qti-simple-choice>
    </qti-choice-interaction>
  </qti-item-body>
</qti-assessment-item>"""


def test_a_package_of_version_3() -> None:
    (found,) = read(package(NEW_ITEM, type_="imsqti_item_xmlv3p0")).items
    assert (found.item["code"], found.item["key"]) == ("A2-R-15", "b")
    assert found.item["stem"] == "Пощата е до аптеката.\nКъде е пощата?"
    assert found.faults == ()


def test_one_item_without_a_package() -> None:
    (found,) = read_single(NEW_ITEM.encode()).items
    assert found.item["code"] == "A2-R-15"


NOTHING = "There is nothing to answer."
BROKEN = {
    item("", "<p>Само текст.</p>"): NOTHING,
    "<assessmentItem/>": NOTHING,
    "<assessmentTest/>": "This file is no item.",
    item("", ask("hotspotInteraction", "")): "Questions of the type “hotspotInteraction” are not known here.",
    item("", ask("choiceInteraction", choices("а")) * 2): "Several things are asked in one; an item asks one.",
    item("", f"<p>{ask('textEntryInteraction', '')}{ask('inlineChoiceInteraction', '')}</p>"): (
        "Some gaps are typed in and others chosen for; an item has gaps of one kind."
    ),
    item(answer("C1", "ordered"), ask("orderInteraction", choices("а", "б"))): (
        "The right order does not name every part once."
    ),
    item(answer("C9"), ask("choiceInteraction", choices("а", "б", "в"))): "Key: nothing stands there.",
    item("", ask("extendedTextInteraction", ""), attributes='adaptive="true"'): (
        "The question changes by itself; an item stays as it is."
    ),
    "<broken": "This file is no well-formed XML: line 1, column 1.",
    '<!DOCTYPE x [<!ENTITY a "b">]><assessmentItem/>': (
        "This file declares types or entities of its own; such files are not read."
    ),
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_cannot_be_an_item_says_why_and_the_others_come(text: str) -> None:
    fine = item(answer("C1"), f"<p>Кой?</p>{ask('choiceInteraction', choices('аз', 'ти', 'тя'))}")
    bad, good = read(package(text, fine)).items
    assert BROKEN[text] in bad.faults
    assert (str(bad.place), good.faults) == ("file item1.xml", ())


def test_a_file_that_is_not_there_or_named_twice() -> None:
    resource = '<resource type="imsqti_item_xmlv2p1" href="{}"/>'
    names = ("../../etc/passwd", "gone.xml", "item.xml", "./item.xml")
    manifest = f"<manifest><resources>{''.join(map(resource.format, names))}</resources></manifest>"
    found = read(packed({"imsmanifest.xml": manifest, "item.xml": NEW_ITEM})).items
    missing = "The manifest names a file that is not in the package."
    assert [one.faults for one in found] == [(missing,), (missing,), (), ("The manifest names this file twice.",)]


def test_what_a_test_arranges_is_not_kept_and_said_so() -> None:
    manifest = (
        '<manifest><resources><resource type="imsqti_test_xmlv2p1" href="test.xml"/>'
        '<resource type="imsqti_item_xmlv2p1" href="item.xml"/></resources></manifest>'
    )
    found = read(packed({"imsmanifest.xml": manifest, "item.xml": NEW_ITEM}))
    assert list(map(str, found.remarks)) == ["The order and the sections of a test are not kept, only its items."]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"item.xml": NEW_ITEM}, "no QTI package"),
        ({"imsmanifest.xml": "<manifest/>"}, "no questions"),
        ({"imsmanifest.xml": "<manifest"}, "no well-formed XML"),
        ({"imsmanifest.xml": '<manifest><resource type="imsqti_xmlv1p2" href="a.xml"/></manifest>'}, "in QTI 1"),
    ],
)
def test_an_archive_that_is_no_package_is_refused(files: dict[str, str], said: str) -> None:
    with pytest.raises(DomainError, match=said):
        read(packed(files))


def test_other_xml_is_refused() -> None:
    with pytest.raises(DomainError, match="neither"):
        read_single(b"<html/>")
