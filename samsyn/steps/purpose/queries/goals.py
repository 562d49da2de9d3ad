"""The purposes and goals that people work with now: the newest standing version of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.problem.models import ProblemPicture, Weight
from samsyn.steps.purpose.models import Goal, Purpose


def purposes(pair: AreaPair) -> list[Purpose]:
    """Return the pair's standing purposes, the newest version of each, oldest matter first, with their problems."""
    rows = Purpose.objects.filter(pair=pair).standing().defer("canonical").select_related("problem")
    newest = _newest(rows.order_by("number"))
    for row in newest:
        row.pair = row.problem.pair = pair
    return sorted(newest, key=lambda row: row.pk)


def _newest(rows: Iterable[Any]) -> list[Any]:
    """Return the last row of each key."""
    return list({row.key: row for row in rows}.values())


def goals(pair: AreaPair) -> list[Goal]:
    """Return the standing goals of the newest standing purposes, in order, with their indicators and areas."""
    found = goals_by_purpose(purposes(pair))
    return [goal for rows in found.values() for goal in rows]


def goals_by_purpose(rows: Iterable[Purpose]) -> dict[int, list[Goal]]:
    """Return the standing goals of each purpose by its primary key; a purpose without goals has none."""
    known = {row.pk: row for row in rows}
    found: dict[int, list[Goal]] = defaultdict(list, {pk: [] for pk in known})
    for goal in _joined().filter(purpose__in=known).standing():
        goal.purpose = known[goal.purpose_id]
        found[goal.purpose_id].append(goal)
    return found


def _joined() -> Any:
    return (
        Goal.objects.select_related("indicator__area__division", "edition")
        .defer("indicator__area__geometry", "edition__canonical")
        .order_by("position", "pk")
    )


def current_goal(key: UUID) -> Goal | None:
    """Return the goal as it stands in the newest standing version of its purpose, or None when it is removed there."""
    rows = Goal.objects.filter(key=key).values_list("purpose__key", flat=True)
    purpose = _newest(
        Purpose.objects.filter(key__in=rows)
        .standing()
        .defer("canonical")
        .select_related("pair__city", "problem")
        .order_by("number")
    )
    goal: Goal | None = _joined().filter(key=key, purpose__in=purpose).standing().first()
    if goal is not None:
        goal.purpose = purpose[0]
    return goal


def goals_of(problem: ProblemPicture) -> list[Goal]:
    """Return the standing goals of a problem, whichever of its versions is asked for."""
    rows = Purpose.objects.filter(problem__key=problem.key).standing().defer("canonical")
    newest = _newest(rows.select_related("problem", "pair").order_by("number"))
    return [goal for found in goals_by_purpose(newest).values() for goal in found]


def without_purpose(pair: AreaPair) -> list[ProblemPicture]:
    """Return the problems that both have decided and chosen but that no standing purpose is about."""
    decided = ProblemPicture.objects.filter(pair=pair, state=JointState.DECIDED, weight=Weight.CHOSEN)
    taken = Purpose.objects.filter(pair=pair).standing().values("problem__key")
    return list(decided.exclude(key__in=taken).defer("canonical").order_by("pk"))


def best_version(problem: ProblemPicture) -> ProblemPicture:
    """Return the version of the problem that a new text rests on: the decided one, else the newest standing."""
    rows = ProblemPicture.objects.filter(key=problem.key).standing().defer("canonical").order_by("number")
    found: dict[str, ProblemPicture] = {row.state: row for row in rows}
    return (
        found.get(JointState.DECIDED)
        or found.get(JointState.IN_REVIEW)
        or found.get(JointState.DRAFT)
        or problem
    )
