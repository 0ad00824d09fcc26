"""Putting quizzes together and giving them."""
