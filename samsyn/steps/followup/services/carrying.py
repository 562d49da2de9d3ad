"""Carrying conclusions into the lägesbild: a decided edition that holds a conclusion has taken it up."""

from __future__ import annotations

from samsyn.people.models import Member
from samsyn.records.joint.workflow import CLOSED
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.services.editions import parsed


def carry(edition: Edition, by: Member) -> None:
    """Mark the conclusions that a decided edition holds. Nothing of their text changes, and the edition is in the log."""
    for row in parsed(edition).get("carried", ()):
        FollowUp.objects.filter(
            key=row["key"], number=row["number"], state__in=CLOSED, carried_to=None
        ).update(carried_to=edition)
