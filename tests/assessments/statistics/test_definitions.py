"""How figures of items are counted is said once: the pages and docs/statistics.md say the same."""

from pathlib import Path

from lms.assessments.statistics.words import DEFINITIONS

DOCS = (Path(__file__).parents[3] / "docs" / "statistics.md").read_text(encoding="utf-8")


def test_the_document_says_the_same() -> None:
    section = DOCS.split("## Items and quizzes")[1].split("\n## ")[0]
    written = [" ".join(line.split()) for line in section.split("\n- ")[1:]]
    assert written == [f"**{title}**: {' '.join(str(text).split())}" for title, text in DEFINITIONS]
