"""Quizzes, and the attempts and responses of learners."""
