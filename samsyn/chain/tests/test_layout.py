"""The picture can be read: no two texts overlap, nothing lies outside, no word lies on the thread."""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations, pairwise

import pytest

from samsyn.chain import letters
from samsyn.chain.crossings import best_order
from samsyn.chain.folding import choose, fold_twins, only
from samsyn.chain.graph import Fragment, Link, Node, Stage, Thread, strands
from samsyn.chain.layout import COLUMN, HEAD, KNOT, TURN, WIDTH, Course, Plan, lay_out, spread
from samsyn.chain.tests.threads import centre, leads, thread_by_chance
from samsyn.chain.weave import Look, Weave, weave

OVER = {Look.BROKEN: "Tråden brister", Look.WAIVED: "Undantag"}
SEEDS = range(200)


def keys_of(thread: Thread) -> list[list[str]]:
    return [[node.key for nodes in one.knots.values() for node in nodes] for one in strands(thread)]


def plan_of(thread: Thread) -> Plan:
    return lay_out(weave(thread), keys_of(thread), OVER)


@cache
def drawn(seed: int) -> Plan:
    return plan_of(thread_by_chance(seed))


def boxes(plan: Plan) -> list[tuple[float, float, float, float]]:
    return [box for spot in plan.spots.values() for box in spot.boxes]


