"""Writing in the work plans: who leads, which methods, whose hours and kronor, who does what."""

from samsyn.steps.method.services.choices import change_choice, choose_method, leave_out, remove_choice
from samsyn.steps.method.services.functions import add_function, change_function, remove_function
from samsyn.steps.method.services.given import give_resource, take_back
from samsyn.steps.method.services.plans import add_plan, change_plan
from samsyn.steps.method.services.resources import change_resource, promise_resource, remove_resource

__all__ = [
    "add_function",
    "add_plan",
    "change_choice",
    "change_function",
    "change_plan",
    "change_resource",
    "choose_method",
    "give_resource",
    "leave_out",
    "promise_resource",
    "remove_choice",
    "remove_function",
    "remove_resource",
    "take_back",
]
