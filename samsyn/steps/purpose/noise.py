"""Går det att se? Whether the change that a goal asks for can be told from chance, and what would make it so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samsyn.steps.purpose import frames
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.models import OutcomeLevel


class See(StrEnum):
    """The answer. Only MAYBE and NO are warnings; OWN and UNTESTED have nothing to do with chance."""

    YES = "yes"
    MAYBE = "maybe"  # an outcome at the target would stand out, but chance may move it
    NO = "no"
    OWN = "own"  # the parties count what they do themselves
    UNTESTED = "untested"  # the figure has no interval
    WAITING = "waiting"  # not enough is known of the goal yet


class Why(StrEnum):
    """Why there is no answer."""

    NO_BASELINE = "no-baseline"
    NO_TARGET = "no-target"
    NOT_A_CHANGE = "not-a-change"  # the target is the baseline, or on its wrong side
    NO_ANSWERS = "no-answers"  # the source does not say how many answered
    NO_INTERVAL = "no-interval"  # an index, or an own figure with decimals


@dataclass(frozen=True)
class Visibility:
    """What can be said of a goal.

    after   from this level on the change is found with the chance `frames.POWER`; None: no level is far enough
    edge    an outcome from here on is more than chance
    chance  that the change to the target is found
    """

    state: See
    why: Why | None = None
    after: float | None = None
    edge: float | None = None
    chance: float | None = None
    is_clumped: bool = False

    @property
    def is_warning(self) -> bool:
        return self.state in {See.MAYBE, See.NO}


def visibility(aim: Aim, *, clumped: frozenset[str] = frozenset()) -> Visibility:
    """Return whether the change can be seen.

    clumped  metrics whose events come in clumps: for them chance is wider than what is computed
    """
    if aim.level == OutcomeLevel.ACTIVITY:
        return Visibility(See.OWN)
    if aim.baseline is None:
        return Visibility(See.WAITING, Why.NO_BASELINE)
    found = frames.smallest(aim)
    if found is None:
        return Visibility(See.UNTESTED, Why.NO_ANSWERS if aim.is_share else Why.NO_INTERVAL)
    is_clumped = aim.metric in clumped
    if aim.target is None:
        return Visibility(See.WAITING, Why.NO_TARGET, found.after, found.edge, is_clumped=is_clumped)
    if not _is_change(aim):
        return Visibility(See.WAITING, Why.NOT_A_CHANGE, found.after, found.edge, is_clumped=is_clumped)
    chance = frames.chance(aim)
    return Visibility(_state(aim, found, chance), None, found.after, found.edge, chance, is_clumped)


def _is_change(aim: Aim) -> bool:
    assert aim.baseline is not None and aim.target is not None
    return aim.target > aim.baseline if aim.is_up else aim.target < aim.baseline


def _state(aim: Aim, found: frames.Smallest, chance: float | None) -> See:
    assert aim.target is not None
    if chance is not None and chance >= frames.POWER:
        return See.YES
    if found.edge is not None and (aim.target >= found.edge if aim.is_up else aim.target <= found.edge):
        return See.MAYBE
    return See.NO
