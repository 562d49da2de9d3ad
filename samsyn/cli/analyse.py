"""`samsyn analyse METHOD …`: a method of `samsyn.analysis` headless, for analysts and for checks."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

NAME = "analyse"
HELP = "Räknar med en av programmets metoder, på antal eller på en fil."


def arguments(parser: argparse.ArgumentParser) -> None:
    from samsyn.cli.analyses.registry import all_methods, epilog
    from samsyn.cli.analyses.words import Parser

    parser.__class__ = Parser  # made by the command itself; its errors are to be in Swedish too
    parser.add_argument("--list", action="store_true", help="visar alla metoder")
    parser.add_argument("--json", action="store_true", help="skriv svaret som JSON")
    methods = parser.add_subparsers(dest="method", metavar="METOD", parser_class=Parser)
    for method in all_methods():
        sub = methods.add_parser(
            method.name, help=method.help, description=method.help, epilog=epilog(method)
        )
        sub.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="skriv svaret som JSON"
        )
        method.arguments(sub)
        sub.set_defaults(chosen=method)


def run(options: argparse.Namespace) -> int:
    """Return 0 with an answer on stdout, 2 with three sentences on stderr."""
    from samsyn.analysis.result import AnalysisError
    from samsyn.cli.analyses.words import UsageError
    from samsyn.sources.contract import SourceError

    if options.list:
        _list(as_json=options.json)
        return 0
    if options.method is None:
        print("Ingen metod är vald. Kommandot fick inget namn. Skriv samsyn analyse --list.", file=sys.stderr)
        return 2
    try:
        found: dict[str, Any] = options.chosen.run(options)
    except (UsageError, SourceError) as error:
        print(error, file=sys.stderr)
        return 2
    except AnalysisError as error:
        print(
            f"Metoden {options.method} gick inte att räkna. Beräkningen svarade: {error}. "
            f"Rätta uppgifterna, se samsyn analyse {options.method} --help.",
            file=sys.stderr,
        )
        return 2
    if options.json:
        print(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        print("\n".join(options.chosen.say(found)))
    return 0


def _list(*, as_json: bool) -> None:
    from samsyn.cli.analyses.registry import all_methods

    methods = all_methods()
    if as_json:
        print(json.dumps([{"method": one.name, "help": one.help} for one in methods], ensure_ascii=False))
        return
    width = max(len(one.name) for one in methods)
    print("\n".join(f"{one.name:<{width}}  {one.help}" for one in methods))
