"""Every sentence of the interface: collected for translation, checked, and written out for a language review."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = "texts"
HELP = "Samlar, kontrollerar och skriver ut gränssnittets meningar."
PACKAGE = Path(__file__).resolve().parent.parent
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["collect", "check", "review"])
    parser.add_argument("file", nargs="?", default="texter.md", help="fil för review")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from samsyn.cli import catalogue

    if options.action == "collect":
        missing = catalogue.collect(PACKAGE, CATALOGUE)
        print(f"{missing} meningar saknar engelska.")
        return 0
    if options.action == "review":
        count = catalogue.review(PACKAGE, CATALOGUE, Path(options.file))
        print(f"{count} meningar skrivna till {options.file}.")
        return 0
    faults = catalogue.faults(PACKAGE, CATALOGUE)
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    if len(faults) > 40:
        print(f"… och {len(faults) - 40} till", file=sys.stderr)
    return 1 if faults else 0
