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
from samsyn.releases import access, four, queries, services
from samsyn.releases.forms import FiguresForm, ReleaseForm, WithdrawForm
from samsyn.releases.kinds import every
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "releases/releases.html"
FIGURES = "figures"  # the group of datasets


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
    is_figures = request.POST.get("group") == FIGURES
    party, chosen, problem = request.user.party, request.POST.getlist("text"), ""
    form = _figures_form(party, request.POST) if is_figures else ReleaseForm(request.POST, party=party)
    if form.is_valid():
        try:
            made = services.release(pair, chosen, by=request.user, **form.cleaned_data)
            said = ngettext("Texten är släppt.", "%(count)s texter är släppta.", len(made))
            if is_figures:
                said = ngettext("Datamängden är släppt.", "%(count)s datamängder är släppta.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect("releases:releases", pair.slug)
        except UserError as error:
            problem = str(error)
    sent = {"figures_form": form} if is_figures else {"form": form}
    context = {**_context(request, pair, chosen=chosen, problem=problem), **sent}
    return page(request, TEMPLATE, context, status=422)


def _figures_form(party: str, data: Any = None) -> FiguresForm:
    scopes = next((kind.scopes for kind in every(FIGURES) if kind.scopes), ())
    return FiguresForm(data, party=party, scopes=scopes)


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


@login_required
@require_safe
def four_pictures(request: MemberRequest, slug: str) -> HttpResponse:
    """One's own picture, what the other has released, the joint one, and where they differ: `?vy=` says which."""
    pair = access.pair_for(request.user, slug)
    party = request.user.party
    asked = request.GET.get("vy", "")
    view = four.View(asked) if asked in four.View.values else four.View.DIFFERENCES
    is_party = party in access.PARTIES
    context = {
        "pair": pair,
        "room": "pair",
        "is_example": pair.city.is_example,
        "party": party,
        "other": access.other(party) if is_party else "",
        "is_police": party == Party.POLICE,
        "view": view,
        "tabs": [
            {"label": one.label, "url": f"?vy={one.value}", "is_current": one == view} for one in four.View
        ],
        "topics": four.topics(pair, party, view) if is_party else [],
        "judged": four.judged_apart(pair, party) if is_party and view == four.View.DIFFERENCES else [],
    }
    return page(request, "releases/four.html", context)


def _figures(pair: AreaPair, party: str) -> dict[str, Any]:
    """Return the datasets of the pair's city: one's own that only one's authority sees, and what each has released."""
    theirs = access.other(party)
    return {
        "figures": queries.items(pair, party, shared=False, group=FIGURES),
        "figures_shared": queries.items(pair, party, shared=True, group=FIGURES),
        "figures_theirs": queries.items(pair, theirs, shared=True, group=FIGURES),
    }


def _context(
    request: MemberRequest,
    pair: AreaPair,
    *,
    chosen: list[str] | None = None,
    problem: str = "",
) -> dict[str, Any]:
    me = request.user
    is_party = me.party in access.PARTIES
    owners = access.owners_for(me)
    figures = _figures(pair, me.party) if is_party else {}
    texts = {
        "own": queries.items(pair, me.party, shared=False) if is_party else [],
        "shared": queries.items(pair, me.party, shared=True) if is_party else [],
        "theirs": queries.items(pair, access.other(me.party), shared=True) if is_party else [],
    }
    named = {one.reference: one.heading for rows in [*texts.values(), *figures.values()] for one in rows}
    return {
        "pair": pair,
        "room": "pair",
        "is_example": pair.city.is_example,
        "party": me.party,
        "other": access.other(me.party) if is_party else "",
        "is_police": me.party == Party.POLICE,
        "may_write": people.may_write(me, pair),
        "problem": problem,
        "form": ReleaseForm(party=me.party),
        "figures_form": _figures_form(me.party),
        **figures,
        **texts,
        "chosen": chosen or [],
        "history": [
            (row, queries.name_of(row, named), queries.ground_words(row.legal_ground))
            for owner in owners
            for row in queries.history(pair, owner)
        ],
    }
