"""Two values beside each other, first and second, and how sure the change between them is: a dumbbell for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number, percent

_WIDE_ROW, _NARROW_ROW = 34, 54


@dataclass(frozen=True)
class Change:
    """One row. low and high are ends of the change second - first; without values `missing` says why.

    is_sure  the change is more than chance: its words are bold
    """

    name: str
    first: float | None
    second: float | None
    low: float | None = None
    high: float | None = None
    is_sure: bool = False
    missing: str = ""


@dataclass(frozen=True)
class _Frame:
    rows: tuple[Change, ...]
    marks: tuple[float, ...]
    first: str
    second: str
    is_share: bool
    digits: int
    words: Words


def changes(
    rows: Sequence[Change],
    *,
    first: str,
    second: str,
    title: str,
    description: str,
    source: str,
    name_label: str = "",
    change_label: str = "Ändring",
    is_share: bool = False,
    digits: int | None = None,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the rows in the order given; `first` and `second` name the two values. Shares run from 0 to 1.

    The band is where the second value may lie, seen from the first: a band that stops short of the first dot says that
    the change is more than chance.
    """
    known = [row for row in rows if row.first is not None and row.second is not None]
    largest = max(
        (abs(value) for row in known for value in (row.first, row.second) if value is not None), default=0.0
    )
    wanted = (
        digits if digits is not None else 1 if is_share or 10 <= largest < 1000 else 2 if largest < 10 else 0
    )
    kind: Any = "share" if is_share else "number"
    columns = (
        Column(name_label or words.name),
        Column(first, kind, wanted),
        Column(second, kind, wanted),
        Column(change_label, "number", wanted),
        Column(words.interval, "interval", wanted),
    )
    scale = 100 if is_share else 1
    cells = tuple(_cells(row, scale) for row in rows)
    texts = {"title": title, "description": description, "source": source}
    if not known:
        return picture.empty(**texts, columns=columns, rows=cells, is_example=is_example, words=words)
    ends = [end for row in known for end in _ends(row)]
    marks = [mark / scale for mark in picture.ticks(scale * min(ends), scale * max(ends), about=4)]
    frame = _Frame(tuple(rows), tuple(marks), first, second, is_share, wanted, words)
    return Picture(_wide(frame), _narrow(frame), **texts, columns=columns, rows=cells, is_example=is_example)


def _cells(row: Change, scale: float) -> tuple[Any, ...]:
    if row.first is None or row.second is None:
        return (row.name, None, None, None, (None, None))
    ends = tuple(None if end is None else scale * end for end in (row.low, row.high))
    return (row.name, row.first, row.second, scale * (row.second - row.first), ends)


def _ends(row: Change) -> list[float]:
    """Return everything of a row that is drawn."""
    if row.first is None or row.second is None:
        return []
    far = [row.first + end for end in (row.low, row.high) if end is not None]
    return [row.first, row.second, *far]


def _signed(value: float, frame: _Frame) -> str:
    scale = 100 if frame.is_share else 1
    told = number(scale * value, frame.digits, frame.words.lang)
    return f"+{told}" if value > 0 else told


def _text(row: Change, frame: _Frame) -> str:
    if row.first is None or row.second is None:
        return row.missing or frame.words.missing
    told = _signed(row.second - row.first, frame)
    if row.low is None or row.high is None:
        return told
    return f"{told} ({' – '.join(_signed(end, frame) for end in (row.low, row.high))})"


def _values(frame: _Frame, step: int, middle: int) -> list[Spec]:
    return [
        {
            "name": row.name,
            "first": row.first,
            "second": row.second,
            "low": None if row.first is None or row.low is None else row.first + row.low,
            "high": None if row.first is None or row.high is None else row.first + row.high,
            "text": _text(row, frame),
            "bold": 600 if row.is_sure else 400,
            "y": step * at + middle,
        }
        for at, row in enumerate(frame.rows)
    ]


def _x(frame: _Frame, field: str) -> Spec:
    marks = frame.marks
    wanted = f",.{picture.digits_for(marks)}f"
    if frame.is_share:
        wanted = f".{picture.digits_for([100 * mark for mark in marks])}%"
    axis = {
        "values": list(marks), "tickCount": len(marks), "grid": True, "gridColor": LINE, "domain": False, "ticks": False,
        "orient": "bottom", "format": wanted, "title": None,
    }  # fmt: skip
    scale = {"domain": [marks[0], marks[-1]], "nice": False, "zero": False}
    return picture.scaled(field, scale=scale, axis=axis)


