"""Which column of an area file is the code, the name and the larger area: proposed from headings and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from samsyn.sources import columns, faults
from samsyn.sources.columns import folded

NAME_ENDINGS = ("namn", "name", "nm")
CODE_PARTS = ("kod", "code", "kd", "nr", "id")
NO_CODES = ("objectid", "fid", "ogcfid", "gid", "globalid")  # the program's own numbers, new in every export
PARENT_PARTS = (
    "parent",
    "overordnad",
    "stadsomrade",
    "mellanomrade",
    "primaromrade",
    "kommunkod",
    "kommun",
    "lan",
)


@dataclass(frozen=True)
class Roles:
    """Headings; parent is "" when there is none, name is the code's when there are no names."""

    code: str
    name: str
    parent: str = ""
    layer: str = ""
    crs: str = ""

    def as_options(self) -> dict[str, Any]:
        return asdict(self)


def settle(path: Path, values: Mapping[str, Sequence[str]], options: Mapping[str, Any]) -> Roles:
    """Return the columns: told in the options, the rest proposed. Raises SourceError when none can be the code."""
    heading = tuple(values)
    told = {role: str(options.get(role) or "") for role in ("code", "name", "parent")}
    for role, name in told.items():
        if name:
            told[role] = heading[columns.chosen(path, heading, name)]
    unique = [name for name in heading if _is_unique(values[name])]
    name = told["name"] or _named(heading, unique)
    code = told["code"] or _code(heading, unique, name)
    name = name or _name_of(heading, code)
    if not code:
        raise faults.missing_column(path, column="områdeskod", heading=heading)
    parent = told["parent"] if "parent" in options else _parent(heading, values, {code, name})
    return Roles(code, name or code, parent, str(options.get("layer") or ""), str(options.get("crs") or ""))


def _is_unique(texts: Sequence[str]) -> bool:
    return all(texts) and len(set(texts)) == len(texts)


def _named(heading: Sequence[str], unique: Sequence[str]) -> str:
    names = [name for name in heading if folded(name).endswith(NAME_ENDINGS)]
    return next((name for name in names if name in unique), "")


def _name_of(heading: Sequence[str], code: str) -> str:
    """Return the heading of names that goes with a code: lan with lan_kod, regsonamn with regsokod."""
    wanted = {_stem(code), *(_stem(code) + ending for ending in NAME_ENDINGS)}
    return next((other for other in heading if other != code and folded(other) in wanted), "")


def _code(heading: Sequence[str], unique: Sequence[str], name: str) -> str:
    """Return the heading that the name belongs to, else one that says code, else the first whose cells differ."""
    stem = _stem(name)
    others = [other for other in unique if other != name]
    for other in others:
        if name and folded(other) in {stem, *(stem + part for part in CODE_PARTS)}:
            return other
    coded = [other for part in CODE_PARTS for other in others if folded(other).endswith(part)]
    texts = [other for other in others if not folded(other).startswith(("area", "yta", "shape"))]
    ordered = [*coded, *texts]
    return next((other for other in ordered if folded(other) not in NO_CODES), next(iter(ordered), name))


def _stem(heading: str) -> str:
    """Return a heading without the part that says name or code: what the areas are."""
    stem = folded(heading)
    for ending in (*NAME_ENDINGS, *CODE_PARTS):
        if stem.endswith(ending) and stem != ending:
            return stem.removesuffix(ending)
    return stem


def _parent(heading: Sequence[str], values: Mapping[str, Sequence[str]], taken: set[str]) -> str:
    candidates = [name for name in heading if name not in taken and folded(name).startswith(PARENT_PARTS)]
    return next((name for name in candidates if all(values[name]) and not _is_unique(values[name])), "")
