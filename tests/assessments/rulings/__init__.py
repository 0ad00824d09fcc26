"""Answers accepted and keys corrected after they were answered."""
