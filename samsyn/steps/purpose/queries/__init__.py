"""Reading purposes and goals, and the frozen figures that a goal can begin from."""

from samsyn.steps.purpose.queries.baselines import Baselines, Candidate, baselines, search
from samsyn.steps.purpose.queries.goals import (
    current_goal,
    goals,
    goals_by_purpose,
    goals_of,
    purposes,
    without_purpose,
)
from samsyn.steps.purpose.queries.in_force import Corrected, corrected

__all__ = [
    "Baselines",
    "Candidate",
    "Corrected",
    "baselines",
    "corrected",
    "current_goal",
    "goals",
    "goals_by_purpose",
    "goals_of",
    "purposes",
    "search",
    "without_purpose",
]
