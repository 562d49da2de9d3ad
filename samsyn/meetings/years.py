"""A year of a pair or a whole city, month by month: what the wheel draws, the list shows and the table prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names
from django.utils.translation import get_language

from samsyn.meetings.points import Point, points_of_city, points_of_pair
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Month:
    """One month of the year with its points in order."""

    number: int
    year: int
    name: str
    short: str
    points: tuple[Point, ...]

    @property
    def anchor(self) -> str:
        return f"manad-{self.number}"

    @property
    def is_now(self) -> bool:
        day = today()
        return (day.year, day.month) == (self.year, self.number)

    @property
    def is_past(self) -> bool:
        day = today()
        return (self.year, self.number) < (day.year, day.month)


@dataclass(frozen=True)
class YearWheel:
    """Årshjul: the fixed points of one year in twelve months."""

    year: int
    months: tuple[Month, ...]

    @property
    def points(self) -> list[Point]:
        return [point for month in self.months for point in month.points]

    @property
    def is_empty(self) -> bool:
        return not any(month.points for month in self.months)

    @property
    def late(self) -> list[Point]:
        return [point for point in self.points if point.is_late]

    @property
    def before(self) -> int | None:
        return self.year - 1 if self.year > FIRST_YEAR else None

    @property
    def after(self) -> int | None:
        return self.year + 1 if self.year < LAST_YEAR else None


def asked_year(text: str) -> int:
    """Return the year that an address asks for, else this year.

    >>> asked_year("2027")
    2027
    """
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else today().year


def span_of(year: int) -> tuple[date, date]:
    """Return the first day of the year and that of the next."""
    return date(year, 1, 1), date(year + 1, 1, 1)


def year_of_pair(pair: AreaPair, year: int) -> YearWheel:
    """Return the year of a pair, its city's points with it."""
    return _wheel(year, points_of_pair(pair, *span_of(year)))


def year_of_city(city: City, member: Member, year: int) -> YearWheel:
    """Return the year of a city with all its pairs that the member may read."""
    return _wheel(year, points_of_city(city, pairs_in(city, member), *span_of(year)))


def pairs_in(city: City, member: Member) -> list[AreaPair]:
    """Return the city's pairs that the member may read today, the whole city first."""
    rows = access.visible_pairs(member).filter(city=city).order_by("-is_whole", "name", "pk")
    found = list(rows)
    for row in found:
        row.city = city
    return found


def _wheel(year: int, points: Sequence[Point]) -> YearWheel:
    language = "sv" if (get_language() or "sv").startswith("sv") else "en_GB"
    names = get_month_names("wide", context="stand-alone", locale=language)
    short = get_month_names("abbreviated", context="stand-alone", locale=language)
    return YearWheel(
        year,
        tuple(
            Month(
                number,
                year,
                str(names[number]),
                str(short[number]).rstrip("."),
                tuple(point for point in points if point.date.month == number),
            )
            for number in range(1, 13)
        ),
    )
