"""Planning a conference, and making the list of priorities of what was proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.conference import access, services
from samsyn.conference.forms import ConferenceForm
from samsyn.conference.views.pages import show
from samsyn.conference.views.shared import FORM, city_frame, frame
from samsyn.people.requests import MemberRequest
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused


@login_required
def new(request: MemberRequest, city: str) -> HttpResponse:
    """Plan the conference of a year."""
    row, pair = access.city_for(request.user, city, change=True)
    context: dict[str, Any] = {**city_frame(row, pair), "what": "conference"}
    if request.method != "POST":
        return page(request, FORM, {**context, "form": ConferenceForm(initial={"year": today().year})})
    form = ConferenceForm(request.POST)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("year", "theme", "held_on", "place")}
        try:
            made = services.add_conference(pair=pair, by=request.user, **said)
            messages.success(request, _("Konferensen är planerad. Lägg till program, deltagare och förslag."))
            return redirect(made)
        except UserError as error:
            refused(form, error, version=None)
    return page(request, FORM, {**context, "form": form}, status=422)


@login_required
def change(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Change theme, day and place."""
    row = access.conference_for(request.user, city, year, change=True)
    context: dict[str, Any] = {**frame(row), "what": "conference"}
    if request.method != "POST":
        initial = {name: getattr(row, name) for name in ("theme", "held_on", "place", "version")}
        return page(request, FORM, {**context, "form": ConferenceForm(initial=initial, is_new=False)})
    form, theirs = ConferenceForm(request.POST, is_new=False), ""
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("theme", "held_on", "place")}
        version = form.cleaned_data["version"] or 0
        try:
            saved = services.change_conference(conference=row, version=version, by=request.user, **said)
            messages.success(request, _("Konferensen är sparad."))
            return redirect(saved)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**context, "form": form, "theirs": theirs}, status=422)


@login_required
@require_POST
def make_list(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Begin the list of priorities with the candidates in the joint order."""
    row = access.conference_for(request.user, city, year, change=True)
    try:
        made = services.make_list(conference=row, by=request.user)
    except UserError as error:
        return show(request, row, problem=str(error), status=422)
    messages.success(
        request,
        _("Listan är skapad som utkast. Lägg åt sidan det som får vänta, och skriv ett skäl till varje val."),
    )
    return redirect(made)
