"""Points that people have put there themselves: meetings, and what recurs each year in the city or in a pair."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.meetings.models import FixedPoint, Meeting
from samsyn.meetings.points import Owner, Point, PointKind
from samsyn.meetings.workflow import MeetingState
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today


def meetings(owner: Owner, start: date, end: date) -> list[Point]:
    """The meetings that are planned or held; a cancelled one is gone."""
    if not isinstance(owner, AreaPair):
        return []
    rows = (
        Meeting.objects.filter(pair=owner, starts_at__date__gte=start, starts_at__date__lt=end)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("forum")
        .annotate(count=Count("items", filter=Q(items__removed_at=None)))
    )
    return [_meeting(row, owner) for row in rows]


def _meeting(row: Meeting, pair: AreaPair) -> Point:
    row.pair = pair
    is_late = row.is_planned and row.day < today()
    clock = timezone.localtime(row.starts_at).strftime("%H.%M")
    return Point(
        row.day,
        None,
        PointKind.MEETING,
        _("%(forum)s kl. %(clock)s") % {"forum": row.forum.name, "clock": clock},
        row.get_absolute_url(),
        pair,
        is_done=row.is_held,
        is_late=is_late,
        why=_("Mötet är inte infört som hållet eller inställt.") if is_late else "",
        key=f"meeting:{row.pk}",
        todo=_to_do(row, is_late=is_late),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )


def _to_do(row: Meeting, *, is_late: bool) -> str:
    if is_late:
        return _("Skriv in att mötet är hållet: %(forum)s") % {"forum": row.forum.name}
    if row.is_planned and not getattr(row, "count", 0):
        return _("Gör dagordningen: %(forum)s") % {"forum": row.forum.name}
    return ""


def own(owner: Owner, start: date, end: date) -> list[Point]:
    """What recurs each year, or every so many years, as the city or the pair has written it down."""
    if isinstance(owner, AreaPair):
        rows = FixedPoint.objects.filter(pair=owner, removed_at=None)
    else:
        rows = FixedPoint.objects.filter(city=owner, pair=None, removed_at=None)
    pair = owner if isinstance(owner, AreaPair) else None
    found = []
    for row in rows:
        for year in range(start.year, end.year + 1):
            on = row.day_in(year)
            if on is not None and start <= on < end:
                found.append(_own(row, on, pair, owner))
    return found


def _own(row: FixedPoint, on: date, pair: AreaPair | None, owner: Owner) -> Point:
    often = ngettext("Varje år.", "Vart %(count)s:e år.", row.every) % {"count": row.every}
    name = "meetings:pair_year" if pair is not None else "meetings:city_year"
    url = f"{reverse(name, args=[owner.slug])}?ar={on.year}#punkt-{row.pk}"
    return Point(
        on,
        None,
        PointKind.OWN,
        row.title,
        url,
        pair,
        why=" ".join(part for part in (often, row.note) if part),
        key=f"own:{row.pk}:{on.year}",
        is_month=row.day is None,
    )
