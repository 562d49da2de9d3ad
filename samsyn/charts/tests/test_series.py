"""A series with its line, and the list of counts beside what was expected: both widths, every figure in table and picture."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from samsyn.charts.picture import NARROW, WIDE
from samsyn.charts.series import Names, Point, series
from samsyn.charts.watch_list import Watched, watch_list

TOLD = {"title": "T", "description": "D", "source": "S"}
NAMES = Names("Utfall", "Med åtgärden", "Utan åtgärden", "Osäkerhet", "Åtgärden börjar: 2023-04")


def point(k, **more):
    after = k >= 6
    expected = (12.0, 9.0, 15.0) if after else (None, None, None)
    fitted = Point(f"2023-{k + 1:02d}", 2023 + k / 12, 10.0 + k % 3, 11.0, *expected, part=int(after))
    return Point(**{**fitted.__dict__, **more})


def rows_of(spec):
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


def texts_of(spec):
    text = [layer["encoding"]["text"].get("value") for layer in spec["layer"] if "text" in layer["encoding"]]
    return [*filter(None, text), *(row["text"] for row in rows_of(spec) if "text" in row)]


def width_of(spec):
    return spec["width"] + spec["padding"]["left"] + spec["padding"]["right"]


def both(made):
    assert (width_of(made.wide), width_of(made.narrow)) == (WIDE, NARROW)
    assert "NaN" not in json.dumps([made.wide, made.narrow])
    return made.wide, made.narrow


def test_a_series_with_what_it_would_have_been_stands_whole_in_both_widths_and_in_the_table():
    points = [point(k) for k in range(12)]
    made = series(points, names=NAMES, begins_at=2023.46, **TOLD)
    for spec in both(made):
        places = {(row["x"], row["y"]) for row in rows_of(spec) if "y" in row and "x" in row}
        assert {(p.at, p.value) for p in points} | {(p.at, p.other) for p in points[6:]} <= places
        assert set(NAMES.__dict__.values()) <= set(texts_of(spec))
    assert [column.label for column in made.columns] == [
        "Period",
        "Värde",
        "Med åtgärden",
        "Utan åtgärden",
        "Osäkerhet",
    ]
    assert made.rows[7] == ("2023-08", 11.0, 11.0, 12.0, (9.0, 15.0))


def test_the_dashed_line_goes_on_from_the_fitted_one_and_the_fitted_is_cut():
    made = series([point(k) for k in range(12)], names=NAMES, **TOLD)
    dashed = next(layer for layer in made.wide["layer"] if layer["mark"].get("strokeDash"))
    assert dashed["data"]["values"][0] == {"x": 2023 + 5 / 12, "y": 11.0}
    fitted = next(layer for layer in made.wide["layer"] if layer["mark"].get("strokeWidth") == 3)
    assert {row["part"] for row in fitted["data"]["values"]} == {0, 1}


def test_the_latest_period_alone_has_a_bar_and_an_alarm_a_diamond():
    points = [Point(f"{y}", float(y), 10.0) for y in range(2015, 2024)]
    points.append(Point("2024", 2024.0, 30.0, other=10.0, low=5.0, high=16.0, mark="alarm"))
    made = series(points, names=Names("30, ovanligt högt", other="Väntat: 10", span="Vanligt: 5–16"), **TOLD)
    for spec in both(made):
        assert "diamond" in [layer["mark"].get("shape") for layer in spec["layer"]]
        assert {"30, ovanligt högt", "Väntat: 10", "Vanligt: 5–16"} <= set(texts_of(spec))


def test_a_line_that_may_be_chance_is_dashed_and_a_wild_field_does_not_flatten_the_series():
    points = [Point(str(k), float(k), 10.0, line=10.0, low=1.0, high=1e9) for k in range(8)]
    made = series(points, names=Names("Utfall", "Lutning"), is_dashed=True, is_years=False, **TOLD)
    fitted = [layer for layer in made.wide["layer"] if layer["mark"].get("strokeDash") == [7, 5]]
    assert len(fitted) == 1
    assert max(row["high"] for row in rows_of(made.wide) if "high" in row) <= 20
    points = [Point(str(k), float(k), 10.0, other=10.0**k) for k in range(8)]
    made = series(points, names=Names("Utfall", other="Väntat"), is_years=False, **TOLD)
    assert max(row["y"] for row in rows_of(made.wide) if "y" in row) <= 20


@pytest.mark.parametrize("many", [1, 2, 5, 30, 200])
def test_names_of_periods_do_not_collide(many):
    points = [Point(f"20{k // 12:02d}-{k % 12 + 1:02d}", 2000 + k / 12, float(k)) for k in range(many)]
    for spec in both(series(points, names=Names("Utfall"), **TOLD)):
        ticks = sorted({(row["px"], row["text"]) for row in rows_of(spec) if "px" in row})
        assert ticks
        assert all(b[0] - a[0] > len(b[1]) * 6.5 for a, b in pairwise(ticks))


def test_nothing_to_draw_is_said_and_gaps_cut_the_line():
    assert "Det finns inga tal" in json.dumps(series([], names=NAMES, **TOLD).wide, ensure_ascii=False)
    assert series([Point("2024", 2024.0, None)], names=NAMES, **TOLD).rows == (("2024", None),)
    points = [Point(str(k), float(k), None if k == 2 else -1.0 * k) for k in range(5)]
    line = next(
        layer
        for layer in series(points, names=NAMES, is_years=False, **TOLD).wide["layer"]
        if layer["mark"]["type"] == "line"
    )
    assert [row["part"] for row in line["data"]["values"]] == [0, 0, 1, 1]


# Many at once

LIST = [
    Watched("Ett område med ett mycket långt namn vid järnvägen", 37, 16.2, 7, 27, "ovanligt högt", is_alarm=True),
    Watched("Syd", 0, 4.0, 0, 9),
    Watched("Ny", 3, None, None, None, "går inte att beräkna"),
]  # fmt: skip


def test_every_count_stands_beside_what_was_expected():
    made = watch_list(LIST, **TOLD)
    for spec in both(made):
        words = json.dumps(spec, ensure_ascii=False)
        for said in ("ovanligt högt", "37 mot väntat 16", "0 mot väntat 4,0", "går inte att beräkna"):
            assert said in words
        shapes = [layer["mark"].get("shape") for layer in spec["layer"] if layer["mark"]["type"] == "point"]
        assert shapes == ["circle", "diamond"]
    assert made.rows[0][1:] == (37, 16.2, (7, 27), "ovanligt högt")
    assert made.rows[2] == ("Ny", 3, None, (None, None), "går inte att beräkna")


def test_one_far_away_does_not_press_the_others_together_and_nothing_is_said():
    scales = [
        watch_list([Watched("A", count, 5.0, 2, 9)], **TOLD).wide["layer"][0]["encoding"]["x"]["scale"][
            "type"
        ]
        for count in (6, 60)
    ]
    assert scales == ["linear", "sqrt"]
    assert "Det finns inga tal" in json.dumps(watch_list([LIST[2]], **TOLD).wide, ensure_ascii=False)
