"""What the apps above do when a plan is decided, and what they say of an activity: they register here, so that this app
knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from samsyn.people.models import Member
from samsyn.steps.activity.models import ActionPlan

PlanDecided = Callable[[ActionPlan, Member], None]
_callbacks: list[PlanDecided] = []


def after_plan_decided(callback: PlanDecided) -> PlanDecided:
    """Let the callback run with (plan, by) when both parties have decided a plan, in the same transaction."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def plan_decided(plan: ActionPlan, *, by: Member) -> None:
    """Tell everybody who asked."""
    for callback in _callbacks:
        callback(plan, by)


@dataclass(frozen=True)
class Note:
    """What an app above says of an activity, in one sentence; `url` is where it is read."""

    sentence: str
    url: str


Notes = Callable[[ActionPlan, Iterable[UUID]], dict[UUID, list[Note]]]
_notes: list[Notes] = []


def add_notes(source: Notes) -> None:
    """Let the source say something of activities, by their keys."""
    if source not in _notes:
        _notes.append(source)


def notes_of(plan: ActionPlan, keys: Iterable[UUID]) -> dict[UUID, list[Note]]:
    """Return what every source says of the plan's activities."""
    wanted, found = list(keys), dict[UUID, list[Note]]()
    for source in _notes:
        for key, notes in source(plan, wanted).items():
            found.setdefault(key, []).extend(notes)
    return found
