"""The only door from a request to a purpose or a goal: whoever may read the pair may read them.

404 for one who may not know of the pair or asks for what is not there, 403 for one who may read but not write.
"""

from __future__ import annotations

from django.http import Http404

from samsyn.people.access import pair_for
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.purpose.models import Goal, Purpose

__all__ = ["goal_for", "pair_for", "problem_for", "purpose_for"]


def purpose_for(member: Member, slug: str, pk: int, *, change: bool = False) -> Purpose:
    """Return the purpose with its problem."""
    pair = pair_for(member, slug, change=change)
    rows = Purpose.objects.filter(pair=pair, pk=pk).select_related("problem__area")
    return _found(rows.defer("problem__area__geometry").first(), pair)


def _found(row: Purpose | None, pair: AreaPair) -> Purpose:
    if row is None:
        raise Http404
    row.pair = row.problem.pair = pair
    return row


def goal_for(member: Member, slug: str, pk: int, goal: int) -> Goal:
    """Return a goal of the purpose, removed or not, for one who may write in the pair."""
    purpose = purpose_for(member, slug, pk, change=True)
    rows = Goal.objects.filter(purpose=purpose, pk=goal)
    row = (
        rows.select_related("indicator__area__division", "edition")
        .defer("indicator__area__geometry", "edition__canonical")
        .first()
    )
    if row is None:
        raise Http404
    row.purpose = purpose
    return row


def problem_for(member: Member, slug: str, pk: int) -> ProblemPicture:
    """Return a standing problem of the pair, for one who may write there."""
    pair = pair_for(member, slug, change=True)
    row = (
        ProblemPicture.objects.filter(pair=pair, pk=pk)
        .standing()
        .select_related("area")
        .defer("area__geometry")
        .first()
    )
    if row is None:
        raise Http404
    row.pair = pair
    return row
