"""What came out of quizzes."""
