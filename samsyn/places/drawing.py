"""Areas as SVG: a wide and a narrow drawing of the same areas, numbered as the table beside them.

Only presentation attributes, for the strict Content Security Policy. Kept on disk and in memory: geometry never changes.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import json
import math
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samsyn.places import queries
from samsyn.places.models import Area

WIDE, NARROW = 560, 320
HIGHEST = 1.15  # a drawing is at most this many times as high as it is wide
MOST_NAMES = 16  # more areas than this are numbered instead of named
MOST_NUMBERS = 200  # more than this carry no words at all
INK, PLAIN, MARKED, OTHER = "#10242b", "#bcd6d6", "#438991", "#f0f3f2"
MARGIN = 8
LETTER = 0.56  # the width of a letter beside its height
Ring = list[list[float]]


@dataclass(frozen=True)
class AreaMap:
    """The two drawings, ready for a page."""

    wide: SafeString
    narrow: SafeString
    title: str


@dataclass(frozen=True)
class _Plan:
    """From degrees to the sheet: x to the right, y down, true at the middle latitude."""

    west: float
    north: float
    scale_x: float
    scale_y: float
    width: int
    height: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        return MARGIN + (x - self.west) * self.scale_x, MARGIN + (self.north - y) * self.scale_y


def area_map(
    areas: Sequence[Area],
    *,
    title: str,
    around: Sequence[Area] = (),
    marked: frozenset[int] = frozenset(),
    with_words: bool = True,
) -> AreaMap:
    """Draw areas in both widths.

    areas      in the order of the table: number 1 is the first
    around     areas drawn pale behind, only to say where we are
    marked     pks of the areas to draw dark
    """
    sheet = _Sheet(areas, around, marked, title, with_words)
    digest = sheet.digest()
    drawn = cache.get(f"area-map:{digest}")
    if drawn is None:
        drawn = _kept(digest) or _keep(digest, (_draw(sheet, WIDE), _draw(sheet, NARROW)))
        cache.set(f"area-map:{digest}", drawn, queries.SECONDS_KEPT)
    wide, narrow = drawn
    return AreaMap(mark_safe(wide), mark_safe(narrow), title)  # noqa: S308 - our own drawing, texts escaped  # nosec B308 B703


def _file(digest: str) -> Path:
    return Path(settings.SAMSYN_DATA) / "drawings" / digest[:2] / f"{digest}.json"


def _kept(digest: str) -> tuple[str, str] | None:
    """Return the two drawings from disk, so that a restart draws nothing anew."""
    try:
        wide, narrow = json.loads(_file(digest).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(wide), str(narrow)


def _keep(digest: str, drawn: tuple[str, str]) -> tuple[str, str]:
    """Write the drawings whole or not at all. A folder that cannot be written to only costs time."""
    file = _file(digest)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".drawing-")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(drawn, out, ensure_ascii=False)
        Path(name).replace(file)
    return drawn


@functools.cache
def _program() -> str:
    """The checksum of what draws: a change of it makes every drawing anew."""
    here = Path(__file__)
    files = (here, here.with_name("topology.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def draft_map(areas: Sequence[Area], *, title: str) -> AreaMap:
    """Draw areas that are not saved yet; each has a number as its pk, and its geometry."""
    wide, narrow = (
        _draw(_Sheet(areas, (), frozenset(), title, True, is_draft=True), w) for w in (WIDE, NARROW)
    )
    return AreaMap(mark_safe(wide), mark_safe(narrow), title)  # noqa: S308 - our own drawing, texts escaped  # nosec B308 B703


@dataclass(frozen=True)
class _Sheet:
    """What is to be drawn."""

    areas: Sequence[Area]
    around: Sequence[Area]
    marked: frozenset[int]
    title: str
    with_words: bool
    is_draft: bool = False

    def digest(self) -> str:
        """Return what tells this drawing from every other: an area's geometry never changes once it is loaded."""
        told = [
            [
                (a.key, a.name, a.west, a.south, a.east, a.north, a.label_x, a.label_y, a.pk in self.marked)
                for a in group
            ]
            for group in (self.areas, self.around)
        ]
        text = json.dumps([_program(), told, self.with_words, self.title])
        return hashlib.sha256(text.encode()).hexdigest()

    def features(self, tolerance_m: float) -> list[dict[str, Any]]:
        if self.is_draft:
            return queries.features(self.areas, tolerance_m)
        found: list[dict[str, Any]] = queries.outline(self.areas, tolerance_m)["features"]
        return found

    def behind(self, tolerance_m: float) -> list[dict[str, Any]]:
        if not self.around:
            return []
        mine = {area.pk for area in self.areas}
        found = queries.outline(self.around, tolerance_m)["features"]
        return [one for one in found if one["id"] not in mine]


