"""Everything on the first page that rests on figures, computed once per state of the evidence and language."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.core.cache import caches
from django.utils.translation import get_language, override

from samsyn.evidence.audience import JOINT, reading_for
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import breaks, parts
from samsyn.steps.situation.queries.figures import Figure, candidates
from samsyn.steps.situation.queries.indicators import IndicatorRow, build_indicators
from samsyn.steps.situation.queries.safety import SafetyBlock, build_safety
from samsyn.steps.situation.queries.sources import SourceLine, source_lines
from samsyn.steps.situation.queries.unusual import Unusual, build_unusual

SECONDS_KEPT = 24 * 60 * 60
Made = TypeVar("Made")
_lock = threading.Lock()


@dataclass(frozen=True)
class BreakShown:
    """A day when the area was drawn anew."""

    date: str
    text: str


@dataclass(frozen=True)
class Snapshot:
    """The figures of a pair's picture in one language: plain values all through, so that it can be kept as JSON."""

    indicators: tuple[IndicatorRow, ...]
    safety: tuple[SafetyBlock, ...]
    breaks: tuple[BreakShown, ...]
    coverage: dict[str, tuple[str, ...]]  # kinds of evidence by Area.key, the whole too
    sources: dict[int, SourceLine]
    unusual: Unusual | None = None

    @property
    def crimes(self) -> list[IndicatorRow]:
        return [row for row in self.indicators if row.kind in {"count", "rate"}]

    @property
    def others(self) -> list[IndicatorRow]:
        return [row for row in self.indicators if row.kind == "index"]

    @property
    def is_empty(self) -> bool:
        return not self.indicators and not self.safety


def picture_for_page(pair: AreaPair) -> Snapshot:
    """Return the figures of the pair's page, from the cache when nothing in force has changed."""
    return cached(pair, "picture", lambda: _build(pair))


def candidates_for(pair: AreaPair) -> list[Figure]:
    """Return the figures that a finding can rest on now, from the cache when nothing in force has changed."""
    return cached(pair, "candidates", lambda: candidates(pair))


def indicator_rows(pair: AreaPair) -> list[IndicatorRow]:
    """Return the rows of the indicator table."""
    return list(picture_for_page(pair).indicators)


def safety_rows(pair: AreaPair) -> list[SafetyBlock]:
    """Return the residents' safety, one block a question of a survey."""
    return list(picture_for_page(pair).safety)


@cache
def code() -> str:
    """Return a checksum of the code that makes what is kept, so that a new program never reads an older one's."""
    folder = Path(__file__).parent
    files = sorted([*folder.glob("*.py"), folder.parent / "words.py", *folder.parent.glob("frames*.py")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def cached(pair: AreaPair, name: str, make: Callable[[], Made]) -> Made:
    """Return what is kept for this state of the pair's evidence, in the page's language.

    It is made once, by one process, and shared by all of them. `make` may return None, which is not kept.
    """
    from samsyn.evidence.queries import figures_version

    language = get_language() or "sv"
    key = f"situation:{name}:{pair.slug}:{pair.pk}:{figures_version(pair.city)}:{language}:{code()}"
    near, shared = caches["default"], caches["shared"]
    found = near.get(key)
    if found is not None:
        return found
    with _lock:
        found = near.get(key) or shared.get(key)
        if found is None:
            found = make()
            shared.set(key, found, SECONDS_KEPT)
        near.set(key, found, SECONDS_KEPT)
    return found


def _build(pair: AreaPair) -> Snapshot:
    indicators, safety, unusual = build_indicators(pair), build_safety(pair), build_unusual(pair)
    imports = {pk for row in indicators for pk in row.import_ids}
    imports |= {pk for block in safety for pk in block.import_ids}
    imports |= set(unusual.import_ids) if unusual is not None else set()
    areas = [pair.city_area, *parts(pair.city_area)]
    return Snapshot(
        indicators=tuple(indicators),
        safety=tuple(safety),
        breaks=tuple(BreakShown(one.date.isoformat(), one.text) for one in breaks(pair)),
        coverage=_coverage(areas),
        sources=source_lines(imports),
        unusual=unusual,
    )


def _coverage(areas: list[Area]) -> dict[str, tuple[str, ...]]:
    from samsyn.evidence.queries import coverage

    return {area.key: tuple(coverage(area)) for area in areas}


def warm(pair: AreaPair) -> None:
    """Compute the figures that both see in both languages: an edition is cut from them, and nobody waits for a lock."""
    for language in ("sv", "en"):
        with override(language), reading_for(JOINT):
            picture_for_page(pair)
