"""Blocks that others add to the lägesbild. A later step registers its own from its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from samsyn.people.models import Member
from samsyn.places.models import AreaPair


@dataclass(frozen=True)
class Block:
    """One block after the program's own: a heading, a template and what it shows."""

    anchor: str
    heading: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Section = Callable[[AreaPair, Member], Block | None]  # None: nothing to show today
SECTIONS: list[Section] = []


def register(section: Section) -> Section:
    """Add a block to every lägesbild; usable as a decorator."""
    SECTIONS.append(section)
    return section
