"""`samsyn run`: everything a newcomer needs, in one verb: make the tables, load the example when empty, serve."""

from __future__ import annotations

import argparse

NAME = "run"
HELP = "Gör allt klart: databas, exempel när den är tom, och startar webben."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-example", action="store_true", help="läs inte in exemplet i en tom databas")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()

    import samsyn.seeds.services as services
    from samsyn.cli import new_database, serve

    new_database.make_ready()
    if not options.no_example and services.is_empty():
        print("Samsyn: läser in exemplet (Göteborg och Exempelstaden) …", flush=True)
        services.load_example()
    return serve.serve(workers=2, threads=4)
