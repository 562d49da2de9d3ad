"""Inställningar: one's own details, language, password and second step, and the ways to what one looks after."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.people import access, appointments, deputies, queries, resets, services
from samsyn.people.forms.members import OwnDetailsForm
from samsyn.people.requests import MemberRequest
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


@login_required
def settings(request: MemberRequest) -> HttpResponse:
    member = request.user
    form = OwnDetailsForm(request.POST or None, initial={"name": member.name, "title": member.title})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_member(member=member, by=member, **form.cleaned_data)
            messages.success(request, _("Dina uppgifter är sparade."))
            return redirect("home:settings")
        except UserError as error:
            form.add_error(None, str(error))
    return page(
        request,
        "home/settings.html",
        {
            "form": form,
            "me": queries.with_duties(member),
            "administers": list(access.administered_cities(member)),
            "offices": deputies.cities_with_offices(member),
            "resets": resets.cities_for(member),
            "appointments": appointments.cities_for(member),
            "cities": list(access.visible_cities(member)),
            "room": "settings",
        },
        status=422 if request.method == "POST" else 200,
    )
