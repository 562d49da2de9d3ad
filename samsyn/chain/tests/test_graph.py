"""The graph finds every break that is planted, invents none, and knows what leads to and from a knot."""

from __future__ import annotations

import random

from samsyn.chain.graph import Fragment, Link, Node, Side, Stage, Thread, Waived, around, breaks, strands
from samsyn.chain.tests.threads import centre, leads, need, thread_by_chance, torn, whole

SEEDS = range(200)


def found(thread: Thread) -> set[tuple[str, str]]:
    return {(one.node.key, one.need.code) for one in breaks(thread)}


def test_every_planted_break_is_found_and_none_is_invented():
    for seed in SEEDS:
        fragment, planted, exceptions = torn(random.Random(seed))
        assert found(Thread.of([fragment])) == planted, seed
        assert not planted & exceptions


def test_a_whole_thread_has_no_break():
    for seed in SEEDS:
        assert breaks(Thread.of([whole(random.Random(seed))])) == [], seed


def test_around_a_knot_is_exactly_what_reaches_it_and_what_it_reaches():
    for seed in SEEDS:
        thread = thread_by_chance(seed)
        for key in random.Random(seed).sample(sorted(thread.nodes), k=3):
            expected = {
                other
                for other in thread.nodes
                if leads(thread.links, other, key) or leads(thread.links, key, other)
            }
            assert set(around(thread, [key]).nodes) == expected, (seed, key)


def test_a_part_of_the_thread_has_the_breaks_of_its_own_knots_and_no_others():
    for seed in SEEDS:
        thread = thread_by_chance(seed)
        for key in thread.nodes:
            piece = around(thread, [key])
            assert found(piece) == {one for one in found(thread) if one[0] in piece.nodes}, (seed, key)


def test_every_knot_is_on_some_strand():
    for seed in SEEDS:
        thread = thread_by_chance(seed)
        on = {node.key for strand in strands(thread) for nodes in strand.knots.values() for node in nodes}
        assert on == set(thread.nodes), seed


def test_each_action_has_a_strand_of_its_own_named_after_it():
    titles = [strand.title for strand in strands(Thread.of([centre()]))]
    assert titles == ["Ny belysning", "Fotpatrull to–lö kl. 18–23", "Kvällsöppen mötesplats"]


def test_a_break_says_what_is_missing_and_what_to_do():
    (one,) = breaks(Thread.of([centre()]))
    assert one.node.label == "Kvällsöppen mötesplats"
    assert one.need.lack == "Ingen uppföljning är planerad"
    assert one.need.button == "Planera uppföljningen"


def test_a_signed_exception_is_no_break():
    action = Node("action:1", Stage.ACTION, "Ny belysning", needs=(need(Stage.GOAL, Stage.ACTION),))
    rule = action.needs[0].code
    assert found(Thread.of([Fragment((action,))])) == {("action:1", rule)}
    assert not breaks(Thread.of([Fragment((action,), waived=(Waived("action:1", rule, "På prov."),))]))


def test_a_need_after_a_knot_is_met_only_by_a_knot_of_the_right_stage():
    problem = Node("p", Stage.PROBLEM, "Bråk", needs=(need(Stage.CAUSE, Stage.PROBLEM, Side.AFTER),))
    goal, cause = Node("g", Stage.GOAL, "Färre"), Node("c", Stage.CAUSE, "Mörkt")
    assert breaks(Thread.of([Fragment((problem, goal), (Link("p", "g"),))]))
    assert not breaks(Thread.of([Fragment((problem, cause), (Link("p", "c"),))]))


def test_a_tie_to_a_knot_that_nobody_knows_is_left_out():
    thread = Thread.of(
        [Fragment((Node("a", Stage.DATA, "47 %"),), (Link("a", "gone"), Link("gone", "a"), Link("a", "a")))]
    )
    assert thread.links == []
