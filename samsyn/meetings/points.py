"""Fixed points of the year: what happens when, computed from what is decided and planned. Nothing here is kept in a table.

Each source is a named function, registered by the app that knows: `register(later("samsyn.meetings.sources.meetings"))`.
It is asked with a pair, or with a city for what belongs to the city itself, and two days; it answers with the points that
begin in between, first day counted, last day not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today


class PointKind(models.TextChoices):
    """What a point is about; the wheel draws each of four groups with a mark of its own."""

    EDITION = "edition", _("lägesbild")
    LAW = "law", _("lagens krav")
    FOLLOW_UP = "follow-up", _("uppföljning")
    PLAN = "plan", _("åtgärdsplan")
    AGREEMENT = "agreement", _("överenskommelse")
    PROMISE = "promise", _("medborgarlöfte")
    CONFERENCE = "conference", _("konferens")
    MEETING = "meeting", _("möte")
    SURVEY = "survey", _("undersökning")
    OWN = "own", _("egen punkt")


class PointState(models.TextChoices):
    """How a point stands today. PASSED is a day that has gone by: nobody has to have done anything."""

    DONE = "done", _("klart")
    LATE = "late", _("försenat")
    PASSED = "passed", _("har varit")
    COMING = "coming", _("kommer")


@dataclass(frozen=True)
class Point:
    """One point of the year.

    date       the first day; the first of the month when `is_month`
    end        the last day, or None for a single day
    kind       a `PointKind`
    pair       whose it is; None for the whole city
    is_done    what should be done by that day is done
    is_late    the day has passed and it is not done
    why        one sentence on how the day was found, or ""
    key        lasts from year to year and over changes of the title: the calendar knows the point by it
    todo       what a person has to do about it, as a sentence without a full stop; "" when there is only to know
    starts_at, ends_at  aware moments, of what has a time of day
    about      the row whose secrecy class it has; None: working material
    """

    date: dt.date
    end: dt.date | None
    kind: str
    title: str
    url: str
    pair: AreaPair | None
    is_done: bool = False
    is_late: bool = False
    why: str = ""
    key: str = ""
    todo: str = ""
    is_month: bool = False
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    about: models.Model | None = None

    @property
    def last_day(self) -> dt.date:
        return self.end or self.date

    @property
    def uid(self) -> str:
        """Return what a calendar knows the point by."""
        return self.key or f"{self.kind}:{self.pair.pk if self.pair else 0}:{self.date}:{self.title}"

    @property
    def state(self) -> PointState:
        """Return how it stands today."""
        if self.is_late:
            return PointState.LATE
        if self.is_done:
            return PointState.DONE
        return PointState.PASSED if self.last_day < today() else PointState.COMING

    @property
    def kind_word(self) -> str:
        return str(PointKind(self.kind).label)

    @property
    def state_word(self) -> str:
        return str(self.state.label)


Owner = AreaPair | City
Source = Callable[[Owner, dt.date, dt.date], list[Point]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source, from `apps.py`. The same one is added once."""
    if source not in _sources:
        _sources.append(source)


def points_of(owner: Owner, start: dt.date, end: dt.date) -> list[Point]:
    """Return the owner's own points that begin from `start` up to `end`, first day first."""
    return in_order(point for source in _sources for point in source(owner, start, end))


def points_of_pair(pair: AreaPair, start: dt.date, end: dt.date) -> list[Point]:
    """Return the points of a pair and those of its city."""
    return in_order([*points_of(pair, start, end), *points_of(pair.city, start, end)])


def points_of_city(city: City, pairs: Iterable[AreaPair], start: dt.date, end: dt.date) -> list[Point]:
    """Return the points of the city and of the pairs given: those that the reader may read."""
    found = [point for pair in pairs for point in points_of(pair, start, end)]
    return in_order([*points_of(city, start, end), *found])


def in_order(points: Iterable[Point]) -> list[Point]:
    """Return the points by day, each once however many sources tell of it."""
    known = {point.uid: point for point in points}
    return sorted(known.values(), key=lambda point: (point.date, not point.is_month, point.title))
