"""Statistics of items and quizzes: figures by hand, verdicts, and the pages."""
