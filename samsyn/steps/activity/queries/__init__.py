"""Reading action plans and what is done. Import from here: a noun has its own file."""

from samsyn.steps.activity.queries.plans import (
    actions,
    actions_of,
    activities,
    current_action,
    current_plan,
    edition_now,
    latest_edition,
    plans,
)
from samsyn.steps.activity.queries.progress import (
    Counted,
    Tally,
    counted_outside,
    done_counts,
    late_activities,
    tallies,
)

__all__ = [
    "Counted",
    "Tally",
    "actions",
    "actions_of",
    "activities",
    "counted_outside",
    "current_action",
    "current_plan",
    "done_counts",
    "edition_now",
    "late_activities",
    "latest_edition",
    "plans",
    "tallies",
]
