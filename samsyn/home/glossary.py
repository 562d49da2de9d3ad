"""The glossary: every word that Samsyn uses in a meaning of its own, from glossary.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from samsyn.home import texts


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
    """Return the terms that match, in alphabetical order; all of them for an empty search."""
    found = [term for term in terms() if term.matches(sought.strip())]
    return sorted(found, key=lambda term: term.sv.casefold())
