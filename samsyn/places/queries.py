"""Reading places: what an area is made of, its outline, the breaks of its series, and who a name in a file means."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.places.models import Area, AreaKind, AreaPair, City, Division
from samsyn.places.prepared import FIRST, Prepared

SECONDS_KEPT = 24 * 60 * 60
_HEAVY = ("city_area__geometry", "police_area__geometry")


_PAIR = Prepared(
    AreaPair,
    lambda slug: AreaPair.objects.filter(slug=slug).order_by(),
    values=["?"],
    joined=["city", "city_area", "city_area__division", "police_area", "police_area__division"],
    without=_HEAVY,
)
_PARTS = Prepared(
    Area,
    lambda pk: Area.objects.filter(wholes=pk).order_by("division", "code"),
    values=[FIRST],
    joined=["division"],
    without=["geometry"],
)


def pair_by_slug(slug: str) -> AreaPair | None:
    """Return a pair with its city, areas and divisions, by one query; the geometry stays in the database."""
    return _PAIR.first(slug)


def whole_pair(city: City, *, on: date) -> AreaPair | None:
    """Return the pair of the whole city that is in force on a day, or None."""
    rows = AreaPair.objects.filter(city=city, is_whole=True).on(on)
    return rows.select_related("city", "city_area__division", "police_area__division").defer(*_HEAVY).first()


def parts(area: Area) -> list[Area]:
    """Return the areas that an area is made of, one step down, without their geometry."""
    return _PARTS.rows(area.pk)


def wholes(area: Area) -> list[Area]:
    """Return the areas that an area is a part of, one step up, without their geometry."""
    return list(_light().filter(parts=area).order_by("-division__valid_from", "code"))


def leaves(area: Area, kind: str) -> list[Area]:
    """Return all areas of a kind inside an area, however many steps down; the area itself when it is of the kind."""
    if area.division.kind == kind:
        return [area]
    found: dict[int, Area] = {}
    seen = {area.pk}
    level = [area.pk]
    while level:
        below = [part for part in _light().filter(wholes__in=level).distinct() if part.pk not in seen]
        seen |= {part.pk for part in below}
        found |= {part.pk: part for part in below if part.division.kind == kind}
        level = [part.pk for part in below if part.division.kind != kind]
    return sorted(found.values(), key=lambda part: part.code)


def predecessors(area: Area) -> list[Area]:
    """Return the earlier areas that this one took over from."""
    return list(_light().filter(successors=area).order_by("code"))


def successors(area: Area) -> list[Area]:
    """Return the later areas that took over from this one."""
    return list(_light().filter(predecessors=area).order_by("code"))


def with_wholes(areas: Sequence[Area]) -> list[tuple[Area, list[Area]]]:
    """Return each area with the larger areas in force that it is a part of, by two questions to the database."""
    if not areas:
        return []
    division = areas[0].division_id
    through: Any = Area.parts.through
    links = through.objects.filter(
        to_area__division=division, from_area__division__valid_to=None
    ).values_list("to_area", "from_area")
    names = {
        area.pk: area
        for area in _light().filter(parts__division=division, division__valid_to=None).distinct()
    }
    found: dict[int, list[Area]] = {}
    for part, whole in links:
        found.setdefault(part, []).append(names[whole])
    return [(area, sorted(found.get(area.pk, []), key=lambda one: one.division.kind)) for area in areas]


def size_km2(area: Area) -> float:
    """Return the area's size in square kilometres, on a plane that is true at its latitude."""
    import numpy as np
    import shapely

    from samsyn.places import topology

    shape = np.array([shapely.from_wkb(bytes(area.geometry))], dtype=object)
    return float(shapely.area(topology.to_metres(shape, (area.south + area.north) / 2))[0]) / 1e6


def _light() -> Any:
    return Area.objects.defer("geometry").select_related("division")


def areas_of(division: Division) -> list[Area]:
    """Return a division's areas without their geometry, by code."""
    return list(Area.objects.defer("geometry").filter(division=division).order_by("code"))


def outline(areas: Sequence[Area], tolerance_m: float = 25) -> dict[str, Any]:
    """Return the areas as a GeoJSON FeatureCollection, simplified so that shared borders stay shared.

    Each feature has `id` = Area.pk and the properties key, code, name, label_x, label_y. Kept in the cache per set of
    areas: the geometry of an area never changes once it is loaded.
    """
    named = ",".join(str(pk) for pk in sorted(area.pk for area in areas))
    digest = hashlib.sha256(f"{named}|{tolerance_m}".encode()).hexdigest()
    text = cache.get(f"outline:{digest}")
    if text is None:
        text = _draw_outline([area.pk for area in areas], tolerance_m)
        cache.set(f"outline:{digest}", text, SECONDS_KEPT)
    collection: dict[str, Any] = json.loads(text)
    return collection


geojson_for_map = outline


def _draw_outline(pks: list[int], tolerance_m: float) -> str:
    rows = Area.objects.filter(pk__in=pks).order_by("code")
    return json.dumps({"type": "FeatureCollection", "features": features(list(rows), tolerance_m)})


def features(rows: Sequence[Area], tolerance_m: float) -> list[dict[str, Any]]:
    """Return areas that carry their geometry as GeoJSON features, simplified together."""
    import numpy as np
    import shapely

    from samsyn.places import topology

    if not rows:
        return []
    shapes = np.array([shapely.from_wkb(bytes(row.geometry)) for row in rows], dtype=object)
    simple = topology.simplify(shapes, tolerance_m)
    texts = shapely.to_geojson(shapely.set_precision(simple, 1e-6, mode="pointwise"))
    return [
        {
            "type": "Feature",
            "id": row.pk,
            "properties": {
                "key": row.key,
                "code": row.code,
                "name": row.name,
                "label_x": row.label_x,
                "label_y": row.label_y,
            },
            "geometry": json.loads(text),
        }
        for row, text in zip(rows, texts, strict=True)
    ]


@dataclass(frozen=True)
class Break:
    """A day when an area was drawn anew, so that figures before and after do not mean the same ground."""

    date: date
    text: str


def breaks(pair: AreaPair) -> list[Break]:
    """Return the reforms behind the pair's two areas, oldest first."""
    found = [*breaks_of(pair.city_area), *breaks_of(pair.police_area)]
    return sorted(set(found), key=lambda one: (one.date, one.text))


def breaks_of(area: Area) -> list[Break]:
    """Return the reforms behind one area: each day when earlier areas became this one, and those before them."""
    found: list[Break] = []
    level, seen = [area], {area.pk}
    while level:
        older = [one for one in _light().filter(successors__in=level).distinct() if one.pk not in seen]
        if older:
            found += [_break(one, older) for one in level]
        seen |= {one.pk for one in older}
        level = older
    return sorted(found, key=lambda one: one.date)


def _break(area: Area, older: Iterable[Area]) -> Break:
    day = area.division.valid_from
    from babel.lists import format_list

    language = "sv" if (get_language() or "sv").startswith("sv") else "en"
    names = format_list([one.name for one in older], locale=language)
    return Break(
        day,
        _("%(year)s blev %(older)s till %(name)s. Tal för de äldre områdena går inte att jämföra rakt av.")
        % {"year": day.year, "older": names, "name": area.name},
    )


def kind_name(kind: str) -> str:
    """The kind of area as a word."""
    return str(AreaKind(kind).label)
