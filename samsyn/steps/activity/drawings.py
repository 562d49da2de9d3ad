"""The calendar and the map of a plan: the same rows as the list, handed to `samsyn.charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.charts.calendar import Bar, CalendarWords, calendar_chart
from samsyn.charts.picture import Picture
from samsyn.charts.place_map import MapPlace, PlaceWords, place_map
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import outline
from samsyn.steps.activity.models import ActionPlan, Activity
from samsyn.steps.activity.queries.progress import Tally
from samsyn.steps.activity.wording import promise, span
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.ui.clock import today
from samsyn.ui.picture_words import picture_words
from samsyn.ui.templatetags.numbers import number

MAP_TOLERANCE_M = 40


def state_words(tally: Tally) -> str:
    """Return in few words how an activity goes: reached, in phase, so many behind, late, not begun."""
    if tally.is_reached:
        return _("klart")
    if not tally.is_started:
        return _("inte börjat")
    if tally.is_late:
        return _("slut, inte klart")
    if tally.amount is None:
        return _("pågår")
    if tally.behind:
        return _("%(count)s efter planen") % {"count": number(tally.behind)}
    return _("i fas")


def calendar(plan: ActionPlan, tallies: Sequence[Tally]) -> Picture:
    """Return the plan as bars over its period, filled by what is done, with today's line."""
    return calendar_chart(
        [
            Bar(
                label=tally.activity.text,
                group=tally.activity.action.title,
                start=tally.activity.period_start,
                end=tally.activity.period_end,
                share=tally.share,
                said=_said(tally),
                when=span(tally.activity.period_start, tally.activity.period_end),
                state=state_words(tally),
                is_late=tally.needs_hand,
            )
            for tally in tallies
        ],
        start=plan.period_start,
        end=plan.period_end,
        on=today(),
        title=_("Så ligger aktiviteterna över tiden"),
        description=_("Ifyllt är det som är gjort av det lovade. Samma rader står i tabellen."),
        source=_("Källa: planen och det som är räknat i fält."),
        is_example=plan.pair.city.is_example,
        words=picture_words(),
        said=CalendarWords(
            action=_("Åtgärd"),
            activity=_("Aktivitet"),
            when=_("När"),
            done=_("Gjort"),
            state=_("Hur det går"),
            today=_("i dag"),
            months=_("jan feb mars april maj juni juli aug sep okt nov dec"),
        ),
    )


def _said(tally: Tally) -> str:
    if tally.amount is None:
        return _("%(done)s %(unit)s") % {"done": number(tally.done), "unit": tally.activity.unit}
    return _("%(done)s av %(amount)s %(unit)s") % {
        "done": number(tally.done),
        "amount": number(tally.amount),
        "unit": tally.activity.unit,
    }


@dataclass(frozen=True)
class Spot:
    """One place or area on the map, by its number, with the activities there."""

    number: int
    name: str
    tallies: tuple[Tally, ...]
    longitude: float
    latitude: float


def spots(pair: AreaPair, tallies: Sequence[Tally]) -> list[Spot]:
    """Return the places and areas of the activities, numbered in the order of the plan; the whole area where none is said."""
    found: dict[Any, list[Tally]] = {}
    for tally in tallies:
        found.setdefault(_where(tally.activity), []).append(tally)
    made = []
    for index, rows in enumerate(found.values(), 1):
        name, longitude, latitude = _point(pair, rows[0].activity)
        made.append(Spot(index, name, tuple(rows), longitude, latitude))
    return made


def _where(activity: Activity) -> tuple[str, int | None]:
    if activity.place_id is not None:
        return ("place", activity.place_id)
    return ("area", activity.area_id)


def _point(pair: AreaPair, activity: Activity) -> tuple[str, float, float]:
    """The name and the point of an activity: its place's own, else the label point of its area, else the pair's."""
    place, area = activity.place, activity.area or pair.city_area
    if place is not None:
        if place.longitude is not None and place.latitude is not None:
            return place.name, place.longitude, place.latitude
        home = place.area or area
        return place.name, home.label_x, home.label_y
    name = area.name if activity.area_id is not None else _("Hela %(area)s") % {"area": area.name}
    return name, area.label_x, area.label_y


def place_picture(plan: ActionPlan, tallies: Sequence[Tally]) -> Picture:
    """Return the map of where the activities are, with the numbers of the table beside."""
    pair = plan.pair
    areas = areas_of(pair)[1:] or [pair.city_area]
    return place_map(
        [
            MapPlace(
                name=spot.name,
                longitude=spot.longitude,
                latitude=spot.latitude,
                activities=tuple(
                    f"{one.activity.text}, {promise(one.amount, one.activity.unit)}" for one in spot.tallies
                ),
            )
            for spot in spots(pair, tallies)
        ],
        _geometry(areas),
        title=_("Här görs det"),
        description=_("Siffrorna är de som står i tabellen intill."),
        source=_("Källa: planen. Områden: %(source)s.") % {"source": areas[0].division.source},
        is_example=pair.city.is_example,
        words=picture_words(),
        said=PlaceWords(place=_("Plats eller område"), activities=_("Aktiviteter")),
    )


def _geometry(areas: Sequence[Area]) -> list[Any]:
    return [feature["geometry"] for feature in outline(areas, MAP_TOLERANCE_M)["features"]]
