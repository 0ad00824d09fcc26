"""What becomes of the items of a file, and the codes of those that have none."""

from typing import Any

import pytest

from lms.access.errors import DomainError
from lms.assessments.exchange.codes import FIRST, LAST, FreshCodes
from lms.assessments.exchange.comparing import Fate, Known, compare, digest
from lms.assessments.exchange.found import Incoming

Item = dict[str, Any]
ITEM: Item = {"kind": "single_choice", "stem": "Кой?", "choices": [{"id": "a", "text": "аз"}], "author": "Azbuka"}


def known(**items: Item) -> Known:
    found = Known()
    for code, item in items.items():
        found.add(code, {digest(item)})
    return found


def come(*items: Item | None, **given: Any) -> list[Incoming]:
    return [Incoming(f"row {n}", "", item, **given) for n, item in enumerate(items, 2)]


@pytest.mark.parametrize(
    ("item", "bank", "fate", "code"),
    [
        (ITEM, known(), Fate.NEW, ""),
        (ITEM | {"code": "A"}, known(), Fate.NEW, "A"),
        (ITEM | {"code": "A"}, known(A=ITEM), Fate.SAME, "A"),
        (ITEM | {"code": "A", "author": "Друг", "also": []}, known(A=ITEM), Fate.SAME, "A"),
        (ITEM | {"code": "A", "stem": "Къде?"}, known(A=ITEM), Fate.VERSION, "A"),
        (ITEM | {"code": "B"}, known(A=ITEM), Fate.NEW, "B"),
        (ITEM, known(A=ITEM), Fate.SAME, "A"),
    ],
)
def test_an_item_is_new_known_or_another_version(item: Item, bank: Known, fate: Fate, code: str) -> None:
    (found,) = compare(come(item), bank)
    assert (found.fate, found.code) == (fate, code)


def test_what_is_no_item_or_has_faults_is_refused() -> None:
    assert [one.fate for one in compare(come(None), known())] == [Fate.REFUSED]
    assert [one.fate for one in compare(come(ITEM, faults=("Лошо.",)), known())] == [Fate.REFUSED]


@pytest.mark.parametrize("twice", [[ITEM, ITEM], [ITEM | {"code": "A"}, ITEM | {"code": "A", "stem": "Къде?"}]])
def test_what_stands_in_a_file_twice_comes_once(twice: list[Item]) -> None:
    first, second = compare(come(*twice), known())
    assert (first.fate, second.fate) == (Fate.NEW, Fate.REFUSED)
    assert second.incoming.faults == ("It stands in the file before: row 2.",)


HEARD: Item = ITEM | {"audio": {"lines": [{"who": "woman", "say": "Добър ден!"}]}}


@pytest.mark.parametrize(
    ("item", "heard", "told"),
    [
        (HEARD | {"code": "A", "stem": "Къде?"}, [HEARD["audio"]], False),
        (HEARD | {"code": "A", "stem": "Къде?"}, [], True),
        (HEARD | {"code": "B"}, [HEARD["audio"]], True),
        (HEARD | {"code": "A"}, [], False),
        (ITEM | {"code": "B"}, [], False),
    ],
)
def test_a_recording_that_is_to_be_made_is_named(item: Item, heard: list[Any], told: bool) -> None:
    bank = Known()
    bank.add("A", {digest(HEARD)}, heard)
    (found,) = compare(come(item), bank)
    assert found.incoming.lost == (("The recording does not come along; it is to be made anew.",) if told else ())


def test_codes_go_on_after_the_last_of_the_bank_and_the_file() -> None:
    bank = {"A1-R-": ["A1-R-07", f"A1-R-{FIRST + 5}"], "PRE-U-": []}
    codes = FreshCodes(lambda prefix: bank[prefix], [f"A1-R-{FIRST + 6}", "", "A2-R-11"])
    assert [codes.next("A1", "reading") for _ in range(2)] == [f"A1-R-{FIRST + 7}", f"A1-R-{FIRST + 8}"]
    assert codes.next("pre-A1", "use_of_language") == f"PRE-U-{FIRST}"


def test_codes_end_in_words() -> None:
    with pytest.raises(DomainError, match="no more codes"):
        FreshCodes(lambda _prefix: [f"B1-L-{LAST}"], []).next("B1", "listening")
