"""What a city's areas are made of, all at once: from a whole to those smaller areas that make it up exactly."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max

from samsyn.places.models import Area

_KEPT = 8  # cities in memory
_trees: OrderedDict[int, tuple[tuple[int | None, ...], AreaTree]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Node:
    """One area without its geometry."""

    pk: int
    key: str
    code: str
    name: str
    division: int


@dataclass
class AreaTree:
    """The areas of a city by id, and the parts of each. `version` changes when areas or parts come or go."""

    nodes: dict[int, Node]
    parts: dict[int, tuple[int, ...]]
    version: tuple[int | None, ...] = ()
    by_key: dict[str, Node] = field(default_factory=dict)
    _below: dict[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_key = {node.key: node for node in self.nodes.values()}

    def below(self, pk: int) -> frozenset[int]:
        """Return every area inside an area, however many steps down, without itself."""
        if pk not in self._below:
            found: set[int] = set()
            level = set(self.parts.get(pk, ()))
            while level:
                found |= level
                level = {part for one in level for part in self.parts.get(one, ())} - found
            self._below[pk] = frozenset(found - {pk})
        return self._below[pk]

    def cover(self, pk: int, division: int) -> tuple[int, ...]:
        """Return the areas of a division that together make up the area; () when they do not make it up wholly."""
        if not self._is_made_of(pk, division):
            return ()
        within = self.below(pk) | {pk}
        return tuple(sorted(one for one in within if self.nodes[one].division == division))

    def _is_made_of(self, pk: int, division: int) -> bool:
        if self.nodes[pk].division == division:
            return True
        parts = self.parts.get(pk, ())
        return bool(parts) and all(self._is_made_of(part, division) for part in parts)

    def in_division(self, division: int) -> list[Node]:
        """Return the areas of a division, by code."""
        found = [node for node in self.nodes.values() if node.division == division]
        return sorted(found, key=lambda node: node.code)

    def divisions(self) -> set[int]:
        return {node.division for node in self.nodes.values()}


def tree(city_id: int) -> AreaTree:
    """Return the city's tree; kept in the process until areas or parts are added or removed. Two small queries."""
    parts = _links(city_id).aggregate(many=Count("pk"), last=Max("pk"))
    areas = Area.objects.filter(division__city=city_id).aggregate(many=Count("pk"), last=Max("pk"))
    version = (city_id, parts["many"], parts["last"], areas["many"], areas["last"])
    with _lock:
        kept = _trees.get(city_id)
        if kept and kept[0] == version:
            _trees.move_to_end(city_id)
            return kept[1]
    made = _read(city_id, version)
    with _lock:
        _trees[city_id] = (version, made)
        while len(_trees) > _KEPT:
            _trees.popitem(last=False)
    return made


def _links(city_id: int) -> Any:
    through: Any = Area.parts.through
    return through.objects.filter(from_area__division__city=city_id)


def _read(city_id: int, version: tuple[int | None, ...]) -> AreaTree:
    rows = Area.objects.filter(division__city=city_id).values_list("pk", "key", "code", "name", "division")
    nodes = {row[0]: Node(*row) for row in rows}
    parts: dict[int, list[int]] = {}
    for whole, part in _links(city_id).values_list("from_area", "to_area").order_by("pk"):
        if part in nodes:
            parts.setdefault(whole, []).append(part)
    return AreaTree(nodes, {whole: tuple(found) for whole, found in parts.items()}, version)
