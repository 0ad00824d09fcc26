"""Judging answers: pure, by tables of examples."""
