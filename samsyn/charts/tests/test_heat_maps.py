"""The hours of the week and the days of the year: both widths, every figure, and what is missing is no 0."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from samsyn.charts.day_map import day_map
from samsyn.charts.heat import classes
from samsyn.charts.picture import HUE, NARROW, PAPER, WIDE
from samsyn.charts.week_hours import week_hours

TOLD = {"title": "T", "description": "D", "source": "S"}
WEEK = [[hour * 0.1 + day if hour > 5 else 0.0 for day in range(7)] for hour in range(24)]


def rows_of(spec):
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


def both(made):
    for spec, width in ((made.wide, WIDE), (made.narrow, NARROW)):
        assert spec["width"] + spec["padding"]["left"] + spec["padding"]["right"] == width
        assert "NaN" not in json.dumps(spec)
        left, inner = spec["padding"]["left"], spec["width"]
        for row in rows_of(spec):
            if "x2" in row:
                assert -left <= row["x"] <= row["x2"] <= inner + 1 or row["x"] == row["x2"]
            assert row.get("y", 0) <= spec["height"] + 1
    return made.wide, made.narrow


def test_the_week_has_168_cells_24_bars_and_a_frame_round_the_fullest():
    made = week_hours(WEEK, **TOLD)
    for spec in both(made):
        cells = next(
            layer["data"]["values"] for layer in spec["layer"] if len(layer["data"]["values"]) == 168
        )
        assert sum(cell["fill"] == PAPER for cell in cells) == 42
        assert len([row for row in rows_of(spec) if row.get("ink")]) == 2
        said = {row["text"] for row in rows_of(spec) if "text" in row}
        assert {"37", "00", "24", "per timme"} <= said  # the sum of 23–24
    assert len(made.rows) == 24
    assert made.rows[23][0] == "23–24" and made.rows[23][-1] == pytest.approx(37.1)


def test_a_week_without_events_says_so():
    made = week_hours([[0.0] * 7] * 24, **TOLD)
    assert "Det finns inga tal" in json.dumps(made.wide, ensure_ascii=False) and len(made.rows) == 24


FIRST = date(2024, 11, 20)
DAYS = {FIRST + timedelta(days=k): (None if k == 3 else k % 4) for k in range(70) if k not in (10, 11)}


def test_each_day_has_its_cell_and_a_missing_one_a_stroke():
    made = day_map(DAYS, **TOLD)
    known = [count for count in DAYS.values() if count is not None]
    for spec in both(made):
        cells, strokes = (layer["data"]["values"] for layer in spec["layer"][:2])
        assert (len(cells), len(strokes)) == (len(known), 3)
        said = {row["text"] for row in rows_of(spec) if "text" in row}
        assert {"2024", "2025", "nov", "jan", "mån", "dagar utan uppgift: 3", "0", "1", "3"} <= said
        assert "feb" not in said
    table = [cell for row in made.rows for cell in row[1:]]
    assert sum(cell for cell in table if cell) == sum(known)
    assert made.rows[0] == ("2024-11-18", None, None, 0, 1, 2, None, 0)


def test_one_day_alone_and_none_at_all():
    both(day_map({FIRST: 7}, **TOLD))
    both(day_map({FIRST: 0}, **TOLD))
    for nothing in ({}, {FIRST: None}):
        assert "Det finns inga tal" in json.dumps(day_map(nothing, **TOLD).wide, ensure_ascii=False)


@pytest.mark.parametrize(
    ("most", "counted"), [(0.03, 1), (0.9, 1), (1, 1), (3.7, 4), (5, 5), (10, 5), (99, 5), (12345, 5)]
)
def test_classes_hold_all_values_five_of_them_or_one_for_each_of_few_counts(most, counted):
    for is_whole, many in ((False, 5), (True, counted)):
        value = max(1, round(most)) if is_whole else most
        found = classes(value, is_whole=is_whole)
        assert found.many == many
        assert found.many * found.step >= value * 0.9999
        assert found.fill(value) in HUE and found.fill(0) == PAPER
        fills = [fill for fill, _text in found.legend("sv")]
        assert len(set(fills)) == len(fills) and found.fill(value) in fills
