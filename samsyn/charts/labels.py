"""Names beside points, none over another: each tries the places around its point and takes the first that is free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.charts.picture import text_width

_HEIGHT = 16.0
_NEAR, _FAR = 9.0, 20.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def place(
    texts: Sequence[tuple[str, float, float]],
    *,
    taken: Sequence[Box],
    width: float,
    height: float,
    size: float = 13,
) -> list[Box | None]:
    """Return where each text stands beside its point, in the order given; None where there is no room for it.

    texts  text, x and y of its point, the most important first
    taken  what no text may lie on, the points themselves too

    >>> place([("A", 50, 50)], taken=[], width=100, height=100)[0]
    Box(x=59.0, y=42.0, width=7.41, height=16.0)
    """
    used = list(taken)
    found: list[Box | None] = []
    for text, x, y in texts:
        wide = round(text_width(text, size), 2)
        free = next(
            (
                box
                for box in _around(x, y, wide)
                if box.x >= 2
                and box.y >= 2
                and box.x + box.width <= width - 2
                and box.y + box.height <= height - 2
                and not any(box.meets(other) for other in used)
            ),
            None,
        )
        found.append(free)
        if free:
            used.append(free)
    return found


def _around(x: float, y: float, wide: float) -> list[Box]:
    """Return the places around a point, the best first: right, left, over, under, then the corners and farther out."""
    half = _HEIGHT / 2
    places = [
        (x + _NEAR, y - half),
        (x - _NEAR - wide, y - half),
        (x - wide / 2, y - _NEAR - _HEIGHT),
        (x - wide / 2, y + _NEAR),
    ]
    for reach in (_NEAR, _FAR):
        places += [
            (x + reach / 2, y - _HEIGHT - reach / 2), (x + reach / 2, y + reach / 2),
            (x - wide - reach / 2, y - _HEIGHT - reach / 2), (x - wide - reach / 2, y + reach / 2),
        ]  # fmt: skip
    return [Box(left, top, wide, _HEIGHT) for left, top in places]
