"""Reading: the cities, a city's years, one conference whole, and the pictures on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.audit.kept import EVERY_PAIR, kept_markup
from samsyn.conference import access
from samsyn.conference.models import Conference
from samsyn.conference.one_page import OnePage, decided_edition, one_page
from samsyn.conference.queries import (
    EvidenceShown,
    Tally,
    TallyRow,
    areas_of_city,
    became_of,
    conferences_of,
    evidence_shown,
    parts_of,
    tally_of,
)
from samsyn.conference.views.shared import city_frame, frame
from samsyn.people.access import rights_in, visible_pairs
from samsyn.people.models import Party
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.places.queries import whole_pair
from samsyn.priorities.queries import aside_of, chosen_of, decided_list, standing_list
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def start(request: MemberRequest) -> HttpResponse:
    """Choose a city; the only one opens at once."""
    cities = access.cities_for(request.user)
    if len(cities) == 1:
        return redirect("conference:city", cities[0].slug)
    return page(request, "conference/start.html", {"cities": cities, "room": "conference"})


@login_required
@require_safe
def city(request: MemberRequest, city: str) -> HttpResponse:
    """A city's conferences: the next, and those that were."""
    row, day = access.city_to_read(request.user, city), today()
    pair = whole_pair(row, on=day)
    if pair is None:
        return page(
            request,
            "conference/start.html",
            {"city": row, "room": "conference", "is_example": row.is_example},
        )
    rows = conferences_of(row)
    context = {
        **city_frame(row, pair),
        "coming": [one for one in rows if not one.is_over(day)][::-1],
        "past": [one for one in rows if one.is_over(day)],
        "may_write": rights_in(request.user, pair).may_write,
    }
    return page(request, "conference/city.html", context)


@dataclass(frozen=True)
class CandidateShown:
    """A candidate in the joint order with its evidence in words."""

    row: TallyRow
    evidence: list[EvidenceShown]


@dataclass(frozen=True)
class AreaLine:
    """One area on the conference's page: whether it has something decided to show."""

    pair: AreaPair
    edition: int | None
    decided_at: Any


@login_required
@require_safe
def conference(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Before, during and after on one page; `?vy=skarm` shows the order in large type."""
    row = access.conference_for(request.user, city, year)
    if request.GET.get("vy") == "skarm":
        return page(
            request, "conference/screen.html", {**frame(row), "tally": tally_of(row)}
        )  # for both to see
    return show(request, row)


def show(request: MemberRequest, row: Conference, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Answer with the whole page of a conference; `problem` says why something was not saved."""
    reader = request.user
    may = {
        "may_write": rights_in(reader, row.pair).may_write,
        "may_rank": access.may_rank(reader, row.pair) and reader.party != Party.OTHER,
    }
    mine = {pair.slug for pair in visible_pairs(reader)}

    def read() -> dict[str, Any]:
        return {**frame(row), **may, "mine": mine, **_whole(row, mine, reader.party)}

    template = "conference/parts/conference.html"
    made_of = (row.pk, reader.party, *may.values(), sorted(mine))
    context = {
        **frame(row),
        "is_over": row.is_over(today()),
        "content": kept_markup(request, EVERY_PAIR, template, read, *made_of),
        "problem": problem,
    }
    return page(request, "conference/conference.html", context, status=status)


def _whole(row: Conference, mine: set[str], reader: str) -> dict[str, Any]:
    """Return all that stands on the page of a conference for one of the party who reads these pairs."""
    day = today()
    areas = areas_of_city(row.city, on=day)
    tally = tally_of(row, reader)
    return {
        "is_over": row.is_over(day),
        "parts": parts_of(row),
        "last_list": (last := decided_list(row.city_id, row.year)),
        "became": became_of(last, areas),
        "areas": (lines := [_area_line(pair) for pair in areas]),
        "has_pictures": any(line.edition for line in lines),
        "tally": tally,
        "candidates": _candidates(tally, mine),
        "list": (made := standing_list(row.pair, row.chooses_for)),
        "chosen": chosen_of(made) if made is not None else [],
        "aside": aside_of(made) if made is not None else [],
    }


def _area_line(pair: AreaPair) -> AreaLine:
    edition = decided_edition(pair)
    if edition is None:
        return AreaLine(pair, None, None)
    return AreaLine(pair, edition.number, edition.decided_at)


def _candidates(tally: Tally, mine: set[str]) -> list[CandidateShown]:
    return [CandidateShown(row, evidence_shown(row.candidate.evidence, mine)) for row in tally.rows]


@login_required
@require_safe
def area(request: MemberRequest, city: str, year: int, slug: str) -> HttpResponse:
    """One area on one page, from its decided edition."""
    row = access.conference_for(request.user, city, year)
    pair = access.area_for(row, slug)
    return page(request, "conference/area.html", {**_one(row, one_page(pair)), "area": pair})


@login_required
@require_safe
def whole(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """The whole city on one page: its own decided edition if there is one, and the areas beside each other."""
    row = access.conference_for(request.user, city, year)
    areas = [one_page(pair) for pair in areas_of_city(row.city, on=today())]
    context = {**_one(row, one_page(row.pair)), "areas": areas, "has_areas": any(a.is_decided for a in areas)}
    return page(request, "conference/whole.html", context)


def _one(row: Conference, shown: OnePage) -> dict[str, Any]:
    return {**frame(row), "one": shown, "title": _title(shown.pair), "printed_on": _printed_on()}


def _title(pair: AreaPair) -> str:
    return _("Läget i hela staden") if pair.is_whole else _("Läget i %(pair)s") % {"pair": pair.name}


def _printed_on() -> date:
    return today()
