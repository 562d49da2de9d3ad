"""How gathered are events? The share of events against the share of places, those with most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words

_HALF = 0.5
_TICKS = (0, 0.25, 0.5, 0.75, 1)
_FILL = HUE[0]


@dataclass(frozen=True)
class LorenzPoint:
    """The share of the events, 0 to 1, in so large a share of the places; `chance` is what chance alone gives there."""

    places: float
    events: float
    chance: float | None = None


@dataclass(frozen=True)
class LorenzWords:
    """What the chart itself says. `half` is written at the point where half of all events are found."""

    places: str = "Andel av platserna"
    events: str = "Andel av händelserna"
    chance: str = "Av slumpen"
    half: tuple[str, ...] = ("Hälften av händelserna",)
    even: str = "lika många överallt"
    by_chance: str = "slumpen ensam"


def lorenz(
    points: Sequence[LorenzPoint],
    *,
    half: float | None,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    said: LorenzWords = LorenzWords(),
) -> Picture:
    """Draw the curve through the points, from no places to all.

    points  rising; they begin and end where they like, 0 and 1 are added
    half    the smallest share of the places that has half of the events
    """
    has_chance = any(point.chance is not None for point in points)
    columns = (
        Column(said.places, "share"),
        Column(said.events, "share"),
        *((Column(said.chance, "share"),) if has_chance else ()),
    )
    rows = tuple(
        (point.places, point.events, *((point.chance,) if has_chance else ())) for point in points
    )  # fmt: skip
    if not points:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    wide = _draw(points, half, said, words, width=WIDE, height=380)
    narrow = _draw(points, half, said, words, width=NARROW, height=262)
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _curve(points: Sequence[LorenzPoint], half: float | None) -> list[Spec]:
    """The curve's corners, each place once, the half one too: the line must run through its mark."""
    found = {0.0: 0.0, **{point.places: point.events for point in points}}
    found[1.0] = 1.0
    if half is not None:
        found = {x: y for x, y in found.items() if (x < half and y <= _HALF) or (x >= half and y >= _HALF)}
        found[half] = _HALF
    return [{"x": x, "y": found[x]} for x in sorted(found)]


def _draw(
    points: Sequence[LorenzPoint],
    half: float | None,
    said: LorenzWords,
    words: Words,
    *,
    width: int,
    height: int,
) -> Spec:
    curve = _curve(points, half)
    x, y = _axis("x", width == WIDE), _axis("y", width == WIDE)
    filled = {"type": "area", "fill": _FILL, "line": False}
    thin = {"type": "line", "stroke": INK_2, "strokeWidth": 1.2, "strokeCap": "butt"}
    layers = [
        picture.layer(curve, filled, x=x, y=y, y2={"field": "x"}),
        picture.layer([{"x": 0, "y": 0}, {"x": 1, "y": 1}], thin, x=x, y=y),
        *_by_chance(points, x, y),
        picture.layer(curve, {"type": "line", "stroke": DEEP, "strokeWidth": 2.75}, x=x, y=y),
        *_halfway(half, x, y),
    ]
    pads = (30, 20, 52, 58)
    inner = width - pads[1] - pads[3]
    has_chance = any(point.chance is not None for point in points)
    texts = [
        picture.written(said.events, -52, -18, color=INK_2),
        picture.written(said.places, inner, height + 40, align="right", color=INK_2),
        *_key(said, inner, height, has_chance=has_chance),
        *_halftext(half, said, inner, height),
    ]
    return picture.layered(width, height, [*layers, *texts], padding=pads, lang=words.lang)


def _axis(field: str, is_wide: bool) -> Spec:
    ticks = _TICKS if is_wide or field == "y" else (0, 0.5, 1)
    axis: dict[str, Any] = {
        "values": list(ticks),
        "tickCount": len(ticks),
        "format": ".0%",
        "grid": True,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "title": None,
        "labelFlush": field == "x" and not is_wide,
    }
    return picture.scaled(field, scale={"domain": [0, 1], "nice": False}, axis=axis)


def _by_chance(points: Sequence[LorenzPoint], x: Spec, y: Spec) -> list[Spec]:
    known = [{"x": point.places, "y": point.chance} for point in points if point.chance is not None]
    if not known:
        return []
    dashed = {"type": "line", "stroke": INK_2, "strokeWidth": 1.6, "strokeDash": [5, 4], "strokeCap": "butt"}
    return [picture.layer([{"x": 0, "y": 0}, *known], dashed, x=x, y=y)]


def _halfway(half: float | None, x: Spec, y: Spec) -> list[Spec]:
    """A line in from half of the events to the curve, down to the places, and a dot where they meet."""
    if half is None:
        return []
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.4}
    dot = {"type": "point", "shape": "circle", "size": 110, "fill": PAPER, "stroke": DEEP, "strokeWidth": 3}
    here = [{"x": half, "y": _HALF, "left": 0, "low": 0}]
    return [
        picture.layer(here, rule, x={**x, "field": "left"}, x2={"field": "x"}, y=y),
        picture.layer(here, rule, x=x, y={**y, "field": "low"}, y2={"field": "y"}),
        picture.layer(here, dot, x=x, y=y),
    ]


def _halftext(half: float | None, said: LorenzWords, inner: int, height: int) -> list[Spec]:
    """Beside the mark, on the ground of the field under the curve: a line may pass behind."""
    if half is None or not said.half:
        return []
    mark: dict[str, Any] = {"fontWeight": 600, "fontSize": 14, "color": INK}
    halo = {**mark, "stroke": _FILL, "strokeWidth": 6, "strokeJoin": "round"}
    x = min(half * inner + 14, inner - max(picture.text_width(text, 14.5) for text in said.half))
    found = []
    for at, text in enumerate(said.half):
        y = height * _HALF + 16 + 19 * at
        found += [picture.written(text, x, y, **halo), picture.written(text, x, y, **mark)]
    return found


def _key(said: LorenzWords, inner: int, height: int, *, has_chance: bool) -> list[Spec]:
    """What the two quiet lines are, in the corner where no curve can come."""
    named = ((said.even, {"strokeWidth": 1.2}), (said.by_chance, {"strokeWidth": 1.6, "strokeDash": [5, 4]}))
    wide = max(picture.text_width(text) for text, _line in named)
    left = inner - wide - 10
    layers = []
    for at, (text, line) in enumerate(named[: 2 if has_chance else 1]):
        y = height - 20 - 22 * at
        rule = {"type": "rule", "stroke": INK_2, **line}
        layers.append(
            picture.layer([{}], rule, x={"value": left - 36}, x2={"value": left - 8}, y={"value": y})
        )
        ground = {"stroke": PAPER, "strokeWidth": 5, "color": PAPER}
        layers += [picture.written(text, left, y, **ground), picture.written(text, left, y, color=INK_2)]
    return layers
