"""Shares per area with their intervals. Under 30 answers nothing is shown; 30–99 answers give a hollow dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number, percent

TOO_FEW, FEW = 30, 100


@dataclass(frozen=True)
class Share:
    """One row: `share`, `low` and `high` between 0 and 1, `base` the number of answers.

    too_few  with fewer answers the share is not shown
    few      with fewer the dot is hollow
    missing  said instead of the share when there is none; else the number of answers says why
    """

    name: str
    share: float | None
    low: float | None
    high: float | None
    base: int
    too_few: int = TOO_FEW
    few: int = FEW
    missing: str = ""

    @property
    def is_shown(self) -> bool:
        return self.share is not None and self.base >= self.too_few


def shares(
    rows: Sequence[Share],
    *,
    title: str,
    description: str,
    source: str,
    reference: tuple[str, float] | None = None,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the rows in the order given. `reference` is a name and a share: the dashed line."""
    columns = (
        Column(words.area),
        Column(words.share, "share"),
        Column(words.interval, "share_interval"),
        Column(words.base, "number"),
    )
    cells = tuple(_cells(row) for row in rows)
    if not rows:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            is_example=is_example,
            words=words,
        )
    wide, narrow = _wide(rows, reference, words), _narrow(rows, reference, words)
    return Picture(wide, narrow, title, description, source, columns, cells, is_example)


def _cells(row: Share) -> tuple[Any, ...]:
    if not row.is_shown:
        return (row.name, None, (None, None), row.base)
    return (row.name, row.share, (row.low, row.high), row.base)


def _values(rows: Sequence[Share], words: Words, *, step: int, middle: int) -> list[Spec]:
    return [
        {
            "row": index,
            "name": row.name,
            "share": row.share if row.is_shown else None,
            "low": row.low if row.is_shown else None,
            "high": row.high if row.is_shown else None,
            "is_few": row.base < row.few,
            "label": percent(row.share, lang=words.lang) if row.is_shown else "",
            "base": words.answers.format(count=number(row.base, lang=words.lang)),
            "hidden": row.missing or words.too_few.format(count=number(row.base, lang=words.lang)),
            "y": index * step + middle,
        }
        for index, row in enumerate(rows)
    ]


def _drawn(
    values: list[Spec], reference: tuple[str, float] | None, words: Words, *, height: int
) -> list[Spec]:
    """Axis, reference line, intervals and dots: the same in both widths."""
    scale = {"domain": [0, 1], "nice": False}
    axis = {
        "values": [0, 0.25, 0.5, 0.75, 1],
        "tickCount": 5,
        "format": ".0%",
        "grid": True,
        "domain": False,
        "ticks": False,
    }
    x = picture.scaled("share", scale=scale, axis=axis)
    y = picture.pixel("y")
    shown = [row for row in values if row["share"] is not None]
    layers = [picture.layer([{"share": 0, "y": 0}], {"type": "point", "opacity": 0, "aria": False}, x=x, y=y)]
    if reference:
        dashed = {"type": "rule", "stroke": INK_2, "strokeDash": [4, 4], "strokeWidth": 1}
        at = {"x": picture.scaled("x")}
        layers.append(
            picture.layer([{"x": reference[1]}], dashed, **at, y={"value": -4}, y2={"value": height})
        )
        name = f"{reference[0]} {percent(reference[1], lang=words.lang)}"
        align = "left" if reference[1] < 0.2 else "right" if reference[1] > 0.8 else "center"
        text = {"type": "text", "align": align, "baseline": "bottom", "color": INK_2, "dy": -8}
        layers.append(picture.layer([{"x": reference[1]}], text, **at, y={"value": 0}, text={"value": name}))
    bar = {"type": "rule", "strokeWidth": 3, "stroke": HUE[2], "strokeCap": "round"}
    spans = [row for row in shown if row["low"] is not None and row["high"] is not None]
    layers.append(picture.layer(spans, bar, x=picture.scaled("low"), x2={"field": "high"}, y=y))
    dot = {"x": picture.scaled("share"), "y": y}
    solid = [row for row in shown if not row["is_few"]]
    layers.append(picture.layer(solid, {"type": "point", "size": 90}, **dot))
    hollow = {"type": "point", "size": 80, "fill": PAPER, "stroke": DEEP, "strokeWidth": 2}
    layers.append(picture.layer([row for row in shown if row["is_few"]], hollow, **dot))
    return layers


def _text(values: list[Spec], field: str, x: float, *, dy: int = 0, **mark: Any) -> Spec:
    return picture.layer(
        values,
        {"type": "text", "baseline": "middle", "dy": dy, **mark},
        x={"value": x},
        y=picture.pixel("y"),
        text={"field": field},
    )


def _wide(rows: Sequence[Share], reference: tuple[str, float] | None, words: Words) -> Spec:
    values = _values(rows, words, step=34, middle=17)
    height = 34 * len(rows)
    left = 16 + int(max(picture.text_width(row.name, 14) for row in rows))
    right = 66 + int(max(picture.text_width(value["base"]) for value in values))
    width = WIDE - left - right
    shown = [row for row in values if row["share"] is not None]
    layers = [
        *_drawn(values, reference, words, height=height),
        _text(values, "name", 2 - left, align="left", color=INK, fontSize=14),
        _text(shown, "label", width + 50, align="right", fontWeight=600),
        _text(shown, "base", width + 62, align="left", color=INK_2),
        _text([v for v in values if v["share"] is None], "hidden", 6, align="left", color=INK_2),
    ]
    return picture.layered(WIDE, height, layers, padding=(28, right, 28, left), lang=words.lang)


def _narrow(rows: Sequence[Share], reference: tuple[str, float] | None, words: Words) -> Spec:
    """Name and numbers stand over their bar."""
    values = _values(rows, words, step=54, middle=38)
    height, left, right = 54 * len(rows), 16, 22
    width = NARROW - left - right
    shown = [row for row in values if row["share"] is not None]
    base_room = int(max(picture.text_width(value["base"]) for value in values)) + 12
    layers = [
        *_drawn(values, reference, words, height=height),
        _text(values, "name", 0, dy=-20, align="left", color=INK, fontSize=14),
        _text(
            shown,
            "label",
            width - base_room,
            dy=-20,
            align="right",
            fontWeight=600,
            stroke=PAPER,
            strokeWidth=5,
        ),
        _text(shown, "label", width - base_room, dy=-20, align="right", fontWeight=600),
        _text(shown, "base", width, dy=-20, align="right", color=INK_2),
        _text([v for v in values if v["share"] is None], "hidden", 0, align="left", color=INK_2),
    ]
    return picture.layered(NARROW, height, layers, padding=(28, right, 28, left), lang=words.lang)
