"""The police's published events: the JSON of the public API, and the same as CSV. A feed, never crime statistics."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from samsyn.sources import columns, faults, glimpse, text
from samsyn.sources.contract import N_, Batch, Column, Option, Preview, SourceError
from samsyn.sources.incidents.reader import with_notes
from samsyn.sources.rows import Rows, open_rows, wrong_form
from samsyn.sources.schemas import INCIDENTS

NEEDED = ("id", "datetime", "type", "location_name", "location_gps")
MEANINGS = dict(zip(NEEDED, ("incident", "start", "category", "area", "place"), strict=True))
SHOWN = (*NEEDED, "name")  # summary and url are never shown or kept
BATCH_ROWS = 20_000


class PoliceEvents:
    key = "police-events"
    title = N_("Polisens händelser, flödet från polisen.se")
    kind = "feed"
    schema = INCIDENTS
    suffixes: tuple[str, ...] = (".json", ".csv", ".csv.gz", ".json.gz")
    options: tuple[Option, ...] = ()

    def recognises(self, path: Path) -> float:
        seen = glimpse.glimpse(path)
        if seen.form == "json":
            keys = all(f'"{name}"' in seen.start for name in ("datetime", "type", "location", "gps"))
            return 0.98 if seen.start.startswith("[") and keys else 0.0
        return 0.98 if seen.has_row(_is_heading) else 0.0

    def preview(self, path: Path, options: Mapping[str, Any] | None = None, *, rows: int = 20) -> Preview:
        with faults.guarded(path):
            opened = _open(path)
            first = opened.peek(rows)
            if not first:
                raise faults.only_heading(path)
            opened.rows = iter(first)
            batch = next(_batches(opened))
        shown = [place for place, name in enumerate(opened.heading) if name in SHOWN]
        return Preview(
            reader=self.key,
            encoding=opened.encoding,
            delimiter=opened.delimiter,
            columns=tuple(
                Column(
                    opened.heading[place],
                    MEANINGS.get(opened.heading[place], ""),
                    tuple(columns.cell(texts, place) for _row, texts in first[:3]),
                )
                for place in shown
            ),
            rows=tuple(tuple(columns.cell(texts, place) for place in shown) for _row, texts in first),
            batch=batch,
            options={},
            notes=(*opened.notes, *NOTES),
            bytes_total=path.stat().st_size,
        )

    def batches(
        self,
        path: Path,
        options: Mapping[str, Any],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[Batch]:
        total = path.stat().st_size
        with faults.guarded(path):
            opened = _open(path)
            if not opened.peek(1):
                raise faults.only_heading(path)
            for batch in with_notes(_batches(opened), (*opened.notes, *NOTES)):
                if progress:
                    progress(min(opened.done(), total), total)
                yield batch
            if progress:
                progress(total, total)


def _is_heading(heading: tuple[str, ...] | list[str] | Any) -> bool:
    return columns.has_all(heading, *NEEDED)


def _open(path: Path) -> Rows:
    form = glimpse.form_of(path)
    if form == "json":
        return _open_json(path)
    if form != "csv":
        raise wrong_form(path, form)
    opened = open_rows(path, _is_heading)
    for name in NEEDED:
        columns.need(path, opened.heading, [name])
    return opened


def _open_json(path: Path) -> Rows:
    source = text.Utf8(path)
    with source:
        raw = source.read_all()
    try:
        events = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise faults.cut(path) from error
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise SourceError(
            N_(
                "Filen {file} har inte den form som polisens händelser har. Den ska vara en lista med händelser. "
                "Hämta den på nytt från polisens öppna gränssnitt."
            ),
            file=path.name,
        )
    size = path.stat().st_size
    rows = ((row, _cells(event)) for row, event in enumerate(events, start=1))
    return Rows(path, NEEDED, rows, lambda: size, source.encoding)


def _cells(event: Mapping[str, Any]) -> list[str]:
    place = event.get("location")
    place = place if isinstance(place, dict) else {}
    values = (event.get("id"), event.get("datetime"), event.get("type"), place.get("name"), place.get("gps"))
    return [
        value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
        for value in values
    ]


def _batches(opened: Rows) -> Iterator[Batch]:
    """Read events as incidents: type is the category, the municipality's centre the place."""
    from samsyn.sources.arrow_text import from_rows
    from samsyn.sources.incidents.checks import Checker
    from samsyn.sources.incidents.reader import checked
    from samsyn.sources.incidents.recipe import Recipe

    heading = (*opened.heading, "y", "x")
    places = [columns.need(opened.path, opened.heading, [name]) for name in NEEDED]
    names = [opened.heading[place] for place in places]
    checker = Checker(
        opened.path,
        heading,
        Recipe(
            incident=names[0], start=names[1], category=names[2], area=names[3], x="x", y="y", crs="EPSG:4326"
        ),
    )
    opened.rows = _with_place(opened.rows, len(opened.heading), places[-1])
    opened.heading = heading
    seen: dict[str, int] = {}
    for batch in checked(checker, from_rows(opened, checker.wanted)):
        yield _first_of_each(batch, seen)


def _with_place(
    rows: Iterator[tuple[int, list[str]]], width: int, gps: int
) -> Iterator[tuple[int, list[str]]]:
    for row, cells in rows:
        if len(cells) != width:
            yield row, cells
            continue
        lat, _mark, lon = cells[gps].partition(",")
        yield row, [*cells, lat.strip(), lon.strip()]


def _first_of_each(batch: Batch, seen: dict[str, int]) -> Batch:
    """Refuse events whose number has come before."""
    refusals = faults.Refusals()
    keep = []
    for place, (row, number) in enumerate(
        zip(batch.table["row"].to_pylist(), batch.table["incident"].to_pylist(), strict=True)
    ):
        first = seen.setdefault(number, row) if number else row
        if first == row:
            keep.append(place)
        else:
            refusals.add(row, "id", number, TWICE, first=first)
    if not refusals.refused:
        return batch
    errors, refused = refusals.take()
    left = faults.SPELLED_OUT - len(batch.errors)
    table = batch.table.take(pa.array(keep, pa.int64()))
    return Batch(
        table, (*batch.errors, *errors[:left]), batch.rows_read, batch.refused + refused, batch.notes
    )


NOTES: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (
        N_(
            "Det här är ett flöde av händelser som polisen valt att berätta om. Det är aldrig brottsstatistik."
        ),
        {},
    ),
    (N_("Platsen är mitten av kommunen eller länet, och tiden är när notisen lades ut."), {}),
    (N_("Sammanfattning och webbadress läses inte in."), {}),
)
TWICE = N_(
    "Rad {row}: händelsen med nummer {found} finns redan i filen. Den står på rad {first}. Ta bort den ena raden."
)

READER = PoliceEvents()
