"""The `samsyn` command. Each verb is a module of this folder; the rules are in the services."""

from __future__ import annotations

import argparse
import os
import sys


def main(argv: list[str] | None = None) -> None:
    """Run one verb. `samsyn django …` passes on to Django's own commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["django"]:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["samsyn django", *arguments[1:]])
        return
    from samsyn.cli import import_file, verbs

    parser = argparse.ArgumentParser(prog="samsyn", description="Samsyn: staden och polisen ser samma sak.")
    subparsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in verbs.all_verbs():
        sub = subparsers.add_parser(verb.name, help=verb.help, description=verb.help)
        verb.arguments(sub)
        sub.set_defaults(run=verb.run)
    chosen = parser.parse_args(import_file.complete(arguments))
    sys.exit(chosen.run(chosen) or 0)
