"""Writing the lägesbild: every change that a person makes, with its log entry."""

from samsyn.steps.situation.services.editions import (
    approve_edition,
    ask_for_change,
    cut_edition,
    recut,
    send_to_review,
)
from samsyn.steps.situation.services.findings import (
    add_finding,
    change_finding,
    move_finding,
    remove_finding,
)
from samsyn.steps.situation.services.joint_levels import (
    accept_level,
    differ_on_level,
    judge_level,
    propose_level,
)
from samsyn.steps.situation.services.levels import add_default_scale
from samsyn.steps.situation.services.paragraphs import (
    add_paragraph,
    change_paragraph,
    move_paragraph,
    remove_paragraph,
)
from samsyn.steps.situation.services.pictures import open_picture

__all__ = [
    "accept_level",
    "add_default_scale",
    "add_finding",
    "add_paragraph",
    "approve_edition",
    "ask_for_change",
    "change_finding",
    "change_paragraph",
    "cut_edition",
    "differ_on_level",
    "judge_level",
    "move_finding",
    "move_paragraph",
    "open_picture",
    "propose_level",
    "recut",
    "remove_finding",
    "remove_paragraph",
    "send_to_review",
]
