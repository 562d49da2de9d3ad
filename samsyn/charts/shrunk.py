"""Each area's own value and the smoothed one beside it: how far the uncertain ones are drawn towards the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

_WIDE_ROW, _NARROW_ROW, _APART = 38, 66, 8
_REACH = 1.6  # an interval may reach so far beyond the values, in their own range; a longer one is cut, with an arrow


@dataclass(frozen=True)
class Shrunk:
    """One row: the raw value and the smoothed one, each with its interval where it has one; `missing` stands for the raw.

    is_gap  no row but a gap between rows, and its name says how many are left out there
    """

    name: str
    raw: float | None
    smooth: float | None
    raw_low: float | None = None
    raw_high: float | None = None
    low: float | None = None
    high: float | None = None
    missing: str = ""
    is_gap: bool = False


@dataclass(frozen=True)
class ShrunkWords:
    raw: str = "Rått"
    smooth: str = "Utjämnat"
    raw_interval: str = "Det råas osäkerhet"


SWEDISH_SHRUNK = ShrunkWords()


@dataclass(frozen=True)
class _Frame:
    rows: tuple[Shrunk, ...]
    ends: tuple[float, float]
    marks: tuple[float, ...]
    whole: tuple[str, float] | None
    digits: int
    words: Words
    own: ShrunkWords


def shrunk(
    rows: Sequence[Shrunk],
    *,
    title: str,
    description: str,
    source: str,
    whole: tuple[str, float] | None = None,
    digits: int = 2,
    is_example: bool = False,
    words: Words = SWEDISH,
    own_words: ShrunkWords = SWEDISH_SHRUNK,
) -> Picture:
    """Draw the rows in the order given. `whole` is a name and a value: the dashed line that they are drawn towards.

    Values are 0 or more when all of them are; the axis then does not go under 0.
    """
    has_own = any(row.low is not None for row in rows)
    columns = (
        Column(words.area),
        Column(own_words.smooth, "number", digits),
        *((Column(words.interval, "interval", digits),) if has_own else ()),
        Column(own_words.raw, "number", digits),
        Column(own_words.raw_interval, "interval", digits),
    )
    cells = tuple(
        (
            row.name, row.smooth, *(((row.low, row.high),) if has_own else ()), row.raw, (row.raw_low, row.raw_high),
        )
        for row in rows
    )  # fmt: skip
    texts = {"title": title, "description": description, "source": source}
    values = [value for row in rows for value in (row.raw, row.smooth) if value is not None]
    if not values:
        return picture.empty(**texts, columns=columns, rows=cells, is_example=is_example, words=words)
    values += [] if whole is None else [whole[1]]
    marks = _marks(rows, values)
    frame = _Frame(tuple(rows), (marks[0], marks[-1]), tuple(marks), whole, digits, words, own_words)
    return Picture(_wide(frame), _narrow(frame), **texts, columns=columns, rows=cells, is_example=is_example)


def _marks(rows: Sequence[Shrunk], values: list[float]) -> list[float]:
    """Return an axis for all values, and for their intervals as far as they do not dwarf them."""
    low, high = min(values), max(values)
    room = _REACH * ((high - low) or abs(high) or 1.0) / 2
    ends = [end for row in rows for end in (row.raw_low, row.raw_high, row.low, row.high) if end is not None]
    bottom, top = max(min([low, *ends]), low - room), min(max([high, *ends]), high + room)
    return picture.ticks(bottom if low < 0 else max(bottom, 0.0), top, about=5)


def _values(frame: _Frame, step: int, middle: float) -> list[Spec]:
    low, high = frame.ends
    found: list[Spec] = []
    for at, row in enumerate(frame.rows):
        y = step * at + middle
        told = {"raw": row.raw, "smooth": row.smooth}
        spans: Spec = {}
        for key, one, other in (("raw", row.raw_low, row.raw_high), ("smooth", row.low, row.high)):
            is_known = one is not None and other is not None and told[key] is not None
            spans[f"{key}_low"] = max(one, low) if is_known and one is not None else None
            spans[f"{key}_high"] = min(other, high) if is_known and other is not None else None
            spans[f"{key}_cut"] = is_known and other is not None and other > high
        found.append(
            {
                **told,
                **spans,
                "name": row.name,
                "is_gap": row.is_gap,
                "raw_text": _raw_text(row, frame),
                "smooth_text": "" if row.is_gap else number(row.smooth, frame.digits, frame.words.lang),
                "y": y,
                "raw_y": y - _APART,
                "smooth_y": y + _APART,
            }
        )
    return found


def _raw_text(row: Shrunk, frame: _Frame) -> str:
    return row.missing if row.raw is None else number(row.raw, frame.digits, frame.words.lang)


def _x(frame: _Frame, field: str) -> Spec:
    axis = {
        "values": list(frame.marks), "tickCount": len(frame.marks), "grid": True, "gridColor": LINE, "domain": False,
        "ticks": False, "orient": "bottom", "format": f",.{picture.digits_for(frame.marks)}f", "title": None,
    }  # fmt: skip
    return picture.scaled(field, scale={"domain": list(frame.ends), "nice": False, "zero": False}, axis=axis)


def _drawn(frame: _Frame, values: list[Spec], parts: list[tuple[float, float]]) -> list[Spec]:
    """The line of the whole in its parts, the two intervals, the way from the raw value to the smoothed one, and both."""
    layers: list[Spec] = []
    if frame.whole:
        at: list[Spec] = [{"x": frame.whole[1], "y": top, "y2": bottom} for top, bottom in parts]
        dashed: Spec = {"type": "rule", "stroke": INK_2, "strokeDash": [5, 4], "strokeWidth": 1.5}
        layers.append(picture.layer(at, dashed, x=_x(frame, "x"), y=picture.pixel("y"), y2={"field": "y2"}))
    for key, stroke in (("raw", HUE[1]), ("smooth", HUE[3])):
        spans = [row for row in values if row[f"{key}_low"] is not None]
        bar: Spec = {"type": "rule", "strokeWidth": 3, "stroke": stroke, "strokeCap": "butt"}
        y = picture.pixel(f"{key}_y")
        layers.append(picture.layer(spans, bar, x=_x(frame, f"{key}_low"), x2={"field": f"{key}_high"}, y=y))
        arrow: Spec = {"type": "point", "shape": "triangle-right", "size": 60, "fill": stroke}
        cut = [row for row in spans if row[f"{key}_cut"]]
        layers.append(picture.layer(cut, arrow, x=_x(frame, f"{key}_high"), y=y))
    both = [row for row in values if row["raw"] is not None and row["smooth"] is not None]
    way: Spec = {"type": "rule", "stroke": DEEP, "strokeWidth": 1.5}
    hollow: Spec = {
        "type": "point",
        "shape": "circle",
        "size": 64,
        "fill": PAPER,
        "stroke": DEEP,
        "strokeWidth": 2,
    }
    solid: Spec = {"type": "point", "shape": "circle", "size": 84, "fill": DEEP}
    return [
        *layers,
        picture.layer(
            both, way, x=_x(frame, "raw"), x2={"field": "smooth"}, y=picture.pixel("raw_y"), y2={"field": "smooth_y"}
        ),
        picture.layer([r for r in values if r["raw"] is not None], hollow, x=_x(frame, "raw"), y=picture.pixel("raw_y")),
        picture.layer(
            [r for r in values if r["smooth"] is not None], solid, x=_x(frame, "smooth"), y=picture.pixel("smooth_y")
        ),
    ]  # fmt: skip


def _whole_name(frame: _Frame, inner: float, y: float) -> list[Spec]:
    """The name of the dashed line, over it, kept within the picture."""
    if not frame.whole:
        return []
    low, high = frame.ends
    wide = picture.text_width(frame.whole[0], 13)
    at = (frame.whole[1] - low) / ((high - low) or 1) * inner
    place = min(max(at, wide / 2), inner - wide / 2)
    return [picture.written(frame.whole[0], place, y, align="center", baseline="bottom", color=INK_2)]


def _sign(x: float, y: float, *, is_raw: bool) -> Spec:
    mark: Spec = {
        "type": "point",
        "shape": "circle",
        "size": 64,
        "fill": PAPER if is_raw else DEEP,
        "stroke": DEEP,
    }
    return picture.layer([{}], {**mark, "strokeWidth": 2}, x={"value": x}, y={"value": y})


def _wide(frame: _Frame) -> Spec:
    """Name, drawing, and a column of numbers for each of the two values; their headings say what the dots are."""
    values = _values(frame, _WIDE_ROW, 21)
    height = _WIDE_ROW * len(values) + 4
    named = [row for row in values if not row["is_gap"]]
    left = min(200, 18 + int(max(picture.text_width(row["name"], 14) for row in named)))
    widths = [
        max(24 + _head_width(head), *(picture.text_width(row[key], 13) for row in values))
        for head, key in ((frame.own.smooth, "smooth_text"), (frame.own.raw, "raw_text"))
    ]
    first, second = 26.0, 26.0 + widths[0] + 20
    right = int(second + widths[1]) + 6
    inner = WIDE - left - right
    layers = [*_drawn(frame, values, [(0, height)]), *_whole_name(frame, inner, -6)]
    layers += [
        *picture.gaps([row for row in values if row["is_gap"]], 2 - left, inner + right - 6, 24),
        _texts(named, "name", 2 - left, limit=left - 14, fontSize=14),
    ]
    for place, width, key, head in (
        (first, widths[0], "smooth", frame.own.smooth), (second, widths[1], "raw", frame.own.raw),
    ):  # fmt: skip
        end = inner + place + width
        bold = 600 if key == "smooth" else 400
        layers += [
            picture.written(head, end, -12, align="right", baseline="middle", fontWeight=bold, color=INK),
            _sign(end - _head_width(head) - 14, -12, is_raw=key == "raw"),
            _texts(values, f"{key}_text", end, align="right", fontWeight=bold),
        ]
    return picture.layered(WIDE, height, layers, padding=(28, right, 34, left), lang=frame.words.lang)


def _head_width(head: str) -> float:
    """A heading is in bold, so it is wider than the texts that `text_width` is made for."""
    return picture.text_width(head, 14.5)


def _narrow(frame: _Frame) -> Spec:
    """The name and the numbers stand over each pair; the key leads."""
    values = _values(frame, _NARROW_ROW, 46)
    height, pad = _NARROW_ROW * len(values) + 4, 20
    gaps, values = [row for row in values if row["is_gap"]], [row for row in values if not row["is_gap"]]
    inner = NARROW - 2 * pad
    smooth_room = max(picture.text_width(row["smooth_text"], 13) for row in values)
    raw_room = max(picture.text_width(row["raw_text"], 13) for row in values)
    mid = inner - raw_room - 26
    name_room = mid - smooth_room - 24
    layers = _drawn(frame, values, [(row["y"] - 17, row["y"] + 17) for row in values])
    layers += [
        *picture.gaps([{**row, "y": row["y"] - 13} for row in gaps], 0, inner, 28),
        *_whole_name(frame, inner, -6),
        _texts(values, "name", 0, dy=-28, limit=name_room, fontSize=14),
        _texts(values, "smooth_text", mid, dy=-28, align="right", fontWeight=600),
        _texts(values, "raw_text", inner, dy=-28, align="right"),
    ]
    for row in values:
        layers.append(
            _sign(mid - picture.text_width(row["smooth_text"], 13) - 11, row["y"] - 28, is_raw=False)
        )
        layers.append(_sign(inner - picture.text_width(row["raw_text"], 13) - 11, row["y"] - 28, is_raw=True))
    x = 6.0
    for head, is_raw, weight in ((frame.own.smooth, False, 600), (frame.own.raw, True, 400)):
        layers += [
            _sign(x, -36, is_raw=is_raw),
            picture.written(head, x + 12, -36, align="left", baseline="middle", fontWeight=weight, color=INK),
        ]
        x += _head_width(head) + 40
    return picture.layered(NARROW, height, layers, padding=(50, pad, 34, pad), lang=frame.words.lang)


def _texts(values: list[Spec], field: str, x: float, **mark: Any) -> Spec:
    look = {"type": "text", "baseline": "middle", "align": "left", "color": INK, **mark}
    return picture.layer(values, look, x={"value": x}, y=picture.pixel("y"), text={"field": field})
