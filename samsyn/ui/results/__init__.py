"""Results that speak: what `samsyn.analysis` found, in plain sentences and in a picture, in the page's language.

A module a method, of the method's name, with
say   the JSON object of `samsyn analyse METHOD --json` -> sentences and small tables: what we see, how sure, what it does not mean
draw  the same object -> its `Picture`
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from samsyn.charts.picture import Picture

Found = Mapping[str, Any]


def say(method: str, found: Found) -> list[str]:
    """Return the sentences of a method's answer in the page's language."""
    lines: list[str] = _module(method).say(found)
    return lines


def draw(method: str, found: Found) -> Picture:
    """Return the picture of a method's answer in the page's language."""
    picture: Picture = _module(method).draw(found)
    return picture


def _module(method: str) -> Any:
    return importlib.import_module(f"samsyn.ui.results.{method.replace('-', '_')}")
