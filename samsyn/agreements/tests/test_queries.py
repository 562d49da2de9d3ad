"""Reading agreements: the matrix with every state, the tree, what the clauses cover, and which problems nothing covers."""

from __future__ import annotations

from datetime import date

import pytest

from samsyn.agreements import services
from samsyn.agreements.models import AgreementKind, ClauseTarget, Covers, TargetKind
from samsyn.agreements.overview import overview
from samsyn.agreements.queries import (
    SOON_DAYS,
    coverage,
    matrix,
    standing_of,
    things,
    tree,
    uncovered_problems,
)
from samsyn.agreements.tests import world
from samsyn.places import services as places
from samsyn.places.models import Area, AreaKind
from samsyn.places.queries import whole_pair
from samsyn.records.joint import services as joint
from samsyn.steps.activity.models import ActionPlan
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.purpose.models import Goal
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from tests.worlds import shared

DAY = world.DAY
LOCAL = AgreementKind.LOCAL


def cell(city, row, column, *, on=None):
    found = matrix(city, on=on or today())
    line = next(one for one in found.rows if one.area.name == row)
    return next(one for one in line.cells if one.column.name == column)


@shared
def steps(cast, norr):
    """Problems, goals and actions of Norr, decided and drafts."""
    from samsyn.steps.activity.tests import world as activity
    from samsyn.steps.purpose.tests import world as purposes

    return {**purposes.build(cast, norr), **activity.build(cast, norr)}


def test_a_city_without_agreements_has_only_gaps(city, cast, pairs):
    found = matrix(city, on=today())
    assert found.whole is None
    assert [area.name for area in found.columns] == ["Norr", "Söder"]
    assert [line.area.name for line in found.rows] == ["Väst", "Öst"]
    assert [one.state for one in found.standings] == ["missing", "missing"]
    assert (found.pairs, found.count("missing")) == (2, 2)


def test_areas_that_meet_without_a_pair_are_told_from_those_that_do_not_meet(city, cast, pairs):
    assert cell(city, "Väst", "Söder").do_meet and cell(city, "Väst", "Söder").standing is None
    from tests.small_city import _square

    places.add_division(
        city=city, name="Öar", kind=AreaKind.CITY_AREA, valid_from=date(2021, 1, 1), source="x", licence="CC0",
        areas=[places.NewArea("oar", "Öarna", _square(50, 50))],
    )  # fmt: skip
    apart = cell(city, "Väst", "Öarna")
    assert not apart.do_meet and apart.standing is None


def test_every_state_of_a_pair_in_the_matrix(city, cast, norr, central, on):
    def now():
        return cell(city, "Väst", "Norr").standing

    assert now().state == "missing"
    row = world.draft(norr, cast, LOCAL, valid_from=today() + DAY, valid_to=today() + 400 * DAY)
    assert now().state == "writing"
    row = world.decide(row, cast)
    assert now().state == "for-signature"
    row = world.sign(row, cast)
    assert now().state == "signed"
    with on(row.valid_from):
        services.keep_dates(today())
        assert (now().state, now().row.last_day) == ("in-force", row.last_day)
    with on(row.last_day - SOON_DAYS * DAY):
        assert now().state == "in-force"
    with on(row.last_day - (SOON_DAYS - 1) * DAY):
        assert (now().state, now().days_left, now().next) == ("soon", SOON_DAYS - 1, None)
        made = services.start_successor(agreement=row, by=cast["bo"])
        assert now().next == made
    with on(row.valid_to):
        services.keep_dates(today())
        found = now()
        assert (found.state, found.missing_since) == ("writing", row.valid_to)
        joint.withdraw(made, by=cast["bo"])
        assert now().state == "missing"


def test_last_followed_up_is_the_newest_review_or_decided_follow_up(norr, cast, on):
    from samsyn.steps.followup.models import FollowUp
    from samsyn.steps.followup.tests import world as followups

    row = world.local(norr, cast)
    assert standing_of(norr, on=today()).reviewed_on is None
    services.add_review(agreement=row, held_on=today(), note="Allt hålls.", by=cast["bo"])
    assert standing_of(norr, on=today()).reviewed_on == today()
    with on(today() + 40 * DAY):
        followups.build(cast, norr)
        assert FollowUp.objects.exclude(decided_at=None).exists()
        assert standing_of(norr, on=today()).reviewed_on == today()


def test_the_whole_city_stands_over_the_matrix(city, cast, central):
    found = matrix(city, on=today())
    assert (found.whole.state, found.whole.row) == ("in-force", central)
    assert found.count("in-force") == 0


def test_the_tree_goes_from_the_central_one_to_the_verksamhetsavtal_and_shows_successors(
    city, cast, norr, soder, central
):
    local = world.local(norr, cast)
    own = world.signed(norr, cast, title="Verksamhetsavtal: klotter")
    after = services.start_successor(agreement=local, by=cast["bo"])
    alone = world.draft(norr, cast, title="Verksamhetsavtal: alla", parent=None)
    found = tree(city, on=today())
    assert [(node.row, node.depth) for node in found.nodes] == [
        (central, 0),
        (local, 1),
        (own, 2),
        (after, 1),
        (alone, 0),
    ]
    assert found.nodes[1].next == after
    assert found.place(found.start) == 0 and found.place(found.end) == 1


def test_the_tree_leaves_out_what_is_over_and_carries_nothing(city, cast, norr):
    row = world.signed(norr, cast)
    services.end(agreement=row, reason="Klart.", by=cast["mats"])
    assert tree(city, on=today()).nodes == ()


