"""Pictures of areas and groups: planes, dumbbells, smoothed values, areas alike, and the chance of seeing a change."""

from __future__ import annotations

import json

import pytest

from samsyn.charts.alike import Measure, Value, alike
from samsyn.charts.chance_curve import Curve, chance_curve
from samsyn.charts.changes import Change, changes
from samsyn.charts.labels import Box, place
from samsyn.charts.plane import Axis, Dot, PlaneWords, plane
from samsyn.charts.shares import Share, shares
from samsyn.charts.shrunk import Shrunk, shrunk
from samsyn.charts.words import SWEDISH

TEXTS = {"title": "Rubrik", "description": "Beskrivning", "source": "Källa"}
CORNERS = PlaneWords(corners=("Känt", "Båda", "Inget", "Anmält"), unclear="Oklart")
LONG = "Ett mycket långt namn på ett område vid hamnen"


def dots(many):
    return [
        Dot(f"Område {k}", 20 + 7 * k, 0.2 + k % 7 / 20, (15 + 7 * k, 26 + 7 * k), (0.15, 0.6), [None, 0, 1, 2, 3][k % 5])
        for k in range(many)
    ]  # fmt: skip


def drawn_plane(rows, **more):
    x, y = Axis("Brott", 60.0, "alla 60"), Axis("Otrygga", 0.35, "alla 35 %", is_share=True)
    return plane(rows, x=x, y=y, own_words=CORNERS, **TEXTS, **more)


def drawn_changes(rows, **more):
    return changes(rows, first="2022", second="2025", **TEXTS, **more)


def drawn_alike(many):
    areas = [f"Område {k}" for k in range(many)]
    rates = tuple(Value(10.0 + k, 5.0 + k, 20.0 + 3 * k) for k in range(many))
    shape = tuple(Value(None if k == 2 else 0.1 * k) for k in range(many))
    return alike(
        areas, [Measure("Brott", rates, is_main=True), Measure("x", shape, digits=1)] if many else [], **TEXTS
    )


SHRUNK = [
    Shrunk("A", 20.0, 15.0, 2.0, 90.0), Shrunk(LONG, 11.0, 12.0, 9.0, 14.0, 10.0, 13.0),
    Shrunk("C", None, 12.5, missing="döljs"),
]  # fmt: skip
CHANGES = [
    Change("A", 0.5, 0.7, 0.1, 0.3, is_sure=True), Change(LONG, 0.9, 0.88, -0.1, 0.06), Change("C", None, None, missing="döljs"),
    Change("D", 0.4, 0.5),
]  # fmt: skip
FULL = {
    "plane": lambda: drawn_plane(dots(15)),
    "plane of one": lambda: drawn_plane(dots(1)),
    "crowded plane": lambda: drawn_plane(dots(60), is_log=True),
    "changes": lambda: drawn_changes(CHANGES, is_share=True),
    "one change": lambda: drawn_changes([Change("A", 3.0, 3.0, 0.0, 0.0)]),
    "shrunk": lambda: shrunk(SHRUNK, whole=("alla 13", 13.0), **TEXTS),
    "one shrunk": lambda: shrunk([Shrunk("A", 0.0, None, 0.0, 3.7)], **TEXTS),
    "alike": lambda: drawn_alike(6),
    "alike alone": lambda: drawn_alike(1),
    "curve": lambda: chance_curve(Curve(((14.0, 0.02), (7.0, 0.3), (0.0, 1.0)), 14.0, 2.9, 0.8), **TEXTS),
    "curve up": lambda: chance_curve(
        Curve(((64.0, 0.02), (90.0, 0.4), (130.0, 0.95)), 64.0, None, 0.8), **TEXTS
    ),
}
EMPTY = {
    "plane": lambda: drawn_plane([]),
    "changes": lambda: drawn_changes([Change("A", None, None, missing="döljs")]),
    "shrunk": lambda: shrunk([], **TEXTS),
    "alike": lambda: drawn_alike(0),
    "curve": lambda: chance_curve(Curve(((0.0, 0.0), (0.0, 0.0)), 0.0, None, 0.8), **TEXTS),
}


