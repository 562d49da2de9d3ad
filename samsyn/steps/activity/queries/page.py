"""What the pages of plans show: the list of plans, and one plan's actions under the causes that they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.records import signatures
from samsyn.records.models import Approval, Waiver
from samsyn.records.waivers import waivers_of
from samsyn.steps.activity.models import Action, ActionPlan
from samsyn.steps.activity.queries.plans import actions_of, activities
from samsyn.steps.activity.queries.progress import Tally, tallies
from samsyn.steps.activity.queries.reasons import decided_keys
from samsyn.steps.activity.rules import RULES, WITHOUT_CAUSE, WITHOUT_GOAL
from samsyn.steps.method import library


@dataclass(frozen=True)
class Exempted:
    """A signed exception beside its action: the rule in words, and who signed it why."""

    sentence: Promise | str
    waiver: Waiver


@dataclass(frozen=True)
class ActionRow:
    """An action with what is done of it, its exceptions and the rules that it breaks without one.

    lost_cause, lost_goal  whether a decided plan's cause or goal stands in no decided text any more
    """

    action: Action
    tallies: tuple[Tally, ...]
    exceptions: tuple[Exempted, ...]
    broken: tuple[str, ...]
    lost_cause: bool = False
    lost_goal: bool = False

    @property
    def method(self) -> str:
        return library.name_of(self.action.method) if self.action.method else ""

    @property
    def lacks_goal(self) -> bool:
        return WITHOUT_GOAL in self.broken

    @property
    def is_lost(self) -> bool:
        return self.lost_cause or self.lost_goal

    @property
    def has_followup(self) -> bool:
        return bool(self.action.followup_on and self.action.followup_by and self.action.followup_source)


@dataclass(frozen=True)
class CauseGroup:
    """The actions that answer one cause. `title` says of what problem; both are empty where there is no cause."""

    cause: str
    problem: str
    rows: tuple[ActionRow, ...]


def groups(plan: ActionPlan, tallies: Sequence[Tally]) -> list[CauseGroup]:
    """Return the plan's actions under their causes, in the order of the plan."""
    rows = actions_of([plan])
    waivers = waivers_of(row.key for row in rows)
    lost = _lost(rows) if plan.state == "decided" else set()
    found: dict[object, list[ActionRow]] = {}
    for row in rows:
        mine = {rule: waiver for (key, rule), waiver in waivers.items() if key == row.key}
        found.setdefault(row.cause.key if row.cause else None, []).append(
            ActionRow(
                action=row,
                tallies=tuple(one for one in tallies if one.activity.action_id == row.pk),
                exceptions=tuple(Exempted(RULES[rule], one) for rule, one in mine.items() if rule in RULES),
                broken=tuple(rule for rule in _broken(row) if rule not in mine),
                lost_cause=row.cause is not None and row.cause.key in lost,
                lost_goal=row.goal is not None and row.goal.key in lost,
            )
        )
    return [_group(made) for made in found.values()]


def _lost(rows: Sequence[Action]) -> set[UUID]:
    """Return the keys of the causes and goals that were decided away after the plan was decided."""
    known = {reason.key for row in rows for reason in (row.cause, row.goal) if reason}
    return known - decided_keys(rows)


def _broken(row: Action) -> list[str]:
    return [
        *([WITHOUT_CAUSE] if row.cause_id is None else []),
        *([WITHOUT_GOAL] if row.goal_id is None else []),
    ]


def _group(rows: Sequence[ActionRow]) -> CauseGroup:
    cause = rows[0].action.cause
    return CauseGroup(cause.text if cause else "", cause.picture.title if cause else "", tuple(rows))


@dataclass(frozen=True)
class Summary:
    """A plan in the list: how many actions and activities, how many are reached, how many are late, and whose turn it is."""

    plan: ActionPlan
    actions: int
    activities: int
    reached: int
    late: int
    ball: str


def summary(plan: ActionPlan) -> Summary:
    """Return the plan as the list of plans shows it."""
    rows = actions_of([plan])
    counted = tallies(activities(rows))
    return Summary(
        plan=plan,
        actions=len(rows),
        activities=len(counted),
        reached=sum(1 for one in counted if one.is_reached),
        late=sum(1 for one in counted if one.is_late) if plan.state == "decided" else 0,
        ball=ball(plan),
    )


def ball(plan: ActionPlan) -> str:
    """Return in one sentence what the plan waits for."""
    if plan.state == "draft":
        return _("Båda parter skriver. Ingen har godkänt något ännu.")
    if plan.state == "in-review":
        rows = Approval.objects.filter(
            subject_type=plan._meta.label_lower,
            subject_id=plan.pk,
            checksum=plan.checksum,
            voided_at=None,
        )
        given = {row.party for row in signatures.good(rows.select_related("pair__city"))}
        waits = [str(party.label) for party in (Party.CITY, Party.POLICE) if party not in given]
        if len(waits) == 1:
            return _("Väntar på att %(party)s godkänner.") % {"party": waits[0]}
        return _("Väntar på att båda parter godkänner.")
    if plan.state == "decided":
        return _("Båda parter har beslutat planen.")
    if plan.state == "superseded":
        return _("En senare version har tagit planens plats.")
    return _("Utkastet är tillbakadraget.")
