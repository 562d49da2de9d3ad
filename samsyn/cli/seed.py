"""`samsyn seed`: the example in an empty database, or anew."""

from __future__ import annotations

import argparse
import sys

NAME = "seed"
HELP = "Läser in exemplet: Göteborg med verkliga siffror och den påhittade Exempelstaden."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reset", action="store_true", help="töm databasen först")
    parser.add_argument("--yes", action="store_true", help="fråga inte innan databasen töms")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()

    from samsyn.cli import new_database
    from samsyn.seeds import services

    new_database.make_ready()
    if options.reset:
        if services.has_real_members():
            print(
                "Databasen tömdes inte. Här finns medarbetare som inte är påhittade. "
                "Ta en säkerhetskopia och skapa en ny databas i stället.",
                file=sys.stderr,
            )
            return 2
        if (
            not options.yes
            and input("Allt i databasen tas bort. Skriv ja för att fortsätta: ").strip() != "ja"
        ):
            print("Ingenting ändrades.")
            return 1
        services.empty_everything()
    if not services.is_empty():
        print(
            "Exemplet lästes inte in. Databasen är inte tom. Kör med --reset om den ska tömmas.",
            file=sys.stderr,
        )
        return 1
    services.load_example()
    print("Exemplet är inläst: Göteborg och Exempelstaden.")
    return 0
