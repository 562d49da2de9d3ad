"""The calendar of activities and the map of places: both widths, the same rows, nothing outside the sheet."""

from __future__ import annotations

import json
from datetime import date

import pytest

from samsyn.charts.calendar import Bar, calendar_chart
from samsyn.charts.place_map import MapPlace, place_map

YEAR = (date(2026, 1, 1), date(2027, 1, 1))
AREA = {"type": "Polygon", "coordinates": [[[12, 57], [12.1, 57], [12.1, 57.1], [12, 57.1], [12, 57]]]}
TOLD = {"title": "T", "description": "D", "source": "S"}


def bar(**said):
    words = {
        "label": "Fotpatrull vid centrum",
        "group": "Fotpatrull",
        "start": YEAR[0],
        "end": YEAR[1],
        "share": 0.5,
        "said": "50 av 100 tillfällen",
        "when": "2026",
        "state": "i fas",
    }
    return Bar(**{**words, **said})


def chart(*bars, on=date(2026, 7, 2)):
    return calendar_chart(bars, start=YEAR[0], end=YEAR[1], on=on, **TOLD)


def rows_of(spec):
    return [row for layer in spec["layer"] for row in layer["data"].get("values", [])]


def test_a_calendar_without_activities_says_so():
    made = chart()
    assert made.rows == () and "Det finns inga tal" in json.dumps(made.wide, ensure_ascii=False)


def test_what_is_done_fills_its_part_of_the_bar_in_both_widths():
    made = chart(bar())
    for spec in (made.wide, made.narrow):
        row = next(row for row in rows_of(spec) if "done" in row)
        assert row["done"] - row["x"] == pytest.approx((row["x2"] - row["x"]) / 2, abs=0.1)


def test_the_table_says_every_row_in_words():
    assert chart(bar()).rows == (
        ("Fotpatrull", "Fotpatrull vid centrum", "2026", "50 av 100 tillfällen", "i fas"),
    )


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_today_is_drawn_only_inside_the_period(day):
    assert "i dag" in json.dumps(chart(bar()).wide, ensure_ascii=False)
    assert "i dag" not in json.dumps(chart(bar(), on=day).wide, ensure_ascii=False)


def test_nothing_lies_outside_the_sheet():
    long = bar(
        label="Ett mycket långt namn på en aktivitet som inte får plats på telefonen", start=date(2026, 12, 1)
    )
    made = chart(long, bar(start=date(2025, 1, 1), end=date(2028, 1, 1)))
    for spec in (made.wide, made.narrow):
        for row in rows_of(spec):
            assert 0 <= row.get("x", 0) <= spec["width"] and row.get("x2", 0) <= spec["width"]
    assert "…" in json.dumps(made.narrow, ensure_ascii=False)


def test_what_needs_a_hand_has_another_colour_and_weight():
    calm, late = json.dumps(chart(bar()).wide), json.dumps(chart(bar(is_late=True)).wide)
    assert calm.count("#9c4513") < late.count("#9c4513") or '"late": true' in late


def test_each_place_has_its_number_and_stays_on_the_sheet():
    spots = [MapPlace(f"Plats {n}", 12.05, 57.05, ("Fotpatrull, minst 100 tillfällen",)) for n in range(4)]
    made = place_map(spots, [AREA], **TOLD)
    assert [row[0] for row in made.rows] == [1, 2, 3, 4]
    for spec in (made.wide, made.narrow):
        numbers = [row for row in rows_of(spec) if row.get("text") in {"1", "2", "3", "4"}]
        assert len({(row["x"], row["y"]) for row in numbers}) == 4
        assert all(0 < row["x"] < spec["width"] and 0 < row["y"] < spec["height"] + 60 for row in numbers)


def test_a_map_without_places_or_areas_says_so_and_keeps_its_rows():
    assert place_map([], [AREA], **TOLD).rows == ()
    made = place_map([MapPlace("Torget", 12.05, 57.05, ("Städning",))], [], **TOLD)
    assert made.rows == ((1, "Torget", "Städning"),)
