"""Writing follow-ups: every change that a person makes, with its log entry."""

from samsyn.steps.followup.services.carrying import carry
from samsyn.steps.followup.services.concluding import propose, settle
from samsyn.steps.followup.services.lessons import add_lesson, remove_lesson
from samsyn.steps.followup.services.measuring import choose_comparison, measure, record_reading
from samsyn.steps.followup.services.planning import change_followup, plan_followup, plan_followups

__all__ = [
    "add_lesson",
    "carry",
    "change_followup",
    "choose_comparison",
    "measure",
    "plan_followup",
    "plan_followups",
    "propose",
    "record_reading",
    "remove_lesson",
    "settle",
]
