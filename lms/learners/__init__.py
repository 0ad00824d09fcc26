"""Learners: the person; intake, names in two alphabets, import and cards."""
