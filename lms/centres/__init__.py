"""Centres: the places where courses run, their rooms and their non-working days."""
