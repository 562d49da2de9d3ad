"""Areas with borders: any file of polygons to valid polygons in degrees, with code, name and larger area."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from samsyn.sources import faults, glimpse
from samsyn.sources.contract import N_, Batch, Column, Option, Preview
from samsyn.sources.faults import Refusals
from samsyn.sources.rows import Notes
from samsyn.sources.schemas import AREAS

if TYPE_CHECKING:
    from samsyn.sources.areas.files import Features
    from samsyn.sources.areas.proposal import Roles

EXAMPLES = 3
MOST_NOTES = 200


class Areas:
    key = "areas"
    title = N_("Områden med gränser")
    kind = "areas"
    schema = AREAS
    suffixes: tuple[str, ...] = (".geojson", ".json", ".geojson.gz", ".gpkg", ".gpkg.gz", ".zip")
    options: tuple[Option, ...] = (
        Option("code", N_("Kolumn med områdeskod"), N_("Varje område har en egen kod."), required=True),
        Option("name", N_("Kolumn med namn")),
        Option("parent", N_("Kolumn med det större området"), N_("Kod eller namn, om filen har det.")),
        Option("layer", N_("Lager"), N_("Tomt betyder det första lagret."), kind="text"),
        Option("crs", N_("Koordinatsystem"), N_("Behövs bara om filen inte säger det själv."), kind="text"),
    )

    def recognises(self, path: Path) -> float:
        seen = glimpse.glimpse(path)
        if seen.form == "json":
            return 0.98 if '"FeatureCollection"' in seen.start and '"features"' in seen.start else 0.0
        if seen.form == "gpkg":
            return 0.95
        return 0.6 if seen.form == "zip" else 0.0

    def preview(self, path: Path, options: Mapping[str, Any] | None = None, *, rows: int = 20) -> Preview:
        with faults.guarded(path):
            features, roles, notes = _open(path, options or {})
            batch = _batch(path, features, roles)
        meanings = {roles.parent: "parent", roles.name: "name", roles.code: "code"}
        table = list(zip(*features.values.values(), strict=True))
        return Preview(
            reader=self.key,
            encoding="utf-8" if glimpse.form_of(path) == "json" else "",
            delimiter="",
            columns=tuple(
                Column(heading, meanings.get(heading, ""), tuple(texts[:EXAMPLES]))
                for heading, texts in features.values.items()
            ),
            rows=tuple(table[:rows]),
            batch=Batch(
                batch.table.slice(0, rows), batch.errors, batch.rows_read, batch.refused, batch.notes
            ),
            options=roles.as_options(),
            notes=(*notes, *batch.notes),
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
            features, roles, _notes = _open(path, options)
            yield _batch(path, features, roles)
        if progress:
            progress(total, total)


def _open(path: Path, options: Mapping[str, Any]) -> tuple[Features, Roles, Notes]:
    from samsyn.sources.areas import files, proposal

    features = files.read(path, str(options.get("layer") or ""))
    roles = proposal.settle(path, features.values, options)
    notes: Notes = []
    if len(features.layers) > 1:
        facts = {"layer": features.layer, "layers": faults.listed(features.layers)}
        notes.append((N_("Lagret ”{layer}” lästes. Filen har lagren: {layers}."), facts))
    if roles.name == roles.code:
        notes.append((N_("Filen har inga namn. Koden ”{column}” används som namn."), {"column": roles.code}))
    return features, roles, notes


def _batch(path: Path, features: Features, roles: Roles) -> Batch:
    from samsyn.sources.areas import shapes

    refusals, notes = Refusals(), list[tuple[str, Mapping[str, Any]]]()
    geometries = shapes.in_degrees(path, features, roles.crs)
    codes, names = features.values[roles.code], features.values[roles.name]
    parents = features.values.get(roles.parent)
    kept: list[tuple[int, str, str, str | None, bytes]] = []
    first: dict[str, int] = {}
    for row, (code, name, geometry) in enumerate(zip(codes, names, geometries, strict=True), start=1):
        if not code:
            refusals.add(row, roles.code, "", NO_CODE)
            continue
        if first.setdefault(code, row) != row:
            refusals.add(row, roles.code, code, TWICE, first=first[code])
            continue
        polygon, note = shapes.polygon(geometry)
        if note and (polygon is None or len(notes) < MOST_NOTES):
            notes.append((note, {"name": faults.shorten(name or code)}))
        if polygon is None:
            refusals.add(row, roles.code, name or code, LEFT_OUT)
            continue
        kept.append((row, code, name or code, (parents[row - 1] or None) if parents else None, polygon))
    columns: Any = list(zip(*kept, strict=True)) or [()] * len(AREAS)
    arrays = [pa.array(column, type=wanted.type) for column, wanted in zip(columns, AREAS, strict=True)]
    errors, refused = refusals.take()
    return Batch(pa.Table.from_arrays(arrays, schema=AREAS), errors, len(codes), refused, tuple(notes))


NO_CODE = N_(
    "Område {row} saknar kod. Kolumnen ”{column}” är tom. Fyll i koden, eller välj en annan kolumn som kod."
)
TWICE = N_(
    "Område {row}: koden ”{found}” finns redan. Den står på område {first}. "
    "Slå ihop områdena till ett, eller välj en annan kolumn som kod."
)
LEFT_OUT = N_(
    "Område {row}, ”{found}”, har ingen yta. Det lämnades utanför. Kontrollera området i kartprogrammet om det ska vara med."
)

READER = Areas()
