"""One's own calendar links, and the file that a link gives to whoever has it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.meetings import access, queries, services
from samsyn.meetings import feed as feeds
from samsyn.meetings.models import CalendarLink
from samsyn.meetings.views.shared import ROOM, say, whole
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair, City
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "meetings/links.html"


@login_required
@require_safe
def links(request: MemberRequest) -> HttpResponse:
    """The member's links, and the years that she may make one to."""
    return _page(request)


def _page(
    request: MemberRequest, *, made: CalendarLink | None = None, address: str = "", status: int = 200
) -> HttpResponse:
    rows = queries.links_of(request.user)
    context: dict[str, Any] = {
        "rows": rows,
        "choices": _choices(request, rows),
        "made": made,
        "address": address,
        "room": ROOM,
        "is_example": False,
    }
    return page(request, TEMPLATE, context, status=status)


def _choices(request: MemberRequest, rows: list[CalendarLink]) -> list[tuple[str, str, bool]]:
    """Return the years that the member reads and has no link to: the form's value, the name, whether it is invented."""
    pairs = list(people.visible_pairs(request.user).order_by("city__name", "-is_whole", "name", "pk"))
    taken = {(row.city_id, row.pair_id) for row in rows}
    found: list[tuple[str, str, bool]] = []
    for city in {pair.city_id: pair.city for pair in pairs}.values():
        if (city.pk, None) not in taken:
            name = _("%(city)s, alla par som du läser") % {"city": city.name}
            found.append((f"stad-{city.pk}", name, city.is_example))
        found += [
            (f"par-{pair.pk}", f"{city.name} {pair.name}", city.is_example)
            for pair in pairs
            if pair.city_id == city.pk and (city.pk, pair.pk) not in taken
        ]
    return found


def _asked(request: MemberRequest) -> tuple[City, AreaPair | None]:
    """Return which year a link is asked for, by the form's value; 404 for what the member may not read."""
    kind, _dash, number = request.POST.get("ar", "").partition("-")
    if kind == "par":
        pair = people.visible_pairs(request.user).filter(pk=whole(number)).first()
        if pair is not None:
            return pair.city, pair
    if kind == "stad":
        city = people.visible_cities(request.user).filter(pk=whole(number)).first()
        if city is not None and people.reads_pairs_of(request.user, city.pk):
            return city, None
    raise Http404


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("meetings:feed", args=[token]))


@login_required
@require_POST
def make(request: MemberRequest) -> HttpResponse:
    """Make a link and show it, this once."""
    city, pair = _asked(request)
    try:
        made, token = services.make_link(member=request.user, city=city, pair=pair)
    except UserError as error:
        say(request, error)
        return redirect("meetings:links")
    return _page(request, made=made, address=_address(request, token))


@login_required
@require_POST
def renew(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the old address stop working and show the new one, this once."""
    row = access.link_for(request.user, pk)
    try:
        made, token = services.renew_link(link=row, by=request.user)
    except UserError as error:
        say(request, error)
        return redirect("meetings:links")
    return _page(request, made=made, address=_address(request, token))


@login_required
@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """End a link."""
    try:
        services.revoke_link(link=access.link_for(request.user, pk), by=request.user)
        messages.success(request, _("Länken är avslutad. Adressen slutade att fungera nu."))
    except UserError as error:
        say(request, error)
    return redirect("meetings:links")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file, without sign-in, to whoever has the link. 404 of a link that does not work, whatever the reason."""
    link = services.use_link(token)
    if link is None:
        raise Http404
    text = feeds.feed(link, absolute=request.build_absolute_uri)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="samsyn.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
