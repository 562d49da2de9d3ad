"""`samsyn import areas FILE …`: a division of a city from a file; the city itself when it is new."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

IMPORTS = "areas"
HELP = "Läser in en områdesindelning ur en fil; lägger till staden när den är ny."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FIL", type=Path, help="GeoJSON eller GeoPackage")
    parser.add_argument(
        "--division", required=True, metavar="NAMN", help="indelningens namn, till exempel Stadsdelar"
    )
    parser.add_argument("--valid-from", required=True, type=date.fromisoformat, metavar="ÅÅÅÅ-MM-DD")
    parser.add_argument(
        "--valid-to", type=date.fromisoformat, metavar="ÅÅÅÅ-MM-DD", help="första dagen efter"
    )
    parser.add_argument(
        "--city", default="", metavar="NAMN", help="stadens namn eller kortnamn; utan det filens namn"
    )
    parser.add_argument(
        "--kind",
        default="other",
        metavar="SLAG",
        help="till exempel city-area, primary-area, local-police-district",
    )
    parser.add_argument("--code", default="", metavar="KOD", help="stadens kommunkod, när staden är ny")
    parser.add_argument("--country", default="SE", metavar="LAND", help="två bokstäver, när staden är ny")
    parser.add_argument("--code-column", default="", metavar="KOLUMN")
    parser.add_argument("--name-column", default="", metavar="KOLUMN")
    parser.add_argument("--crs", default="", metavar="EPSG:NNNN", help="när filen inte själv säger vilket")
    parser.add_argument("--layer", default="", metavar="LAGER", help="lager i en GeoPackage")
    parser.add_argument("--source", default="", metavar="KÄLLA")
    parser.add_argument("--licence", default="", metavar="LICENS")
    parser.add_argument(
        "--by", default="", metavar="E-POST", help="medarbetare som blir administratör i en ny stad"
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from samsyn.ui.errors import UserError

    try:
        print(load(options))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def load(options: argparse.Namespace) -> str:
    """Read the file and add what it holds; returns one sentence. Raises UserError, and then nothing is changed."""
    from samsyn.people.models import Member
    from samsyn.places import intake
    from samsyn.places.models import AreaKind, City
    from samsyn.ui.clock import today
    from samsyn.ui.errors import UserError

    if options.kind not in AreaKind.values:
        raise UserError(
            f"Slaget {options.kind} finns inte. De som finns är {', '.join(AreaKind.values)}. Välj ett av dem."
        )
    if not options.file.is_file():
        raise UserError(f"Filen {options.file} finns inte. Vi letade där du sa. Kontrollera sökvägen.")
    by = Member.objects.filter(email=options.by.lower()).first()
    if options.by and by is None:
        raise UserError(
            f"Ingen medarbetare har adressen {options.by}. Ingenting lästes in. Kontrollera adressen."
        )
    draft = intake.read_areas(
        options.file,
        options={
            "code": options.code_column,
            "name": options.name_column,
            "crs": options.crs,
            "layer": options.layer,
        },
    )
    for sentence in (*draft.notes, *draft.problems):
        print(sentence)
    division = intake.NewDivision(
        options.division,
        options.kind,
        options.valid_from,
        options.valid_to,
        source=options.source or options.file.name,
        licence=options.licence,
    )
    name = options.city or options.file.stem
    city = (City.objects.filter(slug=name) | City.objects.filter(name__iexact=name)).first()
    if city is not None:
        intake.add_areas(city=city, division=division, draft=draft, by=by)
        return f"{city.name} har fått indelningen {division.name} med {len(draft.areas)} områden."
    new = intake.NewCity(name, options.code, options.country)
    made = intake.add_city_with_areas(city=new, division=division, draft=draft, by=by, since=today())
    return f"{made.name} är tillagd, med indelningen {division.name} och {len(draft.areas)} områden."
