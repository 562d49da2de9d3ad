"""The same thread in words: a column and a list for each strand, with breaks and exceptions in their places."""

from __future__ import annotations

from samsyn.chain.graph import Fragment, Link, Node, Stage, Thread, Waived, strands
from samsyn.chain.listing import Listed, listed, table
from samsyn.chain.tests.threads import centre, need
from samsyn.chain.weave import Look


def lists(*fragments: Fragment) -> list[Listed]:
    thread = Thread.of(fragments)
    return listed(thread, strands(thread), {"action:3!action-without-followup": 1})


def test_a_strand_is_listed_from_data_to_the_next_picture():
    first = lists(centre())[0]
    assert [entry.stage for entry in first.entries] == sorted(entry.stage for entry in first.entries)
    assert first.entries[-1].label == "Utgåva 4, väntar på polisen"


def test_what_is_missing_stands_in_its_stage_with_the_number_of_its_break():
    (gap,) = lists(centre())[2].of(Stage.EFFECT)
    assert (gap.look, gap.label, gap.number) == (Look.BROKEN, "Ingen uppföljning är planerad", 1)


def test_the_thread_is_broken_before_a_gap_and_dotted_before_what_is_planned():
    ways = {entry.label: way for entry, way in lists(centre())[2].steps}
    assert ways["38 av 60 kvällar"] == "broken"
    assert ways["Ingen uppföljning är planerad"] == ""
    assert {entry.label: way for entry, way in lists(centre())[1].steps}["63 av 100 tillfällen"] == "planned"


def test_the_table_says_the_same_where_strands_share_a_row():
    rows = dict(table(lists(centre())))
    assert [cell.is_same for cell in rows[Stage.PROBLEM]] == [False, True, True]
    assert [cell.is_same for cell in rows[Stage.CAUSE]] == [False, False, False]


def test_a_stage_that_no_strand_has_come_to_has_no_row():
    finding = Fragment((Node("finding:1", Stage.FINDING, "Det är så"),))
    assert [stage for stage, _cells in table(lists(finding))] == [Stage.FINDING]


def test_an_exception_stands_with_its_reason():
    action = Node("a", Stage.ACTION, "Cykelgarage", needs=(need(Stage.GOAL, Stage.ACTION),))
    cause = Node("c", Stage.CAUSE, "Olåsta cyklar")
    made = Fragment(
        (action, cause), (Link("c", "a"),), (Waived("a", action.needs[0].code, "Vi prövar först."),)
    )
    (gap,) = lists(made)[0].of(Stage.GOAL)
    assert (gap.look, gap.detail) == (Look.WAIVED, "Vi prövar först.")
