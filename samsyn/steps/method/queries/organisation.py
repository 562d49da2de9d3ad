"""Who leads the work and who does what in it."""

from __future__ import annotations

from django.db.models import Q

from samsyn.people.models import Forum, Seat
from samsyn.places.models import AreaPair
from samsyn.steps.method.models import WorkFunction, WorkPlan
from samsyn.ui.clock import today


def forums_of(pair: AreaPair) -> list[Forum]:
    """Return the forums that may lead work in the pair today: its own, and those of the whole city."""
    rows = Forum.objects.on(today()).filter(Q(pair=pair) | Q(pair=None), city=pair.city)
    return list(rows.order_by("-pair_id", "kind", "name"))


def seats_of(forum: Forum | None) -> list[Seat]:
    """Return who sits in the forum today, by function."""
    if forum is None:
        return []
    rows = Seat.objects.on(today()).filter(forum=forum).select_related("member__organisation")
    return list(rows.order_by("member__organisation__party", "function", "pk"))


def functions(plan: WorkPlan) -> list[WorkFunction]:
    """Return the functions that stand in the plan, in their order."""
    return list(plan.functions.standing().order_by("position", "pk"))
