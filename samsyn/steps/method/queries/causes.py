"""The causes of a plan's problem, each with the methods that are chosen for it."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.records.joint.workflow import JointState
from samsyn.steps.method import library
from samsyn.steps.method.models import MethodChoice, WorkPlan
from samsyn.steps.problem.models import Cause, ProblemPicture
from samsyn.steps.problem.queries import causes


@dataclass(frozen=True)
class Chosen:
    """A chosen method: the row, and the method of the library when it is one of those."""

    row: MethodChoice

    @property
    def method(self) -> library.Method | None:
        return library.method(self.row.method)

    @property
    def name(self) -> str:
        return library.name_of(self.row.method, self.row.own_method)


@dataclass(frozen=True)
class CauseWork:
    """One cause: its chosen methods, or the row that says aloud that nobody works on it."""

    cause: Cause
    chosen: tuple[Chosen, ...] = ()
    left_out: MethodChoice | None = None
    is_gone: bool = False  # the problem no longer has the cause

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen) or self.left_out is not None


def problem_of(plan: WorkPlan) -> ProblemPicture:
    """Return the problem as the plan speaks of it: while the plan is open the version that is decided now."""
    if not plan.is_open:
        return plan.problem
    decided: ProblemPicture | None = (
        ProblemPicture.objects.filter(key=plan.problem.key, state=JointState.DECIDED)
        .select_related("area", "place")
        .first()
    )
    return decided or plan.problem


def causes_of(plan: WorkPlan) -> list[Cause]:
    """Return the standing causes of the plan's problem, in their order."""
    return causes(problem_of(plan))


def choices(plan: WorkPlan) -> list[MethodChoice]:
    """Return the chosen methods that stand, without the causes that are left out."""
    return [row for row in _rows(plan) if not row.is_left_out]


def _rows(plan: WorkPlan) -> list[MethodChoice]:
    return list(plan.choices.standing().select_related("cause").order_by("position", "pk"))


def work_on_causes(plan: WorkPlan) -> list[CauseWork]:
    """Return every cause with what is chosen for it; last those that the problem no longer has but the plan does."""
    standing, rows = causes_of(plan), _rows(plan)
    known = {cause.key for cause in standing}
    gone = {row.cause.key: row.cause for row in rows if row.cause.key not in known}
    return [
        *(_work(cause, rows, is_gone=False) for cause in standing),
        *(_work(cause, rows, is_gone=True) for cause in gone.values()),
    ]


def _work(cause: Cause, rows: list[MethodChoice], *, is_gone: bool) -> CauseWork:
    mine = [row for row in rows if row.cause.key == cause.key]
    return CauseWork(
        cause=cause,
        chosen=tuple(Chosen(row) for row in mine if not row.is_left_out),
        left_out=next((row for row in mine if row.is_left_out), None),
        is_gone=is_gone,
    )
