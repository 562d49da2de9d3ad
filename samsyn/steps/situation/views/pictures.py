"""The running picture, and the page of one metric."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from samsyn.people import access as people
from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.places.queries import parts
from samsyn.steps.situation import access, drawings, queries, words
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.steps.situation.queries.indicators import shared_notes
from samsyn.steps.situation.queries.key_figures import key_figures
from samsyn.steps.situation.queries.levels import AreaRow
from samsyn.steps.situation.queries.measure import measure as measure_of
from samsyn.steps.situation.queries.sources import lines_of
from samsyn.steps.situation.sections import SECTIONS
from samsyn.steps.situation.views.shared import frame
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def picture(request: MemberRequest, slug: str) -> HttpResponse:
    """The whole lägesbild of a pair as it stands now; `?matt=` chooses the metric of the time chart."""
    pair = access.pair_for(request.user, slug)
    standing = SituationPicture.objects.filter(pair=pair).first()
    snapshot = queries.picture_for_page(pair)
    context = {
        **frame(pair),
        "picture": standing,
        "snapshot": snapshot,
        "key_figures": key_figures(pair, snapshot),
        "may_write": people.may_write(request.user, pair),
        "is_closed": pair.valid_to is not None,
        "me_party": request.user.party,
        **_levels(pair, standing, snapshot),
        **_editions(standing),
        "findings": queries.findings(standing),
        "sections": queries.sections(standing),
        "more_sections": [section(pair, request.user) for section in SECTIONS],
        **_evidence(request, pair, snapshot),
    }
    return page(request, "situation/picture.html", context)


def _levels(pair: AreaPair, standing: SituationPicture | None, snapshot: queries.Snapshot) -> dict[str, Any]:
    below, judged = parts(pair.city_area), queries.newest(standing)
    rows = queries.area_rows(below, judged, snapshot.coverage)
    whole = AreaRow(
        number=0,
        code=access.WHOLE,
        area_id=pair.city_area_id,
        key=pair.city_area.key,
        name=pair.city_area.name,
        is_whole=True,
        assessment=judged.get(pair.city_area_id),
        coverage=snapshot.coverage.get(pair.city_area.key, ()),
    )
    return {
        "whole": whole,
        "areas": rows,
        "part_kind": below[0].division.name if below else "",
        "level_picture": drawings.level_picture(pair, below, rows),
        "any_judged": bool(judged),
        "kinds": [{"code": code, "name": words.coverage_kind(code)} for code in words.EVIDENCE],
        "coverage_rows": [
            {"name": row.name, "has": [code in row.coverage for code in words.EVIDENCE]}
            for row in [whole, *rows]
        ],
    }


def _editions(standing: SituationPicture | None) -> dict[str, Any]:
    if standing is None:
        return {"edition_count": 0, "open_edition": None}
    rows = list(Edition.objects.filter(picture=standing).values("number", "state"))
    waiting = [row for row in rows if row["state"] in {EditionState.DRAFT, EditionState.IN_REVIEW}]
    return {"edition_count": len(rows), "open_edition": waiting[0] if waiting else None}


def _evidence(request: MemberRequest, pair: AreaPair, snapshot: queries.Snapshot) -> dict[str, Any]:
    wanted = request.GET.get("matt", "")
    rows = [row for row in snapshot.indicators if row.series]
    chosen = next((row for row in rows if row.metric == wanted), rows[0] if rows else None)
    shown = {pk for row in snapshot.crimes for pk in row.import_ids}
    return {
        "crime_sources": lines_of(snapshot.sources, sorted(shown)),
        "indicators": [(row, drawings.spark_of(row)) for row in snapshot.crimes],
        "same_period": _one([row.figure.period for row in snapshot.crimes]),
        "same_population": _one([row.rate.population_year for row in snapshot.crimes if row.rate]),
        "shared_notes": shared_notes(snapshot.crimes),
        "chosen": chosen,
        "trend_picture": drawings.trend_of_row(pair, chosen, snapshot) if chosen else None,
        "safety": [
            (
                block,
                drawings.share_picture(pair, block, snapshot),
                lines_of(snapshot.sources, block.import_ids),
            )
            for block in snapshot.safety
        ],
    }


def _one(texts: list[str]) -> str:
    """Return the text that they all have, "" when they differ."""
    return texts[0] if len(set(texts)) == 1 else ""


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
        "may_write": _may_write(request.user, pair),
    }
    return page(request, "situation/measure.html", context)


def _may_write(member: Member, pair: AreaPair) -> bool:
    return people.may_write(member, pair)
