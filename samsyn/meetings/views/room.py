"""The joint room: a meeting on the wall, and on paper."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samsyn.evidence.audience import JOINT, reading_for
from samsyn.meetings import access
from samsyn.meetings.room import RoomPoint, room_of
from samsyn.meetings.views.shared import frame, whole
from samsyn.people.requests import MemberRequest
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def room(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """All points, or one at a time (`punkt`). The page is the same whoever opens it; her own messages wait for the next page."""
    row = access.meeting_for(request.user, slug, pk)
    with reading_for(JOINT):
        found = room_of(row)
        current = _asked(request.GET.get("punkt", ""), found.points)
        number = current.number if current else 0
        context = {
            **frame(row.pair),
            "row": row,
            "room_now": found,
            "current": current,
            "before": found.points[number - 2] if number > 1 else None,
            "after": found.points[number] if number < len(found.points) else None,
            "messages": (),
        }
        return page(request, "meetings/room.html", context)


def _asked(wish: str, points: tuple[RoomPoint, ...]) -> RoomPoint | None:
    """Return the point that is asked for, None for all; a number that is not there is all too."""
    return next((one for one in points if one.number == whole(wish)), None)
