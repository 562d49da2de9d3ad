"""The running picture, and the page of one metric."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.steps.situation import access, drawings, kept, queries
from samsyn.steps.situation.queries.measure import measure as measure_of
from samsyn.steps.situation.sections import SECTIONS
from samsyn.steps.situation.views.shared import frame
from samsyn.ui.shortcuts import page
from samsyn.ui.templatetags.drawing import count_kept


@login_required
@require_safe
def picture(request: MemberRequest, slug: str) -> HttpResponse:
    """The whole lägesbild of a pair as it stands now.

    `?matt=` chooses the metric of the time chart; `?ordna=1` shows the buttons that move texts, to one who may write.
    """
    pair, rights = people.open_pair(request.user, slug)
    may_write = rights.may_write
    reader = kept.Reader(str(request.user.party), may_write, request.GET.get("matt", "")[:60])
    if may_write and request.GET.get("ordna") == "1":
        pieces = kept.pieces_to_order(pair, reader, request)
    else:
        pieces = kept.pieces(pair, reader)
    more = [block for section in SECTIONS if (block := section(pair, request.user)) is not None]
    if more:
        count_kept(request, "".join(pieces.values()))
    context = {**frame(pair), "is_closed": pair.valid_to is not None, "pieces": pieces, "more_sections": more}
    return page(request, "situation/picture.html", context)


@login_required
@require_safe
def measure(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One metric: over time, part by part, and by both area trees. `?per=` is ar, kvartal or manad."""
    pair = access.pair_for(request.user, slug)
    found = measure_of(pair, code, grain=request.GET.get("per", ""))
    if found is None:
        raise Http404
    row = next((one for one in queries.indicator_rows(pair) if one.metric == code), None)
    context = {
        **frame(pair),
        "measure": found,
        "row": row,
        "trend_picture": drawings.trend_of_measure(pair, found),
        "map_picture": drawings.map_of_measure(pair, found),
    }
    return page(request, "situation/measure.html", context)
