"""The day of the yearly conference, for the year wheel: a city's, so it stands in each of its pairs."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from samsyn.conference.models import Conference
from samsyn.meetings.points import Owner, Point, PointKind
from samsyn.places.models import City
from samsyn.priorities.queries import decided_list
from samsyn.ui.clock import today


def conferences(owner: Owner, start: date, end: date) -> list[Point]:
    """The conferences of a city. One that was held is done when the priorities that it chose are decided."""
    if not isinstance(owner, City):
        return []
    rows = Conference.objects.filter(city=owner, held_on__gte=start, held_on__lt=end)
    found = []
    for row in rows.order_by("held_on"):
        row.city = owner
        found.append(_point(row))
    return found


def _point(row: Conference) -> Point:
    is_decided = decided_list(row.city_id, row.chooses_for) is not None
    is_late = row.is_over(today()) and not is_decided
    year = {"year": row.chooses_for}
    if is_decided:
        why = _("Prioriteringarna för %(year)s är beslutade.") % year
    elif is_late:
        why = _("Prioriteringarna för %(year)s är inte beslutade än.") % year
    else:
        why = _("Där väljs vad som går först %(year)s.") % year
    return Point(
        row.held_on,
        None,
        PointKind.CONFERENCE,
        _("Konferensen %(year)s") % {"year": row.year},
        row.get_absolute_url(),
        None,
        is_done=is_decided,
        is_late=is_late,
        why=why,
        key=f"conference:{row.pk}",
        todo=_("Besluta prioriteringarna för %(year)s") % year if is_late else "",
    )
