"""Writing purposes and goals: every change that a person makes, with its log entry."""

from samsyn.steps.purpose.services.goals import add_goal, change_goal, remove_goal
from samsyn.steps.purpose.services.purposes import add_purpose, change_purpose

__all__ = ["add_goal", "add_purpose", "change_goal", "change_purpose", "remove_goal"]
