"""Writing problem pictures: every change that a person makes, with its log entry."""

from samsyn.steps.problem.services.causes import add_cause, change_cause, remove_cause
from samsyn.steps.problem.services.certainty import answer_all, answer_certainty
from samsyn.steps.problem.services.evidence import add_evidence, remove_evidence
from samsyn.steps.problem.services.links import link_causes, unlink
from samsyn.steps.problem.services.pictures import NewPlace, add_picture, change_picture, weigh

__all__ = [
    "NewPlace",
    "add_cause",
    "add_evidence",
    "add_picture",
    "answer_all",
    "answer_certainty",
    "change_cause",
    "change_picture",
    "link_causes",
    "remove_cause",
    "remove_evidence",
    "unlink",
    "weigh",
]
