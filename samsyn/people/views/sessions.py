"""Where one is signed in: a list of one's own sessions, and ending them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samsyn.people import services
from samsyn.people.requests import MemberRequest
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

OTHERS = "andra"


@login_required
@require_safe
def sessions(request: MemberRequest) -> HttpResponse:
    found = services.sessions_of(request.user, request.session.session_key)
    context = {"sessions": found, "others": len(found) - 1, "room": "settings"}
    return page(request, "people/sessions.html", context)


@login_required
@require_POST
def end(request: MemberRequest) -> HttpResponse:
    """End one session by its mark, or all others."""
    which = request.POST.get("which", "")
    if which == OTHERS:
        count = services.end_other_sessions(member=request.user, current=request.session.session_key)
        said = ngettext("En inloggning är avslutad.", "%(count)s inloggningar är avslutade.", count) % {
            "count": count
        }
        messages.success(request, said if count else _("Du är inte inloggad någon annanstans."))
        return redirect("account_sessions")
    try:
        services.end_session(member=request.user, mark=which)
        messages.success(request, _("Inloggningen är avslutad."))
    except UserError as error:
        messages.error(request, str(error))
    return redirect("account_sessions")
