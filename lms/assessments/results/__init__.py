"""What came out of a quiz: for each person, each item, each answer; showing it to those who took it."""
