"""Before and after: the same figures in both widths and in the table, the expected span drawn, the day between."""

import json
from datetime import date

import pytest

from samsyn.charts.before_after import Moment, Names, before_after
from samsyn.charts.picture import NARROW, TINT, WIDE

NAMES = Names("Så blev det", "Väntat utan åtgärden", "Spann för slumpen", "Åtgärden börjar 1 jan. 2025")
TEXT = {"title": "21 färre än väntat", "description": "Våld per år.", "source": "Källa: Brå."}


def moment(year, value, **more):
    return Moment(str(year), date(year, 1, 1), date(year + 1, 1, 1), value, **more)


MOMENTS = [
    moment(2022, 50.0),
    moment(2023, None),
    moment(2024, 52.0, expected=52.0),
    moment(2025, 28.0, expected=49.0, expected_low=33.0, expected_high=69.0, is_tested=True),
]


def drawn(moments=MOMENTS, **more):
    return before_after(moments, begins_on=date(2025, 1, 1), names=NAMES, **TEXT, **more)


def test_both_widths_are_as_wide_as_they_say():
    picture = drawn()
    for spec, width in ((picture.wide, WIDE), (picture.narrow, NARROW)):
        padding = spec["padding"]
        assert spec["width"] + padding["left"] + padding["right"] == width


def test_the_same_figures_stand_in_the_table():
    picture = drawn()
    assert [column.label for column in picture.columns] == ["Period", "Värde", "Väntat", "Väntat spann"]
    assert picture.rows[-1] == ("2025", 28.0, 49.0, (33.0, 69.0))
    assert picture.rows[1][1] is None


def layers(picture, kind):
    return [one for one in picture.wide["layer"] if one["mark"].get("type") == kind]


def test_the_span_opens_from_the_last_moment_before():
    (band,) = layers(drawn(), "area")
    assert band["mark"]["fill"] == TINT
    ends = [(row["low"], row["high"]) for row in band["data"]["values"]]
    assert ends == [(52.0, 52.0), (33.0, 69.0)]


def test_the_line_is_cut_where_a_figure_is_lacking():
    line = next(one for one in layers(drawn(), "line") if "detail" in one["encoding"])
    assert len({row["part"] for row in line["data"]["values"]}) == 2


def test_the_day_between_has_its_words():
    words = json.dumps(drawn().wide, ensure_ascii=False)
    for word in ("Åtgärden börjar", "Så blev det", "Väntat utan åtgärden", "Spann för slumpen"):
        assert word in words


def test_shares_run_from_nothing_to_all_with_their_margins():
    picture = drawn(
        [moment(2024, 0.5, low=0.4, high=0.6), moment(2025, 0.6, low=0.5, high=0.7)], is_share=True
    )
    assert picture.columns[2].kind == "share_interval"
    y = picture.wide["layer"][0]["encoding"]["y"]
    assert y["scale"]["domain"] == [0.0, 1.0]
    assert any(one["encoding"].get("y2") for one in layers(picture, "rule"))


@pytest.mark.parametrize("moments", [[], [moment(2024, None)]])
def test_without_figures_it_says_so(moments):
    assert "Det finns inga tal att visa ännu." in json.dumps(drawn(moments).wide, ensure_ascii=False)


def test_it_is_drawn_the_same_each_time():
    assert drawn() == drawn()
    assert "style" not in json.dumps(drawn().wide)
