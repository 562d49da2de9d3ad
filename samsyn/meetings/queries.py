"""Reading meetings: what is coming, what was decided, who was there, and the city's own points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from samsyn.meetings.models import AgendaItem, Attendance, CalendarLink, FixedPoint, Meeting, Minutes
from samsyn.meetings.workflow import MeetingState
from samsyn.people.models import Forum, Member, Party
from samsyn.places.models import AreaPair, City
from samsyn.records.joint.workflow import STANDING
from samsyn.ui.clock import today


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the standing items of the agenda, in order."""
    found = list(AgendaItem.objects.filter(meeting=meeting).standing().order_by("position", "pk"))
    for row in found:
        row.meeting = meeting
    return found


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Return who was there, city first, those in leading positions first."""
    order = {Party.CITY: 0, Party.POLICE: 1, Party.OTHER: 2}
    rows = Attendance.objects.filter(meeting=meeting)
    return sorted(rows, key=lambda row: (order[Party(row.party)], not row.leading, row.function))


@dataclass(frozen=True)
class Present:
    """How many of a party were there, and how many of them in leading positions."""

    party: str
    number: int
    leading: int


def present(rows: Iterable[Attendance]) -> list[Present]:
    """Return the sums of each party, the parties without anybody left out."""
    found: dict[str, list[int]] = {}
    for row in rows:
        sums = found.setdefault(row.party, [0, 0])
        sums[0] += row.number
        sums[1] += row.number if row.leading else 0
    return [Present(party, *sums) for party, sums in found.items()]


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Return the standing minutes of the meeting, or None."""
    row: Minutes | None = Minutes.objects.filter(meeting=meeting, state__in=STANDING).first()
    if row is not None:
        row.meeting, row.pair = meeting, meeting.pair
    return row


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as a list shows it: how many items, and the state of its minutes ("" without)."""

    row: Meeting
    items: int
    minutes: str


def coming(pair: AreaPair) -> list[MeetingLine]:
    """Return the planned meetings of the pair, the next first; also those whose day has passed."""
    return _lines(
        pair, Meeting.objects.filter(pair=pair, state=MeetingState.PLANNED).order_by("starts_at", "pk")
    )


def past(pair: AreaPair) -> list[MeetingLine]:
    """Return the held and cancelled meetings of the pair, the latest first."""
    rows = Meeting.objects.filter(pair=pair).exclude(state=MeetingState.PLANNED)
    return _lines(pair, rows.order_by("-starts_at", "-pk"))


def _lines(pair: AreaPair, rows: Any) -> list[MeetingLine]:
    count = Count("items", filter=Q(items__removed_at=None), distinct=True)
    found = list(rows.select_related("forum").annotate(count=count))
    written = Minutes.objects.filter(meeting__in=found, state__in=STANDING)
    states = dict(written.values_list("meeting", "state"))
    for row in found:
        row.pair = pair
    return [MeetingLine(row, row.count, str(states.get(row.pk, ""))) for row in found]


def forums_for(pair: AreaPair) -> list[Forum]:
    """Return the forums that may meet in the pair today: its own, and for the whole city those of the city."""
    rows = Forum.objects.on(today()).filter(city=pair.city_id)
    mine = Q(pair=pair) | Q(pair=None) if pair.is_whole else Q(pair=pair)
    return list(rows.filter(mine).order_by("kind", "name", "pk"))


def earlier_meeting(meeting: Meeting) -> Meeting | None:
    """Return the held meeting of the same forum before this one, or None."""
    rows = Meeting.objects.filter(
        forum=meeting.forum_id, state=MeetingState.HELD, starts_at__lt=meeting.starts_at
    )
    return rows.order_by("-starts_at").first()


def fixed_points(*, city: City, pair: AreaPair | None) -> list[FixedPoint]:
    """Return the recurring points of the pair, or without a pair those of the city, in the order of the year."""
    rows = FixedPoint.objects.filter(city=city, pair=pair, removed_at=None)
    return sorted(rows, key=lambda row: (row.month, row.day or 0, row.title))


def links_of(member: Member) -> list[CalendarLink]:
    """Return the member's links that work, oldest first."""
    rows = CalendarLink.objects.filter(member=member, revoked_at=None)
    return list(rows.select_related("city", "pair__city").order_by("pk"))
