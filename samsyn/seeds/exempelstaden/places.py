"""Exempelstaden's divisions and pairs, from its drawn map. Two area trees over the same 40 primärområden."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.utils.text import slugify

from samsyn.places import services, topology
from samsyn.places.intake import open_whole
from samsyn.places.models import Area, AreaKind, AreaPair, City
from samsyn.places.services import NewArea
from samsyn.seeds.exempelstaden import town_names
from samsyn.seeds.exempelstaden.town import Town, town

SLUG = "exempelstaden"
REFORM = date(2021, 1, 1)
FOUNDED = date(2011, 1, 1)
OPENED_HERE = date(2024, 1, 8)  # the day when the town began to use the program
SOURCE = "Samsyns exempel, en ritad karta"
LICENCE = "CC0"


def key_of(division: str, code: str) -> str:
    return f"{SLUG}/{division}/{code}"


@dataclass(frozen=True)
class Tree:
    """A division composed of smaller areas: `group` names the column of the map, `parts` the smaller division."""

    name: str
    slug: str
    kind: AreaKind
    group: str
    names: tuple[str, ...]
    parts: str = "primaromraden"
    valid_from: date = REFORM
    valid_to: date | None = None


TREES = (
    Tree("Mellanområden", "mellanomraden", AreaKind.INTERMEDIATE_AREA, "middle", town_names.MIDDLE),
    Tree(
        "Stadsområden",
        "stadsomraden",
        AreaKind.CITY_AREA,
        "city_area",
        town_names.CITY_AREAS,
        parts="mellanomraden",
    ),
    Tree(
        "Stadsdelar",
        "stadsdelar",
        AreaKind.CITY_DISTRICT,
        "district",
        town_names.DISTRICTS,
        valid_from=FOUNDED,
        valid_to=REFORM,
    ),
    Tree(
        "Lokalpolisområden",
        "lokalpolisomraden",
        AreaKind.LOCAL_POLICE_DISTRICT,
        "police",
        town_names.POLICE,
        valid_from=FOUNDED,
    ),
)


def code_of(tree: Tree, number: int) -> str:
    """Return the code of a group's area: mellanområden have numbers, the others their names."""
    return f"{number + 1:02d}" if tree.group == "middle" else slugify(tree.names[number])


def load_places() -> City:
    """Add the town with its divisions, links and pairs."""
    city = services.add_city(name="Exempelstaden", code="9999", slug=SLUG, is_example=True)
    common: dict[str, Any] = {"city": city, "source": SOURCE, "licence": LICENCE}
    plan = town()
    services.add_division(
        name="Primärområden",
        kind=AreaKind.PRIMARY_AREA,
        valid_from=FOUNDED,
        **common,
        areas=[
            NewArea(code, name, shapely.to_wkb(shape))
            for code, name, shape in zip(plan.codes, plan.names, plan.degrees, strict=True)
        ],
    )
    for tree in TREES:
        _add_tree(tree, plan, common)
    services.add_division(
        name="Kommun",
        kind=AreaKind.MUNICIPALITY,
        valid_from=FOUNDED,
        **common,
        areas=[
            NewArea(
                "9999",
                "Exempelstaden",
                shapely.to_wkb(topology.dissolve(plan.degrees)),
                tuple(key_of("stadsomraden", slugify(name)) for name in town_names.CITY_AREAS),
            )
        ],
    )
    _link_reform(plan)
    return city


def _add_tree(tree: Tree, plan: Town, common: dict[str, Any]) -> None:
    members: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(plan.groups[tree.group]):
        members[number].append(index)
    smaller = plan.codes if tree.parts == "primaromraden" else [f"{n + 1:02d}" for n in plan.groups["middle"]]
    services.add_division(
        name=tree.name,
        slug=tree.slug,
        kind=tree.kind,
        valid_from=tree.valid_from,
        valid_to=tree.valid_to,
        **common,
        areas=[
            NewArea(
                code_of(tree, number),
                tree.names[number],
                shapely.to_wkb(topology.dissolve(plan.degrees[indexes])),
                tuple(dict.fromkeys(key_of(tree.parts, smaller[index]) for index in indexes)),
            )
            for number, indexes in sorted(members.items())
        ],
    )


def _link_reform(plan: Town) -> None:
    """Say which stadsdelar each stadsområde took over from: one area by the bridge changed sides."""
    older: dict[str, dict[str, None]] = defaultdict(dict)
    for area, district in zip(plan.groups["city_area"], plan.groups["district"], strict=True):
        whole = key_of("stadsomraden", slugify(town_names.CITY_AREAS[area]))
        older[whole][key_of("stadsdelar", slugify(town_names.DISTRICTS[district]))] = None
    services.set_predecessors({key: tuple(sorted(keys)) for key, keys in older.items()})


def open_pairs(city: City) -> dict[str, AreaPair]:
    """Open Norr, Söder and the whole town, and the four pairs that ended with the stadsdelar.

    Returns Norr and Söder by name.
    """
    open_whole(city, valid_from=REFORM, by=None)
    kinds = [AreaKind.CITY_AREA, AreaKind.CITY_DISTRICT, AreaKind.LOCAL_POLICE_DISTRICT]
    rows = Area.objects.filter(division__city=city, division__kind__in=kinds).select_related("division__city")
    area = {row.key: row for row in rows.defer("geometry")}
    police = {name: area[key_of("lokalpolisomraden", slugify(name))] for name in town_names.POLICE}
    for number, name in enumerate(town_names.DISTRICTS):
        services.open_pair(
            city_area=area[key_of("stadsdelar", slugify(name))],
            police_area=police["Väst" if number % 2 == 0 else "Öst"],
            name=name,
            valid_from=FOUNDED,
            valid_to=REFORM,
            slug=f"{SLUG}-stadsdel-{slugify(name)}",
        )
    return {
        name: services.open_pair(
            city_area=area[key_of("stadsomraden", slugify(name))],
            police_area=police[district],
            name=name,
            valid_from=REFORM,
            slug=f"{SLUG}-{slugify(name)}",
        )
        for name, district in (("Norr", "Väst"), ("Söder", "Öst"))
    }
