"""`samsyn import WHAT …`: what can be imported is a module of this folder with IMPORTS, HELP, arguments and run."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from types import ModuleType

import samsyn.cli

NAME = "import"
HELP = "Läser in en fil: områden eller siffror."


def kinds() -> list[ModuleType]:
    """Return the modules that import something, by the word that names what."""
    names = [
        found.name for found in pkgutil.iter_modules(samsyn.cli.__path__) if found.name.startswith("import_")
    ]
    modules = [importlib.import_module(f"samsyn.cli.{name}") for name in names]
    return sorted((one for one in modules if hasattr(one, "IMPORTS")), key=lambda one: one.IMPORTS)


def arguments(parser: argparse.ArgumentParser) -> None:
    subparsers = parser.add_subparsers(dest="what", required=True, metavar="VAD")
    for module in kinds():
        sub = subparsers.add_parser(module.IMPORTS, help=module.HELP, description=module.HELP)
        module.arguments(sub)
        sub.set_defaults(import_run=module.run)


def run(options: argparse.Namespace) -> int:
    return int(options.import_run(options))
