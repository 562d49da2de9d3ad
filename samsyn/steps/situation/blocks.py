"""The blocks of the page that rest on figures and levels, as markup, kept until one of them changes.

They are most of the page and the same for everybody who may do the same, so they are made once and not for each reader.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import date
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samsyn.analysis.result import Caveat
from samsyn.evidence.queries import figures_version
from samsyn.judging.rules import NOBODY
from samsyn.places.models import AreaPair
from samsyn.steps.situation import drawings, queries, words
from samsyn.steps.situation.level_table import LevelTable, level_table
from samsyn.steps.situation.models import SituationPicture
from samsyn.steps.situation.queries.indicators import IndicatorRow, shared_notes
from samsyn.steps.situation.queries.key_figures import key_figures
from samsyn.steps.situation.queries.sources import lines_of
from samsyn.ui.results import codes

KEPT_S = 60 * 60
PARTS = ("key_figures", "levels", "indicators", "safety", "coverage")
CUT = "<!--cut-->"
_INNER = "<!--part-->"


def blocks(
    pair: AreaPair,
    standing: SituationPicture | None,
    *,
    may_write: bool,
    metric: str = "",
    party: str = NOBODY,
) -> dict[str, SafeString]:
    """Return the markup of each of PARTS, in the page's language, for a reader of the party. `metric` chooses the time chart."""
    if metric and metric not in {row.metric for row in queries.indicator_rows(pair)}:
        metric = ""
    version = figures_version(pair.city)
    table = level_table(pair, standing, party)
    made_of = (
        pair.pk,
        pair.name,
        version,
        queries.code(),
        *table.made_of,
        may_write,
        metric,
        get_language(),
    )
    key = f"situation:blocks:{hashlib.sha256(repr(made_of).encode()).hexdigest()}"
    packed: bytes | None = cache.get(key)
    if packed is None:
        markup = render_to_string("situation/blocks.html", _context(pair, table, may_write, metric))
        packed = zlib.compress(markup.encode(), 1)
        cache.set(key, packed, KEPT_S)
    pieces = zlib.decompress(packed).decode().split(_INNER)
    return {
        name: mark_safe(piece)  # noqa: S308 - rendered by a template  # nosec B308 B703
        for name, piece in zip(PARTS, pieces, strict=True)
    }


def _context(pair: AreaPair, table: LevelTable, may_write: bool, metric: str) -> dict[str, Any]:
    snapshot = queries.picture_for_page(pair)
    return {
        "cut": mark_safe(_INNER),  # noqa: S308 - our own constant  # nosec B308 B703
        "pair": pair,
        "is_example": pair.city.is_example,
        "may_write": may_write,
        "snapshot": snapshot,
        "key_figures": key_figures(pair, snapshot),
        **table.context(snapshot),
        **_indicators(pair, snapshot, metric),
        "safety_sources": lines_of(
            snapshot.sources, [pk for block in snapshot.safety for pk in block.import_ids]
        ),
        "safety": [
            (
                block,
                drawings.share_picture(pair, block, snapshot),
                lines_of(snapshot.sources, block.import_ids),
            )
            for block in snapshot.safety
        ],
    }


def _indicators(pair: AreaPair, snapshot: queries.Snapshot, metric: str) -> dict[str, Any]:
    rows = [row for row in snapshot.indicators if row.series]
    chosen = next((row for row in rows if row.metric == metric), rows[0] if rows else None)
    imports = {pk for row in snapshot.crimes for pk in row.import_ids}
    return {
        "unusual_sources": lines_of(snapshot.sources, snapshot.unusual.import_ids)
        if snapshot.unusual
        else [],
        "crime_sources": lines_of(snapshot.sources, sorted(imports)),
        "indicators": [(row, drawings.spark_of(row), _own_notes(row)) for row in snapshot.crimes],
        "same_period": _one([row.figure.period for row in snapshot.crimes]),
        "same_population": _one([row.rate.population_year for row in snapshot.crimes if row.rate]),
        "same_span": _one([row.span for row in snapshot.crimes if len(row.series) > 1]),
        "shared_notes": [
            *shared_notes(snapshot.crimes),
            *_clumped(snapshot.crimes),
            *break_notes(pair, snapshot),
        ],
        "chosen": chosen,
        "is_chosen": bool(metric),
        "trend_picture": drawings.trend_of_row(pair, chosen, snapshot) if chosen else None,
    }


def _own_notes(row: IndicatorRow) -> list[str]:
    """Return a row's notes. That events come in clumps stands in the row where a change is said to be more than chance."""
    clumps = codes.caveat(Caveat.OVERDISPERSED)
    return [note for note in row.notes if note != clumps or row.is_more_than_chance]


def _clumped(rows: list[IndicatorRow]) -> list[str]:
    """Return the note of the other rows whose events come in clumps, once."""
    names = [row.label for row in rows if row.is_clumped and not row.is_more_than_chance]
    return [words.clumped(names)] if names else []


def break_notes(pair: AreaPair, snapshot: queries.Snapshot) -> list[str]:
    """Return what is drawn where the area was drawn anew: today's area summed from smaller ones, or nothing across."""
    summed = [row for row in snapshot.crimes if row.is_summed and Caveat.BREAK.value not in row.caveats]
    notes = [
        words.drawn_over_break(pair.city_area.name, date.fromisoformat(one.date).year)
        for one in snapshot.breaks
        if any(row.series and row.series[0].start < one.date <= row.series[-1].start for row in summed)
    ]
    return [*dict.fromkeys(notes), *dict.fromkeys(one.text for one in snapshot.breaks)]


def _one(texts: list[str]) -> str:
    """Return the text that they all have, "" when they differ."""
    return texts[0] if len(set(texts)) == 1 else ""
