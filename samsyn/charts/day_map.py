"""A calendar of counts: a strip a year, a column a week, a row a weekday. A day without any report is no 0, and is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from samsyn.charts import heat, picture
from samsyn.charts.picture import INK, INK_2, LINE, NARROW, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

_HEAD, _GAP = 24, 20  # pixels: over a strip, and under it


@dataclass(frozen=True)
class DayWords:
    """The words of this picture: twelve months, and seven weekdays with Monday first, by blanks."""

    week: str = "Vecka från"
    days: str = "mån tis ons tor fre lör sön"
    months: str = "jan feb mars april maj juni juli aug sep okt nov dec"
    missing: str = "dagar utan uppgift: {count}"
    total: str = "{count} i allt"


@dataclass(frozen=True)
class _Strip:
    """One row of weeks: its first and last day, and what is written over it."""

    first: date
    last: date
    name: str
    total: str

    @property
    def monday(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    @property
    def weeks(self) -> int:
        return (self.last - self.monday).days // 7 + 1


def day_map(
    counts: Mapping[date, int | None],
    *,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    said: DayWords = DayWords(),
) -> Picture:
    """Draw the days from the first to the last; those between that are not given, or None, are missing and crossed out."""
    columns = (Column(said.week), *(Column(day, "number") for day in said.days.split()))
    known = {day: count for day, count in counts.items() if count is not None}
    if not known:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            is_example=is_example,
            words=words,
        )
    first, last = min(counts), max(counts)
    missing = (last - first).days + 1 - len(known)
    shades = heat.classes(max(known.values()), is_whole=True)
    wide = _drawn(
        known, _strips(known, first, last, said, words.lang), shades, missing, WIDE, words.lang, said
    )
    halves = _strips(known, first, last, said, words.lang, is_halved=True)
    narrow = _drawn(known, halves, shades, missing, NARROW, words.lang, said)
    return Picture(wide, narrow, title, description, source, columns, _table(known, first, last), is_example)


def _table(known: Mapping[date, int], first: date, last: date) -> tuple[tuple[Any, ...], ...]:
    """A row a week; a cell is empty where the day is missing or lies outside."""
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    starts = [monday + timedelta(days=7 * week) for week in range(weeks)]
    return tuple(
        (start.isoformat(), *(known.get(start + timedelta(days=day)) for day in range(7))) for start in starts
    )


def _strips(
    known: Mapping[date, int], first: date, last: date, said: DayWords, lang: str, *, is_halved: bool = False
) -> list[_Strip]:
    """A strip a year; of half a year each where the sheet is narrow. Parts outside the days given are left out."""
    strips: list[_Strip] = []
    for year in range(first.year, last.year + 1):
        cuts = [date(year, 1, 1), date(year, 7, 1), date(year + 1, 1, 1)]
        spans = list(pairwise(cuts)) if is_halved else [(cuts[0], cuts[2])]
        whole = sum(count for day, count in known.items() if day.year == year)
        for start, end in spans:
            if start > last or end <= first:
                continue
            is_first = not any(strip.first.year == year for strip in strips)
            total = said.total.format(count=number(whole, 0, lang)) if is_first else ""
            strips.append(_Strip(start, end - timedelta(days=1), str(year) if is_first else "", total))
    return strips


def _drawn(
    known: Mapping[date, int], strips: list[_Strip], shades: heat.Classes, missing: int, width: int, lang: str,
    said: DayWords,
) -> Spec:  # fmt: skip
    left, right = 40, 6
    cell = (width - left - right) / max(54 if width > NARROW else 27, *(strip.weeks for strip in strips))
    first, last = min(known), max(known)
    cells: list[Spec] = []
    crossed: list[Spec] = []
    lines: list[Spec] = []
    texts: list[Spec] = []
    top = 0.0
    for strip in strips:
        is_named = bool(strip.name)
        texts += _names(
            strip, top, cell, left, said, is_named=is_named, ends=(first, last), width=width - left - right
        )
        grid = top + _HEAD + (20 if is_named else 0)
        day = max(strip.first, first)
        while day <= min(strip.last, last):
            x, y = (day - strip.monday).days // 7 * cell, grid + day.weekday() * cell
            box = {"x": x, "x2": x + cell, "y": y, "y2": y + cell}
            if day in known:
                cells.append({**box, "fill": shades.fill(known[day])})
            else:
                crossed.append(box)
            day += timedelta(days=1)
        lines += _borders(strip, max(strip.first, first), min(strip.last, last), grid, cell)
        top = grid + 7 * cell + _GAP
    entries = shades.legend(lang)
    layers = [
        heat.cells(cells, stroke=LINE, width=0.6),
        _crosses(crossed),
        _rules(lines),
        *_written(texts),
        *heat.swatches(entries, left=0, top=top, room=width - left - right),
    ]
    top += heat.height(entries, width - left - right)
    if missing:
        sign = [{"x": 0, "x2": heat.SWATCH, "y": top + 8, "y2": top + 8 + heat.SWATCH}]
        label = said.missing.format(count=number(missing, 0, lang))
        row = {"x": heat.SWATCH + 5, "y": top + 8 + heat.SWATCH / 2, "text": label, "kind": "quiet"}
        layers += [_crosses(sign), *_written([row])]
        top += 8 + heat.SWATCH
    return picture.layered(width, int(top) + 4, layers, padding=(4, right, 4, left), lang=lang)


def _names(
    strip: _Strip,
    top: float,
    cell: float,
    left: int,
    said: DayWords,
    *,
    is_named: bool,
    ends: tuple[date, date],
    width: float,
) -> list[Spec]:
    """Over the strip its year and sum, then the months; before it every other weekday."""
    rows: list[Spec] = []
    first, last = ends
    if is_named:
        rows.append({"x": -left + 4, "y": top + 10, "text": strip.name, "kind": "year"})
        rows.append({"x": width, "y": top + 10, "text": strip.total, "kind": "total"})
        top += 20
    for month in range(strip.first.month, strip.last.month + 1):
        day = date(strip.first.year, month, 1)
        if (day.year, month) < (first.year, first.month) or day > last:
            continue
        column = -(-(day - strip.monday).days // 7)
        rows.append(
            {"x": column * cell, "y": top + 12, "text": said.months.split()[month - 1], "kind": "quiet"}
        )
    for weekday in (0, 2, 4, 6):
        y = top + _HEAD + (weekday + 0.5) * cell
        rows.append({"x": -6, "y": y, "text": said.days.split()[weekday], "kind": "day"})
    return rows


def _borders(strip: _Strip, first: date, last: date, grid: float, cell: float) -> list[Spec]:
    """The line between two months: down, a step to the left, and down again."""
    lines: list[Spec] = []
    for month in range(strip.first.month + 1, strip.last.month + 1):
        day = date(strip.first.year, month, 1)
        if not first < day <= last:
            continue
        row, x = day.weekday(), (day - strip.monday).days // 7 * cell
        y, bottom = grid + row * cell, grid + 7 * cell
        lines.append({"x": x, "x2": x, "y": y, "y2": bottom})
        if row:
            lines.append({"x": x, "x2": x + cell, "y": y, "y2": y})
            lines.append({"x": x + cell, "x2": x + cell, "y": grid, "y2": y})
    return lines


def _rules(lines: list[Spec], ink: str = INK, width: float = 1.1) -> Spec:
    return picture.layer(
        lines,
        {"type": "rule", "stroke": ink, "strokeWidth": width},
        x=picture.pixel("x"),
        x2={"field": "x2"},
        y=picture.pixel("y"),
        y2={"field": "y2"},
    )


def _crosses(boxes: list[Spec]) -> Spec:
    """A stroke from corner to corner: what is missing is not the same as nothing."""
    return _rules(
        [{"x": b["x"] + 1, "x2": b["x2"] - 1, "y": b["y2"] - 1, "y2": b["y"] + 1} for b in boxes], INK_2
    )


def _written(rows: list[Spec]) -> list[Spec]:
    marks: dict[str, Spec] = {
        "year": {"fontSize": 14, "fontWeight": 600, "color": INK, "align": "left"},
        "total": {"fontSize": 13, "color": INK_2, "align": "right"},
        "quiet": {"fontSize": 13, "color": INK_2, "align": "left"},
        "day": {"fontSize": 12, "color": INK_2, "align": "right"},
    }
    return [
        picture.layer(
            some,
            {"type": "text", "baseline": "middle", **mark},
            x=picture.pixel("x"),
            y=picture.pixel("y"),
            text={"field": "text"},
        )
        for kind, mark in marks.items()
        if (some := [row for row in rows if row["kind"] == kind])
    ]
