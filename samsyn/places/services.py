"""Adding cities, divisions, areas and pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.places.models import Area, AreaKind, AreaPair, City, Division
from samsyn.ui.errors import UserError


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
    """Add a division with its areas and log it; `Area.key` becomes city/division/code.

    Two divisions of one name may follow each other in time, never overlap: raises UserError.
    """
    refuse_overlap(city=city, name=name, valid_from=valid_from, valid_to=valid_to)
    division = Division.objects.create(
        city=city,
        slug=slug or _free_slug(city, name, valid_from),
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
    made = Area.objects.bulk_create(rows_of(new, division=division, prefix=f"{city.slug}/{division.slug}/"))
    set_parts({row.key: area.parts for row, area in zip(made, new, strict=True)})
    record(Event.AREAS_LOADED, division, by=by, areas=len(made))
    return division


def rows_of(areas: Sequence[NewArea], *, division: Division | None, prefix: str) -> list[Area]:
    """Return areas as rows that are not saved yet, with their bounds and the place of their label.

    Without a division they are a draft, numbered by pk from 1.
    """
    import shapely

    if not areas:
        return []
    geometries = shapely.from_wkb([area.geometry for area in areas])
    bounds = shapely.bounds(geometries)
    labels = shapely.get_coordinates(shapely.point_on_surface(geometries))
    return [
        Area(
            pk=None if division else number,
            division=division,
            key=f"{prefix}{area.code}",
            code=area.code,
            name=area.name,
            geometry=area.geometry,
            west=box[0],
            south=box[1],
            east=box[2],
            north=box[3],
            label_x=label[0],
            label_y=label[1],
        )
        for number, (area, box, label) in enumerate(
            zip(areas, bounds.tolist(), labels.tolist(), strict=True), 1
        )
    ]


def refuse_overlap(*, city: City, name: str, valid_from: date, valid_to: date | None) -> None:
    """Raise UserError when the city has a division of that name at any time of the period."""
    for old in Division.objects.filter(city=city, name__iexact=name):
        starts_before_end = valid_to is None or old.valid_from < valid_to
        ends_after_start = old.valid_to is None or old.valid_to > valid_from
        if starts_before_end and ends_after_start:
            raise UserError(
                _(
                    "Indelningen %(name)s finns redan för en del av perioden. "
                    "Den som finns gäller %(start)s–%(end)s. "
                    "Välj ett annat namn eller en period som inte överlappar."
                )
                % {
                    "name": old.name,
                    "start": old.valid_from.isoformat(),
                    "end": old.valid_to.isoformat() if old.valid_to else _("tills vidare"),
                }
            )


def _free_slug(city: City, name: str, valid_from: date) -> str:
    """Return the name as a slug, with the year when an older division of that name has it."""
    slug = slugify(name)[:50] or "indelning"
    if not Division.objects.filter(city=city, slug=slug).exists():
        return slug
    return f"{slug}-{valid_from.isoformat()}"


def set_parts(parts_by_key: dict[str, tuple[str, ...]]) -> None:
    """Say which areas each area is made of, by keys."""
    _link(Area.parts.through, parts_by_key)


def set_predecessors(older_by_key: dict[str, tuple[str, ...]]) -> None:
    """Say which earlier areas each area took over from, by keys."""
    _link(Area.predecessors.through, older_by_key)


def _link(through: type[models.Model], keys: dict[str, tuple[str, ...]]) -> None:
    """Write rows of a link between areas; those that stand already stay."""
    wanted = {key for others in keys.values() for key in others} | set(keys)
    ids: dict[str, int] = {}
    for start in range(0, len(wanted), 500):  # SQLite's limit of variables in one question
        some = sorted(wanted)[start : start + 500]
        ids |= dict(Area.objects.filter(key__in=some).values_list("key", "pk"))
    through._default_manager.bulk_create(
        [
            through(from_area_id=ids[one], to_area_id=ids[other])
            for one, others in keys.items()
            for other in others
        ],
        ignore_conflicts=True,
    )


def compose(areas: Iterable[bytes]) -> bytes:
    """Return the union of areas, as WKB."""
    import shapely

    from samsyn.places import topology

    whole: bytes = shapely.to_wkb(topology.together(shapely.from_wkb(list(areas))))
    return whole


@transaction.atomic
def open_pair(
    *,
    city_area: Area,
    police_area: Area,
    name: str,
    valid_from: date,
    valid_to: date | None = None,
    slug: str = "",
    is_whole: bool = False,
    by: models.Model | None = None,
) -> AreaPair:
    """Open an area pair and log it.

    is_whole  the pair where the two chiefs decide for the whole city, see `intake.open_whole`
    """
    city = city_area.division.city
    pair = AreaPair.objects.create(
        slug=slug or slugify(f"{city.slug}-{name}"),
        name=name,
        city=city,
        city_area=city_area,
        police_area=police_area,
        valid_from=valid_from,
        valid_to=valid_to,
        is_whole=is_whole,
    )
    record(Event.PAIR_OPENED, pair, by=by, pair_id=pair.pk)
    return pair
