"""The cause tree as a picture and as a list: nothing on anything else, whatever the causes are."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.steps.problem import queries, services
from samsyn.steps.problem.branches import branches
from samsyn.steps.problem.causation import layers, would_close_a_circle
from samsyn.steps.problem.drawing import cause_tree, wrapped
from samsyn.steps.problem.layout import GAP, arrange
from samsyn.steps.problem.tests import world as worlds
from tests.worlds import shared


@st.composite
def trees(draw):
    count = draw(st.integers(1, 14))
    ties = []
    for cause, effect in draw(
        st.lists(st.tuples(st.integers(1, count), st.one_of(st.none(), st.integers(1, count))), max_size=30)
    ):
        if (cause, effect) not in ties and not would_close_a_circle(ties, cause, effect):
            ties.append((cause, effect))
    heights = {None: 100.0, **{n: float(draw(st.integers(60, 320))) for n in range(1, count + 1)}}
    least = {n: draw(st.integers(1, 2)) for n in range(1, count + 1)}
    return heights, layers(least, ties), ties


@given(trees())
@settings(max_examples=150, deadline=None)
def test_no_box_lies_on_another_and_no_line_crosses_a_box(tree):
    heights, places, ties = tree
    drawn = arrange(heights, places, ties, box=200, space=80)
    spots = list(drawn.spots.values())
    for index, one in enumerate(spots):
        assert one.x >= 0
        assert one.y >= -0.01
        assert one.y + one.height <= drawn.height + 0.01
        for other in spots[index + 1 :]:
            is_beside = one.right <= other.x or other.right <= one.x
            assert (
                is_beside
                or one.y + one.height + GAP - 0.01 <= other.y
                or other.y + other.height + GAP - 0.01 <= one.y
            )
    for tie, points in drawn.ways.items():
        assert points[0][0] == drawn.spots[tie[0]].right
        assert points[-1][0] == drawn.spots[tie[1]].x
        for (x, y), (to_x, _to_y) in zip(points[1:-1:2], points[2:-1:2], strict=False):  # through a column
            assert not any(
                spot.x < to_x and spot.right > x and spot.y < y < spot.y + spot.height for spot in spots
            )


@given(st.text(max_size=200), st.integers(60, 400))
@settings(max_examples=100, deadline=None)
def test_words_are_kept_and_every_line_fits(text, width):
    lines = wrapped(text, width)
    most = max(4, int(width / (18 * 0.57)))
    assert all(len(line) <= most for line in lines)


def test_a_very_long_word_is_divided_with_hyphens():
    lines = wrapped("Realisationsvinstbeskattningsfrågorna", 160)
    assert lines[0].endswith("-")
    assert "".join(line.rstrip("-") for line in lines) == "Realisationsvinstbeskattningsfrågorna"


def test_the_picture_links_each_box_to_its_cause_and_says_it_in_words(world):
    shown = queries.tree(world["problem"])
    root = ElementTree.fromstring(cause_tree(shown, status="Prioriterat av båda"))
    links = {link.get("href"): link.get("aria-label") for link in root.iter("a")}
    assert links[f"#orsak-{world['cause'].pk}"] == (
        "Orsak 1, direkt: Inga vuxna på plats när butikerna stänger. Staden: säker. Polisen: ganska säker."
    )
    assert links[f"#orsak-{world['underlying'].pk}"].endswith("Staden: osäker. Polisen: säker. Oeniga.")
    words = [text.text for text in root.iter("text")]
    assert words.count("Oeniga") == 1
    assert {"Problem", "Direkta orsaker", "Bakomliggande orsaker", "Prioriterat av båda"} <= set(words)


def test_a_tested_tie_is_thick_and_an_untested_one_dashed(world, astrid):
    row = world["draft"]
    services.unlink(link=world["draft_link"], by=astrid)
    services.link_causes(cause=world["draft_cause"], effect=None, grounds="", is_tested=True, by=astrid)
    drawn = cause_tree(queries.tree(row), status="")
    assert drawn.count('stroke-dasharray="5 5"') == 1
    assert drawn.count('stroke-width="2.8"') == 1


def test_what_people_write_is_escaped(picture, astrid):
    services.add_cause(
        picture=picture,
        text="<script>alert(1)</script> & mer",
        kind="direct",
        perspective="situation",
        grounds="x",
        by=astrid,
    )
    assert "<script" not in cause_tree(queries.tree(picture), status="<b>")


@shared
def forty(norr, astrid):
    """Forty causes in a chain of five and many loose ties, with very long words."""
    picture = worlds.add_problem(norr, astrid, "Ett svårt träd")
    made = []
    for number in range(40):
        effect = made[number // 3] if number > 3 else None
        made.append(
            services.add_cause(
                picture=picture,
                text=f"{'Donaudampfschiffahrtsgesellschaft' * 3} {number}",
                kind="underlying" if effect else "direct",
                perspective="offender",
                grounds="x",
                effect=effect,
                by=astrid,
            )
        )
    return picture


def test_forty_causes_with_very_long_words_are_drawn(forty):
    shown = queries.tree(forty)
    root = ElementTree.fromstring(cause_tree(shown, status=""))
    assert len(list(root.iter("a"))) == 40
    leading, loose = branches(shown)
    assert (len(leading), loose) == (4, [])


def test_a_ladder_of_doubled_ties_is_told_once_each(picture, astrid):
    """Each step doubles the ways; the list must not double with them."""
    made = []
    for number in range(30):
        made.append(
            services.add_cause(
                picture=picture,
                text=f"Orsak {number}",
                kind="underlying",
                perspective="exposed",
                grounds="x",
                effect=made[-1] if made else None,
                by=astrid,
            )
        )
        if number > 1:
            services.link_causes(cause=made[-1], effect=made[-3], grounds="", is_tested=False, by=astrid)
    leading, _loose = branches(queries.tree(picture))

    def count(rows):
        return sum(1 + count(row.branches) for row in rows)

    assert count(leading) == 58


def test_without_causes_there_is_no_picture(picture):
    assert cause_tree(queries.tree(picture), status="") == ""
