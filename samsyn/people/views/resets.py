"""Nya lösenord: asking, answering and carrying out. Two persons for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samsyn.people import access, services
from samsyn.people import resets as reading
from samsyn.people.requests import MemberRequest
from samsyn.people.views.members import member_of, show_password
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def resets(request: MemberRequest, city: str) -> HttpResponse:
    """Show what is asked for, what was done, and who decides nothing yet."""
    row = reading.city_for(request.user, city)
    context = {
        "city": row,
        "lines": reading.lines(request.user, row),
        "held": reading.held_in(request.user, row),
        "administers": access.administers(request.user, row),
        "room": "settings",
        "is_example": row.is_example,
    }
    return page(request, "people/resets.html", context)


def said(request: MemberRequest, service: Callable[[], Any], done: str) -> None:
    """Run the service, and say that it is done or what is wrong."""
    try:
        service()
        messages.success(request, done)
    except UserError as error:
        messages.error(request, str(error))


@login_required
@require_POST
def ask(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    row, who = member_of(request, city, pk)
    both = request.POST.get("second_step") == "on"
    said(
        request,
        lambda: services.ask_for_reset(member=who, with_second_step=both, by=request.user),
        _("Begäran är sparad. Nu ska någon annan bekräfta den under Nya lösenord."),
    )
    return redirect("people:member", row.slug, who.pk)


@login_required
@require_POST
def answer(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    """Say yes or no to a request: the button says which."""
    row = reading.reset_for(request.user, city, pk)
    if request.POST.get("do") == "yes":
        said(
            request,
            lambda: services.confirm_reset(reset=row, by=request.user),
            _("Bekräftat. Den som begärde det kan nu ge engångslösenordet."),
        )
    else:
        said(
            request,
            lambda: services.refuse_reset(reset=row, by=request.user),
            _("Begäran är avslutad. Inget lösenord ändras."),
        )
    return redirect("people:resets", city)


@login_required
@require_POST
@never_cache
def renew_password(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    row, who = member_of(request, city, pk)
    try:
        password = services.renew_password(member=who, by=request.user)
    except UserError as error:
        messages.error(request, str(error))
        return redirect("people:member", row.slug, who.pk)
    return show_password(request, row, who, password)
