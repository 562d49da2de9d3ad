"""Writing purposes and goals: what is saved, what is refused, and two who write at once."""

from __future__ import annotations

import pytest

from samsyn.audit.models import LogEntry
from samsyn.records.joint.services import approve, send_to_review
from samsyn.steps.purpose import services
from samsyn.steps.purpose.models import Goal, Purpose
from samsyn.steps.purpose.tests import world
from samsyn.ui.errors import StaleError, UserError


def test_a_purpose_is_saved_as_a_draft_and_logged(edition, problem, astrid):
    made = services.add_purpose(problem=problem, text="  Alla ska våga gå hem.  ", by=astrid)
    assert (made.text, made.state, made.number) == ("Alla ska våga gå hem.", "draft", 1)
    assert LogEntry.objects.filter(event="purpose-added").count() == 1


def test_a_problem_has_one_purpose(purpose, problem, bo):
    with pytest.raises(UserError, match="Problemet har redan ett syfte"):
        services.add_purpose(problem=problem, text="Ett till", by=bo)


def test_a_purpose_needs_words(problem, astrid):
    with pytest.raises(UserError, match="Syftet saknas"):
        services.add_purpose(problem=problem, text="   ", by=astrid)


@pytest.mark.parametrize("who", ["gun", "hanna", "lena", "farid"])
def test_one_who_may_not_write_is_told_whom_to_ask(cast, problem, who):
    with pytest.raises(UserError, match="Be den som samordnar området"):
        services.add_purpose(problem=problem, text="Alla ska våga gå hem.", by=cast[who])


def test_a_goal_takes_its_baseline_from_the_decided_edition(goal, edition, norr):
    assert (goal.baseline, goal.edition, goal.target) == (150, edition, 100)
    assert goal.baseline_figure["shown"]["value"] == 150
    assert (goal.indicator.metric, goal.indicator.area) == (world.ASSAULTS, norr.city_area)


def test_what_the_parties_count_themselves_is_a_measure_of_the_whole_area(purpose, norr, bo):
    made = services.add_goal(purpose=purpose, by=bo, **world.own())
    assert (made.baseline, made.baseline_figure, made.edition) == (0, {}, None)
    assert (made.indicator.own_measure, made.indicator.area) == (
        "Kvällar med fältassistenter",
        norr.city_area,
    )


def test_a_baseline_of_a_metric_is_not_typed_by_hand(purpose, norr, astrid):
    said = world.said(norr, baseline_reference="", metric=world.ASSAULTS, baseline=140.0)
    with pytest.raises(UserError, match="skrivs inte in för hand"):
        services.add_goal(purpose=purpose, by=astrid, **said)


def test_a_figure_that_no_decided_edition_holds_is_refused(purpose, norr, astrid):
    with pytest.raises(UserError, match="finns inte i den senast beslutade utgåvan"):
        services.add_goal(
            purpose=purpose, by=astrid, **world.said(norr, baseline_reference="crime_assault|x|2025|2026|1")
        )


def test_an_area_of_another_pair_is_refused(purpose, soder, astrid):
    with pytest.raises(UserError, match="hör inte till områdesparet"):
        services.add_goal(purpose=purpose, by=astrid, **world.own(area=soder.city_area))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"target": 12.5}, "är ett antal och kan inte ha decimaler"),
        ({"target": -1.0}, "måste ligga mellan 0 och en miljard"),
        ({"target": float("nan")}, "måste ligga mellan"),
        ({"target": float("inf")}, "måste ligga mellan"),
        ({"statement": " "}, "Målet saknas"),
        ({"statement": "x" * 161}, "högst 160 tecken"),
        ({"level": "hope"}, "Det saknas ett val"),
        ({"periods": 0}, "1 till 10 perioder"),
        ({"answers": 0}, "antalet svar måste vara minst 1"),
    ],
)
def test_nonsense_is_refused_in_three_sentences(purpose, norr, astrid, more, sentence):
    with pytest.raises(UserError, match=sentence):
        services.add_goal(purpose=purpose, by=astrid, **world.said(norr, **more))
    assert not Goal.objects.exists()


