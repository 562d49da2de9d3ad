"""A goal beside chance: drawable, honest at the ends, and the same figures as a table."""

import json

import pytest

from samsyn.charts.goal_noise import NARROW, WIDE, Noise, goal_noise

TEXT = {"title": "Målet ligger inom det som kan vara slump", "description": "Trygga.", "source": "Källa."}
CASES = {
    "a share upwards": Noise(0.47, 0.56, 0.62, is_up=True, is_share=True),
    "a count downwards": Noise(136, 110, 93, is_up=False),
    "no change is sure": Noise(3, 1, None, is_up=False),
    "no goal yet": Noise(0.47, None, 0.62, is_up=True, is_share=True),
    "the goal beside now": Noise(43, 42, 20, is_up=False),
    "a share at its end": Noise(0.97, 1.0, None, is_up=True, is_share=True),
    "nothing to begin with": Noise(0, 100, 6, is_up=True),
}


def texts(spec):
    return [layer["encoding"]["text"]["value"] for layer in spec["layer"] if "text" in layer["encoding"]]


def ends(spec, fill):
    rows = [
        layer["data"]["values"][0]
        for layer in spec["layer"]
        if layer["mark"].get("type") == "rect" and layer["mark"]["fill"] == fill
    ]
    return [(row["x"], row["x2"]) for row in rows]


@pytest.mark.parametrize("name", CASES)
def test_it_draws_in_both_widths_and_is_the_same_each_time(name):
    import vl_convert

    one, other = goal_noise(CASES[name], **TEXT), goal_noise(CASES[name], **TEXT)
    assert json.dumps(one.wide) == json.dumps(other.wide)
    for spec, width in ((one.wide, WIDE), (one.narrow, NARROW)):
        drawn = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
        assert f'width="{width}"' in drawn and "Nu " in drawn


def test_the_words_say_now_goal_chance_and_what_is_surely_seen():
    picture = goal_noise(CASES["a share upwards"], **TEXT)
    said = texts(picture.wide)
    assert {"Nu 47\u00a0%", "Mål 56\u00a0%", "kan vara slump", "syns säkert"} <= set(said)
    assert picture.rows == (("Nu", 0.47), ("Mål", 0.56), ("Syns säkert från", 0.62))


def test_what_is_surely_seen_lies_away_from_now():
    tint, mist = "#d5e6e6", "#f3f6f5"
    up = goal_noise(CASES["a share upwards"], **TEXT).wide
    assert ends(up, mist)[0][1] == ends(up, tint)[0][0]
    down = goal_noise(CASES["a count downwards"], **TEXT).wide
    assert ends(down, tint)[0][1] == ends(down, mist)[0][0]


def test_nothing_is_surely_seen_when_no_change_is_large_enough():
    picture = goal_noise(CASES["no change is sure"], **TEXT)
    assert "syns säkert" not in texts(picture.wide)
    assert len(picture.rows) == 2


@pytest.mark.parametrize("name", CASES)
def test_no_mark_lies_outside_what_can_be(name):
    spec = goal_noise(CASES[name], **TEXT).narrow
    for layer in spec["layer"]:
        for row in layer["data"]["values"]:
            assert -25 <= row.get("x", 0) <= spec["width"] + 25
            assert -25 <= row.get("x2", 0) <= spec["width"] + 25
