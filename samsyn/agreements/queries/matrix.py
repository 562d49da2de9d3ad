"""The matrix: local police districts down, city areas across, and where each pair stands with its agreement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samsyn.agreements.queries.meeting import meeting
from samsyn.agreements.queries.standing import Standing, State, standings
from samsyn.places.models import Area, AreaKind, AreaPair, City


@dataclass(frozen=True)
class Cell:
    """One district and one area: their pair with where it stands, or nothing; `do_meet` whether they share ground."""

    column: Area
    standing: Standing | None
    do_meet: bool


@dataclass(frozen=True)
class Row:
    """One local police district; `cells` stand in the order of the columns."""

    area: Area
    cells: tuple[Cell, ...]

    @property
    def meeting(self) -> tuple[Cell, ...]:
        """The cells where something can be: what a narrow page shows."""
        return tuple(cell for cell in self.cells if cell.do_meet)


@dataclass(frozen=True)
class Matrix:
    """A city's pairs in force on a day, and where the whole city stands.

    is_verified  whether every division that it shows is checked against a decision
    """

    whole: Standing | None
    columns: tuple[Area, ...]
    rows: tuple[Row, ...]
    is_verified: bool

    @property
    def standings(self) -> list[Standing]:
        """The pairs' standings, row by row; the whole city's first."""
        cells = [cell.standing for row in self.rows for cell in row.cells if cell.standing is not None]
        return ([self.whole] if self.whole is not None else []) + cells

    def count(self, *states: State) -> int:
        """How many pairs, the whole city not among them, stand so."""
        return sum(1 for one in self.standings if one.state in states and not one.pair.is_whole)

    @property
    def pairs(self) -> int:
        return sum(1 for one in self.standings if not one.pair.is_whole)


def matrix(city: City, *, on: date) -> Matrix:
    """Return the matrix of a city on a day."""
    pairs = pairs_on(city, on=on)
    found = standings(pairs, on=on)
    local = [pair for pair in pairs if not pair.is_whole]
    whole = next((pair for pair in pairs if pair.is_whole), None)
    rows = _areas(city, AreaKind.LOCAL_POLICE_DISTRICT, (pair.police_area for pair in local), on=on)
    columns = _areas(city, AreaKind.CITY_AREA, (pair.city_area for pair in local), on=on)
    by_areas = {(pair.police_area_id, pair.city_area_id): found[pair.pk] for pair in local}
    do_meet = meeting(rows, columns) | set(by_areas)
    return Matrix(
        whole=found[whole.pk] if whole is not None else None,
        columns=tuple(columns),
        rows=tuple(
            Row(
                row,
                tuple(
                    Cell(column, by_areas.get((row.pk, column.pk)), (row.pk, column.pk) in do_meet)
                    for column in columns
                ),
            )
            for row in rows
        ),
        is_verified=all(area.division.is_verified for area in (*rows, *columns)),
    )


def pairs_on(city: City, *, on: date) -> list[AreaPair]:
    """Return the city's pairs in force on a day, the whole city first, then by name."""
    rows = AreaPair.objects.filter(city=city).on(on)
    found = rows.select_related("city", "city_area__division", "police_area__division").defer(
        "city_area__geometry", "police_area__geometry"
    )
    return sorted(found, key=lambda pair: (not pair.is_whole, pair.name))


def _areas(city: City, kind: str, of_pairs: Iterable[Area], *, on: date) -> list[Area]:
    """Return the city's areas of the kind on the day, and those of its pairs whatever their kind, by name."""
    rows = Area.objects.filter(division__city=city, division__kind=kind, division__valid_from__lte=on)
    current = rows.exclude(division__valid_to__lte=on).select_related("division").defer("geometry")
    found = {area.pk: area for area in (*current, *of_pairs)}
    return sorted(found.values(), key=lambda area: area.name)