def width(spec):
    return spec["width"] + spec["padding"]["left"] + spec["padding"]["right"]


@pytest.mark.parametrize("name", FULL)
def test_both_widths_are_exact_and_every_row_stands_in_table_and_picture(name):
    picture = FULL[name]()
    assert (width(picture.wide), width(picture.narrow)) == (620, 320)
    for spec in (picture.wide, picture.narrow):
        assert spec["width"] > 100
        json.dumps(spec, allow_nan=False)
    assert all(len(row) == len(picture.columns) for row in picture.rows)


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_is_said(name):
    picture = EMPTY[name]()
    assert SWEDISH.nothing in str(picture.wide)
    assert picture.title == "Rubrik"


def test_names_of_rows_are_in_both_drawings():
    for picture in (drawn_changes(CHANGES, is_share=True), shrunk(SHRUNK, **TEXTS)):
        for row in picture.rows:
            assert row[0] in str(picture.wide)
            assert row[0] in str(picture.narrow)
        assert "döljs" in str(picture.narrow)


def test_a_change_is_said_with_its_sign_in_percentage_points():
    picture = drawn_changes(CHANGES, is_share=True)
    assert "+20,0 (+10,0 – +30,0)" in str(picture.wide)
    assert "−2,0 (−10,0 – +6,0)" in str(picture.wide)
    assert picture.rows[0][3] == pytest.approx(20)


def test_an_interval_that_would_dwarf_the_others_is_cut_and_has_an_arrow():
    spec = shrunk(SHRUNK, **TEXTS).wide
    highs = [row["raw_high"] for one in spec["layer"] for row in one["data"]["values"] if row.get("raw_high")]
    assert max(highs) < 90
    assert "triangle-right" in str(spec)


def test_the_names_of_a_plane_do_not_lie_on_each_other_or_on_points():
    points = [(f"Namn {k}", 40.0 + 9 * k, 60.0 + 4 * k) for k in range(20)]
    taken = [Box(x - 6, y - 6, 12, 12) for _text, x, y in points]
    boxes = [box for box in place(points, taken=taken, width=400, height=300) if box]
    assert len(boxes) > 8
    for at, box in enumerate(boxes):
        assert not any(box.meets(other) for other in [*boxes[:at], *taken])
        assert box.x >= 0
        assert box.x + box.width <= 400


def test_the_narrow_plane_lists_at_most_25_and_says_how_many_more():
    crowded = drawn_plane(dots(60))
    assert sum(dot.corner is not None for dot in dots(60)) == 48
    assert "23 till i tabellen" in str(crowded.narrow)
    assert len(crowded.rows) == 60


def test_shares_may_have_limits_and_words_of_their_own():
    rows = [
        Share("A", 0.5, 0.2, 0.8, 9, too_few=0, few=8),
        Share("B", None, None, None, 3, missing="hemligt"),
        Share("C", 0.4, None, None, 50),
    ]
    picture = shares(rows, **TEXTS)
    assert picture.rows[0] == ("A", 0.5, (0.2, 0.8), 9)
    assert "hemligt" in str(picture.wide)
    bars = next(one for one in picture.wide["layer"] if "x2" in one["encoding"])
    assert [row["name"] for row in bars["data"]["values"]] == ["A"]


def test_a_gap_between_smoothed_values_is_a_band_and_no_value():
    rows = [
        Shrunk("A", 3.0, 2.0, 1.0, 5.0),
        Shrunk("… 30 till", None, None, is_gap=True),
        Shrunk("B", 1.0, 1.5, 0.5, 2.0),
    ]
    picture = shrunk(rows, **TEXTS)
    assert picture.rows[1][:2] == ("… 30 till", None)
    for spec in (picture.wide, picture.narrow):
        bands = [one for one in spec["layer"] if one["mark"].get("type") == "rect"]
        assert [len(one["data"]["values"]) for one in bands] == [1]
        drawn = json.dumps(spec, ensure_ascii=False)
        assert SWEDISH.missing not in drawn and '"–"' not in drawn
