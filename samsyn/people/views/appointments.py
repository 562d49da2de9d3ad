"""Uppdrag att bekräfta: what the other authority has appointed, for the member's own to answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.people import access, services
from samsyn.people import appointments as reading
from samsyn.people.requests import MemberRequest
from samsyn.people.views.resets import said
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def appointments(request: MemberRequest, city: str) -> HttpResponse:
    """Show what waits for whose authority, and what was confirmed lately."""
    row = reading.city_for(request.user, city)
    context = {
        "city": row,
        "lines": reading.waiting(request.user, row),
        "confirmed": reading.confirmed(request.user, row),
        "administers": access.administers(request.user, row),
        "room": "settings",
        "is_example": row.is_example,
    }
    return page(request, "people/appointments.html", context)


@login_required
@require_POST
def answer(request: MemberRequest, city: str, kind: str, pk: int) -> HttpResponse:
    """Say yes or no to an appointment: the button says which."""
    row = reading.row_for(request.user, city, kind, pk)
    if request.POST.get("do") == "yes":
        said(
            request,
            lambda: services.confirm_appointment(row=row, by=request.user),
            _("Bekräftat. Uppdraget gäller de dagar som det är givet för."),
        )
    else:
        said(
            request,
            lambda: services.refuse_appointment(row=row, by=request.user),
            _("Uppdraget är borttaget. Det har inte gett någon rätt."),
        )
    return redirect("people:appointments", city)
