"""The pictures of place: a near-repeat table, a Lorenz curve, maps of cells, and classes by period."""

import json
from itertools import pairwise

import numpy as np
import pytest

from samsyn.charts.cell_key import CellClass
from samsyn.charts.cell_map import FINEST, MapCell, MapLabel, cell_map
from samsyn.charts.class_grid import MOST_PERIODS, GridRow, class_grid
from samsyn.charts.lorenz import LorenzPoint, LorenzWords, lorenz
from samsyn.charts.near_repeat import MOST_TIMES, NearCell, near_repeat
from samsyn.charts.picture import HUE, NARROW, WIDE, Column, text_width

TEXT = {"title": "Fler par än slumpen ger", "description": "Par av händelser.", "source": "Källa: filen."}


def near(distances=3, times=4, **more):
    cells = [
        NearCell(f"{d}00 m", f"{t} d", 10 * (d + 1), 10.0, d + 1.0, is_more=d > 1 and t < 2, **more)
        for d in range(distances)
        for t in range(times)
    ]
    names = [f"{d}00–{d + 1}00" for d in range(distances)], [f"{7 * t + 1}–{7 * t + 7}" for t in range(times)]
    return near_repeat(cells, distances=names[0], times=names[1], **TEXT)


def curve(points=((0.1, 0.5, 0.2), (0.5, 0.9, 0.6), (1.0, 1.0, 1.0)), half=0.1):
    return lorenz(
        [LorenzPoint(*point) for point in points],
        half=half,
        said=LorenzWords(half=("Hälften", "i 10 %")),
        **TEXT,
    )


CLASSES = (
    CellClass("Het", "2 rutor", "#0a4a54", "circle"),
    CellClass("Händelser", "9 rutor", "#e6efee", is_quiet=True),
)


def square_map(kinds, side=500.0, labels=(), classes=CLASSES):
    cells = [
        MapCell(319_000 + side * x, 6_400_000 + side * y, kind)
        for y, row in enumerate(kinds)
        for x, kind in enumerate(row)
        if kind >= 0
    ]
    columns, rows = (Column("Nr", "number"), Column("Plats")), ((1, "Torget"),)
    return cell_map(cells, side=side, classes=classes, columns=columns, rows=rows, labels=labels, **TEXT)


def grid(places=2, periods=5):
    rows = [
        GridRow(f"Plats {p}", tuple(range(periods)), tuple(t % 2 == p % 2 for t in range(periods)), "Het då och då")
        for p in range(places)
    ]  # fmt: skip
    return class_grid(rows, periods=[str(2020 + t) for t in range(periods)], recent=2, **TEXT)


FULL = {
    "near": near,
    "near of one": lambda: near(1, 1),
    "lorenz": curve,
    "lorenz without chance": lambda: curve(((0.5, 0.5), (1.0, 1.0)), 0.5),
    "map": lambda: square_map([[0, 1, -1], [1, 1, 0]], labels=[MapLabel(319_000, 6_400_000, "1")]),
    "map of one": lambda: square_map([[0]]),
    "grid": grid,
    "grid of one": lambda: grid(1, 1),
}
EMPTY = {
    "near": lambda: near_repeat([], distances=[], times=[], **TEXT),
    "near that cannot be": lambda: near_repeat(
        [NearCell("0", "0", 0, 0.0, None)], distances=["0"], times=["0"], **TEXT
    ),
    "lorenz": lambda: lorenz([], half=None, **TEXT),
    "map": lambda: square_map([[-1]]),
    "grid": lambda: class_grid([], periods=[], recent=0, **TEXT),
}


def texts(spec):
    """Every text that is written in a specification."""
    for layer in spec["layer"]:
        encoding = layer["encoding"]
        if "value" in encoding.get("text", {}):
            yield encoding["text"]["value"]
        elif "text" in encoding:
            yield from (str(row[encoding["text"]["field"]]) for row in layer["data"]["values"])


def width(spec):
    return spec["width"] + spec["padding"]["left"] + spec["padding"]["right"]


@pytest.mark.parametrize("name", FULL)
def test_both_widths_are_exact_the_same_each_time_and_hold_only_numbers(name):
    first, again = FULL[name](), FULL[name]()
    assert first == again
    assert (width(first.wide), width(first.narrow)) == (WIDE, NARROW)
    json.dumps([first.wide, first.narrow], allow_nan=False)
    assert all(len(row) == len(first.columns) for row in first.rows)


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_is_said(name):
    shown = EMPTY[name]()
    assert list(texts(shown.wide)) == ["Det finns inga tal att visa ännu."]
    assert shown.title == TEXT["title"]


def test_all_of_them_can_be_drawn():
    import vl_convert

    for name in ("near", "lorenz", "map", "grid"):
        drawn = vl_convert.vegalite_to_svg(FULL[name]().narrow, vl_version="6.4")
        assert "<svg" in drawn
        assert "NaN" not in drawn