def _draw(sheet: _Sheet, width: int) -> str:
    if not sheet.areas:
        return ""
    plan = _plan(sheet.areas, width)
    tolerance_m = 111_000 / plan.scale_y * (0.7 if len(sheet.areas) <= MOST_NUMBERS else 1.6)
    thick = 0.9 if len(sheet.areas) < MOST_NUMBERS else 0.4
    body = [_path(one, plan, OTHER, "#cfd9d8", 0.8) for one in sheet.behind(tolerance_m)]
    body += [
        _path(one, plan, MARKED if one["id"] in sheet.marked else PLAIN, INK, thick)
        for one in sheet.features(tolerance_m)
    ]
    if sheet.with_words and len(sheet.areas) <= MOST_NUMBERS:
        body += _words(sheet.areas, plan)
    return (
        f'<svg viewBox="0 0 {plan.width} {plan.height}" width="{plan.width}" height="{plan.height}" role="img" '
        f'aria-label="{escape(sheet.title)}">{"".join(body)}{_scale_bar(plan)}</svg>'
    )


def _plan(areas: Sequence[Area], width: int) -> _Plan:
    west, east = min(a.west for a in areas), max(a.east for a in areas)
    south, north = min(a.south for a in areas), max(a.north for a in areas)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    unit = min((width - 2 * MARGIN) / wide, (width * HIGHEST - 2 * MARGIN) / high)
    sheet = math.ceil(wide * unit) + 2 * MARGIN, math.ceil(high * unit) + 2 * MARGIN
    return _Plan(west, north, unit * squeeze, unit, max(sheet[0], 120), sheet[1] + 22)


def _path(feature: dict[str, Any], plan: _Plan, fill: str, line: str, thick: float) -> str:
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    steps = "".join(_ring(ring, plan) for polygon in polygons for ring in polygon)
    return (
        f'<path d="{steps}" fill="{fill}" fill-rule="evenodd" stroke="{line}" stroke-width="{thick}" '
        'stroke-linejoin="round"/>'
    )


def _ring(ring: Ring, plan: _Plan) -> str:
    """One ring as relative steps of whole tenths, which is half the text of absolute ones."""
    points = [plan.point(xy[0], xy[1]) for xy in ring[:-1]]
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    out = [f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l"]
    for (x0, y0), (x1, y1) in itertools.pairwise(tenths):
        if (x0, y0) != (x1, y1):
            out.append(f"{(x1 - x0) / 10:g} {(y1 - y0) / 10:g} ")
    return "".join(out).rstrip("l ") + "z"


def _words(areas: Sequence[Area], plan: _Plan) -> list[str]:
    """Names when they are few and the sheet is wide, else numbers; none lies on another."""
    is_named = len(areas) <= MOST_NAMES and plan.width > NARROW
    size = 15 if is_named else 13
    taken: list[tuple[float, float, float, float]] = []
    out = []
    largest_first = sorted(enumerate(areas, 1), key=lambda row: -_size(row[1]))
    for number, area in largest_first:
        text = area.name if is_named else str(number)
        x, y = plan.point(area.label_x, area.label_y)
        half = len(text) * size * LETTER / 2
        x = min(max(x, half + 2), plan.width - half - 2)
        box = (x - half, y - size * 0.6, x + half, y + size * 0.6)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        out.append(_word(text, x, y, size))
    return out


def _size(area: Area) -> float:
    return (area.east - area.west) * (area.north - area.south)


def _word(text: str, x: float, y: float, size: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" dy=".35em" font-size="{size}" font-weight="600" text-anchor="middle" '
        f'fill="{INK}" stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def _scale_bar(plan: _Plan) -> str:
    """A bar of a round number of kilometres at the lower right."""
    metres_per_pixel = 111_320 / plan.scale_y
    rough = plan.width * 0.3 * metres_per_pixel
    power = 10 ** math.floor(math.log10(rough))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= rough)
    pixels = length_m / metres_per_pixel
    label = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    right, y = plan.width - MARGIN, plan.height - 6
    return (
        f'<path d="M{right - pixels:.1f} {y - 5}v5H{right}v-5" fill="none" stroke="#485c62" stroke-width="1.2"/>'
        f'<text x="{right - pixels - 6:.1f}" y="{y}" font-size="13" text-anchor="end" fill="#485c62">{label}</text>'
    )
