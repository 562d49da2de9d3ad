"""The verbs. A verb is a module of this folder with NAME, HELP, arguments(parser) and run(options) -> exit code.

A module imports Django only inside `run`, so that `samsyn --help` is quick.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import samsyn.cli


@dataclass(frozen=True)
class Verb:
    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def all_verbs() -> list[Verb]:
    """Return every verb, in alphabetical order."""
    modules = [
        importlib.import_module(f"samsyn.cli.{found.name}")
        for found in pkgutil.iter_modules(samsyn.cli.__path__)
        if found.name not in {"main", "verbs"}
    ]
    verbs = [Verb(m.NAME, m.HELP, m.arguments, m.run) for m in modules if hasattr(m, "NAME")]
    return sorted(verbs, key=lambda verb: verb.name)
