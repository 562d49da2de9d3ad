"""The glossary: every word that Samsyn uses in a meaning of its own, from glossary.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from samsyn.home import texts

_SWEDISH = str.maketrans("åäö", "{|}")  # å, ä, ö come after z, in that order


@dataclass(frozen=True)
class Term:
    """One term. `identifiers` are its names in the code, empty for words that no code carries."""

    sv: str
    en: str
    group: str
    definition: str
    identifiers: tuple[str, ...] = ()
    app: str = ""
    synonyms: tuple[str, ...] = ()
    definition_en: str = ""
    source: str = ""

    @property
    def slug(self) -> str:
        return "-".join(self.sv.lower().replace(",", "").split())

    def matches(self, sought: str) -> bool:
        everything = " ".join((self.sv, self.en, self.definition, self.definition_en, *self.synonyms))
        return sought.casefold() in everything.casefold()


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """Return every term in the order of the file."""
    data = tomllib.loads(texts.read("glossary.toml") or "term = []")
    return tuple(_term(row) for row in data["term"])


def _term(row: dict[str, Any]) -> Term:
    lists = {key: tuple(row.get(key, ())) for key in ("identifiers", "synonyms")}
    return Term(**{**row, **lists})


def search(sought: str) -> list[Term]:
    """Return the terms that match, in alphabetical order of the page's language; all of them for an empty search."""
    found = [term for term in terms() if term.matches(sought.strip())]
    if (get_language() or "sv").startswith("sv"):
        return sorted(found, key=lambda term: term.sv.casefold().translate(_SWEDISH))
    return sorted(found, key=lambda term: term.en.casefold())
