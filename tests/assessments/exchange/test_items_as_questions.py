"""An item as a question and back, without any format between."""

from typing import Any

import pytest
from hypothesis import given

from lms.assessments.exchange.asking import question_of
from lms.assessments.exchange.checking import Checked, checked
from lms.assessments.exchange.making import item_of
from lms.assessments.states import ItemKind
from tests.assessments.exchange.items import items
from tests.soak import tries


@pytest.mark.parametrize("kind", ItemKind)
def test_an_item_is_a_question_and_the_same_item_again(kind: ItemKind) -> None:
    @tries(40)
    @given(items(kind))
    def there_and_back(item: dict[str, Any]) -> None:
        question = question_of(item)
        assert item_of(question) == item
        assert question.lost == []

    there_and_back()


@pytest.mark.parametrize("kind", ItemKind)
def test_what_the_strategies_draw_is_whole(kind: ItemKind) -> None:
    @tries(20)
    @given(items(kind))
    def whole(item: dict[str, Any]) -> None:
        assert checked(item) == Checked()

    whole()
