"""Estimates with intervals: both widths, the total as a diamond, a span without a value, long names."""

import json

from samsyn.charts.forest import Line, forest
from samsyn.charts.picture import DEEP, NARROW, PAPER, WIDE

TEXT = {"title": "Mindre", "description": "Effekter.", "source": "Källa: filen."}
ROWS = [
    Line("Torget", -0.9, -1.3, -0.5, weight=1.0),
    Line("Stationen", -0.3, -0.6, 0.0, weight=0.4),
    Line("Sammanvägt", -0.48, -0.98, 0.02, is_total=True),
    Line("På en ny plats", None, -1.4, 0.5),
]


def drawn(rows=ROWS, **more):
    return forest(rows, none_name="ingen effekt", **TEXT, **more)


def layers(spec, kind):
    return [one for one in spec["layer"] if one["mark"].get("type") == kind]


def test_both_widths_are_as_wide_as_they_say():
    for spec, width in ((drawn().wide, WIDE), (drawn().narrow, NARROW)):
        padding = spec["padding"]
        assert spec["width"] + padding["left"] + padding["right"] == width
        assert "NaN" not in json.dumps(spec)


def test_every_row_stands_in_the_table_and_in_both_pictures():
    picture = drawn()
    assert picture.rows[0] == ("Torget", -0.9, (-1.3, -0.5))
    for spec in (picture.wide, picture.narrow):
        said = json.dumps(spec, ensure_ascii=False)
        for row in ROWS:
            assert row.name in said
        assert "−0,30 (−0,60 – 0,00)" in said
        assert '"(−1,40 – 0,50)"' in said


def test_the_total_is_a_diamond_as_wide_as_its_interval():
    (diamond,) = layers(drawn().wide, "area")
    assert [row["at"] for row in diamond["data"]["values"]] == [-0.98, -0.48, 0.02]


def test_a_span_without_a_value_has_no_point():
    (points,) = layers(drawn().wide, "point")
    assert [row["name"] for row in points["data"]["values"]] == ["Torget", "Stationen", "Sammanvägt"]


def test_the_axis_ends_where_the_figures_do():
    domain = next(one["encoding"]["x"]["scale"]["domain"] for one in layers(drawn().wide, "point"))
    assert -1.6 < domain[0] < -1.4
    assert 0.5 < domain[1] < 0.7


def test_long_names_are_broken_in_two_and_stay_apart():
    rows = [Line(f"En utvärdering med ett mycket långt namn nummer {n}", n, n - 1, n + 1) for n in range(3)]
    picture = drawn(rows)
    said = json.dumps(picture.wide, ensure_ascii=False)
    assert 'namn nummer 2"' in said
    assert picture.narrow["height"] > 3 * 60


def test_nothing_and_one_row():
    assert "Det finns inga tal att visa ännu." in json.dumps(
        drawn([Line("A", None)]).wide, ensure_ascii=False
    )
    assert drawn([Line("A", 0.0)]).rows == (("A", 0.0, (None, None)),)


def test_a_ratio_of_0_is_an_arrow_at_the_edge_and_no_dot():
    rows = [Line("Torget", 0.0, 0.0, 0.5), Line("Kajen", 2.0, 1.2, 3.0)]
    picture = drawn(rows, none=1.0, is_log=True)
    for spec in (picture.wide, picture.narrow):
        marks = {one["mark"].get("shape", ""): one["data"]["values"] for one in layers(spec, "point")}
        assert [row["name"] for row in marks["triangle-left"]] == ["Torget"]
        assert [row["name"] for row in marks[""]] == ["Kajen"]
    assert picture.rows[0][1] == 0.0


def test_few_answers_are_a_ring_and_a_gap_is_a_band_without_numbers():
    rows = [
        Line("Torget", 3.0, 2.0, 4.0, is_hollow=True),
        Line("… 9 till", None, is_gap=True),
        Line("Kajen", 1.0, 0.5, 2.0),
    ]
    picture = drawn(rows)
    for spec in (picture.wide, picture.narrow):
        dots = {
            one["mark"]["fill"]: [row["name"] for row in one["data"]["values"]]
            for one in layers(spec, "point")
        }
        assert dots == {DEEP: ["Kajen"], PAPER: ["Torget"]}
        (band,) = layers(spec, "rect")
        assert len(band["data"]["values"]) == 1
        assert "uppgift saknas" not in json.dumps(spec, ensure_ascii=False)


def test_the_numbers_at_the_ends_of_a_narrow_axis_stay_inside():
    padding = drawn().narrow["padding"]
    assert min(padding["left"], padding["right"]) >= 18
