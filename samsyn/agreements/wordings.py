"""The clauses that a new agreement begins with, from `wordings.toml`: our own words, in Swedish and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

PLACES = ("city", "police", "area")


@dataclass(frozen=True)
class Wording:
    """One clause of a template. An empty text is what the parties must write themselves; `help` says what.

    covers  a `models.Covers`
    text    with {city} and {police} for the parties' names and {area} for the pair's
    """

    heading: str
    heading_en: str
    covers: str
    help: str
    help_en: str
    text: str = ""
    text_en: str = ""

    @property
    def heading_here(self) -> str:
        return self.heading_en if _is_english() else self.heading

    @property
    def help_here(self) -> str:
        return self.help_en if _is_english() else self.help

    def filled(self, *, city: str, police: str, area: str) -> str:
        """Return the Swedish text with the names put in."""
        text = self.text
        for name, value in zip(PLACES, (city, police, area), strict=True):
            text = text.replace(f"{{{name}}}", value)
        return text


def _is_english() -> bool:
    return (get_language() or "sv").startswith("en")


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "wordings.toml").read_text("utf-8"))


def title(kind: str, *, city: str, area: str, about: str) -> str:
    """Return what a new agreement is called, in Swedish: the title is a part of the text."""
    said: str = _file()["titles"][kind]
    return said.format(city=city, area=area, about=about)


@cache
def wordings(kind: str) -> tuple[Wording, ...]:
    """Return the template of a kind of agreement, clause by clause."""
    return tuple(Wording(**row) for row in _file()[kind])


def wording_of(kind: str, covers: str) -> Wording | None:
    """Return the template's clause about the matter, or None."""
    return next((one for one in wordings(kind) if one.covers == covers), None)
