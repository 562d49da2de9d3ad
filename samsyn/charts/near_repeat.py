"""Do events come back? Bands of distance by bands of time: in each cell how many times as many pairs as chance gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

MOST_DISTANCES, MOST_TIMES = 12, 8
STEPS = (1.5, 2.0)  # ratios at which the hue changes
_FILLS = (HUE[1], HUE[2], HUE[4])
_HEAD, _KEY = 46, 62


@dataclass(frozen=True)
class NearCell:
    """Pairs of events in one band of distance and one of time.

    ratio    observed over expected, None where nothing is to be expected
    is_more  whether chance alone seldom gives as many
    is_open  all that lies beyond the last limit: it stands in the table only
    """

    distance: str
    time: str
    observed: int
    expected: float
    ratio: float | None
    is_more: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class NearWords:
    """What the chart itself says. Braces are places for numbers."""

    distance: str = "Meter emellan"
    time: str = "Dygn emellan"
    observed: str = "Par"
    expected: str = "Väntat"
    ratio: str = "Gånger det väntade"
    more: str = "Fler än slumpen"
    yes: str = "ja"
    no: str = "nej"
    counts: str = "{observed} mot {expected}"
    chance: str = "kan vara slumpen"
    key: str = "Fler än slumpen, inramat:"
    under: str = "under {limit} gånger"
    between: str = "{low} till under {high}"
    at_least: str = "minst {limit}"


@dataclass(frozen=True)
class _Frame:
    distances: tuple[str, ...]
    times: tuple[str, ...]
    cells: tuple[NearCell, ...]
    said: NearWords
    words: Words


def near_repeat(
    cells: Sequence[NearCell],
    *,
    distances: Sequence[str],
    times: Sequence[str],
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    said: NearWords = NearWords(),
) -> Picture:
    """Draw the closed bands, the nearest first; those beyond the first 12 by 8 stand in the table only.

    cells      row by row: every band of time of the first distance, then of the next; open ones too
    distances  short names of the closed bands of distance, for the picture
    times      the same of time
    """
    columns = (
        Column(said.distance),
        Column(said.time),
        Column(said.observed, "number"),
        Column(said.expected, "number", 1),
        Column(said.ratio, "number", 2),
        Column(said.more),
    )
    rows = tuple(
        (cell.distance, cell.time, cell.observed, cell.expected, cell.ratio, said.yes if cell.is_more else said.no)
        for cell in cells
    )  # fmt: skip
    closed = [cell for cell in cells if not cell.is_open]
    if not any(cell.ratio is not None for cell in closed):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    shown = [cell for at, cell in enumerate(closed) if at % len(times) < MOST_TIMES]
    high, across = min(len(distances), MOST_DISTANCES), min(len(times), MOST_TIMES)
    frame = _Frame(tuple(distances[:high]), tuple(times[:across]), tuple(shown[: high * across]), said, words)
    return Picture(
        _draw(frame, WIDE, 54), _draw(frame, NARROW, 62), title, description, source, columns, rows, is_example
    )  # fmt: skip


def _step(ratio: float) -> int:
    return sum(ratio >= limit for limit in STEPS)


def _draw(frame: _Frame, width: int, height: int) -> Spec:
    named = (*frame.distances, *((frame.said.distance,) if width == WIDE else ()))
    left = 16 + int(1.12 * max(picture.text_width(text) for text in named))
    across = (width - left - 4) / len(frame.times)
    across = min(across, 150.0)
    values = _values(frame, across, height)
    is_tight = max(picture.text_width(text) for text in frame.times) + 6 > across
    bottom = height * len(frame.distances)
    layers = [
        *_boxes(values),
        *_numbers(values, across, is_wide=width == WIDE),
        *_headings(frame, left, across, height, is_wide=width == WIDE, is_tight=is_tight),
        *_key(frame, bottom, left, is_wide=width == WIDE),
    ]
    rows = _KEY if width == WIDE else 118
    return picture.layered(
        width, bottom + rows, layers, padding=(_HEAD + 16 * is_tight, 4, 4, left), lang=frame.words.lang
    )


def _values(frame: _Frame, across: float, height: int) -> list[Spec]:
    lang, many = frame.words.lang, len(frame.times)
    found = []
    for at, cell in enumerate(frame.cells):
        row, column = divmod(at, many)
        fill = _FILLS[_step(cell.ratio)] if cell.is_more and cell.ratio is not None else PAPER
        expected = number(cell.expected, 1 if cell.expected < 100 else 0, lang)
        found.append(
            {
                "x": round(column * across, 1),
                "right": round((column + 1) * across, 1),
                "middle": round((column + 0.5) * across, 1),
                "y": row * height,
                "bottom": (row + 1) * height,
                "centre": row * height + height / 2,
                "ratio": number(cell.ratio, 1 if (cell.ratio or 0) < (100 if across >= 40 else 10) else 0, lang),
                "counts": frame.said.counts.format(observed=number(cell.observed, lang=lang), expected=expected),
                "observed": number(cell.observed, lang=lang),
                "expected": frame.said.counts.format(observed="", expected=expected).strip(),
                "fill": fill,
                "ink": PAPER if fill == DEEP else INK if cell.is_more else INK_2,
                "is_more": cell.is_more,
            }
        )  # fmt: skip
    return found


def _boxes(values: list[Spec]) -> list[Spec]:
    """All cells, then a heavy frame round those that are more than chance: it is seen without colour too."""
    at: dict[str, Any] = {
        "x": picture.pixel("x"),
        "x2": {"field": "right"},
        "y": picture.pixel("y"),
        "y2": {"field": "bottom"},
        "fill": {"field": "fill", "type": "nominal", "scale": None},
    }
    more = [row for row in values if row["is_more"]]
    return [
        picture.layer(values, {"type": "rect", "stroke": LINE, "strokeWidth": 1}, **at),
        picture.layer(more, {"type": "rect", "stroke": INK, "strokeWidth": 2}, **at),
    ]


def _numbers(values: list[Spec], across: float, *, is_wide: bool) -> list[Spec]:
    """The ratio, and under it the pairs against the expected: on one line, on two, or not at all where it is too narrow."""
    fits = max(picture.text_width(row["counts"], 12) for row in values) < across - 6
    lines = (
        [("counts", 12)]
        if fits
        else [("observed", 6), ("expected", 20)]
        if max(picture.text_width(row["expected"], 12) for row in values) < across - 2
        else []
    )
    up = -9 if len(lines) == 1 else -14 if lines else 0
    if len(lines) == 2 and is_wide:
        lines, up = [("observed", 4), ("expected", 18)], -13
    at: dict[str, Any] = {"x": picture.pixel("middle"), "y": picture.pixel("centre")}
    ink = {"field": "ink", "type": "nominal", "scale": None}
    layers = []
    for is_more in (False, True):
        rows = [row for row in values if row["is_more"] == is_more]
        if not rows:
            continue
        weight, size = (600, 17) if is_more else (400, 15)
        size = size if across >= 40 else 13
        bold = {"type": "text", "align": "center", "fontSize": size, "fontWeight": weight, "dy": up}
        layers.append(picture.layer(rows, bold, **at, text={"field": "ratio"}, color=ink))
    for field, down in lines:
        small = {"type": "text", "align": "center", "fontSize": 12, "dy": down}
        layers.append(picture.layer(values, small, **at, text={"field": field}, color=ink))
    return layers


def _headings(
    frame: _Frame, left: int, across: float, height: int, *, is_wide: bool, is_tight: bool
) -> list[Spec]:
    """The bands of both ways. Where those of time have too little room every other one stands on a line above."""
    right, lift = across * len(frame.times), 16 if is_tight else 0
    over = [
        {
            "x": round(min((at + 0.5) * across, right + 2 - 0.6 * picture.text_width(text)), 1),
            "y": -12 - lift * (at % 2),
            "text": text,
        }
        for at, text in enumerate(frame.times)
    ]
    beside = [{"x": -10, "y": (at + 0.5) * height, "text": text} for at, text in enumerate(frame.distances)]
    x, y, text = picture.pixel("x"), picture.pixel("y"), {"field": "text"}
    names = {"type": "text", "fontSize": 13, "color": INK}
    return [
        picture.layer(over, {**names, "align": "center"}, x=x, y=y, text=text),
        picture.layer(beside, {**names, "align": "right"}, x=x, y=y, text=text),
        picture.written(frame.said.time, 0, -34 - lift, color=INK_2)
        if is_wide
        else picture.written(frame.said.time, right, -34 - lift, align="right", color=INK_2),
        picture.written(frame.said.distance, 2 - left, -12 if is_wide else -34 - lift, color=INK_2),
    ]


def _key(frame: _Frame, bottom: int, left: int, *, is_wide: bool) -> list[Spec]:
    said, lang = frame.said, frame.words.lang
    low, high = (number(limit, 1 if limit % 1 else 0, lang) for limit in STEPS)
    texts = [
        (_FILLS[0], INK, 2.0, said.under.format(limit=low)),
        (_FILLS[1], INK, 2.0, said.between.format(low=low, high=high)),
        (_FILLS[2], INK, 2.0, said.at_least.format(limit=high)),
        (PAPER, LINE, 1.0, said.chance),
    ]
    x, y = 2.0 - left, bottom + 20
    layers = [picture.written(said.key, x, y, color=INK_2)]
    y += 24 if is_wide else 20
    for fill, stroke, width, text in texts:
        box = {"type": "rect", "fill": fill, "stroke": stroke, "strokeWidth": width}
        layers.append(
            picture.layer([{}], box, x={"value": x}, x2={"value": x + 20}, y={"value": y - 7}, y2={"value": y + 7})
        )  # fmt: skip
        layers.append(picture.written(text, x + 28, y, color=INK_2))
        if is_wide:
            x += 28 + picture.text_width(text) + 22
        else:
            y += 22
    return layers
