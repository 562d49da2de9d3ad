"""Which area of the city each name or code in a file means."""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from samsyn.evidence.models import DataImport
from samsyn.evidence.services.previews import first_rows, preview, reader_for
from samsyn.places.models import Area, AreaKind, City, Division
from samsyn.places.names import fold

if TYPE_CHECKING:
    from samsyn.sources.contract import Preview

_CHECKED_ROWS = 5_000
ELSEWHERE = "elsewhere"
_ALIKE = 0.75  # of two names, by difflib: Norost and Nordost 0.92, Mölndal and Landala 0.71
_WHOLE_CITY = frozenset(
    {"hela staden", "staden", "hela kommunen", "kommunen", "totalt", "samtliga", "hela", "summa"}
)
_LARGE_FIRST = {kind: number for number, kind in enumerate(AreaKind.values)}


@dataclass(frozen=True)
class AreaMatch:
    """One name in the file, and the area it means; a name may mean one area before a reform and another after.

    how  chosen, code, name, spelling, city; "elsewhere" for another municipality; "" when no area was found
    """

    name: str
    rows: int
    area: Area | None
    how: str
    suggestions: tuple[Area, ...] = ()

    @property
    def is_unknown(self) -> bool:
        return self.area is None and self.how != ELSEWHERE


@dataclass(frozen=True)
class AreaCheck:
    """The names of a file's first 5 000 rows, and the areas they were taken for.

    divisions      how many names belong to each division, most first: what to propose
    located        of rows with coordinates: how many lie in an area of the city, and how many do not
    are_swapped    most points lie outside, but would lie inside with the axes the other way round
    """

    division: Division | None
    matches: tuple[AreaMatch, ...]
    divisions: tuple[tuple[Division, int], ...]
    located: int = 0
    outside: int = 0
    are_swapped: bool = False

    @property
    def unknown(self) -> tuple[AreaMatch, ...]:
        return tuple(match for match in self.matches if match.is_unknown)

    @property
    def elsewhere(self) -> tuple[AreaMatch, ...]:
        """Other municipalities: their rows are left out, and are no errors."""
        return tuple(match for match in self.matches if match.how == ELSEWHERE)

    @property
    def is_whole(self) -> bool:
        """Whether every name was found, and not all points lie outside."""
        return not self.unknown and not (self.outside and not self.located)


class AreaBook:
    """The areas of a city by name and code, read once for the many rows of a file.

    In a chosen division its own areas come first, then the city as a whole. Without one, a name that several divisions
    have goes to the division that knows most names of the file in the same years, then to the one that was in force
    then, then to the one in force now, then to the larger kind. So "Centrum" beside Angered and Lundby is the stadsdel
    of 2011 to 2020, and the stadsområde from 2021.

    names           the names that the file holds, with the first day of the rows they stand in
    municipalities  every name is a municipality: one that is not the city's own is another's, and no slip of spelling
    """

    def __init__(
        self,
        city: City,
        *,
        division: Division | None = None,
        chosen: Mapping[str, str] | None = None,
        names: Iterable[tuple[str, date | None]] = (),
        municipalities: bool = False,
    ) -> None:
        rows = Area.objects.defer("geometry").select_related("division").filter(division__city=city)
        self._city, self._chosen, self._municipalities = city, dict(chosen or {}), municipalities
        self._areas = [a for a in rows if division is None or a.division_id == division.pk or _is_city(a)]
        self._by_key = {area.key: area for area in rows}
        self._forms: dict[str, list[Area]] = {}
        for area in sorted(self._areas, key=lambda area: _rank(area, division)):
            for form in {f"#{_code(area.code)}", f"={fold(area.name)}"}:
                self._forms.setdefault(form, []).append(area)
        self._known: dict[tuple[str, int], tuple[Area | None, str]] = {}
        self._divisions = {area.division_id: area.division for area in self._areas}
        days = {day for one in self._divisions.values() for day in (one.valid_from, one.valid_to) if day}
        self.reforms = sorted(days)  # the days when divisions came or went
        named = {(name, 0 if on is None else self.era(on)) for name, on in names}
        overall = self._count({name for name, _era in named})
        order = {pk: place for place, pk in enumerate(self._divisions)}
        ranked = sorted(order, key=lambda pk: (-overall[pk], order[pk]))
        self.divisions = tuple((self._divisions[pk], overall[pk]) for pk in ranked if overall[pk])
        self._preferred = {era: self._ranks(named, era, ranked) for era in range(len(self.reforms) + 1)}

    def era(self, on: date) -> int:
        """Return the number of the time between two reforms that a day lies in."""
        return bisect_right(self.reforms, on)

    def _count(self, names: Iterable[str]) -> Counter[int]:
        counts: Counter[int] = Counter()
        for name in names:
            counts.update({area.division_id for area in self._candidates(name)[0]})
        return counts

    def _ranks(self, named: set[tuple[str, int]], era: int, ranked: list[int]) -> dict[int, int]:
        """Return the place of each division among those that a name of the era may mean."""
        counts = self._count({name for name, when in named if when == era})
        first = self.reforms[era - 1] if era else date.min

        def rank(pk: int) -> tuple[int, bool]:
            row = self._divisions[pk]
            was_in_force = row.valid_from <= first and (row.valid_to is None or first < row.valid_to)
            return -counts[pk], not was_in_force

        return {pk: place for place, pk in enumerate(sorted(ranked, key=rank))}

    def _candidates(self, name: str) -> tuple[list[Area], str]:
        text = name.strip()
        coded, named = self._forms.get(f"#{_code(text)}", []), self._forms.get(f"={fold(text)}", [])
        if coded or named:  # a district's code may be another division's name: "Nordost"
            return list(dict.fromkeys([*coded, *named])), "name" if named else "code"
        first, _gap, rest = text.partition(" ")
        if first[:1].isdigit() and rest:
            for form, how in ((f"#{_code(first)}", "code"), (f"={fold(rest)}", "name")):
                if form in self._forms:
                    return self._forms[form], how
        if fold(text) in _WHOLE_CITY or fold(text) == fold(self._city.name) or text == self._city.code:
            return [area for area in self._areas if _is_city(area)], "city"
        return [], ""

    def match(self, name: str, on: date | None = None) -> tuple[Area | None, str]:
        """Return the area that a name or code means, and how it was found; (None, "") for an unknown one.

        on  the first day that the figure is of, where there is one
        """
        return self.match_in(name, 0 if on is None else self.era(on))

    def match_in(self, name: str, era: int) -> tuple[Area | None, str]:
        """Return what a name means in an era."""
        if (name, era) not in self._known:
            self._known[name, era] = self._find(name, era)
        return self._known[name, era]

    def _find(self, name: str, era: int) -> tuple[Area | None, str]:
        if name in self._chosen:
            return self._by_key.get(self._chosen[name]), "chosen"
        if name in self._by_key:
            return self._by_key[name], "code"
        areas, how = self._candidates(name)
        if not areas:
            return None, ELSEWHERE if self._is_elsewhere(name) else ""
        best = min(areas, key=lambda area: self._preferred[era][area.division_id])
        is_other_spelling = how == "name" and best.name.casefold() != name.strip().casefold()
        return best, "spelling" if is_other_spelling else how

    def _is_elsewhere(self, name: str) -> bool:
        own = fold(self._city.name)
        return self._municipalities and not difflib.get_close_matches(fold(name), [own], cutoff=_ALIKE)

    def suggestions(self, name: str) -> tuple[Area, ...]:
        """Return up to three areas whose names are most like an unknown one."""
        by_name: dict[str, Area] = {}
        place = {division.pk: place for place, (division, _many) in enumerate(self.divisions)}
        for area in sorted(self._areas, key=lambda a: place.get(a.division_id, len(place))):
            by_name.setdefault(fold(area.name), area)
        near = difflib.get_close_matches(fold(name), list(by_name), n=3, cutoff=_ALIKE)
        return tuple(by_name[one] for one in near)


