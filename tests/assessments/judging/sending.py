"""What a page sends when a person gives an answer to an item as it was shown to them."""

from typing import Any

from lms.assessments.judging.showing import Shown


def sent(shown: Shown, answer: dict[str, Any]) -> dict[str, list[str]]:
    """What the page sends when a person gives this answer."""
    marks = {option.identifier: option.mark for option in shown.options}
    if "choice" in answer:
        return {"choice": [marks[answer["choice"]]]}
    if "choices" in answer:
        return {"choice": [marks[one] for one in answer["choices"]]}
    if "order" in answer:
        return {f"place-{marks[one]}": [str(place)] for place, one in enumerate(answer["order"], 1)}
    if "pairs" in answer:
        lefts = {left.identifier: left.mark for left in shown.lefts}
        return {f"pair-{lefts[left]}": [marks[right]] for left, right in answer["pairs"].items()}
    if "text" in answer:
        return {"text": [answer["text"]]}
    values = [
        next((option.mark for option in options if option.identifier == value), value)
        for options, value in zip(shown.gaps, answer["gaps"], strict=True)
    ]
    return {f"gap-{number}": [value] for number, value in enumerate(values, 1)}
