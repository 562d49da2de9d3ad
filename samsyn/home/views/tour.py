"""The guided tour: its ten stops as a list, going to one of them, and leaving it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from samsyn.home import tour
from samsyn.people.requests import MemberRequest
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def stops(request: MemberRequest) -> HttpResponse:
    """What the tour shows, stop by stop, and which parts of the model each stop has."""
    pair = tour.pair_to_show(request.user)
    rows = [
        {"number": number, "stop": stop, "parts": [tour.PARTS[code] for code in stop.parts]}
        for number, stop in enumerate(tour.STOPS, 1)
    ]
    context = {"rows": rows, "tour_pair": pair, "is_example": pair is not None, "room": "tour"}
    return page(request, "home/tour.html", context)


@login_required
@require_safe
def stop(request: MemberRequest, number: int) -> HttpResponse:
    """Go to a stop. The bar with its words stands on every page until one leaves the tour."""
    place = tour.place_of(number)
    pair = tour.pair_to_show(request.user)
    if place is None or pair is None:
        raise Http404
    request.session[tour.SESSION] = number
    return redirect(place.stop.address(pair))


@login_required
@require_POST
def leave(request: MemberRequest) -> HttpResponse:
    """Leave the tour."""
    request.session.pop(tour.SESSION, None)
    return redirect("home:start")