def _code(text: str) -> str:
    return text.strip().casefold().lstrip("0")


def _is_city(area: Area) -> bool:
    return area.division.kind == AreaKind.MUNICIPALITY


def _rank(area: Area, division: Division | None) -> tuple[bool, bool, int, str]:
    is_other = division is not None and area.division_id != division.pk
    return is_other, area.division.valid_to is not None, _LARGE_FIRST.get(area.division.kind, 99), area.code


def check_areas(data_import: DataImport) -> AreaCheck:
    """Say which area each name in the file's first rows means. Reads 5 000 rows; stores nothing."""
    reader = reader_for(preview(data_import).reader)
    options = dict(data_import.options) or None
    shown = first_rows(data_import, reader, options, rows=_CHECKED_ROWS)
    counts = _names(shown)
    book = AreaBook(
        data_import.city,
        division=data_import.division,
        chosen=data_import.options.get("areas", {}),
        names=counts,
        municipalities=shown.batch.are_municipalities,
    )
    return AreaCheck(
        data_import.division, _matches(book, counts), book.divisions, **_points(data_import.city, shown)
    )


def _matches(book: AreaBook, counts: Mapping[tuple[str, date | None], int]) -> tuple[AreaMatch, ...]:
    """Return one match for each name and area."""
    rows: Counter[tuple[str, Area | None, str]] = Counter()
    for (name, on), many in counts.items():
        rows[name, *book.match(name, on)] += many
    return tuple(
        AreaMatch(name, many, area, how, () if area or how else book.suggestions(name))
        for (name, area, how), many in rows.items()
    )


def _names(shown: Preview) -> dict[tuple[str, date | None], int]:
    """Return the names to look up, with the day of their rows, and how many they are.

    Where incidents have coordinates, their codes are not needed.
    """
    table = shown.batch.table
    days: list[date | None] = [None] * table.num_rows
    if "lon" in table.column_names:
        import pyarrow.compute as pc

        table = table.filter(pc.is_null(table["lon"]))
    else:
        days = table["period_start"].to_pylist()
    names = table["area"].to_pylist()
    return dict(Counter((name, day) for name, day in zip(names, days, strict=False) if name))


def _points(city: City, shown: Preview) -> dict[str, Any]:
    """Count how many of the first incidents lie in the city, and whether the axes are the wrong way round."""
    table = shown.batch.table
    if "lon" not in table.column_names or table["lon"].null_count == table.num_rows:
        return {}
    import numpy as np
    import shapely

    from samsyn.analysis.locate import locate

    wkb = Area.objects.filter(division__city=city, division__kind=AreaKind.MUNICIPALITY)
    if not wkb.exists():
        wkb = Area.objects.filter(division__city=city).exclude(division__kind=AreaKind.BASE_AREA)
    shapes = shapely.from_wkb([bytes(one) for one in wkb.values_list("geometry", flat=True)])
    lon = np.asarray(table["lon"].to_numpy(zero_copy_only=False), dtype=float)
    lat = np.asarray(table["lat"].to_numpy(zero_copy_only=False), dtype=float)
    has = np.isfinite(lon)
    inside = int((locate(lon[has], lat[has], shapes) >= 0).sum())
    outside = int(has.sum()) - inside
    swapped = int((locate(lat[has], lon[has], shapes) >= 0).sum()) if outside > inside else 0
    return {"located": inside, "outside": outside, "are_swapped": swapped > outside / 2}
