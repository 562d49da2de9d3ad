"""Adding cities, divisions, areas and pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import shapely
from django.db import models, transaction
from django.utils.text import slugify

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.places.models import Area, AreaKind, AreaPair, City, Division


@dataclass(frozen=True)
class NewArea:
    """One area to add: geometry is WKB in EPSG:4326; `parts` are keys of areas that already stand."""

    code: str
    name: str
    geometry: bytes
    parts: tuple[str, ...] = ()


@transaction.atomic
def add_city(
    *,
    name: str,
    code: str = "",
    slug: str = "",
    country: str = "SE",
    is_example: bool = False,
    local_crs: str = "EPSG:3006",
    by: models.Model | None = None,
) -> City:
    """Add a city and log it."""
    city = City.objects.create(
        slug=slug or slugify(name),
        name=name,
        code=code,
        country=country,
        is_example=is_example,
        local_crs=local_crs,
    )
    record(Event.CITY_ADDED, city, by=by)
    return city


@transaction.atomic
def add_division(
    *,
    city: City,
    name: str,
    kind: AreaKind,
    valid_from: date,
    valid_to: date | None = None,
    source: str,
    licence: str,
    areas: Iterable[NewArea],
    slug: str = "",
    is_verified: bool = True,
    note: str = "",
    by: models.Model | None = None,
) -> Division:
    """Add a division with its areas and log it; `Area.key` becomes city/division/code."""
    division = Division.objects.create(
        city=city,
        slug=slug or slugify(name),
        name=name,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        is_verified=is_verified,
        note=note,
        source=source,
        licence=licence,
    )
    new = list(areas)
    geometries = shapely.from_wkb([area.geometry for area in new])
    bounds = shapely.bounds(geometries)
    labels = shapely.point_on_surface(geometries)
    made = Area.objects.bulk_create(
        Area(
            division=division,
            key=f"{city.slug}/{division.slug}/{area.code}",
            code=area.code,
            name=area.name,
            geometry=area.geometry,
            west=box[0],
            south=box[1],
            east=box[2],
            north=box[3],
            label_x=float(shapely.get_x(label)),
            label_y=float(shapely.get_y(label)),
        )
        for area, box, label in zip(new, bounds.tolist(), labels, strict=True)
    )
    set_parts({row.key: area.parts for row, area in zip(made, new, strict=True)})
    record(Event.AREAS_LOADED, division, by=by, areas=len(made))
    return division


def set_parts(parts_by_key: dict[str, tuple[str, ...]]) -> None:
    """Say which areas each area is made of, by keys."""
    wanted = {key for parts in parts_by_key.values() for key in parts} | set(parts_by_key)
    ids = dict(Area.objects.filter(key__in=wanted).values_list("key", "pk"))
    through = Area.parts.through
    through.objects.bulk_create(
        [
            through(from_area_id=ids[whole], to_area_id=ids[part])
            for whole, parts in parts_by_key.items()
            for part in parts
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def open_pair(
    *,
    city_area: Area,
    police_area: Area,
    name: str,
    valid_from: date,
    valid_to: date | None = None,
    slug: str = "",
    by: models.Model | None = None,
) -> AreaPair:
    """Open an area pair and log it."""
    city = city_area.division.city
    pair = AreaPair.objects.create(
        slug=slug or slugify(f"{city.slug}-{name}"),
        name=name,
        city=city,
        city_area=city_area,
        police_area=police_area,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record(Event.PAIR_OPENED, pair, by=by, pair_id=pair.pk)
    return pair
