"""The points of a series, what its lines are called, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts.picture import Column
from samsyn.charts.words import Words


@dataclass(frozen=True)
class Point:
    """One period. None leaves a gap.

    at         its place on the axis: years, or the file's own number
    line       what was fitted to it; `part` cuts that line where the number changes
    other      what was to be expected of it: dashed
    low, high  the doubt of what was to be expected, else of the line: a field, or a bar when but one point has it
    mark       "": plain; "ring": one of those that the text speaks of; "alarm": a diamond; "last": a larger point
    """

    label: str
    at: float
    value: float | None
    line: float | None = None
    other: float | None = None
    low: float | None = None
    high: float | None = None
    part: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Names:
    """What is written at the lines' ends, and beside the rule where something begins."""

    observed: str
    line: str = ""
    other: str = ""
    span: str = ""
    begins: str = ""


def _given(points: Sequence[Point]) -> tuple[bool, bool, bool]:
    return (
        any(point.line is not None for point in points),
        any(point.other is not None for point in points),
        any(point.low is not None for point in points),
    )


def columns(
    points: Sequence[Point], names: Names, label: str, digits: int, words: Words
) -> tuple[Column, ...]:
    line, other, span = _given(points)
    found = [Column(words.period), Column(label, "number", digits)]
    if line:
        found.append(Column(names.line or words.expected, "number", digits + 1))
    if other:
        found.append(Column(names.other or words.expected, "number", digits + 1))
    if span:
        found.append(Column(names.span or words.interval, "interval", digits + 1))
    return tuple(found)


def row(point: Point, points: Sequence[Point]) -> tuple[Any, ...]:
    line, other, span = _given(points)
    cells: list[Any] = [point.label, point.value]
    cells += [point.line] if line else []
    cells += [point.other] if other else []
    cells += [(point.low, point.high)] if span else []
    return tuple(cells)
