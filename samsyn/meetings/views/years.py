"""The year of a pair or a city as a wheel, month by month and as a table; and the list of the member's cities."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.meetings import access, queries, years
from samsyn.meetings.views.shared import ROOM, frame
from samsyn.meetings.wheel import year_wheel
from samsyn.meetings.years import YearWheel
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page

TABLE = "tabell"


@login_required
@require_safe
def start(request: MemberRequest) -> HttpResponse:
    """Go to the year of the member's only city, or list her cities with their pairs."""
    pairs = list(people.visible_pairs(request.user).order_by("city__name", "-is_whole", "name", "pk"))
    cities = {pair.city_id: pair.city for pair in pairs}
    if len(cities) == 1:
        return redirect("meetings:city_year", slug=next(iter(cities.values())).slug)
    rows = [(city, [pair for pair in pairs if pair.city_id == pk]) for pk, city in cities.items()]
    return page(request, "meetings/start.html", {"rows": rows, "room": ROOM, "is_example": False})


@login_required
@require_safe
def pair_year(request: MemberRequest, slug: str) -> HttpResponse:
    """The year of a pair."""
    pair, rights = people.open_pair(request.user, slug)
    wheel = years.year_of_pair(pair, years.asked_year(request.GET.get("ar", "")))
    title = _("Årshjul %(year)s för %(name)s") % {"year": wheel.year, "name": pair.name}
    return _page(request, pair, wheel, title, may_write=rights.may_write)


@login_required
@require_safe
def city_year(request: MemberRequest, slug: str) -> HttpResponse:
    """The year of a city with all its pairs that the member may read."""
    city = access.city_for(request.user, slug)
    wheel = years.year_of_city(city, request.user, years.asked_year(request.GET.get("ar", "")))
    title = _("Årshjul %(year)s för %(name)s") % {"year": wheel.year, "name": city.name}
    return _page(request, city, wheel, title, may_write=access.may_write_city(request.user, city))


def _page(
    request: MemberRequest, owner: AreaPair | City, wheel: YearWheel, title: str, *, may_write: bool
) -> HttpResponse:
    pair = owner if isinstance(owner, AreaPair) else None
    city = owner if isinstance(owner, City) else owner.city
    own = queries.fixed_points(city=city, pair=pair)
    context: dict[str, Any] = {
        **frame(owner),
        "wheel": wheel,
        "picture": "" if wheel.is_empty else year_wheel(wheel, now=today(), title=title),
        "title": title,
        "is_table": request.GET.get("vy") == TABLE,
        "is_city": pair is None,
        "own": own,
        "may_write": may_write,
        "pairs": years.pairs_in(city, request.user) if pair is None else [],
    }
    return page(request, "meetings/year.html", context)
