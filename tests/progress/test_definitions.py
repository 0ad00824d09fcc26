"""The statistics are defined once: code, page and docs/statistics.md name the same ones and say the same."""

from pathlib import Path

from lms.progress.definitions import BY_KEY, COLUMNS, STATISTICS
from lms.progress.statistics import COUNTS, RATES

DOCS = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text()


def test_the_document_names_the_same_statistics_and_says_the_same() -> None:
    written = dict(part.split("\n", 1) for part in DOCS.split("\n### ")[1:])
    said = {f"{statistic.title} (`{statistic.key}`)": " ".join(str(statistic.text).split()) for statistic in STATISTICS}
    found = {title: " ".join(text.split("\n## ")[0].split()) for title, text in written.items()}
    assert found == said


def test_every_column_has_a_name_and_every_statistic_a_column() -> None:
    columns = {*COUNTS, *RATES}
    assert columns >= set(BY_KEY)
    assert set(COLUMNS) == columns
