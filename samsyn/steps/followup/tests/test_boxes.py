"""Gjort eller inte, hjälpte eller inte."""

from __future__ import annotations

import pytest

from samsyn.steps.followup import queries, services
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.tests import world


def places(board):
    return {box.code: [item.title for item in box.items] for box in board.boxes if box.items}


@pytest.mark.parametrize(
    ("delivered", "after", "code"),
    [(48, 60, "helped"), (48, 98, "rethink"), (12, 60, "other"), (12, 98, "finish"), (48, 160, "rethink")],
)
def test_every_action_lies_in_its_box(cast, norr, counted, cilla, delivered, after, code):
    row = world.story(cast, norr, delivered=delivered)
    counted((100, after), (140, 145), (240, 145 + after))
    services.measure(followup=row, by=cilla)
    board = queries.board(norr)
    assert places(board) == {code: ["Ny belysning"]}
    assert not board.unplanned and not board.unsure


def test_an_action_without_a_follow_up_cannot_be_placed(lighting, norr, astrid):
    world.action_of(
        lighting.action.plan, by=astrid, goal=lighting.action.goal, title="Kvällsöppen mötesplats"
    )
    board = queries.board(norr)
    assert [(item.title, item.text) for item in board.unplanned] == [
        ("Kvällsöppen mötesplats", "Ingen uppföljning är planerad.")
    ]


def test_one_that_waits_for_its_day_is_not_placed_yet(lighting, norr):
    (item,) = queries.board(norr).unsure
    assert item.text.startswith("Följs upp ")


def test_one_that_is_only_done_is_not_placed_and_says_what_is_lacking(lighting, norr, cilla):
    services.measure(followup=lighting, by=cilla)
    (item,) = queries.board(norr).unsure
    assert item.text.startswith("Måttet Anmäld misshandel finns inte längre")


def test_a_page_of_one_problem_shows_its_actions_only(lighting, norr, cast, astrid):
    other = world.action_of(lighting.action.plan, by=astrid, goal=None, title="Något annat")
    problem = lighting.action.goal.purpose.problem
    board = queries.board(norr, problem=problem, here=FollowUp.objects.get())
    assert [item.title for item in (*board.unplanned, *board.unsure)] == ["Ny belysning"]
    assert other.title in [item.title for item in queries.board(norr).unplanned]
