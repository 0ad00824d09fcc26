"""Orders are written as a writer would write them, and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessments.authoring.orders import read_order, written

PARTS = ["искам", "да", "купя", "хляб"]
LINES = ["– Далече ли е?", "– Не, на пет минути.", "– Благодаря!"]


@pytest.mark.parametrize(
    ("parts", "text", "order"),
    [
        (PARTS, "хляб искам да купя", [4, 1, 2, 3]),
        (PARTS, "  Хляб  искам да купя.", [4, 1, 2, 3]),
        (PARTS, "хляб / искам / да / купя", [4, 1, 2, 3]),
        (PARTS, "4 1 2 3", [4, 1, 2, 3]),
        (PARTS, "4,1, 2-3", [4, 1, 2, 3]),
        (PARTS, "4 1 2", None),
        (PARTS, "4 1 2 2", None),
        (PARTS, "4 1 2 5", None),
        (PARTS, "хляб искам да", None),
        (PARTS, "хляб искам да купя сега", None),
        (PARTS, "хлябискам да купя", None),
        (PARTS, "", None),
        ([], "", []),
        # A part may begin as another does.
        (["не", "нека", "да"], "нека не да", [2, 1, 3]),
        # Of two parts that read alike the first stands first.
        (["да", "не", "да"], "не да да", [2, 1, 3]),
        (LINES, "– Не, на пет минути. – Далече ли е? – Благодаря!", [2, 1, 3]),
        (LINES, "– Не, на пет минути. / – Далече ли е? / – Благодаря!", [2, 1, 3]),
    ],
)
def test_an_order_is_read(parts: list[str], text: str, order: list[int] | None) -> None:
    assert read_order(parts, text) == order


@given(st.lists(st.text("абв", min_size=1, max_size=3), min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_what_is_written_out_reads_the_same(parts: list[str], rng: object) -> None:
    order = list(range(1, len(parts) + 1))
    rng.shuffle(order)  # type: ignore[attr-defined]
    for apart in (" ", " / "):
        again = read_order(parts, written(parts, order, apart))
        assert again is not None
        assert sorted(again) == sorted(order)
        assert written(parts, again) == written(parts, order)
