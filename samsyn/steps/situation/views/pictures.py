"""The running picture, and the page of one metric."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.steps.situation import access, blocks, drawings, queries
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.steps.situation.queries.measure import measure as measure_of
from samsyn.steps.situation.sections import SECTIONS
from samsyn.steps.situation.views.shared import frame
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def picture(request: MemberRequest, slug: str) -> HttpResponse:
    """The whole lägesbild of a pair as it stands now; `?matt=` chooses the metric of the time chart."""
    pair, rights = people.open_pair(request.user, slug)
    standing = SituationPicture.objects.filter(pair=pair).first()
    may_write = rights.may_write
    context = {
        **frame(pair),
        "picture": standing,
        "may_write": may_write,
        "is_closed": pair.valid_to is not None,
        "me_party": request.user.party,
        "evidence": blocks.blocks(pair, standing, may_write=may_write, metric=request.GET.get("matt", "")),
        **_editions(standing),
        "findings": queries.findings(standing),
        "sections": queries.sections(standing),
        "more_sections": [section(pair, request.user) for section in SECTIONS],
    }
    return page(request, "situation/picture.html", context)


def _editions(standing: SituationPicture | None) -> dict[str, Any]:
    if standing is None:
        return {"edition_count": 0, "open_edition": None}
    rows = list(Edition.objects.filter(picture=standing).values("number", "state"))
    waiting = [row for row in rows if row["state"] in {EditionState.DRAFT, EditionState.IN_REVIEW}]
    return {"edition_count": len(rows), "open_edition": waiting[0] if waiting else None}


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
