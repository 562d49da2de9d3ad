"""What a calendar link shows: the points of last year, this year and the two to come, that its member may read today.

It is a document that leaves the program: each point says its secrecy class, and what may not leave is masked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.meetings.ics import CalendarEvent, calendar
from samsyn.meetings.models import CalendarLink
from samsyn.meetings.points import Point, points_of_city, points_of_pair
from samsyn.meetings.years import pairs_in
from samsyn.secrecy.classes import INTERNAL, OPEN, SecrecyClass, every, footer
from samsyn.secrecy.rules import Masker, with_class
from samsyn.ui.clock import now, today

YEARS_BEFORE, YEARS_AFTER = 1, 2
ACCESS = {OPEN: "PUBLIC", INTERNAL: "PRIVATE"}  # the classes of RFC 5545 3.8.1.3; any other is CONFIDENTIAL
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
        masker, found = Masker(every()[OPEN]), _classes(points)
        events = [
            _event(point, one, masker.count(one), absolute, is_city=link.pair is None)
            for point, one in zip(points, found, strict=True)
        ]
        return calendar(
            events,
            name=_("Exempeldata. %(name)s") % {"name": name} if link.city.is_example else name,
            stamp=now(),
            language=link.language,
            about=masker.footer,
        )


def _classes(points: Sequence[Point]) -> list[SecrecyClass]:
    """Return the secrecy class of each point: that of its row, by one question a model; else it is working material."""
    known = {id(row): found for row, found in with_class(one.about for one in points if one.about)}
    return [known.get(id(one.about)) or every()[INTERNAL] for one in points]


def _event(
    point: Point, found: SecrecyClass, mask: str, absolute: Callable[[str], str], *, is_city: bool
) -> CalendarEvent:
    """Return a point as the file has it. `mask` stands instead of a title that may not leave the program."""
    title = mask or point.title
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
        description=footer(found),
        access=ACCESS.get(found.code, "CONFIDENTIAL"),
    )
