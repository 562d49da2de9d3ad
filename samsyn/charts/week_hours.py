"""The hours of the week: a heat map of seven days by 24 hours, with the sum of each hour as a bar beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import heat, picture
from samsyn.charts.picture import DEEP, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

_DAYS, _HOURS = 7, 24


@dataclass(frozen=True)
class WeekWords:
    """The words of this picture. `days` and `short` are seven each, Monday first, by blanks."""

    hour: str = "Klockan"
    all_days: str = "Alla dagar"
    by_hour: str = "per timme, alla dagar"
    by_day: str = "per dag"
    days: str = "måndag tisdag onsdag torsdag fredag lördag söndag"
    short: str = "mån tis ons tor fre lör sön"
    classes: str = "Händelser i rutan:"


@dataclass(frozen=True)
class _Frame:
    table: tuple[tuple[float, ...], ...]  # 24 rows of 7
    classes: heat.Classes
    lang: str
    said: WeekWords

    @property
    def hours(self) -> list[float]:
        return [sum(row) for row in self.table]

    @property
    def days(self) -> list[float]:
        return [sum(row[day] for row in self.table) for day in range(_DAYS)]

    @property
    def legend(self) -> list[tuple[str, str]]:
        has_none = any(value <= 0 for row in self.table for value in row)
        return [*([(PAPER, "0")] if has_none else []), *self.classes.legend(self.lang)]

    def shown(self, value: float) -> str:
        """A sum as it is written in the picture."""
        return number(value, 0 if max(self.hours) >= 10 else 1, self.lang)

    @property
    def peak(self) -> tuple[int, int]:
        _top, hour, day = max((v, -h, -d) for h, row in enumerate(self.table) for d, v in enumerate(row))
        return -hour, -day


def week_hours(
    table: Sequence[Sequence[float]],
    *,
    title: str,
    description: str,
    source: str,
    digits: int = 1,
    is_example: bool = False,
    words: Words = SWEDISH,
    said: WeekWords = WeekWords(),
) -> Picture:
    """Draw 24 rows (hours of the day) of 7 numbers (Monday first), 0 or more. The fullest cell has a frame."""
    columns = (
        Column(said.hour),
        *(Column(day, "number", digits) for day in said.days.split()),
        Column(said.all_days, "number", digits),
    )
    rows = tuple((_clock(hour), *row, sum(row)) for hour, row in enumerate(table))
    if not any(value > 0 for row in table for value in row):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    shades = heat.classes(max(value for row in table for value in row), is_whole=False)
    frame = _Frame(tuple(tuple(map(float, row)) for row in table), shades, words.lang, said)
    return Picture(_wide(frame), _narrow(frame), title, description, source, columns, rows, is_example)


def _clock(hour: int) -> str:
    return f"{hour:02d}–{hour + 1:02d}"


def _texts(rows: Sequence[Spec], **mark: Any) -> Spec:
    base = {"type": "text", "baseline": "middle", "align": "left", "fontSize": 13, "color": INK}
    return picture.layer(
        rows, {**base, **mark}, x=picture.pixel("x"), y=picture.pixel("y"), text={"field": "text"}
    )


def _cells(rows: Sequence[Spec]) -> list[Spec]:
    """The cells; an empty one keeps its outline."""
    outlined = [
        {"x": r["x"] + 1, "x2": r["x2"] - 1, "y": r["y"] + 1, "y2": r["y2"] - 1, "fill": PAPER}
        for r in rows
        if r["fill"] == PAPER
    ]
    return [heat.cells(rows), *([heat.cells(outlined, stroke=LINE, width=0.75)] if outlined else [])]


def _bars(rows: Sequence[Spec]) -> Spec:
    return picture.layer(
        rows,
        {"type": "rect", "fill": DEEP},
        x=picture.pixel("x"),
        x2={"field": "x2"},
        y=picture.pixel("y"),
        y2={"field": "y2"},
    )


def _framed(x: float, y: float, width: float, height: float) -> Spec:
    """The fullest cell: a frame of ink, and paper within it, so that it is seen on the darkest ground."""
    rows = [
        {"x": x - out, "x2": x + width + out, "y": y - out, "y2": y + height + out, "ink": ink}
        for out, ink in ((0.5, INK), (-1.5, PAPER))
    ]
    return picture.layer(
        rows,
        {"type": "rect", "filled": False, "strokeWidth": 2},
        x=picture.pixel("x"),
        x2={"field": "x2"},
        y=picture.pixel("y"),
        y2={"field": "y2"},
        stroke={"field": "ink", "type": "nominal", "scale": None},
    )


def _wide(frame: _Frame) -> Spec:
    """Days as rows under each other, hours along; the bars of the hours over them, the sums of the days beside."""
    said, left, right, top, step, tall = frame.said, 86, 66, 74, 19, 24
    inner, base = WIDE - left - right, top + 8
    cell = inner / _HOURS
    most = max(frame.hours)
    bars, cells = [], []
    for hour, row in enumerate(frame.table):
        x, x2 = cell * hour, cell * (hour + 1)
        bars.append({"x": x + 2, "x2": x2 - 2, "y": top - (top - step) * sum(row) / most, "y2": top})
        cells += [
            {"x": x, "x2": x2, "y": base + tall * day, "y2": base + tall * (day + 1), "fill": frame.classes.fill(value)}
            for day, value in enumerate(row)
        ]  # fmt: skip
    highest = frame.hours.index(most)
    names = [
        {"x": -8, "y": base + tall * (day + 0.5), "text": name} for day, name in enumerate(said.days.split())
    ]
    sums = [
        {"x": WIDE - left - 10, "y": base + tall * (day + 0.5), "text": frame.shown(value)}
        for day, value in enumerate(frame.days)
    ]
    bottom = base + tall * _DAYS
    hours = [{"x": cell * hour, "y": bottom + 14, "text": f"{hour:02d}"} for hour in range(0, 25, 3)]
    hour, day = frame.peak
    room = inner + right - picture.text_width(said.classes) - 4
    high = heat.height(frame.legend, room)
    layers = [
        _rule(0, inner, top),
        _bars(bars),
        _texts(
            [{"x": cell * (highest + 0.5), "y": top - (top - step) - 9, "text": frame.shown(most)}],
            align="center",
            fontWeight=600,
        ),
        _texts([{"x": -8, "y": top - 8, "text": said.by_hour.split(",")[0]}], align="right", color=INK_2),
        *_cells(cells),
        _framed(cell * hour, base + tall * day, cell, tall),
        _texts(names, align="right"),
        _texts(sums, align="right", color=INK_2),
        _texts([{"x": WIDE - left - 10, "y": top - 8, "text": said.by_day}], align="right", color=INK_2),
        _texts(hours, align="center", color=INK_2),
        _texts([{"x": 0, "y": bottom + 45, "text": said.classes}], color=INK_2),
        *heat.swatches(frame.legend, left=picture.text_width(said.classes) + 4, top=bottom + 38, room=room),
    ]
    return picture.layered(
        WIDE, int(bottom + 38 + high + 6), layers, padding=(4, right, 4, left), lang=frame.lang
    )  # fmt: skip


def _rule(x: float, x2: float, y: float) -> Spec:
    rule = {"type": "rule", "stroke": LINE, "strokeWidth": 1}
    return picture.layer([{}], rule, x={"value": x}, x2={"value": x2}, y={"value": y})


def _narrow(frame: _Frame) -> Spec:
    """Hours as rows under each other, days along; the bars of the hours beside them."""
    said, left, tall, cell, top = frame.said, 34, 15, 27, 26
    inner = NARROW - left - 10
    start = cell * _DAYS + 10
    most = max(frame.hours)
    reach = inner - start - picture.text_width(frame.shown(most)) - 6
    bars, cells = [], []
    for hour, row in enumerate(frame.table):
        y, y2 = top + tall * hour, top + tall * (hour + 1)
        bars.append({"x": start, "x2": start + reach * sum(row) / most, "y": y + 2, "y2": y2 - 2})
        cells += [
            {"x": cell * day, "x2": cell * (day + 1), "y": y, "y2": y2, "fill": frame.classes.fill(value)}
            for day, value in enumerate(row)
        ]
    highest = frame.hours.index(most)
    days = [{"x": cell * (day + 0.5), "y": 12, "text": name} for day, name in enumerate(said.short.split())]
    hours = [{"x": -7, "y": top + tall * hour, "text": f"{hour:02d}"} for hour in range(0, 25, 3)]
    bottom = top + tall * _HOURS
    hour, day = frame.peak
    high = heat.height(frame.legend, NARROW - 20)
    layers = [
        *_cells(cells),
        _framed(cell * day, top + tall * hour, cell, tall),
        _bars(bars),
        _texts(
            [
                {
                    "x": start + reach + 5,
                    "y": top + tall * (highest + 0.5),
                    "text": frame.shown(most),
                }
            ],
            fontWeight=600,
        ),
        _texts(days, align="center", fontSize=12),
        _texts([{"x": start, "y": 12, "text": said.by_hour.split(",")[0]}], color=INK_2),
        _texts(hours, align="right", color=INK_2),
        _texts([{"x": 10 - left, "y": bottom + 24, "text": said.classes}], color=INK_2),
        *heat.swatches(frame.legend, left=10 - left, top=bottom + 38, room=NARROW - 20),
    ]
    return picture.layered(
        NARROW, int(bottom + 38 + high + 4), layers, padding=(4, 10, 4, left), lang=frame.lang
    )  # fmt: skip
