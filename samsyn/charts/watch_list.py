"""Many counts, each beside what was to be expected of it: which are unusual, the farthest away first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

_WIDE_ROW, _NARROW_ROW, _TOP, _AXIS = 40, 66, 6, 34
_FAR = 4.0  # times what was expected: from there on the axis is drawn together


@dataclass(frozen=True)
class Watched:
    """One row: what came, what was expected, and from `low` to `high` what is not unusual.

    verdict    in words, such as "ovanligt högt"; without numbers the reason why there are none
    is_alarm   a diamond, in bold
    """

    name: str
    count: float | None
    expected: float | None
    low: float | None
    high: float | None
    verdict: str = ""
    is_alarm: bool = False

    @property
    def is_known(self) -> bool:
        return (
            self.count is not None and bool(self.expected) and self.low is not None and self.high is not None
        )


@dataclass(frozen=True)
class WatchWords:
    """The words of this picture. `beside` has places for the count and for what was expected."""

    count: str = "Utfall"
    usual: str = "Inte ovanligt"
    verdict: str = "Bedömning"
    as_expected: str = "som väntat"
    times: str = "gånger det väntade"
    beside: str = "{count} mot väntat {expected}"


def watch_list(
    rows: Sequence[Watched],
    *,
    title: str,
    description: str,
    source: str,
    name_label: str = "",
    is_example: bool = False,
    words: Words = SWEDISH,
    said: WatchWords = WatchWords(),
) -> Picture:
    """Draw the rows in the order given, each in times of what was expected of it."""
    columns = (
        Column(name_label or words.name),
        Column(said.count, "number"),
        Column(words.expected, "number", 1),
        Column(said.usual, "interval"),
        Column(said.verdict),
    )
    cells = tuple((r.name, r.count, r.expected, (r.low, r.high), r.verdict) for r in rows)
    if not any(row.is_known for row in rows):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=cells,
            is_example=is_example,
            words=words,
        )
    wide, narrow = _wide(rows, words.lang, said), _narrow(rows, words.lang, said)
    return Picture(wide, narrow, title, description, source, columns, cells, is_example)


def _text(row: Watched, lang: str, said: WatchWords) -> str:
    if not row.is_known:
        return row.verdict
    digits = 1 if (row.expected or 0.0) < 10 else 0
    return said.beside.format(count=number(row.count, 0, lang), expected=number(row.expected, digits, lang))


def _values(rows: Sequence[Watched], lang: str, said: WatchWords, *, step: int, middle: int) -> list[Spec]:
    found = []
    for at, row in enumerate(rows):
        share = row.expected or 1.0
        known = row.is_known
        found.append(
            {
                "name": row.name,
                "text": _text(row, lang, said),
                "verdict": row.verdict if known else "",
                "value": (row.count or 0.0) / share if known else None,
                "low": (row.low or 0.0) / share if known else None,
                "high": (row.high or 0.0) / share if known else None,
                "alarm": row.is_alarm,
                "y": _TOP + step * at + middle,
            }
        )
    return found


def _x(values: Sequence[Spec], field: str) -> Spec:
    """Linear up to four times the expected; beyond that roots, so that one far away does not press the others together."""
    most = max(max(row["value"], row["high"]) for row in values if row["value"] is not None)
    is_far = most > _FAR
    steps = (
        [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0]
        if is_far
        else [0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0]
    )
    if most > 2 and not is_far:
        steps = [0.0, 1.0, 2.0, 3.0, 4.0]
    shown = [step for step in steps if step <= most * 1.05]
    return picture.scaled(
        field,
        scale={"domain": [0, most * 1.06], "nice": False, "type": "sqrt" if is_far else "linear"},
        axis={
            "values": shown,
            "tickCount": len(shown),
            "grid": True,
            "gridColor": LINE,
            "domain": False,
            "ticks": False,
            "orient": "bottom",
            "format": "~g",
            "title": None,
            "labelOverlap": True,
        },
    )


def _drawn(values: list[Spec], height: int, said: WatchWords) -> list[Spec]:
    y, known = picture.pixel("y"), [row for row in values if row["value"] is not None]
    bar: Spec = {"type": "rule", "strokeWidth": 10, "stroke": HUE[1], "strokeCap": "butt"}
    one = [{"value": 1}]
    dashes: Spec = {"type": "rule", "stroke": INK_2, "strokeWidth": 1.5, "strokeDash": [5, 4]}
    over = {"type": "text", "align": "center", "baseline": "bottom", "fontSize": 12, "color": INK_2, "dy": -4}
    layers = [
        picture.layer(known, bar, x=_x(known, "low"), x2={"field": "high"}, y=y),
        picture.layer(one, dashes, x=_x(known, "value"), y={"value": 0}, y2={"value": height}),
        picture.layer(one, over, x=_x(known, "value"), y={"value": 0}, text={"value": said.as_expected}),
    ]
    point = {"type": "point", "filled": True, "fill": DEEP, "stroke": PAPER, "strokeWidth": 1.25}
    for is_alarm, shape, size in ((False, "circle", 80), (True, "diamond", 200)):
        some = [row for row in known if row["alarm"] is is_alarm]
        if some:
            layers.append(
                picture.layer(some, {**point, "shape": shape, "size": size}, x=_x(known, "value"), y=y)
            )
    return layers


def _texts(values: list[Spec], field: str, x: float, **mark: Any) -> list[Spec]:
    """The texts of plain rows, and those of alarms in bold."""
    base = {"type": "text", "baseline": "middle", "align": "left", "color": INK, "fontSize": 13}
    if mark.pop("has_halo", False):  # the grid runs under the words
        halo = {**mark, "stroke": PAPER, "strokeWidth": 5, "strokeJoin": "round"}
        return [*_texts(values, field, x, **halo), *_texts(values, field, x, **mark)]
    groups = [
        (600 if alarm else 400, [row for row in values if row["alarm"] is alarm]) for alarm in (False, True)
    ]
    return [
        picture.layer(rows, {**base, "fontWeight": weight, **mark}, x={"value": x}, y=picture.pixel("y"), text={"field": field})
        for weight, rows in groups
        if rows
    ]  # fmt: skip


def _width_of(values: list[Spec], field: str, size: float) -> int:
    return int(max(picture.text_width(row[field], size) for row in values))


def _wide(rows: Sequence[Watched], lang: str, said: WatchWords) -> Spec:
    values = _values(rows, lang, said, step=_WIDE_ROW, middle=_WIDE_ROW // 2)
    height = 2 * _TOP + _WIDE_ROW * len(values)
    left = min(230, 18 + _width_of(values, "name", 14))
    right = min(220, 24 + max(_width_of(values, "text", 13), _width_of(values, "verdict", 13)))
    inner = WIDE - left - right
    judged = [row for row in values if row["verdict"]]
    plain = [row for row in values if not row["verdict"]]
    layers = [
        *_drawn(values, height, said),
        *_texts(values, "name", 2 - left, limit=left - 14, fontSize=14),
        *_texts(judged, "verdict", inner + 16, dy=-8),
        *_texts(judged, "text", inner + 16, dy=8, color=INK_2, fontWeight=400),
        *_texts(plain, "text", inner + 16, color=INK_2),
        picture.written(said.times, inner / 2, height + 28, align="center", fontSize=12, color=INK_2),
    ]
    return picture.layered(WIDE, height, layers, padding=(22, right, _AXIS + 8, left), lang=lang)


def _narrow(rows: Sequence[Watched], lang: str, said: WatchWords) -> Spec:
    """The name, and under it the verdict and the numbers, stand over each bar."""
    values = _values(rows, lang, said, step=_NARROW_ROW, middle=48)
    for row in values:
        row["text"] = ", ".join(text for text in (row["verdict"], row["text"]) if text)
    height = 2 * _TOP + _NARROW_ROW * len(values)
    pad = 10
    inner = NARROW - 2 * pad
    layers = [
        *_drawn(values, height, said),
        *_texts(values, "name", 0, dy=-36, limit=inner, fontSize=14, has_halo=True),
        *_texts(values, "text", 0, dy=-18, limit=inner, has_halo=True),
        picture.written(said.times, inner / 2, height + 28, align="center", fontSize=12, color=INK_2),
    ]
    return picture.layered(NARROW, height, layers, padding=(22, pad, _AXIS + 8, pad), lang=lang)
