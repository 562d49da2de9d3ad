"""Incidents on their way in: points to areas, rows to one file, and counts per month beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from samsyn.evidence import frames
from samsyn.evidence.models import DataImport
from samsyn.evidence.services.areas import AreaBook
from samsyn.evidence.services.counting import Counter
from samsyn.evidence.services.errors import ErrorList
from samsyn.evidence.services.observations import UNKNOWN_AREA, UNKNOWN_AREA_LIKE
from samsyn.evidence.store import figures
from samsyn.sources.contract import Batch, RowError, SourceError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from samsyn.analysis.locate import Locator

ALL_OUTSIDE = gettext_noop(
    "Ingen händelse i filen ligger i {city}. Vi läste {count} rader, och alla ligger utanför stadens områden. "
    "Kontrollera koordinatsystemet och att longitud och latitud inte är omkastade."
)
NO_AREAS = gettext_noop(
    "Händelserna kan inte läsas in. {city} har inga områden att lägga dem i. Läs in stadens områden först och försök igen."
)


class Incidents:
    """Collects batches of a reader: writes each row with its areas, then counts them per area, kind and month.

    A feed names no place finer than the municipality: it is placed there only, and never counted.
    """

    def __init__(self, data_import: DataImport, errors: ErrorList, *, is_feed: bool = False) -> None:
        from samsyn.engine.figures import incidents_schema

        self._import, self._errors, self._is_feed = data_import, errors, is_feed
        self._layers = frames.whole_city(data_import.city) if is_feed else frames.layers(data_import.city)
        if not self._layers:
            raise SourceError(NO_AREAS, city=data_import.city.name)
        self._locators: dict[int, Locator] = {}
        self._book: AreaBook | None = None
        self._stack = contextlib.ExitStack()
        self._writer = self._stack.enter_context(
            figures().writer(incidents_schema([layer.division.slug for layer in self._layers]))
        )
        self._counter = Counter(self._layers)
        self._rows = self.outside = self.left_out = 0
        self.notes: list[tuple[str, dict[str, Any]]] = []
        self.incidents_checksum = ""

    def close(self) -> None:
        self._stack.close()

    def add(self, batch: Batch) -> None:
        """Place the incidents of one batch; a code that no area has, where there are no coordinates, is an error."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        table = batch.table
        if not table.num_rows:
            return
        places = self._by_point(table)
        coded = pc.and_(pc.is_null(table["lon"]), pc.is_valid(table["area"])).to_numpy(zero_copy_only=False)
        unknown = self._by_code(table, places, np.flatnonzero(coded)) if coded.any() else None
        if unknown is not None and unknown.any():
            kept = np.flatnonzero(~unknown)
            table = table.take(pa.array(kept))
            places = {slug: found[kept] for slug, found in places.items()}
        self._write(table, places)

    def _by_point(self, table: pa.Table) -> dict[str, np.ndarray[Any, Any]]:
        """Return for each division the number of the area of each row, -1 outside."""
        import numpy as np

        lon = np.asarray(table["lon"].to_numpy(zero_copy_only=False), dtype=np.float64)
        lat = np.asarray(table["lat"].to_numpy(zero_copy_only=False), dtype=np.float64)
        places: dict[str, np.ndarray[Any, Any]] = {}
        for layer in self._layers:
            if layer.source is None:
                places[layer.division.slug] = self._locator(layer).locate(lon, lat)
            else:
                places[layer.division.slug] = _lifted(layer, places[layer.source.division.slug])
        return places

    def _locator(self, layer: frames.Layer) -> Locator:
        from samsyn.analysis.locate import Locator

        if layer.division.pk not in self._locators:
            self._locators[layer.division.pk] = Locator(frames.shapes(layer))
        return self._locators[layer.division.pk]

    def _by_code(
        self, table: pa.Table, places: dict[str, np.ndarray[Any, Any]], rows: np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        """Enter the areas of rows that have a code and no coordinates; return which rows have an unknown code."""
        import numpy as np
        import pyarrow as pa

        column = table["area"].take(pa.array(rows)).combine_chunks().dictionary_encode()
        names, codes = column.dictionary.to_pylist(), column.indices.to_numpy(zero_copy_only=False)
        if self._book is None:
            division, chosen = self._import.division, self._import.options.get("areas", {})
            self._book = AreaBook(
                self._import.city, division=division, chosen=chosen, names=[(name, None) for name in names]
            )
        areas = [self._book.match(name)[0] for name in names]
        for layer in self._layers:
            number = {key: place for place, key in enumerate(layer.keys)}
            own = np.array([number.get(area.key, -1) if area else -1 for area in areas], dtype=np.int32)[
                codes
            ]
            hit = own >= 0
            if hit.any():
                self._counter.count_own(layer)
                places[layer.division.slug][rows[hit]] = own[hit]
        for layer in self._layers:  # what is made of a placed layer follows it
            if layer.source is not None:
                from_source = _lifted(layer, places[layer.source.division.slug][rows])
                here = places[layer.division.slug][rows]
                places[layer.division.slug][rows] = np.where(here >= 0, here, from_source)
        unknown = np.zeros(table.num_rows, dtype=bool)
        lost = np.array([area is None for area in areas], dtype=bool)[codes]
        unknown[rows[lost]] = True
        if lost.any():
            self._refuse(
                table, rows[lost], [names[code] for code in codes[lost][: self._errors.room].tolist()]
            )
        return unknown

    def _refuse(self, table: pa.Table, rows: np.ndarray[Any, Any], names: list[str]) -> None:
        assert self._book is not None
        spelled = []
        for place, name in zip(rows.tolist(), names, strict=False):
            near = self._book.suggestions(name)
            facts = {"city": self._import.city.name} | ({"suggestion": near[0].name} if near else {})
            template = UNKNOWN_AREA_LIKE if near else UNKNOWN_AREA
            spelled.append(RowError(int(table["row"][place].as_py()), "område", name, template, facts))
        self._errors.add(spelled, len(rows))

    def _write(self, table: pa.Table, places: dict[str, np.ndarray[Any, Any]]) -> None:
        import numpy as np
        import pyarrow as pa

        inside = np.zeros(table.num_rows, dtype=bool)
        for layer in self._layers:
            found = places[layer.division.slug]
            inside |= found >= 0
            keys = pa.DictionaryArray.from_arrays(
                pa.array(found, pa.int32(), mask=found < 0), pa.array(layer.keys)
            )
            table = table.append_column(f"area:{layer.division.slug}", keys)
        self._rows += table.num_rows
        self.outside += int((~inside).sum())
        self._counter.see(table)
        self._writer.write(table.cast(self._writer.schema))

    def finish(self, beat: Callable[[], None] = lambda: None) -> tuple[str, list[dict[str, Any]]]:
        """Keep the incidents, count them, write the counts; return the checksum of the counts and their contents."""
        from samsyn.evidence.services.observations import contents_of

        if not self._rows:
            return "", []
        if self.outside == self._rows:
            raise SourceError(ALL_OUTSIDE, city=self._import.city.name, count=self._rows)
        self.incidents_checksum = self._writer.keep()
        beat()
        if self._is_feed:
            return "", []
        table, notes = self._counter.table(figures().path(self.incidents_checksum))
        self.notes.extend(notes)
        beat()
        return figures().write(table), contents_of(table)


def _lifted(layer: frames.Layer, below: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    lifted: np.ndarray[Any, Any] = np.where(below >= 0, layer.lift[below], -1)
    return lifted.astype(np.int32)
