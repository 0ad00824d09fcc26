"""Taking quizzes."""