def test_each_near_cell_stands_in_picture_and_table_with_its_counts():
    shown = near(2, 3)
    assert len(shown.rows) == 6
    written = list(texts(shown.wide))
    assert written.count("10 mot 10,0") == written.count("20 mot 10,0") == 3
    assert {"1–7", "8–14", "000–100"} <= set(written)


def test_a_frame_marks_what_is_more_than_chance_without_colour():
    framed = [
        layer
        for layer in near(3, 3).wide["layer"]
        if layer["mark"]["type"] == "rect" and layer["mark"].get("strokeWidth") == 2 and "field" in layer["encoding"]["x"]
    ]  # fmt: skip
    assert [len(layer["data"]["values"]) for layer in framed] == [2]


def test_bands_far_away_and_open_ones_stand_in_the_table_only():
    shown = near(3, 12)
    assert len(shown.rows) == 36
    cells = next(layer for layer in shown.narrow["layer"] if layer["mark"]["type"] == "rect")
    assert len(cells["data"]["values"]) == 3 * MOST_TIMES
    open_ones = [NearCell("0–9", "0–9", 4, 2.0, 2.0), NearCell("0–9", "över 9", 4, 4.0, 1.0, is_open=True)]
    one = near_repeat(open_ones, distances=["0–9"], times=["0–9"], **TEXT)
    assert len(one.rows) == 2
    assert "2,0" in list(texts(one.wide))
    assert "1,0" not in list(texts(one.wide))


def test_narrow_headings_of_many_bands_do_not_lie_on_each_other():
    from samsyn.charts.picture import text_width

    heads = [
        row
        for layer in near(2, 8).narrow["layer"]
        if layer["mark"]["type"] == "text" and "text" in layer["encoding"]
        for row in layer["data"]["values"]
        if row.get("y", 0) < 0 and "–" in row.get("text", "")
    ]
    assert len(heads) == 8
    for line in {row["y"] for row in heads}:
        ends = sorted((row["x"], text_width(row["text"])) for row in heads if row["y"] == line)
        assert all(b - a >= (wide + other) / 2 for (a, wide), (b, other) in pairwise(ends))


def test_the_curve_runs_through_its_mark_and_never_falls():
    shown = curve(((0.05, 0.4, 0.1), (0.1, 0.6, 0.2), (1.0, 1.0, 1.0)), half=0.07)
    line = next(layer for layer in shown.wide["layer"] if layer["mark"]["type"] == "area")["data"]["values"]
    assert {"x": 0.07, "y": 0.5} in line
    assert all(a["y"] <= b["y"] and a["x"] < b["x"] for a, b in pairwise(line))
    assert {"Hälften", "i 10 %", "slumpen ensam"} <= set(texts(shown.narrow))
    assert len(shown.rows) == 3


def test_the_key_counts_every_class_and_the_map_has_north_and_a_scale():
    for spec in (FULL["map"]().wide, FULL["map"]().narrow):
        written = " ".join(texts(spec))
        assert "2 rutor" in written
        assert "9 rutor" in written
        assert "N" in written.split()
        assert "km" in written


def test_a_large_grid_stays_light_and_says_that_it_is_drawn_in_blocks():
    rng = np.random.default_rng(1)
    kinds = np.where(rng.random((3 * FINEST, 2 * FINEST)) < 0.02, 0, 1).tolist()
    shown = square_map(kinds, side=100.0)
    assert len(json.dumps(shown.wide)) < 200_000
    assert any("i block om" in text for text in texts(shown.wide))
    assert not any("i block om" in text for text in texts(FULL["map"]().wide))


def test_a_cell_in_each_corner_lands_in_its_corner():
    spec = square_map([[0, -1], [-1, 0]]).wide
    shape = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "geoshape")
    corners = shape["data"]["values"][0]["geometry"]["coordinates"]
    ends = sorted((min(x for x, _y in ring[0]), max(y for _x, y in ring[0])) for ring in corners)
    assert ends == [(0, 112), (56, 56)]  # the southern one lies lower on the paper


def test_many_periods_are_cut_and_their_names_have_room():
    shown = grid(3, MOST_PERIODS + 20)
    assert shown.rows[0][3] == sum(range(MOST_PERIODS + 20))
    names = [text for text in texts(shown.narrow) if text.startswith("20") and len(text) == 4]
    assert str(2020 + MOST_PERIODS + 19) in names
    assert len(names) < 12


def test_the_key_beside_a_map_has_room_for_its_longest_note():
    note = "p at most 0.001: 69 squares"
    squares = [MapCell(x * 100.0, y * 100.0, 0) for x in range(40) for y in range(30)]
    classes = [CellClass("Hot", note, HUE[4], "circle")]
    made = cell_map(
        squares, side=100.0, classes=classes, columns=(Column("Nr", "number"),), rows=((1,),), **TEXT
    )
    (text,) = [one for one in made.wide["layer"] if one["encoding"].get("text", {}).get("value") == note]
    assert text["encoding"]["x"]["value"] + text_width(note) <= made.wide["width"]
