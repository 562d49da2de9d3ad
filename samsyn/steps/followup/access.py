"""The only door from a request to a follow-up: whoever may read the pair may read it.

404 for one who may not know of the pair, 403 for one who may read but not write.
"""

from __future__ import annotations

from django.http import Http404

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.steps.followup.models import FollowUp, Lesson


def pair_for(member: Member, slug: str, *, change: bool = False) -> AreaPair:
    """Return the pair."""
    return people.pair_for(member, slug, change=change)


def followup_for(member: Member, slug: str, pk: int, *, change: bool = False) -> FollowUp:
    """Return the follow-up of the pair."""
    pair = people.pair_for(member, slug, change=change)
    row: FollowUp | None = (
        FollowUp.objects.filter(pair=pair, pk=pk)
        .select_related("action__plan", "carried_to__picture__pair", "added_by__organisation")
        .defer("carried_to__canonical", "action__plan__canonical")
        .first()
    )
    if row is None:
        raise Http404
    row.pair = pair
    return row


def lesson_for(member: Member, slug: str, pk: int, lesson: int) -> Lesson:
    """Return a lesson of the follow-up, for one who may write in the pair."""
    followup = followup_for(member, slug, pk, change=True)
    row = Lesson.objects.filter(followup=followup, pk=lesson).select_related("added_by").first()
    if row is None:
        raise Http404
    row.followup = followup
    return row
