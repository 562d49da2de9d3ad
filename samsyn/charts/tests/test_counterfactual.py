"""A series beside its twin: both widths, the rule, the gap from the rule on, and the others pale under it."""

import json
from itertools import pairwise

from samsyn.charts.counterfactual import Names, Period, counterfactual
from samsyn.charts.picture import DEEP, NARROW, TINT, WIDE

NAMES = Names(
    "Norra Kajen", "Blandningen", "Åtgärden börjar", "Skillnad −10\n(−14 till −6)", gaps="Skillnaden", others="De andra"
)  # fmt: skip
TEXT = {"title": "10 färre", "description": "Anmälda per år.", "source": "Källa: Brå."}
PERIODS = [Period(str(2018 + year), 50 - 10 * (year > 3), 50 + year % 2) for year in range(7)]


def drawn(periods=PERIODS, start=4, names=NAMES, **more):
    return counterfactual(periods, start=start, names=names, **TEXT, **more)


def layers(spec, kind):
    return [one for one in spec["layer"] if one["mark"].get("type") == kind]


def words(spec):
    found = []
    for one in layers(spec, "text"):
        text = one["encoding"]["text"]
        found += [text["value"]] if "value" in text else [row[text["field"]] for row in one["data"]["values"]]
    return found


def test_both_widths_are_as_wide_as_they_say_and_hold_no_nothing():
    picture = drawn(behind=[[0.0] * 6 + [3.0], [1.0] * 7])
    for spec, width in ((picture.wide, WIDE), (picture.narrow, NARROW)):
        padding = spec["padding"]
        assert spec["width"] + padding["left"] + padding["right"] == width
        assert "NaN" not in json.dumps(spec)
        assert all(row["x"] <= spec["width"] for one in layers(spec, "line") for row in one["data"]["values"])


def test_the_table_has_both_and_the_difference():
    picture = drawn()
    assert [column.label for column in picture.columns] == [
        "Period",
        "Norra Kajen",
        "Blandningen",
        "Skillnad",
    ]
    assert picture.rows[-1] == ("2024", 40, 50, -10)


def test_the_gap_is_coloured_from_the_rule_on():
    spec = drawn().wide
    (gap,) = layers(spec, "area")
    assert gap["mark"]["fill"] == TINT
    rule = next(one for one in layers(spec, "rule") if one["encoding"]["y"] == {"value": -6.0})
    assert gap["data"]["values"][0]["x"] == rule["encoding"]["x"]["value"]
    assert len(gap["data"]["values"]) == 4


def test_the_words_stand_in_both_widths():
    for spec in (drawn().wide, drawn().narrow):
        said = " ".join(words(spec))
        for part in (
            "Norra Kajen",
            "Blandningen",
            "Åtgärden börjar",
            "Skillnad −10",
            "(−14 till −6)",
            "2018",
        ):
            assert part in said
        assert "De andra" not in said


def test_names_at_the_line_ends_are_moved_apart():
    near = [Period(str(year), 50.0, 50.1) for year in range(2018, 2025)]
    ends = [one for one in layers(drawn(near).wide, "text") if one["encoding"]["x"].get("value", 0) > 300]
    heights = sorted(one["encoding"]["y"]["value"] for one in ends if one["encoding"]["y"]["value"] > 0)
    assert len(heights) == 4
    assert min(b - a for a, b in pairwise(heights)) >= 17


def test_the_others_lie_pale_under_their_own_head():
    spec = drawn(behind=[[0.0] * 7, [1.0] * 7]).wide
    others = next(one for one in layers(spec, "line") if "detail" in one["encoding"])
    assert {row["unit"] for row in others["data"]["values"]} == {0, 1}
    assert others["mark"]["stroke"] != DEEP
    assert "Skillnaden" in words(spec)


def test_many_months_are_named_by_their_years():
    months = [Period(f"{2012 + n // 12}-{n % 12 + 1:02d}", n % 5, 2) for n in range(120)]
    said = words(drawn(months, start=96).wide)
    assert "2014" in said
    assert "2014-01" not in said


def test_nothing_and_one_period():
    assert "Det finns inga tal att visa ännu." in json.dumps(drawn([]).wide, ensure_ascii=False)
    one = drawn([Period("2024", 0.0, 0.0)], start=0)
    assert one.rows == (("2024", 0.0, 0.0, 0.0),)
    assert not [rule for rule in layers(one.wide, "rule") if rule["encoding"]["y"] == {"value": -6.0}]
