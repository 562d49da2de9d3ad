"""One typical row of everything here, made by its services: for the tests here and the access matrix."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from samsyn.conference import services
from samsyn.conference.models import Candidate, Conference
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.priorities.models import FocusArea
from samsyn.priorities.tests import world as priorities
from samsyn.ui.clock import today

TITLES = ("Kvällstrygghet vid torgen", "Unga som dras in i kriminalitet", "Nedskräpning och klotter")


def conference(cast: dict[str, Member], pair: AreaPair, year: int | None = None) -> Conference:
    """The conference of a year, with a programme and participants."""
    chosen = year or today().year
    row = services.add_conference(
        pair=pair,
        year=chosen,
        theme="Trygga kvällar",
        held_on=date(chosen, 11, 12),
        place="Folkets hus",
        by=cast["astrid"],
    )
    services.add_point(
        conference=row,
        starts_at=time(9),
        title="Vad det blev av förra året",
        led_by="Stadsdirektör",
        by=cast["astrid"],
    )
    services.add_participant(
        conference=row, party="police", function="Områdespoliser", count=18, by=cast["bo"]
    )
    return row


def propose(row: Conference, title: str, by: Member, pair: AreaPair | None = None, **more: Any) -> Candidate:
    said = {"why": "Många är rädda på vägen hem.", "focus": FocusArea.UNSAFETY, **more}
    return services.add_candidate(conference=row, title=title, from_pair=pair, by=by, **said)


def candidates(row: Conference, cast: dict[str, Member], norr: AreaPair) -> list[Candidate]:
    """Three candidates: Norr's, nobody's and Norr's."""
    return [
        propose(row, TITLES[0], cast["astrid"], norr),
        propose(row, TITLES[1], cast["bo"]),
        propose(row, TITLES[2], cast["farid"]),
    ]


def order(
    row: Conference, rows: list[Candidate], places: tuple[int, ...], by: Member, version: int = 0
) -> None:
    """Enter the order of the member's party."""
    ranks = {one.pk: place for one, place in zip(rows, places, strict=True)}
    services.rank_candidates(conference=row, ranks=ranks, version=version, by=by)


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Make a conference of this year, with a part, a candidate and the police's order.

    {conference_year}, {conference_point}, {candidate}; the city's priorities of this year and a draft of next year's
    are those of `samsyn.priorities.tests.world`. {free_year} is a conference whose candidates are open.
    """
    pair = priorities.whole(norr.city)
    row = conference(cast, pair)
    free = conference(cast, pair, today().year + 1)
    rows = candidates(free, cast, norr)
    order(free, rows, (1, 2, 3), cast["bo"])
    point = row.programme.get()
    return {
        "{conference_year}": row.year,
        "{free_year}": free.year,
        "{conference_point}": point.pk,
        "{candidate}": rows[0].pk,
        "conference": row,
        "free": free,
    }
