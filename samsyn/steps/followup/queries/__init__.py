"""Reading follow-ups: what is planned, what is late, what was concluded and what was learned."""

from samsyn.steps.followup.queries.boxes import Board, Box, Item, board
from samsyn.steps.followup.queries.followups import (
    carried,
    followups,
    history,
    late_followups,
    lessons_of,
    proposals_of,
)
from samsyn.steps.followup.queries.lessons import LessonShown, lessons_in

__all__ = [
    "Board",
    "Box",
    "Item",
    "LessonShown",
    "board",
    "carried",
    "followups",
    "history",
    "late_followups",
    "lessons_in",
    "lessons_of",
    "proposals_of",
]
