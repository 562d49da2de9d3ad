"""The methods. A method is a module of this folder with NAME, HELP, EXAMPLE, KEYS, arguments and run.

EXAMPLE    a command line that works as it stands; a test runs it
FILE       (name, text) of the file in the example, when it reads one; FILES when it reads several
KEYS       what the JSON object holds beside BASE, key by key
arguments  adds the options
run        options -> the JSON object; raises UsageError, SourceError or AnalysisError

What an answer says, and its picture, are in `ui/results`, a module of the same name.

A module imports what is heavy only inside `run`.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import samsyn.cli.analyses

BASE = {
    "method": "metodens namn",
    "value": "skattningen",
    "low": "intervallets nedre ände",
    "high": "intervallets övre ände",
    "level": "intervallets nivå, till exempel 0.95",
    "n": "så många händelser eller värden som ligger bakom",
    "p": "sannolikheten för ett minst lika tydligt utslag av slumpen",
    "caveats": "förbehåll som koder, till exempel few-events och overdispersed",
    "estimator": "namnet på beräkningen",
    "reason": "varför något inte går att beräkna, som kod",
}


@dataclass(frozen=True)
class Method:
    name: str
    help: str
    example: str
    files: tuple[tuple[str, str], ...]
    keys: Mapping[str, str]
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], dict[str, Any]]


def all_methods() -> list[Method]:
    """Return every method, in alphabetical order."""
    modules = [
        importlib.import_module(f"samsyn.cli.analyses.{found.name}")
        for found in pkgutil.iter_modules(samsyn.cli.analyses.__path__)
        if found.name not in {"registry", "words", "tables"}
    ]
    methods = [
        Method(m.NAME, m.HELP, m.EXAMPLE, _files(m), m.KEYS, m.arguments, m.run)
        for m in modules
        if hasattr(m, "NAME")
    ]
    return sorted(methods, key=lambda method: method.name)


def _files(module: Any) -> tuple[tuple[str, str], ...]:
    return getattr(module, "FILES", None) or ((module.FILE,) if hasattr(module, "FILE") else ())


def epilog(method: Method) -> str:
    """Return the end of a method's help: an example, its file, and the keys of the JSON object."""
    parts = [f"Exempel:\n  {method.example}"]
    for name, text in method.files:
        parts.append(f"där {name} är:\n" + "\n".join(f"  {line}" for line in text.splitlines()))
    keys = {**BASE, **method.keys}
    parts.append(
        "Nycklar i JSON (null där de inte är bestämda):\n"
        + "\n".join(f"  {key:<18}{meaning}" for key, meaning in keys.items())
    )
    return "\n\n".join(parts)
