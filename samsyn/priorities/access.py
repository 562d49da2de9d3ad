"""The only door from a request to the city's priorities: whoever may read the pair of the whole city may read them.

404 for one who may not know of the pair or asks for what is not there, 403 for one who may read but not write.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from samsyn.people.access import pair_for
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.priorities.models import Priority, PriorityList
from samsyn.priorities.queries import priorities_now
from samsyn.ui.clock import today

__all__ = ["list_for", "pair_for", "piece_for", "priority_to_answer"]


def list_for(member: Member, slug: str, pk: int, *, change: bool = False) -> PriorityList:
    """Return a list, in whichever version it is."""
    pair = pair_for(member, slug, change=change)
    row: PriorityList | None = PriorityList.objects.filter(pair=pair, pk=pk).first()
    if row is None:
        raise Http404
    row.pair = pair
    return row


def piece_for(member: Member, slug: str, pk: int, piece: int) -> Priority:
    """Return a priority of the list, removed or not, for one who may write there."""
    row = list_for(member, slug, pk, change=True)
    found: Priority | None = Priority.objects.filter(list=row, pk=piece).first()
    if found is None:
        raise Http404
    found.list = row
    return found


def priority_to_answer(member: Member, slug: str, key: UUID) -> tuple[AreaPair, Priority]:
    """Return the area pair with a priority that the city has chosen now, for one who may write in the pair."""
    pair = pair_for(member, slug, change=True)
    shown = {one.row.key: one.row for one in priorities_now(pair, on=today())}
    if pair.is_whole or key not in shown:
        raise Http404
    return pair, shown[key]
