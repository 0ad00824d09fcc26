"""The pages of attendance, joined to their blueprint, and what a person's timeline shows of it."""

from lms.attendance import (
    absence_message_views,
    absence_views,
    checkin_learner_views,
    checkin_views,
    excuse_views,
    grid_views,
    guest_desk_views,
    guest_steps,
    guest_views,
    letter_views,
    register_typing_views,
    register_views,
    roll_views,
    set_aside_views,
    sync_views,
    timeline,
)
from lms.attendance.pages import blueprint

__all__ = [
    "absence_message_views",
    "absence_views",
    "blueprint",
    "checkin_learner_views",
    "checkin_views",
    "excuse_views",
    "grid_views",
    "guest_desk_views",
    "guest_steps",
    "guest_views",
    "letter_views",
    "register_typing_views",
    "register_views",
    "roll_views",
    "set_aside_views",
    "sync_views",
    "timeline",
]
