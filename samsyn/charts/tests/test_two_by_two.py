"""Before and after as bars: both widths, what was expected beside what happened, and words that do not leave the paper."""

import json

import pytest

from samsyn.charts.picture import NARROW, WIDE, text_width
from samsyn.charts.two_by_two import Group, two_by_two

TEXT = {"title": "57 färre än väntat", "description": "Före och efter.", "source": "Källa: Brå."}
GROUPS = [
    Group("Området", 124, 74, 131, 89, 173, note="skillnad −57 (−99 till −15)", is_subject=True),
    Group("Jämförelseområdet", 131, 138),
]


def drawn(groups=GROUPS, **more):
    return two_by_two(groups, **TEXT, **more)


def layers(spec, kind):
    return [one for one in spec["layer"] if one["mark"].get("type") == kind]


def test_both_widths_are_as_wide_as_they_say():
    for spec, width in ((drawn().wide, WIDE), (drawn().narrow, NARROW)):
        padding = spec["padding"]
        assert spec["width"] + padding["left"] + padding["right"] == width


def test_every_group_stands_in_the_table_and_in_both_pictures():
    picture = drawn()
    assert picture.rows == (
        ("Området", 124, 74, 131, (89, 173)),
        ("Jämförelseområdet", 131, 138, None, (None, None)),
    )
    for spec in (picture.wide, picture.narrow):
        said = json.dumps(spec, ensure_ascii=False)
        for word in ("Området", "Jämförelseområdet", "väntat", "131 (89–173)", "skillnad −57"):
            assert word in said


def test_the_expected_bar_is_dashed_and_its_end_goes_on_over_what_happened():
    solid, dashed = layers(drawn().wide, "rect")
    assert (len(solid["data"]["values"]), len(dashed["data"]["values"])) == (4, 1)
    assert dashed["mark"]["strokeDash"]
    (mark,) = layers(drawn().wide, "rule")[1]["data"]["values"]
    assert mark["x"] == dashed["data"]["values"][0]["x2"]


@pytest.mark.parametrize(
    "groups",
    [
        GROUPS,
        [Group("A", 0, 0)],
        [Group("A", 90, 10, -710, -850, -570, note="skillnad 720 (580 till 860)"), Group("B", 12_000, 400)],
    ],
)
def test_words_stay_on_the_paper(groups):
    for spec in (drawn(groups).wide, drawn(groups).narrow):
        assert "NaN" not in json.dumps(spec)
        for one in layers(spec, "text"):
            for row in one["data"]["values"] if one["mark"]["align"] == "left" else []:
                assert row["x"] + text_width(row["text"], 13) <= spec["width"] + 10


def test_nothing_says_so():
    assert "Det finns inga tal att visa ännu." in json.dumps(drawn([]).wide, ensure_ascii=False)


def test_whole_counts_have_no_decimals_beside_an_expected_number_that_has():
    picture = drawn([Group("Antal", 4422, 2382, 4485.4)], digits=1)
    said = json.dumps(picture.wide, ensure_ascii=False)
    assert "4\u00a0422" in said and "4\u00a0422,0" not in said and "4\u00a0485,4" in said
    assert [column.digits for column in picture.columns[1:4]] == [0, 0, 1]
