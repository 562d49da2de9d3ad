"""The list of verbs. A verb is a module with NAME, HELP, arguments(parser) and run(arguments) -> exit code."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from dataclasses import dataclass

MODULES = ["serve"]


@dataclass(frozen=True)
class Verb:
    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def all_verbs() -> list[Verb]:
    """Return every verb; a module is imported only here, and imports Django only in its `run`."""
    found = []
    for name in MODULES:
        module = importlib.import_module(f"samsyn.cli.{name}")
        found.append(Verb(module.NAME, module.HELP, module.arguments, module.run))
    return found
