"""The keys that the authorities sign with: show them, make a new one."""

from __future__ import annotations

import argparse
import sys

NAME = "keys"
HELP = "Visar nycklarna som parterna skriver under med, eller skapar en ny."
PARTIES = ("city", "police")


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="show|new")
    verbs.add_parser(
        "show", help="visar varje nyckel: stad, part, fingeravtryck och om den kan skriva under här"
    )
    new = verbs.add_parser(
        "new", help="skapar en ny nyckel; det den gamla skrev under går fortfarande att kontrollera"
    )
    new.add_argument("city", metavar="STAD", help="stadens kortnamn")
    new.add_argument("party", choices=PARTIES, help="city är staden, police är polisen")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    return _show() if options.what == "show" else _new(options.city, options.party)


def _show() -> int:
    from samsyn.places.models import City
    from samsyn.records import signing

    print(signing.folder())
    for city in City.objects.order_by("slug"):
        for party in PARTIES:
            for key in signing.key_files(city.slug, party):
                can = "skriver under här" if key.has_private else "bara för kontroll"
                print(city.slug, party, key.fingerprint, key.made_at.date().isoformat(), can, sep="\t")
    return 0


def _new(slug: str, party: str) -> int:
    from samsyn.audit.events import Event
    from samsyn.audit.services import record
    from samsyn.places.models import City
    from samsyn.records import signing

    city = City.objects.filter(slug=slug).first()
    if city is None:
        known = ", ".join(City.objects.values_list("slug", flat=True)) or "inga"
        print(
            f"Ingen nyckel skapades. Det finns ingen stad som heter {slug}. Städerna är: {known}.",
            file=sys.stderr,
        )
        return 2
    try:
        key = signing.replace_key(slug, party)
    except OSError as error:
        print(
            f"Ingen nyckel skapades. Mappen {signing.folder()} går inte att skriva i: {error.strerror}. "
            "Ge programmet rätt att skriva där.",
            file=sys.stderr,
        )
        return 2
    record(Event.SIGNING_KEY_MADE, city, party=party, key=key.fingerprint)
    print(f"En ny nyckel är skapad: {key.fingerprint}. Säkerhetskopiera mappen {signing.folder()}.")
    return 0
