"""What came out of quizzes: per person, per quiz and per item; released by the teacher."""
