"""Places by periods: in which periods each place was hot, and the class that this gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

MOST_PERIODS = 60


@dataclass(frozen=True)
class GridRow:
    """One place: its count in each period, None where it is not known, whether it was hot there, and its class in words."""

    name: str
    counts: tuple[int, ...]
    hot: tuple[bool, ...]
    kind: str
    is_none: bool = False


@dataclass(frozen=True)
class GridWords:
    place: str = "Plats"
    kind: str = "Klass"
    hot_periods: str = "Heta perioder"
    total: str = "Händelser"
    hot: str = "het: fler än slumpen ger"
    not_hot: str = "inte het"
    recent: str = "de senaste"


@dataclass(frozen=True)
class _Frame:
    rows: tuple[GridRow, ...]
    periods: tuple[str, ...]
    recent: int
    words: Words
    said: GridWords


def class_grid(
    rows: Sequence[GridRow],
    *,
    periods: Sequence[str],
    recent: int,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    said: GridWords = GridWords(),
) -> Picture:
    """Draw a row a place, in the order given; the last `recent` periods are marked. Only the last 60 periods are drawn."""
    columns = (
        Column(said.place),
        Column(said.kind),
        Column(said.hot_periods, "number"),
        Column(said.total, "number"),
    )
    cells = tuple((row.name, row.kind, sum(row.hot), sum(row.counts)) for row in rows)
    if not rows or not periods:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=cells,
            is_example=is_example,
            words=words,
        )
    first = max(len(periods) - MOST_PERIODS, 0)
    kept = tuple(
        GridRow(row.name, row.counts[first:], row.hot[first:], row.kind, row.is_none) for row in rows
    )
    frame = _Frame(kept, tuple(periods[first:]), recent, words, said)
    return Picture(_wide(frame), _narrow(frame), title, description, source, columns, cells, is_example)


def _squares(frame: _Frame, across: float, step: int, top: int, high: int) -> list[Spec]:
    """Filled where hot, with the count in them where it has room: the fill and the bold number both say so.

    A quiet row is one light bar, cut by white lines: with many places and periods the picture stays light.
    """
    many = len(frame.periods)
    bars: list[Spec] = [
        {"y": at * step + top, "bottom": at * step + top + high} for at in range(len(frame.rows))
    ]
    hot: list[Spec] = [
        {**bar, "x": round(at * across, 1), "right": round((at + 1) * across, 1)}
        for row, bar in zip(frame.rows, bars, strict=True)
        for at, is_hot in enumerate(row.hot)
        if is_hot
    ]
    lines: list[Spec] = [{"x": round(at * across, 1)} for at in range(1, many)]
    at: dict[str, Any] = {"y": picture.pixel("y"), "y2": {"field": "bottom"}}
    end = {"value": round(many * across, 1)}
    cut = {"type": "rule", "stroke": PAPER, "strokeWidth": 2 if across > 12 else 1}
    height = {"value": step * len(frame.rows)}
    return [
        picture.layer(bars, {"type": "rect", "fill": HUE[0]}, x={"value": 0}, x2=end, **at),
        picture.layer(hot, {"type": "rect", "fill": DEEP}, x=picture.pixel("x"), x2={"field": "right"}, **at),
        picture.layer(lines, cut, x=picture.pixel("x"), y={"value": 0}, y2=height),
        *_counts(frame, across, step, top + high / 2),
    ]


def _counts(frame: _Frame, across: float, step: int, middle: float) -> list[Spec]:
    """The count in each square, unless one of them would be too wide."""
    lang = frame.words.lang
    texts = [[number(count, lang=lang) for count in row.counts] for row in frame.rows]
    if max(picture.text_width(text, 13) for row in texts for text in row) + 4 > across:
        return []
    layers = []
    for is_hot in (False, True):
        rows: list[Spec] = [
            {"x": round((at + 0.5) * across, 1), "y": place * step + middle, "text": text}
            for place, row in enumerate(frame.rows)
            for at, text in enumerate(texts[place])
            if row.hot[at] is is_hot
        ]
        ink: Spec = {"color": PAPER, "fontWeight": 600} if is_hot else {"color": INK_2}
        mark = {"type": "text", "align": "center", "fontSize": 13, **ink}
        spot = {"x": picture.pixel("x"), "y": picture.pixel("y")}
        layers += [picture.layer(rows, mark, **spot, text={"field": "text"})] if rows else []
    return layers


def _periods(frame: _Frame, across: float, height: int, right: float) -> list[Spec]:
    """Names of the periods, as many as have room, the last one first; a rule over those that count as the latest."""
    wide = 1.15 * max(picture.text_width(text, 13) for text in frame.periods)
    every = max(int(-(-(wide + 12) // across)), 1)
    last, end = len(frame.periods) - 1, len(frame.periods) * across
    rows: list[Spec] = []
    free = right
    for at in range(last, -1, -every):
        x = min((at + 0.5) * across, right - wide / 2)
        if at == last or (x >= wide / 2 and x + wide / 2 <= free):
            rows.append({"x": round(x, 1), "text": frame.periods[at]})
            free = x - wide / 2 - 10
    text: dict[str, Any] = {"type": "text", "align": "center", "color": INK_2, "fontSize": 13}
    start = end - min(frame.recent, len(frame.periods)) * across
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 2}
    side, place = ("right", end - 1) if end > picture.text_width(frame.said.recent) else ("left", 0.0)
    return [
        picture.layer(rows, text, x=picture.pixel("x"), y={"value": height + 14}, text={"field": "text"}),
        picture.layer([{}], rule, x={"value": start + 1}, x2={"value": end - 1}, y={"value": -6}),
        picture.written(frame.said.recent, place, -17, align=side, color=INK_2),
    ]


def _key(frame: _Frame, x: float, y: int, *, is_wide: bool) -> list[Spec]:
    layers: list[Spec] = []
    for fill, text in ((DEEP, frame.said.hot), (HUE[0], frame.said.not_hot)):
        box = {"type": "rect", "fill": fill, "stroke": LINE, "strokeWidth": 1}
        corner = {"y": {"value": y - 7}, "y2": {"value": y + 7}}
        layers.append(picture.layer([{}], box, x={"value": x}, x2={"value": x + 20}, **corner))
        layers.append(picture.written(text, x + 28, y, color=INK_2))
        if is_wide:
            x += 28 + picture.text_width(text) + 22
        else:
            y += 22
    return layers


def _texts(frame: _Frame, field: str, x: float, y: list[float], **mark: Any) -> list[Spec]:
    layers = []
    for weight, is_none in ((600 if field == "kind" else 400, False), (400, True)):
        rows: list[Spec] = [
            {"y": y[at], "text": getattr(row, field)}
            for at, row in enumerate(frame.rows)
            if row.is_none is is_none
        ]
        color = INK_2 if is_none and field == "kind" else INK
        text = {"type": "text", "fontSize": 14, "fontWeight": weight, "color": color, **mark}
        if rows:
            layers.append(
                picture.layer(rows, text, x={"value": x}, y=picture.pixel("y"), text={"field": "text"})
            )
    return layers


def _wide(frame: _Frame) -> Spec:
    step, high = 30, 26
    left = min(200, 22 + int(1.12 * max(picture.text_width(row.name, 14) for row in frame.rows)))
    right = 14 + int(max(picture.text_width(row.kind, 14.5) for row in frame.rows))
    across = min((WIDE - left - right) / len(frame.periods), 64.0)
    height = step * len(frame.rows)
    middles = [at * step + high / 2 for at in range(len(frame.rows))]
    layers = [
        *_squares(frame, across, step, 0, high),
        *_periods(frame, across, height, across * len(frame.periods) + right),
        *_texts(frame, "name", 2 - left, middles, limit=left - 12),
        *_texts(frame, "kind", across * len(frame.periods) + 12, middles),
        *_key(frame, 2 - left, height + 46, is_wide=True),
    ]
    return picture.layered(WIDE, height, layers, padding=(28, right, 60, left), lang=frame.words.lang)


def _narrow(frame: _Frame) -> Spec:
    """The name and the class stand over each row of squares."""
    step, top, high, pad = 54, 24, 24, 6
    inner = NARROW - 2 * pad
    across = min(inner / len(frame.periods), 52.0)
    height = step * len(frame.rows)
    middles = [at * step + top - 11.0 for at in range(len(frame.rows))]
    room = int(max(picture.text_width(row.kind, 14.5) for row in frame.rows))
    layers = [
        *_squares(frame, across, step, top, high),
        *_periods(frame, across, height - 6, inner + pad),
        *_texts(frame, "name", 0, middles, limit=inner - room - 10),
        *_texts(frame, "kind", inner, middles, align="right"),
        *_key(frame, 0, height + 34, is_wide=False),
    ]
    return picture.layered(NARROW, height, layers, padding=(28, pad, 74, pad), lang=frame.words.lang)
