"""One typical row of everything here, made by its services: for the tests of the apps above and the access matrix."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from samsyn.people.models import Member
from samsyn.places.intake import open_whole
from samsyn.places.models import AreaPair, City
from samsyn.places.queries import whole_pair
from samsyn.priorities import services
from samsyn.priorities.models import FocusArea, Priority, PriorityList
from samsyn.priorities.queries import chosen_of
from samsyn.records.joint.services import approve, send_to_review
from samsyn.ui.clock import today

TITLES = ("Trygga kvällar ute", "Unga som dras in i kriminalitet", "Klotter borta inom ett dygn")


def whole(city: City) -> AreaPair:
    """The pair of the whole city, opened the first time."""
    return whole_pair(city, on=today()) or open_whole(city, valid_from=date(2021, 1, 1), by=None)


def draft(
    cast: dict[str, Member],
    pair: AreaPair,
    year: int,
    titles: Iterable[str] = TITLES,
    *,
    why: str = "Det drabbar många.",
) -> PriorityList:
    """A list that lacks nothing: the last title is set aside."""
    *chosen, aside = titles
    row = services.start_list(pair=pair, year=year, by=cast["astrid"])
    for title in chosen:
        services.add_priority(
            row=row,
            title=title,
            text="Mer av det som hjälper.",
            why=why,
            focus=FocusArea.UNSAFETY,
            by=cast["bo"],
        )
    services.add_priority(
        row=row, title=aside, why="Det går åt rätt håll ändå.", is_chosen=False, by=cast["astrid"]
    )
    return row


def decide(row: PriorityList, cast: dict[str, Member]) -> PriorityList:
    """Both chiefs have decided the list."""
    sent = send_to_review(row, by=cast["astrid"])
    for who in ("david", "elsa"):
        approve(sent, read_checksum=sent.checksum, by=cast[who])
    return PriorityList.objects.select_related("pair__city").get(pk=row.pk)


def decided(cast: dict[str, Member], pair: AreaPair, year: int) -> list[Priority]:
    """Return the chosen priorities of a list that is decided for the year."""
    return chosen_of(decide(draft(cast, pair, year), cast))


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Make this year's priorities, decided, and next year's as a draft.

    priority_list, priority   the draft and a piece of it; {priority_key} names one that an area can answer
    """
    pair = whole(norr.city)
    first, _second = decided(cast, pair, today().year)
    row = draft(cast, pair, today().year + 1)
    return {
        "priority_list": row,
        "priority": chosen_of(row)[0],
        "{priority_key}": str(first.key),
    }
