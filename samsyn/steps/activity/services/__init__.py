"""Writing action plans and counting what is done. Import from here: a noun has its own file."""

from samsyn.steps.activity.services.actions import (
    add_action,
    change_action,
    remove_action,
    sign_exception,
)
from samsyn.steps.activity.services.activities import add_activity, change_activity, remove_activity
from samsyn.steps.activity.services.plans import add_plan, change_plan
from samsyn.steps.activity.services.progress import count_progress, undo_progress

__all__ = [
    "add_action",
    "add_activity",
    "add_plan",
    "change_action",
    "change_activity",
    "change_plan",
    "count_progress",
    "remove_action",
    "remove_activity",
    "sign_exception",
    "undo_progress",
]
