"""The room of step 4: each problem with the work that is ordered against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.queries import Matter, matters
from samsyn.records.joint.workflow import JointState
from samsyn.steps.method.models import WorkPlan
from samsyn.steps.method.queries.causes import CauseWork, work_on_causes
from samsyn.steps.method.words import ball
from samsyn.steps.problem.models import ProblemPicture, Weight

CODE = "metod"  # of `kinds.WorkPlanKind`


@dataclass(frozen=True)
class PlanRow:
    """One problem with its work plan and how far it has come."""

    plan: WorkPlan
    problem: ProblemPicture
    matter: Matter | None = None
    causes: tuple[CauseWork, ...] = ()
    promises: Counter[str] = field(default_factory=Counter)  # how many, by party

    @property
    def answered(self) -> int:
        return sum(one.is_answered for one in self.causes)

    @property
    def city_promises(self) -> int:
        return self.promises[Party.CITY]

    @property
    def police_promises(self) -> int:
        return self.promises[Party.POLICE]

    @property
    def other_promises(self) -> int:
        return self.promises[Party.OTHER]

    @property
    def ball(self) -> str:
        return ball(self.plan.state, self.matter)


@dataclass(frozen=True)
class Room:
    """The pair's work plans, the problems that wait for one, and those that are not decided yet."""

    rows: tuple[PlanRow, ...] = ()
    to_start: tuple[ProblemPicture, ...] = ()
    waiting: tuple[ProblemPicture, ...] = ()


def plans(pair: AreaPair) -> list[WorkPlan]:
    """Return the pair's standing work plans, the newest version of each."""
    rows = WorkPlan.objects.filter(pair=pair).standing().select_related("problem", "forum").order_by("number")
    newest = {row.key: row for row in rows}
    for row in newest.values():
        row.pair = row.problem.pair = pair
    return sorted(newest.values(), key=lambda row: row.pk)


def matter_of(plan: WorkPlan) -> Matter | None:
    """Return the plan as a matter to decide: its state and who has approved."""
    return _matters(plan.pair).get(plan.pk)


def _matters(pair: AreaPair) -> dict[int, Matter]:
    return {one.pk: one for one in matters(pair, codes=[CODE])}


def room(pair: AreaPair) -> Room:
    """Return what the room shows. Problems that are set aside and have no work are left out."""
    ordered = plans(pair)
    known = _matters(pair) if ordered else {}
    taken = {row.problem.key for row in ordered}
    free = [one for one in _problems(pair) if one.key not in taken and one.weight != Weight.SET_ASIDE]
    return Room(
        rows=tuple(_row(plan, known.get(plan.pk)) for plan in ordered),
        to_start=tuple(one for one in free if is_to_work_on(one)),
        waiting=tuple(one for one in free if not is_to_work_on(one)),
    )


def is_to_work_on(problem: ProblemPicture) -> bool:
    """Whether both parties have decided the problem and chosen to take it on."""
    return problem.state == JointState.DECIDED and problem.weight == Weight.CHOSEN


def _problems(pair: AreaPair) -> list[ProblemPicture]:
    """Return the pair's problems: of each the decided version, else the one that is being prepared."""
    rows = ProblemPicture.objects.filter(pair=pair).standing().order_by("pk")
    found: dict[object, ProblemPicture] = {}
    for row in rows:
        if row.state == JointState.DECIDED or row.key not in found:
            found[row.key] = row
    for row in found.values():
        row.pair = pair
    return list(found.values())


def _row(plan: WorkPlan, matter: Matter | None) -> PlanRow:
    parties = plan.resources.standing().values_list("organisation__party", flat=True)
    return PlanRow(
        plan=plan,
        problem=plan.problem,
        matter=matter,
        causes=tuple(one for one in work_on_causes(plan) if not one.is_gone),
        promises=Counter(parties),
    )
