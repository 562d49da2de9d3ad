"""`samsyn run`: everything a newcomer needs, in one verb: migrate, load the example when empty, serve."""

from __future__ import annotations

import argparse

NAME = "run"
HELP = "Gör allt klart: databas, exempel när den är tom, och startar webben."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-example", action="store_true", help="läs inte in exemplet i en tom databas")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    import samsyn.seeds.services as services
    from samsyn.cli import serve

    call_command("migrate", verbosity=0)
    if not options.no_example and services.is_empty():
        print("Samsyn: läser in exemplet (Göteborg och Exempelstaden) …", flush=True)
        services.load_example()
    return serve.serve(workers=2, threads=4)