def test_the_page_says_what_has_to_be_done_and_shows_only_what_one_may_open(city, cast, norr, central, on):
    row = world.local(norr, cast)
    view = overview(city, reader=cast["farid"], on=today())
    assert view.sentence == "1 av 2 områdespar saknar en gällande överenskommelse i Samsyn."
    assert [(one.where, one.url) for one in view.todo] == [
        ("Söder", "/par/exempelstaden-soder/overenskommelser/")
    ]
    assert [bar.row for bar in view.bars] == [central]  # Farid works in Söder: he may not open what Norr has
    assert [bar.row for bar in overview(city, reader=cast["gun"], on=today()).bars] == [central, row]
    with on(row.last_day - 10 * DAY):
        said = {one.where: one.sentence for one in overview(city, reader=cast["gun"], on=today()).todo}
        assert said["Norr"].endswith("Skriv en efterträdare, eller bestäm att den ska ta slut.")


# What the clauses point at


def test_things_are_the_pairs_problems_goals_and_actions_each_once(norr, steps):
    found = things(norr)
    assert {one.kind for one in found.values()} == {"problem", "goal", "action"}
    goal = found["goal", steps["goal"].key]
    assert goal.is_in_force and goal.problem == steps["purpose"].problem.key
    assert not found["goal", steps["goal_draft"].key].is_in_force


def test_coverage_says_what_no_clause_points_at_and_which_clause_points_at_nothing(norr, cast, steps):
    row = world.draft(norr, cast)
    before = coverage(row)
    assert {one.shown.row.covers for one in before.pointless} == {Covers.PROBLEMS, Covers.GOALS}
    assert len(before.uncovered) == before.total > 0
    goal = steps["goal"]
    clause = row.clauses.get(covers=Covers.GOALS)
    services.point_clause(clause=clause, kind="goal", key=goal.key, by=cast["bo"])
    services.point_clause(clause=clause, kind="goal", key=goal.key, by=cast["bo"])
    assert ClauseTarget.objects.count() == 1
    after = coverage(row)
    assert [one.key for one in after.pointed_at] == [goal.key]
    assert goal.key not in {one.key for one in after.uncovered}
    assert [one.shown.row.covers for one in after.pointless] == [Covers.PROBLEMS]


def test_a_clause_that_points_at_something_over_is_stale(norr, cast, steps):
    row = world.draft(norr, cast)
    clause = row.clauses.get(covers=Covers.GOALS)
    held = next(one for one in things(norr).values() if one.kind == "action" and one.is_in_force)
    services.point_clause(clause=clause, kind="action", key=held.key, by=cast["astrid"])
    services.point_clause(clause=clause, kind="goal", key=steps["goal_draft"].key, by=cast["astrid"])
    assert coverage(row).stale == ()
    ActionPlan.objects.filter(state="draft").update(state="withdrawn")
    ActionPlan.objects.filter(state="decided").update(state="superseded")
    (stale,) = coverage(row).stale
    assert [one.row.target_key for one in stale.stale] == [held.key]
    Goal.objects.filter(pk=steps["goal_draft"].pk).update(removed_at="2026-01-01T00:00Z")
    assert len(coverage(row).stale[0].stale) == 2


def test_what_is_gone_cannot_be_pointed_at(norr, soder, cast, steps):
    row = world.draft(norr, cast)
    clause = row.clauses.first()
    with pytest.raises(UserError, match="finns inte längre i områdesparet"):
        services.point_clause(clause=clause, kind="goal", key=row.key, by=cast["bo"])
    services.remove_clause(clause=clause, version=clause.version, by=cast["bo"])
    with pytest.raises(UserError, match="Någon har tagit bort den"):
        services.point_clause(clause=clause, kind="goal", key=steps["goal"].key, by=cast["bo"])


def test_a_problem_is_covered_by_its_own_clause_or_by_one_about_its_goal(norr, cast, steps):
    problem = steps["purpose"].problem
    assert problem.key in {row.key for row in uncovered_problems(norr)}
    row = world.draft(norr, cast)
    services.point_clause(
        clause=row.clauses.get(covers=Covers.GOALS),
        kind=TargetKind.GOAL,
        key=steps["goal"].key,
        by=cast["bo"],
    )
    assert problem.key in {one.key for one in uncovered_problems(norr)}  # not in force yet
    row = world.sign(world.decide(world.fresh(row), cast), cast)
    assert problem.key not in {one.key for one in uncovered_problems(norr)}
    services.end(agreement=row, reason="Klart.", by=cast["lena"])
    assert problem.key in {one.key for one in uncovered_problems(norr)}


def test_a_problem_that_is_set_aside_needs_no_agreement(norr, cast, steps):
    problem = ProblemPicture.objects.filter(pair=norr, state="decided").first()
    ProblemPicture.objects.filter(key=problem.key).update(weight="set-aside")
    assert problem.key not in {row.key for row in uncovered_problems(norr)}


def test_a_matrix_takes_a_city_whose_police_is_one_district(cast, city, pairs):
    """A city of another country may pair its areas with one police district for all: it is a row too."""
    whole = world.whole_of(city)
    pair = places.open_pair(
        city_area=Area.objects.get(key="exempelstaden/mellanomraden/00"), police_area=whole.police_area,
        name="Norra 1", valid_from=date(2021, 1, 1),
    )  # fmt: skip
    found = matrix(city, on=today())
    assert whole_pair(city, on=today()) == whole
    assert found.pairs == 3
    assert pair in [one.pair for one in found.standings]
