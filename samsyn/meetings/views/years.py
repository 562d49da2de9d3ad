"""The year of a pair or a city as a wheel, month by month and as a table; and the list of the member's cities."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.audit.kept import EVERY_PAIR, kept_markup
from samsyn.meetings import access, queries, years
from samsyn.meetings.views.shared import ROOM, frame
from samsyn.meetings.wheel import year_wheel
from samsyn.people import access as people
from samsyn.people.models import Member
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
    return _page(request, pair, [pair], may_write=rights.may_write)


@login_required
@require_safe
def city_year(request: MemberRequest, slug: str) -> HttpResponse:
    """The year of a city with all its pairs that the member may read."""
    city = access.city_for(request.user, slug)
    pairs = years.pairs_in(city, request.user)
    return _page(request, city, pairs, may_write=access.may_write_city(request.user, city))


def _page(
    request: MemberRequest, owner: AreaPair | City, pairs: list[AreaPair], *, may_write: bool
) -> HttpResponse:
    year = years.asked_year(request.GET.get("ar", ""))
    shown = {
        **frame(owner),
        "year": year,
        "title": _("Årshjul %(year)s för %(name)s") % {"year": year, "name": owner.name},
        "is_table": request.GET.get("vy") == TABLE,
        "is_city": isinstance(owner, City),
        "may_write": may_write,
    }

    def read() -> dict[str, Any]:
        return {**shown, **_year(owner, year, request.user, shown["title"]), "pairs": pairs}

    made_of = (
        *(owner.slug, shown["is_city"], year, shown["is_table"], may_write, [pair.pk for pair in pairs]),
        request.user.party,  # of the surveys each authority sees its own and what is released to it
    )
    content = kept_markup(request, EVERY_PAIR, "meetings/parts/year.html", read, *made_of)
    return page(request, "meetings/year.html", {**shown, "content": content})


def _year(owner: AreaPair | City, year: int, reader: Member, title: str) -> dict[str, Any]:
    """Return the wheel of a pair, or of a city with all its pairs that the member may read, and the own points."""
    if isinstance(owner, City):
        wheel, own = years.year_of_city(owner, reader, year), queries.fixed_points(city=owner, pair=None)
    else:
        wheel, own = years.year_of_pair(owner, year), queries.fixed_points(city=owner.city, pair=owner)
    picture = "" if wheel.is_empty else year_wheel(wheel, now=today(), title=title)
    return {"wheel": wheel, "own": own, "picture": picture}
