"""An object's secrecy: its class, its history and the form; and the page that names the channels for a certain person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.people.requests import MemberRequest
from samsyn.secrecy import services
from samsyn.secrecy.access import Thing, thing_for
from samsyn.secrecy.forms import MarkForm
from samsyn.secrecy.individuals import channels
from samsyn.secrecy.queries import class_of, history
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused


@login_required
def marking(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    """The class of one object with its paragraph, who has set it, and the form for those who may."""
    is_post = request.method == "POST"
    thing = thing_for(request.user, code, pk, change=is_post)
    form = MarkForm(request.POST if is_post else None, party=request.user.party, now=class_of(thing.row).code)
    if is_post and form.is_valid():
        try:
            made = services.mark(thing, by=request.user, **form.cleaned_data)
            messages.success(request, _("Märkt: %(name)s.") % {"name": made.secrecy_class.name})
            return redirect(thing.url)
        except UserError as error:
            refused(form, error)
    return page(request, "secrecy/marking.html", _context(thing, form), status=422 if is_post else 200)


def _context(thing: Thing, form: MarkForm) -> dict[str, Any]:
    return {
        "thing": thing,
        "room": "pair" if thing.pair else "evidence",
        "pair": thing.pair,
        "is_example": thing.city.is_example,
        "found": class_of(thing.row),
        "history": history(thing.kind.code, thing.subject) if thing.sees_why else [],
        "form": form,
    }


@login_required
@require_safe
def individuals(request: MemberRequest) -> HttpResponse:
    """Where a matter about a certain person belongs."""
    return page(request, "secrecy/individuals.html", {"channels": list(channels().values()), "room": ""})
