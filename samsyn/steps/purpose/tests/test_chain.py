"""Goals on Röda tråden."""

from __future__ import annotations

from samsyn.chain.graph import Stage, Thread, breaks
from samsyn.records.joint.services import start_version
from samsyn.steps.problem.chain import fragment as problem_fragment
from samsyn.steps.purpose import services
from samsyn.steps.purpose.chain import fragment
from tests.worlds import picked


@picked
def thread(norr):
    return lambda *providers: Thread.of(one(norr) for one in providers)


def test_a_goal_is_a_knot_tied_to_its_problem(made, thread):
    found = thread(problem_fragment, fragment)
    goal = found.nodes[f"goal:{made['goal'].key}"]
    assert (goal.stage, goal.label, goal.hold) == (Stage.GOAL, "Färre misshandlas ute, 150 till 100", "holds")
    assert goal.url.endswith(f"/mal/{made['purpose'].pk}/#mal-{made['goal'].pk}")
    assert f"problem:{made['purpose'].problem.key}" in found.before()[goal.key]


def test_a_decided_goal_without_its_problem_is_a_break_and_a_draft_is_not(made, thread):
    found = breaks(thread(fragment))
    assert {(one.node.key, one.need.code) for one in found} == {
        (f"goal:{made[name].key}", "goal-without-problem") for name in ("goal", "activity_goal")
    }


def test_a_goal_that_only_a_draft_has_removed_still_holds(made, thread, astrid):
    new = start_version(made["purpose"], by=astrid)
    services.remove_goal(goal=new.goals.get(key=made["goal"].key), version=1, by=astrid)
    assert thread(fragment).nodes[f"goal:{made['goal'].key}"].hold == "holds"


def test_a_long_statement_gives_way_to_its_figures(purpose, norr, astrid, thread):
    from samsyn.steps.purpose.tests import world

    services.add_goal(purpose=purpose, by=astrid, **world.said(norr, statement="Färre misshandlas " * 6))
    (node,) = thread(fragment).nodes.values()
    assert len(node.label) <= 70 and node.label.endswith("150 till 100")
