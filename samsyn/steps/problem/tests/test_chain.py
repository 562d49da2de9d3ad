"""Röda tråden of step 2: knots, ties, and when it is broken."""

from __future__ import annotations

from samsyn.chain.graph import Fragment, Hold, Node, Stage, Thread, breaks
from samsyn.records.joint.services import send_to_review, start_version
from samsyn.steps.problem import services
from samsyn.steps.problem.chain import fragment
from samsyn.steps.problem.models import Cause, ProblemPicture, Weight
from samsyn.steps.problem.tests import world as worlds


def thread(pair, *findings):
    known = tuple(Node(f"finding:{one.pk}", Stage.FINDING, one.statement) for one in findings)
    return Thread.of([Fragment(known), fragment(pair)])


def codes(found):
    return [one.need.code for one in breaks(found)]


def test_the_thread_goes_from_finding_by_problem_to_each_cause(world, norr):
    found = thread(norr, world["finding"])
    problem, cause = f"problem:{world['problem'].key}", f"cause:{world['cause'].key}"
    ties = {(link.start, link.end) for link in found.links}
    assert {(f"finding:{world['finding'].pk}", problem), (problem, cause)} <= ties
    assert found.nodes[problem].hold == found.nodes[cause].hold == Hold.HOLDS
    assert found.nodes[cause].label == "Inga vuxna på plats när butikerna stänger"
    assert found.nodes[cause].url.endswith(f"#orsak-{world['cause'].pk}")
    assert codes(found) == []


def test_a_problem_set_aside_is_no_part_of_the_thread(world, norr):
    assert f"problem:{world['aside'].key}" not in thread(norr).nodes


def test_a_draft_is_no_break_but_what_is_taken_on_or_on_review_needs_a_finding(world, norr, astrid):
    worlds.add_problem(norr, astrid, "Bara ett utkast")
    assert codes(thread(norr, world["finding"])) == []
    assert codes(thread(norr)) == ["problem-without-finding"] * 2
    row = worlds.add_problem(norr, astrid, "Prioriterat utan slutsats")
    services.weigh(picture=row, weight=Weight.CHOSEN, reason="Många berörs.", version=1, by=astrid)
    assert codes(thread(norr, world["finding"])) == ["problem-without-finding"]


def test_a_decided_problem_whose_causes_are_gone_is_broken_and_says_what_to_do(world, norr):
    Cause.objects.filter(picture=world["problem"]).update(removed_at=world["cause"].added_at)
    found = breaks(thread(norr, world["finding"]))
    assert [one.need.code for one in found] == ["problem-without-cause"]
    assert (found[0].need.lack, found[0].need.button) == ("Ingen orsak", "Lägg till en orsak")


def test_a_cause_that_only_a_draft_has_removed_still_holds_the_thread(world, norr, astrid):
    new = start_version(world["problem"], by=astrid)
    copy = Cause.objects.get(picture=new, key=world["underlying"].key)
    services.remove_cause(cause=copy, version=copy.version, by=astrid)
    found = thread(norr, world["finding"])
    problem = found.nodes[f"problem:{new.key}"]
    assert (problem.url, problem.hold) == (new.get_absolute_url(), Hold.PLANNED)
    assert f"cause:{copy.key}" in found.nodes
    assert sum(1 for key in found.nodes if key.startswith("problem:")) == 2


def test_a_text_on_review_is_under_way_and_labels_are_short(world, norr, astrid):
    row = ProblemPicture.objects.get(pk=world["draft"].pk)
    services.change_picture(
        picture=row,
        version=row.version,
        title="Mycket långt " * 9,
        kind=row.kind,
        area=row.area,
        since=row.since,
        affected=row.affected,
        findings=[world["finding"]],
        by=astrid,
    )
    send_to_review(row, by=astrid)
    node = thread(norr).nodes[f"problem:{row.key}"]
    assert node.hold == Hold.ONGOING
    assert len(node.label) <= 60
