"""What a person has to do something about: late, or due within 60, 30 or 0 days. It is shown, never sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.meetings.points import Point, points_of_pair
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.ui.clock import today

BANDS = (0, 30, 60)  # days ahead
LONGEST_LATE = timedelta(days=3 * 366)  # what is late stays so: three years are looked back


@dataclass(frozen=True)
class Reminder:
    """One thing to do, without the row that it is about, so that it can be kept.

    kind       a `PointKind`
    sentence   what to do
    days_left  until its day; below 0 when it is late
    band       the smallest of 0, 30 and 60 days that holds it
    """

    kind: str
    sentence: str
    title: str
    url: str
    due_on: date
    days_left: int
    band: int

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def when(self) -> str:
        """Say how long there is left."""
        if self.days_left == 0:
            return _("Det är i dag.")
        if self.is_late:
            return ngettext("En dag för sent.", "%(count)s dagar för sent.", -self.days_left) % {
                "count": -self.days_left
            }
        return ngettext("En dag kvar.", "%(count)s dagar kvar.", self.days_left) % {"count": self.days_left}


def reminders_of(pair: AreaPair) -> list[Reminder]:
    """Return what is late in the pair or due within 60 days and asks for somebody's hand, the longest late first."""
    day = today()
    points = points_of_pair(pair, day - LONGEST_LATE, day + timedelta(days=BANDS[-1] + 1))
    return [_reminder(point, day) for point in points if point.todo and _is_due(point, day)]


def _is_due(point: Point, day: date) -> bool:
    return point.is_late or (not point.is_done and point.date >= day)


def _reminder(point: Point, day: date) -> Reminder:
    left = (point.date - day).days
    band = next(band for band in BANDS if left <= band)
    return Reminder(point.kind, point.todo, point.title, point.url, point.date, left, band)


def reminders_for(member: Member, pair: AreaPair) -> list[Reminder]:
    """Return the pair's reminders to a member who may do something about them; nothing to others."""
    rights = access.rights_in(member, pair)
    return reminders_of(pair) if rights.may_write or rights.may_approve else []


@dataclass(frozen=True)
class Next:
    """What comes next, without the row that it is about, so that it can be kept."""

    on: date
    title: str
    url: str


def next_of(pair: AreaPair) -> Next | None:
    """Return what comes next in the pair's year, or None."""
    point = next_point(pair)
    return Next(point.date, point.title, point.url) if point is not None else None


def next_point(pair: AreaPair) -> Point | None:
    """Return what comes next in the pair's year within twelve months, today counted, or None."""
    day = today()
    points = points_of_pair(pair, day, day + timedelta(days=366))
    return next((point for point in points if not point.is_done and not point.is_month), None)