def test_a_share_lies_between_nought_and_a_hundred_per_cent(purpose, norr, astrid):
    said = world.said(norr, baseline_reference=world.reference(norr, world.SAFE), direction="up", target=56.0)
    with pytest.raises(UserError, match="0 och 100 procent"):
        services.add_goal(purpose=purpose, by=astrid, **said)


def test_a_purpose_has_a_limit_of_goals(purpose, norr, astrid, monkeypatch):
    monkeypatch.setattr("samsyn.steps.purpose.services.checked.MOST_GOALS", 1)
    services.add_goal(purpose=purpose, by=astrid, **world.own())
    with pytest.raises(UserError, match="Ta bort eller slå ihop några"):
        services.add_goal(purpose=purpose, by=astrid, **world.own())


def test_a_goal_is_changed_by_both_parties_and_keeps_its_figure(goal, norr, bo, astrid):
    world.add_edition(
        norr, astrid, world.figure(norr.city_area, world.NARCOTICS, 300)
    )  # the newest lacks assaults
    reference = "|".join(
        str(goal.baseline_figure[name]) for name in ("metric", "area", "start", "end", "import")
    )
    said = {**world.said_of(goal), "baseline_reference": reference, "target": 90.0}
    changed = services.change_goal(goal=goal, version=1, by=bo, **said)
    assert (changed.target, changed.version, changed.baseline, changed.edition_id) == (
        90,
        2,
        150,
        goal.edition_id,
    )


def test_two_at_once_the_second_sees_the_first_ones_goal(goal, norr, astrid, bo):
    services.change_goal(goal=goal, version=1, by=astrid, **world.said(norr, target=110.0))
    with pytest.raises(StaleError) as stale:
        services.change_goal(goal=goal, version=1, by=bo, **world.said(norr, target=90.0))
    assert stale.value.theirs == "Färre misshandlas ute, 150 till 110"
    assert Goal.objects.get(pk=goal.pk).target == 110


def test_a_goal_that_somebody_removed_is_not_changed(goal, norr, astrid, bo):
    services.remove_goal(goal=goal, version=1, by=astrid)
    with pytest.raises(StaleError, match="Någon har tagit bort"):
        services.change_goal(goal=goal, version=1, by=bo, **world.said(norr))


def test_two_who_change_the_words_at_once(purpose, astrid, bo):
    services.change_purpose(purpose=purpose, text="Ingen ska behöva vara rädd.", version=1, by=astrid)
    with pytest.raises(StaleError) as stale:
        services.change_purpose(purpose=purpose, text="Annat", version=1, by=bo)
    assert stale.value.theirs == "Ingen ska behöva vara rädd."


WRITES = {
    "change_purpose": lambda made, by: services.change_purpose(
        purpose=made["purpose"], text="Annat", version=1, by=by
    ),
    "add_goal": lambda made, by: services.add_goal(purpose=made["purpose"], by=by, **world.own()),
    "change_goal": lambda made, by: services.change_goal(
        goal=made["goal"], version=1, by=by, **world.said_of(made["goal"])
    ),
    "remove_goal": lambda made, by: services.remove_goal(goal=made["goal"], version=1, by=by),
}


@pytest.mark.parametrize("write", WRITES)
def test_what_is_decided_never_changes(made, astrid, write):
    before = Purpose.objects.get(pk=made["purpose"].pk).canonical
    with pytest.raises(UserError, match="Skapa en ny version"):
        WRITES[write](made, astrid)
    assert Purpose.objects.get(pk=made["purpose"].pk).canonical == before


@pytest.mark.parametrize("write", WRITES)
def test_a_change_on_review_voids_both_approvals(goal, purpose, astrid, bo, write):
    held = send_to_review(purpose, by=astrid)
    approve(held, read_checksum=held.checksum, by=astrid)
    WRITES[write]({"purpose": purpose, "goal": goal}, bo)
    purpose.refresh_from_db()
    assert (purpose.state, purpose.checksum) == ("draft", "")
    assert LogEntry.objects.filter(event="approval-voided").count() == 1


@pytest.mark.parametrize("who", ["gun", "hanna", "lena", "farid"])
@pytest.mark.parametrize("write", WRITES)
def test_only_those_who_write_in_the_pair_change_anything(cast, goal, purpose, who, write):
    with pytest.raises(UserError, match="Du får läsa här men inte skriva"):
        WRITES[write]({"purpose": purpose, "goal": goal}, cast[who])