def _drawn(frame: _Frame, values: list[Spec]) -> list[Spec]:
    y = picture.pixel("y")
    known = [row for row in values if row["first"] is not None and row["second"] is not None]
    spans = [row for row in known if row["low"] is not None and row["high"] is not None]
    band: Spec = {"type": "rule", "strokeWidth": 12, "stroke": HUE[1], "strokeCap": "butt"}
    line: Spec = {"type": "rule", "strokeWidth": 2, "stroke": DEEP}
    hollow: Spec = {
        "type": "point",
        "shape": "circle",
        "size": 80,
        "fill": PAPER,
        "stroke": DEEP,
        "strokeWidth": 2,
    }
    solid: Spec = {"type": "point", "shape": "circle", "size": 110, "fill": DEEP}
    return [
        picture.layer(spans, band, x=_x(frame, "low"), x2={"field": "high"}, y=y),
        picture.layer(known, line, x=_x(frame, "first"), x2={"field": "second"}, y=y),
        picture.layer(known, hollow, x=_x(frame, "first"), y=y),
        picture.layer(known, solid, x=_x(frame, "second"), y=y),
    ]


def _key(frame: _Frame, inner: float, y: float) -> list[Spec]:
    """The names of the two values over the first row that has both, moved apart where they would meet."""
    lead = next(row for row in frame.rows if row.first is not None and row.second is not None)
    assert lead.first is not None and lead.second is not None
    low, high = frame.marks[0], frame.marks[-1]
    texts = [_said(frame.first, lead.first, frame), _said(frame.second, lead.second, frame)]
    widths = [picture.text_width(text, 13) for text in texts]
    wanted = [(value - low) / ((high - low) or 1) * inner for value in (lead.first, lead.second)]
    places = picture.apart(wanted, sum(widths) / 2 + 12)
    shift = max(0.0, *(width / 2 - x for x, width in zip(places, widths, strict=True)))
    shift -= max(0.0, *(x + width / 2 - inner for x, width in zip(places, widths, strict=True)))
    return [
        picture.written(
            text, x + shift, y, align="center", baseline="bottom", fontSize=13, fontWeight=weight, color=color
        )
        for text, x, weight, color in zip(texts, places, (400, 600), (INK_2, DEEP), strict=True)
    ]


def _said(name: str, value: float, frame: _Frame) -> str:
    if frame.is_share:
        return f"{name}: {percent(value, lang=frame.words.lang)}"
    return f"{name}: {number(value, frame.digits, frame.words.lang)}"


def _wide(frame: _Frame) -> Spec:
    values = _values(frame, _WIDE_ROW, 20)
    height = _WIDE_ROW * len(values) + 6
    left = min(230, 18 + int(max(picture.text_width(row["name"], 14) for row in values)))
    right = 28 + int(max(picture.text_width(row["text"], 13) for row in values))
    inner = WIDE - left - right
    layers = [
        *_drawn(frame, values),
        *_key(frame, inner, -2),
        *_texts(values, "name", 2 - left, limit=left - 14, fontSize=14),
        *_texts(values, "text", inner + 18, fontSize=13),
    ]
    return picture.layered(WIDE, height, layers, padding=(24, right, 34, left), lang=frame.words.lang)


def _narrow(frame: _Frame) -> Spec:
    """The name and the change stand over each dumbbell."""
    values = _values(frame, _NARROW_ROW, 38)
    height, pad = _NARROW_ROW * len(values) + 4, 22
    inner = NARROW - 2 * pad
    room = int(max(picture.text_width(row["text"], 13) for row in values))
    layers = [
        *_drawn(frame, values),
        *_key(frame, inner, -2),
        *_texts(values, "name", 0, dy=-21, limit=inner - room - 8, fontSize=14),
        *_texts(values, "text", inner, dy=-21, align="right", fontSize=13),
    ]
    return picture.layered(NARROW, height, layers, padding=(24, pad, 34, pad), lang=frame.words.lang)


def _texts(values: list[Spec], field: str, x: float, **mark: Any) -> list[Spec]:
    """The texts of plain rows, and those of sure changes in bold."""
    groups = [(weight, [row for row in values if row["bold"] == weight]) for weight in (400, 600)]
    look = {"type": "text", "baseline": "middle", "align": "left", "color": INK, **mark}
    return [
        picture.layer(
            rows, {**look, "fontWeight": weight}, x={"value": x}, y=picture.pixel("y"), text={"field": field}
        )
        for weight, rows in groups
        if rows
    ]
