"""The doors: to a pair's meetings and year, to a city's year, and to one's own calendar links.

404 for one who may not know of it, 403 for one who may read but not write.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from samsyn.meetings.models import AgendaItem, Attendance, CalendarLink, FixedPoint, Meeting
from samsyn.people import access as people
from samsyn.people.access import pair_for
from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City

__all__ = [
    "attendance_for",
    "city_for",
    "item_for",
    "link_for",
    "may_write_city",
    "meeting_for",
    "pair_for",
    "point_for",
]


def meeting_for(member: Member, slug: str, pk: int, *, change: bool = False) -> Meeting:
    """Return the meeting with its forum."""
    pair = pair_for(member, slug, change=change)
    row = Meeting.objects.filter(pair=pair, pk=pk).select_related("forum").first()
    if row is None:
        raise Http404
    row.pair = pair
    return row


def item_for(member: Member, slug: str, pk: int, item: int) -> AgendaItem:
    """Return an item of the meeting's agenda that nobody has removed, for one who may write."""
    meeting = meeting_for(member, slug, pk, change=True)
    row: AgendaItem | None = AgendaItem.objects.filter(meeting=meeting, pk=item).standing().first()
    if row is None:
        raise Http404
    row.meeting = meeting
    return row


def attendance_for(member: Member, slug: str, pk: int, attendance: int) -> Attendance:
    """Return a line of the meeting's attendance, for one who may write."""
    meeting = meeting_for(member, slug, pk, change=True)
    row = Attendance.objects.filter(meeting=meeting, pk=attendance).first()
    if row is None:
        raise Http404
    row.meeting = meeting
    return row


def city_for(member: Member, slug: str, *, change: bool = False) -> City:
    """Return the city for whoever reads any of its pairs; `change` asks for one who may write the city's own points."""
    city = people.visible_cities(member).filter(slug=slug).first()
    if city is None or not people.reads_pairs_of(member, city.pk):
        raise Http404
    if change and not may_write_city(member, city):
        raise PermissionDenied
    return city


def may_write_city(member: Member, city: City) -> bool:
    """Whether the member may write points that hold for the whole city: who coordinates there, or administers it."""
    coordinates = people.roles_in_city(member, city) & people.PREPARERS_OF_WHOLE
    return (bool(coordinates) and member.party in people.PARTIES) or people.administers(member, city)


def may_write_point(member: Member, *, city: City, pair: AreaPair | None) -> bool:
    """Whether the member may write a recurring point of the pair, or of the city."""
    return people.may_write(member, pair) if pair is not None else may_write_city(member, city)


def point_for(member: Member, slug: str, pk: int, *, of_city: bool) -> FixedPoint:
    """Return a recurring point of the city or of the pair, for one who may change it."""
    if of_city:
        city = city_for(member, slug, change=True)
        row = FixedPoint.objects.filter(city=city, pair=None, pk=pk, removed_at=None).first()
    else:
        pair = pair_for(member, slug, change=True)
        row = FixedPoint.objects.filter(pair=pair, pk=pk, removed_at=None).select_related("pair").first()
    if row is None:
        raise Http404
    return row


def link_for(member: Member, pk: int) -> CalendarLink:
    """Return one of the member's own links that still works."""
    row = CalendarLink.objects.filter(member=member, pk=pk, revoked_at=None).select_related(
        "city", "pair__city"
    )
    found = row.first()
    if found is None:
        raise Http404
    return found


def may_follow(member: Member, *, city: City, pair: AreaPair | None) -> bool:
    """Whether the member may read today what a calendar link shows."""
    if not member.is_active:
        return False
    if pair is not None:
        return people.rights_in(member, pair).may_read
    return people.reads_pairs_of(member, city.pk)
