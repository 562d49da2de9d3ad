"""`samsyn import FILE --city …`: figures or incidents from a file, with the same preview and errors as in the web."""

from __future__ import annotations

import argparse
from pathlib import Path

IMPORTS = "file"
HELP = "Läser in siffror eller händelser ur en fil."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FIL", type=Path)
    parser.add_argument("--city", required=True, metavar="STAD", help="stadens kortnamn")
    parser.add_argument("--source", required=True, metavar="KÄLLA", help="vem som ger ut uppgifterna")
    parser.add_argument(
        "--dataset", required=True, metavar="NAMN", help="datamängdens namn; läggs till om den är ny"
    )
    parser.add_argument(
        "--reader", default="", metavar="LÄSARE", help="utan den väljs den som bäst känner igen filen"
    )
    parser.add_argument("--division", default="", metavar="INDELNING", help="kortnamn på områdesindelningen")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAMN=VÄRDE",
        help="läsarens val, till exempel category=Brottstyp; areas.NAMN=NYCKEL säger vilket område ett namn är",
    )
    parser.add_argument("--licence", default="", metavar="LICENS", help="för en ny datamängd")
    parser.add_argument(
        "--attribution", default="", metavar="TEXT", help="källhänvisning för en ny datamängd"
    )
    parser.add_argument(
        "--method", default="", metavar="TEXT", help="metod och förbehåll för en ny datamängd"
    )
    parser.add_argument("--by", default="", metavar="E-POST", help="medarbetaren som läser in")
    parser.add_argument("--yes", action="store_true", help="läs in utan att fråga")
    parser.add_argument("--again", action="store_true", help="läs in även om samma fil redan gäller")
    parser.add_argument("--json", action="store_true", help="skriv svaret som JSON")


def complete(words: list[str]) -> list[str]:
    """Return the words of a command line with `file` put in: `samsyn import FILE` means `samsyn import file FILE`."""
    from samsyn.cli.importing import kinds

    if words[:1] != ["import"] or len(words) < 2 or words[1] in {"-h", "--help"}:
        return words
    return words if words[1] in {kind.IMPORTS for kind in kinds()} else ["import", IMPORTS, *words[1:]]


def run(options: argparse.Namespace) -> int:
    """Return 0 when the file is read in, shown, or was there already; 2 when it could not be read in."""
    import django

    django.setup()
    from samsyn.evidence.command import import_file

    return import_file(options)
