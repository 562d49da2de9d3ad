"""A pair's home: the wheel of six steps, what waits, what has changed, the levels. And the steps without a room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from samsyn.home import changes, pictures, waiting
from samsyn.home.levels import Levels, level_map, levels_of
from samsyn.home.model import STEPS
from samsyn.home.steps import SituationBrief, is_built, situation_briefs, step_states
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.ui.shortcuts import page


@login_required
def pair(request: MemberRequest, slug: str) -> HttpResponse:
    row, rights = access.open_pair(request.user, slug)
    brief = situation_briefs([row])[row.pk]
    levels = levels_of(row)
    steps = step_states(row, brief)
    scene = _scene(request.user, row, rights, brief=brief, levels=levels)
    return page(
        request,
        "home/pair.html",
        {
            "pair": row,
            "hub": pictures.hub(row, steps),
            "waiting": waiting.waiting_for(scene),
            "acts": scene.may_write or scene.may_approve,
            "changes": changes.changes_for(request, request.user, row),
            "levels": levels,
            "map": level_map(row, levels),
            "level_list": pictures.level_list(levels.rows) if levels.are_judged else "",
            "room": "pair",
            "is_example": row.city.is_example,
        },
    )


def _scene(
    member: Member, row: AreaPair, rights: access.Rights, *, brief: SituationBrief, levels: Levels
) -> waiting.Scene:
    return waiting.Scene(
        member=member,
        pair=row,
        brief=brief,
        levels=levels,
        may_write=rights.may_write,
        may_approve=rights.may_approve,
        imports=waiting.own_imports(member, row) if rights.roles & access.IMPORTERS else (),
    )


@login_required
def step(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Say what belongs in a step that this version has no room for; a step with a room is shown there."""
    row = access.pair_for(request.user, slug)
    if not 1 <= number <= len(STEPS):
        raise Http404
    if is_built(number):
        return redirect("situation:picture", slug=row.slug)
    return page(
        request,
        "home/step.html",
        {
            "pair": row,
            "step": STEPS[number - 1],
            "before": STEPS[number - 2],
            "room": "pair",
            "is_example": row.city.is_example,
        },
    )
