"""The room of agreements: a city's matrix, its tree in time, and what needs hands soon."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from samsyn.agreements import access
from samsyn.agreements.overview import overview
from samsyn.people.requests import MemberRequest
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def start(request: MemberRequest) -> HttpResponse:
    """Go to the member's only city, or let her choose."""
    cities = access.readable_cities(request.user)
    if len(cities) == 1:
        return redirect("agreements:city", city=cities[0].slug)
    context = {
        "cities": cities,
        "room": "agreements",
        "is_example": bool(cities) and all(city.is_example for city in cities),
    }
    return page(request, "agreements/start.html", context)


@login_required
@require_safe
def city(request: MemberRequest, city: str) -> HttpResponse:
    """The city's matrix, what has to be done, and the tree. Names link where the member may read the pair."""
    row = access.readable_city(request.user, city)
    context = {
        "city": row,
        "view": overview(row, reader=request.user, on=today()),
        "room": "agreements",
        "is_example": row.is_example,
    }
    return page(request, "agreements/city.html", context)
