"""What answers say of items and quizzes, in figures teachers understand, each with what to do about it."""
