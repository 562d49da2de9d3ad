"""What the other authority sees of one's own, and what it has released: one page, two forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samsyn.people import access as people
from samsyn.people.models import Party
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.releases import access, queries, services
from samsyn.releases.forms import ReleaseForm, WithdrawForm
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "releases/releases.html"


@login_required
@require_safe
def releases(request: MemberRequest, slug: str) -> HttpResponse:
    """Own texts that only one's own authority sees, what the other sees, and what the other has released."""
    pair = access.pair_for(request.user, slug)
    return page(request, TEMPLATE, _context(request, pair, chosen=request.GET.getlist("text")))


@login_required
@require_POST
def release(request: MemberRequest, slug: str) -> HttpResponse:
    """Release the chosen texts."""
    pair = access.pair_for(request.user, slug, change=True)
    form, chosen, problem = (
        ReleaseForm(request.POST, party=request.user.party),
        request.POST.getlist("text"),
        "",
    )
    if form.is_valid():
        try:
            made = services.release(pair, chosen, by=request.user, **form.cleaned_data)
            said = ngettext("Texten är släppt.", "%(count)s texter är släppta.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect("releases:releases", pair.slug)
        except UserError as error:
            problem = str(error)
    context = _context(request, pair, chosen=chosen, form=form, problem=problem)
    return page(request, TEMPLATE, context, status=422)


@login_required
@require_POST
def withdraw(request: MemberRequest, slug: str) -> HttpResponse:
    """Take one text back."""
    pair = access.pair_for(request.user, slug, change=True)
    form, problem = WithdrawForm(request.POST), ""
    if form.is_valid():
        try:
            services.withdraw(
                pair, request.POST.get("text", ""), reason=form.cleaned_data["reason"], by=request.user
            )
            messages.success(request, _("Texten är tillbakatagen. Den andra parten ser den inte längre."))
            return redirect("releases:releases", pair.slug)
        except UserError as error:
            problem = str(error)
    else:
        problem = _("Texten är fortfarande släppt. Det saknas ett skäl. Skriv varför ni tar tillbaka den.")
    return page(request, TEMPLATE, _context(request, pair, problem=problem), status=422)


def _context(
    request: MemberRequest,
    pair: AreaPair,
    *,
    chosen: list[str] | None = None,
    form: ReleaseForm | None = None,
    problem: str = "",
) -> dict[str, Any]:
    me = request.user
    is_party = me.party in access.PARTIES
    owners = access.owners_for(me)
    return {
        "pair": pair,
        "room": "pair",
        "is_example": pair.city.is_example,
        "party": me.party,
        "other": access.other(me.party) if is_party else "",
        "is_police": me.party == Party.POLICE,
        "may_write": people.may_write(me, pair),
        "problem": problem,
        "form": form or ReleaseForm(party=me.party),
        "chosen": chosen or [],
        "own": queries.items(pair, me.party, shared=False) if is_party else [],
        "shared": queries.items(pair, me.party, shared=True) if is_party else [],
        "theirs": queries.items(pair, access.other(me.party), shared=True) if is_party else [],
        "history": [
            (row, queries.label_of(row), queries.ground_words(row.legal_ground))
            for owner in owners
            for row in queries.history(pair, owner)
        ],
    }
