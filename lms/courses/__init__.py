"""Courses: programmes, cohorts, the timetable, lessons, enrolments and the waiting list."""
