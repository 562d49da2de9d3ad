"""Where in the city a method is used, and for which open causes it can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.people.access import visible_pairs
from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City
from samsyn.records.joint.workflow import JointState
from samsyn.steps.method.models import MethodChoice, WorkPlan
from samsyn.steps.method.queries.causes import causes_of, problem_of
from samsyn.steps.method.queries.plans import plans
from samsyn.steps.problem.models import Cause


@dataclass(frozen=True)
class Use:
    """One cause that a method is chosen for: in which pair, against which problem, and why."""

    pair: AreaPair
    plan: WorkPlan
    cause: Cause
    why: str


@dataclass(frozen=True)
class OpenCause:
    """A cause in a plan that can still change: what a method can be chosen for now."""

    plan: WorkPlan
    cause: Cause
    problem_title: str


def uses(member: Member, city: City, code: str) -> list[Use]:
    """Return where a method is used in the city's pairs that the member may see; what is decided before drafts."""
    pairs = {pair.pk: pair for pair in visible_pairs(member).filter(city=city)}
    rows = (
        MethodChoice.objects.standing()
        .filter(method=code, plan__pair__in=pairs)
        .filter(plan__in=WorkPlan.objects.standing())
        .select_related("plan__problem", "cause")
        .order_by("plan__number", "pk")
    )
    found: dict[tuple[object, object], Use] = {}
    for row in rows:
        place = (row.plan.key, row.cause.key)
        if place in found and found[place].plan.state == JointState.DECIDED:
            continue
        row.plan.pair = pairs[row.plan.pair_id]
        found[place] = Use(row.plan.pair, row.plan, row.cause, row.why)
    return sorted(
        found.values(), key=lambda one: (one.plan.state != JointState.DECIDED, one.pair.name, one.plan.pk)
    )


def open_causes(pair: AreaPair) -> list[OpenCause]:
    """Return the causes of the pair's plans that can still change."""
    return [
        OpenCause(plan, cause, problem_of(plan).title)
        for plan in plans(pair)
        if plan.is_open
        for cause in causes_of(plan)
    ]
