"""Ställföreträdare: who has each office on a day, and who stands in."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.people import access, services
from samsyn.people import deputies as reading
from samsyn.people.forms.deputies import DayForm, DeputyForm
from samsyn.people.requests import MemberRequest
from samsyn.people.views.members import saved
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def deputies(request: MemberRequest, city: str) -> HttpResponse:
    """Show the offices with their holders and deputies on a day: today, when none is asked for."""
    row = reading.city_for(request.user, city)
    asked = DayForm(request.GET) if "dag" in request.GET else None
    day: date = asked.cleaned_data["dag"] if asked is not None and asked.is_valid() else today()
    context = {
        "city": row,
        "functions": reading.functions(request.user, row, on=day),
        "day": day,
        "is_today": day == today(),
        "day_form": asked if asked is not None and not asked.is_valid() else DayForm(initial={"dag": day}),
        "administers": access.administers(request.user, row),
        "room": "settings",
        "is_example": row.is_example,
    }
    return page(request, "people/deputies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def name_deputy(request: MemberRequest, city: str, holding: int) -> HttpResponse:
    """Name somebody who decides in the place of the office's holder on some days."""
    row = reading.holding_for(request.user, city, holding)
    is_post = request.method == "POST"
    form = DeputyForm(request.POST or None, holding=row, by=request.user)
    if is_post:
        made = saved(form, lambda: services.name_deputy(holding=row, by=request.user, **form.period))
        if made:
            messages.success(
                request, _("%(name)s är utsedd till ställföreträdare.") % {"name": made.member.name}
            )
            return redirect("people:deputies", city)
    home = reading.city_of(row)
    context = {
        "city": home,
        "holding": row,
        "form": form,
        "nobody": not form.fields["member"].queryset.exists(),  # type: ignore[attr-defined]
        "room": "settings",
        "is_example": home.is_example,
    }
    return page(request, "people/deputy_form.html", context, status=422 if is_post else 200)


@login_required
@require_POST
def end_deputy(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    """End a deputy now, before her last day."""
    row = reading.deputy_for(request.user, city, pk)
    try:
        services.end_deputy(row=row, by=request.user)
        messages.success(request, _("%(name)s är inte längre ställföreträdare.") % {"name": row.member.name})
    except UserError as error:
        messages.error(request, str(error))
    return redirect("people:deputies", city)
