"""How likely a change is to be seen, for every true level: from where it is easy, and from where it drowns in chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, INK, INK_2, NARROW, PAPER, TINT, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number, percent

_HEIGHT = 230


@dataclass(frozen=True)
class Curve:
    """points: true level afterwards and the chance, 0 to 1, of seeing the change; after: where it reaches `power`, if it does."""

    points: tuple[tuple[float, float], ...]
    before: float
    after: float | None
    power: float


@dataclass(frozen=True)
class ChanceWords:
    """The words of this picture, with places for their numbers in braces."""

    now: str = "nu {value}"
    seen: str = "{value}: syns med {share} chans"
    level: str = "Sann nivå efteråt"
    chance: str = "Chans att den syns"


SWEDISH_CHANCE = ChanceWords()


def chance_curve(
    curve: Curve,
    *,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    own_words: ChanceWords = SWEDISH_CHANCE,
) -> Picture:
    """Draw the curve from no change on; where it lies above `power` the ground is tinted."""
    columns = (Column(own_words.level, "number", 1), Column(own_words.chance, "share"))
    rows = tuple(sorted(curve.points))
    if len({level for level, _chance in rows}) < 2:
        return picture.empty(
            title=title, description=description, source=source, columns=columns, rows=rows, is_example=is_example,
            words=words,
        )  # fmt: skip
    wide, narrow = (_spec(curve, width, words, own_words) for width in (WIDE, NARROW))
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _said(value: float, words: Words) -> str:
    return number(value, 0 if value >= 100 or float(value).is_integer() else 1, words.lang)


def _spec(curve: Curve, width: int, words: Words, own: ChanceWords) -> Spec:
    left, right = 60, 24
    low, high = (end(level for level, _chance in curve.points) for end in (min, max))
    marks = [one for one in picture.ticks(low, high, about=4 if width < 400 else 6) if low <= one <= high]
    x_axis = {
        "values": marks, "tickCount": len(marks), "format": f",.{picture.digits_for(marks)}f", "orient": "bottom",
        "title": own.level, "titlePadding": 8,
    }  # fmt: skip
    y_axis = {
        "values": [0, 0.25, 0.5, 0.75, 1], "tickCount": 5, "format": ".0%", "grid": True, "orient": "left", "title": None,
    }  # fmt: skip
    x = picture.scaled("x", scale={"domain": [low, high], "nice": False, "zero": False}, axis=x_axis)
    y = picture.scaled("y", scale={"domain": [0, 1], "nice": False}, axis=y_axis)
    points: list[Spec] = [{"x": level, "y": chance} for level, chance in sorted(curve.points)]
    above: Spec = {"type": "area", "fill": TINT, "interpolate": "linear"}
    layers = [
        picture.layer(_seen(curve, points), above, x=x, y=y, y2={"datum": 0}),
        picture.layer(points, {"type": "line", "stroke": DEEP, "strokeWidth": 2.5}, x=x, y=y),
        *_limit(curve, width - left - right, words, y),
        *_marks(curve, width - left - right, x, y, words, own),
    ]
    named = picture.written(own.chance, -left + 4, -22, align="left", color=INK_2)
    return picture.layered(width, _HEIGHT, [*layers, named], padding=(40, right, 54, left), lang=words.lang)


def _seen(curve: Curve, points: list[Spec]) -> list[Spec]:
    """The part of the curve from `after` on, away from `before`."""
    if curve.after is None:
        return []
    beyond = [row for row in points if (row["x"] - curve.after) * (curve.after - curve.before) >= 0]
    return sorted([*beyond, {"x": curve.after, "y": curve.power}], key=lambda row: row["x"])


def _limit(curve: Curve, span: int, words: Words, y: Spec) -> list[Spec]:
    """The dashed line of the chance that is asked for, named on the side of `before` unless the curve's point says it."""
    dashed: Spec = {"type": "rule", "stroke": INK_2, "strokeDash": [5, 4], "strokeWidth": 1.5}
    row: list[Spec] = [{"y": curve.power, "text": percent(curve.power, lang=words.lang)}]
    line = picture.layer(row, dashed, y=y, x={"value": 0}, x2={"value": span})
    if curve.after is not None:
        return [line]
    align, x = ("left", 8) if _is_up(curve) else ("right", span - 8)
    text: Spec = {"type": "text", "align": align, "baseline": "bottom", "color": INK_2, "dy": -5}
    return [line, picture.layer(row, text, y=y, x={"value": x}, text={"field": "text"})]


def _is_up(curve: Curve) -> bool:
    return max(level for level, _chance in curve.points) > curve.before


def _marks(curve: Curve, span: int, x: Spec, y: Spec, words: Words, own: ChanceWords) -> list[Spec]:
    """Now, at one end of the axis, and where the change is seen with the chance asked for."""
    is_up = _is_up(curve)
    now: list[Spec] = [{"x": curve.before}]
    rule: Spec = {"type": "rule", "stroke": INK, "strokeWidth": 2}
    line = picture.layer(now, rule, x=x, y={"value": 0}, y2={"value": _HEIGHT})
    said = own.now.format(value=_said(curve.before, words))
    layers = [line, *_bold(said, 10.0 if is_up else span - 10.0, 14, INK, "left" if is_up else "right")]
    if curve.after is None:
        return layers
    text = own.seen.format(
        value=_said(round(curve.after, 1), words), share=percent(curve.power, lang=words.lang)
    )
    low, high = (end(level for level, _chance in curve.points) for end in (min, max))
    at, wide = (curve.after - low) / (high - low) * span, picture.text_width(text, 13)
    place = max(at - 8, wide + 6) if is_up else min(at + 8, span - wide - 6)
    point: Spec = {
        "type": "point",
        "shape": "circle",
        "size": 130,
        "fill": DEEP,
        "stroke": PAPER,
        "strokeWidth": 2,
    }
    seen: list[Spec] = [{"x": curve.after, "y": curve.power}]
    height = _HEIGHT * (1 - curve.power) - 13
    return [
        *layers,
        *_bold(text, place, height, DEEP, "right" if is_up else "left"),
        picture.layer(seen, point, x=x, y=y),
    ]


def _bold(text: str, x: float, y: float, color: str, align: str) -> list[Spec]:
    mark: dict[str, Any] = {"align": align, "baseline": "middle", "fontWeight": 600}
    halo = picture.written(text, x, y, **mark, color=PAPER, stroke=PAPER, strokeWidth=5)
    return [halo, picture.written(text, x, y, **mark, color=color)]
