"""Every chart: pure, the same each time, drawable, without style, and with the same figures as a table."""

import json
import re
from datetime import date
from itertools import pairwise

import pytest

from samsyn.charts.bars import Bar, bars
from samsyn.charts.level_map import LevelArea, level_map
from samsyn.charts.multiples import Panel, PanelPoint, multiples
from samsyn.charts.picture import NARROW, WIDE, apart, ticks
from samsyn.charts.shares import Share, shares
from samsyn.charts.trend import BreakMark, TrendPoint, trend
from samsyn.charts.value_map import ValueArea, value_map
from samsyn.charts.words import Words, number, percent

TEXT = {"title": "Färre stölder", "description": "Anmälda brott per år.", "source": "Källa: Brå."}


def year(y, value, **more):
    return TrendPoint(str(y), date(y, 1, 1), date(y + 1, 1, 1), value, **more)


def square(x, y):
    corners = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]
    return {"type": "Polygon", "coordinates": [corners]}


SERIES = [
    year(2020, 900.0, low=850.0, high=960.0),
    year(2021, None),
    year(2022, 1250.0, low=1190.0, high=1320.0),
    year(2023, 1210.0, expected=1300.0, expected_low=1150.0, expected_high=1450.0, is_preliminary=True),
]
SHARES = [
    Share("Norra Angered", 0.71, 0.645, 0.767, 208),
    Share("Bergsjön", 0.55, 0.43, 0.66, 70),
    Share("Östra Angered", 0.4567, 0.2345, 0.6789, 22),
]
PANELS = [
    Panel(name, (PanelPoint("2024", value, value - 1, value + 1), PanelPoint("2025", value + 1)))
    for name, value in (("Nordost", 4.0), ("Centrum", 6.0), ("Hisingen", 5.0))
]
LEVELS = [
    LevelArea("Bergsjön", square(12.0, 57.7), "Orange", "diamond", 3, 3),
    LevelArea("Östra Angered", square(12.01, 57.7), "Tunt underlag", "none", None, 1),
]
VALUES = [
    ValueArea("Bergsjön", square(12.0, 57.7), 9.5),
    ValueArea("Kortedala", square(12.01, 57.7), 4.0),
    ValueArea("Östra Angered", square(12.02, 57.7), None),
]

FULL = {
    "trend": lambda: trend(SERIES, marks=[BreakMark(date(2022, 1, 1), "Nya stadsområden")], **TEXT),
    "trend of shares": lambda: trend([year(2020, 0.6), year(2023, 0.61)], is_share=True, **TEXT),
    "shares": lambda: shares(SHARES, reference=("Nordost", 0.61), **TEXT),
    "bars": lambda: bars([Bar("Misshandel", 1259, 1190, 1330, True), Bar("Okänt", None)], **TEXT),
    "multiples": lambda: multiples(PANELS, digits=1, **TEXT),
    "level map": lambda: level_map(LEVELS, others=[square(12.0, 57.71)], **TEXT),
    "value map": lambda: value_map(VALUES, digits=1, **TEXT),
}
EMPTY = {
    "trend": lambda: trend([], **TEXT),
    "trend without values": lambda: trend([year(2020, None)], **TEXT),
    "shares": lambda: shares([], **TEXT),
    "bars": lambda: bars([], **TEXT),
    "multiples": lambda: multiples([], **TEXT),
    "level map": lambda: level_map([], **TEXT),
    "value map": lambda: value_map([], **TEXT),
}


def drawn(spec):
    import vl_convert

    return vl_convert.vegalite_to_svg(spec, vl_version="6.4")


@pytest.mark.parametrize("name", FULL)
def test_both_widths_are_drawn_without_style_or_script(name):
    picture = FULL[name]()
    for spec, width in ((picture.wide, WIDE), (picture.narrow, NARROW)):
        svg = drawn(spec)
        assert " style=" not in svg and "<script" not in svg
        assert "NaN" not in svg and "undefined" not in svg
        found = float(re.search(r'width="([\d.]+)"', svg).group(1))
        assert found <= width


@pytest.mark.parametrize("name", FULL)
def test_the_same_figures_give_the_same_picture(name):
    first, second = FULL[name](), FULL[name]()
    assert json.dumps(first.wide) == json.dumps(second.wide)
    assert first == second


@pytest.mark.parametrize("name", FULL)
def test_every_row_has_a_cell_per_column(name):
    picture = FULL[name]()
    assert picture.rows
    assert {len(row) for row in picture.rows} == {len(picture.columns)}


@pytest.mark.parametrize("name", EMPTY)
def test_no_figures_give_a_picture_that_says_so(name):
    picture = EMPTY[name]()
    assert "Det finns inga tal att visa ännu." in drawn(picture.wide)
    assert "Det finns inga tal att visa ännu." in drawn(picture.narrow)
    assert picture.title == "Färre stölder"


def test_the_rows_of_a_trend_are_its_figures():
    picture = FULL["trend"]()
    labels = [column.label for column in picture.columns]
    assert labels == [
        "Period",
        "Värde",
        "Osäkerhet (95\N{NO-BREAK SPACE}%)",
        "Väntat",
        "Väntat spann",
        "Tillstånd",
    ]
    assert picture.rows[0] == ("2020", 900.0, (850.0, 960.0), None, (None, None), "")
    assert picture.rows[3][1:] == (1210.0, (None, None), 1300.0, (1150.0, 1450.0), "preliminärt")


