"""The first page of Underlag, and the way in for a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samsyn.evidence import overview
from samsyn.people import access as people
from samsyn.people.models import RoleAssignment
from samsyn.people.requests import MemberRequest
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def start(request: MemberRequest) -> HttpResponse:
    """What is in force per city, what is under way, what stopped."""
    cities = list(people.visible_cities(request.user))
    importable = set(
        RoleAssignment.objects.on(today())
        .filter(member=request.user, role__in=people.IMPORTERS)
        .values_list("city", flat=True)
    )
    found = overview.by_city(cities, importable)
    context = {
        "room": "evidence",
        "found": found,
        "is_example": any(city.is_example for city in cities),
        "polls": any(row.state in {"queued", "running"} for entry in found for row in entry.under_way),
    }
    return page(request, "evidence/start.html", context)