def test_no_two_texts_overlap():
    for seed in SEEDS:
        for one, other in combinations(boxes(drawn(seed)), 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (seed, one, other)


def test_every_knot_and_every_word_is_inside_the_picture():
    for seed in SEEDS:
        plan = drawn(seed)
        for spot in plan.spots.values():
            assert HEAD < spot.y < plan.height and 0 < spot.x < WIDTH, seed
        for left, top, right, bottom in boxes(plan):
            assert left >= 0 and right <= WIDTH and top >= HEAD - 1 and bottom <= plan.height, seed


def test_no_word_lies_where_the_thread_turns_or_passes():
    for seed in SEEDS:
        plan = drawn(seed)
        words = boxes(plan)
        for course in plan.courses:
            if course.tie.look is not Look.BROKEN:
                for x, here, there in steps_of(plan, course):
                    assert not [box for box in words if is_on(box, x, here, there)], (seed, course)


def steps_of(plan: Plan, course: Course) -> list[tuple[float, float, float]]:
    start = plan.spots[course.tie.start].x
    return [(start + COLUMN * i, *heights) for i, heights in enumerate(pairwise(course.heights))]


def is_on(box: tuple[float, float, float, float], x: float, here: float, there: float) -> bool:
    """Whether a tie that goes level from x and then turns would go through the text."""
    left, top, right, bottom = box
    is_level = left < x + TURN and right > x and top < here < bottom
    is_beside = abs(here - there) > 1 and right > x + TURN and left < x + COLUMN - KNOT - 1
    return is_level or (is_beside and top < max(here, there) and bottom > min(here, there))


def test_the_same_thread_is_drawn_in_the_same_way():
    for seed in range(20):
        assert plan_of(thread_by_chance(seed)) == drawn(seed)


def test_a_strand_lies_straight_and_what_strands_share_at_the_mean_of_their_rows():
    spots = plan_of(Thread.of([centre()])).spots
    for n in "123":
        assert len({spots[f"{stage}:{n}"].y for stage in ("cause", "goal", "action", "done")}) == 1
    rows = [spots[f"action:{n}"].y for n in "123"]
    assert spots["problem:1"].y == pytest.approx(sum(rows) / 3)
    assert spots["next:1"].y == pytest.approx((rows[0] + rows[1]) / 2)
    assert rows == sorted(rows)


def test_the_columns_are_the_nine_stages():
    for spot in plan_of(Thread.of([centre()])).spots.values():
        assert spot.x == pytest.approx(COLUMN * (spot.knot.stage - 1) + KNOT)


def test_what_is_missing_is_a_knot_of_its_own_between_frayed_ends():
    woven = weave(Thread.of([centre()]))
    gap = woven.knots["action:3!action-without-followup"]
    assert (gap.stage, gap.look, gap.label) == (Stage.EFFECT, Look.BROKEN, "Ingen uppföljning är planerad")
    assert [(tie.start, tie.look) for tie in woven.ties if tie.end == gap.key] == [("done:3", Look.BROKEN)]


def test_the_thread_goes_through_cause_and_goal_and_not_beside_them():
    ties = {(tie.start, tie.end) for tie in weave(Thread.of([centre()])).ties}
    assert {("problem:1", "cause:1"), ("cause:1", "goal:1"), ("goal:1", "action:1")} <= ties
    assert not {("problem:1", "goal:1"), ("cause:1", "action:1")} & ties


def test_drawing_each_tie_once_loses_no_way_from_one_knot_to_another():
    for seed in SEEDS:
        thread = thread_by_chance(seed)
        ties = [Link(tie.start, tie.end) for tie in weave(thread).ties]
        for link in thread.links:
            assert leads(ties, link.start, link.end), (seed, link)


def test_a_waived_tie_has_a_diamond_for_the_step_that_it_leaves_out():
    nodes = (Node("p", Stage.PROBLEM, "Bråk"), Node("a", Stage.ACTION, "Ny belysning"))
    woven = weave(Thread.of([Fragment(nodes, (Link("p", "a", waiver="Vi vet redan varför."),))]))
    gap = woven.knots["p>a"]
    assert (gap.look, gap.reason) == (Look.WAIVED, "Vi vet redan varför.")
    assert {(tie.start, tie.end, tie.look) for tie in woven.ties} == {
        ("p", "p>a", Look.WAIVED),
        ("p>a", "a", Look.WAIVED),
    }


def test_strands_are_put_in_the_order_that_crosses_least():
    nodes = [Node(f"c{n}", Stage.CAUSE, n) for n in "ab"] + [Node(f"a{n}", Stage.ACTION, n) for n in "1234"]
    ties = [("ca", "a1"), ("cb", "a2"), ("ca", "a3"), ("cb", "a4")]
    thread = Thread.of([Fragment(tuple(nodes), tuple(Link(*tie) for tie in ties))])
    rows = {
        "ca": frozenset({0, 2}),
        "cb": frozenset({1, 3}),
        **{f"a{n + 1}": frozenset({n}) for n in range(4)},
    }
    assert best_order(weave(thread), rows, 4) in {(0, 2, 1, 3), (1, 3, 0, 2)}


def many_actions(count: int) -> Thread:
    nodes = [Node("c", Stage.CAUSE, "Mörkt")] + [
        Node(f"a{n}", Stage.ACTION, f"Åtgärd {n}") for n in range(count)
    ]
    return Thread.of([Fragment(tuple(nodes), tuple(Link("c", f"a{n}") for n in range(count)))])


def test_more_than_five_strands_fold_the_whole_ones_and_show_the_broken():
    centres = centre()
    more = [Node(f"more:{n}", Stage.ACTION, f"Mer {n}") for n in range(4)]
    ties = [Link("cause:1", node.key) for node in more]
    thread = Thread.of([Fragment((*centres.nodes, *more), (*centres.links, *ties))])
    choice = choose(thread)
    assert "Kvällsöppen mötesplats" in [strand.title for strand in choice.shown]
    assert (len(choice.shown), choice.whole) == (5, 2)
    assert len(choose(thread, everything=True).shown) == 7


def test_five_strands_are_all_shown():
    assert choose(many_actions(5)).whole == 0
    assert choose(many_actions(6)).whole == 1


def test_findings_that_lead_nowhere_stand_aside_once_something_does():
    loose = Fragment((Node("finding:9", Stage.FINDING, "Klottret minskar"),))
    choice = choose(Thread.of([centre(), loose]))
    assert (len(choice.shown), choice.whole, choice.loose) == (3, 0, 1)
    assert len(choose(Thread.of([loose])).shown) == 1


def test_many_figures_of_one_finding_become_one_knot():
    figures = [Node(f"figure:{n}", Stage.DATA, f"{n} %") for n in range(5)]
    finding = Node("finding:1", Stage.FINDING, "Det är så")
    thread = Thread.of([Fragment((*figures, finding), tuple(Link(one.key, finding.key) for one in figures))])
    folded = fold_twins(thread, lambda _stage, count: f"{count} tal", "#lista")
    (data,) = [node for node in folded.nodes.values() if node.stage is Stage.DATA]
    assert (data.label, data.url) == ("5 tal", "#lista")
    assert [(link.start, link.end) for link in folded.links] == [(data.key, "finding:1")]


def test_three_figures_are_shown_one_by_one():
    thread = Thread.of([centre()])
    assert fold_twins(thread, lambda _stage, _count: "tal") is thread


def test_a_folded_thread_can_be_drawn_too():
    for seed in range(60):
        thread = thread_by_chance(seed)
        small = fold_twins(only(thread, choose(thread).shown), lambda _stage, count: f"{count} tal")
        assert {spot.knot.node.key for spot in plan_of(small).spots.values()} == set(small.nodes)


def test_words_are_parted_where_two_words_meet():
    assert letters.wrap("Trygghetsundersökning", room=92, most=4)[0] == "Trygghets-"


def test_a_long_text_ends_in_dots_and_no_line_is_too_wide():
    lines = letters.wrap("Otryggt och bråkigt vid centrum " * 6, room=92, most=4)
    assert len(lines) == 4 and lines[-1].endswith("…")
    assert all(letters.width(line) <= 92 for line in lines)


def test_spreading_keeps_the_order_and_the_distances():
    rng = random.Random(1)
    for _each in range(50):
        wished = [rng.uniform(0, 400) for _one in range(rng.randint(1, 9))]
        apart = [rng.uniform(10, 90) for _one in wished[1:]]
        placed = spread(wished, apart)
        assert all(b - a >= distance - 1e-6 for (a, b), distance in zip(pairwise(placed), apart, strict=True))
        assert sum(placed) == pytest.approx(sum(wished))


def test_an_empty_weave_is_an_empty_plan():
    assert lay_out(Weave({}, ()), [], OVER).spots == {}
