"""Estimates with their intervals on one axis, beside a line of no difference: studies, areas, groups, several readings of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

_WIDE_ROW, _NARROW_ROW, _TOP, _AXIS = 30, 50, 6, 34


@dataclass(frozen=True)
class Line:
    """One row. Without a value `missing` says why; without `low` and `high` there is no interval.

    An interval without a value is a span where something may come to lie, as the effect on a new place.
    weight    0 to 1: how much it says beside the others, drawn as the size of its square; None for a plain dot
    is_total  the row that the others lead to: a diamond as wide as its interval, in bold
    is_hollow  a ring instead of a dot: on few answers
    is_gap    no row but a gap between rows, and its name says what is left out there
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    weight: float | None = None
    is_total: bool = False
    missing: str = ""
    is_hollow: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class _Frame:
    rows: tuple[Line, ...]
    ends: tuple[float, float]
    ticks: tuple[float, ...]
    none: float | None
    none_name: str
    is_log: bool
    digits: int
    words: Words


def forest(
    rows: Sequence[Line],
    *,
    title: str,
    description: str,
    source: str,
    none: float | None = 0.0,
    none_name: str = "",
    is_log: bool = False,
    name_label: str = "",
    value_label: str = "",
    digits: int = 2,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the rows in the order given.

    none       where nothing differs: the dashed line, 0 of differences, 1 of ratios, None for no line
    none_name  what is written over that line
    is_log     ratios: twice as much lies as far out as half as much; 0 is an arrow at the edge
    """
    columns = (
        Column(name_label or words.name),
        Column(value_label or words.value, "number", digits),
        Column(words.interval, "interval", digits),
    )
    cells = tuple((row.name, row.value, (row.low, row.high)) for row in rows)
    if not any(row.value is not None or (row.low is not None and row.high is not None) for row in rows):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=cells,
            is_example=is_example,
            words=words,
        )
    ends, ticks = _ends(rows, none, is_log=is_log)
    frame = _Frame(tuple(rows), ends, ticks, none, none_name, is_log, digits, words)
    return Picture(_wide(frame), _narrow(frame), title, description, source, columns, cells, is_example)


def _ends(
    rows: Sequence[Line], none: float | None, *, is_log: bool
) -> tuple[tuple[float, float], tuple[float, ...]]:
    values = [end for row in rows for end in (row.value, row.low, row.high) if end is not None]
    values += [] if none is None else [none]
    if not is_log:
        room = 0.04 * (max(values) - min(values)) or 1.0
        low, high = min(values) - room, max(values) + room
        steps = picture.ticks(low, high, about=5)
        return (low, high), tuple(step for step in steps if low <= step <= high)
    known = [value for value in values if value > 0] or [1.0]
    low, high = min(known), max(known)
    steps = [x for x in _powers(low, high) if low / 1.6 <= x <= high * 1.6] or [low, high]
    return (min(low / 1.1, steps[0]), max(high * 1.1, steps[-1])), tuple(steps)


def _powers(low: float, high: float) -> list[float]:
    """Round ratios that people know: 0.5, 1, 2, 5; fewer when the range is wide.

    >>> _powers(0.4, 2.2)
    [0.1, 0.2, 0.5, 1.0, 2.0, 5.0]
    """
    reach = range(int(log10(low)) - 1, int(log10(high)) + 1)
    factors = (1, 2, 5) if high / low < 200 else (1,)
    return [round(factor * 10.0**power, 12) for power in reach for factor in factors]


def _number(value: float, frame: _Frame) -> str:
    return number(value, frame.digits, frame.words.lang)


def _text(row: Line, frame: _Frame) -> str:
    if row.is_gap:
        return ""
    shown = "" if row.value is None else _number(row.value, frame)
    if row.low is None or row.high is None:
        return shown or row.missing or frame.words.missing
    ends = [_number(end, frame) for end in (row.low, row.high)]
    return f"{shown} ({' – '.join(ends) if '−' in ''.join(ends) else '–'.join(ends)})".strip()


def _values(frame: _Frame, step: int, middle: int) -> list[Spec]:
    return [
        {
            "name": row.name,
            "is_gap": row.is_gap,
            "is_hollow": row.is_hollow,
            "is_off": frame.is_log and row.value is not None and row.value <= 0,
            "value": row.value if row.value is None or not frame.is_log else max(row.value, frame.ends[0]),
            "low": row.low if row.low is None or not frame.is_log else max(row.low, frame.ends[0]),
            "high": row.high,
            "text": _text(row, frame),
            "size": 90 if row.weight is None else 30 + 220 * row.weight,
            "shape": "diamond" if row.is_total else "circle" if row.weight is None else "square",
            "bold": 600 if row.is_total else 400,
            "y": _TOP + step * at + middle,
        }
        for at, row in enumerate(frame.rows)
    ]


def _x(frame: _Frame, field: str) -> Spec:
    wanted = picture.digits_for(frame.ticks) if not frame.is_log else None
    axis = {
        "values": list(frame.ticks),
        "tickCount": len(frame.ticks),
        "grid": True,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "orient": "bottom",
        "format": "~g" if wanted is None else f",.{wanted}f",
        "title": None,
    }
    kind = {"type": "log"} if frame.is_log else {"zero": False}
    return picture.scaled(field, scale={"domain": list(frame.ends), "nice": False, **kind}, axis=axis)


def _drawn(frame: _Frame, values: list[Spec], height: int) -> list[Spec]:
    """The line of no difference, the intervals, the points."""
    y, known = picture.pixel("y"), [row for row in values if row["value"] is not None and not row["is_off"]]
    spans = [row for row in values if row["low"] is not None and row["high"] is not None]
    loose = [row for row in spans if row["value"] is None]
    rule: Spec = {"type": "rule", "stroke": DEEP, "strokeWidth": 2}
    point: Spec = {"type": "point", "filled": True, "fill": DEEP, "stroke": DEEP, "opacity": 1}
    layers = [
        picture.layer(
            [row for row in spans if row["value"] is not None and row["bold"] == 400],
            rule,
            x=_x(frame, "low"),
            x2={"field": "high"},
            y=y,
        ),
        *(_loose(frame, loose) if loose else []),
        *_diamonds(frame, [row for row in spans if row["bold"] == 600 and row["value"] is not None]),
        *(_dots(frame, [row for row in known if not row["is_hollow"]], point)),
        *(
            _dots(
                frame, [row for row in known if row["is_hollow"]], {**point, "fill": PAPER, "strokeWidth": 2}
            )
        ),
        *_off(frame, [row for row in values if row["is_off"]]),
    ]
    if frame.none is None:
        return layers
    dashes: Spec = {"type": "rule", "stroke": INK_2, "strokeWidth": 1.5, "strokeDash": [5, 4]}
    none = [{"value": frame.none}]
    at = _x(frame, "value")
    line = picture.layer(none, dashes, x=at, y={"value": 0}, y2={"value": height})
    named = picture.layer(
        [{"value": frame.none, "text": frame.none_name}],
        {"type": "text", "align": "center", "baseline": "bottom", "fontSize": 12, "color": INK_2, "dy": -4},
        x=at,
        y={"value": 0},
        text={"field": "text"},
    )
    return [line, *([named] if frame.none_name else []), *layers]


def _dots(frame: _Frame, rows: list[Spec], mark: Spec) -> list[Spec]:
    if not rows:
        return []
    look = {
        "size": {"field": "size", "type": "quantitative", "scale": None},
        "shape": {"field": "shape", "type": "nominal", "scale": None},
    }
    return [picture.layer(rows, mark, x=_x(frame, "value"), y=picture.pixel("y"), **look)]


def _off(frame: _Frame, rows: list[Spec]) -> list[Spec]:
    """Ratios of 0, which no axis of ratios reaches: an arrow at its left edge."""
    arrow: Spec = {
        "type": "point",
        "shape": "triangle-left",
        "filled": True,
        "fill": DEEP,
        "opacity": 1,
        "size": 90,
    }
    zero: Spec = {
        "type": "text",
        "align": "right",
        "baseline": "middle",
        "fontSize": 12,
        "color": INK,
        "dx": -6,
    }
    at = {"x": {"value": 0}, "y": picture.pixel("y")}
    return (
        [picture.layer(rows, arrow, **at), picture.layer(rows, zero, **at, text={"value": "0"})]
        if rows
        else []
    )


def _loose(frame: _Frame, rows: list[Spec]) -> list[Spec]:
    """Spans without a value: paler, with an upright at each end."""
    rule: Spec = {"type": "rule", "stroke": HUE[3], "strokeWidth": 2}
    ends = [
        {"at": row[end], "y": row["y"] - 5, "y2": row["y"] + 5} for row in rows for end in ("low", "high")
    ]
    return [
        picture.layer(rows, rule, x=_x(frame, "low"), x2={"field": "high"}, y=picture.pixel("y")),
        picture.layer(ends, rule, x=_x(frame, "at"), y=picture.pixel("y"), y2={"field": "y2"}),
    ]


def _diamonds(frame: _Frame, rows: list[Spec]) -> list[Spec]:
    """The totals, from the lower end over the value to the upper end."""
    fill: Spec = {"type": "area", "orient": "vertical", "fill": DEEP, "opacity": 1}
    return [
        picture.layer(
            [
                {"at": row[end], "y": row["y"] - half, "y2": row["y"] + half}
                for end, half in (("low", 0), ("value", 8), ("high", 0))
            ],
            fill,
            x=_x(frame, "at"),
            y=picture.pixel("y"),
            y2={"field": "y2"},
        )
        for row in rows
    ]


def _pads(frame: _Frame) -> int:
    return 22 if frame.none_name else 6


def _name(name: str, room: float) -> str | list[str]:
    """A name on one line, or broken between words into two when it is long."""
    if picture.text_width(name, 14) <= room or " " not in name:
        return name
    parts = name.split(" ")
    cuts = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    first, second = min(cuts, key=lambda cut: max(len(cut[0]), len(cut[1])))
    return [first, second]


def _wide(frame: _Frame) -> Spec:
    values = _values(frame, _WIDE_ROW, _WIDE_ROW // 2)
    height = 2 * _TOP + _WIDE_ROW * len(values)
    gaps, values = [row for row in values if row["is_gap"]], [row for row in values if not row["is_gap"]]
    left = min(230, 22 + int(max(picture.text_width(row["name"], 14) for row in values)))
    values = [{**row, "name": _name(row["name"], left - 18)} for row in values]
    single = [row for row in values if isinstance(row["name"], str)]
    double = [row for row in values if not isinstance(row["name"], str)]
    right = 24 + int(max(picture.text_width(row["text"], 13) for row in values))
    inner = WIDE - left - right
    layers = [
        *_drawn(frame, values, height),
        *picture.gaps(gaps, 2 - left, inner + right - 6, 22),
        *_rows(single, "name", 2 - left, limit=left - 18, fontSize=14),
        *_rows(double, "name", 2 - left, limit=left - 14, fontSize=12.5, lineHeight=14, dy=-7),
        *_rows(values, "text", inner + 16, fontSize=13),
    ]
    return picture.layered(
        WIDE, height, layers, padding=(_pads(frame), right, _AXIS, left), lang=frame.words.lang
    )


def _narrow(frame: _Frame) -> Spec:
    """The name and the numbers stand over each interval, on a line each when a name is long."""
    pad = 18  # the numbers at the ends of the axis stay inside
    inner = NARROW - 2 * pad
    most = max(
        picture.text_width(row.name, 14) + picture.text_width(_text(row, frame), 13)
        for row in frame.rows
        if not row.is_gap
    )
    lift = 18 if most + 8 > inner else 0
    values = _values(frame, _NARROW_ROW + lift, 36 + lift)
    height = 2 * _TOP + (_NARROW_ROW + lift) * len(values)
    gaps, values = [row for row in values if row["is_gap"]], [row for row in values if not row["is_gap"]]
    halo = {"stroke": PAPER, "strokeWidth": 5, "strokeJoin": "round"}  # over the lines of the axis
    room = int(max(picture.text_width(row["text"], 13) for row in values))
    named = {"dy": -20 - lift, "limit": inner if lift else inner - room - 8, "fontSize": 14}
    layers = [
        *_drawn(frame, values, height),
        *picture.gaps([{**row, "y": row["y"] - 10 - lift / 2} for row in gaps], 0, inner, 28),
        *_rows(values, "name", 0, **named, **halo),
        *_rows(values, "text", inner, dy=-20, align="right", fontSize=13, **halo),
        *_rows(values, "name", 0, **named),
        *_rows(values, "text", inner, dy=-20, align="right", fontSize=13),
    ]
    return picture.layered(
        NARROW, height, layers, padding=(_pads(frame), pad, _AXIS, pad), lang=frame.words.lang
    )


def _rows(values: list[Spec], field: str, x: float, **mark: Any) -> list[Spec]:
    """The texts of plain rows, and those of the total in bold."""
    groups = [(weight, [row for row in values if row["bold"] == weight]) for weight in (400, 600)]
    return [
        picture.layer(
            rows,
            {
                "type": "text",
                "baseline": "middle",
                "align": "left",
                "color": INK,
                "fontWeight": weight,
                **mark,
            },
            x={"value": x},
            y=picture.pixel("y"),
            text={"field": field},
        )
        for weight, rows in groups
        if rows
    ]
