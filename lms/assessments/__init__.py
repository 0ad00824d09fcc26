"""Assessments: the item bank, quizzes, the placement test and its results."""
