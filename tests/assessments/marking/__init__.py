"""Marking with rubrics, and the recordings of spoken answers."""