def test_a_break_cuts_the_line_and_says_why():
    with_break = trend(
        [year(y, 5.0) for y in range(2018, 2024)], marks=[BreakMark(date(2021, 1, 1), "Nya områden")], **TEXT
    )
    line = next(layer for layer in with_break.wide["layer"] if layer["mark"]["type"] == "line")
    parts = [row["part"] for row in line["data"]["values"]]
    assert parts[:3] == [parts[0]] * 3 and parts[3:] == [parts[3]] * 3 and parts[0] != parts[3]
    assert "Nya områden" in drawn(with_break.wide)


def test_a_missing_year_leaves_a_gap():
    line = next(
        layer
        for layer in FULL["trend"]().wide["layer"]
        if layer["mark"]["type"] == "line" and "detail" in layer["encoding"]
    )
    assert len({row["part"] for row in line["data"]["values"]}) == 2


def test_counts_start_at_zero_and_shares_run_to_a_hundred():
    assert FULL["trend"]().wide["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0
    assert FULL["trend of shares"]().wide["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0.0, 1.0]


def test_a_share_of_fewer_than_thirty_answers_is_nowhere_in_the_picture():
    picture = FULL["shares"]()
    for text in (json.dumps(picture.wide), json.dumps(picture.narrow), repr(picture.rows)):
        assert "0.4567" not in text and "0.2345" not in text and "0.6789" not in text
    assert "22 svar, visas inte (färre än 30)" in drawn(picture.wide)
    assert picture.rows[2] == ("Östra Angered", None, (None, None), 22)


def test_thirty_to_ninety_nine_answers_give_a_hollow_dot():
    hollow = [layer for layer in FULL["shares"]().wide["layer"] if layer["mark"].get("fill") == "#ffffff"]
    assert [row["name"] for layer in hollow for row in layer["data"]["values"]] == ["Bergsjön"]


def test_thin_evidence_is_hatched_white_and_dashed():
    picture = FULL["level map"]()
    signs = [layer for layer in picture.wide["layer"] if "strokeDash" in layer["mark"]]
    assert [row["row"] for layer in signs for row in layer["data"]["values"]] == [1]
    assert picture.rows[1] == (2, "Östra Angered", "Tunt underlag", "1 av 4 underlag")


def test_the_wide_level_map_has_names_and_the_narrow_one_numbers():
    picture = FULL["level map"]()
    assert "Bergsjön" in drawn(picture.wide)
    assert "Bergsjön" not in drawn(picture.narrow)


def test_a_value_map_has_at_most_five_classes_and_says_what_hatching_means():
    areas = [ValueArea(str(n), square(12 + n / 100, 57.7), float(n)) for n in range(9)]
    svg = drawn(value_map([*areas, ValueArea("Okänt", square(12.2, 57.7), None)], **TEXT).wide)
    fills = set(re.findall(r'fill="(#[0-9a-f]{6})"', svg)) & {
        "#e6efee",
        "#bcd6d6",
        "#86b6b9",
        "#438991",
        "#0a4a54",
    }
    assert 3 <= len(fills) <= 5
    assert "uppgift saknas" in svg


def test_one_scale_holds_in_all_panels():
    spec = multiples(
        [Panel("A", (PanelPoint("2024", 1.0),)), Panel("B", (PanelPoint("2024", 10.0),))], **TEXT
    ).wide
    values = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")["data"]["values"]
    zero = 40 + 170
    assert round((zero - values[1]["y"]) / (zero - values[0]["y"])) == 10


def test_the_axis_counts_in_the_readers_language():
    points = [year(2020, 12000.0), year(2021, 15000.0)]
    assert "10\u00a0000" in drawn(trend(points, **TEXT).wide)
    assert "10,000" in drawn(trend(points, words=Words(lang="en"), **TEXT).wide)


def test_numbers_in_words():
    assert number(12705) == "12\u00a0705"
    assert number(-1.25, 1) == "−1,2"
    assert percent(0.61) == "61\u00a0%"
    assert percent(0.61, lang="en") == "61%"
    assert number(None) == "–"


@pytest.mark.parametrize(("low", "high"), [(0, 0.4), (0, 3), (0, 99_999), (-5, 5), (0, 1)])
def test_ticks_cover_the_figures(low, high):
    found = ticks(low, high)
    assert found[0] <= low and found[-1] >= high and 2 <= len(found) <= 9


def test_labels_are_moved_apart_in_order():
    moved = apart([100, 101, 102], 20)
    assert [b - a for a, b in pairwise(moved)] == [20, 20]
    assert apart([5, 50], 20) == [5, 50]


def test_a_long_name_over_a_narrow_bar_is_cut_within_the_picture():
    made = bars([Bar("Ett mycket långt namn på ett område vid hamnen och bortom den", 3)], **TEXT)
    (names,) = [one for one in made.narrow["layer"] if one["encoding"].get("text", {}).get("field") == "name"]
    assert names["mark"]["limit"] <= NARROW - 8
