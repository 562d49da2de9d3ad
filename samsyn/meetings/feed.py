"""What a calendar link shows: the points of last year, this year and the two to come, that its member may read today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.meetings.ics import CalendarEvent, calendar
from samsyn.meetings.models import CalendarLink
from samsyn.meetings.points import Point, points_of_city, points_of_pair
from samsyn.meetings.years import pairs_in
from samsyn.ui.clock import now, today

YEARS_BEFORE, YEARS_AFTER = 1, 2
HOST = "samsyn"  # after the @ of each event's name; the address of the server may change, the names may not


def feed(link: CalendarLink, *, absolute: Callable[[str], str]) -> str:
    """Return the calendar file of a link. `absolute` makes a whole address of a path."""
    day = today()
    start, end = date(day.year - YEARS_BEFORE, 1, 1), date(day.year + YEARS_AFTER + 1, 1, 1)
    with override(link.language):
        if link.pair is not None:
            points = points_of_pair(link.pair, start, end)
            name = _("Årshjul %(pair)s") % {"pair": link.pair.name}
        else:
            points = points_of_city(link.city, pairs_in(link.city, link.member), start, end)
            name = _("Årshjul %(city)s") % {"city": link.city.name}
        return calendar(
            [_event(point, absolute, is_city=link.pair is None) for point in points],
            name=_("Exempeldata. %(name)s") % {"name": name} if link.city.is_example else name,
            stamp=now(),
            language=link.language,
        )


def _event(point: Point, absolute: Callable[[str], str], *, is_city: bool) -> CalendarEvent:
    title = point.title
    if is_city and point.pair is not None:
        title = f"{point.pair.name}: {title}"
    if point.is_month:
        title = _("%(title)s (någon gång i månaden)") % {"title": title}
    return CalendarEvent(
        uid=f"{point.uid}@{HOST}",
        title=title,
        first=point.date,
        last=point.last_day,
        url=absolute(point.url) if point.url else "",
        category=point.kind_word,
        starts_at=point.starts_at,
        ends_at=point.ends_at,
    )
