"""Göteborg: real divisions and real public figures, nothing invented. What is not checked is marked so."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.utils.text import slugify

from samsyn.places import services, topology
from samsyn.places.intake import open_whole
from samsyn.places.models import Area, AreaKind, AreaPair, City
from samsyn.places.services import NewArea

FOLDER = Path(__file__).parent / "data" / "goteborg"
SLUG = "goteborg"
REFORM = date(2021, 1, 1)
FIRST_DISTRICTS = date(2011, 1, 1)
FIRST_FIGURES = date(1996, 1, 1)
SOURCE = "Göteborgs Stad, öppna data februari 2021 (genom swemaps2)"
LICENCE = "CC0"
CITY_AREA_CODES = {"Nordost": "01", "Centrum": "02", "Sydväst": "03", "Hisingen": "04"}
PAIRS = (("Nordost", "Nordost"), ("Centrum", "City"), ("Sydväst", "Syd"), ("Hisingen", "Hisingen"))


@dataclass(frozen=True)
class KeyRow:
    """One primärområde and what it belongs to: a row of goteborg_omradesnyckel.csv."""

    code: str
    name: str
    intermediate: str
    intermediate_name: str
    city_area: str
    district: str


def read_key() -> list[KeyRow]:
    """Return the 96 rows of the area key."""
    with (FOLDER / "goteborg_omradesnyckel.csv").open(encoding="utf-8", newline="") as file:
        return [
            KeyRow(
                row["primaromrade"],
                row["primaromrade_namn"],
                row["mellanomrade"],
                row["mellanomrade_namn"],
                row["stadsomrade"],
                row["sdn_2011_2020"],
            )
            for row in csv.DictReader(file)
        ]


def read_shapes(name: str, code: str) -> dict[str, shapely.Geometry]:
    """Return the geometries of a gzipped GeoJSON file by the property `code`."""
    with gzip.open(FOLDER / name, "rt", encoding="utf-8") as file:
        text = file.read()
    codes = [str(feature["properties"][code]) for feature in json.loads(text)["features"]]
    shapes = shapely.get_parts(shapely.from_geojson(text))
    for number in np.flatnonzero(~shapely.is_valid(shapes)):
        shapes[number] = topology.polygons_only(shapes[number])
    return dict(zip(codes, shapes.tolist(), strict=True))


def key_of(division: str, code: str) -> str:
    return f"{SLUG}/{division}/{code}"


def load_places() -> City:
    """Add the city with its divisions, links and pairs. Every larger area is the sum of its primärområden."""
    city = services.add_city(name="Göteborg", code="1480", slug=SLUG, local_crs="EPSG:3007")
    rows = read_key()
    raw = read_shapes("goteborg_primaromraden.geojson.gz", "primaromrade")
    mended = topology.mend(np.array([raw[row.code] for row in rows], dtype=object))
    shapes = {row.code: shape for row, shape in zip(rows, mended, strict=True)}
    _add_base_areas(city)
    _add_primary_areas(city, rows, shapes)
    _add_composed(city, rows, shapes)
    _add_police_districts(city, rows, shapes)
    _link_reform(rows)
    open_pairs(city, rows)
    return city


def _add_base_areas(city: City) -> None:
    shapes = read_shapes("goteborg_basomraden.geojson.gz", "basomrade")
    services.add_division(
        city=city,
        name="Basområden",
        kind=AreaKind.BASE_AREA,
        valid_from=REFORM,
        source=SOURCE,
        licence=LICENCE,
        areas=[NewArea(code, code, shapely.to_wkb(shape)) for code, shape in sorted(shapes.items())],
    )


def _add_primary_areas(city: City, rows: list[KeyRow], shapes: dict[str, shapely.Geometry]) -> None:
    below: dict[str, list[str]] = defaultdict(list)
    for key, code in Area.objects.filter(division__city=city, division__slug="basomraden").values_list(
        "key", "code"
    ):
        below[code[:3]].append(key)
    services.add_division(
        city=city,
        name="Primärområden",
        kind=AreaKind.PRIMARY_AREA,
        valid_from=REFORM,
        source=SOURCE,
        licence=LICENCE,
        areas=[
            NewArea(row.code, row.name, shapely.to_wkb(shapes[row.code]), tuple(below[row.code]))
            for row in rows
        ],
    )


@dataclass(frozen=True)
class Level:
    """How one division is composed: the code, name and smaller parts of each area, by primärområde."""

    name: str
    slug: str
    kind: AreaKind
    code: Any
    label: Any
    part: Any
    period: dict[str, Any]


def _levels() -> list[Level]:
    now = {"valid_from": REFORM, "source": SOURCE, "licence": LICENCE}
    then = {
        **now,
        "valid_from": FIRST_DISTRICTS,
        "valid_to": REFORM,
        "is_verified": False,
        "note": "Ej verifierad indelning: medlemskapen följer en namnlista som ingen har prövat mot stadens beslut.",
    }
    primary = lambda row: key_of("primaromraden", row.code)  # noqa: E731
    return [
        Level(
            "Mellanområden",
            "mellanomraden",
            AreaKind.INTERMEDIATE_AREA,
            lambda row: row.intermediate,
            lambda row: row.intermediate_name,
            primary,
            now,
        ),
        Level(
            "Stadsområden",
            "stadsomraden",
            AreaKind.CITY_AREA,
            lambda row: CITY_AREA_CODES[row.city_area],
            lambda row: row.city_area,
            lambda row: key_of("mellanomraden", row.intermediate),
            now,
        ),
        Level(
            "Stadsdelar",
            "stadsdelar",
            AreaKind.CITY_DISTRICT,
            lambda row: slugify(row.district),
            lambda row: row.district,
            primary,
            then,
        ),
        Level(
            "Kommun",
            "kommun",
            AreaKind.MUNICIPALITY,
            lambda row: "1480",
            lambda row: "Göteborg",
            lambda row: key_of("stadsomraden", CITY_AREA_CODES[row.city_area]),
            {
                **now,
                "valid_from": FIRST_FIGURES,
                "note": "Satt till det år då siffrorna börjar. Kommunen är äldre.",
            },
        ),
    ]


def _add_composed(city: City, rows: list[KeyRow], shapes: dict[str, shapely.Geometry]) -> None:
    for level in _levels():
        groups: dict[str, list[KeyRow]] = defaultdict(list)
        for row in rows:
            groups[level.code(row)].append(row)
        services.add_division(
            city=city,
            name=level.name,
            slug=level.slug,
            kind=level.kind,
            **level.period,
            areas=[
                NewArea(
                    code,
                    level.label(members[0]),
                    shapely.to_wkb(topology.dissolve([shapes[row.code] for row in members])),
                    tuple(dict.fromkeys(level.part(row) for row in members)),
                )
                for code, members in sorted(groups.items())
            ],
        )


def _add_police_districts(city: City, rows: list[KeyRow], shapes: dict[str, shapely.Geometry]) -> None:
    data = json.loads((FOLDER / "police_districts.json").read_text(encoding="utf-8"))
    areas = []
    for district in data["districts"]:
        members = [row for row in rows if row.city_area == district["city_area"]]
        areas.append(
            NewArea(
                district["code"],
                district["name"],
                shapely.to_wkb(topology.dissolve([shapes[row.code] for row in members])),
                tuple(key_of("primaromraden", row.code) for row in members),
            )
        )
    services.add_division(
        city=city,
        name="Lokalpolisområden",
        kind=AreaKind.LOCAL_POLICE_DISTRICT,
        valid_from=date.fromisoformat(data["valid_from"]),
        is_verified=False,
        note=data["note"],
        source=data["source"],
        licence=data["licence"],
        areas=areas,
    )


def _link_reform(rows: Iterable[KeyRow]) -> None:
    """Say which stadsdelar each stadsområde took over from in 2021."""
    older: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        older[key_of("stadsomraden", CITY_AREA_CODES[row.city_area])][
            key_of("stadsdelar", slugify(row.district))
        ] = None
    services.set_predecessors({key: tuple(keys) for key, keys in older.items()})


def open_pairs(city: City, rows: Iterable[KeyRow]) -> list[AreaPair]:
    """Open the four pairs in force, the whole city's, and the ten that ended with the stadsdelar. Returns the four."""
    open_whole(city, valid_from=REFORM, by=None)
    area = {
        row.key: row
        for row in Area.objects.filter(division__city=city)
        .exclude(division__kind__in=[AreaKind.BASE_AREA, AreaKind.PRIMARY_AREA])
        .defer("geometry")
        .select_related("division__city")
    }
    police = {name: area[key_of("lokalpolisomraden", slugify(name))] for _, name in PAIRS}
    district_of = dict(PAIRS)
    belongs = {row.district: district_of[row.city_area] for row in rows}
    for district, police_name in sorted(belongs.items()):
        services.open_pair(
            city_area=area[key_of("stadsdelar", slugify(district))],
            police_area=police[police_name],
            name=district,
            valid_from=FIRST_DISTRICTS,
            valid_to=REFORM,
            slug=f"{SLUG}-stadsdel-{slugify(district)}",
        )
    return [
        services.open_pair(
            city_area=area[key_of("stadsomraden", CITY_AREA_CODES[name])],
            police_area=police[police_name],
            name=name,
            valid_from=REFORM,
            slug=f"{SLUG}-{slugify(name)}",
        )
        for name, police_name in PAIRS
    ]
