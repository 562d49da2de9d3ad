"""A spark: the last few points of a figure with their intervals and the zero line, for a row of a table.

Drawn by hand and not by Vega: a page has dozens of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 132, 42
_BASE, _TOP = 39.5, 5.0


@dataclass(frozen=True)
class SparkPoint:
    """One point; None leaves a gap. A preliminary point is hollow."""

    value: float | None
    low: float | None = None
    high: float | None = None
    is_preliminary: bool = False


def spark(points: Sequence[SparkPoint]) -> str:
    """Return the SVG as markup, "" when no point has a value. The row says the same in numbers: it is hidden from readers."""
    if not any(point.value is not None for point in points):
        return ""
    highest = max(max(p.value or 0, p.high or 0) for p in points) or 1.0
    step = (WIDTH - 16) / max(len(points) - 1, 1)
    places = [(8 + index * step if len(points) > 1 else WIDTH / 2) for index in range(len(points))]

    def y(value: float) -> float:
        return _BASE - (_BASE - _TOP) * max(value, 0) / highest

    parts = [f'<path d="M0 {_BASE}H{WIDTH}" stroke="#cfd9d8"/>']
    for x, point in zip(places, points, strict=True):
        if point.value is not None and point.low is not None and point.high is not None:
            parts.append(
                f'<path d="M{x:.1f} {y(point.low):.1f}V{y(point.high):.1f}" stroke="#86b6b9" '
                'stroke-width="3.5" stroke-linecap="round"/>'
            )
    parts.extend(
        _lines([(x, None if p.value is None else y(p.value)) for x, p in zip(places, points, strict=True)])
    )
    last = max(index for index, point in enumerate(points) if point.value is not None)
    for index, (x, point) in enumerate(zip(places, points, strict=True)):
        if point.value is not None:
            fill = "#fff" if point.is_preliminary else "#0a4a54"
            radius = 3.2 if index == last else 2
            edge = ' stroke="#0a4a54" stroke-width="1.6"' if point.is_preliminary else ""
            parts.append(f'<circle cx="{x:.1f}" cy="{y(point.value):.1f}" r="{radius}" fill="{fill}"{edge}/>')
    return (
        f'<svg class="spark" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _lines(places: Sequence[tuple[float, float | None]]) -> list[str]:
    """The line through the points, broken where one is missing."""
    paths: list[str] = []
    run: list[str] = []
    for x, height in [*places, (0.0, None)]:
        if height is not None:
            run.append(f"{x:.1f} {height:.1f}")
            continue
        if len(run) > 1:
            paths.append(f'<path d="M{"L".join(run)}" fill="none" stroke="#0a4a54" stroke-width="1.6"/>')
        run = []
    return paths
