"""Röda tråden of a pair, of one knot of it, and the list of the member's pairs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from samsyn.chain import kept
from samsyn.chain.sheet import Wish
from samsyn.people import access
from samsyn.people.requests import MemberRequest
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page

LONGEST_KEY = 300


@login_required
@require_safe
def start(request: MemberRequest) -> HttpResponse:
    """Go to the thread of the member's only area, or list her pairs, those with most breaks first."""
    pairs = list(access.visible_pairs(request.user))
    areas = [pair for pair in pairs if not pair.is_whole]
    if len(areas) == 1:
        return redirect("chain:thread", slug=areas[0].slug)
    day = today()
    briefs = [(pair, kept.brief_of(pair)) for pair in pairs]
    rows = [
        (pair, brief)
        for pair, brief in briefs
        if brief.links or (pair.valid_from <= day and (pair.valid_to is None or pair.valid_to > day))
    ]
    rows.sort(key=lambda row: (-row[1].torn, not row[1].links))
    context = {
        "rows": rows,
        "room": "thread",
        "is_example": bool(rows) and all(pair.city.is_example for pair, _brief in rows),
    }
    return page(request, "chain/start.html", context)


@login_required
@require_safe
def thread(request: MemberRequest, slug: str) -> HttpResponse:
    """The whole thread of a pair; `?fran=` shows what leads to or from one knot, `?alla=1` every strand."""
    return around(request, slug, request.GET.get("fran", ""))


@login_required
@require_safe
def around(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """What leads to or from one knot of the pair's thread."""
    pair, rights = access.open_pair(request.user, slug)
    if len(key) > LONGEST_KEY:
        raise Http404
    wish = Wish(key, everything=request.GET.get("alla") == "1")
    sheet = kept.sheet_of(pair, wish, may_write=rights.may_write)
    if sheet is None:
        raise Http404
    context = {"pair": pair, "sheet": sheet, "room": "thread", "is_example": pair.city.is_example}
    return page(request, "chain/thread.html", context)
