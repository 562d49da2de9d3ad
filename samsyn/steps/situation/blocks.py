"""The blocks of the page that rest on figures and levels, as markup, kept until one of them changes.

They are most of the page and the same for everybody who may do the same, so they are made once and not for each reader.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samsyn.evidence.queries import figures_version
from samsyn.places.models import AreaPair
from samsyn.places.queries import parts
from samsyn.steps.situation import drawings, queries, words
from samsyn.steps.situation.access import WHOLE
from samsyn.steps.situation.models import LevelAssessment, SituationPicture
from samsyn.steps.situation.queries.indicators import shared_notes
from samsyn.steps.situation.queries.key_figures import key_figures
from samsyn.steps.situation.queries.levels import AreaRow
from samsyn.steps.situation.queries.sources import lines_of

KEPT_S = 60 * 60
PARTS = ("key_figures", "levels", "indicators", "safety", "coverage")
_CUT = "<!--cut-->"
_SCRIPT = re.compile(
    r'<script id="chart-theme".*?</script>\s*<script type="module"[^>]*></script>', re.DOTALL
)


def blocks(
    pair: AreaPair, standing: SituationPicture | None, *, may_write: bool, metric: str = ""
) -> dict[str, SafeString]:
    """Return the markup of each of PARTS, in the page's language. `metric` chooses the time chart."""
    if metric and metric not in {row.metric for row in queries.indicator_rows(pair)}:
        metric = ""
    version = figures_version(pair.city)
    made_of = (
        pair.pk,
        pair.name,
        version,
        queries.code(),
        _judged(standing),
        may_write,
        metric,
        get_language(),
    )
    key = f"situation:blocks:{hashlib.sha256(repr(made_of).encode()).hexdigest()}"
    packed: bytes | None = cache.get(key)
    if packed is None:
        markup = render_to_string("situation/blocks.html", _context(pair, standing, may_write, metric))
        packed = zlib.compress(_unlike(markup).encode(), 1)
        cache.set(key, packed, KEPT_S)
    pieces = zlib.decompress(packed).decode().split(_CUT)
    return {
        name: mark_safe(piece)  # noqa: S308 - rendered by a template
        for name, piece in zip(PARTS, pieces, strict=True)
    }


def _unlike(markup: str) -> str:
    """Give the figures of each part ids of their own, and leave the charts' script once.

    `draw` counts within one template, and each part is a template.
    """
    pieces, has_script = [], False
    for name, piece in zip(PARTS, markup.split(_CUT), strict=True):
        piece = piece.replace("figur-", f"figur-{name}-")
        if has_script:
            piece = _SCRIPT.sub("", piece)
        has_script = has_script or bool(_SCRIPT.search(piece))
        pieces.append(piece)
    return _CUT.join(pieces)


def _judged(standing: SituationPicture | None) -> list[int]:
    if standing is None:
        return []
    return list(LevelAssessment.objects.filter(picture=standing).order_by("pk").values_list("pk", flat=True))


def _context(
    pair: AreaPair, standing: SituationPicture | None, may_write: bool, metric: str
) -> dict[str, Any]:
    snapshot = queries.picture_for_page(pair)
    return {
        "cut": mark_safe(_CUT),  # noqa: S308 - our own constant
        "pair": pair,
        "is_example": pair.city.is_example,
        "may_write": may_write,
        "snapshot": snapshot,
        "key_figures": key_figures(pair, snapshot),
        **_levels(pair, standing, snapshot),
        **_indicators(pair, snapshot, metric),
        "safety": [
            (
                block,
                drawings.share_picture(pair, block, snapshot),
                lines_of(snapshot.sources, block.import_ids),
            )
            for block in snapshot.safety
        ],
    }


def _levels(pair: AreaPair, standing: SituationPicture | None, snapshot: queries.Snapshot) -> dict[str, Any]:
    below, judged = parts(pair.city_area), queries.newest(standing)
    rows = queries.area_rows(below, judged, snapshot.coverage)
    whole = AreaRow(
        number=0,
        code=WHOLE,
        area_id=pair.city_area_id,
        key=pair.city_area.key,
        name=pair.city_area.name,
        is_whole=True,
        assessment=judged.get(pair.city_area_id),
        coverage=snapshot.coverage.get(pair.city_area.key, ()),
    )
    return {
        "whole": whole,
        "areas": rows,
        "part_kind": below[0].division.name if below else "",
        "level_picture": drawings.level_picture(pair, below, rows) if judged else None,
        "any_judged": bool(judged),
        "kinds": [{"code": code, "name": words.coverage_kind(code)} for code in words.EVIDENCE],
        "coverage_rows": [
            {"name": row.name, "has": [code in row.coverage for code in words.EVIDENCE]}
            for row in [whole, *rows]
        ],
    }


def _indicators(pair: AreaPair, snapshot: queries.Snapshot, metric: str) -> dict[str, Any]:
    rows = [row for row in snapshot.indicators if row.series]
    chosen = next((row for row in rows if row.metric == metric), rows[0] if rows else None)
    imports = {pk for row in snapshot.crimes for pk in row.import_ids}
    return {
        "crime_sources": lines_of(snapshot.sources, sorted(imports)),
        "indicators": [(row, drawings.spark_of(row)) for row in snapshot.crimes],
        "same_period": _one([row.figure.period for row in snapshot.crimes]),
        "same_population": _one([row.rate.population_year for row in snapshot.crimes if row.rate]),
        "shared_notes": shared_notes(snapshot.crimes),
        "chosen": chosen,
        "trend_picture": drawings.trend_of_row(pair, chosen, snapshot) if chosen else None,
    }


def _one(texts: list[str]) -> str:
    """Return the text that they all have, "" when they differ."""
    return texts[0] if len(set(texts)) == 1 else ""
