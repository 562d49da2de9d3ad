"""What a follow-up finds, on its three levels: was it done, did it come out, did the problem become smaller.

Everything is plain values: it is kept with the follow-up as it was found, and `words` says it in either language.
"""

from __future__ import annotations

from typing import Any

from samsyn.steps.followup.measuring.action import Measured, measured_action
from samsyn.steps.followup.measuring.done import done_of
from samsyn.steps.followup.measuring.effect import effect_of
from samsyn.steps.followup.measuring.result import result_of
from samsyn.steps.followup.models import FollowUp

SCHEMA = 1
__all__ = ["Measured", "measured_action", "measured_now"]


def measured_now(followup: FollowUp) -> dict[str, Any]:
    """Return what is found now: {"schema", "begins_on", "done", "result", "effect"}. Nothing is saved."""
    case = measured_action(followup)
    return {
        "schema": SCHEMA,
        "begins_on": case.begins_on.isoformat(),
        "done": done_of(case),
        "result": result_of(case, followup.readings),
        "effect": effect_of(case, followup.compared_with, followup.readings),
    }
