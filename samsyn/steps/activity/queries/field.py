"""What a member counts in the field: the activities of the plans in force where she works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Activity, Progress
from samsyn.steps.activity.queries.plans import actions_of, activities, decided_plans
from samsyn.steps.activity.queries.progress import Tally, tallies
from samsyn.ui.clock import today

SHOWN_COUNTS = 5


def in_force(key: UUID) -> Activity | None:
    """Return the activity as the decided plan has it, or None when it is in no plan in force."""
    found: Activity | None = (
        Activity.objects.filter(key=key, action__removed_at=None, action__plan__state=JointState.DECIDED)
        .standing()
        .select_related("action__plan__pair__city", "place", "area", "doer")
        .order_by("-action__plan__number")
        .first()
    )
    return found


@dataclass(frozen=True)
class FieldActivities:
    """The activities that a member counts: those that go on, those that come, and those whose time is out."""

    ongoing: tuple[Tally, ...]
    coming: tuple[Tally, ...]
    over: tuple[Tally, ...]
    several_pairs: bool

    @property
    def is_empty(self) -> bool:
        return not (self.ongoing or self.coming or self.over)


def activities_to_count(member: Member, *, on: date | None = None) -> FieldActivities:
    """Return the activities of the plans under way in the pairs where the member counts, her own organisation's first."""
    day = on or today()
    pairs = [pair for pair in people.visible_pairs(member) if people.may_report(member, pair)]
    under_way = [plan for pair in pairs for plan in decided_plans(pair) if _is_counted(plan.period_end, day)]
    rows = tallies(activities(actions_of(under_way)), on=day)
    rows.sort(key=lambda row: (not _is_own(row.activity, member), row.is_reached, row.activity.period_end))
    return FieldActivities(
        ongoing=tuple(row for row in rows if row.is_started and not row.is_over),
        coming=tuple(row for row in rows if not row.is_started),
        over=tuple(row for row in rows if row.is_over),
        several_pairs=len({plan.pair_id for plan in under_way}) > 1,
    )


def _is_counted(period_end: date, day: date) -> bool:
    """A plan is counted on until a month after its last day: the last evening is often written in late."""
    return (day - period_end).days < 31


def _is_own(activity: Activity, member: Member) -> bool:
    if activity.doer_id is not None:
        return activity.doer_id == member.organisation_id
    return activity.action.party == member.party


def latest_counts(key: UUID) -> list[Progress]:
    """Return what was counted lately of an activity, newest first; what was taken back too."""
    rows = Progress.objects.filter(activity_key=key).select_related("by__organisation")
    return list(rows.order_by("-at", "-pk")[:SHOWN_COUNTS])
