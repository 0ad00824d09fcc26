"""Attendance: the roll call, its entries and the marks they add up to."""
