"""A picture: the same figures drawn wide and narrow, with title, description, source and the table behind."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from samsyn.charts.words import Words, locale

Spec = dict[str, Any]
Kind = Literal["text", "number", "share", "interval", "share_interval"]

THEME: Spec = json.loads((Path(__file__).parent / "theme.json").read_text(encoding="utf-8"))
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDE, NARROW = 620, 320

INK, INK_2, DEEP, POLICE = "#10242b", "#485c62", "#0a4a54", "#2b4478"
TINT, PAPER, LINE = "#d5e6e6", "#ffffff", "#cfd9d8"
HUE = ("#e6efee", "#bcd6d6", "#86b6b9", "#438991", "#0a4a54")


@dataclass(frozen=True)
class Column:
    """One column of the table. An interval cell is (low, high); a share runs from 0 to 1."""

    label: str
    kind: Kind = "text"
    digits: int = 0


@dataclass(frozen=True)
class Picture:
    """Two Vega-Lite specifications of the same figures, and the figures themselves."""

    wide: Spec
    narrow: Spec
    title: str
    description: str
    source: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_example: bool = False


def layered(
    width: int, height: int, layers: Sequence[Spec], *, padding: tuple[int, int, int, int], lang: str
) -> Spec:
    """A specification of exactly `width` pixels, padding (top, right, bottom, left) included."""
    top, right, bottom, left = padding
    return {
        "$schema": SCHEMA,
        "width": width - left - right,
        "height": height,
        "padding": {"top": top, "right": right, "bottom": bottom, "left": left},
        "autosize": {"type": "none"},
        "config": themed(lang),
        "layer": list(layers),
    }


def themed(lang: str) -> Spec:
    return {**THEME, "locale": {"number": locale(lang)}}


def layer(values: Sequence[Spec], mark: str | Spec, **encoding: Any) -> Spec:
    """One layer with its own rows."""
    return {
        "data": {"values": list(values)},
        "mark": {"type": mark} if isinstance(mark, str) else mark,
        "encoding": encoding,
    }


def scaled(field: str, **more: Any) -> Spec:
    """A channel on the chart's own scale."""
    return {"field": field, "type": "quantitative", **more}


def pixel(field: str) -> Spec:
    """A channel given in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def written(text: str, x: Any, y: Any, **mark: Any) -> Spec:
    """One text at a place in pixels; x and y may be "width" or "height"."""
    return layer([{}], {"type": "text", **mark}, x={"value": x}, y={"value": y}, text={"value": text})


def gaps(values: Sequence[Spec], x: float, end: float, height: float) -> list[Spec]:
    """What stands for rows that are left out: a white band over the axis' lines, dashed above and below, and its name."""
    if not values:
        return []
    y, ends = pixel("y"), {"x": {"value": x}, "x2": {"value": end}}
    rows = [{"y": row["y"] - height / 2, "y2": row["y"] + height / 2} for row in values]
    edges = [{"y": row[key]} for row in rows for key in ("y", "y2")]
    dashed = {"type": "rule", "stroke": INK_2, "strokeDash": [2, 4], "strokeWidth": 1}
    said = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 13, "color": INK_2}
    return [
        layer(rows, {"type": "rect", "fill": PAPER, "stroke": None}, **ends, y=y, y2={"field": "y2"}),
        layer(edges, dashed, **ends, y=y),
        layer(values, said, x={"value": x}, y=y, text={"field": "name"}),
    ]


def nothing(words: Words) -> Spec:
    """What stands where a picture would, when there is nothing to draw."""
    text = written(words.nothing, 0, 20, color=INK_2, fontSize=14)
    return layered(NARROW, 40, [text], padding=(4, 4, 4, 4), lang=words.lang)


def empty(
    *,
    title: str,
    description: str,
    source: str,
    columns: tuple[Column, ...],
    is_example: bool,
    words: Words,
    rows: tuple[tuple[Any, ...], ...] = (),
) -> Picture:
    """A picture without figures: it says so, in both widths."""
    spec = nothing(words)
    return Picture(spec, spec, title, description, source, columns, rows, is_example)


def ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about as many as asked.

    >>> ticks(0, 24974, about=3)
    [0.0, 10000.0, 20000.0, 30000.0]
    """
    span = (high - low) or 1.0
    rough = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def digits_for(steps: Sequence[float]) -> int:
    """How many decimals the numbers of an axis need.

    >>> digits_for([0, 20]), digits_for([0, 0.5]), digits_for([0.05, 0.075])
    (0, 1, 3)
    """
    step = abs(steps[1] - steps[0]) if len(steps) > 1 else 1.0
    whole = (digits for digits in range(8) if abs(step * 10**digits - round(step * 10**digits)) < 1e-6)
    return next(whole, 2) if step else 0


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Move places along one axis until they are `gap` apart, keeping their order and their middle.

    >>> apart([10, 12, 40], 10)
    [6.0, 16.0, 40.0]
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups: list[list[int]] = []
    centres: list[float] = []
    for index in order:
        groups.append([index])
        centres.append(float(places[index]))
        while len(groups) > 1 and centres[-1] - centres[-2] < gap * (len(groups[-1]) + len(groups[-2])) / 2:
            last, mine = groups.pop(), groups[-1]
            weight = len(last), len(mine)
            moved = centres.pop()
            mine.extend(last)
            centres[-1] = (moved * weight[0] + centres[-1] * weight[1]) / sum(weight)
    moved_to = [0.0] * len(places)
    for group, centre in zip(groups, centres, strict=True):
        for rank, index in enumerate(group):
            moved_to[index] = centre + gap * (rank - (len(group) - 1) / 2)
    return moved_to


def text_width(text: str, size: float = 13) -> float:
    """About how wide a text is in Inter, in pixels: enough to leave room for it."""
    return len(text) * size * 0.57
