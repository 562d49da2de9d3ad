"""A pair's home: the wheel of six steps, what waits, what has changed, the levels. And what belongs in each step."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from samsyn.agreements.queries.promises import to_publish
from samsyn.audit.kept import kept_markup
from samsyn.conference.queries import soon_for
from samsyn.home import changes, pictures, waiting
from samsyn.home.levels import Levels, level_map, levels_of
from samsyn.home.model import STEPS
from samsyn.home.progress import Progress, progress_of
from samsyn.home.situation import SituationBrief, situation_briefs
from samsyn.home.steps import step_states
from samsyn.people import access, appointments, resets
from samsyn.people.models import Member
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.records.disagreement import queries as disagreements
from samsyn.ui.clock import today
from samsyn.ui.shortcuts import page
from samsyn.ui.templatetags.parts import ROOMS


@login_required
def pair(request: MemberRequest, slug: str) -> HttpResponse:
    row, rights = access.open_pair(request.user, slug)
    brief = situation_briefs([row])[row.pk]
    levels = levels_of(row, request.user.party)
    progress = progress_of(row)
    steps = step_states(row, brief, progress)
    scene = _scene(request.user, row, rights, brief=brief, levels=levels, progress=progress)
    return page(
        request,
        "home/pair.html",
        {
            "pair": row,
            "hub": pictures.hub(row, steps, progress.round_number),
            "waiting": waiting.waiting_for(scene),
            "acts": scene.may_write or scene.may_approve,
            "next": progress.next,
            "agreement": progress.agreement,
            "changes": changes.changes_for(request, request.user, row),
            "soon": soon_for(row, on=today()),
            "levels": levels,
            "map": level_map(row, levels),
            "level_list": pictures.level_list(levels.rows) if levels.are_judged else "",
            "room": "pair",
            "is_example": row.city.is_example,
        },
    )


def _scene(
    member: Member,
    row: AreaPair,
    rights: access.Rights,
    *,
    brief: SituationBrief,
    levels: Levels,
    progress: Progress,
) -> waiting.Scene:
    return waiting.Scene(
        member=member,
        pair=row,
        brief=brief,
        levels=levels,
        progress=progress,
        may_write=rights.may_write,
        may_approve=rights.may_approve,
        offices=rights.offices if progress.to_sign else frozenset(),
        disagreements=tuple(disagreements.waiting(row, member, rights)),
        to_publish=tuple(to_publish([row], member)) if progress.has_proposals else (),
        resets=tuple(resets.to_answer(member, row.city)) if progress.has_resets else (),
        appointments=tuple(appointments.to_confirm(member, row.city)) if progress.has_appointments else (),
        imports=waiting.own_imports(member, row) if rights.roles & access.IMPORTERS else (),
    )


@login_required
def step(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Say what belongs in a step, why, and who decides it."""
    row = access.pair_for(request.user, slug)
    if not 1 <= number <= len(STEPS):
        raise Http404
    return page(
        request,
        "home/step.html",
        {
            "pair": row,
            "step": STEPS[number - 1],
            "room_url": reverse(ROOMS[number - 1], args=[row.slug]),
            "before": STEPS[number - 2],
            "after": STEPS[number % len(STEPS)],
            "room": "pair",
            "is_example": row.city.is_example,
        },
    )


@login_required
@require_safe
def handover(request: MemberRequest, slug: str) -> HttpResponse:
    """The pair's story on one page, for one who comes new to it."""
    from samsyn.home.handover import story_of

    row = access.pair_for(request.user, slug)
    frame = {"pair": row, "room": "pair", "is_example": row.city.is_example}
    content = kept_markup(request, row.pk, "home/story.html", lambda: {**frame, "story": story_of(row)})
    return page(request, "home/handover.html", {**frame, "content": content})
