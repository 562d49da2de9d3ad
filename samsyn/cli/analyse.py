"""`samsyn analyse METHOD …`: a method of `samsyn.analysis` headless, for analysts and for checks."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

NAME = "analyse"
HELP = "Räknar med en av programmets metoder, på antal eller på en fil."


def arguments(parser: argparse.ArgumentParser) -> None:
    from samsyn.cli.analyses import tables
    from samsyn.cli.analyses.registry import all_methods, epilog
    from samsyn.cli.analyses.words import Parser

    parser.__class__ = Parser  # made by the command itself; its errors are to be in Swedish too
    parser.add_argument("--list", action="store_true", help="visar alla metoder")
    parser.add_argument("--json", action="store_true", help="skriv svaret som JSON")
    methods = parser.add_subparsers(dest="method_name", metavar="METOD", parser_class=Parser)
    for method in all_methods():
        sub = methods.add_parser(
            method.name, help=method.help, description=method.help, epilog=epilog(method)
        )
        sub.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="skriv svaret som JSON"
        )
        sub.add_argument("--chart", type=_svg, metavar="FIL.svg", help="rita svaret i en fil")
        sub.add_argument("--lang", choices=("sv", "en"), default="sv", help="svarets och bildens språk (sv)")
        method.arguments(sub)
        tables.options(sub)
        sub.set_defaults(chosen=method)


def run(options: argparse.Namespace) -> int:
    """Return 0 with an answer on stdout, 2 with three sentences on stderr."""
    from samsyn.analysis.result import AnalysisError
    from samsyn.cli.analyses import tables
    from samsyn.cli.analyses.words import UsageError
    from samsyn.sources.contract import SourceError

    if options.list:
        return _list(as_json=options.json)
    if options.method_name is None:
        print("Ingen metod är vald. Kommandot fick inget namn. Skriv samsyn analyse --list.", file=sys.stderr)
        return 2
    try:
        with tables.part_of(options):
            found: dict[str, Any] = options.chosen.run(options)
    except (UsageError, SourceError) as error:
        print(error, file=sys.stderr)
        return 2
    except AnalysisError as error:
        print(
            f"Metoden {options.chosen.name} gick inte att räkna. Beräkningen svarade: {error}. "
            f"Rätta uppgifterna, se samsyn analyse {options.chosen.name} --help.",
            file=sys.stderr,
        )
        return 2
    if options.json:
        written = _write(json.dumps(found, ensure_ascii=False, allow_nan=False))
        return _shown(options, found) or written
    return _shown(options, found)


def _shown(options: argparse.Namespace, found: dict[str, Any]) -> int:
    """Say the answer, unless it is written as JSON, and draw it when asked to."""
    if options.json and not options.chart:
        return 0
    _set_up_language()
    from django.utils.translation import override

    from samsyn.ui import results
    from samsyn.ui.sheet import sheet

    written = 0
    with override(options.lang):
        if not options.json:
            written = _write("\n".join(results.say(options.chosen.name, found)))
        if options.chart:
            text = sheet(results.draw(options.chosen.name, found), options.lang)
            try:
                options.chart.write_text(text, encoding="utf-8")
            except OSError as error:
                print(
                    f"Bilden gick inte att spara. Filen {options.chart} gav felet {error.strerror}. "
                    "Välj en mapp som finns och som du får skriva i.",
                    file=sys.stderr,
                )
                return 2
    return written


def _write(text: str) -> int:
    """Print to whoever reads; return 1 when nobody does any more, as after `| head`."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Python flushes once more when it ends: let that go nowhere
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        return 1
    return 0


def _set_up_language() -> None:
    """Django's translations alone: no apps, no database. Inside the program its own settings hold."""
    import django
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        folder = Path(__file__).resolve().parent.parent / "locale"
        settings.configure(USE_I18N=True, LANGUAGE_CODE="sv", LOCALE_PATHS=[folder], INSTALLED_APPS=[])
    if not apps.ready:
        django.setup()


def _svg(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".svg":
        raise argparse.ArgumentTypeError(f"”{text}” ska sluta på .svg")
    return path


def _list(*, as_json: bool) -> int:
    from samsyn.cli.analyses.registry import all_methods

    methods = all_methods()
    if as_json:
        return _write(
            json.dumps([{"method": one.name, "help": one.help} for one in methods], ensure_ascii=False)
        )
    width = max(len(one.name) for one in methods)
    return _write("\n".join(f"{one.name:<{width}}  {one.help}" for one in methods))
