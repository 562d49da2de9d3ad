"""Which area of the city each name or code in a file means."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samsyn.evidence.models import DataImport
from samsyn.evidence.services.previews import first_rows, preview, reader_for
from samsyn.places.models import Area, AreaKind, City, Division
from samsyn.places.names import fold

if TYPE_CHECKING:
    from samsyn.sources.contract import Preview

_CHECKED_ROWS = 5_000
_ALIKE = 0.75  # of two names, by difflib: Norost and Nordost 0.92, Mölndal and Landala 0.71
_WHOLE_CITY = frozenset(
    {"hela staden", "staden", "hela kommunen", "kommunen", "totalt", "samtliga", "hela", "summa"}
)
_LARGE_FIRST = {kind: number for number, kind in enumerate(AreaKind.values)}


@dataclass(frozen=True)
class AreaMatch:
    """One name in the file. `how`: chosen, code, name, spelling, city, or "" when no area was found."""

    name: str
    rows: int
    area: Area | None
    how: str
    suggestions: tuple[Area, ...] = ()


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
        return tuple(match for match in self.matches if match.area is None)

    @property
    def is_whole(self) -> bool:
        """Whether every name was found, and not all points lie outside."""
        return not self.unknown and not (self.outside and not self.located)


class AreaBook:
    """The areas of a city by name and code, read once for the many rows of a file.

    In a chosen division its own areas come first, then the city as a whole. Without one, a name that several divisions
    have goes to the division that knows most names of the file, then to the one in force, then to the larger kind.
    """

    def __init__(
        self,
        city: City,
        *,
        division: Division | None = None,
        chosen: Mapping[str, str] | None = None,
        names: Iterable[str] = (),
    ) -> None:
        rows = Area.objects.defer("geometry").select_related("division").filter(division__city=city)
        self._city, self._chosen = city, dict(chosen or {})
        self._areas = [a for a in rows if division is None or a.division_id == division.pk or _is_city(a)]
        self._by_key = {area.key: area for area in rows}
        self._forms: dict[str, list[Area]] = {}
        for area in sorted(self._areas, key=lambda area: _rank(area, division)):
            for form in {f"#{_code(area.code)}", f"={fold(area.name)}"}:
                self._forms.setdefault(form, []).append(area)
        self._known: dict[str, tuple[Area | None, str]] = {}
        self.divisions = self._count_divisions(names)

    def _count_divisions(self, names: Iterable[str]) -> tuple[tuple[Division, int], ...]:
        counts: Counter[int] = Counter()
        by_pk = {area.division_id: area.division for area in self._areas}
        for name in set(names):
            counts.update({area.division_id for area in self._candidates(name)[0]})
        order = {pk: place for place, pk in enumerate(by_pk)}
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], order[pair[0]]))
        self._preferred = {pk: place for place, (pk, _many) in enumerate(ranked)}
        return tuple((by_pk[pk], many) for pk, many in ranked)

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

    def match(self, name: str) -> tuple[Area | None, str]:
        """Return the area that a name or code means, and how it was found; (None, "") for an unknown one."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> tuple[Area | None, str]:
        if name in self._chosen:
            return self._by_key.get(self._chosen[name]), "chosen"
        if name in self._by_key:
            return self._by_key[name], "code"
        areas, how = self._candidates(name)
        if not areas:
            return None, ""
        best = min(areas, key=lambda area: self._preferred.get(area.division_id, len(self._preferred)))
        is_other_spelling = how == "name" and best.name.casefold() != name.strip().casefold()
        return best, "spelling" if is_other_spelling else how

    def suggestions(self, name: str) -> tuple[Area, ...]:
        """Return up to three areas whose names are most like an unknown one."""
        by_name: dict[str, Area] = {}
        for area in sorted(
            self._areas, key=lambda a: self._preferred.get(a.division_id, len(self._preferred))
        ):
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
    )
    matches = tuple(_match(book, name, rows) for name, rows in counts.items())
    return AreaCheck(data_import.division, matches, book.divisions, **_points(data_import.city, shown))


def _match(book: AreaBook, name: str, rows: int) -> AreaMatch:
    area, how = book.match(name)
    return AreaMatch(name, rows, area, how, () if area else book.suggestions(name))


def _names(shown: Preview) -> dict[str, int]:
    """Return the names to look up and their rows. Where incidents have coordinates, their codes are not needed."""
    table = shown.batch.table
    if "lon" in table.column_names:
        import pyarrow.compute as pc

        table = table.filter(pc.is_null(table["lon"]))
    names = (name for name in table["area"].to_pylist() if name)
    return dict(Counter(names))


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
