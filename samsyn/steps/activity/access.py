"""The only door from a request to an action plan: who may read it, who may write in it, who may count.

404 for one who may not know of the pair, 403 for one who may read but not do this.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.steps.activity.models import Action, ActionPlan, Activity, Progress
from samsyn.steps.activity.queries.field import in_force


def pair_for(member: Member, slug: str, *, change: bool = False) -> AreaPair:
    """Return the pair whose plans the member may read, or write in."""
    return people.pair_for(member, slug, change=change)


def plan_for(member: Member, slug: str, pk: int, *, change: bool = False) -> ActionPlan:
    """Return a plan of the pair."""
    pair = people.pair_for(member, slug, change=change)
    plan = ActionPlan.objects.filter(pair=pair, pk=pk).select_related("edition", "forum").first()
    if plan is None:
        raise Http404
    plan.pair = pair
    return plan


def action_for(member: Member, slug: str, pk: int, *, change: bool = False) -> Action:
    """Return an action of one of the pair's plans; one that somebody has removed is still shown as it stood."""
    pair = people.pair_for(member, slug, change=change)
    found = (
        Action.objects.filter(plan__pair=pair, pk=pk)
        .select_related("plan__edition", "cause__picture", "goal__purpose")
        .first()
    )
    if found is None:
        raise Http404
    found.plan.pair = pair
    return found


def activity_for(member: Member, slug: str, pk: int, *, change: bool = False) -> Activity:
    """Return an activity of one of the pair's plans."""
    pair = people.pair_for(member, slug, change=change)
    found = (
        Activity.objects.filter(action__plan__pair=pair, pk=pk)
        .select_related("action__plan", "place", "area", "doer")
        .first()
    )
    if found is None:
        raise Http404
    found.action.plan.pair = pair
    return found


def action_to_except(member: Member, slug: str, pk: int) -> Action:
    """Return an action for one who may sign an exception from its rules: who decides for a party."""
    action = action_for(member, slug, pk)
    if not people.may_approve(member, action.plan.pair):
        raise PermissionDenied
    return action


def activity_to_count(member: Member, pk: int) -> Activity:
    """Return the activity as the plan in force has it, for one who counts what is done in its pair.

    An address that was saved before the plan got a new version leads to the same activity in the new one.
    """
    activity = _visible(member, pk)
    if not people.may_report(member, activity.action.plan.pair):
        raise PermissionDenied
    return in_force(activity.key) or activity


def may_count(member: Member, activity: Activity) -> bool:
    """Whether the member counts what is done of the activity: the pair's own people, and the partner whose own it is."""
    pair = activity.action.plan.pair
    return people.may_report(member, pair) or people.is_partners_own(member, pair, activity.doer_id)


def progress_to_undo(member: Member, pk: int) -> Progress:
    """Return a count, for one who counts in the pair; the service says who may take it back."""
    row = Progress.objects.select_related("activity__action__plan__pair__city", "by").filter(pk=pk).first()
    if row is None:
        raise Http404
    activity_to_count(member, row.activity_id)
    return row


def _visible(member: Member, pk: int) -> Activity:
    found = (
        Activity.objects.filter(pk=pk)
        .select_related("action__plan__pair__city", "action__plan__pair__city_area", "place", "area", "doer")
        .first()
    )
    if found is None or not people.rights_in(member, found.action.plan.pair).may_read:
        raise Http404
    return found
