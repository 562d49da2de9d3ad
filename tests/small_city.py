"""Exempelstaden in small, for tests that need no more: two pairs, six squares, the cast."""

from __future__ import annotations

from datetime import date

import shapely


def _square(x: float, y: float) -> bytes:
    """A square of 0.01 degrees near (12, 57), as WKB."""
    return shapely.to_wkb(shapely.box(12 + x / 100, 57.5 + y / 100, 12.01 + x / 100, 57.51 + y / 100))


def build_city():
    """Exempelstaden in small: 2 × 3 squares. Norr is the upper row, Söder the lower; police districts are columns."""
    from samsyn.places import services
    from samsyn.places.models import AreaKind

    made = services.add_city(name="Exempelstaden", code="9999", is_example=True)
    common = {"city": made, "valid_from": date(2021, 1, 1), "source": "Samsyns exempel", "licence": "CC0"}
    services.add_division(
        name="Mellanområden",
        kind=AreaKind.INTERMEDIATE_AREA,
        **common,
        areas=[
            services.NewArea(f"{row}{column}", f"{name} {column + 1}", _square(column, 1 - row))
            for row, name in enumerate(("Norra", "Södra"))
            for column in range(3)
        ],
    )
    key = "exempelstaden/mellanomraden/{}".format
    union = lambda *codes: shapely.to_wkb(  # noqa: E731
        shapely.union_all([shapely.from_wkb(_square(int(c[1]), 1 - int(c[0]))) for c in codes])
    )
    rows = {"norr": ("00", "01", "02"), "soder": ("10", "11", "12")}
    services.add_division(
        name="Stadsområden",
        kind=AreaKind.CITY_AREA,
        **common,
        areas=[
            services.NewArea(code, name, union(*rows[code]), tuple(key(part) for part in rows[code]))
            for code, name in (("norr", "Norr"), ("soder", "Söder"))
        ],
    )
    columns = {"vast": ("00", "10"), "ost": ("01", "02", "11", "12")}
    services.add_division(
        name="Lokalpolisområden",
        kind=AreaKind.LOCAL_POLICE_DISTRICT,
        **common,
        areas=[
            services.NewArea(code, name, union(*columns[code]), tuple(key(part) for part in columns[code]))
            for code, name in (("vast", "Väst"), ("ost", "Öst"))
        ],
    )
    services.add_division(
        name="Kommun",
        kind=AreaKind.MUNICIPALITY,
        **common,
        areas=[
            services.NewArea(
                "9999",
                "Exempelstaden",
                union(*rows["norr"], *rows["soder"]),
                ("exempelstaden/stadsomraden/norr", "exempelstaden/stadsomraden/soder"),
            )
        ],
    )
    return made


def build_pairs():
    from samsyn.places import services
    from samsyn.places.models import Area

    area = lambda key: Area.objects.get(key=f"exempelstaden/{key}")  # noqa: E731
    since = date(2021, 1, 1)
    return {
        "norr": services.open_pair(
            city_area=area("stadsomraden/norr"),
            police_area=area("lokalpolisomraden/vast"),
            name="Norr",
            valid_from=since,
            slug="exempelstaden-norr",
        ),
        "soder": services.open_pair(
            city_area=area("stadsomraden/soder"),
            police_area=area("lokalpolisomraden/ost"),
            name="Söder",
            valid_from=since,
            slug="exempelstaden-soder",
        ),
    }


def build_all():
    """Build city, pairs and cast; return the members by key."""
    from samsyn.seeds.cast import add_cast
    from samsyn.steps.situation.services import add_default_scale

    city = build_city()
    pairs = build_pairs()
    add_default_scale(city)
    return add_cast(city=city, home=pairs["norr"], other=pairs["soder"], since=date(2021, 1, 1))
