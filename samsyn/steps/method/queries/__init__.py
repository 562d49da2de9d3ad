"""Reading the work plans: methods for causes, the balance of resources, who leads and who does what."""

from samsyn.steps.method.queries.causes import CauseWork, causes_of, choices, problem_of, work_on_causes
from samsyn.steps.method.queries.organisation import forums_of, functions, seats_of
from samsyn.steps.method.queries.plans import PlanRow, Room, plans, room
from samsyn.steps.method.queries.resources import (
    Balance,
    BalanceRow,
    ResourceRow,
    Share,
    balance,
    given_of,
    resources,
)
from samsyn.steps.method.queries.uses import OpenCause, Use, open_causes, uses

__all__ = [
    "Balance",
    "BalanceRow",
    "CauseWork",
    "OpenCause",
    "PlanRow",
    "ResourceRow",
    "Room",
    "Share",
    "Use",
    "balance",
    "causes_of",
    "choices",
    "forums_of",
    "functions",
    "given_of",
    "open_causes",
    "plans",
    "problem_of",
    "resources",
    "room",
    "seats_of",
    "uses",
    "work_on_causes",
]
